"""From the tree to plain data: every flow node, flow and lane of a process, in document order."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lxml.etree import _Element as Xml

from engine.bpmn import data, vendor
from engine.bpmn.beginnings import beginnings, together
from engine.bpmn.dialect import stated
from engine.bpmn.expand import drawn
from engine.bpmn.extensions import Extensions, extensions
from engine.bpmn.loops import Thrown, loop
from engine.bpmn.names import (
    EVENTS,
    SUBPROCESSES,
    bpmn,
    event_definitions,
    formal,
    kind,
    nodes_of,
    ref,
    scope_of,
    text,
)
from engine.bpmn.reader import Diagram
from engine.bpmn.undoing import associated, compensates, waits
from engine.model.definition import AdHoc, Definition, Element, Flow, Lane, Timer

_WHOLE = re.compile(r"\+?0*[1-9]\d{0,5}", re.ASCII)
_TIMERS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


def definitions(diagram: Diagram, *, drafts: bool = False) -> Mapping[str, Definition]:
    """Describe the executable processes (with `drafts` all of them, as far as they are drawn)."""
    wanted = diagram.processes if drafts else diagram.executable
    common = _Common.of(diagram.root, diagram.unaddressed)
    return {key: stated(_definition(key, diagram.expanded(key), common)) for key in wanted}


@dataclass(frozen=True, slots=True)
class _Message:
    name: str
    correlation_key: str


@dataclass(frozen=True, slots=True)
class _Common:
    """What the processes of one file share: messages, and the codes and names of the other triggers, by id."""

    messages: Mapping[str, _Message]
    errors: Mapping[str, str]
    escalations: Mapping[str, str]
    signals: Mapping[str, str]
    associated: Mapping[str, tuple[str, ...]]
    #: Event definitions beside the processes, which loops refer to.
    shared: Mapping[str, Xml]
    #: Who does what names nobody.
    unaddressed: str

    @property
    def thrown(self) -> Thrown:
        """What the events a loop throws are called."""
        return Thrown(self.shared, self.signals, self.escalations)

    @classmethod
    def of(cls, root: Xml, unaddressed: str) -> "_Common":
        messages = {
            message.get("id", ""): _Message(message.get("name", ""), extensions(message).correlation_key)
            for message in root.findall(bpmn("message"))
        }
        return cls(
            messages,
            unaddressed=unaddressed,
            errors=_named(root, "error", "errorCode"),
            escalations=_named(root, "escalation", "escalationCode"),
            signals=_named(root, "signal", "name"),
            associated=associated(root),
            shared={str(one.get("id")): one for one in root if kind(one).endswith("EventDefinition")},
        )


def _named(root: Xml, tag: str, attribute: str) -> dict[str, str]:
    return {found.get("id", ""): found.get(attribute, "") for found in root.findall(bpmn(tag))}


def _definition(process_id: str, process: Xml, common: _Common) -> Definition:
    flows = {flow.id: flow for flow in _flows(process)}
    lanes, lane_of = _lanes(process)
    incoming, outgoing = _ends(flows.values())
    elements: dict[str, Element] = {}
    holding, moved = data.held(process), set[str]()
    for node in nodes_of(process):
        scope = scope_of(node, process)
        node_id = node.get("id", "")
        if scope and node_id not in lane_of and scope in lane_of:
            lane_of[node_id] = lane_of[scope]
        lane = lanes.get(lane_of.get(node_id, ""))
        moves = data.moves(node, holding)
        moved |= moves.moved
        elements[node_id] = _element(node, scope, lane, common, (incoming, outgoing), moves)
    for scope in {holding.scopes[one] for one in moved} & elements.keys():
        names = {holding.names[one]: None for one in sorted(moved) if holding.scopes[one] == scope}
        elements[scope] = replace(elements[scope], data=tuple(names))
    own = extensions(process)
    starts = list(beginnings(elements, flows))
    return Definition(
        process_id=process_id,
        name=process.get("name", ""),
        elements=elements,
        flows=flows,
        lanes=lanes,
        documentation=_documentation(process),
        version_tag=own.version_tag,
        properties=_properties(own, elements.values()),
        message_starts={e.message: e.id for e in starts if e.message},
        signal_starts={e.signal: e.id for e in starts if e.signal},
        timer_starts=tuple(e.id for e in starts if e.event == "timer"),
        condition_starts=tuple(e.id for e in starts if e.event == "conditional"),
        joint_starts=together(elements),
    )


def _properties(own: Extensions, elements: Iterable[Element]) -> dict[str, str]:
    start = next((e for e in elements if e.kind == "startEvent" and e.event == "none" and not e.scope), None)
    return {**own.properties, **({"startForm": start.form} if start is not None and start.form else {})}


def _flows(process: Xml) -> Iterable[Flow]:
    for flow in process.iter(bpmn("sequenceFlow")):
        yield Flow(
            id=flow.get("id", ""),
            source=ref(flow.get("sourceRef")),
            target=ref(flow.get("targetRef")),
            name=flow.get("name", ""),
            condition=condition(flow),
        )


def condition(flow: Xml) -> str:
    """The condition of a flow with its leading `=`; "" for none."""
    return formal(flow.find(bpmn("conditionExpression")))


def _ends(flows: Iterable[Flow]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    incoming: dict[str, list[str]] = {}
    outgoing: dict[str, list[str]] = {}
    for flow in flows:
        outgoing.setdefault(flow.source, []).append(flow.id)
        incoming.setdefault(flow.target, []).append(flow.id)
    return incoming, outgoing


def _lanes(process: Xml) -> tuple[dict[str, Lane], dict[str, str]]:
    """Lanes by id, and node id -> the innermost lane that names it (a nested lane stands after its parent)."""
    lanes: dict[str, Lane] = {}
    lane_of: dict[str, str] = {}
    for lane in process.iter(bpmn("lane")):
        lane_id = lane.get("id", "")
        own = extensions(lane)
        groups = own.properties.get("candidateGroups", "") or _parent_groups(lane, lanes)
        lanes[lane_id] = Lane(lane_id, lane.get("name", ""), groups)
        lane_of.update({ref(member.text): lane_id for member in lane.findall(bpmn("flowNodeRef"))})
    return lanes, lane_of


def _parent_groups(lane: Xml, lanes: Mapping[str, Lane]) -> str:
    holder = lane.getparent()
    parent = None if holder is None else holder.getparent()
    known = lanes.get(parent.get("id", "")) if parent is not None and kind(parent) == "lane" else None
    return known.candidate_groups if known is not None else ""


def _element(
    node: Xml,
    scope: str,
    lane: Lane | None,
    common: _Common,
    ends: tuple[Mapping[str, list[str]], Mapping[str, list[str]]],
    moves: data.Moves,
) -> Element:
    own = extensions(node)
    name = kind(node)
    node_id = node.get("id", "")
    message = _message(node, common)
    return Element(
        id=node_id,
        kind=name,
        name=node.get("name", ""),
        event=_event(node) if name in EVENTS else "",
        documentation=_documentation(node),
        lane=lane.id if lane is not None else "",
        scope=scope,
        incoming=tuple(ends[0].get(node_id, ())),
        outgoing=tuple(ends[1].get(node_id, ())),
        default_flow=ref(node.get("default")),
        form=own.form,
        candidate_groups=_address(own, lane, name) or (common.unaddressed if name == "userTask" else ""),
        assignee=own.assignee,
        due=own.due,
        priority=own.priority,
        job_type=own.job_type,
        retries=own.retries,
        headers=own.headers,
        inputs=(*own.inputs, *moves.inputs),
        outputs=(*own.outputs, *moves.outputs),
        script=own.script,
        decision=own.decision,
        result_variable=own.result_variable or own.headers.get("resultVariable", ""),
        message=message.name if message is not None else "",
        correlation_key=own.correlation_key or (message.correlation_key if message is not None else ""),
        timer=_timer(node),
        error_code=_referred(node, "errorRef", common.errors),
        signal=_referred(node, "signalRef", common.signals),
        escalation_code=_referred(node, "escalationRef", common.escalations),
        condition=_condition(node),
        attached_to=ref(node.get("attachedToRef")),
        undone_by=next(iter(common.associated.get(node_id, ())), "") if name == "boundaryEvent" else "",
        compensates=compensates(node),
        waits=waits(node),
        for_compensation=node.get("isForCompensation") in ("true", "1"),
        interrupting=_is_interrupting(node),
        joint=_joint(node),
        by_event=name in SUBPROCESSES and node.get("triggeredByEvent") in ("true", "1"),
        calls=own.calls or vendor.feel(ref(node.get("calledElement"))),
        calls_version=own.calls_version,
        passes_all=own.passes_all,
        returns_all=own.returns_all,
        instantiates=node.get("instantiate") in ("true", "1"),
        parallel=node.get("eventGatewayType") == "Parallel",
        loop=loop(node, common.thrown, moves),
        ad_hoc=_ad_hoc(node, own) if name == "adHocSubProcess" else None,
        activation=formal(node.find(bpmn("activationCondition"))),
        start_quantity=_quantity(node, "startQuantity"),
        completion_quantity=_quantity(node, "completionQuantity"),
        properties=own.properties,
    )


def _quantity(node: Xml, name: str) -> int:
    """A number of tokens (Table 10.3: 1 unless the drawing says otherwise); what is no number is left to the lint."""
    written = node.get(name, "1").strip()
    return int(written) if _WHOLE.fullmatch(written) else 1


def _address(own: Extensions, lane: Lane | None, name: str) -> str:
    """Who does it: what the node itself says (an ad-hoc subprocess in a property, as a lane does), else its lane."""
    said = own.properties.get("candidateGroups", "") if name == "adHocSubProcess" else own.candidate_groups
    return said or (lane.candidate_groups if lane is not None else "")


def _joint(node: Xml) -> str:
    """The drawn event of which this is one trigger, all of which are needed."""
    whole = drawn(str(node.get("id", "")))
    together = kind(node) in ("startEvent", "boundaryEvent") and node.get("parallelMultiple") in ("true", "1")
    return whole if together and whole != node.get("id") else ""


def _is_interrupting(node: Xml) -> bool:
    name = "isInterrupting" if kind(node) == "startEvent" else "cancelActivity"
    return node.get(name, "true") not in ("false", "0")


def _ad_hoc(node: Xml, own: Extensions) -> AdHoc:
    return AdHoc(
        ordering=(node.get("ordering") or "Parallel").lower(),
        completion=formal(node.find(bpmn("completionCondition"))),
        cancels=node.get("cancelRemainingInstances", "true") not in ("false", "0"),
        collection=own.begins,
    )


def _event(node: Xml) -> str:
    found = event_definitions(node)
    if not found:
        return "none"
    return kind(found[0]).removesuffix("EventDefinition") if len(found) == 1 else "multiple"


def _message(node: Xml, common: _Common) -> _Message | None:
    holders = [node, *event_definitions(node)]
    named = next((ref(holder.get("messageRef")) for holder in holders if holder.get("messageRef")), "")
    return common.messages.get(named)


def _timer(node: Xml) -> Timer | None:
    for definition in event_definitions(node):
        for child in definition:
            if kind(child) in _TIMERS:
                return Timer(_TIMERS[kind(child)], text(child))
    return None


def _referred(node: Xml, attribute: str, names: Mapping[str, str]) -> str:
    for definition in event_definitions(node):
        if definition.get(attribute):
            return names.get(ref(definition.get(attribute)), "")
    return ""


def _condition(node: Xml) -> str:
    for definition in event_definitions(node):
        found = definition.find(bpmn("condition"))
        if found is not None:
            return formal(found)
    return ""


def _documentation(node: Xml) -> str:
    return "\n".join(text(part) for part in node.findall(bpmn("documentation"))).strip()
