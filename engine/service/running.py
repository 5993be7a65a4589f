"""One locked case with all a command needs to move it on."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine import runtime
from engine.feel import Env
from engine.model.definition import Definition, Element
from engine.model.errors import Conflict
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.state import Value
from engine.model.step import Step
from engine.service import rights
from engine.service.env import env_for
from engine.store import answers, instances
from engine.store.apply import Applied, apply
from engine.store.instances import InstanceRow
from engine.store.rows import RowState
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Running:
    """The locked row, the version it runs on, its state as rows, and the environment of its unit."""

    unit: Unit
    instance: InstanceRow
    version: PackVersion
    compiled: runtime.Compiled
    state: RowState
    env: Env

    @classmethod
    def lock(cls, unit: Unit, instance_id: Id, *, even_suspended: bool = False) -> "Running":
        """Lock the case's row; NotFound case.unknown, Conflict case.suspended."""
        return cls.of(unit, instances.lock(unit, instance_id), even_suspended=even_suspended)

    @classmethod
    def of(cls, unit: Unit, instance: InstanceRow, *, even_suspended: bool = False) -> "Running":
        """A case whose row is locked already; Conflict case.suspended unless the act may touch what is held still."""
        if instance.suspended_at is not None and not even_suspended:
            raise suspended(instance)
        version = unit.world.packs.version(instance.version_id)
        compiled = runtime.compile(version, instance.process_id)
        env = env_for(unit.db, unit.world, instance.unit, unit.now)
        return cls(unit, instance, version, compiled, RowState(unit, instance), env)

    def element(self, name: str) -> Element | None:
        """One element of the process."""
        return self.compiled.definition.elements.get(name)

    def apply(self, step: Step, *, origin: str = "") -> Applied:
        """Write all that the step changed."""
        return apply(self.unit, self.instance, step, origin=origin)

    def remark(self, subject: str, values: Mapping[str, Value]) -> None:
        """Keep a typed word (a reason) with the answers of the case: facts never hold what a person wrote."""
        answers.save(self.unit, self.instance.id, subject, values, salt=self.unit.world.secret(16))


def next_task(unit: Unit, definition: Definition, step: Step, applied: Applied) -> Id | None:
    """The first task this step opened that the same person may do at once, separation of duties included."""
    for opened in step.opened:
        element = definition.elements.get(opened.element)
        if unit.actor.holding_for(opened.address) and rights.is_separate(
            unit.db, unit.actor, applied.instance, element
        ):
            return applied.tasks[opened.token]
    return None


def suspended(instance: InstanceRow) -> Conflict:
    """An admin holds the case still: nothing moves it before it goes on."""
    since = instance.suspended_at.isoformat() if instance.suspended_at else ""
    return Conflict(
        "case.suspended",
        f"Expected {instance.number} to be running, but it is suspended since {since}",
        details={"number": instance.number, "at": since},
        instance=instance.id,
    )


def ended(instance: InstanceRow) -> Conflict:
    """The case is over: nothing moves it any more."""
    return Conflict(
        "case.ended",
        f"Expected {instance.number} to be running, but it is {instance.state}",
        details={"number": instance.number, "state": instance.state},
        instance=instance.id,
    )
