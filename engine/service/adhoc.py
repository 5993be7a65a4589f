"""What people do in an ad-hoc subprocess: begin one of its activities, or say that it is done."""

from dataclasses import dataclass
from typing import ClassVar

from engine import runtime
from engine.model.actor import Right
from engine.model.errors import Conflict
from engine.model.ids import Id
from engine.model.step import InstanceState, Step
from engine.service import authority, rights
from engine.service.cases import reason_of
from engine.service.command import Command
from engine.service.directory import holder_names
from engine.service.running import Running, next_task
from engine.store import instances, tasks
from engine.store.apply import Applied
from engine.store.tasks import TaskRow
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Chosen:
    """What became of a choice: who goes on, and the next task the same person may do at once."""

    instance_id: Id
    number: str
    title: str
    #: The subprocess, and what was begun in it ("" where it was declared finished).
    task_name: str
    activity: str
    next_task: Id | None
    #: True where nothing more can be chosen here.
    closed: bool
    done: bool
    next_holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChooseActivity(Command[Chosen]):
    """Begin one offered activity of an ad-hoc subprocess."""

    needs: ClassVar[Right] = Right.WORK
    task_id: Id
    version: int
    element: str

    def run(self, unit: Unit) -> Chosen:
        """Raise as CompleteTask, and Conflict adhoc.stale, adhoc.not_offered or adhoc.busy."""
        running, task = _opened(unit, self.task_id, self.version)
        step = runtime.choose(running.compiled, running.state, task.token, self.element, running.env)
        chosen = running.element(self.element)
        return _carried_out(running, task, step, (chosen.name or chosen.id) if chosen else self.element)


@dataclass(frozen=True, slots=True)
class DeclareFinished(Command[Chosen]):
    """Say that an ad-hoc subprocess is done, where no condition decides that."""

    needs: ClassVar[Right] = Right.WORK
    task_id: Id
    version: int
    reason: str

    def run(self, unit: Unit) -> Chosen:
        """Raise as ChooseActivity, Conflict adhoc.condition_decides, or Invalid adhoc.reason."""
        running, task = _opened(unit, self.task_id, self.version)
        reason = reason_of(self.reason, "adhoc.reason")
        step = runtime.declare(running.compiled, running.state, task.token, running.env)
        running.remark("declaration", {"tugas": task.name, "alasan": reason})
        return _carried_out(running, task, step, "")


def _opened(unit: Unit, task_id: Id, version: int) -> tuple[Running, TaskRow]:
    """The locked case and its offer, where the actor may choose there."""
    instance, task = instances.lock_by_task(unit, task_id)
    running = Running.of(unit, instance)
    element = running.element(task.element)
    holding = rights.may_complete(unit.db, unit.actor, task, instance, element, task.version)
    authority.may_sign(running, element, holding)
    if element is None or element.ad_hoc is None:
        raise Conflict("adhoc.no_choice", f"Expected a task in which people choose, but {task.name} is none")
    if task.version != version:
        raise Conflict(
            "adhoc.stale",
            f"Expected the choice as it stands in {task.name}, but somebody has chosen meanwhile",
            details={"task": task.name},
            instance=instance.id,
        )
    unit.acted_as = rights.acting(holding)
    return running, task


def _carried_out(running: Running, task: TaskRow, step: Step, activity: str) -> Chosen:
    unit = running.unit
    today = running.env.calendar.day_of(unit.now)
    closed = task.token in step.closed
    applied: Applied = running.apply(step, origin=f"{unit.actor.name}: {task.name}")
    if not closed:
        tasks.renew(unit, task.id, task.version)
    return Chosen(
        instance_id=applied.instance.id,
        number=applied.instance.number,
        title=applied.instance.title,
        task_name=task.name,
        activity=activity,
        next_task=next_task(unit, running.compiled.definition, step, applied),
        closed=closed,
        done=applied.instance.state != InstanceState.ACTIVE,
        next_holders=holder_names(unit.db, [opened.address for opened in step.opened], today),
    )
