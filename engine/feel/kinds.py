"""The kinds of values by name, for messages and signatures."""

from decimal import Decimal

from engine.feel.values import (
    CalendarDays,
    Date,
    DateTime,
    DaysTime,
    Function,
    OfficeDays,
    Open,
    Range,
    Time,
    Value,
    WorkDays,
    YearsMonths,
)

KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    list: "list",
    dict: "context",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    YearsMonths: "years and months duration",
    DaysTime: "days and time duration",
    WorkDays: "working days",
    CalendarDays: "calendar days",
    OfficeDays: "office days",
    Range: "range",
    Function: "function",
    Open: "open end",
}


def kind(value: Value) -> str:
    """The name of the value's kind."""
    return KINDS.get(type(value), type(value).__name__)
