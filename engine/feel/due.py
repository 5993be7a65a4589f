"""When something falls due: the moment a FEEL value or an ISO 8601 text means, seen from now."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from engine.feel.arithmetic import apply
from engine.feel.durations import DaysTime, WorkDays, YearsMonths, parse_duration
from engine.feel.env import Env
from engine.feel.run import Run
from engine.feel.temporal import Date, DateTime
from engine.feel.values import Value


def due(value: Value, env: Env) -> datetime | None:
    """The moment, aware UTC; None where the value means none.

    A day, and n working days from today, end with the office hours of that day; a duration counts from now.
    """
    if isinstance(value, str):
        value = parse_duration(value) or Date.parse(value) or DateTime.parse(value)
    try:
        return _moment(value, env)
    except (ValueError, OverflowError):
        return None


def _moment(value: Value, env: Env) -> datetime | None:
    calendar = env.calendar
    if isinstance(value, WorkDays):
        return calendar.close_of(calendar.add_working_days(calendar.day_of(env.now), value.days))
    if isinstance(value, Date):
        return calendar.close_of(value.to_python())
    if isinstance(value, DateTime):
        return value.to_python(env.zone).astimezone(UTC)
    if isinstance(value, DaysTime):
        return env.now.astimezone(UTC) + value.to_python()
    if isinstance(value, YearsMonths):
        here = DateTime.from_python(env.now.astimezone(ZoneInfo(env.zone)))
        moved = apply("+", Run.detached(), here, value)
        return moved.to_python(env.zone).astimezone(UTC) if isinstance(moved, DateTime) else None
    return None
