"""Types as values are checked against them: `instance of`, and the coercion of declared parameters."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from engine.feel.syntax import Type
from engine.feel.values import Date, DateTime, DaysTime, Function, Range, Time, Value, YearsMonths

CLASSES: dict[str, type] = {
    "number": Decimal,
    "string": str,
    "boolean": bool,
    "date": Date,
    "time": Time,
    "date and time": DateTime,
    "dateTime": DateTime,
    "days and time duration": DaysTime,
    "dayTimeDuration": DaysTime,
    "years and months duration": YearsMonths,
    "yearMonthDuration": YearsMonths,
    "list": list,
    "context": dict,
    "range": Range,
    "function": Function,
}
MISFIT: Final[Any] = object()


def is_known(wanted: Type) -> bool:
    """True where every name in the type is a FEEL type."""
    if wanted.name not in CLASSES and wanted.name not in ("Any", "Null"):
        return False
    inner = (*wanted.arguments, *(member for _, member in wanted.members), *((wanted.result,) if wanted.result else ()))
    return all(is_known(part) for part in inner)


def expand(wanted: Type, types: Mapping[str, Type]) -> Type:
    """The type with the names somebody defined spelled out."""
    found = types.get(wanted.name, wanted)
    return Type(
        found.name,
        tuple(expand(one, types) for one in found.arguments),
        tuple((name, expand(one, types)) for name, one in found.members),
        None if found.result is None else expand(found.result, types),
    )


def is_instance(value: Value, wanted: Type) -> bool:
    """FEEL `instance of`: null is an instance of Null only."""
    if wanted.name == "Any":
        return value is not None
    if value is None:
        return wanted.name == "Null"
    if type(value) is not CLASSES.get(wanted.name):
        return False
    return _fits_inside(value, wanted)


def _fits_inside(value: Value, wanted: Type) -> bool:
    if isinstance(value, list) and wanted.arguments:
        return all(item is None or is_instance(item, wanted.arguments[0]) for item in value)
    if isinstance(value, dict):
        return all(_member_fits(value, name, member) for name, member in wanted.members)
    if isinstance(value, Range) and wanted.arguments:
        ends = [end for end in (value.low, value.high) if end is not None and type(end) in CLASSES.values()]
        return all(is_instance(end, wanted.arguments[0]) for end in ends)
    if isinstance(value, Function) and wanted.result is not None:
        return _function_fits(value, wanted)
    return True


def _member_fits(context: dict[str, Value], name: str, wanted: Type) -> bool:
    return name in context and (context[name] is None or is_instance(context[name], wanted))


def _function_fits(function: Function, wanted: Type) -> bool:
    if len(function.parameters) != len(wanted.arguments):
        return False
    return all(
        declared is None or declared.name == given.name
        for declared, given in zip(function.types, wanted.arguments, strict=False)
    )


def conform(value: Value, wanted: Type | None) -> Value:
    """The value coerced to a declared type (DMN 1.5 §10.3.2.9.4); MISFIT where it cannot be."""
    if wanted is None or value is None or wanted.name not in CLASSES or is_instance(value, wanted):
        return value
    if isinstance(value, list) and len(value) == 1 and is_instance(value[0], wanted):
        return value[0]
    if wanted.name == "list" and is_instance([value], wanted):
        return [value]
    if isinstance(value, Date) and wanted.name in ("date and time", "dateTime"):
        return DateTime(value, Time(0, 0, 0, 0, 0))
    return MISFIT
