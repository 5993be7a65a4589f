"""Signals: everybody who waits at the moment one is sent hears it, each by a command of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from engine import runtime
from engine.model.actor import Right
from engine.model.errors import Conflict, Invalid
from engine.model.ids import Id
from engine.model.state import Value
from engine.service import beginning
from engine.service.command import Command
from engine.service.running import Running
from engine.service.work import Lease
from engine.store import jobs, signals
from engine.store.unit import Unit

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class BroadcastSignal(Command[int]):
    """Send a signal from outside a diagram to everybody who waits for it now."""

    needs: ClassVar[Right] = Right.ADMINISTER
    name: str
    payload: Mapping[str, Value]

    def run(self, unit: Unit) -> int:
        """Answer how many will hear it; raise Invalid signal.name."""
        if not 1 <= len(self.name) <= LONGEST_NAME:
            raise Invalid("signal.name", f"Expected a signal name of 1 to {LONGEST_NAME} characters, but it is not")
        return signals.broadcast(unit, self.name, self.payload)


@dataclass(frozen=True, slots=True)
class DeliverSignal(Command[bool]):
    """Let one case hear a signal, or start the one process it starts; the job is closed in the same transaction."""

    needs: ClassVar[Right] = Right.SYSTEM
    lease: Lease

    def run(self, unit: Unit) -> bool:
        """Answer whether anybody still waited for it."""
        seen = jobs.job(unit.db, self.lease.job_id)
        if seen is None:
            raise Conflict("job.lease_lost", "Expected a signal to deliver, but there is none")
        case = Running.lock(unit, seen.instance_id) if seen.instance_id else None
        job = jobs.finish(unit, self.lease.job_id, self.lease.owner, self.lease.attempts)
        said = job.payload if isinstance(job.payload, dict) else {}
        return _start(unit, said) if case is None else _hear(case, said)


def _hear(case: Running, said: Mapping[str, Any]) -> bool:
    number = int(said["no"])
    waiting = case.state.subscription(number)
    if waiting is None or waiting.name != said["signal"]:
        return False
    case.apply(runtime.signal(case.compiled, case.state, number, said["payload"], case.env))
    return True


def _start(unit: Unit, said: Mapping[str, Any]) -> bool:
    version = unit.world.packs.version(Id(str(said["version"])))
    definition = version.definitions[str(said["process"])]
    where = definition.properties.get(beginning.UNIT) or str(said["unit"])
    beginning.begin(unit, version, definition, definition.signal_starts[said["signal"]], said["payload"], where)
    return True
