"""Whom a task may be handed to, and who may move its date.

An official hands a task to a position with the same role in the unit, to the one above or to one below; the diagram
narrows that (`handOver`: role, superior, subordinate, or none). A mandate goes to who stands directly below
(UU 30/2014 art. 14); separation of duties is asked again when the receiver acts. An admin hands it to anybody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.model.actor import Actor, Holding
from engine.model.definition import Element
from engine.model.errors import Forbidden, Invalid
from engine.service import hierarchy, rights
from engine.service.directory import holder_names
from engine.service.hierarchy import Post
from engine.store import people
from engine.store.instances import InstanceRow
from engine.store.tasks import TaskRow

WAYS = frozenset({"role", "superior", "subordinate"})


@dataclass(frozen=True, slots=True)
class Receiver:
    """One address a task may go to; `way` is role, superior or subordinate, `holders` who answers it today."""

    address: str
    title: str
    way: str
    holders: tuple[str, ...]


def ways_of(element: Element | None) -> frozenset[str]:
    """How the diagram lets officials hand a task on: all ways where it says nothing."""
    text = element.properties.get("handOver", "") if element else ""
    said = {part for name in text.split(",") if (part := name.strip())}
    return frozenset(said & WAYS) if said else WAYS


def receivers(db: Connection, actor: Actor, task: TaskRow, element: Element | None, day: date) -> tuple[Receiver, ...]:
    """Whom the actor may hand the task to and somebody is there today; for an admin, those near the address."""
    ways = WAYS if rights.may_repair(actor) else ways_of(element)
    if not (ways and (rights.may_repair(actor) or _capacity(db, actor, task))):
        return ()
    found = {f"position:{post.code}": way for post, way in _near(db, actor, task, ways)}
    titles = {code: people.title(db, code.removeprefix("position:")) for code in found}
    named = {code: holder_names(db, [code], day) for code in found}
    return tuple(Receiver(code, titles[code], way, named[code]) for code, way in found.items() if named[code])


def may_hand_over(
    db: Connection, actor: Actor, task: TaskRow, instance: InstanceRow, element: Element | None, to: str
) -> Holding | None:
    """The position the actor hands the task over in; raises where he may not, or not to `to`."""
    rights.may_reassign_to(db, actor, instance, to)
    if not hierarchy.answering(db, to):
        problem = f"Expected the address of a position, but {to} is none"
        raise Invalid("address.unknown", problem, problems={"ke": [problem]}, details={"address": to})
    if to == task.owner:
        problem = "Expected another address, but the task is there already"
        raise Invalid("address.same", problem, problems={"ke": [problem]})
    if rights.may_repair(actor):
        return actor.holdings[0] if actor.holdings else None
    holding = _capacity(db, actor, task)
    near = dict((f"position:{post.code}", way) for post, way in _near(db, actor, task, ways_of(element)))
    if holding is None or to not in near:
        raise Forbidden(
            "task.may_not_hand_over",
            f"Expected a position of the same role, above or below, but {to} is none of them",
            details={"address": to},
            leaves_trace=True,
            instance=instance.id,
        )
    if task.claimed_by not in (None, actor.person) and actor.holding_for(task.owner):
        raise rights.conflict(db, "task.claimed", task, "nobody else to work on it", "took it")
    return holding


def may_change_due(db: Connection, actor: Actor, task: TaskRow, instance: InstanceRow) -> Holding | None:
    """The position the date is moved in: above the one that answers the task, or an admin's."""
    if rights.may_repair(actor):
        rights.may_change_case(db, actor, instance)
        return actor.holdings[0] if actor.holdings else None
    holding = hierarchy.leads(db, actor, [task.owner])
    if holding is None or instance.secret:
        raise Forbidden(
            "task.may_not_change_due",
            "Expected a position above the one the task waits for, but none held today is",
            leaves_trace=True,
            instance=instance.id,
        )
    return holding


def _capacity(db: Connection, actor: Actor, task: TaskRow) -> Holding | None:
    return actor.holding_for(task.owner) or hierarchy.leads(db, actor, [task.owner])


def _near(db: Connection, actor: Actor, task: TaskRow, ways: frozenset[str]) -> Iterator[tuple[Post, str]]:
    """The positions around those the task waits for; around the actor's own where it is his."""
    posts = hierarchy.answering(db, task.owner)
    mine = {holding.position for holding in actor.holdings}
    own = tuple(post for post in posts if post.code in mine) or posts
    for post in hierarchy.around(db, own):
        way = _way(post, own, posts, task.owner)
        if way in ways and not (post.answers(task.owner) and (len(posts) == 1 or post.code in mine)):
            yield post, way


def _way(post: Post, own: tuple[Post, ...], posts: tuple[Post, ...], address: str) -> str:
    by_position = address.startswith("position:")
    if post.answers(address) or (by_position and any(_is_peer(post, one) for one in posts)):
        return "role"
    if post.code in {one.superior for one in own}:
        return "superior"
    return "subordinate" if post.superior in {one.code for one in own} else ""


def _is_peer(post: Post, other: Post) -> bool:
    return post.code != other.code and post.unit == other.unit and bool(set(post.roles) & set(other.roles))
