"""Processes that begin by themselves: planned by a release, begun once at each moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from engine import runtime
from engine.feel import Env
from engine.model.actor import Right
from engine.model.definition import Definition
from engine.model.errors import Conflict
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.service import beginning
from engine.service.command import Command
from engine.service.env import env_for
from engine.store import messages, starts
from engine.store.starts import StartRow
from engine.store.unit import Unit


def replan(unit: Unit, version: PackVersion, version_id: Id) -> None:
    """Plan the timer starts of the version that new cases now take, and begin what its messages waited for.

    A timer whose timer says the same as before keeps its place in time: a release between two rounds moves none.
    """
    before = {(row.process_id, row.element, row.plan): row for row in starts.of(unit.db, version.pack)}
    if before or any(one.timer_starts or one.condition_starts for one in version.definitions.values()):
        starts.replace(unit, version.pack, [*_planned(unit, version, version_id, before)])
    definitions = version.definitions.values()
    together = {name for one in definitions for names in one.joint_starts.values() for name in names}
    messages.call(unit, {name for one in definitions for name in one.message_starts} | together)


def _planned(
    unit: Unit, version: PackVersion, version_id: Id, before: dict[tuple[str, str, str], StartRow]
) -> Iterator[StartRow]:
    for process, definition in version.definitions.items():
        env = env_for(unit.db, unit.world, _where(definition), unit.now)
        for element in definition.timer_starts:
            timer = definition.elements[element].timer
            plan = f"{timer.kind} {timer.text}" if timer else ""
            kept = before.get((process, element, plan))
            if kept:
                yield StartRow(version.pack, process, element, version_id, plan, kept.due, kept.data)
                continue
            first = runtime.plan_start(runtime.compile(version, process), element, env)
            yield StartRow(version.pack, process, element, version_id, plan, first.due, first.data)
        for element in definition.condition_starts:
            plan = f"{starts.CONDITION} {definition.elements[element].condition}"
            kept = before.get((process, element, plan))
            # Asked at once, and anew after a release: what it reads may mean something else now.
            yield StartRow(version.pack, process, element, version_id, plan, unit.now, kept.data if kept else {})


@dataclass(frozen=True, slots=True)
class ClaimStarts(Command[tuple[StartRow, ...]]):
    """Take what begins by itself now for `seconds`, earliest first."""

    needs: ClassVar[Right] = Right.SYSTEM
    seconds: float = 60
    limit: int = 100

    def run(self, unit: Unit) -> tuple[StartRow, ...]:
        """Answer the starts; another worker passes over them meanwhile."""
        return tuple(starts.claim(unit, until=unit.now + timedelta(seconds=self.seconds), limit=self.limit))


@dataclass(frozen=True, slots=True)
class StartByTimer(Command[Id | None]):
    """Begin a case at its timer or conditional start event, once for the moment `due`, and plan the next."""

    needs: ClassVar[Right] = Right.SYSTEM
    pack: str
    process_id: str
    element: str
    due: datetime

    def run(self, unit: Unit) -> Id | None:
        """None where its condition does not begin one now.

        Raise Conflict start.gone where another worker began it, or a release planned it anew.
        """
        row = starts.lock(unit, self.pack, self.process_id, self.element)
        if row is None or row.due != self.due:
            raise Conflict("start.gone", f"Expected {self.process_id} to begin at {self.due}, but it did already")
        version = unit.world.packs.version(row.version_id)
        definition = version.definitions[self.process_id]
        env = env_for(unit.db, unit.world, _where(definition), unit.now)
        if row.plan.startswith(starts.CONDITION):
            holds = runtime.start_holds(runtime.compile(version, self.process_id), self.element, env)
            starts.move(unit, row, _next_hour(unit.now), {"was": holds})
            if not holds or row.data.get("was"):
                return None
            return beginning.begin(unit, version, definition, self.element, {}, _where(definition)).id
        case = beginning.begin(unit, version, definition, self.element, {}, _where(definition))
        then = after(row, env)
        starts.move(unit, row, then.due, then.data)
        return case.id


def after(row: StartRow, env: Env) -> runtime.Planned:
    """When a start comes after its present moment; a condition counts as having begun its case."""
    if row.plan.startswith(starts.CONDITION):
        return runtime.Planned(_next_hour(env.now), {"was": True})
    return runtime.plan_again(runtime.Planned(row.due, row.data), env)


def _next_hour(now: datetime) -> datetime:
    """When a condition is asked again; a changed parameter asks it at once."""
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _where(definition: Definition) -> str:
    return definition.properties.get(beginning.UNIT, "")
