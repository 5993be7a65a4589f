"""The office's working calendar: which days count, and when the office is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
#: A search this long without a working day means a calendar nobody works in.
LONGEST_CLOSURE = 366


@dataclass(frozen=True, slots=True)
class OtherHours:
    """Other hours from one day to another (None for ever): the Friday, half a day, the month of Ramadan, a Saturday."""

    first: date
    last: date | None
    #: Monday is 0; days not named keep their usual hours.
    weekdays: frozenset[int]
    opens: time
    #: As `opens` where the office is closed on these days.
    closes: time
    name: str = ""

    def holds(self, day: date) -> bool:
        """True for a day these hours are those of."""
        return self.first <= day and (self.last is None or day <= self.last) and day.weekday() in self.weekdays


@dataclass(frozen=True, slots=True)
class Calendar:
    """Holidays (cuti bersama included), the weekly working days and the office hours in the office's zone."""

    holidays: frozenset[date] = frozenset()
    zone: str = "Asia/Jakarta"
    #: Monday is 0.
    weekdays: frozenset[int] = frozenset(range(5))
    opens: time = time(8)
    closes: time = time(16)
    #: Of two that hold for a day the one that began later wins: a decree for Ramadan over the usual Friday.
    periods: tuple[OtherHours, ...] = ()

    def is_working_day(self, day: date) -> bool:
        """True on a weekly working day, or one that has hours of its own, that is no holiday."""
        if self.periods:
            return self.hours_of(day) is not None
        return day.weekday() in self.weekdays and day not in self.holidays

    def hours_of(self, day: date) -> tuple[time, time] | None:
        """When the office opens and closes on a day; None where it stays closed."""
        if day in self.holidays:
            return None
        own = max((one for one in self.periods if one.holds(day)), key=_since, default=None)
        if own is not None:
            return (own.opens, own.closes) if own.opens < own.closes else None
        return (self.opens, self.closes) if day.weekday() in self.weekdays else None

    def roll(self, day: date) -> date:
        """The day itself where it is a working day, else the next one."""
        return day if self.is_working_day(day) else next(self._walk(day, DAY))

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it where negative); `day` never counts, 0 rolls forward."""
        if count == 0:
            return self.roll(day)
        days = self._walk(day, DAY if count > 0 else -DAY)
        for _ in range(abs(count) - 1):
            next(days)
        return next(days)

    def add_calendar_days(self, day: date, count: int) -> date:
        """`count` calendar days after `day`, ending on a working day: the next, or the one before where negative."""
        end = day + timedelta(days=count)
        return self.roll(end) if count >= 0 or self.is_working_day(end) else next(self._walk(end, -DAY))

    def working_days(self, first: date, last: date) -> int:
        """How many working days lie between the two, both included; 0 where `last` is earlier."""
        length = (last - first).days + 1
        return sum(self.is_working_day(first + timedelta(days=n)) for n in range(length))

    def day_of(self, moment: datetime) -> date:
        """The calendar day of an aware moment in the office's zone."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def close_of(self, day: date) -> datetime:
        """The end of office hours of `day`, UTC; of the usual ones where the office stays closed."""
        hours = self.hours_of(day)
        return self._at(day, hours[1] if hours else self.closes)

    def end_on_working_time(self, moment: datetime) -> datetime:
        """The moment itself where the office is open, else the next opening, UTC."""
        local = moment.astimezone(ZoneInfo(self.zone))
        day = self.roll(local.date())
        opens, closes = self._hours(day)
        if day == local.date() and local.time() <= closes:
            return max(moment.astimezone(UTC), self._at(day, opens))
        if day == local.date():
            day = self.add_working_days(day, 1)
        return self._at(day, self._hours(day)[0])

    def _hours(self, day: date) -> tuple[time, time]:
        return self.hours_of(day) or (self.opens, self.closes)

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, ZoneInfo(self.zone)).astimezone(UTC)

    def _walk(self, day: date, stride: timedelta) -> Iterator[date]:
        idle = 0
        while idle <= LONGEST_CLOSURE:
            day += stride
            idle = 0 if self.is_working_day(day) else idle + 1
            if idle == 0:
                yield day
        raise ValueError(f"Expected a working day within a year of {day}, but the calendar has none")


def _since(period: OtherHours) -> tuple[date, bool]:
    """One that ends wins over one for ever that began on the same day."""
    return period.first, period.last is not None
