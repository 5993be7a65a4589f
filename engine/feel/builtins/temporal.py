"""Built-ins over days (DMN 1.5 §10.3.4.6); now() and today() are the instant of the run."""

from datetime import UTC
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.feel.builtins.registry import builtin
from engine.feel.run import Run
from engine.feel.temporal import Date, DateTime
from engine.feel.values import Value

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _day(moment: Date | DateTime) -> Date:
    return moment.date if isinstance(moment, DateTime) else moment


@builtin("now()", pure=False)
def _now(run: Run) -> Value:
    return DateTime.from_python(run.env.now.astimezone(UTC).astimezone(ZoneInfo(run.env.zone)))


@builtin("today()", pure=False)
def _today(run: Run) -> Value:
    return Date.from_python(run.env.now.astimezone(ZoneInfo(run.env.zone)).date())


@builtin("day of week(date: date|moment)")
def _day_of_week(_: Run, moment: Date | DateTime) -> Value:
    return WEEKDAYS[_day(moment).weekday - 1]


@builtin("day of year(date: date|moment)")
def _day_of_year(_: Run, moment: Date | DateTime) -> Value:
    day = _day(moment)
    return Decimal(day.number - Date(day.year, 1, 1).number + 1)


@builtin("month of year(date: date|moment)")
def _month_of_year(_: Run, moment: Date | DateTime) -> Value:
    return MONTHS[_day(moment).month - 1]


@builtin("week of year(date: date|moment)")
def _week_of_year(_: Run, moment: Date | DateTime) -> Value:
    """The ISO 8601 week: the one that holds the Thursday."""
    day = _day(moment)
    thursday = Date.from_number(day.number - day.weekday + 4)
    if thursday is None:
        return None
    return Decimal((thursday.number - Date(thursday.year, 1, 1).number) // 7 + 1)
