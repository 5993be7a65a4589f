"""Terms of the law counted on the office's calendar, and what each day was counted from, so that it can be again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from engine.feel.durations import CalendarDays, LawDays, OfficeDays, WorkDays
from engine.feel.temporal import Date, DateTime, Time
from engine.model.calendar import Calendar

KINDS: Mapping[str, type[LawDays]] = {"workdays": WorkDays, "calendardays": CalendarDays, "officedays": OfficeDays}
NAMES: Mapping[type, str] = {kind: name for name, kind in KINDS.items()}
#: A day given as it is: only the office hours and the zone can move its deadline.
FIXED = "day"
#: A day counted from a day counted from a day …: deeper chains stay where they are.
DEEPEST = 8


def decided(value: Date | DateTime) -> Date | DateTime:
    """The same day without what it was counted from."""
    day = value.date if isinstance(value, DateTime) else value
    if day.counted is None:
        return value
    plain = replace(day, counted=None)
    return DateTime(plain, value.time) if isinstance(value, DateTime) else plain


def end_of(calendar: Calendar, day: date, kind: str, count: int) -> date:
    """The last day of a term that begins after `day`; ValueError or OverflowError where the calendar has none."""
    if kind == "workdays":
        return calendar.add_working_days(day, count)
    if kind == "officedays":
        return calendar.add_calendar_days(day, count)
    return date.fromordinal(day.toordinal() + count)


def add_days(calendar: Calendar, day: Date, length: LawDays) -> Date:
    """The last day of a term, remembering how it was counted; ValueError or OverflowError where there is none."""
    kind = NAMES[type(length)]
    end = Date.from_python(end_of(calendar, day.to_python(), kind, length.days))
    return replace(end, counted=(kind, length.days, day))


def origin(day: Date, depth: int = 0) -> dict[str, Any]:
    """What a day was counted from, as plain JSON."""
    if day.counted is None or depth > DEEPEST:
        return {"kind": FIXED, "from": str(day)}
    kind, count, base = day.counted
    return {"kind": kind, "n": count, "from": str(base) if base.counted is None else origin(base, depth + 1)}


def counted_again(counted: Mapping[str, Any], calendar: Calendar, area: str) -> datetime:
    """The moment the same term ends by this calendar, UTC; ValueError or OverflowError where it has none."""
    day = _day_again(counted, calendar)
    if "time" not in counted:
        return calendar.close_of(day)
    clock = Time.parse(counted["time"])
    if clock is None:
        raise ValueError(f"Expected a time of day, but got {counted['time']}")
    return DateTime(Date.from_python(day), clock).to_python(area).astimezone(UTC)


def depends_on_days(counted: Mapping[str, Any]) -> bool:
    """True where a holiday can move it; False for a day given as it is, or counted in calendar days alone."""
    base = counted["from"]
    own = counted["kind"] in ("workdays", "officedays")
    return own or (isinstance(base, Mapping) and depends_on_days(base))


def _day_again(counted: Mapping[str, Any], calendar: Calendar) -> date:
    base = counted["from"]
    day = _day_again(base, calendar) if isinstance(base, Mapping) else date.fromisoformat(base)
    return day if counted["kind"] == FIXED else end_of(calendar, day, counted["kind"], counted["n"])
