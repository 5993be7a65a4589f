"""The working calendar as rows: national holidays, joint leave, local days."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import Connection, select

from engine.model.calendar import Calendar
from engine.store import dialect, settings
from engine.store.tables import holiday as table
from engine.store.unit import Unit

#: The setting that holds the office hours.
HOURS = "office_hours"


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """One day the office is closed; `kind` is national, joint_leave or local."""

    day: date
    name: str
    kind: str
    legal_basis: str
    status: str


@dataclass(frozen=True, slots=True)
class Hours:
    """When the office works; Monday is 0."""

    weekdays: frozenset[int] = frozenset(range(5))
    opens: time = time(8)
    closes: time = time(16)


def add(unit: Unit, day: date, name: str, kind: str, legal_basis: str, status: str = "contoh") -> None:
    """Close the office on a day."""
    row = {"day": day, "name": name, "kind": kind, "legal_basis": legal_basis, "status": status}
    unit.db.execute(dialect.upsert(unit.db, table, "day"), row)


def holidays(db: Connection) -> list[HolidayRow]:
    """Every closed day, in order."""
    return [HolidayRow(*row) for row in db.execute(_ROW.order_by(table.c.day))]


def hours(db: Connection) -> Hours:
    """The weekly working days and the office hours an admin set; Monday to Friday, 8 to 16, where nobody did."""
    kept = settings.setting(db, HOURS)
    if kept is None:
        return Hours()
    opens, closes = time.fromisoformat(kept["opens"]), time.fromisoformat(kept["closes"])
    return Hours(frozenset(kept["weekdays"]), opens, closes)


def working(db: Connection, zone: str) -> Calendar:
    """The calendar of the office in its zone."""
    kept = hours(db)
    days = frozenset(db.execute(_DAYS).scalars())
    return Calendar(days, zone, kept.weekdays, kept.opens, kept.closes)


_ROW = select(*dialect.columns(table, HolidayRow))
_DAYS = select(table.c.day)
