"""Handing a task to another position, and moving its date: with a reason, told to whom it concerns."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from engine.model.actor import Right
from engine.model.errors import Invalid
from engine.model.facts import Fact
from engine.model.ids import Id
from engine.service import delegation, rights
from engine.service.cases import reason_of
from engine.service.command import Command
from engine.service.running import Running
from engine.service.secrecy import Sight, sight
from engine.service.tasks import TaskHeld
from engine.store import instances, notices, suspension, tasks
from engine.store.instances import InstanceRow
from engine.store.tasks import TaskRow
from engine.store.unit import Unit

#: How much of a reason the receiver sees beside the task; the whole stays with the case.
LONGEST_ORIGIN = 240
#: A date further away than this is a slip of the keyboard.
LATEST = 5 * 366


@dataclass(frozen=True, slots=True)
class ReassignTask(Command[TaskHeld]):
    """Hand an open task to another position; nobody holds it there yet."""

    needs: ClassVar[Right] = Right.WORK
    task_id: Id
    version: int
    #: `position:<code>` or `role:<key>@<unit>`; the bare code of a position is taken as one.
    to: str
    reason: str

    def run(self, unit: Unit) -> TaskHeld:
        """Raise NotFound, Forbidden task.may_not_hand_over, Conflict task.*, Invalid address.* or task.reason."""
        instance, task = _opened(unit, self.task_id, self.version)
        case = Running.of(unit, instance, even_suspended=rights.may_repair(unit.actor))
        to = address_of(self.to)
        holding = delegation.may_hand_over(unit.db, unit.actor, task, instance, case.element(task.element), to)
        reason = reason_of(self.reason, "task.reason")
        unit.acted_as = rights.acting(holding)
        case.remark("handover", {"tugas": task.name, "alasan": reason})
        origin = f"{unit.actor.name}: {reason}"[:LONGEST_ORIGIN]
        moved = tasks.hand_over(unit, task.id, self.version, to, origin)
        fact = Fact("task.reassigned", task.element, task.token, data={"from": task.owner, "to": to})
        instances.record(unit, instance, [fact])
        if not unit.actor.holding_for(task.owner):
            _tell(unit, instance, task.owner, f"«{task.name}» dialihkan oleh {unit.actor.name}")
        return TaskHeld(moved.id, moved.version)


@dataclass(frozen=True, slots=True)
class ChangeDue(Command[TaskHeld]):
    """Move the date of an open task; reminders and escalations the diagram set stay where they are."""

    needs: ClassVar[Right] = Right.WORK
    task_id: Id
    version: int
    on: date
    reason: str

    def run(self, unit: Unit) -> TaskHeld:
        """Raise NotFound, Forbidden task.may_not_change_due, Conflict task.*, Invalid due.* or task.reason."""
        instance, task = _opened(unit, self.task_id, self.version)
        case = Running.of(unit, instance, even_suspended=True)
        unit.acted_as = rights.acting(delegation.may_change_due(unit.db, unit.actor, task, instance))
        due = self._due(case)
        reason = reason_of(self.reason, "task.reason")
        case.remark("due", {"tugas": task.name, "alasan": reason})
        moved = tasks.change_due(unit, task.id, self.version, due, suspension.rank_of(instance, due))
        data = {"from": task.due.isoformat() if task.due else None, "to": due.isoformat()}
        instances.record(unit, instance, [Fact("task.due_changed", task.element, task.token, data=data)])
        _tell(unit, instance, task.owner, f"Tenggat «{task.name}» diubah oleh {unit.actor.name}")
        return TaskHeld(moved.id, moved.version)

    def _due(self, case: Running) -> datetime:
        calendar = case.env.calendar
        today = calendar.day_of(case.unit.now)
        if not (today <= self.on and (self.on - today).days <= LATEST):
            raise _wrong("due.past", f"Expected today or a later day, but it is {self.on}", self.on)
        if not calendar.is_working_day(self.on):
            raise _wrong("due.closed", f"Expected a working day, but the office is closed on {self.on}", self.on)
        return calendar.close_of(self.on)


def address_of(text: str) -> str:
    """An address as typed: the bare code of a position stands for it."""
    typed = text.strip()
    return typed if typed.startswith(("position:", "role:")) else f"position:{typed}"


def _opened(unit: Unit, task_id: Id, version: int) -> tuple[InstanceRow, TaskRow]:
    """The locked case and its task, for who may see it or who repairs; Conflict where it closed or changed."""
    instance, task = instances.lock_by_task(unit, task_id)
    if not (rights.may_repair(unit.actor) and sight(unit.db, unit.actor, instance) is not Sight.NOTHING):
        rights.may_see_task(unit.db, unit.actor, task, instance)
    rights.is_open(unit.db, task)
    rights.is_fresh(unit.db, task, version)
    return instance, task


def _wrong(code: str, problem: str, day: date) -> Invalid:
    return Invalid(code, problem, problems={"tenggat": [problem]}, details={"day": f"{day}"})


def _tell(unit: Unit, instance: InstanceRow, owner: str, text: str) -> None:
    if not unit.actor.holding_for(owner):
        notices.notify(unit, instance.id, owner, text)
