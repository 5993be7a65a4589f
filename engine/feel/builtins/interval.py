"""The fourteen relations between points and ranges (DMN 1.5 §10.3.4.9, table 78)."""

from collections.abc import Callable

from engine.feel.builtins.registry import builtin
from engine.feel.ops import compare, contains
from engine.feel.run import Run
from engine.feel.values import OPEN, Range, Value

POINT = "number|string|date|time|moment|months|duration"
#: End points in order: value, then how far past it the range begins (-1 included, 0 point, 1 excluded …).
Bound = tuple[Value, int]


class NoOrder(ValueError):
    """Two end points that cannot be compared make the whole relation null."""


def _bounds(value: Value) -> tuple[Bound, Bound]:
    """Lower and upper bound: an excluded lower end lies just after its point, an excluded upper just before."""
    if not isinstance(value, Range):
        return (value, 0), (value, 0)
    if value.low in (None, OPEN) or value.high in (None, OPEN):
        raise NoOrder
    return (value.low, 0 if value.low_closed else 1), (value.high, 0 if value.high_closed else -1)


def _order(left: Bound, right: Bound) -> int:
    order = compare(left[0], right[0])
    if order is None:
        raise NoOrder
    return order or (left[1] > right[1]) - (left[1] < right[1])


Relation = Callable[[Value, Value], bool]


def _before(a: Value, b: Value) -> bool:
    return _order(_bounds(a)[1], _bounds(b)[0]) < 0


def _meets(a: Range, b: Range) -> bool:
    (_, high), (low, _) = _bounds(a), _bounds(b)
    return compare(high[0], low[0]) == 0 and a.high_closed and b.low_closed


def _starts(a: Value, b: Range) -> bool:
    (a_low, a_high), (b_low, b_high) = _bounds(a), _bounds(b)
    return _order(a_low, b_low) == 0 and _order(a_high, b_high) <= 0


def _finishes(a: Value, b: Range) -> bool:
    (a_low, a_high), (b_low, b_high) = _bounds(a), _bounds(b)
    return _order(a_high, b_high) == 0 and _order(a_low, b_low) >= 0


def _during(a: Value, b: Range) -> bool:
    if not isinstance(a, Range):
        inside = contains(b, a)
        if inside is None:
            raise NoOrder
        return inside
    (a_low, a_high), (b_low, b_high) = _bounds(a), _bounds(b)
    return _order(a_low, b_low) >= 0 and _order(a_high, b_high) <= 0


def _overlaps(a: Range, b: Range) -> bool:
    (a_low, a_high), (b_low, b_high) = _bounds(a), _bounds(b)
    return _order(a_low, b_high) <= 0 and _order(b_low, a_high) <= 0


def _overlaps_before(a: Range, b: Range) -> bool:
    (a_low, a_high), (b_low, b_high) = _bounds(a), _bounds(b)
    return _order(a_low, b_low) < 0 and _order(b_low, a_high) <= 0 and _order(a_high, b_high) <= 0


def _coincides(a: Value, b: Value) -> bool:
    (a_low, a_high), (b_low, b_high) = _bounds(a), _bounds(b)
    return _order(a_low, b_low) == 0 and _order(a_high, b_high) == 0


def _converse(relation: Relation) -> Relation:
    return lambda a, b: relation(b, a)


def _declare(name: str, relation: Relation, *forms: tuple[str, str]) -> None:
    def body(_: Run, a: Value, b: Value) -> Value:
        return relation(a, b)

    for left, right in forms:
        builtin(f"{name}({left}, {right})")(body)


POINTS = (f"point1: {POINT}", f"point2: {POINT}")
POINT_RANGE = (f"point: {POINT}", "range: range")
RANGE_POINT = ("range: range", f"point: {POINT}")
RANGES = ("range1: range", "range2: range")

_declare("before", _before, POINTS, POINT_RANGE, RANGE_POINT, RANGES)
_declare("after", _converse(_before), POINTS, POINT_RANGE, RANGE_POINT, RANGES)
_declare("meets", _meets, RANGES)
_declare("met by", _converse(_meets), RANGES)
_declare("overlaps", _overlaps, RANGES)
_declare("overlaps before", _overlaps_before, RANGES)
_declare("overlaps after", _converse(_overlaps_before), RANGES)
_declare("finishes", _finishes, POINT_RANGE, RANGES)
_declare("finished by", _converse(_finishes), RANGE_POINT, RANGES)
_declare("includes", _converse(_during), RANGE_POINT, RANGES)
_declare("during", _during, POINT_RANGE, RANGES)
_declare("starts", _starts, POINT_RANGE, RANGES)
_declare("started by", _converse(_starts), RANGE_POINT, RANGES)
_declare("coincides", _coincides, POINTS, RANGES)
