"""Repairing what failed, without touching the database: try again, or correct a value and try again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from engine import runtime
from engine.model.actor import Right
from engine.model.errors import Conflict, Invalid, NotFound
from engine.model.ids import Id
from engine.model.state import Value
from engine.service import rights
from engine.service.cases import reason_of
from engine.service.command import Command
from engine.service.correction import corrected
from engine.service.running import Running
from engine.service.secrecy import Sight, sight
from engine.store import incidents
from engine.store.incidents import IncidentRow
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Repaired:
    """The case, and whether it failed again at once; no number where the case is secret to who repaired it."""

    instance_id: Id
    number: str
    reopened: bool


@dataclass(frozen=True, slots=True)
class RetryIncident(Command[Repaired]):
    """Run a failed step again as it is; an outside call keeps its key."""

    needs: ClassVar[Right] = Right.ADMINISTER
    incident_id: Id
    reason: str = ""

    def run(self, unit: Unit) -> Repaired:
        """Raise NotFound incident.unknown or Conflict incident.closed."""
        incident, case = _failed(unit, self.incident_id)
        return _again(unit, incident, case, {}, self.reason.strip())


@dataclass(frozen=True, slots=True)
class CorrectAndRetry(Command[Repaired]):
    """Correct variables of a case and run its failed step again; the trail names the fields, the reason stays apart."""

    needs: ClassVar[Right] = Right.ADMINISTER
    incident_id: Id
    #: Variable name -> text as typed, read by the variable's type; after `=` it is FEEL.
    corrections: Mapping[str, str]
    reason: str

    def run(self, unit: Unit) -> Repaired:
        """Raise as RetryIncident, or Invalid repair.reason, or Invalid repair.value with a problem per variable."""
        incident, case = _failed(unit, self.incident_id)
        rights.may_change_case(unit.db, unit.actor, case.instance)
        reason = reason_of(self.reason, "repair.reason")
        now = runtime.visible(case.compiled, case.state, incident.token, list(self.corrections))
        values: dict[str, Value] = {}
        problems: dict[str, list[str]] = {}
        for name, text in self.corrections.items():
            try:
                values[name] = corrected(case.version, name, text, now.get(name), case.env)
            except ValueError as fault:
                problems[name] = [str(fault)]
        if problems:
            raise Invalid("repair.value", "Expected values of the right kind, but some are not", problems=problems)
        return _again(unit, incident, case, values, reason)


def _failed(unit: Unit, incident_id: Id) -> tuple[IncidentRow, Running]:
    seen = incidents.incident(unit.db, incident_id) or incidents.lock(unit, incident_id)
    case = Running.lock(unit, seen.instance_id)
    incident = incidents.lock(unit, incident_id)
    if sight(unit.db, unit.actor, case.instance) is Sight.NOTHING:
        raise NotFound("incident.unknown", "Expected an incident, but there is none by that name")
    if not incident.open:
        raise Conflict("incident.closed", "Expected an open incident, but it was resolved", instance=seen.instance_id)
    unit.acted_as = rights.acting(unit.actor.holdings[0] if unit.actor.holdings else None)
    return incident, case


def _again(unit: Unit, incident: IncidentRow, case: Running, corrections: Mapping[str, Value], reason: str) -> Repaired:
    if reason:
        case.remark("repair", {"alasan": reason, "perbaikan": dict(corrections)})
    applied = case.apply(runtime.retry(case.compiled, case.state, incident.token, corrections, case.env))
    is_read = sight(case.unit.db, case.unit.actor, case.instance) is Sight.FULL
    return Repaired(case.instance.id, case.instance.number if is_read else "", incident.token in applied.incidents)
