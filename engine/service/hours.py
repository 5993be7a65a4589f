"""The calendar, one act at a time: a day closed or opened by decree, a year confirmed, the office hours.

Each change lets workers count the open deadlines again (engine.service.recount)."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import ClassVar

from sqlalchemy import delete, update

from engine.model.actor import Right
from engine.model.calendar import OtherHours
from engine.model.errors import Conflict, Invalid, NotFound
from engine.model.facts import Fact
from engine.service.access import reason_of
from engine.service.command import Command
from engine.store import calendar, recounts, tables
from engine.store.unit import Unit

KINDS = ("national", "joint_leave", "local")
#: Every step reads them: more than these are a mistake.
MOST_PERIODS = 100


@dataclass(frozen=True, slots=True)
class AddHoliday(Command[None]):
    """Close the office on a day; open deadlines counted over it move."""

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
        recounts.ask(unit, {"act": "holiday.added", "day": self.day.isoformat(), "name": self.name.strip()})


@dataclass(frozen=True, slots=True)
class RemoveHoliday(Command[None]):
    """Let the office be open on a day again; open deadlines counted over it move."""

    needs: ClassVar[Right] = Right.ADMINISTER
    day: date
    decree: str

    def run(self, unit: Unit) -> None:
        """Raise NotFound holiday.unknown or Invalid office.reason."""
        decree, table = reason_of(self.decree), tables.holiday
        if unit.db.execute(delete(table).where(table.c.day == self.day)).rowcount != 1:
            raise NotFound("holiday.unknown", "Expected a day the office is closed, but it is none")
        unit.record(Fact("holiday.removed", data={"day": self.day.isoformat()}), remark=decree)
        recounts.ask(unit, {"act": "holiday.removed", "day": self.day.isoformat()})


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
    """Set the weekly working days and the usual hours; open deadlines counted by them move."""

    needs: ClassVar[Right] = Right.ADMINISTER
    weekdays: tuple[int, ...]
    opens: time
    closes: time
    decree: str

    def run(self, unit: Unit) -> None:
        """Raise Invalid hours.days, hours.times or office.reason."""
        _check_days(self.weekdays)
        if self.opens >= self.closes:
            raise _wrong_times()
        decree = reason_of(self.decree)
        _put(
            unit,
            replace(calendar.hours(unit.db), weekdays=frozenset(self.weekdays), opens=self.opens, closes=self.closes),
            decree,
        )


@dataclass(frozen=True, slots=True)
class AddHours(Command[None]):
    """Let some days of the week have other hours from a day, for ever or to another: Fridays, Ramadan, half a day."""

    needs: ClassVar[Right] = Right.ADMINISTER
    first: date
    #: None for as long as nothing else is decreed.
    last: date | None
    weekdays: tuple[int, ...]
    opens: time
    #: As `opens` where the office stays closed on these days.
    closes: time
    name: str
    decree: str

    def run(self, unit: Unit) -> None:
        """Raise Invalid hours.days, hours.times, hours.period, holiday.name or office.reason; Conflict hours.known."""
        _check_days(self.weekdays)
        if self.opens > self.closes:
            raise _wrong_times()
        if self.last is not None and self.last < self.first:
            raise Invalid(
                "hours.period", "Expected an end after the beginning, but it is before", problems={"sampai": [""]}
            )
        if not self.name.strip():
            raise Invalid("holiday.name", "Expected a name, but it is missing", problems={"nama": ["empty"]})
        decree, kept = reason_of(self.decree), calendar.hours(unit.db)
        days, name = frozenset(self.weekdays), self.name.strip()
        if any((one.first, one.last, one.weekdays) == (self.first, self.last, days) for one in kept.periods):
            raise Conflict(
                "hours.known", "Expected hours for other days, but these days have hours of their own already"
            )
        if len(kept.periods) >= MOST_PERIODS:
            raise Conflict("hours.many", f"Expected at most {MOST_PERIODS} periods, but there are as many already")
        own = OtherHours(self.first, self.last, days, self.opens, self.closes, name)
        _put(unit, replace(kept, periods=(*kept.periods, own)), decree)


@dataclass(frozen=True, slots=True)
class RemoveHours(Command[None]):
    """Let days have their usual hours again."""

    needs: ClassVar[Right] = Right.ADMINISTER
    first: date
    last: date | None
    weekdays: tuple[int, ...]
    decree: str

    def run(self, unit: Unit) -> None:
        """Raise NotFound hours.unknown or Invalid office.reason."""
        decree, kept = reason_of(self.decree), calendar.hours(unit.db)
        named = (self.first, self.last, frozenset(self.weekdays))
        left = tuple(one for one in kept.periods if (one.first, one.last, one.weekdays) != named)
        if len(left) == len(kept.periods):
            raise NotFound("hours.unknown", "Expected hours of their own for these days, but there are none")
        _put(unit, replace(kept, periods=left), decree)


def _put(unit: Unit, hours: calendar.Hours, decree: str) -> None:
    unit.record(Fact("hours.set", data=calendar.put_hours(unit, hours)), remark=decree)
    recounts.ask(unit, {"act": "hours.set"})


def _check_days(weekdays: tuple[int, ...]) -> None:
    if not weekdays or set(weekdays) - set(range(7)):
        raise Invalid("hours.days", "Expected a working day at least, but there is none", problems={"hari": ["none"]})


def _wrong_times() -> Invalid:
    told = "Expected the office to close after it opens, but it does not"
    return Invalid("hours.times", told, problems={"tutup": ["order"]})
