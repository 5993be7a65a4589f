"""Runs that count open deadlines again: asked for with the change of the calendar, taken on case by case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, union, update
from sqlalchemy import text as sql

from engine.model.ids import Id
from engine.store import dialect
from engine.store.tables import recount as table
from engine.store.tables import subscription, task
from engine.store.unit import Unit

#: Changes one run names; a file may hold a whole year of closed days.
MOST_ACTS = 40
OPEN = sql("recount.finished_at is null")
COUNTED_TASK = sql("task.open and task.counted is not null")
COUNTED_TIMER = sql("subscription.counted")


@dataclass(frozen=True, slots=True)
class RecountRow:
    """One run: why, how far it has come, and what it has moved."""

    id: Id
    acts: list[dict[str, Any]]
    asked_by: Id | None
    asked_at: datetime
    after: Id | None
    seen: int
    moved: int
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class CountedTask:
    """An open task whose due date was counted."""

    instance_id: Id
    id: Id
    token: int
    element: str
    name: str
    owner: str
    due: datetime
    counted: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CountedTimer:
    """A timer to come whose moment was counted; one that is not a deadline of a case has no instance."""

    instance_id: Id
    no: int
    token: int | None
    due: datetime
    data: dict[str, Any]


def ask(unit: Unit, act: Mapping[str, Any]) -> None:
    """Let workers count every open deadline again; a run nobody has begun takes this reason on too."""
    waiting = unit.db.execute(_ROW.where(OPEN, table.c.after.is_(None)).with_for_update()).first()
    unit.wakes = True
    if waiting is None:
        row = {"id": unit.new_id(), "acts": [dict(act)], "asked_by": unit.actor.person, "asked_at": unit.now}
        unit.db.execute(insert(table).values(row))
        return
    acts = [*waiting.acts, dict(act)][-MOST_ACTS:]
    unit.db.execute(update(table).where(table.c.id == waiting.id).values(acts=acts))


def first(db: Connection) -> RecountRow | None:
    """The run to go on with: the oldest that is not finished."""
    row = db.execute(_ROW.where(OPEN).order_by(table.c.asked_at, table.c.id).limit(1)).one_or_none()
    return None if row is None else RecountRow(*row)


def latest(db: Connection) -> RecountRow | None:
    """The run asked for last."""
    row = db.execute(_ROW.order_by(table.c.asked_at.desc(), table.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else RecountRow(*row)


def advance(unit: Unit, run: RecountRow, after: Id, seen: int, moved: int) -> bool:
    """Note how far a run has come; False where another worker was faster."""
    same = table.c.after.is_(None) if run.after is None else table.c.after == run.after
    statement = update(table).where(table.c.id == run.id, same, OPEN)
    found = unit.db.execute(statement.values(after=after, seen=table.c.seen + seen, moved=table.c.moved + moved))
    return found.rowcount == 1


def finish(unit: Unit, run: RecountRow) -> bool:
    """Note that a run has looked at every case; False where another worker was faster."""
    same = table.c.after.is_(None) if run.after is None else table.c.after == run.after
    done = update(table).where(table.c.id == run.id, same, OPEN).values(finished_at=unit.now)
    return unit.db.execute(done).rowcount == 1


def cases(db: Connection, after: Id | None, now: datetime, limit: int) -> list[Id]:
    """The next cases that have a deadline to come which was counted."""
    parts = []
    for rows, counted in ((task, COUNTED_TASK), (subscription, COUNTED_TIMER)):
        query = select(rows.c.instance_id).where(counted, rows.c.due > now)
        if after is not None:
            query = query.where(rows.c.instance_id > after)
        parts.append(query.distinct().order_by(rows.c.instance_id).limit(limit).subquery().select())
    found = union(*parts).subquery()
    return list(db.execute(select(found.c.instance_id).order_by(found.c.instance_id).limit(limit)).scalars())


def tasks(db: Connection, now: datetime, *, of: Sequence[Id] = (), limit: int = -1) -> list[CountedTask]:
    """Open tasks whose due date is to come and was counted: of some cases, or of all."""
    query = _TASKS.where(COUNTED_TASK, task.c.due > now)
    query = query.where(task.c.instance_id.in_(list(of))) if of else query
    query = query.limit(limit) if limit >= 0 else query
    return [CountedTask(*row) for row in db.execute(query.order_by(task.c.instance_id, task.c.token))]


def timers(db: Connection, now: datetime, *, of: Sequence[Id] = (), limit: int = -1) -> list[CountedTimer]:
    """Timers to come whose moment was counted: of some cases, or of all."""
    query = _TIMERS.where(COUNTED_TIMER, subscription.c.due > now)
    query = query.where(subscription.c.instance_id.in_(list(of))) if of else query
    query = query.limit(limit) if limit >= 0 else query
    return [CountedTimer(*row) for row in db.execute(query.order_by(subscription.c.instance_id, subscription.c.no))]


def move_task(unit: Unit, row: CountedTask, due: datetime, rank: int) -> None:
    """Let a task of a locked case fall due at another moment; who fills its form meanwhile notices nothing."""
    changed = {"due": due, "rank": rank, "touched_at": unit.now}
    unit.db.execute(update(task).where(task.c.id == row.id, task.c.open).values(changed))


def move_timer(unit: Unit, row: CountedTimer, due: datetime, held_until: datetime | None) -> None:
    """Let a timer of a locked case go off at another moment; a worker's claim on the old one ends."""
    same = (subscription.c.instance_id == row.instance_id, subscription.c.no == row.no)
    unit.db.execute(update(subscription).where(*same).values(due=due, claimed_until=held_until))
    unit.wakes = True


_ROW = select(*dialect.columns(table, RecountRow))
_TASKS = select(*dialect.columns(task, CountedTask))
_TIMERS = select(*dialect.columns(subscription, CountedTimer))
