"""Open deadlines counted again after the calendar changed: each moves with a fact, and who holds the task is told.

A deadline that has passed stays. One that a reopened day would put into the past is moved no earlier than the next
end of office hours: nobody is late by a decree of this minute. What a person chose, and what was kept in a variable,
is decided and stays too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from babel.dates import format_date

from engine.feel import Env
from engine.feel.counting import counted_again
from engine.model.actor import Right
from engine.model.facts import Fact
from engine.model.ids import Id
from engine.model.world import World
from engine.service.command import Command
from engine.service.env import env_for
from engine.store import instances, notices, recounts, starts, suspension
from engine.store.instances import InstanceRow
from engine.store.recounts import RecountRow
from engine.store.unit import Unit

#: Cases looked at in one go.
BATCH = 100


def again(counted: Mapping[str, Any], due: datetime, env: Env) -> datetime:
    """When a deadline falls due by the calendar of `env`; as it was where it is over, or no such day comes."""
    if due <= env.now:
        return due
    try:
        moved = counted_again(counted, env.calendar, env.zone)
        return moved if moved > env.now else max(moved, min(due, _closing(env)))
    except (ValueError, OverflowError):
        return due


def _closing(env: Env) -> datetime:
    """The next end of office hours."""
    today = env.calendar.roll(env.calendar.day_of(env.now))
    closes = env.calendar.close_of(today)
    return closes if closes > env.now else env.calendar.close_of(env.calendar.add_working_days(today, 1))


@dataclass(frozen=True, slots=True)
class RecountCase(Command[int]):
    """Count the open deadlines of one case again."""

    needs: ClassVar[Right] = Right.SYSTEM
    instance_id: Id
    #: What changed, for the facts.
    why: tuple[Mapping[str, Any], ...]

    def run(self, unit: Unit) -> int:
        """Answer how many moved; again it moves none."""
        instance = instances.lock(unit, self.instance_id)
        if instance.state != "active":
            return 0
        env = env_for(unit.db, unit.world, instance.unit, unit.now)
        facts = [*self._tasks(unit, instance, env), *self._timers(unit, instance, env)]
        if facts:
            instances.record(unit, instance, facts)
        return len(facts)

    def _tasks(self, unit: Unit, instance: InstanceRow, env: Env) -> list[Fact]:
        facts = []
        for row in recounts.tasks(unit.db, unit.now, of=[instance.id]):
            due = again(row.counted, row.due, env)
            if due != row.due:
                recounts.move_task(unit, row, due, suspension.rank_of(instance, due))
                facts.append(self._fact(row.element, row.token, row.due, due))
                notices.notify(unit, instance.id, row.owner, _told(row.name, row.due, due, env))
        return facts

    def _timers(self, unit: Unit, instance: InstanceRow, env: Env) -> list[Fact]:
        facts = []
        held = None if instance.suspended_at is None else suspension.NEVER
        for row in recounts.timers(unit.db, unit.now, of=[instance.id]):
            due = again(row.data["counted"], row.due, env)
            if due != row.due:
                recounts.move_timer(unit, row, due, held)
                facts.append(self._fact(row.data["element"], row.token, row.due, due))
        return facts

    def _fact(self, element: str, token: int | None, before: datetime, after: datetime) -> Fact:
        moved = {"from": before.isoformat(), "to": after.isoformat(), "why": [dict(one) for one in self.why]}
        return Fact("deadline.moved", element, token, data=moved)


@dataclass(frozen=True, slots=True)
class AdvanceRecount(Command[bool]):
    """Note the last case a run has looked at."""

    needs: ClassVar[Right] = Right.SYSTEM
    run_row: RecountRow
    after: Id
    seen: int
    moved: int

    def run(self, unit: Unit) -> bool:
        """Answer False where another worker was faster."""
        return recounts.advance(unit, self.run_row, self.after, self.seen, self.moved)


@dataclass(frozen=True, slots=True)
class FinishRecount(Command[None]):
    """End a run: count what begins by itself again, and say in the office's chain what the run moved."""

    needs: ClassVar[Right] = Right.SYSTEM
    run_row: RecountRow

    def run(self, unit: Unit) -> None:
        """Nothing is refused; a run that is finished stays so."""
        moved = 0
        for row in starts.counted(unit.db, unit.now):
            env = env_for(unit.db, unit.world, unit_of(unit.world, row), unit.now)
            due = again(row.data["counted"], row.due, env) if row.due else None
            if due is not None and due != row.due:
                starts.move(unit, row, due, row.data)
                moved += 1
        if recounts.finish(unit, self.run_row):
            total = self.run_row.moved + moved
            told = {"moved": total, "cases": self.run_row.seen, "why": self.run_row.acts}
            unit.record(Fact("deadlines.recounted", data=told))


def unit_of(world: World, row: starts.StartRow) -> str:
    """The unit a timer start begins its cases in."""
    definition = world.packs.version(row.version_id).definitions.get(row.process_id)
    return definition.properties.get("startUnit", "") if definition else ""


def batch(world: World) -> tuple[RecountRow | None, list[Id], list[Id]]:
    """The run to go on with, the next cases it looks at, and those of them in which a deadline moves."""
    with world.database.reading() as db:
        run = recounts.first(db)
        if run is None:
            return None, [], []
        now = world.clock()
        cases = recounts.cases(db, run.after, now, BATCH)
        if not cases:
            return run, [], []
        units = instances.units(db, cases)
        envs = {code: env_for(db, world, code, now) for code in set(units.values())}
        moving = {
            row.instance_id
            for row in recounts.tasks(db, now, of=cases)
            if again(row.counted, row.due, envs[units[row.instance_id]]) != row.due
        }
        moving |= {
            row.instance_id
            for row in recounts.timers(db, now, of=cases)
            if again(row.data["counted"], row.due, envs[units[row.instance_id]]) != row.due
        }
        return run, cases, [case for case in cases if case in moving]


def _told(name: str, before: datetime, after: datetime, env: Env) -> str:
    """The notice, in the language of every notice."""
    days = [format_date(moment.astimezone(ZoneInfo(env.zone)), "d MMM y", locale="id") for moment in (before, after)]
    return f"Tenggat «{name}» bergeser dari {days[0]} ke {days[1]} karena kalender kantor berubah"
