"""Checks of how many tokens come together or leave: quantities of activities, and complex gateways."""

from lxml.etree import _Element as Xml

from engine.bpmn.lint.subject import Subject
from engine.bpmn.names import ACTIVITIES
from engine.model.definition import Element

#: Tokens one activity may need or leave: more is a mistake in the drawing, and would fill a step.
MOST = 1000


def check(subject: Subject, node: Xml, element: Element) -> None:
    """Report quantities and activation conditions that say nothing, or nothing that can run."""
    if element.kind in ACTIVITIES:
        _quantities(subject, node, element)
    elif element.kind == "complexGateway":
        _activation(subject, node, element)


def _quantities(subject: Subject, node: Xml, element: Element) -> None:
    """Table 10.3: whole numbers from 1; tokens are counted where they come by a flow."""
    for name, value in (
        ("startQuantity", element.start_quantity),
        ("completionQuantity", element.completion_quantity),
    ):
        written = node.get(name, "1").strip().lstrip("+").lstrip("0")
        if written != str(value) or value > MOST:
            subject.report.error("flow.quantity", node, name=name, value=node.get(name), most=MOST)
    if element.start_quantity > 1 and (not element.incoming or element.by_event or _is_awaited(subject, element)):
        subject.report.error("flow.quantity_place", node, value=element.start_quantity)


def _is_awaited(subject: Subject, element: Element) -> bool:
    """Behind an event-based gateway a receive task takes the one token of the gateway."""
    elements, flows = subject.definition.elements, subject.definition.flows
    sources = (elements.get(flows[flow].source) for flow in element.incoming if flow in flows)
    return any(source is not None and source.kind == "eventBasedGateway" for source in sources)


def _activation(subject: Subject, node: Xml, element: Element) -> None:
    if element.activation and not element.incoming:
        subject.report.error("flow.activation_place", node)
    elif not element.activation and len(element.incoming) > 1:
        subject.report.error("flow.activation", node)
    flows = [subject.definition.flows[flow] for flow in element.outgoing]
    if len(flows) > 1 and not element.default_flow and all(flow.condition for flow in flows):
        subject.report.warning("flow.no_default", node)
