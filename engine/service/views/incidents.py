"""Incidents (gangguan): what failed, why, and with which values it may be tried again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine import runtime
from engine.feel import codec
from engine.feel.text import to_text
from engine.model.actor import Actor
from engine.model.definition import Definition
from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.state import Value
from engine.model.world import World
from engine.service import rights
from engine.service.correction import kind_of, labels_of
from engine.service.env import clocks
from engine.service.formscope import names_of
from engine.service.secrecy import Sight, cover, sight, veil
from engine.service.views.rows import element_name
from engine.store import cases, incidents, instances, jobs
from engine.store.incidents import IncidentRow as Stored
from engine.store.instances import InstanceRow
from engine.store.rows import RowState
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One fault with the case and the step it stopped."""

    incident_id: Id
    instance_id: Id
    number: str
    title: str
    process_name: str
    element: str
    element_name: str
    code: str
    message: str
    opened_at: datetime
    open: bool
    job_type: str
    attempts: int
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class VariableRow:
    """One variable as an admin corrects it: `type` is text, number, rupiah, date, boolean or feel."""

    name: str
    text: str
    type: str
    label: str = ""
    #: True where the failed element itself reads the variable.
    is_read: bool = False


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """One fault with everything a repair needs."""

    row: IncidentRow
    details: Mapping[str, object]
    variables: tuple[VariableRow, ...]
    payload: str
    may_repair: bool
    #: IANA zone of the case's unit where it is not the office's.
    zone: str = ""


def incident_rows(db: Connection, found: InstanceRow, definition: Definition | None) -> tuple[IncidentRow, ...]:
    """The open faults of one case."""
    return tuple(_row(db, row, found, definition) for row in incidents.open_incidents(db, found.id))


def incident(world: World, actor: Actor, incident_id: Id) -> IncidentPage:
    """One fault; for admins and auditors."""
    rights.may_watch(actor)
    with world.database.reading() as db:
        stored = incidents.incident(db, incident_id)
        found = instances.instance(db, stored.instance_id) if stored else None
        if stored is None or found is None:
            raise _unknown()
        if sight(db, actor, found) is not Sight.FULL:
            return _masked(db, world, actor, stored, found)
        version = world.packs.version(found.version_id)
        job = jobs.job(db, stored.job_id) if stored.job_id else None
        held = _held(db, world, actor, stored, found)
        definition = version.definitions.get(found.process_id)
        return IncidentPage(
            row=_row(db, stored, found, definition),
            details=stored.details or {},
            variables=_variables(version, definition, stored.element, held),
            payload=to_text(job.payload) if job else "",
            may_repair=rights.may_repair(actor) and stored.open and found.state == "active",
            zone=clocks(db, world).get(found.unit, ""),
        )


def _held(db: Connection, world: World, actor: Actor, stored: Stored, found: InstanceRow) -> Mapping[str, Value]:
    """What the failed step reads: also the variables of the subprocess or the item it is inside of."""
    if not stored.open or found.state != "active":
        return cases.variables(db, found.id)
    compiled = runtime.compile(world.packs.version(found.version_id), found.process_id)
    return runtime.visible(compiled, RowState(Unit(db, actor, world.clock(), world), found), stored.token)


def _masked(db: Connection, world: World, actor: Actor, stored: Stored, found: InstanceRow) -> IncidentPage:
    """A fault of a secret case: enough to try it again, and nothing else."""
    if sight(db, actor, found) is Sight.NOTHING:
        raise _unknown()
    row = veil(_row(db, stored, found, None), *cover(db, world, found))
    may_repair = rights.may_repair(actor) and stored.open and found.state == "active"
    return IncidentPage(row, {}, (), "", may_repair)


def _unknown() -> NotFound:
    return NotFound("incident.unknown", "Expected an incident, but there is none by that name")


def _variables(
    version: PackVersion, definition: Definition | None, element: str, held: Mapping[str, Value]
) -> tuple[VariableRow, ...]:
    read = names_of(definition, element) if definition else frozenset()
    named = labels_of(version)
    return tuple(
        VariableRow(name, _typed(kind, held[name]), kind, named.get(name, ""), name in read)
        for name in sorted(held)
        for kind in [kind_of(version, name, held[name])]
    )


def _row(db: Connection, row: Stored, found: InstanceRow, definition: Definition | None) -> IncidentRow:
    job = jobs.job(db, row.job_id) if row.job_id else None
    return IncidentRow(
        incident_id=row.id,
        instance_id=found.id,
        number=found.number,
        title=found.title,
        process_name=definition.name if definition else found.process_id,
        element=row.element,
        element_name=element_name(definition, row.element),
        code=row.code,
        message=row.message,
        opened_at=row.opened_at,
        open=row.open,
        job_type=job.type if job else "",
        attempts=job.attempts if job else 0,
    )


def _typed(kind: str, value: Value) -> str:
    if value is None:
        return ""
    if kind == "boolean":
        return "ya" if value else "tidak"
    return _literal(value) if kind == "feel" else to_text(value)


def _literal(value: Value) -> str:
    """A value of parts as FEEL: its own text reads back."""
    shown = to_text(value)
    return shown if isinstance(value, list | dict) else codec.encode(value)
