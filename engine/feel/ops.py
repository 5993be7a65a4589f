"""Equality, order, ranges and membership with FEEL's three truth values (DMN 1.5 §10.3.2.13 to §10.3.2.15)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.durations import LAW_DAYS, SECOND, DaysTime, YearsMonths
from engine.feel.temporal import Date, DateTime, Time
from engine.feel.values import OPEN, Function, Open, Range, Value

#: Deeper values are equal to nothing: they cannot come from a form or a diagram.
MAX_DEPTH = 100


def equal(left: Value, right: Value, depth: int = 0) -> bool | None:
    """FEEL `=`: None where the kinds differ; null equals only null; a list of one equals its item."""
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind is not type(right):
        return _equal_kinds_apart(left, right, depth)
    if kind in PLAIN:
        return bool(left == right)
    rule = EQUALITY.get(kind)
    return None if rule is None or depth > MAX_DEPTH else rule(left, right, depth + 1)


def _equal_kinds_apart(left: Value, right: Value, depth: int) -> bool | None:
    if isinstance(left, list) and len(left) == 1:
        return equal(left[0], right, depth + 1)
    if isinstance(right, list) and len(right) == 1:
        return equal(left, right[0], depth + 1)
    return None


def _equal_lists(left: list[Value], right: list[Value], depth: int) -> bool | None:
    if len(left) != len(right):
        return False
    return all(equal(a, b, depth) for a, b in zip(left, right, strict=True))


def _equal_contexts(left: dict[str, Value], right: dict[str, Value], depth: int) -> bool | None:
    if left.keys() != right.keys():
        return False
    return all(equal(item, right[key], depth) for key, item in left.items())


def _equal_times(left: Time, right: Time, _: int) -> bool:
    if left.is_local != right.is_local:
        return False
    return _seconds_of_day(left) == _seconds_of_day(right)


def _seconds_of_day(time: Time) -> int:
    return (time.nanos // SECOND - (time.offset_on() or 0)) % 86_400


def _equal_moments(left: DateTime, right: DateTime, _: int) -> bool:
    return left.is_local == right.is_local and left.instant // SECOND == right.instant // SECOND


def _equal_ranges(left: Range, right: Range, depth: int) -> bool | None:
    ends = _equal_ends(left.low, right.low, depth) and _equal_ends(left.high, right.high, depth)
    return bool(ends) and (left.low_closed, left.high_closed) == (right.low_closed, right.high_closed)


def _equal_ends(left: Value, right: Value, depth: int) -> bool | None:
    if left is OPEN or right is OPEN:
        return left is right
    return equal(left, right, depth)


PLAIN = frozenset({Decimal, str, bool, Date, YearsMonths, DaysTime, Open}) | LAW_DAYS
EQUALITY: dict[type, Callable[[Any, Any, int], bool | None]] = {
    list: _equal_lists,
    dict: _equal_contexts,
    Time: _equal_times,
    DateTime: _equal_moments,
    Range: _equal_ranges,
    Function: lambda left, right, _: left is right,
}
ORDERED = frozenset({Decimal, str, Date, YearsMonths, DaysTime}) | LAW_DAYS


def compare(left: Value, right: Value) -> int | None:
    """-1, 0 or 1; None where the two have no order: other kinds, local against zoned, null."""
    kind = type(left)
    if kind is not type(right):
        return None
    if kind in ORDERED:
        return int(left > right) - int(left < right)
    if kind is DateTime and left.is_local == right.is_local:
        return int(left.instant > right.instant) - int(left.instant < right.instant)
    if kind is Time and left.is_local == right.is_local:
        return _compare_times(left, right)
    return None


def _compare_times(left: Time, right: Time) -> int:
    a = left.nanos - (left.offset_on() or 0) * SECOND
    b = right.nanos - (right.offset_on() or 0) * SECOND
    return (a > b) - (a < b)


def contains(held: Range, value: Value) -> bool | None:
    """True where the value lies in the range; None where it cannot be compared with an end."""
    above = _beyond(held.low, value, held.low_closed, 1)
    if above is False:
        return False
    below = _beyond(held.high, value, held.high_closed, -1)
    if below is False:
        return False
    return None if above is None or below is None else True


def _beyond(end: Value, value: Value, closed: bool, side: int) -> bool | None:
    if end is OPEN:
        return True
    if end is None or value is None:
        return None
    order = compare(value, end)
    if order is None:
        return None
    return order == side or (closed and order == 0)


def passes(value: Value, test: Value) -> bool | None:
    """FEEL `in` for one evaluated test: a range holds it, a list has it (whole or as item), a value equals it."""
    if isinstance(test, Range) and not isinstance(value, Range):
        return contains(test, value)
    if isinstance(test, list):
        return _in_list(value, test)
    return equal(value, test)


def _in_list(value: Value, items: list[Value]) -> bool | None:
    if isinstance(value, list) and equal(value, items):
        return True
    answer: bool | None = False
    for item in items:
        found = (
            contains(item, value) if isinstance(item, Range) and not isinstance(value, Range) else equal(value, item)
        )
        if found:
            return True
    return answer


def in_order(low: Value, high: Value) -> bool:
    """True for the ends of a possible range: one kind with an order, low not above high; null or open ends pass."""
    if low is None or low is OPEN or high is None or high is OPEN:
        return True
    order = compare(low, high)
    return order is not None and order <= 0
