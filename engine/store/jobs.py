"""Jobs: work outside a transaction, leased to one worker at a time and fenced by its attempt number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, case, exists, func, insert, or_, select, update

from engine.feel import codec
from engine.model.errors import Conflict
from engine.model.ids import Id
from engine.model.state import Value
from engine.model.step import NewJob
from engine.store import dialect
from engine.store.conditions import LEASED_JOB, LIVE_JOB, READY_JOB
from engine.store.tables import instance
from engine.store.tables import job as table
from engine.store.unit import Unit

#: The first wait after a failure, and the longest.
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
#: What is written as the error of a job whose worker died: nobody knows whether the call was made.
LOST = "lease.lost"
#: States of a job its case still waits for.
UNDONE = ("ready", "leased", "held", "failed")


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job as its row says; `payload` decoded."""

    id: Id
    instance_id: Id | None
    token: int
    element: str
    kind: str
    type: str
    payload: Value
    headers: dict[str, str]
    key: str
    state: str
    attempts: int
    retries: int
    run_at: datetime
    lease_owner: str | None
    lease_until: datetime | None
    error: str | None
    created_at: datetime
    done_at: datetime | None
    #: How the call ended while the case was suspended; None where it was not made, or nobody knows.
    outcome: Value = None


def back_off(attempts: int) -> timedelta:
    """How long to wait after the given number of failed attempts: doubled each time, at most an hour."""
    return min(FIRST_WAIT * (1 << min(max(attempts - 1, 0), 16)), LONGEST_WAIT)


def create(unit: Unit, instance: Id, news: Sequence[NewJob]) -> dict[int, Id]:
    """Write the jobs of a step; their key stays the same however often they run."""
    rows = [
        row(
            unit,
            instance=instance,
            token=one.token,
            element=one.element,
            kind=one.kind,
            type=one.type,
            payload=codec.encode(dict(one.payload)),
            headers=dict(one.headers) or None,
            key=f"{instance}:{one.token}",
            retries=max(1, one.retries),
        )
        for one in news
    ]
    add(unit, rows)
    return {one["token"]: one["id"] for one in rows}


def row(unit: Unit, *, instance: Id | None, token: int = 0, element: str = "", **columns: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the columns of a new job that is ready now."""
    common = {"type": "", "headers": None, "retries": 10, "state": "ready", "attempts": 0, "outcome": None}
    place = {"id": unit.new_id(), "instance_id": instance, "token": token, "element": element}
    return common | place | {"run_at": unit.now, "created_at": unit.now} | columns


def add(unit: Unit, rows: Sequence[dict[str, Any]]) -> None:
    """Write jobs made by `row`; the workers are woken after the commit."""
    dialect.write(unit.db, _INSERT, rows)
    unit.wakes |= bool(rows)


def cancel(unit: Unit, instance: Id, tokens: Sequence[int]) -> None:
    """Cancel what is not done of the given tokens."""
    if tokens:
        unit.db.execute(_CANCEL, {"case": instance, "tokens": list(tokens), "at": unit.now})


def job(db: Connection, job_id: Id) -> JobRow | None:
    """One job."""
    return _maybe(db.execute(_ROW.where(table.c.id == job_id)).one_or_none())


def of_token(db: Connection, instance_id: Id, token: int) -> JobRow | None:
    """The job a token waits for: ready, leased or failed."""
    return _maybe(db.execute(_OF_TOKEN, {"case": instance_id, "no": token}).first())


def lease(
    unit: Unit, owner: str, *, until: datetime, limit: int = 10, kinds: Collection[str] | None = None
) -> list[JobRow]:
    """Lease what is due, oldest first, passing over what another worker is taking; each lease is one attempt."""
    due = select(table.c.id).where(READY_JOB, table.c.run_at <= unit.now)
    if kinds is not None:
        due = due.where(table.c.kind.in_(list(kinds)))
    chosen = due.order_by(table.c.run_at).limit(limit).with_for_update(skip_locked=True)
    return sorted(_lease(unit, table.c.id.in_(chosen), owner, until), key=lambda one: one.run_at)


def lease_one(unit: Unit, job_id: Id, owner: str, *, until: datetime) -> JobRow | None:
    """Lease the job a doorbell named, unless it is not due, taken or done."""
    due = (table.c.state == "ready") & (table.c.run_at <= unit.now)
    lost = (table.c.state == "leased") & (table.c.lease_until < unit.now)
    return next(iter(_lease(unit, (table.c.id == job_id) & or_(due, lost), owner, until)), None)


def extend(unit: Unit, held: JobRow, until: datetime) -> None:
    """Prolong a lease still held; raises Conflict job.lease_lost."""
    _fenced(unit, held.id, held.lease_owner or "", held.attempts, lease_until=until)


def finish(unit: Unit, job_id: Id, owner: str, attempts: int) -> JobRow:
    """Mark a job done by the worker that holds it; raises Conflict job.lease_lost."""
    return _fenced(unit, job_id, owner, attempts, state="done", done_at=unit.now, lease_until=None, error=None)


def fail(unit: Unit, job_id: Id, owner: str, attempts: int, error: str, *, run_at: datetime | None = None) -> JobRow:
    """Give a failed job back with a wait, or mark it failed once its retries are spent; see `state`."""
    held = job(unit.db, job_id)
    if held is not None and attempts >= held.retries:
        return exhaust(unit, job_id, owner, attempts, error)
    due = run_at or unit.now + back_off(attempts)
    unit.wakes = True
    return _fenced(
        unit,
        job_id,
        owner,
        attempts,
        state="ready",
        run_at=due,
        error=error,
        lease_owner=None,
        lease_until=None,
        outcome=None,
    )


def exhaust(unit: Unit, job_id: Id, owner: str, attempts: int, error: str) -> JobRow:
    """Mark a job failed at once: an incident takes over."""
    return _fenced(unit, job_id, owner, attempts, state="failed", error=error, lease_until=None)


def hold(unit: Unit, job_id: Id, owner: str, attempts: int, outcome: Value = None) -> JobRow:
    """Put a leased job aside while its case is suspended; it did not count as an attempt."""
    kept = None if outcome is None else codec.encode(outcome)
    free = {"lease_owner": None, "lease_until": None, "attempts": attempts - 1}
    return _fenced(unit, job_id, owner, attempts, state="held", outcome=kept, **free)


def reopen(unit: Unit, job_id: Id, *, retries: int | None = None) -> JobRow:
    """Make a failed job ready again after a repair, its attempts counted anew and its key unchanged."""
    changes: dict[str, Any] = {
        "state": "ready",
        "attempts": 0,
        "run_at": unit.now,
        "lease_owner": None,
        "outcome": None,
    }
    if retries is not None:
        changes["retries"] = retries
    statement = update(table).where(table.c.id == job_id, table.c.state == "failed").values(**changes)
    found = unit.db.execute(statement.returning(*_COLUMNS)).one_or_none()
    if found is None:
        raise Conflict("job.not_failed", "Expected a failed job, but it is not waiting for a repair")
    unit.wakes = True
    return _job(found)


def sweep(unit: Unit, *, limit: int = 100) -> list[Id]:
    """Give back what dead workers held: leases that ran out become ready, at most `limit` of them."""
    lost = (
        select(table.c.id)
        .where(LEASED_JOB, table.c.lease_until < unit.now)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    statement = update(table).where(table.c.id.in_(lost))
    back = statement.values(state=GIVEN_BACK, run_at=unit.now, error=LOST, lease_owner=None, lease_until=None)
    found = list(unit.db.execute(back.returning(table.c.id)).scalars())
    unit.wakes |= bool(found)
    return found


def pending(db: Connection) -> int:
    """How many jobs are ready or leased."""
    return db.execute(_PENDING).scalar_one()


def next_run(db: Connection) -> datetime | None:
    """When the next ready job is due."""
    return db.execute(_NEXT).scalar_one_or_none()


def _lease(unit: Unit, which: ColumnElement[bool], owner: str, until: datetime) -> list[JobRow]:
    values = {"state": "leased", "attempts": table.c.attempts + 1, "lease_owner": owner, "lease_until": until}
    statement = update(table).where(which).values(**values).returning(*_COLUMNS)
    return [_job(found) for found in unit.db.execute(statement)]


def _fenced(unit: Unit, job_id: Id, owner: str, attempts: int, /, **changes: object) -> JobRow:
    mine = (table.c.id == job_id, table.c.state == "leased", table.c.lease_owner == owner)
    statement = update(table).where(*mine, table.c.attempts == attempts).values(**changes).returning(*_COLUMNS)
    found = unit.db.execute(statement).one_or_none()
    if found is None:
        raise Conflict("job.lease_lost", "Expected to hold the lease of the job, but it passed to somebody else")
    return _job(found)


def _maybe(found: Row[Any] | None) -> JobRow | None:
    return None if found is None else _job(found)


def _job(found: Row[Any]) -> JobRow:
    values = found._asdict()
    told = codec.decode(values["outcome"]) if values["outcome"] else None
    read = {"payload": codec.decode(values["payload"]), "headers": values["headers"] or {}, "outcome": told}
    return JobRow(**values | read)


#: What becomes of a job given back: it waits for its case where that is suspended; what it delivers is another's.
GIVEN_BACK = case(
    (
        (table.c.kind != "deliver")
        & exists().where(instance.c.id == table.c.instance_id, instance.c.suspended_at.is_not(None)),
        "held",
    ),
    else_="ready",
)
_COLUMNS = dialect.columns(table, JobRow)
_ROW = select(*_COLUMNS)
_INSERT = insert(table)
_OF_TOKEN = (
    _ROW.where(table.c.instance_id == bindparam("case"), table.c.token == bindparam("no"))
    .where(table.c.state.in_(UNDONE))
    .order_by(table.c.created_at.desc(), table.c.id.desc())
)
_CANCEL = (
    update(table)
    .where(table.c.instance_id == bindparam("case"), table.c.token.in_(bindparam("tokens", expanding=True)))
    .where(table.c.state.in_(UNDONE))
    .values(state="cancelled", done_at=bindparam("at"))
)
_PENDING = select(func.count()).select_from(table).where(LIVE_JOB)
_NEXT = select(func.min(table.c.run_at)).where(READY_JOB)
