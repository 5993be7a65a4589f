"""Closures of comparisons, membership, cells and three-valued logic."""

import operator
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from engine.feel.kinds import kind
from engine.feel.ops import PLAIN, compare, contains, equal, passes
from engine.feel.scopes import Closure, Compilation, Frame
from engine.feel.syntax import Between, Compare, Const, In, Interval, Logic, Node, Test, UnaryTests
from engine.feel.tree import names_in
from engine.feel.values import Range, Value

ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def comparison(compilation: Compilation, node: Compare) -> Closure:
    """`= != < <= > >=`."""
    left, pos = compilation.of(node.left), node.pos
    if node.op in ("=", "!="):
        return _equality(left, compilation.of(node.right), node)
    native = ORDER[node.op]
    if isinstance(node.right, Const) and isinstance(node.right.value, Decimal):
        return _against_number(left, node.right.value, native, pos)
    right = compilation.of(node.right)

    def ordered(frame: Frame) -> Value:
        a, b = left(frame), right(frame)
        if type(a) is Decimal and type(b) is Decimal:
            return native(a, b)
        return _slow(frame, native, a, b, pos)

    return ordered


def _against_number(left: Closure, number: Decimal, native: Callable[[Any, Any], bool], pos: int) -> Closure:
    def ordered(frame: Frame) -> Value:
        a = left(frame)
        return native(a, number) if type(a) is Decimal else _slow(frame, native, a, number, pos)

    return ordered


def _slow(frame: Frame, native: Callable[[Any, Any], bool], a: Value, b: Value, pos: int) -> Value:
    order = compare(a, b)
    if order is None:
        return frame[1].warn("feel.compare", pos, kind(a), kind(b))
    return native(order, 0)


def _equality(left: Closure, right: Closure, node: Compare) -> Closure:
    wanted, pos = node.op == "=", node.pos
    if isinstance(node.right, Const) and type(node.right.value) in PLAIN:
        return _equal_constant(left, node.right.value, pos, wanted=wanted)

    def same(frame: Frame) -> Value:
        return _same(frame, left(frame), right(frame), pos, wanted=wanted)

    return same


def _equal_constant(left: Closure, value: Value, pos: int, *, wanted: bool) -> Closure:
    plain = type(value)

    def same(frame: Frame) -> Value:
        a = left(frame)
        if type(a) is plain:
            return (a == value) is wanted
        return _same(frame, a, value, pos, wanted=wanted)

    return same


def _same(frame: Frame, a: Value, b: Value, pos: int, *, wanted: bool) -> Value:
    answer = equal(a, b)
    if answer is None:
        return frame[1].warn("feel.compare", pos, kind(a), kind(b))
    return answer is wanted


def between(compilation: Compilation, node: Between) -> Closure:
    """`value between low and high`, both ends included."""
    value, low, high = (compilation.of(part) for part in (node.value, node.low, node.high))

    def lies(frame: Frame) -> Value:
        a, start, end = value(frame), low(frame), high(frame)
        above, below = compare(a, start), compare(a, end)
        if above is None or below is None:
            return frame[1].warn("feel.compare", node.pos, kind(a), kind(start if above is None else end))
        return above >= 0 >= below

    return lies


#: A test of one value: True, False, or None where it cannot be told.
Tested = Callable[[Frame, Value], Value]


def membership(compilation: Compilation, node: In) -> Closure:
    """`value in tests`."""
    value = compilation.of(node.value)
    tests = [_test(compilation, part, "") for part in node.tests]
    pos = node.pos

    def holds(frame: Frame) -> Value:
        a = value(frame)
        answer = _any(test(frame, a) for test in tests)
        if answer is None:
            frame[1].warn("feel.compare", pos, kind(a), "in")
        return answer

    return holds


def unary_tests(compilation: Compilation, node: UnaryTests) -> Closure:
    """A cell: any of its tests holds for `?`, none of them where negated; `-` always holds."""
    value = compilation.name("?", node.pos)
    tests = [_test(compilation, part, "?") for part in node.tests]
    if not tests:
        return lambda _: True
    if len(tests) == 1 and not node.negated:
        only = tests[0]
        return lambda frame: only(frame, value(frame))
    negated = node.negated

    def cell(frame: Frame) -> Value:
        a = value(frame)
        answer = _any(test(frame, a) for test in tests)
        return answer if answer is None or not negated else not answer

    return cell


def _any(answers: Iterable[Value]) -> Value:
    found: Value = False
    for answer in answers:
        if answer is True:
            return True
        if answer is None:
            found = None
    return found


def _test(compilation: Compilation, node: Node, value_name: str) -> Tested:
    if isinstance(node, Test):
        operand, wanted = compilation.of(node.operand), node.op == "="
        return lambda frame, value: _tested_equal(equal(value, operand(frame)), wanted=wanted)
    made = compilation.of(node)
    if value_name and value_name in names_in(node):
        return lambda frame, _: _truth(made(frame))
    if isinstance(node, Interval):
        return lambda frame, value: _tested_range(made(frame), value)
    return lambda frame, value: passes(value, made(frame))


def _tested_equal(answer: bool | None, *, wanted: bool) -> Value:
    return None if answer is None else answer is wanted


def _tested_range(held: Value, value: Value) -> Value:
    if not isinstance(held, Range):
        return None
    return equal(value, held) if isinstance(value, Range) else contains(held, value)


def _truth(value: Value) -> Value:
    return value if isinstance(value, bool) else None


def test(compilation: Compilation, node: Test) -> Closure:
    """`(= 5)` or `(!= 5)` outside of a test is a test of `?`."""
    tested, value = _test(compilation, node, ""), compilation.name("?", node.pos)
    return lambda frame: tested(frame, value(frame))


def logic(compilation: Compilation, node: Logic) -> Closure:
    """`and`, `or` (DMN 1.5 table 50): the deciding operand wins over null; what is no boolean acts as null."""
    operands = [compilation.of(operand) for operand in node.operands]
    deciding, pos, op = node.op == "or", node.pos, node.op

    def combined(frame: Frame) -> Value:
        answer: Value = not deciding
        for operand in operands:
            value = operand(frame)
            if value is deciding:
                return deciding
            if value is None:
                answer = None
            elif value is not True and value is not False:
                answer = frame[1].warn("feel.logic", pos, op, kind(value))
        return answer

    return combined
