"""Incidents (gangguan): faults stored for an admin to repair; the token stays where it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.model.step import NewIncident
from engine.store import dialect, jobs
from engine.store.conditions import OPEN_INCIDENT
from engine.store.tables import incident as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident as its row says."""

    id: Id
    instance_id: Id
    token: int
    element: str
    job_id: Id | None
    code: str
    message: str
    details: dict[str, Any] | None
    open: bool
    opened_at: datetime
    resolved_at: datetime | None
    resolved_by: Id | None


def create(unit: Unit, instance: Id, news: Sequence[NewIncident]) -> dict[int, Id]:
    """Write the incidents of a step, each with the job it came from."""
    rows = [_row(unit, instance, one) for one in news]
    dialect.write(unit.db, _INSERT, rows)
    return {row["token"]: row["id"] for row in rows}


def resolve(unit: Unit, instance: Id, tokens: Sequence[int]) -> int:
    """Close the incidents of the given tokens; returns how many were open."""
    if not tokens:
        return 0
    asked = {"case": instance, "tokens": list(tokens), "at": unit.now, "by": unit.actor.person}
    return unit.db.execute(_RESOLVE, asked).rowcount


def incident(db: Connection, incident_id: Id) -> IncidentRow | None:
    """One incident."""
    row = db.execute(_ROW.where(table.c.id == incident_id)).one_or_none()
    return None if row is None else IncidentRow(*row)


def lock(unit: Unit, incident_id: Id) -> IncidentRow:
    """Read one incident under its case's lock; raises NotFound."""
    row = unit.db.execute(_ROW.where(table.c.id == incident_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("incident.unknown", "Expected an incident, but none has this identifier")
    return IncidentRow(*row)


def open_incidents(db: Connection, instance_id: Id) -> list[IncidentRow]:
    """What waits for a repair in one case."""
    query = _ROW.where(table.c.instance_id == instance_id, OPEN_INCIDENT).order_by(table.c.opened_at, table.c.id)
    return [IncidentRow(*row) for row in db.execute(query)]


def _row(unit: Unit, instance: Id, one: NewIncident) -> dict[str, Any]:
    job = jobs.of_token(unit.db, instance, one.token)
    return {
        "id": unit.new_id(),
        "instance_id": instance,
        "token": one.token,
        "element": one.element,
        "job_id": job.id if job else None,
        "code": one.code,
        "message": one.message,
        "details": dict(one.details) or None,
        "open": True,
        "opened_at": unit.now,
    }


_ROW = select(*dialect.columns(table, IncidentRow))
_INSERT = insert(table)
_RESOLVE = (
    update(table)
    .where(table.c.instance_id == bindparam("case"), table.c.token.in_(bindparam("tokens", expanding=True)))
    .where(OPEN_INCIDENT)
    .values(open=False, resolved_at=bindparam("at"), resolved_by=bindparam("by"))
)
