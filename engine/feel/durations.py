"""The kinds of duration: years and months, days and time, and the three terms of the law that a calendar decides."""

from dataclasses import dataclass
from datetime import timedelta

from engine.feel.lexical import DAYS_TIME, YEARS_MONTHS

SECOND = 1_000_000_000
#: A duration beyond these cannot be added to any date FEEL knows: there is no such duration.
MAX_MONTHS = 2 * 999_999_999 * 12
MAX_NANOS = 1_000_000_000 * 366 * 86_400 * SECOND
#: No duration within these needs a longer text.
LONGEST = 80


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A years and months duration."""

    months: int

    @classmethod
    def parse(cls, text: str) -> "YearsMonths | None":
        """Read `P1Y2M`, `-P3M`."""
        found = YEARS_MONTHS.fullmatch(text) if len(text) <= LONGEST else None
        if found is None:
            return None
        months = int(found[2] or 0) * 12 + int(found[3] or 0)
        return cls.of(-months if found[1] else months)

    @classmethod
    def of(cls, months: int) -> "YearsMonths | None":
        """So many months; None beyond any date."""
        return cls(months) if abs(months) <= MAX_MONTHS else None

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        body = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return f"{'-' if self.months < 0 else ''}P{body}"


@dataclass(frozen=True, slots=True, order=True)
class DaysTime:
    """A days and time duration in nanoseconds."""

    nanos: int

    @classmethod
    def parse(cls, text: str) -> "DaysTime | None":
        """Read `P1DT12H`, `PT0.5S`, `-PT30M`."""
        found = DAYS_TIME.fullmatch(text) if len(text) <= LONGEST else None
        if found is None:
            return None
        days, hours, minutes, seconds = (int(found[group] or 0) for group in (2, 3, 4, 5))
        nanos = int((found[6] or "")[:9].ljust(9, "0"))
        total = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * SECOND + nanos
        return cls.of(-total if found[1] else total)

    @classmethod
    def of(cls, nanos: int) -> "DaysTime | None":
        """So many nanoseconds; None beyond any date."""
        return cls(nanos) if abs(nanos) <= MAX_NANOS else None

    @classmethod
    def from_python(cls, duration: timedelta) -> "DaysTime":
        """From a timedelta, exactly."""
        return cls((duration.days * 86_400 + duration.seconds) * SECOND + duration.microseconds * 1000)

    def to_python(self) -> timedelta:
        """As a timedelta, to the microsecond; OverflowError beyond its range."""
        return timedelta(microseconds=self.nanos // 1000)

    def parts(self) -> tuple[int, int, int, int, int]:
        """Days, hours, minutes, seconds and nanoseconds of the absolute duration."""
        seconds, nanos = divmod(abs(self.nanos), SECOND)
        minutes, second = divmod(seconds, 60)
        hours, minute = divmod(minutes, 60)
        return hours // 24, hours % 24, minute, second, nanos

    def __str__(self) -> str:
        days, hours, minutes, seconds, nanos = self.parts()
        fraction = f".{nanos:09d}".rstrip("0") if nanos else ""
        clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        clock += f"{seconds}{fraction}S" if seconds or nanos else ""
        body = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
        return f"{'-' if self.nanos < 0 else ''}P{body or 'T0S'}"


@dataclass(frozen=True, slots=True, order=True)
class WorkDays:
    """A number of working days of the office's calendar, whose length depends on where it starts."""

    days: int

    def __str__(self) -> str:
        return f"{self.days} workdays"


@dataclass(frozen=True, slots=True, order=True)
class CalendarDays:
    """A number of calendar days as a term of the law: it ends with the office hours of its last day, open or closed."""

    days: int

    def __str__(self) -> str:
        return f"{self.days} calendar days"


@dataclass(frozen=True, slots=True, order=True)
class OfficeDays:
    """A number of calendar days whose last one must be a working day, within office hours."""

    days: int

    def __str__(self) -> str:
        return f"{self.days} office days"


#: Terms whose end the calendar of the office decides.
LawDays = WorkDays | CalendarDays | OfficeDays
LAW_DAYS: frozenset[type] = frozenset({WorkDays, CalendarDays, OfficeDays})


def parse_duration(text: str) -> YearsMonths | DaysTime | None:
    """Read either ISO 8601 kind FEEL knows; mixed kinds (`P1M2D`) are None."""
    return DaysTime.parse(text) or YearsMonths.parse(text)
