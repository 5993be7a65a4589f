"""FEEL for the browser: the part of a syntax tree that depends on answers, as JSON for static/vendor/feel.js.

What reads no answer (parameters, the clock, the case) is worked out here and sent as a constant, so the browser needs
neither these nor their rights. What the browser cannot compute exactly as the server is refused with its position.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, getcontext, setcontext
from typing import Any, NoReturn

from engine.feel.builtins.library import BUILTINS
from engine.feel.builtins.registry import Overload
from engine.feel.closures import compiled
from engine.feel.durations import DaysTime, YearsMonths
from engine.feel.env import Env
from engine.feel.errors import FeelBudgetError, FeelError, position
from engine.feel.number import CONTEXT, plain
from engine.feel.parser import parse
from engine.feel.run import Run
from engine.feel.syntax import (
    Arithmetic,
    Between,
    Call,
    Compare,
    Const,
    Context,
    Filter,
    For,
    If,
    In,
    Interval,
    Iterator,
    ListOf,
    Logic,
    Name,
    Negate,
    Node,
    Path,
    Quantified,
    Test,
)
from engine.feel.tree import children
from engine.feel.values import OPEN, Date, Range, Value

VERSION = 1
#: Values written out in a constant; a longer one stays with the server.
MOST = 200
#: The built-ins the module has; a test compares them with its own list.
FUNCTIONS = frozenset(
    {
        *("abs", "all", "any", "append", "ceiling", "concatenate", "contains", "count", "date", "day of week"),
        *("day of year", "decimal", "distinct values", "duration", "ends with", "even", "flatten", "floor"),
        *("get value", "index of", "list contains", "lower case", "max", "mean", "median", "min", "modulo"),
        *("month of year", "not", "number", "odd", "product", "reverse", "round down", "round half down"),
        *("round half even", "round half up", "round up", "starts with", "string", "string join", "string length"),
        *("sublist", "substring", "substring after", "substring before", "sum", "trim", "upper case"),
        *("week of year", "years and months duration"),
    }
)

#: JSON: a constant, or [operator, …].
Tree = Any


class NotInBrowser(FeelError):
    """The text is FEEL, but only the server evaluates it: why, and where (from 1)."""

    def __init__(self, message_en: str, message_id: str, *, text: str, offset: int) -> None:
        super().__init__(message_en, message_id)
        self.line, self.column = position(text, offset)


def compile(
    text: str,
    answers: Collection[str],
    scope: Mapping[str, Value],
    env: Env,
    *,
    names: Collection[str] = (),
    fold: bool = True,
) -> dict[str, Tree]:
    """The tree of a text whose `answers` come from the page and all other names from `scope`, as of now.

    FeelSyntaxError for what is no FEEL, NotInBrowser for what is outside of the subset. `names` matter only where they
    hold operators or keywords. Without `fold` the browser computes everything, which shows that it can.
    """
    made = _Making(text, frozenset(answers), scope, env, fold)
    ast = parse(text, names)
    held = getcontext()
    setcontext(CONTEXT)
    try:
        tree = made.tree(ast)
    except RecursionError:
        raise _refusal("less depth", "kedalaman lebih sedikit", text, 0) from None
    finally:
        setcontext(held)
    return {"feel": VERSION, "ast": tree, **({"vars": made.given} if made.given else {})}


def constant(value: Value) -> Tree:
    """A value as JSON; ValueError for a kind the browser has not, or for too many values."""
    return _Constant().tree(value)


def _refusal(what_en: str, what_id: str, text: str, offset: int) -> NotInBrowser:
    return NotInBrowser(
        f"Expected {what_en} for the browser; the server evaluates this",
        f"Seharusnya {what_id} agar dapat dihitung peramban; server yang menghitungnya",
        text=text,
        offset=offset,
    )


@dataclass(slots=True)
class _Constant:
    left: int = MOST

    def tree(self, value: Value) -> Tree:
        self.left -= 1
        if self.left < 0:
            raise ValueError("too many values")
        kind = type(value)
        if value is None or kind in (bool, str):
            return value
        if kind is list:
            return ["l", *(self.tree(item) for item in value)]
        if kind is dict:
            return ["c", *([key, self.tree(item)] for key, item in value.items())]
        if kind is Range:
            return ["r", value.low_closed, value.high_closed, self.tree(value.low), self.tree(value.high)]
        if kind is Decimal:
            return ["n", plain(value) if abs(value.adjusted()) < 50 else str(value)]
        spelled = SPELLED.get(kind)
        if spelled is None:
            raise ValueError(f"no {kind.__name__} in the browser")
        return spelled(value)


SPELLED: Mapping[type, Callable[[Any], Tree]] = {
    Date: lambda day: ["d", str(day)],
    DaysTime: lambda length: ["p", str(length)],
    YearsMonths: lambda length: ["p", str(length)],
    type(OPEN): lambda _: ["o"],
}


@dataclass(slots=True)
class _Making:
    text: str
    answers: frozenset[str]
    scope: Mapping[str, Value]
    env: Env
    fold: bool
    #: Values of `scope` the tree names: where a filter's item may have the name first.
    given: dict[str, Tree] = field(default_factory=dict)
    #: Names bound around the node, and how many filters are around.
    bound: list[str] = field(default_factory=list)
    filters: int = 0

    def refuse(self, node: Node, what_en: str, what_id: str) -> NoReturn:
        raise _refusal(what_en, what_id, self.text, node.pos)

    def tree(self, node: Node) -> Tree:
        if isinstance(node, Const):
            return self.constant(node, node.value)
        if self.fold and not self._varies(node):
            return self.constant(node, self._value(node))
        form = FORMS.get(type(node))
        if form is None:
            self.refuse(node, "simpler FEEL", "FEEL yang lebih sederhana")
        return form(self, node)

    def trees(self, *nodes: Node) -> list[Tree]:
        return [self.tree(node) for node in nodes]

    def constant(self, node: Node, value: Value) -> Tree:
        try:
            return constant(value)
        except ValueError:
            self.refuse(node, "a short list, number, text, day or duration", "daftar pendek, angka, teks, hari, durasi")

    def _varies(self, node: Node) -> bool:
        """Whether the node reads an answer, a name bound around it, or what a filter's item may hold."""
        stack: list[Node] = [node]
        while stack:
            one = stack.pop()
            if isinstance(one, Name) and (one.name in self.answers or one.name in self.bound or self.filters):
                return True
            called = isinstance(one, Call) and isinstance(one.callee, Name) and one.callee.name in BUILTINS
            stack.extend(one.arguments if called and isinstance(one, Call) else children(one))
        return False

    def _value(self, node: Node) -> Value:
        closure, size = compiled(node)
        run = Run(self.env, self.env.steps, 0, [])
        try:
            return closure([self.scope, run, *[None] * (size - 2)])
        except FeelBudgetError:
            self.refuse(node, "less work", "pekerjaan yang lebih sedikit")

    def name(self, node: Name) -> Tree:
        if node.name in self.scope and node.name not in self.answers and node.name not in self.bound:
            self.given[node.name] = self.constant(node, self.scope[node.name])
        elif node.name in BUILTINS and node.name not in self.answers and node.name not in self.bound:
            self.refuse(node, "no function as a value", "fungsi tidak dipakai sebagai nilai")
        return ["v", node.name]

    def filter(self, node: Filter) -> Tree:
        base = self.tree(node.base)
        self.filters += 1
        condition = self.tree(node.condition)
        self.filters -= 1
        return ["f", base, condition]

    def call(self, node: Call) -> Tree:
        callee = node.callee
        if not isinstance(callee, Name) or callee.name in self.bound or callee.name not in FUNCTIONS:
            shown = callee.name if isinstance(callee, Name) else "a function value"
            self.refuse(node, f"a function other than {shown}", f"fungsi selain {shown}")
        arguments = node.arguments if node.names is None else self._ordered(node, callee.name, node.names)
        return ["!", callee.name, *(None if one is None else self.tree(one) for one in arguments)]

    def _ordered(self, node: Call, name: str, names: tuple[str, ...]) -> list[Node | None]:
        named = dict(zip(names, node.arguments, strict=True))
        fitting = [one for one in BUILTINS[name].overloads if _takes(one, names)]
        if len(named) != len(names) or len(fitting) != 1 or fitting[0].is_open:
            self.refuse(node, "arguments in their order", "argumen menurut urutannya")
        order = [parameter.name for parameter in fitting[0].parameters]
        while order and order[-1] not in named:
            order.pop()
        return [named.get(parameter) for parameter in order]

    def context(self, node: Context) -> Tree:
        if len({key for key, _ in node.entries}) < len(node.entries):
            return None
        depth, entries = len(self.bound), []
        for key, value in node.entries:
            entries.append([key, self.tree(value)])
            self.bound.append(key)
        del self.bound[depth:]
        return ["c", *entries]

    def loop(self, node: For | Quantified) -> Tree:
        depth = len(self.bound)
        iterators = [self._iterator(one) for one in node.iterators]
        if isinstance(node, For):
            self.bound.append("partial")
            made = ["for", iterators, self.tree(node.body)]
        else:
            made = ["every" if node.every else "some", iterators, self.tree(node.condition)]
        del self.bound[depth:]
        return made

    def _iterator(self, one: Iterator) -> Tree:
        made = [one.name, self.tree(one.domain), None if one.upto is None else self.tree(one.upto)]
        self.bound.append(one.name)
        return made

    def interval(self, node: Interval) -> Tree:
        ends = [["o"] if end is None else self.tree(end) for end in (node.low, node.high)]
        return ["r", node.low_closed, node.high_closed, *ends]

    def membership(self, node: In) -> Tree:
        return ["in", self.tree(node.value), *(self._test(test) for test in node.tests)]

    def _test(self, node: Node) -> Tree:
        if isinstance(node, Test):
            return ["t", node.op, self.tree(node.operand)]
        return self.interval(node) if isinstance(node, Interval) else self.tree(node)

    def arithmetic(self, node: Arithmetic) -> Tree:
        if node.op == "**":
            self.refuse(node, "no power", "bukan perpangkatan")
        return [node.op, *self.trees(node.left, node.right)]


def _takes(overload: Overload, names: Collection[str]) -> bool:
    known = {parameter.name for parameter in overload.parameters}
    return set(names) <= known and {one.name for one in overload.parameters[: overload.required]} <= set(names)


FORMS: dict[type, Callable[[_Making, Any], Tree]] = {
    Name: _Making.name,
    Path: lambda making, node: [".", making.tree(node.base), node.member],
    Filter: _Making.filter,
    Call: _Making.call,
    Negate: lambda making, node: ["neg", making.tree(node.operand)],
    Arithmetic: _Making.arithmetic,
    Compare: lambda making, node: [node.op, *making.trees(node.left, node.right)],
    Between: lambda making, node: ["b", *making.trees(node.value, node.low, node.high)],
    In: _Making.membership,
    Interval: _Making.interval,
    Logic: lambda making, node: [node.op, *making.trees(*node.operands)],
    If: lambda making, node: ["if", *making.trees(node.condition, node.then, node.otherwise)],
    For: _Making.loop,
    Quantified: _Making.loop,
    ListOf: lambda making, node: ["l", *making.trees(*node.items)],
    Context: _Making.context,
}
