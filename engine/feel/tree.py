"""Walks over a syntax tree."""

from collections.abc import Iterator as Walk
from dataclasses import fields
from typing import Any

from engine.feel.syntax import Iterator, Name, Node, Type


def children(node: Node | Iterator) -> Walk[Node]:
    """The nodes directly inside, in the order of the text."""
    for part in fields(node):
        yield from _nodes(getattr(node, part.name))


def _nodes(held: Any) -> Walk[Node]:  # noqa: ANN401 - any field of a node
    if isinstance(held, Node):
        yield held
    elif isinstance(held, Iterator):
        yield from children(held)
    elif isinstance(held, tuple) and not isinstance(held, Type):
        for item in held:
            yield from _nodes(item)


def walk(node: Node) -> Walk[Node]:
    """The node and everything below it."""
    yield node
    for child in children(node):
        yield from walk(child)


def names_in(node: Node) -> frozenset[str]:
    """Every name that occurs, bound or not."""
    return frozenset(found.name for found in walk(node) if isinstance(found, Name))
