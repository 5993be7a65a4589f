"""Holding a case still and letting it go on: an admin's acts, each with a reason.

A suspended case loses nothing: answers of other systems, timers, messages and signals wait for it. Deadlines go on
running, because the law stops none unless it says so; a task that fell due meanwhile is late when the case goes on.
"""

from dataclasses import dataclass
from typing import ClassVar

from engine.model.actor import Right
from engine.model.errors import Conflict
from engine.model.facts import Fact
from engine.model.ids import Id
from engine.service import rights
from engine.service.cases import reason_of
from engine.service.command import Command
from engine.service.running import Running, ended, suspended
from engine.store import instances, messages, suspension
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class CaseHeld:
    """The case that stands still, or goes on again."""

    instance_id: Id
    number: str


@dataclass(frozen=True, slots=True)
class SuspendCase(Command[CaseHeld]):
    """Hold a running case still until it is resumed."""

    needs: ClassVar[Right] = Right.ADMINISTER
    instance_id: Id
    reason: str

    def run(self, unit: Unit) -> CaseHeld:
        """Raise NotFound, Forbidden case.secret, Conflict case.ended or case.suspended, or Invalid case.reason."""
        case = _changeable(unit, self.instance_id)
        if case.instance.suspended_at is not None:
            raise suspended(case.instance)
        case.remark("suspension", {"alasan": reason_of(self.reason, "case.reason")})
        held = suspension.suspend(unit, case.instance)
        instances.record(unit, held, [Fact("case.suspended")])
        return CaseHeld(held.id, held.number)


@dataclass(frozen=True, slots=True)
class ResumeCase(Command[CaseHeld]):
    """Let a suspended case go on; what came meanwhile reaches it now."""

    needs: ClassVar[Right] = Right.ADMINISTER
    instance_id: Id
    reason: str

    def run(self, unit: Unit) -> CaseHeld:
        """Raise as SuspendCase, with Conflict case.not_suspended."""
        case = _changeable(unit, self.instance_id)
        if case.instance.suspended_at is None:
            raise Conflict(
                "case.not_suspended",
                f"Expected {case.instance.number} to be suspended, but it is running",
                details={"number": case.instance.number},
                instance=case.instance.id,
            )
        case.remark("resumption", {"alasan": reason_of(self.reason, "case.reason")})
        going = suspension.resume(unit, case.instance)
        messages.greet(unit, suspension.waits(unit.db, going.id))
        instances.record(unit, going, [Fact("case.resumed")])
        return CaseHeld(going.id, going.number)


def _changeable(unit: Unit, instance_id: Id) -> Running:
    case = Running.lock(unit, instance_id, even_suspended=True)
    rights.may_change_case(unit.db, unit.actor, case.instance)
    if case.instance.state != "active":
        raise ended(case.instance)
    unit.acted_as = rights.acting(unit.actor.holdings[0] if unit.actor.holdings else None)
    return case
