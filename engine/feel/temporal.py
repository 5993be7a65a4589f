"""Dates, times and their zones as FEEL values; `==` compares the representation (FEEL `is`), `ops.equal` the value."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from re import Match
from zoneinfo import ZoneInfo

from engine.feel.civil import (
    MAX_YEAR,
    REFERENCE_DAY,
    SECONDS_A_DAY,
    day_number,
    from_day_number,
    month_length,
    offset_at,
    zone,
)
from engine.feel.durations import SECOND, DaysTime, WorkDays, YearsMonths
from engine.feel.lexical import DATE, TIME

__all__ = ["Date", "DateTime", "DaysTime", "Time", "WorkDays", "YearsMonths"]

NANOS_A_DAY = SECONDS_A_DAY * SECOND


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A calendar day."""

    year: int
    month: int
    day: int
    #: Kind of term, its length and the day before its first one: what a deadline on this day is counted again by.
    counted: "tuple[str, int, Date] | None" = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, year: int, month: int, day: int) -> "Date | None":
        """The day, None where the calendar has no such day."""
        if abs(year) > MAX_YEAR or not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
            return None
        return cls(year, month, day)

    @classmethod
    def parse(cls, text: str) -> "Date | None":
        """Read `2026-01-31`, at least four digits of year, no sign but minus."""
        found = DATE.fullmatch(text)
        return cls.of(int(found[1]), int(found[2]), int(found[3])) if found else None

    @classmethod
    def from_python(cls, day: date) -> "Date":
        """From a date (or the date part of a datetime)."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def from_number(cls, number: int) -> "Date | None":
        """From days since 1970-01-01; None beyond the last year."""
        day = cls(*from_day_number(number))
        return day if abs(day.year) <= MAX_YEAR else None

    @property
    def number(self) -> int:
        """Days since 1970-01-01."""
        return day_number(self.year, self.month, self.day)

    @property
    def weekday(self) -> int:
        """Monday is 1."""
        return (self.number + 3) % 7 + 1

    def to_python(self) -> date:
        """As a date; ValueError outside the years 1 to 9999."""
        return date(self.year, self.month, self.day)

    def plus_months(self, months: int) -> "Date | None":
        """The same day `months` later, moved back to the end of a shorter month."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        if abs(year) > MAX_YEAR:
            return None
        return Date(year, month + 1, min(self.day, month_length(year, month + 1)))

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day: local, at an offset in seconds east of UTC, or in a named area."""

    hour: int
    minute: int
    second: int
    nano: int = 0
    offset: int | None = None
    area: str = ""

    @classmethod
    def parse(cls, text: str) -> "Time | None":
        """Read `10:00:00`, `10:00:00.5`, with `Z`, `+07:00` or `@Asia/Jakarta`; `24:00:00` is midnight."""
        read = read_time(text)
        return read[1] if read else None

    @property
    def is_local(self) -> bool:
        """True without offset and area."""
        return self.offset is None and not self.area

    @property
    def nanos(self) -> int:
        """Nanoseconds since midnight on the wall clock."""
        return ((self.hour * 60 + self.minute) * 60 + self.second) * SECOND + self.nano

    def offset_on(self, day: tuple[int, int, int] = REFERENCE_DAY) -> int | None:
        """Seconds east of UTC on a day; None for a local time."""
        return offset_at(self.area, day, self.nanos // SECOND) if self.area else self.offset

    def at(self, nanos: int) -> "Time":
        """The same zone at another time of day; wraps at midnight."""
        seconds, nano = divmod(nanos % NANOS_A_DAY, SECOND)
        minutes, second = divmod(seconds, 60)
        return Time(minutes // 60, minutes % 60, second, nano, self.offset, self.area)

    def to_python(self) -> time:
        """As a time (microseconds); an area is kept as its zone."""
        info = zone(self.area) if self.area else _fixed(self.offset)
        return time(self.hour, self.minute, self.second, self.nano // 1000, info)

    def __str__(self) -> str:
        fraction = f".{self.nano:09d}".rstrip("0") if self.nano else ""
        return f"{self.hour:02d}:{self.minute:02d}:{self.second:02d}{fraction}{self._zone_text()}"

    def _zone_text(self) -> str:
        if self.area:
            return f"@{self.area}"
        return "" if self.offset is None else offset_text(self.offset)


@dataclass(frozen=True, slots=True)
class DateTime:
    """A day with a time of day."""

    date: Date
    time: Time
    _nanos: list[int | None] = field(default_factory=list, init=False, repr=False, compare=False)

    @classmethod
    def parse(cls, text: str) -> "DateTime | None":
        """Read a day, `T` and a time; a day alone is its midnight, `24:00:00` the midnight after."""
        day_text, separator, time_text = text.partition("T")
        day = Date.parse(day_text)
        if day is None:
            return None
        read = read_time(time_text) if separator else (0, MIDNIGHT)
        if read is None:
            return None
        moved = Date.from_number(day.number + read[0]) if read[0] else day
        return cls(moved, read[1]) if moved is not None else None

    @classmethod
    def from_python(cls, moment: datetime) -> "DateTime":
        """From a datetime: a ZoneInfo gives its area, another zone its offset, none a local one."""
        area = moment.tzinfo.key if isinstance(moment.tzinfo, ZoneInfo) else ""
        shift = moment.utcoffset()
        offset = None if shift is None or area else int(shift.total_seconds())
        clock = Time(moment.hour, moment.minute, moment.second, moment.microsecond * 1000, offset, area)
        return cls(Date(moment.year, moment.month, moment.day), clock)

    @property
    def is_local(self) -> bool:
        """True without offset and area."""
        return self.time.is_local

    @property
    def wall(self) -> int:
        """Nanoseconds since 1970-01-01 on the wall clock."""
        return self.date.number * NANOS_A_DAY + self.time.nanos

    @property
    def instant(self) -> int:
        """Nanoseconds since 1970-01-01 UTC; a local one is read as UTC."""
        if not self._nanos:
            offset = self.time.offset_on((self.date.year, self.date.month, self.date.day)) or 0
            self._nanos.append(self.wall - offset * SECOND)
        return self._nanos[0] or 0

    def at(self, wall: int) -> "DateTime | None":
        """The same zone at another wall clock; None beyond the last year."""
        number, nanos = divmod(wall, NANOS_A_DAY)
        day = Date.from_number(number)
        return DateTime(day, self.time.at(nanos)) if day is not None else None

    def to_python(self, area: str = "") -> datetime:
        """As a datetime; a local one is read in `area` (naive without). ValueError outside the years 1 to 9999."""
        moment = datetime.combine(self.date.to_python(), self.time.to_python())
        return moment.replace(tzinfo=ZoneInfo(area)) if self.is_local and area else moment

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


MIDNIGHT = Time(0, 0, 0)


def read_time(text: str) -> tuple[int, Time] | None:
    """Days carried over (1 for 24:00:00) and the time; None where the text is no time."""
    found = TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3])
    nano = int((found[4] or "")[:9].ljust(9, "0"))
    where = _read_zone(found)
    if where is None or not _is_clock(hour, minute, second, nano):
        return None
    return hour // 24, Time(hour % 24, minute, second, nano, *where)


def offset_text(offset: int) -> str:
    """`Z`, `+07:00` or `-03:30:15`."""
    if offset == 0:
        return "Z"
    minutes, second = divmod(abs(offset), 60)
    tail = f":{second:02d}" if second else ""
    return f"{'-' if offset < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}{tail}"


def _is_clock(hour: int, minute: int, second: int, nano: int) -> bool:
    if hour == 24:
        return not (minute or second or nano)
    return hour < 24 and minute < 60 and second < 60


def _read_zone(found: Match[str]) -> tuple[int | None, str] | None:
    if found["area"]:
        return (None, found["area"]) if zone(found["area"]) is not None else None
    if found["utc"]:
        return 0, ""
    if not found["sign"]:
        return None, ""
    hour, minute, second = int(found["oh"]), int(found["om"]), int(found["os"] or 0)
    if hour > 18 or minute > 59 or second > 59 or (hour == 18 and (minute or second)):
        return None
    seconds = (hour * 60 + minute) * 60 + second
    return (-seconds if found["sign"] == "-" else seconds), ""


def _fixed(offset: int | None) -> timezone | None:
    return None if offset is None else timezone(timedelta(seconds=offset))
