"""docs/reference/bpmn.md, written from the lint and the contract table: `python -m tests.docs.bpmn` renews it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Xml

from engine import bpmn
from engine.bpmn.lint.allowed import COLLABORATION, HARMLESS, HINTS, LEAVES, RESOURCES, ROOT, RULES
from engine.bpmn.names import EVENTS, SUBPROCESSES, event_definitions, kind, nodes_of
from engine.model.findings import errors
from tests.conformance.table import rows
from tests.conformance.table.row import Row
from tests.docs.bpmn_probes import probe
from tests.docs.bpmn_spec import (
    BESIDE,
    BOUNDARY,
    BOUNDARY_BESIDE,
    CATCH,
    END,
    INTERRUPTS,
    NOTES,
    PARTS,
    POSITIONS,
    SECTIONS,
    START,
    THROW,
    TRIGGERS,
)

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "bpmn.md"
XSD = "{http://www.w3.org/2001/XMLSchema}"
#: Attributes that name things or point at things: they say nothing about how it runs.
NAMING = re.compile(r"id|name|.*Ref|ioTypeRef|textFormat|triggeredByEvent|exporter.*|.*Language|targetNamespace|method")
EXECUTED = frozenset({*SECTIONS["Tasks and calls"], *SECTIONS["Subprocesses and loops"], *SECTIONS["Gateways"]}) | {
    *SECTIONS["Events"],
    "sequenceFlow",
    "lane",
    "participant",
    "process",
    "laneSet",
}
NO_HINT = ("", "")
#: Attributes whose values are many spellings of one thing: what they come to.
SAID = {"scriptFormat": "`scriptFormat` only FEEL"}
#: Names of cases shown for one construct.
SHOWN = 4


# what the schema knows


@cache
def schema() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Every concrete element of the BPMN 2.0.2 schema: attribute -> every value it may have, nothing where that is
    open. The schema ships with the core library.
    """
    text = files("SpiffWorkflow.bpmn.parser").joinpath("schema", "Semantic.xsd").read_bytes()
    root = etree.fromstring(text)
    types = {str(one.get("name")): one for one in root.iter(f"{XSD}complexType", f"{XSD}simpleType")}
    found = {}
    for element in root.findall(f"{XSD}element"):
        known = types.get(str(element.get("type")))
        if known is None or known.get("abstract") != "true":
            found[str(element.get("name"))] = dict(_attributes(known, types))
    return found


def _attributes(known: Xml | None, types: Mapping[str, Xml]) -> Iterator[tuple[str, frozenset[str]]]:
    if known is not None:
        extended = known.find(f".//{XSD}extension")
        yield from _attributes(types.get(str(extended.get("base"))) if extended is not None else None, types)
        for attribute in known.iter(f"{XSD}attribute"):
            if attribute.get("name"):
                named = types.get(str(attribute.get("type")))
                listed = () if named is None else named.iter(f"{XSD}enumeration")
                values = {"true", "false"} if attribute.get("type") == "xsd:boolean" else set()
                yield str(attribute.get("name")), frozenset({*values, *(str(one.get("value")) for one in listed)})


# what the cases show


def constructs(data: bytes) -> Iterator[str]:
    """What a diagram draws: elements, and events by position and trigger."""
    root = bpmn.read(data).root
    for element in root.iter():
        if kind(element):
            yield kind(element)
    for process in root.iter(f"{{{etree.QName(root).namespace}}}process"):
        yield from (event(node) for node in nodes_of(process) if kind(node) in EVENTS)


def event(node: Xml) -> str:
    """`<position>: <trigger>` of an event."""
    definitions = event_definitions(node)
    trigger = kind(definitions[0]).removesuffix("EventDefinition") if definitions else "none"
    if len(definitions) > 1:
        trigger = "parallel multiple" if node.get("parallelMultiple") == "true" else "multiple"
    return f"{_position(node)}: {trigger}"


def _position(node: Xml) -> str:
    holder = node.getparent()
    if kind(node) == "startEvent":
        handling = holder is not None and kind(holder) in SUBPROCESSES and holder.get("triggeredByEvent") == "true"
        return (BESIDE if node.get("isInterrupting") == "false" else INTERRUPTS) if handling else START
    if kind(node) == "boundaryEvent":
        return BOUNDARY_BESIDE if node.get("cancelActivity") == "false" else BOUNDARY
    return {"intermediateCatchEvent": CATCH, "intermediateThrowEvent": THROW}.get(kind(node), END)


@cache
def proofs() -> Mapping[str, tuple[str, ...]]:
    """Construct -> the cases that run with it, the plainest first."""
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    whole = [one for row in rows() for one in (row, *row.more)]
    for number, row in enumerate(one for one in whole if one.runs and not one.pending):
        drawn = {what for path, data in row.files().items() if path.endswith(".bpmn") for what in constructs(data)}
        for construct in drawn:
            found[construct].append((len(drawn), number, row.name))
    return {construct: tuple(name for *_, name in sorted(cases)) for construct, cases in found.items()}


def shown(construct: str) -> str:
    """The names of the plainest cases of a construct."""
    names = proofs().get(construct, ())
    more = f" +{len(names) - SHOWN}" if len(names) > SHOWN else ""
    return ", ".join(f"`{name}`" for name in names[:SHOWN]) + more


# verdicts


def is_accepted(name: str) -> bool:
    """Whether the lint lets an element pass somewhere."""
    inside = {child for rule in RULES.values() for child in rule.children}
    return name in RULES or name in HARMLESS | LEAVES | RESOURCES | ROOT | COLLABORATION | inside


def verdict(name: str) -> str:
    """runs, documentary or refused."""
    if not is_accepted(name):
        return "refused"
    return "runs" if name in EXECUTED else "documentary"


def limits(name: str) -> Iterator[str]:
    """What of an element's attributes does not run, or has only some values."""
    rule = RULES.get(name)
    for attribute, every in schema()[name].items() if rule is not None else ():
        values = rule.attributes.get(attribute, frozenset()) if rule is not None else None
        if values is None or NAMING.fullmatch(attribute) or (every and every <= values):
            continue
        told = sorted(values - {"0", "1"} if len(values) > 1 else values)
        yield SAID.get(attribute) or f"`{attribute}` {'only ' + ' or '.join(told) if told else 'refused'}"


def accepted_at(position: str, trigger: str) -> bool:
    """Whether the lint lets an event pass, asked with a diagram."""
    return not errors(bpmn.lint(bpmn.read(probe(position, trigger))))


# the page


def events() -> Iterator[str]:
    """The table of triggers and positions."""
    yield f"| trigger | {' | '.join(POSITIONS)} |"
    yield f"|---|{'---|' * len(POSITIONS)}"
    for trigger, positions in TRIGGERS.items():
        cells = [_cell(position, trigger) if position in positions else "" for position in POSITIONS]
        yield f"| {trigger} | {' | '.join(cells)} |"


def _cell(position: str, trigger: str) -> str:
    if not accepted_at(position, trigger):
        return "refused"
    names = proofs().get(f"{position}: {trigger}", ())
    return f"`{names[0]}`" if names else "no case"


def elements(heading: str) -> Iterator[str]:
    """One table of elements."""
    yield "| element | verdict | limits and notes | BPMN 2.0.2 | cases |"
    yield "|---|---|---|---|---|"
    for name, section in SECTIONS[heading].items():
        said = [NOTES[name]] if name in NOTES and is_accepted(name) else []
        if not is_accepted(name):
            said = [NOTES.get(name) or HINTS.get(name, NO_HINT)[1]]
        said += limits(name)
        limited = "runs, limited" if verdict(name) == "runs" and list(limits(name)) else verdict(name)
        yield f"| `{name}` | {limited} | {'; '.join(said)} | {section} | {shown(name) if is_accepted(name) else ''} |"


def cases(folder: str) -> Iterator[str]:
    """The rows of the contract table."""
    yield "| case | what it shows | result | specification |"
    yield "|---|---|---|---|"
    for row in rows(folder):
        yield f"| `{row.name}` | {row.shows} | {_result(row)} | {row.spec} |"


def _result(row: Row) -> str:
    if row.dropped:
        return f"not about an engine: {row.dropped}"
    if row.refused:
        return f"refused `{row.refused.partition(' at ')[0]}`: {row.reason}"
    return "waits to be built" if row.pending else "runs"


def counts() -> Iterator[str]:
    """How many cases end how."""
    for title, folder in (("The engine study", "table"), ("Combinations", "combined")):
        found = list(rows(folder))
        run = sum(1 for row in found if row.runs and not row.pending)
        wrong = sum(1 for row in found if row.refused and not row.unsupported)
        unbuilt = sum(1 for row in found if row.refused and row.unsupported)
        other = sum(1 for row in found if row.dropped)
        told = f"{title}: {len(found)} cases, {run} run"
        told += f", {wrong} are refused because the diagram is wrong" if wrong else ""
        told += f", {unbuilt} refused because this engine does not run them" if unbuilt else ""
        yield f"- {told}{f', {other} about the other library' if other else ''}."


def written() -> Mapping[str, Iterator[str]]:
    """The parts of the page by name."""
    parts = {"counts": counts(), "events": events(), "study": cases("table"), "combined": cases("combined")}
    return {**parts, **{heading: elements(heading) for heading in SECTIONS}}


def renewed(text: str) -> str:
    """The page with every part written anew; what was measured stays."""
    for name, lines in written().items():
        part = "\n".join(lines)
        pattern = rf"<!-- {re.escape(name)}: from the code -->.*?<!-- end -->"
        replacement = f"<!-- {name}: from the code -->\n{part}\n<!-- end -->"
        text = re.sub(pattern, lambda _, new=replacement: new, text, flags=re.S)  # type: ignore[misc]
    return text


def missing() -> list[str]:
    """Elements of the schema the page does not name."""
    named = {name for names in SECTIONS.values() for name in names} | PARTS
    return sorted(set(schema()) - named)


def main() -> None:
    """Renew the page."""
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
