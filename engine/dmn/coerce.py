"""Values fitted to the type a column or variable declares (DMN 1.5 §10.3.2.9.4), lightly."""

from decimal import Decimal

from engine.feel.values import Date, DateTime, DaysTime, Time, YearsMonths
from engine.model.state import Value

_TYPES: dict[str, tuple[type, ...]] = {
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "date": (Date,),
    "time": (Time,),
    "dateTime": (DateTime,),
    "date and time": (DateTime,),
    "days and time duration": (DaysTime,),
    "dayTimeDuration": (DaysTime,),
    "years and months duration": (YearsMonths,),
    "yearMonthDuration": (YearsMonths,),
}


def class_of(type_ref: str) -> type | None:
    """The class whose values need no fitting to `type_ref`; None where every value does as it is."""
    types = _TYPES.get(_local(type_ref))
    return None if types is None else types[0]


def fits(value: Value, type_ref: str) -> bool:
    """Whether a value is of the built-in type `type_ref`; other names describe structures and are not checked."""
    types = _TYPES.get(_local(type_ref))
    return types is None or value is None or isinstance(value, types)


def coerce(value: Value, type_ref: str) -> Value:
    """Fit a value to a built-in type: a list of one gives its element, ISO text a date; else it stays as it is."""
    kind = _local(type_ref)
    if kind not in _TYPES:
        return value
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, str) and kind == "date":
        return Date.parse(value) or value
    if isinstance(value, str) and kind in ("dateTime", "date and time"):
        return DateTime.parse(value) or value
    return value


def _local(type_ref: str) -> str:
    return type_ref.removeprefix("feel:").strip()
