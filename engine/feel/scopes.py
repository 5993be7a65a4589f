"""Where a name is found at run time: a slot of the frame, the item of a filter, or the outer variables."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from engine.feel.builtins.registry import Builtin
from engine.feel.syntax import Node
from engine.feel.values import Value

#: [variables, run, local slot, …]
Frame = list[Value]
Closure = Callable[[Frame], Value]
VARIABLES, RUN = 0, 1


@dataclass(slots=True)
class Locals:
    """Names bound inside the expression."""

    slots: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Item:
    """The item a filter looks at: its members are names too."""

    slot: int


@dataclass(slots=True)
class Compilation:
    """The scopes around the node being compiled, and how many slots the frame needs."""

    #: Compiles one node.
    closure: Callable[["Compilation", Node], Closure]
    #: The functions of the dialect.
    builtins: Mapping[str, Builtin]
    scopes: list[Locals | Item] = field(default_factory=list)
    size: int = 2

    def slot(self) -> int:
        """A new slot."""
        self.size += 1
        return self.size - 1

    def bind(self, names: Iterable[str]) -> Locals:
        """Enter a scope with these names; leave it with `leave`."""
        scope = Locals({name: self.slot() for name in names})
        self.scopes.append(scope)
        return scope

    def enter_item(self) -> int:
        """Enter the scope of a filter; answers the slot of the item."""
        self.scopes.append(Item(self.slot()))
        return self.size - 1

    def leave(self) -> None:
        """Leave the innermost scope."""
        self.scopes.pop()

    def is_local(self, name: str) -> bool:
        """True where the expression itself binds the name."""
        return any(isinstance(scope, Locals) and name in scope.slots for scope in self.scopes)

    def of(self, node: Node) -> Closure:
        """Compile a child."""
        return self.closure(self, node)

    def name(self, name: str, pos: int) -> Closure:
        """How the name is read."""
        read = _outer(name, pos, self.builtins)
        for scope in self.scopes:
            if isinstance(scope, Item):
                read = _item(scope.slot) if name == "item" else read
                read = _member_or(name, scope.slot, read)
            elif name in scope.slots:
                read = _item(scope.slots[name])
        return read


def _item(slot: int) -> Closure:
    return lambda frame: frame[slot]


def _member_or(name: str, slot: int, otherwise: Closure) -> Closure:
    def read(frame: Frame) -> Value:
        item = frame[slot]
        if type(item) is dict and name in item:
            return item[name]
        return otherwise(frame)

    return read


def _outer(name: str, pos: int, builtins: Mapping[str, Builtin]) -> Closure:
    function = builtins[name].as_function() if name in builtins else None

    def read(frame: Frame) -> Value:
        try:
            return frame[0][name]
        except KeyError:
            if function is None:
                frame[1].warn("feel.unknown_name", pos, name)
            return function

    return read
