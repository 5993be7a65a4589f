"""Syntax tree to closures over one list frame; measured 3 to 5 times faster than a visitor."""

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from engine.feel.arithmetic import apply, negate
from engine.feel.builtins.library import BUILTINS, Builtin
from engine.feel.compare import between, comparison, logic, membership, test, unary_tests
from engine.feel.functions import call, function, instance_of
from engine.feel.kinds import kind
from engine.feel.loops import filtered, for_loop, quantified
from engine.feel.members import member
from engine.feel.ops import in_order
from engine.feel.scopes import Closure, Compilation, Frame
from engine.feel.syntax import (
    Arithmetic,
    At,
    Between,
    Call,
    Compare,
    Const,
    Context,
    Filter,
    For,
    FunctionOf,
    If,
    In,
    InstanceOf,
    Interval,
    ListOf,
    Logic,
    Name,
    Negate,
    Node,
    Path,
    Quantified,
    Test,
    UnaryTests,
)
from engine.feel.values import OPEN, Range, Value


def closure(compilation: Compilation, node: Node) -> Closure:
    """Compile one node."""
    return FORMS[type(node)](compilation, node)


def compiled(node: Node, builtins: Mapping[str, Builtin] = BUILTINS) -> tuple[Closure, int]:
    """The closure of a whole tree, and the size of its frame."""
    compilation = Compilation(closure, builtins)
    return closure(compilation, node), compilation.size


def constant(value: Value) -> Closure:
    """A closure that always answers the value."""
    return lambda _: value


def _const(_: Compilation, node: Const) -> Closure:
    return constant(node.value)


def _at(_: Compilation, node: At) -> Closure:
    def literal(frame: Frame) -> Value:
        frame[1].warn("feel.literal", node.pos, node.text)

    return literal


def _name(compilation: Compilation, node: Name) -> Closure:
    return compilation.name(node.name, node.pos)


def _path(compilation: Compilation, node: Path) -> Closure:
    base, name, pos = compilation.of(node.base), node.member, node.pos

    def path(frame: Frame) -> Value:
        held = base(frame)
        if type(held) is dict and name in held:
            return held[name]
        return member(frame[1], held, name, pos)

    return path


def _negate(compilation: Compilation, node: Negate) -> Closure:
    operand, pos = compilation.of(node.operand), node.pos

    def minus(frame: Frame) -> Value:
        value = operand(frame)
        negated = negate(value)
        if negated is None:
            frame[1].warn("feel.operands", pos, "-", kind(value), "-")
        return negated

    return minus


NATIVE: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
}


def _arithmetic(compilation: Compilation, node: Arithmetic) -> Closure:
    left, right, op, pos = compilation.of(node.left), compilation.of(node.right), node.op, node.pos
    native = NATIVE[op]

    def arithmetic(frame: Frame) -> Value:
        a, b = left(frame), right(frame)
        if type(a) is Decimal and type(b) is Decimal:
            try:
                return native(a, b)
            except ArithmeticError:
                return frame[1].warn("feel.arithmetic", pos, op)
        value = apply(op, frame[1], a, b)
        if value is None:
            frame[1].warn("feel.operands", pos, op, kind(a), kind(b))
        return value

    return arithmetic


def _if(compilation: Compilation, node: If) -> Closure:
    condition, then, otherwise = (compilation.of(part) for part in (node.condition, node.then, node.otherwise))

    def choice(frame: Frame) -> Value:
        chosen = condition(frame)
        if chosen is True:
            return then(frame)
        if chosen is not False:
            frame[1].warn("feel.logic", node.pos, "if", kind(chosen))
        return otherwise(frame)

    return choice


def _list(compilation: Compilation, node: ListOf) -> Closure:
    items = [compilation.of(item) for item in node.items]
    return lambda frame: [item(frame) for item in items]


def _context(compilation: Compilation, node: Context) -> Closure:
    scope = compilation.bind(())
    entries: list[tuple[str, int, Closure]] = []
    for key, value in node.entries:
        made = compilation.of(value)
        scope.slots[key] = compilation.slot()
        entries.append((key, scope.slots[key], made))
    compilation.leave()
    twice = [key for place, (key, _, _) in enumerate(entries) if key in {name for name, _, _ in entries[:place]}]

    def context(frame: Frame) -> Value:
        if twice:
            return frame[1].warn("feel.duplicate_key", node.pos, twice[0])
        made: dict[str, Value] = {}
        for key, slot, value in entries:
            made[key] = frame[slot] = frame[1].bear(value(frame))
        return made

    return context


def _interval(compilation: Compilation, node: Interval) -> Closure:
    low = compilation.of(node.low) if node.low is not None else constant(OPEN)
    high = compilation.of(node.high) if node.high is not None else constant(OPEN)
    low_closed, high_closed, pos = node.low_closed, node.high_closed, node.pos
    if _is_constant(node.low) and _is_constant(node.high):
        held = Range(low([]), high([]), low_closed, high_closed)
        if in_order(held.low, held.high):
            return constant(held)

    def interval(frame: Frame) -> Value:
        start, end = low(frame), high(frame)
        if not in_order(start, end):
            return frame[1].warn("feel.range", pos, kind(start), kind(end))
        return Range(start, end, low_closed, high_closed)

    return interval


def _is_constant(node: Node | None) -> bool:
    return node is None or isinstance(node, Const)


FORMS: dict[type, Callable[[Compilation, Any], Closure]] = {
    Const: _const,
    At: _at,
    Name: _name,
    Path: _path,
    Filter: filtered,
    Call: call,
    Negate: _negate,
    Arithmetic: _arithmetic,
    Compare: comparison,
    Between: between,
    In: membership,
    Test: test,
    Interval: _interval,
    UnaryTests: unary_tests,
    Logic: logic,
    If: _if,
    For: for_loop,
    Quantified: quantified,
    ListOf: _list,
    Context: _context,
    FunctionOf: function,
    InstanceOf: instance_of,
}
