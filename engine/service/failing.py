"""Processes that should have begun by themselves and failed: held back longer each time, repaired by an admin."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from engine.model.actor import Actor, Right
from engine.model.errors import Conflict, NotFound
from engine.model.facts import Fact
from engine.model.world import World
from engine.service import rights, schedule
from engine.service.access import reason_of
from engine.service.command import Command
from engine.service.env import env_for
from engine.service.recount import unit_of
from engine.store import starts
from engine.store.starts import StartRow
from engine.store.unit import Unit

#: How long a start waits after its first failure; each further one doubles that, up to the longest.
FIRST_WAIT = timedelta(seconds=90)
LONGEST_WAIT = timedelta(hours=6)


def wait_after(failures: int) -> timedelta:
    """How long a start that has failed so often in a row waits."""
    return min(FIRST_WAIT * (1 << min(failures, 20)), LONGEST_WAIT)


@dataclass(frozen=True, slots=True)
class FailStart(Command[int]):
    """Hold a start back that could not begin at its moment; the office's chain says so the first time."""

    needs: ClassVar[Right] = Right.SYSTEM
    pack: str
    process_id: str
    element: str
    due: datetime | None
    error: str

    def run(self, unit: Unit) -> int:
        """Answer how often it has failed in a row; 0 where it went on meanwhile."""
        row = starts.lock(unit, self.pack, self.process_id, self.element)
        if row is None or row.due != self.due:
            return 0
        if not row.failures:
            unit.record(Fact("start.failed", self.element, data={"process": self.process_id}))
        return starts.fail(unit, row, unit.now + wait_after(row.failures), self.error)


@dataclass(frozen=True, slots=True)
class RetryStart(Command[None]):
    """Let a start that failed begin now instead of after its wait."""

    needs: ClassVar[Right] = Right.ADMINISTER
    pack: str
    process_id: str
    element: str

    def run(self, unit: Unit) -> None:
        """Raise NotFound start.unknown or Conflict start.well."""
        row = _failing(unit, self.pack, self.process_id, self.element)
        starts.release(unit, row)
        unit.record(Fact("start.retried", self.element, data={"process": self.process_id}))


@dataclass(frozen=True, slots=True)
class SkipStart(Command[None]):
    """Let this moment of a start pass and wait for the next, for a reason."""

    needs: ClassVar[Right] = Right.ADMINISTER
    pack: str
    process_id: str
    element: str
    reason: str

    def run(self, unit: Unit) -> None:
        """Raise NotFound start.unknown, Conflict start.well or Invalid office.reason."""
        row, reason = _failing(unit, self.pack, self.process_id, self.element), reason_of(self.reason)
        env = env_for(unit.db, unit.world, unit_of(unit.world, row), unit.now)
        then = schedule.after(row, env)
        starts.move(unit, row, then.due, then.data)
        told = {"process": self.process_id, "due": row.due.isoformat() if row.due else None}
        unit.record(Fact("start.skipped", self.element, data=told), remark=reason)


def _failing(unit: Unit, pack: str, process_id: str, element: str) -> StartRow:
    row = starts.lock(unit, pack, process_id, element)
    if row is None:
        raise NotFound("start.unknown", f"Expected a timer start {element} of {process_id}, but there is none")
    if not row.failures:
        raise Conflict("start.well", f"Expected a start that failed, but {process_id} begins as planned")
    return row


@dataclass(frozen=True, slots=True)
class FailingStart:
    """A process that should have begun: since when it fails, how often it has, and when it is tried again."""

    pack: str
    process_id: str
    process_name: str
    element: str
    element_name: str
    due: datetime
    since: datetime
    attempts: int
    next: datetime
    message: str


def failing_starts(world: World, actor: Actor) -> tuple[FailingStart, ...]:
    """What should have begun by itself and did not; Forbidden without oversight."""
    rights.may_watch(actor)
    with world.database.reading() as db:
        rows = starts.failing(db)
    return tuple(_shown(world, row) for row in rows if row.due is not None)


def _shown(world: World, row: StartRow) -> FailingStart:
    definition = world.packs.version(row.version_id).definitions.get(row.process_id)
    element = definition.elements.get(row.element) if definition else None
    due = row.due or world.clock()
    return FailingStart(
        pack=row.pack,
        process_id=row.process_id,
        process_name=(definition.name if definition else "") or row.process_id,
        element=row.element,
        element_name=(element.name if element else "") or row.element,
        due=due,
        since=row.failed_at or due,
        attempts=row.failures,
        next=row.claimed_until or world.clock(),
        message=row.error or "",
    )
