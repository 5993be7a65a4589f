"""The trail as an auditor reads and verifies it."""

from engine.model.actor import Actor
from engine.model.world import World
from engine.service import rights, secrecy
from engine.store import attempts, audit, cases, instances
from engine.store.attempts import AttemptRow
from engine.store.audit import Broken
from engine.store.cases import HistoryRow


def facts(world: World, actor: Actor, number: str, *, after: int = 0, limit: int = 200) -> tuple[HistoryRow, ...]:
    """The facts of a case in the order of its chain."""
    with world.database.reading() as db:
        found = rights.may_see_case(db, actor, instances.by_number(db, number))
        return tuple(cases.history(db, found.id, after=after, limit=limit))


def office(world: World, actor: Actor, *, after: int = 0, limit: int = 200) -> tuple[HistoryRow, ...]:
    """The facts of the office's own chain: releases, log-ins, parameters."""
    rights.may_watch(actor)
    with world.database.reading() as db:
        return tuple(cases.office(db, after=after, limit=limit))


def refused(world: World, actor: Actor, *, limit: int = 100) -> tuple[AttemptRow, ...]:
    """The attempts that were refused, latest first."""
    rights.may_watch(actor)
    with world.database.reading() as db:
        return secrecy.veil_all(db, world, actor, attempts.attempts(db, limit=limit))


def verify(world: World) -> list[Broken]:
    """Every link of every chain that does not hold; empty where nothing was changed afterwards."""
    with world.database.reading() as db:
        return audit.verify(db)
