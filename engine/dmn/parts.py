"""Walking a boxed expression: every part of it, with the names it brings for the parts inside."""

import re
from collections.abc import Iterator

from engine.dmn.model import (
    Conditional,
    Context,
    Filter,
    FunctionOf,
    Invocation,
    Iteration,
    ListOf,
    Logic,
    Relation,
    Typed,
)

#: A parameter named as a path into a context (`Person.Gender`) is never one name; `step 2.1` is.
_PATH = re.compile(r"\.\s*[^\W\d]")

#: A part, and the names that exist in it beside those around the whole.
Part = tuple[Logic, tuple[str, ...]]


def is_path(name: str) -> bool:
    """Whether a name is read as a path."""
    return _PATH.search(name) is not None


def parts(logic: Logic | None) -> Iterator[Part]:
    """Every part at any depth, outermost first, in reading order."""
    stack: list[Part] = [] if logic is None else [(logic, ())]
    while stack:
        part, names = stack.pop()
        yield part, names
        stack.extend(reversed([(inner, (*names, *more)) for inner, more in inside(part)]))


def inside(logic: Logic) -> list[Part]:
    """The parts one level below, each with the names its holder brings."""
    if isinstance(logic, Context):
        return _entries(logic)
    if isinstance(logic, Typed):
        return [(logic.logic, ())]
    if isinstance(logic, Invocation):
        return [(logic.called, ()), *((bound, ()) for _, bound in logic.bindings)]
    if isinstance(logic, FunctionOf):
        return [(logic.body, tuple(parameter.name for parameter in logic.parameters))]
    return _plain(logic)


def _plain(logic: Logic) -> list[Part]:
    if isinstance(logic, ListOf):
        return [(item, ()) for item in logic.items]
    if isinstance(logic, Relation):
        return [(cell, ()) for row in logic.rows for cell in row]
    if isinstance(logic, Conditional):
        return [(logic.condition, ()), (logic.then, ()), (logic.otherwise, ())]
    if isinstance(logic, Filter):
        return [(logic.source, ()), (logic.match, ("item",))]
    if isinstance(logic, Iteration):
        partial = ("partial",) if logic.kind == "for" else ()
        return [(logic.source, ()), (logic.body, (logic.variable, *partial))]
    return []


def _entries(context: Context) -> list[Part]:
    found: list[Part] = []
    names: tuple[str, ...] = ()
    for name, entry in context.entries:
        # Only a function may name itself: any other entry sees what stands before it.
        recursive = name and isinstance(entry, FunctionOf)
        found.append((entry, (*names, name) if recursive else names))
        names = (*names, name) if name else names
    return found
