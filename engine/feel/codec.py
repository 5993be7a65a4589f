"""FEEL values as text and back, exactly: JSON whose numbers are Decimal and whose temporal values carry a tag."""

import json
from collections.abc import Callable
from decimal import Decimal
from json.scanner import make_scanner
from typing import Any

from engine.feel.durations import CalendarDays, DaysTime, OfficeDays, WorkDays, YearsMonths
from engine.feel.number import is_bounded
from engine.feel.temporal import Date, DateTime, Time
from engine.feel.values import OPEN, Open, Range, Value

TAG = "@"
_quote = json.encoder.encode_basestring


def encode(value: Value) -> str:
    """Write a value as text; TypeError for a function or anything that is no FEEL value."""
    parts: list[str] = []
    _write(value, parts.append)
    return "".join(parts)


def decode(text: str) -> Value:
    """Read what `encode` wrote; ValueError for anything else."""
    try:
        value, end = _scan(text, 0)
    except StopIteration:
        end = -1
    if end != len(text):
        raise ValueError(f"Expected a stored value, but got {text[:40]!r}")
    return value


def to_json(value: Value) -> Any:  # noqa: ANN401 - plain JSON
    """Plain JSON for partners and the API: a whole number as int, another number and all temporal values as text."""
    if isinstance(value, Decimal):
        return _plain_number(value)
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [to_json(item) for item in value]
    return value if value is None or isinstance(value, bool | str) else str(value)


def _plain_number(value: Decimal) -> int | str:
    if not is_bounded(value):
        return str(value)
    return int(value) if value == value.to_integral_value() else format(value, "f")


def _write(value: Value, put: Callable[[str], None]) -> None:
    writer = WRITERS.get(type(value))
    if writer is None:
        raise TypeError(f"Expected a FEEL value, but got {type(value).__name__}")
    writer(value, put)


def _write_list(items: list[Value], put: Callable[[str], None]) -> None:
    glue = "["
    for item in items:
        put(glue)
        _write(item, put)
        glue = ","
    put("[]" if glue == "[" else "]")


def _write_dict(context: dict[str, Value], put: Callable[[str], None]) -> None:
    if TAG in context:
        put(f'{{"{TAG}":"context","v":')
        _write_list([[key, item] for key, item in context.items()], put)
        put("}")
        return
    glue = "{"
    for key, item in context.items():
        put(f"{glue}{_quote(key)}:")
        _write(item, put)
        glue = ","
    put("{}" if glue == "{" else "}")


def _write_number(number: Decimal, put: Callable[[str], None]) -> None:
    text = str(number)
    if not is_bounded(number):
        raise TypeError(f"Expected a number within decimal128, but got {text[:40]}")
    put(text)


def _write_range(held: Range, put: Callable[[str], None]) -> None:
    put(f'{{"{TAG}":"range","v":')
    _write_list([held.low, held.high, held.low_closed, held.high_closed], put)
    put("}")


def _tagged(name: str) -> Callable[[Value, Callable[[str], None]], None]:
    def write(value: Value, put: Callable[[str], None]) -> None:
        put(f'{{"{TAG}":"{name}","v":"{value}"}}')

    return write


WRITERS: dict[type, Callable[[Any, Callable[[str], None]], None]] = {
    type(None): lambda _, put: put("null"),
    bool: lambda value, put: put("true" if value else "false"),
    str: lambda value, put: put(_quote(value)),
    Decimal: _write_number,
    list: _write_list,
    dict: _write_dict,
    Range: _write_range,
    Date: _tagged("date"),
    Time: _tagged("time"),
    DateTime: _tagged("datetime"),
    YearsMonths: _tagged("months"),
    DaysTime: _tagged("duration"),
    WorkDays: lambda value, put: put(f'{{"{TAG}":"workdays","v":{value.days}}}'),
    CalendarDays: lambda value, put: put(f'{{"{TAG}":"calendardays","v":{value.days}}}'),
    OfficeDays: lambda value, put: put(f'{{"{TAG}":"officedays","v":{value.days}}}'),
    Open: lambda _, put: put(f'{{"{TAG}":"open","v":null}}'),
}

READERS: dict[str, Callable[[Any], Value]] = {
    "date": Date.parse,
    "time": Time.parse,
    "datetime": DateTime.parse,
    "months": YearsMonths.parse,
    "duration": DaysTime.parse,
    "workdays": lambda days: WorkDays(int(days)),
    "calendardays": lambda days: CalendarDays(int(days)),
    "officedays": lambda days: OfficeDays(int(days)),
    "range": lambda held: Range(*held),
    "open": lambda _: OPEN,
    "context": dict,
}


def _read_number(text: str) -> Decimal:
    value = Decimal(text)
    if not is_bounded(value):
        raise ValueError(f"Expected a number within decimal128, but got {text[:40]}")
    return value


def _revive(found: dict[str, Any]) -> Value:
    return READERS[found[TAG]](found["v"]) if TAG in found else found


_scan = make_scanner(json.JSONDecoder(object_hook=_revive, parse_int=Decimal, parse_float=_read_number))  # type: ignore[arg-type]
