"""Processes that begin by themselves: one row for each timer start event of the current versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, or_, select, tuple_, update

from engine.model.ids import Id
from engine.store import dialect
from engine.store.tables import timer_start as table
from engine.store.unit import Unit


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


def of(db: Connection, pack: str) -> list[StartRow]:
    """The rows of a pack."""
    return [_read(row) for row in db.execute(_ROW.where(table.c.pack == pack))]


def replace(unit: Unit, pack: str, rows: Sequence[StartRow]) -> None:
    """Put these rows in the place of all there were of a pack."""
    unit.db.execute(delete(table).where(table.c.pack == pack))
    dialect.write(unit.db, insert(table), [_written(row) for row in rows])
    unit.wakes |= any(row.due is not None for row in rows)


def claim(unit: Unit, *, until: datetime, limit: int = 100) -> list[StartRow]:
    """Claim the starts due now, earliest first; one not begun by `until` is free again."""
    free = or_(table.c.claimed_until.is_(None), table.c.claimed_until < unit.now)
    chosen = select(*_KEY).where(table.c.due <= unit.now, free).order_by(table.c.due).limit(limit)
    statement = update(table).where(tuple_(*_KEY).in_(chosen.with_for_update(skip_locked=True)))
    found = unit.db.execute(statement.values(claimed_until=until).returning(*_COLUMNS))
    return sorted((_read(row) for row in found), key=lambda row: (row.due or unit.now, row.pack, row.process_id))


def lock(unit: Unit, pack: str, process_id: str, element: str) -> StartRow | None:
    """One row, so that each of its moments begins one case."""
    wanted = and_(table.c.pack == pack, table.c.process_id == process_id, table.c.element == element)
    row = unit.db.execute(_ROW.where(wanted).with_for_update()).one_or_none()
    return None if row is None else _read(row)


def move(unit: Unit, row: StartRow, due: datetime | None, data: dict[str, Any]) -> None:
    """Set a locked row for its next time."""
    wanted = and_(table.c.pack == row.pack, table.c.process_id == row.process_id, table.c.element == row.element)
    unit.db.execute(update(table).where(wanted).values(due=due, data=data, claimed_until=None))
    unit.wakes |= due is not None


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
    return {name: getattr(row, name) for name in StartRow.__slots__} | {"claimed_until": None}


_KEY = (table.c.pack, table.c.process_id, table.c.element)
_COLUMNS = dialect.columns(table, StartRow)
_ROW = select(*_COLUMNS)
