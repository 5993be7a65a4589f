"""Messages: a row when thrown, a command of its own when delivered, exactly one receiver."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from engine import runtime
from engine.model.actor import Right
from engine.model.definition import Definition
from engine.model.errors import Conflict, Invalid
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.state import Value
from engine.service import beginning
from engine.service.command import Command
from engine.service.running import Running
from engine.service.work import Lease
from engine.store import instances, jobs, messages, packs
from engine.store.messages import MessageRow, Waiting
from engine.store.unit import Unit

MONTH = 30 * 24 * 3600
LONGEST_NAME = 200
#: Seconds: five years.
LONGEST_WAIT = 5 * 366 * 24 * 3600


@dataclass(frozen=True, slots=True)
class PublishMessage(Command[Id]):
    """Send a message from outside a diagram; it waits `ttl_seconds` for somebody who wants it."""

    needs: ClassVar[Right] = Right.ADMINISTER
    name: str
    key: str
    payload: Mapping[str, Value]
    ttl_seconds: int = MONTH

    def run(self, unit: Unit) -> Id:
        """Raise Invalid message.name."""
        if not 1 <= len(self.name) <= LONGEST_NAME or not 0 <= self.ttl_seconds <= LONGEST_WAIT:
            raise Invalid("message.name", "Expected a message name and a time to live, but one of them is wrong")
        return messages.buffer(unit, self.name, self.key, self.payload, ttl=timedelta(seconds=self.ttl_seconds))


@dataclass(frozen=True, slots=True)
class DeliverMessage(Command[bool]):
    """Give the oldest message of a name and key to the one case that waits for it, or start the one it starts.

    Which message rang does not matter: each rings once, and the oldest goes first.
    """

    needs: ClassVar[Right] = Right.SYSTEM
    message_id: Id
    #: The job that rang for it, closed in the same transaction.
    lease: Lease | None = None

    def run(self, unit: Unit) -> bool:
        """Answer whether somebody took one; raise Conflict message.crossed where the receiver went on meanwhile."""
        seen = messages.message(unit.db, self.message_id)
        waiting = messages.target(unit.db, seen.name, seen.key) if seen else None
        case = Running.lock(unit, waiting.instance_id, even_suspended=True) if waiting else None
        message = messages.lock_oldest(unit, seen.name, seen.key) if seen else None
        taken = message is not None and _take(unit, message, waiting, case)
        if self.lease:
            jobs.finish(unit, self.lease.job_id, self.lease.owner, self.lease.attempts)
        return taken


def _take(unit: Unit, message: MessageRow, waiting: Waiting | None, case: Running | None) -> bool:
    if waiting is None or case is None:
        return _start(unit, message)
    if case.instance.suspended_at is not None:
        # It stays buffered; the case is greeted with it once it goes on.
        return False
    if case.state.subscription(waiting.no) is None:
        raise Conflict("message.crossed", "Expected the receiver to wait still, but it went on meanwhile")
    case.apply(runtime.deliver(case.compiled, case.state, waiting.no, _members(message), case.env))
    messages.delivered(unit, message.id, case.instance.id)
    # A subscription that stays (a boundary event that does not interrupt) takes what has come meanwhile, one by one.
    messages.ring(unit, message.name, message.key)
    return True


def _start(unit: Unit, message: MessageRow) -> bool:
    found = _starter(unit, message)
    if found is None:
        return False
    where = _sender_unit(unit, message) or found.definition.properties.get(beginning.UNIT, "")
    brought = {name: value for one in found.messages for name, value in _members(one).items()}
    instance = beginning.begin(unit, found.version, found.definition, found.start, brought, where)
    for one in found.messages:
        messages.delivered(unit, one.id, instance.id)
    return True


@dataclass(frozen=True, slots=True)
class _Starter:
    """A process that begins now, where, and the messages it takes."""

    version: PackVersion
    definition: Definition
    start: str
    messages: Sequence[MessageRow]


def _starter(unit: Unit, message: MessageRow) -> _Starter | None:
    for row in packs.currents(unit.db):
        version = unit.world.packs.version(row.id)
        for _, definition in sorted(version.definitions.items()):
            if message.name in definition.message_starts:
                return _Starter(version, definition, definition.message_starts[message.name], [message])
            for start, names in definition.joint_starts.items():
                gathered = _gathered(unit, message, names) if message.name in names else []
                if gathered:
                    return _Starter(version, definition, start, gathered)
    return None


def _gathered(unit: Unit, message: MessageRow, names: Sequence[str]) -> Sequence[MessageRow]:
    """One waiting message of each name with the same key, locked in the order of their names; [] where one misses."""
    others = [messages.lock_oldest(unit, name, message.key) for name in sorted({*names} - {message.name})]
    found = [one for one in others if one is not None]
    return [*found, message] if len(found) == len(others) else []


def _sender_unit(unit: Unit, message: MessageRow) -> str:
    sender = instances.instance(unit.db, message.instance_id) if message.instance_id else None
    return sender.unit if sender else ""


def _members(message: MessageRow) -> Mapping[str, Value]:
    return message.payload if isinstance(message.payload, dict) else {"payload": message.payload}
