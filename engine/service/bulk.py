"""The same act on many chosen rows of the monitor: each a command of its own, and an honest end for each."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.model.actor import Actor, Right
from engine.model.errors import Forbidden, Invalid, Refused
from engine.model.ids import Id
from engine.model.world import World
from engine.service.cases import WithdrawCase, reason_of
from engine.service.command import Command
from engine.service.execute import execute
from engine.service.handover import ReassignTask
from engine.service.repair import RetryIncident
from engine.service.secrecy import Sight, sights
from engine.service.suspension import ResumeCase, SuspendCase
from engine.store import instances

#: Rows one act may be asked for at once.
MOST = 100


@dataclass(frozen=True, slots=True)
class Picked:
    """One chosen row: the incident, task or case, the case it belongs to, and the version of a task as it was seen."""

    id: Id
    instance_id: Id
    version: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do with every chosen row; `to` is an address, where work is handed over."""

    act: str
    reason: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended for one row; no number where the case is secret to the actor."""

    instance_id: Id
    number: str
    refusal: Refused | None


def carry_out(world: World, actor: Actor, wish: Wish, picked: Sequence[Picked], key: str = "") -> tuple[Outcome, ...]:
    """Do it row by row; the same key again does nothing twice. Raises Forbidden, Invalid bulk.* or case.reason."""
    make = check(actor, wish, picked)
    ended = {one: _one(world, actor, make, wish, one, key) for one in dict.fromkeys(picked)}
    numbers = _numbers(world, actor, [one.instance_id for one in ended])
    return tuple(Outcome(one.instance_id, numbers.get(one.instance_id, ""), how) for one, how in ended.items())


def check(actor: Actor, wish: Wish, picked: Sequence[Picked]) -> "Make":
    """How the act is made for one row; raises as `carry_out`, before anything is done."""
    if Right.ADMINISTER not in actor.rights:
        raise Forbidden("right.missing", "Expected the right to administer, but no position held today carries it")
    make = ACTS.get(wish.act)
    if make is None:
        raise Invalid("bulk.act", f"Expected one of {', '.join(ACTS)}, but {wish.act} is none")
    if not picked:
        raise Invalid("bulk.none", "Expected chosen rows, but there is none")
    if len(picked) > MOST:
        told = {"most": str(MOST), "count": str(len(picked))}
        raise Invalid("bulk.many", f"Expected at most {MOST} rows, but {len(picked)} are chosen", details=told)
    reason_of(wish.reason, "case.reason")
    return make


def _one(world: World, actor: Actor, make: "Make", wish: Wish, one: Picked, key: str) -> Refused | None:
    try:
        execute(make(one, wish), world=world, actor=actor, key=_key(key, one))
    except Refused as refusal:
        return refusal
    return None


def _key(key: str, one: Picked) -> str | None:
    """A key of its own for each row, however long the one of the whole act is."""
    return f"{hashlib.sha256(key.encode()).hexdigest()[:40]}:{one.id.hex}" if key else None


def _numbers(world: World, actor: Actor, ids: Sequence[Id]) -> Mapping[Id, str]:
    with world.database.reading() as db:
        seen = sights(db, actor, ids)
        found = (instances.instance(db, id_) for id_ in ids if seen.get(id_) is Sight.FULL)
        return {row.id: row.number for row in found if row is not None}


Make = Callable[[Picked, Wish], Command[Any]]
#: What may be done, by the word pages and the API use.
ACTS: Mapping[str, Make] = {
    "retry": lambda one, wish: RetryIncident(one.id, wish.reason),
    "reassign": lambda one, wish: ReassignTask(one.id, one.version, wish.to, wish.reason),
    "suspend": lambda one, wish: SuspendCase(one.instance_id, wish.reason),
    "resume": lambda one, wish: ResumeCase(one.instance_id, wish.reason),
    "withdraw": lambda one, wish: WithdrawCase(one.instance_id, wish.reason),
}
