"""The working calendar as rows: national holidays, joint leave, local days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import Connection, select

from engine.model.calendar import Calendar, OtherHours
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
    #: Other hours for a time: Fridays, Ramadan, half a day.
    periods: tuple[OtherHours, ...] = ()


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
    return Hours(frozenset(kept["weekdays"]), opens, closes, tuple(map(_period, kept.get("periods", ()))))


def put_hours(unit: Unit, kept: Hours) -> dict[str, Any]:
    """Set the office hours; answers them as plain JSON."""
    written: dict[str, Any] = {
        "weekdays": sorted(kept.weekdays),
        "opens": f"{kept.opens:%H:%M}",
        "closes": f"{kept.closes:%H:%M}",
    }
    if kept.periods:
        written["periods"] = [plain(one) for one in kept.periods]
    settings.put(unit, HOURS, written)
    return written


def plain(period: OtherHours) -> dict[str, Any]:
    """Other hours as plain JSON."""
    return {
        "first": period.first.isoformat(),
        "last": period.last.isoformat() if period.last else None,
        "weekdays": sorted(period.weekdays),
        "opens": f"{period.opens:%H:%M}",
        "closes": f"{period.closes:%H:%M}",
        "name": period.name,
    }


def _period(kept: Mapping[str, Any]) -> OtherHours:
    return OtherHours(
        date.fromisoformat(kept["first"]),
        date.fromisoformat(kept["last"]) if kept["last"] else None,
        frozenset(kept["weekdays"]),
        time.fromisoformat(kept["opens"]),
        time.fromisoformat(kept["closes"]),
        kept["name"],
    )


def working(db: Connection, zone: str) -> Calendar:
    """The calendar of the office in its zone."""
    kept = hours(db)
    days = frozenset(db.execute(_DAYS).scalars())
    return Calendar(days, zone, kept.weekdays, kept.opens, kept.closes, kept.periods)


_ROW = select(*dialect.columns(table, HolidayRow))
_DAYS = select(table.c.day)
