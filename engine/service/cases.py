"""Starting a case and withdrawing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from engine import feel, runtime
from engine.feel import Env
from engine.feel.text import to_text
from engine.feel.values import Date
from engine.model.actor import Holding, Right
from engine.model.definition import Definition, Element
from engine.model.errors import Forbidden, Invalid, NotFound
from engine.model.facts import Fact
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.state import Value
from engine.service import rights
from engine.service.binding import Raw, Typed, bind, remember, sealed
from engine.service.command import Command
from engine.service.env import env_for
from engine.service.running import Running, ended, next_task
from engine.service.versions import current
from engine.store import instances, people, register_withdrawal, suspension
from engine.store.apply import apply
from engine.store.instances import InstanceRow
from engine.store.rows import RowState
from engine.store.unit import Unit

LONGEST_TITLE = 200
LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class CaseStarted:
    """The new case, and the first task of it the starter may do at once."""

    instance_id: Id
    number: str
    title: str
    next_task: Id | None


@dataclass(frozen=True, slots=True)
class CaseWithdrawn:
    """The case that will not go on."""

    instance_id: Id
    number: str


@dataclass(frozen=True, slots=True)
class StartCase(Command[CaseStarted]):
    """Start a case of the current version of a process with the answers of its start form."""

    needs: ClassVar[Right] = Right.WORK
    pack: str
    process_id: str
    raw: Raw | Typed
    #: The code of one of the actor's positions; "" takes the first that may.
    position: str = ""

    def run(self, unit: Unit) -> CaseStarted:
        """Raise NotFound process.unknown, Forbidden process.may_not_start or Invalid form.invalid."""
        version = current(unit.db, unit.world, self.pack)
        definition, start = startable(version, self.process_id)
        holding = rights.may_start(unit.actor, definition, self.position)
        rights.is_switched_on(unit.db, self.pack)
        unit.acted_as = rights.acting(holding)
        env = env_for(unit.db, unit.world, holding.unit, unit.now)
        subject = f"start:{self.pack}/{self.process_id}"
        case = case_variable(holding, env)
        values = bind(unit, version, start.form, self.raw, {"case": case}, env, subject)
        title = case_title(definition, {**values, "case": case}, env)
        about = person_about(unit.db, definition, {**values, "case": case}, env)
        instance = instances.create(unit, version, definition, title, holding.unit, about=about)
        hashes = remember(unit, instance.id, start.form, values, task_id=None, subject=subject)
        case["number"] = instance.number
        compiled = runtime.compile(version, self.process_id)
        step = runtime.start(compiled, RowState(unit, instance), {**values, "case": case}, env)
        applied = apply(unit, instance, sealed(step, "case.started", start.id, hashes))
        return CaseStarted(instance.id, instance.number, title, next_task(unit, definition, step, applied))


@dataclass(frozen=True, slots=True)
class WithdrawCase(Command[CaseWithdrawn]):
    """End a running case without a result; the reason is kept with it."""

    needs: ClassVar[Right] = Right.WORK
    instance_id: Id
    reason: str

    def run(self, unit: Unit) -> CaseWithdrawn:
        """Raise NotFound, Forbidden case.not_starter, Conflict case.ended or Invalid case.reason."""
        running = Running.lock(unit, self.instance_id, even_suspended=True)
        instance = rights.may_see_case(unit.db, unit.actor, running.instance)
        if not rights.may_withdraw(unit.actor, instance):
            raise _not_starter(instance)
        if instance.state != "active":
            raise ended(instance)
        unit.acted_as = rights.acting(rights.holding_in(unit.actor, instance.unit))
        reason = reason_of(self.reason, "case.reason")
        running.remark("withdrawal", {"alasan": reason})
        if instance.suspended_at is not None:
            suspension.resume(unit, instance)
        step = runtime.withdraw(running.compiled, running.state, running.env)
        step.facts[:0] = given_back(unit, instance)
        running.apply(step)
        return CaseWithdrawn(instance.id, instance.number)


def given_back(unit: Unit, instance: InstanceRow) -> list[Fact]:
    """Give back what the case holds in the registers; Invalid with a register's own code where it refuses."""
    facts = []
    for call, answer in register_withdrawal.withdraw(unit, instance):
        if not answer.accepted:
            raise Invalid(answer.error_code, answer.error_message)
        named = {"register": call.register, "operation": call.operation, "key": str(call.arguments["key"])}
        facts.append(Fact("register.changed", data=named))
    return facts


def startable(version: PackVersion, process_id: str) -> tuple[Definition, Element]:
    """The process and its plain start; NotFound where people cannot start it."""
    definition = version.definitions.get(process_id)
    start = definition.none_start() if definition else None
    if definition is None or start is None:
        raise NotFound("process.unknown", f"Expected a process people start, but {process_id} is none")
    return definition, start


def case_variable(holding: Holding | None, env: Env) -> dict[str, Value]:
    """The variable `case` every process has; its number is known once the case exists."""
    return {
        "number": None,
        "unit": holding.unit if holding else None,
        "unit_name": holding.unit_name if holding else None,
        "started_on": Date.from_python(env.calendar.day_of(env.now)),
        "started_by": holding.position if holding else None,
    }


def case_title(definition: Definition, scope: Mapping[str, Value], env: Env) -> str:
    """What the case is called: FEEL `caseTitle` over the start answers, else the name of the process."""
    value = _evaluated(definition.properties.get("caseTitle", ""), scope, env)
    shown = to_text(value) if value not in (None, "") else definition.name or definition.process_id
    return shown[:LONGEST_TITLE]


def person_about(db: Connection, definition: Definition, scope: Mapping[str, Value], env: Env) -> Id | None:
    """Whom a secret case is about: the person with the NIP that the FEEL `about` gives, who must never read it."""
    text = definition.properties.get("about", "")
    if not text:
        return None
    nip = to_text(_evaluated(text, scope, env) or "")
    person = people.by_nip(db, nip) if nip else None
    return person.id if person else None


def _evaluated(text: str, scope: Mapping[str, Value], env: Env) -> Value:
    try:
        program = feel.expression(text)
        return program if isinstance(program, str) else program.run(scope, env).value
    except feel.FeelError:
        return None


def reason_of(text: str, code: str) -> str:
    """A reason that says something; Invalid `code` otherwise."""
    reason = text.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        problem = f"Expected a reason of 1 to {LONGEST_REASON} characters, but it has {len(reason)}"
        raise Invalid(code, problem, problems={"alasan": [problem]})
    return reason


def _not_starter(instance: InstanceRow) -> Forbidden:
    return Forbidden(
        "case.not_starter",
        f"Expected the starter of {instance.number} or an admin, but you are neither",
        details={"number": instance.number},
        leaves_trace=True,
        instance=instance.id,
    )
