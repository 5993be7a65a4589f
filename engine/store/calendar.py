"""The working calendar as rows: national holidays, joint leave, local days."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from engine.model.calendar import Calendar
from engine.store import dialect
from engine.store.tables import holiday as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """One day the office is closed; `kind` is national, joint_leave or local."""

    day: date
    name: str
    kind: str
    legal_basis: str
    status: str


def add(unit: Unit, day: date, name: str, kind: str, legal_basis: str, status: str = "contoh") -> None:
    """Close the office on a day."""
    row = {"day": day, "name": name, "kind": kind, "legal_basis": legal_basis, "status": status}
    unit.db.execute(dialect.upsert(unit.db, table, "day"), row)


def holidays(db: Connection) -> list[HolidayRow]:
    """Every closed day, in order."""
    return [HolidayRow(*row) for row in db.execute(_ROW.order_by(table.c.day))]


def working(db: Connection, zone: str) -> Calendar:
    """The calendar of the office in its zone."""
    return Calendar(frozenset(db.execute(_DAYS).scalars()), zone)


_ROW = select(*dialect.columns(table, HolidayRow))
_DAYS = select(table.c.day)
