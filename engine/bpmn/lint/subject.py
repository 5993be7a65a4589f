"""What one pass of checks looks at: one process, as tree and as data, with what is known around it."""

from dataclasses import dataclass
from functools import cached_property

from lxml.etree import _Element as Xml

from engine.bpmn.known import Known
from engine.bpmn.lint.report import Report
from engine.bpmn.names import nodes_of
from engine.bpmn.reader import Diagram
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
        """Every flow node with its description."""
        elements = self.definition.elements
        return [(node, elements[node.get("id", "")]) for node in nodes_of(self.process)]

    def boundaries(self, host: str) -> list[Element]:
        """The boundary events on an activity."""
        return self._boundaries.get(host, [])

    @cached_property
    def _boundaries(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.definition.elements.values():
            if element.kind == "boundaryEvent":
                found.setdefault(element.attached_to, []).append(element)
        return found


def shown(value: str) -> str:
    """A name as it stands in a sentence; ∅ for nothing."""
    return value or "∅"
