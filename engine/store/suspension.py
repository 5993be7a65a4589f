"""Holding a case still: its jobs, timers and tasks stay as they are, and nobody looks at them until it goes on."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, BindParameter, Connection, bindparam, case, literal, select, type_coerce, update

from engine.model.ids import Id
from engine.model.state import Subscription
from engine.store.apply import LAST_RANK
from engine.store.conditions import OPEN_TASK
from engine.store.instances import InstanceRow
from engine.store.tables import instance as table
from engine.store.tables import job, subscription, task
from engine.store.unit import Unit

#: A timer of a suspended case is claimed until then: workers pass over it without a look at its case.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
#: Tasks of suspended cases come last in every inbox, after those without a due date.
SUSPENDED_RANK = LAST_RANK + 1


def suspend(unit: Unit, row: InstanceRow) -> InstanceRow:
    """Hold a locked case still; jobs under way finish outside, and what they bring waits."""
    held = replace(row, suspended_at=unit.now, suspended_by=unit.actor.person)
    unit.db.execute(_MARK, {"case": row.id, "at": held.suspended_at, "by": held.suspended_by})
    hold(unit, row.id)
    return held


def hold(unit: Unit, instance_id: Id) -> None:
    """Let nobody look at what a suspended case waits for, also at what came to it while it stood still."""
    for statement in (_HOLD_JOBS, _HOLD_TIMERS, _SINK_TASKS):
        unit.db.execute(statement, {"case": instance_id})


def resume(unit: Unit, row: InstanceRow) -> InstanceRow:
    """Let a locked case go on: what fell due meanwhile is due now."""
    unit.db.execute(_MARK, {"case": row.id, "at": None, "by": None})
    unit.db.execute(_FREE_JOBS, {"case": row.id})
    unit.db.execute(_FREE_TIMERS, {"case": row.id})
    unit.db.execute(_RAISE_TASKS, {"case": row.id})
    unit.wakes = True
    return replace(row, suspended_at=None, suspended_by=None)


def rank_of(row: InstanceRow, due: datetime | None) -> int:
    """Where a task of the case sorts in an inbox."""
    if row.suspended_at is not None:
        return SUSPENDED_RANK
    return LAST_RANK if due is None else round(due.timestamp() * 1000)


def waits(db: Connection, instance_id: Id) -> list[Subscription]:
    """The messages a case waits for."""
    mine = (subscription.c.instance_id == instance_id, subscription.c.kind == "message", subscription.c.due.is_(None))
    return [_subscription(tuple(found)) for found in db.execute(_WAITS.where(*mine))]


def _subscription(row: tuple[Any, ...]) -> Subscription:
    no, token, scope, kind, name, key, due, data = row
    return Subscription(no, token, scope, kind, name, key, due, data or {})


_CASE: BindParameter[Id] = bindparam("case")
_MARK = update(table).where(table.c.id == _CASE).values(suspended_at=bindparam("at"), suspended_by=bindparam("by"))
# A message on its way out of the case is another's already.
_JOBS = update(job).where(job.c.instance_id == _CASE, job.c.kind != "deliver")
_HOLD_JOBS = _JOBS.where(job.c.state == "ready").values(state="held")
_FREE_JOBS = _JOBS.where(job.c.state == "held").values(state="ready")
_TIMERS = update(subscription).where(subscription.c.instance_id == _CASE, subscription.c.due.is_not(None))
_HOLD_TIMERS = _TIMERS.values(claimed_until=NEVER)
_FREE_TIMERS = _TIMERS.values(claimed_until=None)
_TASKS = update(task).where(task.c.instance_id == _CASE, OPEN_TASK)
_SINK_TASKS = _TASKS.values(rank=SUSPENDED_RANK)
_BACK = case((task.c.due.is_(None), literal(LAST_RANK, BigInteger)), else_=type_coerce(task.c.due, BigInteger))
_RAISE_TASKS = _TASKS.values(rank=_BACK)
_WAITS = select(*(subscription.c[name] for name in ("no", "token", "scope", "kind", "name", "key", "due", "data")))
