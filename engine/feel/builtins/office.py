"""Built-ins of the office: working days, parameters of the law, superiors, amounts in words."""

from decimal import Decimal

from engine.feel.builtins.registry import builtin
from engine.feel.run import Run
from engine.feel.temporal import Date, DateTime
from engine.feel.values import Value, WorkDays
from engine.model import money

MAX_WORKDAYS = 10_000


@builtin("workdays(n: number)")
def _workdays(_: Run, count: Decimal) -> Value:
    whole = count == count.to_integral_value() and abs(count) <= MAX_WORKDAYS
    return WorkDays(int(count)) if whole else None


@builtin("add workdays(date: date, n: number)", pure=False)
def _add_to_day(run: Run, day: Date, count: Decimal) -> Value:
    """The day itself never counts; 0 moves forward to a working day."""
    if count != count.to_integral_value() or abs(count) > MAX_WORKDAYS:
        return None
    run.charge(int(abs(count)) // 10)
    return Date.from_python(run.env.calendar.add_working_days(day.to_python(), int(count)))


@builtin("add workdays(date: moment, n: number)", pure=False)
def _add_to_moment(run: Run, moment: DateTime, count: Decimal) -> Value:
    day = _add_to_day(run, moment.date, count)
    return None if day is None else DateTime(day, moment.time)


@builtin("parameter(key: string)", pure=False)
def _parameter(run: Run, key: str) -> Value:
    return run.env.parameter(key)


@builtin("parameter(key: string, date: date|moment)", pure=False)
def _parameter_on(run: Run, key: str, day: Date | DateTime) -> Value:
    """The value in force on that day: the law of then, not of now."""
    if run.env.parameter_on is None:
        return run.env.parameter(key)
    return run.env.parameter_on(key, (day.date if isinstance(day, DateTime) else day).to_python())


@builtin("superior(of: string)", pure=False)
def _superior(run: Run, address: str) -> Value:
    return run.env.superior(address)


@builtin("terbilang(n: number)")
def _terbilang(_: Run, amount: Decimal) -> Value:
    return money.terbilang(amount)


@builtin("rupiah(n: number)")
def _rupiah(_: Run, amount: Decimal) -> Value:
    return money.rupiah(amount)
