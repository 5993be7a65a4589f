"""Small diagrams for tests: nodes and flows in the order they are named."""

from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="t">\n'
)
ADDRESS = '<zeebe:assignmentDefinition candidateGroups="role:ppk@DKOM"/>'


@dataclass
class Drawing:
    """One process drawn line by line."""

    process: str = "p"
    attributes: str = 'isExecutable="true"'
    lines: list[str] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)

    def node(self, kind: str, node: str, *, extension: str = "", inside: str = "", attributes: str = "") -> "Drawing":
        """Draw a flow node."""
        held = f"<bpmn:extensionElements>{extension}</bpmn:extensionElements>" if extension else ""
        self.lines.append(f'<bpmn:{kind} id="{node}" {attributes}>{held}{inside}</bpmn:{kind}>')
        return self

    def user(self, node: str, extension: str = "", inside: str = "") -> "Drawing":
        """Draw a human task with an address and a form."""
        return self.node(
            "userTask", node, extension=f'{ADDRESS}<zeebe:formDefinition formId="usulan"/>{extension}', inside=inside
        )

    def script(self, node: str, expression: str = "=1", variable: str = "hasil") -> "Drawing":
        """Draw a script task."""
        written = f"<zeebe:script expression={quoteattr(expression)} resultVariable={quoteattr(variable)}/>"
        return self.node("scriptTask", node, extension=written)

    def flow(self, source: str, target: str, condition: str = "") -> "Drawing":
        """Join two nodes; the flow is called source_target."""
        held = (
            f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{escape(condition)}'
            "</bpmn:conditionExpression>"
            if condition
            else ""
        )
        self.lines.append(
            f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{held}'
            "</bpmn:sequenceFlow>"
        )
        return self

    def chain(self, *nodes: str) -> "Drawing":
        """Join nodes one after the other."""
        for source, target in pairwise(nodes):
            self.flow(source, target)
        return self

    def root(self, text: str) -> "Drawing":
        """Write an element beside the process."""
        self.roots.append(text)
        return self

    def data(self) -> bytes:
        """The file."""
        body = "\n".join(self.lines)
        roots = "\n".join(self.roots)
        return (
            f'{HEAD}{roots}<bpmn:process id="{self.process}" {self.attributes}>\n{body}\n</bpmn:process>'
            "</bpmn:definitions>"
        ).encode()


def simple(middle: str = "t") -> Drawing:
    """Start, one human task, end; the task is left to the caller to draw."""
    return Drawing().node("startEvent", "s").node("endEvent", "e").chain("s", middle, "e")
