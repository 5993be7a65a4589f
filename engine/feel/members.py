"""What stands behind a dot: members of contexts, and the parts of dates, durations and ranges (DMN 1.5 table 65)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.durations import SECOND, CalendarDays, DaysTime, OfficeDays, WorkDays, YearsMonths
from engine.feel.kinds import kind
from engine.feel.run import Run
from engine.feel.temporal import Date, DateTime, Time
from engine.feel.values import OPEN, Range, Value


def member(run: Run, base: Value, name: str, pos: int) -> Value:
    """The member; over a list, the member of every item; None with a warning where there is none."""
    if isinstance(base, dict):
        if name in base:
            return base[name]
    elif isinstance(base, list):
        run.charge(len(base))
        return [member(run, item, name, pos) for item in base]
    else:
        part = PARTS.get((type(base), name))
        if part is not None:
            return part(base)
    run.warn("feel.unknown_member", pos, name, kind(base))
    return None


def _signed(length: DaysTime, part: int) -> Decimal:
    return Decimal(-part if length.nanos < 0 else part)


def _years(length: YearsMonths) -> Decimal:
    years = abs(length.months) // 12
    return Decimal(-years if length.months < 0 else years)


def _offset(time: Time, day: tuple[int, int, int] | None = None) -> DaysTime | None:
    offset = time.offset_on(day) if day else time.offset_on()
    return None if offset is None else DaysTime(offset * SECOND)


def _end(value: Value) -> Value:
    return None if value is OPEN else value


def _area(time: Time) -> str | None:
    return time.area or None


PARTS: dict[tuple[type, str], Callable[[Any], Value]] = {
    (Date, "year"): lambda day: Decimal(day.year),
    (Date, "month"): lambda day: Decimal(day.month),
    (Date, "day"): lambda day: Decimal(day.day),
    (Date, "weekday"): lambda day: Decimal(day.weekday),
    (DateTime, "year"): lambda moment: Decimal(moment.date.year),
    (DateTime, "month"): lambda moment: Decimal(moment.date.month),
    (DateTime, "day"): lambda moment: Decimal(moment.date.day),
    (DateTime, "weekday"): lambda moment: Decimal(moment.date.weekday),
    (DateTime, "hour"): lambda moment: Decimal(moment.time.hour),
    (DateTime, "minute"): lambda moment: Decimal(moment.time.minute),
    (DateTime, "second"): lambda moment: Decimal(moment.time.second),
    (DateTime, "time offset"): lambda moment: _offset(
        moment.time, (moment.date.year, moment.date.month, moment.date.day)
    ),
    (DateTime, "timezone"): lambda moment: _area(moment.time),
    (Time, "hour"): lambda time: Decimal(time.hour),
    (Time, "minute"): lambda time: Decimal(time.minute),
    (Time, "second"): lambda time: Decimal(time.second),
    (Time, "time offset"): _offset,
    (Time, "timezone"): _area,
    (YearsMonths, "years"): _years,
    (YearsMonths, "months"): lambda length: Decimal(length.months) - _years(length) * 12,
    (DaysTime, "days"): lambda length: _signed(length, length.parts()[0]),
    (DaysTime, "hours"): lambda length: _signed(length, length.parts()[1]),
    (DaysTime, "minutes"): lambda length: _signed(length, length.parts()[2]),
    (DaysTime, "seconds"): lambda length: _signed(length, length.parts()[3]),
    (WorkDays, "days"): lambda length: Decimal(length.days),
    (CalendarDays, "days"): lambda length: Decimal(length.days),
    (OfficeDays, "days"): lambda length: Decimal(length.days),
    (Range, "start"): lambda held: _end(held.low),
    (Range, "end"): lambda held: _end(held.high),
    (Range, "start included"): lambda held: held.low_closed,
    (Range, "end included"): lambda held: held.high_closed,
}
