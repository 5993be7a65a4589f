"""Timers that are due: claimed in batches, fired one case at a time."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from engine import runtime
from engine.model.actor import Right
from engine.model.ids import Id
from engine.service.command import Command
from engine.service.running import Running
from engine.store import timers
from engine.store.timers import DueTimer
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class ClaimTimers(Command[tuple[DueTimer, ...]]):
    """Take a batch of due timers for `seconds`, earliest first."""

    needs: ClassVar[Right] = Right.SYSTEM
    seconds: float = 60
    limit: int = 100

    def run(self, unit: Unit) -> tuple[DueTimer, ...]:
        """Answer the timers; another worker passes over them meanwhile."""
        return tuple(timers.claim(unit, until=unit.now + timedelta(seconds=self.seconds), limit=self.limit))


@dataclass(frozen=True, slots=True)
class FreeClaims(Command[int]):
    """Give back claims on timers that were made before the clock was set back."""

    needs: ClassVar[Right] = Right.SYSTEM

    def run(self, unit: Unit) -> int:
        """Answer how many there were."""
        return timers.free_lost(unit)


@dataclass(frozen=True, slots=True)
class FireTimer(Command[None]):
    """Let one due timer fire in its case."""

    needs: ClassVar[Right] = Right.SYSTEM
    instance_id: Id
    no: int

    def run(self, unit: Unit) -> None:
        """Raise Conflict subscription.gone where the case went on meanwhile."""
        case = Running.lock(unit, self.instance_id)
        case.apply(runtime.fire(case.compiled, case.state, self.no, case.env))


@dataclass(frozen=True, slots=True)
class StopTimer(Command[None]):
    """Open an incident for a due timer that cannot be fired, so that an admin looks and nobody tries for ever."""

    needs: ClassVar[Right] = Right.SYSTEM
    instance_id: Id
    no: int
    code: str
    message: str

    def run(self, unit: Unit) -> None:
        """Raise Conflict subscription.gone where the case went on meanwhile."""
        case = Running.lock(unit, self.instance_id)
        case.apply(runtime.stop_timer(case.compiled, case.state, self.no, self.code, self.message, case.env))
