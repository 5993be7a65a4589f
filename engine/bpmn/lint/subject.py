"""What one pass of checks looks at: one process, as tree and as data, with what is known around it."""

from dataclasses import dataclass
from functools import cached_property

from lxml.etree import _Element as Xml

from engine.bpmn.known import Known
from engine.bpmn.lint.report import Report
from engine.bpmn.names import SUBPROCESSES, bpmn, nodes_of, ref
from engine.bpmn.reader import Diagram
from engine.bpmn.undoing import is_apart
from engine.model.definition import Definition, Element


@dataclass(frozen=True)
class Subject:
    """One executable process under examination."""

    diagram: Diagram
    process: Xml
    definition: Definition
    known: Known
    report: Report

    @cached_property
    def nodes(self) -> list[tuple[Xml, Element]]:
        """Every flow node with its description, those written out from abbreviations included."""
        elements = self.definition.elements
        return [
            (node, elements[node.get("id", "")]) for node in nodes_of(self.diagram.expanded(self.definition.process_id))
        ]

    @cached_property
    def drawn(self) -> dict[str, Xml]:
        """Every flow node as it is drawn, by id."""
        return {node.get("id", ""): node for node in nodes_of(self.process)}

    @cached_property
    def ends(self) -> dict[tuple[str, str], list[str]]:
        """The flows as they are drawn: (incoming or outgoing, node) -> their ids."""
        found: dict[tuple[str, str], list[str]] = {}
        for flow in self.process.iter(bpmn("sequenceFlow")):
            found.setdefault(("incoming", ref(flow.get("targetRef"))), []).append(flow.get("id", ""))
            found.setdefault(("outgoing", ref(flow.get("sourceRef"))), []).append(flow.get("id", ""))
        return found

    @cached_property
    def scopes(self) -> dict[str, dict[str, Element]]:
        """The nodes of each scope by id, in document order: the process is "", a subprocess its own id."""
        found: dict[str, dict[str, Element]] = {"": {}}
        for element in self.definition.elements.values():
            found.setdefault(element.scope, {})[element.id] = element
            if element.kind in SUBPROCESSES:
                found.setdefault(element.id, {})
        return found

    def holder(self, scope: str) -> Element | None:
        """The subprocess a scope is; None for the process."""
        return self.definition.elements.get(scope)

    def is_ad_hoc(self, scope: str) -> bool:
        """True for the inside of an ad-hoc subprocess: it has neither start nor end, and its roots begin it."""
        holder = self.holder(scope)
        return holder is not None and holder.ad_hoc is not None

    def boundaries(self, host: str) -> list[Element]:
        """The boundary events on an activity that a token may leave by: not those of compensation."""
        return self._boundaries.get(host, [])

    @cached_property
    def _boundaries(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.definition.elements.values():
            if element.kind == "boundaryEvent" and not is_apart(element):
                found.setdefault(element.attached_to, []).append(element)
        return found


def shown(value: str) -> str:
    """A name as it stands in a sentence; ∅ for nothing."""
    return value or "∅"
