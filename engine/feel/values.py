"""The values FEEL computes with: None, bool, Decimal, str, list, dict and the classes below (DMN 1.5 §10.3.2)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.feel.durations import CalendarDays, DaysTime, OfficeDays, WorkDays, YearsMonths, parse_duration
from engine.feel.number import is_bounded, number
from engine.feel.temporal import Date, DateTime, Time

__all__ = [
    "OPEN",
    "CalendarDays",
    "Date",
    "DateTime",
    "DaysTime",
    "Function",
    "OfficeDays",
    "Open",
    "Range",
    "Time",
    "Value",
    "WorkDays",
    "YearsMonths",
    "of_python",
    "parse_duration",
]

Value = Any


@dataclass(frozen=True, slots=True)
class Open:
    """The missing end of `(< 5)`: unlike null, which `(null..5)` writes out."""


OPEN = Open()


@dataclass(frozen=True, slots=True)
class Range:
    """Every value between two ends; an end is OPEN where the range has none."""

    low: Value
    high: Value
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function value: `call(run, arguments)` takes the arguments in the order of `parameters`."""

    name: str
    parameters: tuple[str, ...]
    call: Callable[[Any, list[Value]], Value]
    #: How many of the parameters must be given.
    required: int = 0
    #: Declared types as written, for `instance of`.
    types: tuple[Any, ...] = ()


def of_python(given: Any) -> Value:  # noqa: ANN401 - whatever JSON, YAML or a driver gives
    """Turn plain Python into a FEEL value; a float is read by its shortest text, so 0.1 stays 0.1.

    A number beyond decimal128 is null.
    """
    kind = type(given)
    if kind in CONVERSIONS:
        return CONVERSIONS[kind](given)
    if isinstance(given, Mapping):
        return {str(key): of_python(item) for key, item in given.items()}
    if isinstance(given, Sequence) and not isinstance(given, str | bytes):
        return [of_python(item) for item in given]
    return given


CONVERSIONS: dict[type, Callable[[Any], Value]] = {
    int: Decimal,
    float: lambda given: number(repr(given)),
    Decimal: lambda given: given if is_bounded(given) else number(str(given)),
    datetime: DateTime.from_python,
    date: Date.from_python,
    timedelta: DaysTime.from_python,
}
