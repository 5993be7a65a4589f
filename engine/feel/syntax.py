"""The syntax tree of FEEL (DMN 1.5 §10.3.1.2); `pos` is the offset in the text."""

from dataclasses import dataclass

from engine.feel.values import Value


@dataclass(frozen=True, slots=True)
class Node:
    """Any expression."""

    pos: int


@dataclass(frozen=True, slots=True)
class Const(Node):
    """A literal, or what was folded into one."""

    value: Value


@dataclass(frozen=True, slots=True)
class At(Node):
    """`@"2026-01-01"` whose text is no temporal value: null with a warning."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable or function by name; blanks inside are single."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`base.member`."""

    base: Node
    member: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`base[condition]`, or an index."""

    base: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`callee(arguments)`; `names` where they are named, else None."""

    callee: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """Unary minus."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`+ - * / **`."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`= != < <= > >=`."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in tests`: true where one of them holds."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Test(Node):
    """`= 5` or `!= 5` as a test of the value at hand."""

    op: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """A range; an end is None where it is open, as in `< 5`."""

    low: Node | None
    high: Node | None
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class UnaryTests(Node):
    """A cell of a decision table; no tests is `-`."""

    tests: tuple[Node, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """`and` or `or` over two or more operands."""

    op: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if condition then … else …`."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iterator:
    """`name in domain`, or `name in domain..upto`."""

    name: str
    domain: Node
    upto: Node | None


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for iterators return body`."""

    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some` or `every` over iterators."""

    every: bool
    iterators: tuple[Iterator, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    """`[items]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Context(Node):
    """`{key: value}`; a later entry sees the earlier ones."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Type:
    """A type as written: `name` with what stands between `<` and `>`."""

    name: str
    arguments: tuple["Type", ...] = ()
    #: Members of context<…>.
    members: tuple[tuple[str, "Type"], ...] = ()
    result: "Type | None" = None


@dataclass(frozen=True, slots=True)
class FunctionOf(Node):
    """`function(parameters) body`; an external body is refused when called."""

    parameters: tuple[tuple[str, Type | None], ...]
    body: Node
    external: bool


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: Type
