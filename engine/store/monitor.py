"""What an admin looks for: work that failed, is late, or waits for an address nobody holds."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from engine.model.ids import Id
from engine.store import people
from engine.store.conditions import DUE_TASK, LEASED_JOB, OPEN_INCIDENT, OPEN_TASK, READY_JOB
from engine.store.tables import incident, instance, job, task


@dataclass(frozen=True, slots=True)
class FailedRow:
    """One open incident with its case and job."""

    id: Id
    instance_id: Id
    token: int
    element: str
    job_id: Id | None
    code: str
    message: str
    details: dict[str, Any] | None
    opened_at: datetime
    number: str
    title: str
    pack: str
    process_id: str
    version_id: Id
    job_type: str | None
    attempts: int | None


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """One open task past its date."""

    id: Id
    instance_id: Id
    element: str
    name: str
    owner: str
    due: datetime
    opened_at: datetime
    claimed_by: Id | None
    number: str
    title: str
    process_id: str
    version_id: Id


@dataclass(frozen=True, slots=True)
class UnheldRow:
    """Open tasks of an address nobody holds."""

    owner: str
    tasks: int
    oldest_at: datetime


@dataclass(frozen=True, slots=True)
class Stuck:
    """One job that is not done, with the number of its case."""

    id: Id
    type: str
    kind: str
    number: str | None
    state: str
    attempts: int
    run_at: datetime
    error: str | None
    instance_id: Id | None


@dataclass(frozen=True, slots=True)
class Figures:
    """How much of each there is."""

    open_incidents: int
    overdue: int
    ready_jobs: int
    leased_jobs: int


def failed(db: Connection, *, limit: int = 100, after: Id | None = None) -> list[FailedRow]:
    """Open incidents, oldest first."""
    query = _FAILED if after is None else _FAILED.where(incident.c.id > after)
    return [FailedRow(*row) for row in db.execute(query.limit(limit))]


def overdue(db: Connection, now: datetime, *, limit: int = 100) -> list[OverdueRow]:
    """Open tasks past their date, latest date last."""
    return [OverdueRow(*row) for row in db.execute(_OVERDUE.where(task.c.due < now).limit(limit))]


def unheld(db: Connection, day: date, *, limit: int = 100) -> list[UnheldRow]:
    """Addresses with open tasks that nobody holds on a day, the longest waiting first."""
    held = people.held_addresses(db, day)
    waiting = [UnheldRow(*row) for row in db.execute(_OWNERS)]
    lonely = [row for row in waiting if row.owner not in held]
    return sorted(lonely, key=lambda row: row.oldest_at)[:limit]


def tasks_of(db: Connection, owner: str, *, limit: int = 100) -> list[OverdueRow]:
    """The open tasks of one address, most urgent first."""
    query = _TASKS.where(task.c.owner == owner, OPEN_TASK).order_by(task.c.rank, task.c.id).limit(limit)
    return [OverdueRow(*row) for row in db.execute(query)]


def stuck(db: Connection, now: datetime, *, limit: int = 100) -> list[Stuck]:
    """Jobs that failed once and wait, or should have run by now, oldest first."""
    query = _JOBS.where(READY_JOB, (job.c.attempts > 0) | (job.c.run_at < now))
    return [Stuck(*row) for row in db.execute(query.order_by(job.c.run_at).limit(limit))]


def figures(db: Connection, now: datetime) -> Figures:
    """Count what an admin should know about."""
    return Figures(
        open_incidents=_count(db, select(func.count()).select_from(incident).where(OPEN_INCIDENT)),
        overdue=_count(db, select(func.count()).select_from(task).where(DUE_TASK, task.c.due < now)),
        ready_jobs=_count(db, select(func.count()).select_from(job).where(READY_JOB)),
        leased_jobs=_count(db, select(func.count()).select_from(job).where(LEASED_JOB)),
    )


def _count(db: Connection, query: Any) -> int:  # noqa: ANN401 - a select of one number
    return int(db.execute(query).scalar_one())


def _names(row: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(row))


_CASE = (instance.c.number, instance.c.title)
_FAILED: Select[Any] = (
    select(
        *(incident.c[name] for name in _names(FailedRow)[:9]),
        *_CASE,
        instance.c.pack,
        instance.c.process_id,
        instance.c.version_id,
        job.c.type,
        job.c.attempts,
    )
    .join(instance, instance.c.id == incident.c.instance_id)
    .outerjoin(job, job.c.id == incident.c.job_id)
    .where(OPEN_INCIDENT)
    .order_by(incident.c.opened_at, incident.c.id)
)
_TASKS: Select[Any] = select(
    *(task.c[name] for name in _names(OverdueRow)[:8]), *_CASE, instance.c.process_id, instance.c.version_id
).join(instance, instance.c.id == task.c.instance_id)
_OVERDUE = _TASKS.where(DUE_TASK).order_by(task.c.due, task.c.id)
_OWNERS = select(task.c.owner, func.count(), func.min(task.c.opened_at)).where(OPEN_TASK).group_by(task.c.owner)
_JOBS = select(
    job.c.id,
    job.c.type,
    job.c.kind,
    instance.c.number,
    job.c.state,
    job.c.attempts,
    job.c.run_at,
    job.c.error,
    job.c.instance_id,
).outerjoin(instance, instance.c.id == job.c.instance_id)
