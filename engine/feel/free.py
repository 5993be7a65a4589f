"""What an expression reads from outside: variables, parameters, functions."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.feel.builtins.library import BUILTINS
from engine.feel.syntax import (
    Call,
    Const,
    Context,
    Filter,
    For,
    FunctionOf,
    Iterator,
    Name,
    Node,
    Path,
    Quantified,
)
from engine.feel.tree import children


class Reads(NamedTuple):
    """Each in the order of first occurrence."""

    free: tuple[str, ...]
    certain: tuple[str, ...]
    paths: tuple[str, ...]
    parameters: tuple[str, ...]
    functions: tuple[str, ...]


@dataclass(slots=True)
class _Reader:
    free: dict[str, None] = field(default_factory=dict)
    certain: dict[str, None] = field(default_factory=dict)
    paths: dict[str, None] = field(default_factory=dict)
    parameters: dict[str, None] = field(default_factory=dict)
    functions: dict[str, None] = field(default_factory=dict)
    bound: list[frozenset[str]] = field(default_factory=list)
    #: How many filters are around: their items may supply a name.
    filters: int = 0
    builtins: Collection[str] = field(default_factory=lambda: BUILTINS)

    def read(self, node: Node) -> None:
        special = {
            Name: self._name,
            Path: self._path,
            Filter: self._filter,
            Call: self._call,
            Context: self._context,
            For: self._loop,
            Quantified: self._loop,
            FunctionOf: self._function,
        }.get(type(node))
        if special is not None:
            special(node)  # type: ignore[operator]
            return
        for child in children(node):
            self.read(child)

    def _is_bound(self, name: str) -> bool:
        return any(name in names for names in self.bound)

    def _name(self, node: Name, path: str = "") -> None:
        name = node.name
        if self._is_bound(name) or (name == "item" and self.filters):
            return
        self.free.setdefault(name)
        if not self.filters:
            self.certain.setdefault(name)
        self.paths.setdefault(path or name)

    def _path(self, node: Path) -> None:
        members: list[str] = []
        base: Node = node
        while isinstance(base, Path):
            members.append(base.member)
            base = base.base
        if isinstance(base, Name):
            self._name(base, ".".join([base.name, *reversed(members)]))
        else:
            self.read(base)

    def _filter(self, node: Filter) -> None:
        self.read(node.base)
        self.filters += 1
        self.read(node.condition)
        self.filters -= 1

    def _call(self, node: Call) -> None:
        callee = node.callee
        if isinstance(callee, Name) and not self._is_bound(callee.name):
            self.functions.setdefault(callee.name)
            if callee.name not in self.builtins:
                self._name(callee)
        else:
            self.read(callee)
        if isinstance(callee, Name) and callee.name == "parameter":
            self._parameter(node)
        for argument in node.arguments:
            self.read(argument)

    def _parameter(self, node: Call) -> None:
        first = node.arguments[0] if node.arguments else None
        if isinstance(first, Const) and isinstance(first.value, str):
            self.parameters.setdefault(first.value)

    def _context(self, node: Context) -> None:
        depth = len(self.bound)
        for key, value in node.entries:
            self.read(value)
            self.bound.append(frozenset({key}))
        del self.bound[depth:]

    def _loop(self, node: For | Quantified) -> None:
        depth = len(self.bound)
        for iterator in node.iterators:
            self._iterator(iterator)
        if isinstance(node, For):
            self.bound.append(frozenset({"partial"}))
        self.read(node.body if isinstance(node, For) else node.condition)
        del self.bound[depth:]

    def _iterator(self, iterator: Iterator) -> None:
        self.read(iterator.domain)
        if iterator.upto is not None:
            self.read(iterator.upto)
        self.bound.append(frozenset({iterator.name}))

    def _function(self, node: FunctionOf) -> None:
        self.bound.append(frozenset(name for name, _ in node.parameters))
        if not node.external:
            self.read(node.body)
        self.bound.pop()


def reads(node: Node, builtins: Collection[str] = BUILTINS) -> Reads:
    """Everything the tree reads from outside; a name that is also a built-in may be a variable, but need not."""
    reader = _Reader(builtins=builtins)
    reader.read(node)
    certain = tuple(name for name in reader.certain if name not in builtins)
    return Reads(tuple(reader.free), certain, tuple(reader.paths), tuple(reader.parameters), tuple(reader.functions))
