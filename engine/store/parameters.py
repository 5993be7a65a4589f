"""Legal parameters: typed values in force on a day, each with its legal basis (architecture §6)."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from engine.feel import Env, compile
from engine.model.ids import Id
from engine.model.state import Value
from engine.store import dialect, starts
from engine.store.tables import parameter as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One value of one parameter and the days it is in force; `value` is a FEEL literal."""

    id: Id
    key: str
    value: str
    unit: str
    day_type: str
    legal_basis: str
    article: str
    valid_from: date
    valid_to: date | None
    status: str
    label_id: str
    confirmed_by: Id | None
    confirmed_at: datetime | None


def add(unit: Unit, /, *, key: str, value: str, valid_from: date, **columns: Any) -> None:  # noqa: ANN401 - columns
    """Write a value in force from a day, over one of the same key and day."""
    found = unit.db.execute(
        select(table.c.id).where(table.c.key == key, table.c.valid_from == valid_from)
    ).scalar_one_or_none()
    values = {"key": key, "value": value, "valid_from": valid_from, **columns}
    if found is None:
        unit.db.execute(table.insert().values(id=unit.new_id(), **values))
    else:
        unit.db.execute(update(table).where(table.c.id == found).values(**values))
    starts.ask(unit)


def confirm(unit: Unit, key: str, valid_from: date) -> bool:
    """Mark a value as verified by the actor; False where there is none."""
    statement = update(table).where(table.c.key == key, table.c.valid_from == valid_from)
    done = unit.db.execute(statement.values(status="verified", confirmed_by=unit.actor.person, confirmed_at=unit.now))
    return done.rowcount == 1


def value(db: Connection, key: str, day: date) -> Value | None:
    """The value of a parameter on a day; None where none is in force."""
    text = db.execute(_VALUE, {"wanted": key, "day": day}).scalars().first()
    return None if text is None else literal(text)


def in_force(db: Connection, day: date) -> dict[str, ParameterRow]:
    """Every parameter in force on a day, by key."""
    rows = [ParameterRow(*row) for row in db.execute(_IN_FORCE, {"day": day})]
    return {row.key: row for row in rows}


def every(db: Connection) -> list[ParameterRow]:
    """Every value of every parameter, by key and day."""
    return [ParameterRow(*row) for row in db.execute(_ROW.order_by(table.c.key, table.c.valid_from))]


def keys(db: Connection) -> set[str]:
    """The keys there are, whatever the day."""
    return set(db.execute(select(table.c.key).distinct()).scalars())


@lru_cache(maxsize=1024)
def literal(text: str) -> Value:
    """Read a FEEL literal such as 200000000, "2026-11-30" or @"P14D"."""
    return compile(text).run({}, _LITERAL).value


# A literal reads no clock; the moment is only there because every evaluation has one.
_LITERAL = Env(now=datetime.fromisoformat("2000-01-01T00:00:00+00:00"))
_ROW = select(*dialect.columns(table, ParameterRow))


def _on(query: Any, day: Any) -> Any:  # noqa: ANN401 - a select and its parameter
    return query.where(table.c.valid_from <= day, or_(table.c.valid_to.is_(None), table.c.valid_to >= day))


_VALUE = _on(select(table.c.value), bindparam("day")).where(table.c.key == bindparam("wanted"))
_VALUE = _VALUE.order_by(table.c.valid_from.desc()).limit(1)
_IN_FORCE = _on(_ROW, bindparam("day")).order_by(table.c.key, table.c.valid_from)
