"""ISO 8601 as diagrams write it for timers: any period, any form of a moment, repeating intervals (ISO 8601-1 §5)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.feel.civil import zone
from engine.feel.durations import SECOND
from engine.feel.temporal import NANOS_A_DAY, Date, DateTime

#: A year is in days whatever months do: periods beyond this are slips.
LONGEST = 1_000_000 * NANOS_A_DAY
MOST_MONTHS = 12 * 9_999

_PERIOD = re.compile(
    r"P(?=[0-9T])(?:([0-9.]+)Y)?(?:([0-9.]+)M)?(?:([0-9.]+)W)?(?:([0-9.]+)D)?"
    r"(?:T(?=[0-9])(?:([0-9.]+)H)?(?:([0-9.]+)M)?(?:([0-9.]+)S)?)?"
)
_NANOS = (7 * NANOS_A_DAY, NANOS_A_DAY, 3600 * SECOND, 60 * SECOND, SECOND)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_ORDINAL = re.compile(r"([0-9]{4})-?([0-9]{3})(T.+)?")
_BRACKET = re.compile(r"(.+)\[([A-Za-z0-9_+\-/]+)\]")


@dataclass(frozen=True, slots=True)
class Period:
    """Months first, then an exact length: P1M2DT3H."""

    months: int
    nanos: int

    @classmethod
    def parse(cls, text: str) -> "Period | None":
        """Read any positive ISO 8601 duration; a fraction only where it is the last part, and never of months."""
        found = _PERIOD.fullmatch(text.replace(",", "."))
        if found is None:
            return None
        parts = [part for part in found.groups() if part is not None]
        if not all(_NUMBER.fullmatch(part) for part in parts) or any("." in part for part in parts[:-1]):
            return None
        years, months, *rest = found.groups()
        if "." in f"{years}{months}":
            return None
        total = int(years or 0) * 12 + int(months or 0)
        nanos = int(sum(Decimal(part or 0) * size for part, size in zip(rest, _NANOS, strict=True)))
        return cls(total, nanos) if total <= MOST_MONTHS and nanos <= LONGEST else None

    @property
    def is_empty(self) -> bool:
        """True for a length of nothing."""
        return not self.months and not self.nanos

    def after(self, moment: datetime, area: str, times: int = 1) -> datetime:
        """The moment `times` periods after an aware one, UTC: months on the wall clock of `area`, counted from the
        anchor, so that 31 January, 28 February and 31 March follow each other. OverflowError beyond the year 9999.
        """
        if self.months:
            local = moment.astimezone(ZoneInfo(area))
            day = Date.from_python(local).plus_months(self.months * times)
            if day is None or not 1 <= day.year <= 9998:
                raise OverflowError("Expected a moment before the year 9999, but it is later")
            moment = local.replace(year=day.year, month=day.month, day=day.day)
        return moment.astimezone(UTC) + timedelta(microseconds=self.nanos * times // 1000)


def parse_moment(text: str, area: str) -> datetime | None:
    """A day with a time in any ISO 8601 form (basic, ordinal, week, a zone in brackets), aware; None for anything else.

    Without an offset it is read on the wall clock of `area`; a day alone is none.
    """
    if found := _BRACKET.fullmatch(text):
        area, text = found[2], found[1]
        if zone(area) is None:
            return None
    own = DateTime.parse(text) if "T" in text else None
    try:
        moment = own.to_python() if own is not None else _other_form(text)
    except (ValueError, OverflowError):
        return None
    if moment is None:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=ZoneInfo(area))


def parse_day(text: str) -> date | None:
    """A day in any ISO 8601 form; None for anything else."""
    own = Date.parse(text)
    try:
        if own is not None:
            return own.to_python()
        return None if "T" in text else _day(text)
    except ValueError:
        return None


def _other_form(text: str) -> datetime | None:
    day_text, separator, clock = text.partition("T")
    if not separator or not clock:
        return None
    day = _day(day_text)
    return None if day is None else datetime.fromisoformat(f"{day.isoformat()}T{clock}")


def _day(text: str) -> date | None:
    if found := _ORDINAL.fullmatch(text):
        day = date(int(found[1]), 1, 1) + timedelta(days=int(found[2]) - 1)
        return day if int(found[2]) and day.year == int(found[1]) else None
    return date.fromisoformat(text) if text.isascii() else None


@dataclass(frozen=True, slots=True)
class Repeating:
    """`R[n]/…`: what to repeat and between which moments; `times` -1 without end."""

    times: int
    #: A duration as written; "" where start and end say how long a round is.
    every: str
    start: str
    end: str

    @classmethod
    def parse(cls, text: str) -> "Repeating | None":
        """Read the shape `R3/P1D`, `R/start/P1D`, `R/P1D/end` or `R/start/end`; what its parts say is read later."""
        head, *parts = text.strip().split("/")
        number = head[1:]
        if head[:1] not in ("R", "r") or (number and not (number.isascii() and number.isdigit() and len(number) < 10)):
            return None
        periods = ["P" if part[:1] in ("P", "p") else "D" if part[:1].isdigit() else "?" for part in parts]
        if "".join(periods) not in ("P", "DP", "PD", "DD"):
            return None
        every = next((part for part, kind in zip(parts, periods, strict=True) if kind == "P"), "")
        start = parts[0] if periods[0] == "D" else ""
        end = parts[-1] if len(parts) == 2 and periods[1] == "D" else ""
        return cls(int(number) if number else -1, every.upper(), start, end)
