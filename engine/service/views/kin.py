"""The cases one case belongs with: the one that called it, and those it called."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from engine.model.actor import Actor
from engine.model.world import World
from engine.service.secrecy import Sight, sights
from engine.store import instances
from engine.store.instances import InstanceRow


@dataclass(frozen=True, slots=True)
class CaseLink:
    """Another case, as far as who reads this one may know it."""

    number: str
    process_name: str
    state: str
    failed: bool
    may_open: bool


@dataclass(frozen=True, slots=True)
class Kin:
    """What a case is part of, and what is part of it, oldest first."""

    parent: CaseLink | None
    children: tuple[CaseLink, ...]


def kin(db: Connection, world: World, actor: Actor, found: InstanceRow) -> Kin:
    """The caller and the called of a case; a secret one only for who may read it."""
    above = instances.instance(db, found.parent_id) if found.parent_id else None
    parents = _links(db, world, actor, [above] if above else [])
    return Kin(next(iter(parents), None), tuple(_links(db, world, actor, instances.children(db, found.id))))


def _links(db: Connection, world: World, actor: Actor, rows: Sequence[InstanceRow]) -> list[CaseLink]:
    seen = sights(db, actor, [row.id for row in rows])
    return [
        _link(world, row, may_open=seen.get(row.id) is Sight.FULL)
        for row in rows
        if not row.secret or seen.get(row.id) is Sight.FULL
    ]


def _link(world: World, row: InstanceRow, *, may_open: bool) -> CaseLink:
    definition = world.packs.version(row.version_id).definitions[row.process_id]
    return CaseLink(row.number, definition.name or row.process_id, row.state, row.incidents > 0, may_open)
