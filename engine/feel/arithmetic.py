"""`+ - * / **` over numbers, text, dates and durations (DMN 1.5 tables 57 to 61); None where the kinds do not fit."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.counting import add_days
from engine.feel.durations import LAW_DAYS, DaysTime, LawDays, WorkDays, YearsMonths
from engine.feel.run import Run
from engine.feel.temporal import NANOS_A_DAY, Date, DateTime, Time
from engine.feel.values import Value

Rule = Callable[[Run, Any, Any], Value]


def apply(op: str, run: Run, left: Value, right: Value) -> Value:
    """The result; None where there is none. Needs the FEEL decimal context."""
    rule = RULES[op].get((type(left), type(right)))
    if rule is None:
        return None
    try:
        return rule(run, left, right)
    except ArithmeticError:
        return None


def negate(value: Value) -> Value:
    """Unary minus; None for what has no sign."""
    if isinstance(value, Decimal):
        return -value
    if isinstance(value, DaysTime):
        return DaysTime(-value.nanos)
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.months)
    return type(value)(-value.days) if type(value) in LAW_DAYS else None


def _moment(day: Date) -> DateTime:
    """A day in arithmetic with date and time is its midnight UTC."""
    return DateTime(day, Time(0, 0, 0, 0, 0))


def _day_plus(run: Run, day: Date, length: DaysTime) -> Date | None:
    return Date.from_number(day.number + length.nanos // NANOS_A_DAY)


def _moment_plus_months(run: Run, moment: DateTime, length: YearsMonths) -> DateTime | None:
    day = moment.date.plus_months(length.months)
    return DateTime(day, moment.time) if day is not None else None


def _day_plus_days(run: Run, day: Date, length: LawDays) -> Date | None:
    try:
        return add_days(run.env.calendar, day, length)
    except (ValueError, OverflowError):
        return None


def _moment_plus_days(run: Run, moment: DateTime, length: LawDays) -> DateTime | None:
    day = _day_plus_days(run, moment.date, length)
    return DateTime(day, moment.time) if day is not None else None


def _length(nanos: int) -> DaysTime | None:
    return DaysTime.of(nanos)


def _moment_minus(run: Run, left: DateTime, right: DateTime) -> DaysTime | None:
    return _length(left.instant - right.instant) if left.is_local == right.is_local else None


def _time_minus(run: Run, left: Time, right: Time) -> DaysTime | None:
    if left.is_local != right.is_local:
        return None
    shift = ((left.offset_on() or 0) - (right.offset_on() or 0)) * 1_000_000_000
    return DaysTime(left.nanos - right.nanos - shift)


def _scaled(length: int, factor: Decimal) -> int:
    return int(Decimal(length) * factor)


def _times(run: Run, length: DaysTime, factor: Decimal) -> DaysTime | None:
    return _length(_scaled(length.nanos, factor))


def _months_times(run: Run, length: YearsMonths, factor: Decimal) -> YearsMonths | None:
    return YearsMonths.of(_scaled(length.months, factor))


def _join(run: Run, left: str, right: str) -> str:
    run.fit_length(len(left) + len(right))
    return left + right


def _flip(rule: Rule) -> Rule:
    return lambda run, left, right: rule(run, right, left)


def _less(rule: Rule) -> Rule:
    return lambda run, left, right: rule(run, left, negate(right))


PLUS: dict[tuple[type, type], Rule] = {
    (Decimal, Decimal): lambda _, a, b: a + b,
    (str, str): _join,
    (YearsMonths, YearsMonths): lambda _, a, b: YearsMonths.of(a.months + b.months),
    (DaysTime, DaysTime): lambda _, a, b: _length(a.nanos + b.nanos),
    (WorkDays, WorkDays): lambda _, a, b: WorkDays(a.days + b.days),
    (Date, YearsMonths): lambda _, a, b: a.plus_months(b.months),
    (Date, DaysTime): _day_plus,
    (DateTime, YearsMonths): _moment_plus_months,
    (DateTime, DaysTime): lambda _, a, b: a.at(a.wall + b.nanos),
    (Time, DaysTime): lambda _, a, b: a.at(a.nanos + b.nanos),
}
PLUS |= {(Date, days): _day_plus_days for days in LAW_DAYS} | {(DateTime, days): _moment_plus_days for days in LAW_DAYS}
PLUS |= {(right, left): _flip(rule) for (left, right), rule in list(PLUS.items()) if left is not right}
MINUS: dict[tuple[type, type], Rule] = {
    (Decimal, Decimal): lambda _, a, b: a - b,
    (YearsMonths, YearsMonths): lambda _, a, b: YearsMonths.of(a.months - b.months),
    (DaysTime, DaysTime): lambda _, a, b: _length(a.nanos - b.nanos),
    (WorkDays, WorkDays): lambda _, a, b: WorkDays(a.days - b.days),
    (Date, Date): lambda _, a, b: DaysTime((a.number - b.number) * NANOS_A_DAY),
    (DateTime, DateTime): _moment_minus,
    (Date, DateTime): lambda run, a, b: _moment_minus(run, _moment(a), b),
    (DateTime, Date): lambda run, a, b: _moment_minus(run, a, _moment(b)),
    (Time, Time): _time_minus,
}
MINUS |= {pair: _less(rule) for pair, rule in PLUS.items() if pair[0] in (Date, DateTime, Time)}
TIMES: dict[tuple[type, type], Rule] = {
    (Decimal, Decimal): lambda _, a, b: a * b,
    (YearsMonths, Decimal): _months_times,
    (DaysTime, Decimal): _times,
    (Decimal, YearsMonths): _flip(_months_times),
    (Decimal, DaysTime): _flip(_times),
}
OVER: dict[tuple[type, type], Rule] = {
    (Decimal, Decimal): lambda _, a, b: a / b,
    (YearsMonths, Decimal): lambda _, a, b: YearsMonths.of(int(Decimal(a.months) / b)),
    (DaysTime, Decimal): lambda _, a, b: _length(int(Decimal(a.nanos) / b)),
    (YearsMonths, YearsMonths): lambda _, a, b: Decimal(a.months) / Decimal(b.months),
    (DaysTime, DaysTime): lambda _, a, b: Decimal(a.nanos) / Decimal(b.nanos),
}
POWER: dict[tuple[type, type], Rule] = {(Decimal, Decimal): lambda _, a, b: a**b}
RULES: dict[str, dict[tuple[type, type], Rule]] = {"+": PLUS, "-": MINUS, "*": TIMES, "/": OVER, "**": POWER}
