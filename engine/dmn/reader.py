"""DMN 1.1 to 1.5 XML -> Model, with the same safety as a diagram."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml.etree import _Element as Xml

from engine.dmn.model import (
    Cell,
    Context,
    Decision,
    Input,
    InputData,
    Literal,
    Logic,
    Model,
    Output,
    Rule,
    Table,
    Unsupported,
)
from engine.xml import Limits, parse, refusal

NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)
_BOXED = frozenset(
    {
        "decisionTable",
        "literalExpression",
        "context",
        "invocation",
        "list",
        "relation",
        "functionDefinition",
        "conditional",
        "filter",
        "for",
        "every",
        "some",
    }
)
#: Parts that draw, explain or describe types: nothing of them is executed.
_IDLE = frozenset(
    {
        "description",
        "extensionElements",
        "itemDefinition",
        "inputData",
        "knowledgeSource",
        "textAnnotation",
        "association",
        "elementCollection",
        "performanceIndicator",
        "organizationUnit",
        "group",
        "DMNDI",
    }
)


def read(data: bytes, *, limits: Limits | None = None) -> Model:
    """Read a DMN file; raise Invalid `dmn.*` for what is unsafe, too big or no DMN."""
    root = parse(data, "dmn", limits)
    if _kind(root) != "definitions":
        raise refusal(
            "dmn.not_dmn",
            f"Expected a DMN 1.1 to 1.5 definitions element, but it begins with {root.tag!s}.",
            f"Seharusnya berkas DMN 1.1 sampai 1.5, tetapi berkas ini diawali {root.tag!s}.",
        )
    decisions = [_decision(element) for element in _children(root, "decision")]
    inputs = [_input_data(element) for element in _children(root, "inputData")]
    names = {d.variable for d in decisions} | {i.variable for i in inputs}
    counts = Counter(str(element.get("id")) for element in root.iter() if element.get("id"))
    return Model(
        name=root.get("name", ""),
        decisions={decision.id: decision for decision in decisions},
        inputs={item.id: item for item in inputs},
        names=frozenset(names),
        duplicates=tuple(key for key, count in counts.items() if count > 1),
        unsupported=tuple(_unsupported(root)),
    )


def _kind(element: Xml) -> str:
    namespace, _, name = str(element.tag).rpartition("}")
    return name if namespace[1:] in NAMESPACES else ""


def _children(element: Xml, *kinds: str) -> list[Xml]:
    return [child for child in element if _kind(child) in kinds]


def _child(element: Xml, kind: str) -> Xml | None:
    return next(iter(_children(element, kind)), None)


def _text(element: Xml | None) -> str:
    """The text of an expression: DMN writes it in a `text` child."""
    if element is None:
        return ""
    inner = _child(element, "text")
    return "".join(str(part) for part in (element if inner is None else inner).itertext()).strip()


def _line(element: Xml) -> int:
    line: Any = element.sourceline
    return int(line or 0)


def _unsupported(root: Xml) -> Iterator[tuple[str, str]]:
    for element in root:
        name = _kind(element)
        if name and name not in _IDLE and name != "decision":
            yield element.get("id", ""), name


def _href(element: Xml) -> str:
    return str(element.get("href", "")).rpartition("#")[2]


def _variable(element: Xml) -> tuple[str, str]:
    """The name and type of an element's variable; its own name where it has none."""
    variable = _child(element, "variable")
    if variable is None:
        return element.get("name", ""), ""
    return variable.get("name", "") or element.get("name", ""), variable.get("typeRef", "")


def _input_data(element: Xml) -> InputData:
    name, type_ = _variable(element)
    return InputData(element.get("id", ""), element.get("name", ""), name, type_)


def _decision(element: Xml) -> Decision:
    name, type_ = _variable(element)
    required = [
        _href(target)
        for requirement in _children(element, "informationRequirement")
        for target in _children(requirement, "requiredDecision", "requiredInput")
    ]
    knowledge = [
        _href(target)
        for requirement in _children(element, "knowledgeRequirement")
        for target in _children(requirement, "requiredKnowledge")
    ]
    boxed = next((child for child in element if _kind(child) in _BOXED), None)
    return Decision(
        id=element.get("id", ""),
        name=element.get("name", ""),
        variable=name,
        type=type_,
        requires=tuple(required),
        knowledge=tuple(knowledge),
        logic=None if boxed is None else _logic(boxed),
        line=_line(element),
    )


def _logic(element: Xml) -> Logic:
    kind, own = _kind(element), element.get("id", "")
    if kind == "decisionTable":
        return _table(element)
    if kind == "literalExpression":
        return Literal(own, _text(element), _line(element))
    if kind == "context":
        return Context(own, tuple(_entry(entry) for entry in _children(element, "contextEntry")))
    return Unsupported(own, kind)


def _entry(element: Xml) -> tuple[str, Logic]:
    variable = _child(element, "variable")
    boxed = next((child for child in element if _kind(child) in _BOXED), None)
    name = "" if variable is None else variable.get("name", "")
    return name, Unsupported(element.get("id", ""), "empty context entry") if boxed is None else _logic(boxed)


def _table(element: Xml) -> Table:
    return Table(
        id=element.get("id", ""),
        hit_policy=element.get("hitPolicy", "UNIQUE"),
        aggregation=element.get("aggregation", ""),
        inputs=tuple(_input(child) for child in _children(element, "input")),
        outputs=tuple(_output(child, element) for child in _children(element, "output")),
        rules=tuple(_rule(child, number) for number, child in enumerate(_children(element, "rule"), 1)),
    )


def _input(element: Xml) -> Input:
    expression = _child(element, "inputExpression")
    return Input(
        id=element.get("id", ""),
        label=element.get("label", "") or _text(expression),
        expression=_text(expression),
        type="" if expression is None else expression.get("typeRef", ""),
        values=_text(_child(element, "inputValues")),
    )


def _output(element: Xml, table: Xml) -> Output:
    return Output(
        id=element.get("id", ""),
        name=element.get("name", ""),
        type=element.get("typeRef", "") or table.get("typeRef", ""),
        values=_text(_child(element, "outputValues")),
        default=_text(_child(element, "defaultOutputEntry")),
    )


def _rule(element: Xml, number: int) -> Rule:
    return Rule(
        id=element.get("id") or str(number),
        tests=tuple(_cell(child) for child in _children(element, "inputEntry")),
        results=tuple(_cell(child) for child in _children(element, "outputEntry")),
    )


def _cell(element: Xml) -> Cell:
    return Cell(element.get("id", ""), _text(element), _line(element))
