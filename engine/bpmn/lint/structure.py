"""Checks of the drawing: flows join nodes of one scope, paths begin and end where BPMN allows (§10.5, §13)."""

import re

from lxml.etree import _Element as Xml

from engine.bpmn.definitions import condition
from engine.bpmn.lint.subject import Subject
from engine.bpmn.names import bpmn, kind, nodes_of, ref, text
from engine.model.definition import Element

#: Characters of an id and of an error code.
LONGEST_ID = 120
LONGEST_CODE = 60
#: The prefix of case numbers: short enough to be said on the telephone.
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}", re.ASCII)


def check(subject: Subject) -> None:
    """Report broken flows, missing starts and ends, and lists that contradict the flows."""
    _starts(subject)
    _names(subject)
    _flows(subject)
    for node, element in subject.nodes:
        if not element.scope:
            _ends(subject, element)
            _listed(subject, node, element)
        if element.kind in ("task", "manualTask"):
            subject.report.warning("bpmn.pass_through", node, kind=element.kind)
    _lanes(subject)
    _data(subject)


def _starts(subject: Subject) -> None:
    top = [e for e in subject.definition.elements.values() if not e.scope]
    starts = [e for e in top if e.kind == "startEvent"]
    if not starts:
        subject.report.error("flow.no_start", subject.process)
    if not any(e.kind == "endEvent" for e in top):
        subject.report.error("flow.no_end", subject.process)
    plain = [e for e in starts if e.event == "none"]
    if len(plain) > 1:
        subject.report.error("flow.starts", plain[1].id, count=len(plain))
    messages = [e.message for e in starts if e.message]
    for start in starts:
        if start.message and messages.count(start.message) > 1:
            subject.report.error("flow.start_message_twice", start.id, message=start.message)


def _names(subject: Subject) -> None:
    """What is stored as a name must fit, on PostgreSQL too."""
    number = subject.definition.properties.get("caseNumber", "")
    if number and _NUMBER.fullmatch(number) is None:
        subject.report.error("flow.case_number", subject.process, value=number[:60])
    if len(subject.definition.process_id) > LONGEST_ID:
        subject.report.error("bpmn.too_long", subject.process, what="id", most=LONGEST_ID)
    for element in subject.definition.elements.values():
        for what, text_, most in (("id", element.id, LONGEST_ID), ("errorCode", element.error_code, LONGEST_CODE)):
            if len(text_) > most:
                subject.report.error("bpmn.too_long", element.id, what=what, most=most)


def _flows(subject: Subject) -> None:
    """Both ends of a flow are flow nodes of the scope the flow is written in (§10.5.3, Table 7.3)."""
    scopes = {node.get("id", ""): node.getparent() for node in nodes_of(subject.process)}
    for flow in subject.process.iter(bpmn("sequenceFlow")):
        for attribute in ("sourceRef", "targetRef"):
            end = ref(flow.get(attribute))
            if scopes.get(end) is None or scopes[end] is not flow.getparent():
                subject.report.error("flow.dangling", flow, end=flow.get(attribute) or "∅")
        _condition(subject, flow)


def _condition(subject: Subject, flow: Xml) -> None:
    source = subject.definition.elements.get(ref(flow.get("sourceRef")))
    written = flow.find(bpmn("conditionExpression"))
    if source is None:
        return
    if source.kind != "exclusiveGateway":
        if written is not None:
            subject.report.error("flow.condition", flow, source=source.id)
        return
    if source.default_flow == flow.get("id"):
        if condition(flow):
            subject.report.error("flow.default_condition", flow)
    elif len(source.outgoing) > 1 and not condition(flow):
        subject.report.error("flow.no_condition", flow, gateway=source.id)


def _ends(subject: Subject, element: Element) -> None:
    report = subject.report
    entry = element.kind in ("startEvent", "boundaryEvent")
    if entry and element.incoming:
        report.error("flow.start_incoming", element.id)
    if not entry and not element.incoming:
        report.error("flow.no_incoming", element.id)
    if element.kind == "endEvent" and element.outgoing:
        report.error("flow.end_outgoing", element.id)
    if element.kind != "endEvent" and not element.outgoing:
        report.error("flow.dead_end", element.id)
    if element.kind.endswith("Gateway"):
        _gateway(subject, element)


def _gateway(subject: Subject, gateway: Element) -> None:
    if gateway.default_flow and gateway.default_flow not in gateway.outgoing:
        subject.report.error("flow.default_foreign", gateway.id, flow=gateway.default_flow)
    if gateway.kind == "exclusiveGateway" and not gateway.default_flow and len(gateway.outgoing) > 1:
        subject.report.warning("flow.no_default", gateway.id)


def _direction(node: Xml, element: Element) -> bool:
    """A stated gatewayDirection holds (§10.6.1: diverging one in, converging one out, mixed many of both)."""
    incoming, outgoing = len(element.incoming), len(element.outgoing)
    return {
        "Unspecified": True,
        "Diverging": incoming <= 1 and outgoing > 1,
        "Converging": incoming > 1 and outgoing <= 1,
        "Mixed": incoming > 1 and outgoing > 1,
    }.get(node.get("gatewayDirection", "Unspecified"), False)


def _listed(subject: Subject, node: Xml, element: Element) -> None:
    for direction, real in (("incoming", element.incoming), ("outgoing", element.outgoing)):
        written = [ref(text(child)) for child in node.findall(bpmn(direction))]
        for flow in written:
            if flow not in real:
                subject.report.error("flow.listed", node, flow=flow, direction=direction)
        for flow in real:
            if written and flow not in written:
                subject.report.warning("flow.unlisted", node, flow=flow)
    if element.kind.endswith("Gateway") and not _direction(node, element):
        subject.report.error(
            "flow.direction",
            node,
            direction=node.get("gatewayDirection", ""),
            incoming=len(element.incoming),
            outgoing=len(element.outgoing),
        )


def _lanes(subject: Subject) -> None:
    for member in subject.process.iter(bpmn("flowNodeRef")):
        if ref(text(member)) not in subject.definition.elements:
            lane = member.getparent()
            subject.report.error("bpmn.lane_ref", member if lane is None else lane, value=text(member))


def _data(subject: Subject) -> None:
    """Arrows to data objects only draw: nothing may move data but zeebe's mappings."""
    tags = (bpmn("dataInputAssociation"), bpmn("dataOutputAssociation"))
    for association in subject.process.iter(*tags):
        moving = [child for child in association if kind(child) not in ("sourceRef", "targetRef", "extensionElements")]
        if moving or len(association.findall(bpmn("sourceRef"))) > 1:
            subject.report.error("ref.data", association)
    for held in subject.process.iter(bpmn("property")):
        if held.getparent() is not subject.process and held.get("name") != "__targetRef_placeholder":
            subject.report.error("ref.data", held)
    for drawn in subject.process.iter(bpmn("dataObject")):
        if drawn.find(bpmn("dataState")) is not None:
            subject.report.error("bpmn.data_state", drawn)
