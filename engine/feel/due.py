"""When something falls due: the moment a FEEL value or an ISO 8601 text means, seen from now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from engine.feel.counting import add_days, origin
from engine.feel.durations import LAW_DAYS, DaysTime, YearsMonths
from engine.feel.env import Env
from engine.feel.iso import Period, parse_day, parse_moment
from engine.feel.temporal import Date, DateTime
from engine.feel.values import Value


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment, and what it was counted from where the office's calendar had a say."""

    #: Aware, UTC.
    at: datetime
    #: {"kind": workdays | calendardays | officedays | day, "n", "from": the day before the first, "time"}; plain JSON.
    counted: Mapping[str, Any] | None = None


def due(value: Value, env: Env) -> datetime | None:
    """The moment, aware UTC; None where the value means none.

    A day, and n days of a term of the law from today, end with the office hours of that day; a duration counts from
    now.
    """
    found = deadline(value, env)
    return found.at if found else None


def deadline(value: Value, env: Env) -> Deadline | None:
    """The same with what it was counted from."""
    try:
        return _read(value, env) if isinstance(value, str) else _moment(value, env)
    except (ValueError, OverflowError):
        return None


def _read(text: str, env: Env) -> Deadline | None:
    """A literal: a period, a day, or a moment on the clock of the office."""
    text = text.strip()
    period = Period.parse(text)
    if period is not None:
        return Deadline(period.after(env.now, env.zone))
    negative = DaysTime.parse(text) or YearsMonths.parse(text)
    if negative is not None:
        return _moment(negative, env)
    day = parse_day(text)
    if day is not None:
        return _moment(Date.from_python(day), env)
    moment = parse_moment(text, env.zone)
    return Deadline(moment.astimezone(UTC)) if moment is not None else None


def _moment(value: Value, env: Env) -> Deadline | None:
    calendar = env.calendar
    if type(value) in LAW_DAYS:
        return _moment(add_days(calendar, Date.from_python(calendar.day_of(env.now)), value), env)
    if isinstance(value, Date):
        return Deadline(calendar.close_of(value.to_python()), origin(value))
    if isinstance(value, DateTime):
        at = value.to_python(env.zone).astimezone(UTC)
        return Deadline(at, origin(value.date) | {"time": str(value.time)} if value.date.counted else None)
    if isinstance(value, DaysTime):
        return Deadline(env.now.astimezone(UTC) + value.to_python())
    if isinstance(value, YearsMonths):
        return Deadline(Period(value.months, 0).after(env.now, env.zone))
    return None
