"""Boxed expressions out of XML (DMN 1.5 §7.3 and §8)."""

from collections.abc import Callable, Mapping

from lxml.etree import _Element as Xml

from engine.dmn.model import (
    Cell,
    Conditional,
    Context,
    Filter,
    FunctionOf,
    Input,
    Invocation,
    Iteration,
    ListOf,
    Literal,
    Logic,
    Output,
    Parameter,
    Relation,
    Rule,
    Table,
    Typed,
    Unsupported,
)
from engine.dmn.tree import child, children, kind, line, text


def boxed(holder: Xml | None) -> Logic | None:
    """The one boxed expression inside an element; None where there is none."""
    if holder is None:
        return None
    found = next((one for one in holder if kind(one) in _BOXES), None)
    return None if found is None else logic(found)


def logic(element: Xml) -> Logic:
    """One boxed expression, with the type it declares."""
    read = _BOXES[kind(element)](element)
    declared = element.get("typeRef", "")
    return Typed(read, declared) if declared and not isinstance(read, Table) else read


def _inside(element: Xml | None, what: str) -> Logic:
    found = boxed(element)
    return Unsupported("" if element is None else element.get("id", ""), f"empty {what}") if found is None else found


def _literal(element: Xml) -> Logic:
    return Literal(element.get("id", ""), text(element), line(element))


def _context(element: Xml) -> Logic:
    return Context(element.get("id", ""), tuple(_entry(entry) for entry in children(element, "contextEntry")))


def _entry(element: Xml) -> tuple[str, Logic]:
    named = child(element, "variable")
    inner = _inside(element, "context entry")
    if named is None:
        return "", inner
    declared = named.get("typeRef", "")
    return named.get("name", ""), Typed(inner, declared) if declared else inner


def _invocation(element: Xml) -> Logic:
    bindings = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        name = "" if parameter is None else parameter.get("name", "")
        bindings.append((name, boxed(binding) or Literal(binding.get("id", ""), "null")))
    return Invocation(element.get("id", ""), _inside(element, "invocation"), tuple(bindings))


def function(element: Xml) -> FunctionOf:
    """A boxed function, or the encapsulated logic of a knowledge model."""
    parameters = (
        Parameter(one.get("name", ""), one.get("typeRef", "")) for one in children(element, "formalParameter")
    )
    return FunctionOf(
        element.get("id", ""), tuple(parameters), _inside(element, "function"), element.get("kind", "FEEL")
    )


def _list(element: Xml) -> Logic:
    return ListOf(element.get("id", ""), tuple(logic(one) for one in element if kind(one) in _BOXES))


def _relation(element: Xml) -> Logic:
    rows = (tuple(logic(cell) for cell in row if kind(cell) in _BOXES) for row in children(element, "row"))
    columns = tuple(column.get("name", "") for column in children(element, "column"))
    return Relation(element.get("id", ""), columns, tuple(rows))


def _conditional(element: Xml) -> Logic:
    condition, then, otherwise = (_inside(child(element, name), name) for name in ("if", "then", "else"))
    return Conditional(element.get("id", ""), condition, then, otherwise)


def _filter(element: Xml) -> Logic:
    return Filter(element.get("id", ""), _inside(child(element, "in"), "in"), _inside(child(element, "match"), "match"))


def _iteration(element: Xml) -> Logic:
    body = child(element, "return") if kind(element) == "for" else child(element, "satisfies")
    return Iteration(
        element.get("id", ""),
        kind(element),
        element.get("iteratorVariable", ""),
        _inside(child(element, "in"), "in"),
        _inside(body, "return"),
    )


def _table(element: Xml) -> Logic:
    return Table(
        id=element.get("id", ""),
        hit_policy=element.get("hitPolicy", "UNIQUE"),
        aggregation=element.get("aggregation", ""),
        inputs=tuple(_input(one) for one in children(element, "input")),
        outputs=tuple(_output(one, element) for one in children(element, "output")),
        rules=tuple(_rule(one, number) for number, one in enumerate(children(element, "rule"), 1)),
    )


def _input(element: Xml) -> Input:
    expression = child(element, "inputExpression")
    return Input(
        id=element.get("id", ""),
        label=element.get("label", "") or text(expression),
        expression=text(expression),
        type="" if expression is None else expression.get("typeRef", ""),
        values=text(child(element, "inputValues")),
    )


def _output(element: Xml, table: Xml) -> Output:
    return Output(
        id=element.get("id", ""),
        name=element.get("name", ""),
        type=element.get("typeRef", "") or table.get("typeRef", ""),
        values=text(child(element, "outputValues")),
        default=text(child(element, "defaultOutputEntry")),
    )


def _rule(element: Xml, number: int) -> Rule:
    return Rule(
        id=element.get("id") or str(number),
        tests=tuple(_cell(one) for one in children(element, "inputEntry")),
        results=tuple(_cell(one) for one in children(element, "outputEntry")),
    )


def _cell(element: Xml) -> Cell:
    return Cell(element.get("id", ""), text(element), line(element))


_BOXES: Mapping[str, Callable[[Xml], Logic]] = {
    "decisionTable": _table,
    "literalExpression": _literal,
    "context": _context,
    "invocation": _invocation,
    "functionDefinition": function,
    "list": _list,
    "relation": _relation,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iteration,
    "every": _iteration,
    "some": _iteration,
}
