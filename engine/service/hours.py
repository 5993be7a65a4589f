"""The calendar, one act at a time: a day closed or opened by decree, a year confirmed, the office hours."""

from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar

from sqlalchemy import delete, update

from engine.model.actor import Right
from engine.model.errors import Conflict, Invalid, NotFound
from engine.model.facts import Fact
from engine.service.access import reason_of
from engine.service.command import Command
from engine.store import calendar, settings, tables
from engine.store.unit import Unit

KINDS = ("national", "joint_leave", "local")


@dataclass(frozen=True, slots=True)
class AddHoliday(Command[None]):
    """Close the office on a day; deadlines set before stay as they are."""

    needs: ClassVar[Right] = Right.ADMINISTER
    day: date
    name: str
    kind: str
    #: The decree that says so.
    decree: str

    def run(self, unit: Unit) -> None:
        """Raise Conflict holiday.known, Invalid holiday.name or office.reason."""
        if any(row.day == self.day for row in calendar.holidays(unit.db)):
            raise Conflict("holiday.known", "Expected a day the office is open, but it is closed already")
        if not self.name.strip() or self.kind not in KINDS:
            raise Invalid(
                "holiday.name", "Expected a name and a kind, but one is missing", problems={"nama": ["empty"]}
            )
        decree = reason_of(self.decree)
        calendar.add(unit, self.day, self.name.strip(), self.kind, decree, "verified")
        unit.record(Fact("holiday.added", data={"day": self.day.isoformat()}), remark=decree)


@dataclass(frozen=True, slots=True)
class RemoveHoliday(Command[None]):
    """Let the office be open on a day again; deadlines set before stay as they are."""

    needs: ClassVar[Right] = Right.ADMINISTER
    day: date
    decree: str

    def run(self, unit: Unit) -> None:
        """Raise NotFound holiday.unknown or Invalid office.reason."""
        decree, table = reason_of(self.decree), tables.holiday
        if unit.db.execute(delete(table).where(table.c.day == self.day)).rowcount != 1:
            raise NotFound("holiday.unknown", "Expected a day the office is closed, but it is none")
        unit.record(Fact("holiday.removed", data={"day": self.day.isoformat()}), remark=decree)


@dataclass(frozen=True, slots=True)
class ConfirmCalendar(Command[int]):
    """Vouch for every closed day of a year: the joint decree is out and the days are those of it."""

    needs: ClassVar[Right] = Right.ADMINISTER
    year: int
    decree: str

    def run(self, unit: Unit) -> int:
        """Answer how many days were examples; raise NotFound holiday.unknown or Invalid office.reason."""
        decree, table = reason_of(self.decree), tables.holiday
        if not [row for row in calendar.holidays(unit.db) if row.day.year == self.year]:
            raise NotFound("holiday.unknown", "Expected closed days in that year, but there is none")
        of_year = table.c.day.between(date(self.year, 1, 1), date(self.year, 12, 31))
        changed = update(table).where(of_year, table.c.status != "verified")
        count = unit.db.execute(changed.values(status="verified", legal_basis=decree)).rowcount
        unit.record(Fact("calendar.confirmed", data={"year": self.year, "count": count}), remark=decree)
        return count


@dataclass(frozen=True, slots=True)
class SetOfficeHours(Command[None]):
    """Set the weekly working days and the hours; deadlines set before stay as they are."""

    needs: ClassVar[Right] = Right.ADMINISTER
    weekdays: tuple[int, ...]
    opens: time
    closes: time
    decree: str

    def run(self, unit: Unit) -> None:
        """Raise Invalid hours.days, hours.times or office.reason."""
        if not self.weekdays or set(self.weekdays) - set(range(7)):
            raise Invalid(
                "hours.days", "Expected a working day at least, but there is none", problems={"hari": ["none"]}
            )
        if self.opens >= self.closes:
            told = "Expected the office to close after it opens, but it does not"
            raise Invalid("hours.times", told, problems={"tutup": ["order"]})
        decree = reason_of(self.decree)
        hours = {
            "weekdays": sorted(set(self.weekdays)),
            "opens": f"{self.opens:%H:%M}",
            "closes": f"{self.closes:%H:%M}",
        }
        settings.put(unit, calendar.HOURS, hours)
        unit.record(Fact("hours.set", data=dict(hours)), remark=decree)
