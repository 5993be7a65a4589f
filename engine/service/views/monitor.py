"""Work that stopped: failed, late, or waiting for an address nobody holds."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.model.actor import Actor
from engine.model.ids import Id
from engine.model.world import World
from engine.service import rights
from engine.service.directory import address_names
from engine.service.env import env_for
from engine.service.secrecy import veil_all
from engine.service.views.incidents import IncidentPage, IncidentRow, VariableRow, incident
from engine.service.views.rows import definition_of, element_name, process_name
from engine.store import monitor as store
from engine.store import people

__all__ = ["IncidentPage", "IncidentRow", "Monitor", "VariableRow", "incident", "monitor"]

MOST = 200


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """One task past its date."""

    task_id: Id
    number: str
    title: str
    name: str
    owner: str
    owner_name: str
    due: datetime
    claimed_by: str
    instance_id: Id | None = None
    process_name: str = ""
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class UnheldRow:
    """One task of an address nobody holds today."""

    task_id: Id
    number: str
    title: str
    name: str
    owner: str
    opened_at: datetime
    instance_id: Id | None = None
    owner_name: str = ""
    process_name: str = ""
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class JobRow:
    """One call that failed and waits, or should have run by now."""

    id: Id
    type: str
    number: str
    state: str
    attempts: int
    run_at: datetime
    error: str
    instance_id: Id | None = None
    title: str = ""
    process_name: str = ""
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class Monitor:
    """Everything an admin should look at today."""

    failed: tuple[IncidentRow, ...]
    overdue: tuple[OverdueRow, ...]
    unheld: tuple[UnheldRow, ...]
    jobs: tuple[JobRow, ...]
    figures: store.Figures


def monitor(world: World, actor: Actor) -> Monitor:
    """Failed, late, unheld and waiting work of the whole office; Forbidden without oversight."""
    rights.may_watch(actor)
    with world.database.reading() as db:
        now = world.clock()
        return Monitor(
            failed=veil_all(db, world, actor, [_failed(world, row) for row in store.failed(db, limit=MOST)]),
            overdue=veil_all(db, world, actor, _overdue(db, world, now)),
            unheld=veil_all(db, world, actor, _unheld(db, world)),
            jobs=veil_all(db, world, actor, [_job(row) for row in store.stuck(db, now, limit=MOST)]),
            figures=store.figures(db, now),
        )


def _job(row: store.Stuck) -> JobRow:
    kind = row.type or row.kind
    return JobRow(row.id, kind, row.number or "", row.state, row.attempts, row.run_at, row.error or "", row.instance_id)


def _failed(world: World, row: store.FailedRow) -> IncidentRow:
    return IncidentRow(
        incident_id=row.id,
        instance_id=row.instance_id,
        number=row.number,
        title=row.title,
        process_name=process_name(world, row.version_id, row.process_id),
        element=row.element,
        element_name=element_name(definition_of(world, row.version_id, row.process_id), row.element),
        code=row.code,
        message=row.message,
        opened_at=row.opened_at,
        open=True,
        job_type=row.job_type or "",
        attempts=row.attempts or 0,
    )


def _overdue(db: Connection, world: World, now: datetime) -> tuple[OverdueRow, ...]:
    rows = store.overdue(db, now, limit=MOST)
    titles = address_names(db, {row.owner for row in rows}, env_for(db, world).calendar.day_of(now))
    named = people.names(db, [row.claimed_by for row in rows if row.claimed_by])
    return tuple(
        OverdueRow(
            task_id=row.id,
            number=row.number,
            title=row.title,
            name=row.name,
            owner=row.owner,
            owner_name=titles[row.owner],
            due=row.due,
            claimed_by=named.get(row.claimed_by, "") if row.claimed_by else "",
            instance_id=row.instance_id,
        )
        for row in rows
    )


def _unheld(db: Connection, world: World) -> tuple[UnheldRow, ...]:
    today = env_for(db, world).calendar.day_of(world.clock())
    owners = [row.owner for row in store.unheld(db, today, limit=MOST)]
    rows = [row for owner in owners for row in store.tasks_of(db, owner, limit=MOST)]
    return tuple(
        UnheldRow(row.id, row.number, row.title, row.name, row.owner, row.opened_at, row.instance_id)
        for row in rows[:MOST]
    )
