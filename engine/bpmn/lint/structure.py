"""Checks of the drawing: flows join nodes of one scope, paths begin and end where BPMN allows (§10.5, §13)."""

import re

from lxml.etree import _Element as Xml

from engine.bpmn.definitions import condition
from engine.bpmn.expand import drawn
from engine.bpmn.lint import ends, tokens
from engine.bpmn.lint.subject import Subject
from engine.bpmn.names import ACTIVITIES, bpmn, kind, nodes_of, ref, text
from engine.model.definition import Element

#: Characters of an id and of an error code.
LONGEST_ID = 120
LONGEST_CODE = 60
#: The prefix of case numbers: short enough to be said on the telephone.
#: Gateways whose flows out are conditional.
_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})
#: A flow out of these needs no condition beside conditional ones: it is always taken, or taken at activation.
_FREE = ACTIVITIES | {"complexGateway"}
#: Gateways that look at no condition (§13.4.1, §13.4.4).
_DECIDED = frozenset({"parallelGateway", "eventBasedGateway"})
#: What may follow an event-based gateway (§10.6.6).
_AWAITED = frozenset({"message", "timer", "signal", "conditional"})
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}", re.ASCII)


def check(subject: Subject) -> None:
    """Report broken flows, missing starts and ends, and lists that contradict the flows."""
    for scope in subject.scopes:
        if not subject.is_ad_hoc(scope):
            _starts(subject, scope)
    ends.check(subject)
    _names(subject)
    _flows(subject)
    for node, element in subject.nodes:
        if element.kind.endswith("Gateway"):
            _gateway(subject, element)
        tokens.check(subject, node, element)
        if element.kind in ("task", "manualTask"):
            subject.report.warning("bpmn.pass_through", node, kind=element.kind)
    for name, node in subject.drawn.items():
        _listed(subject, node, name)
    _lanes(subject)


def _starts(subject: Subject, scope: str) -> None:
    inside = subject.scopes[scope].values()
    where = subject.holder(scope)
    starts = [e for e in inside if e.kind == "startEvent"]
    if where is not None and where.by_event:
        _handler(subject, where, starts)
    else:
        _plain_starts(subject, starts)


def _plain_starts(subject: Subject, starts: list[Element]) -> None:
    plain = [e for e in starts if e.event == "none"]
    if len(plain) > 1:
        subject.report.error("flow.starts", plain[1].id, count=len(plain))


def _handler(subject: Subject, holder: Element, starts: list[Element]) -> None:
    """An event subprocess stands apart, has one start, and no twin for the same error (§10.3.5)."""
    if len({drawn(one.id) for one in starts}) > 1:
        subject.report.error("flow.starts", starts[1].id, count=len(starts))
    if holder.incoming or holder.outgoing or holder.loop is not None:
        subject.report.error("flow.event_subprocess", holder.id)
    catching = [e for e in starts if e.event in ("error", "escalation", "compensate")]
    for start in catching:
        code = start.error_code or start.escalation_code
        if _siblings(subject, holder, start.event, code) > 1:
            subject.report.error("flow.handler_twice", start.id, trigger=start.event, value=code or "∅")


def _siblings(subject: Subject, holder: Element, event: str, code: str) -> int:
    """How many event subprocesses of the same scope catch the same."""
    beside = [e for e in subject.scopes[holder.scope].values() if e.by_event]
    starts = (e for one in beside for e in subject.scopes[one.id].values() if e.kind == "startEvent")
    return sum(1 for e in starts if e.event == event and (e.error_code or e.escalation_code) == code)


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
    own, source = str(flow.get("id")), subject.drawn.get(ref(flow.get("sourceRef")))
    written = flow.find(bpmn("conditionExpression")) is not None
    if source is None:
        return
    if ref(source.get("default")) == own:
        if condition(flow):
            subject.report.error("flow.default_condition", flow)
    elif kind(source) in _CHOOSING:
        if len(subject.ends.get(("outgoing", source.get("id", "")), ())) > 1 and not condition(flow):
            subject.report.error("flow.no_condition", flow, gateway=source.get("id"))
    elif written and kind(source) in _DECIDED:
        subject.report.warning("flow.condition_ignored", flow, source=source.get("id"))
    elif written and kind(source) not in _FREE:
        subject.report.error("flow.condition", flow, source=source.get("id"))


def _gateway(subject: Subject, gateway: Element) -> None:
    if gateway.default_flow and gateway.default_flow not in gateway.outgoing:
        subject.report.error("flow.default_foreign", gateway.id, flow=gateway.default_flow)
    if gateway.kind in _CHOOSING and not gateway.default_flow and len(gateway.outgoing) > 1:
        subject.report.warning("flow.no_default", gateway.id)
    if gateway.kind == "eventBasedGateway":
        _race(subject, gateway)


def _race(subject: Subject, gateway: Element) -> None:
    """Every flow leads to an event nobody else leads to; messages come by events or by receive tasks, not both."""
    flows, elements = subject.definition.flows, subject.definition.elements
    targets = [found for flow in gateway.outgoing if (found := elements.get(flows[flow].target))]
    if len(targets) < 2:
        subject.report.error("flow.event_gateway_few", gateway.id)
    for target in targets:
        if not _may_race(subject, target):
            subject.report.error("flow.event_gateway", target.id, gateway=gateway.id)
    kinds = {e.kind for e in targets if e.kind == "receiveTask" or e.event == "message"}
    if len(kinds) > 1:
        subject.report.error("flow.event_gateway_mixed", gateway.id)


def _may_race(subject: Subject, target: Element) -> bool:
    if len(target.incoming) != 1:
        return False
    if target.kind == "receiveTask":
        return not subject.boundaries(target.id) and target.loop is None
    return target.kind == "intermediateCatchEvent" and target.event in _AWAITED


def _direction(node: Xml, incoming: int, outgoing: int) -> bool:
    """A stated gatewayDirection holds (§10.6.1: diverging one in, converging one out, mixed many of both)."""
    return {
        "Unspecified": True,
        "Diverging": incoming <= 1 and outgoing > 1,
        "Converging": incoming > 1 and outgoing <= 1,
        "Mixed": incoming > 1 and outgoing > 1,
    }.get(node.get("gatewayDirection", "Unspecified"), False)


def _listed(subject: Subject, node: Xml, name: str) -> None:
    """The flows a node lists are its own; so is the default flow of an activity."""
    real = {end: subject.ends.get((end, name), []) for end in ("incoming", "outgoing")}
    for direction, flows in real.items():
        written = [ref(text(child)) for child in node.findall(bpmn(direction))]
        for flow in written:
            if flow not in flows:
                subject.report.error("flow.listed", node, flow=flow, direction=direction)
        for flow in flows:
            if written and flow not in written:
                subject.report.warning("flow.unlisted", node, flow=flow)
    default = ref(node.get("default"))
    if default and kind(node) in ACTIVITIES and default not in real["outgoing"]:
        subject.report.error("flow.default_foreign", node, flow=default)
    incoming, outgoing = len(real["incoming"]), len(real["outgoing"])
    if kind(node).endswith("Gateway") and not _direction(node, incoming, outgoing):
        direction = node.get("gatewayDirection", "")
        subject.report.error("flow.direction", node, direction=direction, incoming=incoming, outgoing=outgoing)


def _lanes(subject: Subject) -> None:
    for member in subject.process.iter(bpmn("flowNodeRef")):
        if ref(text(member)) not in subject.definition.elements:
            lane = member.getparent()
            subject.report.error("bpmn.lane_ref", member if lane is None else lane, value=text(member))
