"""Human tasks: taking one, giving it back, completing it."""

from dataclasses import dataclass
from typing import ClassVar

from engine import runtime
from engine.model.actor import Right
from engine.model.facts import Fact
from engine.model.ids import Id
from engine.model.step import InstanceState, Step
from engine.service import authority, rights
from engine.service.binding import Raw, Typed, bind, remember, sealed
from engine.service.command import Command
from engine.service.directory import holder_names
from engine.service.formscope import reads_of
from engine.service.running import Running, next_task
from engine.store import instances, tasks
from engine.store.apply import Applied
from engine.store.tasks import TaskRow
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class TaskHeld:
    """The task with its new version."""

    task_id: Id
    version: int


@dataclass(frozen=True, slots=True)
class TaskCompleted:
    """What became of the case: who goes on, and the next task the same person may do at once."""

    instance_id: Id
    number: str
    title: str
    task_name: str
    next_task: Id | None
    done: bool
    next_holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimTask(Command[TaskHeld]):
    """Take one open task so that no colleague works on it too."""

    needs: ClassVar[Right] = Right.WORK
    task_id: Id
    version: int

    def run(self, unit: Unit) -> TaskHeld:
        """Raise NotFound, Forbidden task.not_yours, .separation, .no_authority, Conflict task.closed or .claimed."""
        instance, task = instances.lock_by_task(unit, self.task_id)
        running = Running.of(unit, instance)
        element = running.element(task.element)
        holding = rights.may_complete(unit.db, unit.actor, task, instance, element, self.version)
        authority.may_sign(running, element, holding)
        unit.acted_as = rights.acting(holding)
        held = tasks.claim(unit, self.task_id, self.version)
        instances.record(unit, instance, [Fact("task.claimed", task.element, task.token)])
        return TaskHeld(held.id, held.version)


@dataclass(frozen=True, slots=True)
class ReleaseTask(Command[TaskHeld]):
    """Give a taken task back to its address."""

    needs: ClassVar[Right] = Right.WORK
    task_id: Id
    version: int

    def run(self, unit: Unit) -> TaskHeld:
        """Raise as ClaimTask; only who took it, or an admin, gives it back."""
        instance, task = instances.lock_by_task(unit, self.task_id)
        rights.may_see_task(unit.db, unit.actor, task, instance)
        if task.claimed_by != unit.actor.person and not rights.may_repair(unit.actor):
            raise rights.conflict(unit.db, "task.claimed", task, "it to be taken by you", "took it")
        rights.is_open(unit.db, task)
        rights.is_fresh(unit.db, task, self.version)
        unit.acted_as = rights.acting(unit.actor.holding_for(task.owner))
        released = tasks.release(unit, self.task_id, self.version)
        instances.record(unit, instance, [Fact("task.released", task.element, task.token)])
        return TaskHeld(released.id, released.version)


@dataclass(frozen=True, slots=True)
class CompleteTask(Command[TaskCompleted]):
    """Complete one human task with the answers of its form."""

    needs: ClassVar[Right] = Right.WORK
    task_id: Id
    version: int
    raw: Raw | Typed

    def run(self, unit: Unit) -> TaskCompleted:
        """Raise as ClaimTask, or Invalid form.invalid with a problem per field."""
        instance, task = instances.lock_by_task(unit, self.task_id)
        running = Running.of(unit, instance)
        element = running.element(task.element)
        holding = rights.may_complete(unit.db, unit.actor, task, instance, element, self.version)
        authority.may_sign(running, element, holding)
        unit.acted_as = rights.acting(holding)
        subject = f"task:{task.id}"
        scope = runtime.visible(running.compiled, running.state, task.token, reads_of(running.version, task.form))
        values = bind(unit, running.version, task.form, self.raw, scope, running.env, subject)
        hashes = remember(unit, instance.id, task.form, values, task_id=task.id, subject=subject)
        step = runtime.complete(running.compiled, running.state, task.token, values, running.env)
        applied = running.apply(
            sealed(step, "task.completed", task.element, hashes), origin=f"{unit.actor.name}: {task.name}"
        )
        return _completed(unit, running, task, step, applied)


def _completed(unit: Unit, running: Running, task: TaskRow, step: Step, applied: Applied) -> TaskCompleted:
    today = running.env.calendar.day_of(unit.now)
    return TaskCompleted(
        instance_id=applied.instance.id,
        number=applied.instance.number,
        title=applied.instance.title,
        task_name=task.name,
        next_task=next_task(unit, running.compiled.definition, step, applied),
        done=applied.instance.state != InstanceState.ACTIVE,
        next_holders=holder_names(unit.db, [opened.address for opened in step.opened], today),
    )
