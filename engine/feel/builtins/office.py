"""Built-ins of the office: working days, parameters of the law, superiors, amounts in words."""

from decimal import Decimal

from engine.feel.builtins.registry import builtin
from engine.feel.counting import add_days
from engine.feel.durations import LawDays
from engine.feel.run import Run
from engine.feel.temporal import Date, DateTime
from engine.feel.values import CalendarDays, OfficeDays, Value, WorkDays
from engine.model import money

MAX_WORKDAYS = 10_000
#: Days a count of working days may span: a hundred years.
MAX_SPAN = 36_600


@builtin("workdays(n: number)")
def _workdays(_: Run, count: Decimal) -> Value:
    return WorkDays(int(count)) if _is_count(count) else None


@builtin("calendar days(n: number)")
def _calendar_days(_: Run, count: Decimal) -> Value:
    """Ends with the office hours of its last day, whether or not the office is open then."""
    return CalendarDays(int(count)) if _is_count(count) else None


@builtin("office days(n: number)")
def _office_days(_: Run, count: Decimal) -> Value:
    """Calendar days, the last of which moves to the next working day where the office is closed."""
    return OfficeDays(int(count)) if _is_count(count) else None


@builtin("add workdays(date: date, n: number)", pure=False)
def _add_to_day(run: Run, day: Date, count: Decimal) -> Value:
    """The day itself never counts; 0 moves forward to a working day."""
    return _added(run, day, WorkDays(int(count))) if _is_count(count) else None


@builtin("add workdays(date: moment, n: number)", pure=False)
def _add_to_moment(run: Run, moment: DateTime, count: Decimal) -> Value:
    day = _add_to_day(run, moment.date, count)
    return None if day is None else DateTime(day, moment.time)


@builtin("add office days(date: date, n: number)", pure=False)
def _add_office_days(run: Run, day: Date, count: Decimal) -> Value:
    """Calendar days after the day, ending on a working day: the next one, or the one before where n is negative."""
    return _added(run, day, OfficeDays(int(count))) if _is_count(count) else None


@builtin("add office days(date: moment, n: number)", pure=False)
def _add_office_days_to_moment(run: Run, moment: DateTime, count: Decimal) -> Value:
    day = _add_office_days(run, moment.date, count)
    return None if day is None else DateTime(day, moment.time)


@builtin("is workday(date: date)", pure=False)
def _is_workday(run: Run, day: Date) -> Value:
    return run.env.calendar.is_working_day(day.to_python())


@builtin("count workdays(from: date, to: date)", pure=False)
def _count_workdays(run: Run, first: Date, last: Date) -> Value:
    """Working days between two days, both included; 0 where the second is earlier."""
    length = last.number - first.number
    if length > MAX_SPAN:
        return None
    run.charge(max(0, length) // 10)
    return Decimal(run.env.calendar.working_days(first.to_python(), last.to_python()))


def _added(run: Run, day: Date, length: LawDays) -> Date:
    run.charge(abs(length.days) // 10)
    return add_days(run.env.calendar, day, length)


def _is_count(count: Decimal) -> bool:
    return count == count.to_integral_value() and abs(count) <= MAX_WORKDAYS


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
