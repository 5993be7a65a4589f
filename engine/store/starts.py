"""Processes that begin by themselves: one row for each timer start event of the current versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, or_, select, tuple_, update

from engine.model.ids import Id
from engine.store import dialect
from engine.store.tables import timer_start as table
from engine.store.unit import Unit

#: How the plan of a conditional start begins.
CONDITION = "condition"


@dataclass(frozen=True, slots=True)
class StartRow:
    """When one process begins next; `due` is None after the last time."""

    pack: str
    process_id: str
    element: str
    version_id: Id
    #: The timer as the diagram says it.
    plan: str
    due: datetime | None
    data: dict[str, Any]
    #: Times in a row that beginning it failed, since when, and what was said last.
    failures: int = 0
    failed_at: datetime | None = None
    error: str | None = None
    claimed_until: datetime | None = None


def of(db: Connection, pack: str) -> list[StartRow]:
    """The rows of a pack."""
    return [_read(row) for row in db.execute(_ROW.where(table.c.pack == pack))]


def replace(unit: Unit, pack: str, rows: Sequence[StartRow]) -> None:
    """Put these rows in the place of all there were of a pack."""
    unit.db.execute(delete(table).where(table.c.pack == pack))
    dialect.write(unit.db, insert(table), [_written(row) for row in rows])
    unit.wakes |= any(row.due is not None for row in rows)


def ask(unit: Unit) -> None:
    """Let the conditions at which processes begin be asked at once: something they may read has changed."""
    asking = and_(table.c.plan.startswith(f"{CONDITION} "), table.c.due.is_not(None))
    unit.wakes |= unit.db.execute(update(table).where(asking).values(due=unit.now)).rowcount > 0


def claim(unit: Unit, *, until: datetime, limit: int = 100) -> list[StartRow]:
    """Claim the starts due now, earliest first; one not begun by `until` is free again."""
    free = or_(table.c.claimed_until.is_(None), table.c.claimed_until < unit.now)
    chosen = select(*_KEY).where(table.c.due <= unit.now, free).order_by(table.c.due).limit(limit)
    statement = update(table).where(tuple_(*_KEY).in_(chosen.with_for_update(skip_locked=True)))
    found = unit.db.execute(statement.values(claimed_until=until).returning(*_COLUMNS))
    return sorted((_read(row) for row in found), key=lambda row: (row.due or unit.now, row.pack, row.process_id))


def counted(db: Connection, now: datetime) -> list[StartRow]:
    """The starts to come whose moment was counted on the office's calendar."""
    return [row for row in map(_read, db.execute(_ROW.where(table.c.due > now))) if "counted" in row.data]


def lock(unit: Unit, pack: str, process_id: str, element: str) -> StartRow | None:
    """One row, so that each of its moments begins one case."""
    wanted = and_(table.c.pack == pack, table.c.process_id == process_id, table.c.element == element)
    row = unit.db.execute(_ROW.where(wanted).with_for_update()).one_or_none()
    return None if row is None else _read(row)


def move(unit: Unit, row: StartRow, due: datetime | None, data: dict[str, Any]) -> None:
    """Set a locked row for its next time."""
    unit.db.execute(update(table).where(_named(row)).values(due=due, data=data, **_WELL))
    unit.wakes |= due is not None


def fail(unit: Unit, row: StartRow, until: datetime, error: str) -> int:
    """Note that a locked row failed once more, to be begun again after `until`; answers how often it has."""
    values = {"failures": row.failures + 1, "failed_at": row.failed_at or unit.now, "error": error}
    unit.db.execute(update(table).where(_named(row)).values(claimed_until=until, **values))
    return row.failures + 1


def release(unit: Unit, row: StartRow) -> None:
    """Let a locked row be begun at once; how often it has failed stays until it does."""
    unit.db.execute(update(table).where(_named(row)).values(claimed_until=None))
    unit.wakes = True


def failing(db: Connection) -> list[StartRow]:
    """What should have begun by itself and failed, the longest standing first."""
    return [_read(row) for row in db.execute(_ROW.where(table.c.failures > 0).order_by(table.c.failed_at))]


def _named(row: StartRow) -> ColumnElement[bool]:
    return and_(table.c.pack == row.pack, table.c.process_id == row.process_id, table.c.element == row.element)


def next_due(db: Connection) -> datetime | None:
    """When the next process begins by itself; one being begun counts from when its claim runs out."""
    free = select(func.min(table.c.due)).where(table.c.due.is_not(None), table.c.claimed_until.is_(None))
    claimed = select(func.min(table.c.claimed_until)).where(table.c.due.is_not(None))
    found = (db.execute(query).scalar_one_or_none() for query in (free, claimed))
    return min((moment for moment in found if moment is not None), default=None)


def _read(row: Row[Any]) -> StartRow:
    values = row._asdict()
    return StartRow(**values | {"data": values["data"] or {}})


def _written(row: StartRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in StartRow.__slots__} | _WELL


#: A row nobody has claimed and that has not failed.
_WELL: dict[str, Any] = {"claimed_until": None, "failures": 0, "failed_at": None, "error": None}
_KEY = (table.c.pack, table.c.process_id, table.c.element)
_COLUMNS = dialect.columns(table, StartRow)
_ROW = select(*_COLUMNS)
