"""What kind of value each part of an expression gives, as far as that is certain; misuse that must end in null.

A kind that is not certain is None, and nothing is said of it: a warning here is always about kinds that do not fit.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.feel.arithmetic import RULES
from engine.feel.builtins.registry import Builtin, Overload, Parameter
from engine.feel.kinds import kind
from engine.feel.members import PARTS
from engine.feel.syntax import (
    Arithmetic,
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
    Iterator,
    ListOf,
    Logic,
    Name,
    Negate,
    Node,
    Path,
    Quantified,
    Type,
    UnaryTests,
)
from engine.feel.tree import children
from engine.feel.types import CLASSES
from engine.feel.values import Date, DateTime

#: What is known of the variables; None, or absent, for nothing.
Types = Mapping[str, Type | None]
#: Code of a sentence in messages.py, offset, details.
Misuse = tuple[str, int, tuple[str, ...]]

BOOLEAN, NUMBER, STRING, DATE, NULL = Type("boolean"), Type("number"), Type("string"), Type("date"), Type("Null")
ORDERED = frozenset(
    {
        *("number", "string", "date", "time", "date and time"),
        *("days and time duration", "years and months duration"),
    }
)
GIVES: Mapping[str, Type] = {
    **dict.fromkeys(("not", "contains", "starts with", "ends with", "matches", "list contains", "all", "any"), BOOLEAN),
    **dict.fromkeys(("odd", "even", "is", "is defined", "is empty", "is blank", "before", "after"), BOOLEAN),
    **dict.fromkeys(("count", "floor", "ceiling", "decimal", "modulo", "number", "string length", "sqrt"), NUMBER),
    **dict.fromkeys(("round up", "round down", "round half up", "round half down", "round half even"), NUMBER),
    **dict.fromkeys(("day of year", "week of year", "exp", "log", "product", "median", "stddev"), NUMBER),
    **dict.fromkeys(("string", "substring", "substring before", "substring after", "upper case"), STRING),
    **dict.fromkeys(("lower case", "string join", "replace", "trim", "terbilang", "rupiah"), STRING),
    **dict.fromkeys(("day of week", "month of year", "superior"), STRING),
    **dict.fromkeys(("date", "today", "last day of month"), DATE),
    "date and time": Type("date and time"),
    "now": Type("date and time"),
    "time": Type("time"),
    "years and months duration": Type("years and months duration"),
    "split": Type("list", (STRING,)),
}
#: These give an item of their list.
OF_ITEMS = frozenset({"sum", "min", "max", "mean"})


def infer(node: Node, types: Types, builtins: Mapping[str, Builtin]) -> tuple[Type | None, list[Misuse]]:
    """The kind of the whole, and what cannot be meant."""
    inference = _Inference(types, builtins)
    return inference.of(node), inference.found


def item_of(of: Type | None) -> Type | None:
    """The kind of a list's items."""
    return _certain(of.arguments[0]) if of is not None and of.name == "list" and of.arguments else None


def of_value(value: Any) -> Type | None:  # noqa: ANN401 - any FEEL value
    """The kind of a constant."""
    if value is None:
        return NULL
    name = kind(value)
    return Type(name) if name in CLASSES and name not in ("list", "context", "range", "function") else None


def _certain(of: Type | None) -> Type | None:
    return None if of is None or of.name in ("Any", "Null") else of


def _name(of: Type | None) -> str:
    return "null" if of is NULL else of.name if of is not None else "?"


@dataclass(slots=True)
class _Inference:
    types: Types
    builtins: Mapping[str, Builtin]
    found: list[Misuse] = field(default_factory=list)
    #: Names bound inside, innermost last; an open one (None) may hold any name.
    scopes: list[Types | None] = field(default_factory=list)

    def of(self, node: Node) -> Type | None:
        rule = RULES_OF.get(type(node))
        if rule is not None:
            return rule(self, node)
        for child in children(node):
            self.of(child)
        return None

    def misuse(self, code: str, node: Node, *details: str) -> None:
        self.found.append((code, node.pos, details))

    def name(self, node: Name) -> Type | None:
        for scope in reversed(self.scopes):
            if scope is None:
                return None
            if node.name in scope:
                return _certain(scope[node.name])
        return _certain(self.types.get(node.name))

    def path(self, node: Path) -> Type | None:
        return self._member(node, self.of(node.base))

    def _member(self, node: Path, base: Type | None) -> Type | None:
        if base is None or base is NULL:
            return None
        if base.name == "list":
            inner = self._member(node, item_of(base))
            return None if inner is None else Type("list", (inner,))
        if base.name == "context":
            members = dict(base.members)
            if members and node.member not in members:
                self.misuse("feel.unknown_member", node, node.member, "context")
            return _certain(members.get(node.member))
        if (CLASSES.get(base.name), node.member) in PARTS:
            return NUMBER if base.name != "range" and node.member not in ("time offset", "timezone") else None
        if base.name in CLASSES and base.name not in ("range", "function"):
            self.misuse("feel.unknown_member", node, node.member, base.name)
        return None

    def negate(self, node: Negate) -> Type | None:
        operand = self.of(node.operand)
        if operand is not None and operand.name in ("string", "boolean", "date", "time", "date and time", "context"):
            self.misuse("feel.operands", node, "-", operand.name, "-")
            return None
        return operand

    def arithmetic(self, node: Arithmetic) -> Type | None:
        left, right = self.of(node.left), self.of(node.right)
        if left is None or right is None:
            return None
        classes = (CLASSES.get(left.name, type(None)), CLASSES.get(right.name, type(None)))
        if classes not in RULES[node.op]:
            self.misuse("feel.operands", node, node.op, _name(left), _name(right))
            return None
        return left if left == right and node.op in "+-" and left.name != "date" else _result(node.op, left, right)

    def compare(self, node: Compare) -> Type:
        self._ordered(node, self.of(node.left), self.of(node.right), equality=node.op in ("=", "!="))
        return BOOLEAN

    def _ordered(self, node: Node, left: Type | None, right: Type | None, *, equality: bool = False) -> None:
        if left is None or right is None or (equality and NULL in (left, right)):
            return
        if equality and "list" in (left.name, right.name):
            return
        if left.name != right.name or not (equality or left.name in ORDERED):
            self.misuse("feel.compare", node, _name(left), _name(right))

    def between(self, node: Between) -> Type:
        value = self.of(node.value)
        for end in (node.low, node.high):
            self._ordered(node, value, self.of(end))
        return BOOLEAN

    def membership(self, node: In) -> Type:
        value = self.of(node.value)
        for test in node.tests:
            if isinstance(test, Interval):
                for end in (test.low, test.high):
                    self._ordered(node, value, None if end is None else self.of(end))
            else:
                self._ordered(node, value, self.of(test), equality=True)
        return BOOLEAN

    def logic(self, node: Logic) -> Type:
        for operand in node.operands:
            found = self.of(operand)
            if found is not None and found is not NULL and found.name != "boolean":
                self.misuse("feel.logic", node, node.op, found.name)
        return BOOLEAN

    def choice(self, node: If) -> Type | None:
        condition = self.of(node.condition)
        if condition is not None and condition.name != "boolean":
            self.misuse("feel.logic", node, "if", _name(condition))
        then, otherwise = self.of(node.then), self.of(node.otherwise)
        if then is NULL:
            return _certain(otherwise)
        return _certain(then) if otherwise is NULL or then == otherwise else None

    def list(self, node: ListOf) -> Type:
        items = [self.of(item) for item in node.items]
        known = {item for item in items if item is not NULL}
        inner = known.pop() if len(known) == 1 else None
        return Type("list", (inner,)) if inner is not None else Type("list")

    def context(self, node: Context) -> Type:
        members: dict[str, Type | None] = {}
        self.scopes.append(members)
        for key, value in node.entries:
            members[key] = self.of(value)
        self.scopes.pop()
        return Type("context", members=tuple((key, of or Type("Any")) for key, of in members.items()))

    def filter(self, node: Filter) -> Type | None:
        base = self.of(node.base)
        item = item_of(base) if base is not None and base.name == "list" else base
        members = dict(item.members) if item is not None and item.name == "context" else {}
        # An item of unknown shape may hold any name.
        self.scopes.append({**members, "item": item} if item is not None else None)
        condition = self.of(node.condition)
        self.scopes.pop()
        if condition is None or condition is NULL:
            return None
        if condition.name == "number":
            return _certain(item)
        if condition.name != "boolean":
            self.misuse("feel.filter", node, condition.name)
            return None
        return Type("list", (item,)) if item is not None else Type("list")

    def loop(self, node: For) -> Type:
        depth = self._iterate(node.iterators)
        self.scopes.append({"partial": None})
        body = self.of(node.body)
        del self.scopes[depth:]
        return Type("list", (body,)) if _certain(body) is not None and body is not None else Type("list")

    def quantified(self, node: Quantified) -> Type:
        depth = self._iterate(node.iterators)
        condition = self.of(node.condition)
        if condition is not None and condition.name != "boolean":
            self.misuse("feel.logic", node.condition, "every" if node.every else "some", _name(condition))
        del self.scopes[depth:]
        return BOOLEAN

    def _iterate(self, iterators: Iterable[Iterator]) -> int:
        depth = len(self.scopes)
        for one in iterators:
            domain = self.of(one.domain)
            if one.upto is not None:
                self.of(one.upto)
                item: Type | None = domain
            else:
                item = item_of(domain) if domain is not None and domain.name == "list" else None
            self.scopes.append({one.name: item})
        return depth

    def function(self, node: FunctionOf) -> Type:
        self.scopes.append({name: declared for name, declared in node.parameters})
        if not node.external:
            self.of(node.body)
        self.scopes.pop()
        return Type("function")

    def call(self, node: Call) -> Type | None:
        given = [self.of(argument) for argument in node.arguments]
        callee = node.callee
        bound = isinstance(callee, Name) and any(scope is None or callee.name in scope for scope in self.scopes)
        builtin = self.builtins.get(callee.name) if isinstance(callee, Name) and not bound else None
        if builtin is None:
            return None
        if node.names is None and not any(_accepts(overload, given) for overload in builtin.overloads):
            if any(overload.accepts(len(given)) for overload in builtin.overloads):
                self.misuse("feel.arguments", node, builtin.name, ", ".join(map(_name, given)))
            return None
        if builtin.name in OF_ITEMS and len(given) == 1:
            return item_of(given[0])
        return GIVES.get(builtin.name)

    def interval(self, node: Interval) -> Type:
        ends = [self.of(end) for end in (node.low, node.high) if end is not None]
        if len(ends) == 2 and NULL not in ends:
            self._ordered(node, ends[0], ends[1])
        return Type("range")

    def tests(self, node: UnaryTests) -> Type:
        """A cell: its tests are compared with `?`."""
        value = _certain(self.types.get("?"))
        for test in node.tests:
            if isinstance(test, Interval):
                for end in (test.low, test.high):
                    self._ordered(test, value, None if end is None else self.of(end))
            elif isinstance(test, Const):
                self._ordered(test, value, of_value(test.value), equality=True)
            else:
                self.of(test)
        return BOOLEAN


def _result(op: str, left: Type, right: Type) -> Type | None:
    names = {left.name, right.name}
    if names == {"number"}:
        return NUMBER
    if "date" in names and len(names) == 2 and names <= {"date", *DURATIONS}:
        return DATE
    if left.name == right.name == "date":
        return Type("days and time duration")
    return NUMBER if op == "/" and left == right else None


DURATIONS = ("days and time duration", "years and months duration")


def _accepts(overload: Overload, given: list[Type | None]) -> bool:
    if not overload.accepts(len(given)):
        return False
    last = len(overload.parameters) - 1
    return all(_takes(overload.parameters[min(place, last)], of) for place, of in enumerate(given))


def _takes(parameter: Parameter, of: Type | None) -> bool:
    kinds = parameter.kinds
    if of is None or kinds is None:
        return True
    if of is NULL:
        return type(None) in kinds
    wanted = CLASSES.get(of.name)
    return (
        wanted is None or wanted in kinds or wanted is list or list in kinds or (wanted is Date and DateTime in kinds)
    )


RULES_OF: dict[type, Callable[[_Inference, Any], Type | None]] = {
    Const: lambda _, node: of_value(node.value),
    Name: _Inference.name,
    Path: _Inference.path,
    Negate: _Inference.negate,
    Arithmetic: _Inference.arithmetic,
    Compare: _Inference.compare,
    Between: _Inference.between,
    In: _Inference.membership,
    Logic: _Inference.logic,
    If: _Inference.choice,
    ListOf: _Inference.list,
    Context: _Inference.context,
    Filter: _Inference.filter,
    For: _Inference.loop,
    Quantified: _Inference.quantified,
    FunctionOf: _Inference.function,
    Call: _Inference.call,
    Interval: _Inference.interval,
    InstanceOf: lambda inference, node: (inference.of(node.value), BOOLEAN)[1],
    UnaryTests: _Inference.tests,
}
