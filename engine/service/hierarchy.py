"""Who stands above whom: positions behind an address, and those who lead them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from engine.model.actor import Actor, Holding
from engine.model.ids import Id
from engine.store import tables
from engine.store.conditions import OPEN_TASK

#: Longer chains of superiors exist nowhere; a circle in the data must not hang a page.
HIGHEST = 10


@dataclass(frozen=True, slots=True)
class Post:
    """One position: code, unit, the one above it, its role keys."""

    code: str
    unit: str
    superior: str | None
    roles: tuple[str, ...]

    def answers(self, address: str) -> bool:
        """True where tasks of this address are the position's."""
        kind, _, name = address.partition(":")
        if kind == "position":
            return name == self.code
        role, _, unit = name.partition("@")
        return unit == self.unit and role in self.roles


def answering(db: Connection, address: str) -> tuple[Post, ...]:
    """Every position an address means, held or not."""
    kind, _, name = address.partition(":")
    column = tables.position.c.code if kind == "position" else tables.position.c.unit
    wanted = name if kind == "position" else name.partition("@")[2]
    return tuple(post for post in _posts(db, column == wanted) if post.answers(address))


def around(db: Connection, posts: Iterable[Post]) -> tuple[Post, ...]:
    """The positions of the same units, and those directly above and below."""
    near = tuple(posts)
    position = tables.position.c
    codes, above = [post.code for post in near], [post.superior for post in near if post.superior]
    units = {post.unit for post in near}
    return _posts(db, or_(position.unit.in_(units), position.code.in_(above), position.superior.in_(codes)))


def leads(db: Connection, actor: Actor, addresses: Collection[str]) -> Holding | None:
    """The actor's position that stands above one that answers an address, if any."""
    held = {holding.position: holding for holding in actor.holdings}
    if not held:
        return None
    level = {post.superior for address in addresses for post in answering(db, address)} - {None}
    for _ in range(HIGHEST):
        found = next((held[code] for code in sorted(filter(None, level)) if code in held), None)
        if found or not level:
            return found
        level = set(_above(db, level))
    return None


def leads_in(db: Connection, actor: Actor, instance_id: Id) -> Holding | None:
    """The actor's position above one that an open task of the case waits for."""
    task = tables.task
    owners = select(task.c.owner).where(task.c.instance_id == instance_id, OPEN_TASK).distinct()
    return leads(db, actor, list(db.execute(owners).scalars())) if actor.holdings else None


def team(db: Connection, actor: Actor) -> tuple[str, ...]:
    """The addresses of the positions directly below the actor's, without the actor's own."""
    codes = [holding.position for holding in actor.holdings]
    own = set(actor.addresses())
    below = _posts(db, tables.position.c.superior.in_(codes)) if codes else ()
    found = (f"{kind}" for post in below for kind in _addresses(post))
    return tuple(dict.fromkeys(address for address in found if address not in own))


def _addresses(post: Post) -> tuple[str, ...]:
    return (f"position:{post.code}", *(f"role:{role}@{post.unit}" for role in post.roles))


def _above(db: Connection, codes: Collection[str | None]) -> list[str | None]:
    position = tables.position.c
    query = select(position.superior).where(position.code.in_([code for code in codes if code]))
    return list(db.execute(query.where(position.superior.is_not(None))).scalars())


def _posts(db: Connection, which: object) -> tuple[Post, ...]:
    position = tables.position.c
    query = select(position.code, position.unit, position.superior, position.roles)
    rows = db.execute(query.where(which).order_by(position.code))  # type: ignore[arg-type]
    return tuple(Post(code, unit, superior, tuple(roles or ())) for code, unit, superior, roles in rows)
