"""What a drawing abbreviates, written out: the same meaning with fewer kinds of nodes (BPMN 2.0.2 §13).

An added node is called `<id>·<what>`: everything before the dot in the middle is what the analyst drew.
"""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy

from lxml import etree
from lxml.etree import _Element as Xml

from engine.bpmn.names import ACTIVITIES, XSI, bpmn, event_definitions, kind, nodes_of, ref, text

_THROWS = frozenset({"intermediateThrowEvent", "endEvent"})


def expand(process: Xml) -> Xml:
    """A copy of a process in which every abbreviation is written out; what is broken stays as it is drawn."""
    whole = deepcopy(process)
    leaving: dict[str, list[Xml]] = {}
    for flow in whole.iter(bpmn("sequenceFlow")):
        leaving.setdefault(ref(flow.get("sourceRef")), []).append(flow)
    for node in list(nodes_of(whole)):
        flows = leaving.get(str(node.get("id")), [])
        if kind(node) in ACTIVITIES:
            _conditional(node, flows)
        elif kind(node) in ("parallelGateway", "eventBasedGateway"):
            _unconditional(flows)
    for node in list(nodes_of(whole)):
        if len(event_definitions(node)) > 1 and kind(node) in _SEVERAL:
            _SEVERAL[kind(node)](node, whole)
    _links(whole)
    return whole


def drawn(element: str) -> str:
    """The id the analyst drew, of an element or of what was added to it."""
    return element.partition("·")[0]


def _arriving(node: Xml, process: Xml) -> list[Xml]:
    own, parent = node.get("id"), node.getparent()
    inside = process if parent is None else parent
    return [flow for flow in inside.findall(bpmn("sequenceFlow")) if own and ref(flow.get("targetRef")) == own]


def _add(beside: Xml, tag: str, node_id: str, **attributes: str) -> Xml:
    """A new element right after another, in its scope."""
    made = etree.Element(bpmn(tag))
    made.set("id", node_id)
    for key, value in attributes.items():
        made.set(key, value)
    beside.addnext(made)
    return made


def _flow(beside: Xml, source: str, target: str) -> Xml:
    return _add(beside, "sequenceFlow", f"{source}·{target}", sourceRef=source, targetRef=target)


def _conditional(node: Xml, flows: list[Xml]) -> None:
    """Conditional flows out of an activity: an inclusive choice beside the flows always taken (§13.2.1)."""
    own, default = str(node.get("id")), ref(node.get("default"))
    chosen = [flow for flow in flows if flow.find(bpmn("conditionExpression")) is not None or flow.get("id") == default]
    if not chosen:
        return
    choice = _add(node, "inclusiveGateway", f"{own}·choice")
    if default:
        choice.set("default", default)
        del node.attrib["default"]
    elif len(chosen) < len(flows):
        # Another flow is always taken: that no condition holds is no fault, the token of the choice ends.
        _add(choice, "endEvent", f"{own}·none")
        choice.set("default", _flow(choice, f"{own}·choice", f"{own}·none").get("id", ""))
    for flow in chosen:
        flow.set("sourceRef", f"{own}·choice")
    _flow(choice, own, f"{own}·choice")


def _unconditional(flows: Iterable[Xml]) -> None:
    """A parallel or event-based gateway looks at no condition (§13.4.1, §13.4.4)."""
    for flow in flows:
        for condition in flow.findall(bpmn("conditionExpression")):
            flow.remove(condition)


def _parts(node: Xml, part: str) -> list[Xml]:
    """One event for each trigger of an event with several, after it in the file."""
    made: list[Xml] = []
    for number, definition in enumerate(event_definitions(node), 1):
        event = _add(node if not made else made[-1], part, f"{node.get('id')}·{number}", name=str(node.get("name", "")))
        node.remove(definition)
        event.append(definition)
        made.append(event)
    return made


def _catch(node: Xml, process: Xml) -> None:
    """A catch event of several triggers waits for the first, with parallelMultiple for all (§13.5.2)."""
    own = str(node.get("id"))
    together = node.get("parallelMultiple") in ("true", "1")
    _drop(node, "parallelMultiple")
    arriving = _arriving(node, process)
    events = _parts(node, "intermediateCatchEvent")
    _add(node, "parallelGateway" if together else "eventBasedGateway", f"{own}·split")
    join = _add(node, "parallelGateway" if together else "exclusiveGateway", f"{own}·join")
    for event in events:
        _flow(event, f"{own}·split", str(event.get("id")))
        _flow(event, str(event.get("id")), f"{own}·join")
    for flow in arriving:
        flow.set("targetRef", f"{own}·split")
    _flow(join, f"{own}·join", own)
    _become(node, "intermediateThrowEvent")


def _throw(node: Xml, process: Xml) -> None:
    """A throw or end event of several triggers throws each, in the order they are written."""
    own = str(node.get("id"))
    arriving = _arriving(node, process)
    # An end event keeps its last trigger: an error or terminate must be what ends it.
    last = event_definitions(node)[-1:] if kind(node) == "endEvent" else []
    for definition in last:
        node.remove(definition)
    events = _parts(node, "intermediateThrowEvent")
    node.extend(last)
    names = [str(event.get("id")) for event in events]
    for flow in arriving:
        flow.set("targetRef", names[0])
    for source, target in zip(names, [*names[1:], own], strict=True):
        _flow(node, source, target)


def _boundary(node: Xml, process: Xml) -> None:
    """A boundary event of several triggers is one for each, all leading the same way."""
    _one_for_each(node, "boundaryEvent", "attachedToRef", "cancelActivity", "parallelMultiple")


def _start(node: Xml, process: Xml) -> None:
    """So is a start event; what needs all its triggers (parallelMultiple) says so at each (§10.5.2)."""
    _one_for_each(node, "startEvent", "isInterrupting", "parallelMultiple")


def _one_for_each(node: Xml, part: str, *attributes: str) -> None:
    own = str(node.get("id"))
    for event in _parts(node, part):
        for name in attributes:
            if node.get(name):
                event.set(name, str(node.get(name)))
        _flow(event, str(event.get("id")), own)
    _drop(node, *attributes)
    _become(node, "intermediateThrowEvent")


_SEVERAL: Mapping[str, Callable[[Xml, Xml], None]] = {
    "intermediateCatchEvent": _catch,
    "intermediateThrowEvent": _throw,
    "endEvent": _throw,
    "boundaryEvent": _boundary,
    "startEvent": _start,
}


def _links(process: Xml) -> None:
    """A link is a flow drawn in two pieces (§10.5.1): its events pass a token on."""
    sources: list[tuple[Xml, str]] = []
    targets: dict[tuple[str, str], Xml] = {}
    for node in nodes_of(process):
        definition = next((one for one in event_definitions(node) if kind(one) == "linkEventDefinition"), None)
        if definition is None:
            continue
        if kind(node) == "intermediateCatchEvent":
            targets[_scope(node), link(definition)] = node
        else:
            sources.append((node, link(definition)))
    if any((_scope(node), name) not in targets for node, name in sources):
        return
    for node, name in sources:
        _flow(node, str(node.get("id")), str(targets[_scope(node), name].get("id")))
    for node in (*(node for node, _ in sources), *targets.values()):
        for definition in event_definitions(node):
            node.remove(definition)
        _become(node, "intermediateThrowEvent")


def link(definition: Xml) -> str:
    """What joins the two ends of a link: its name."""
    return definition.get("name", "") or text(definition.find(bpmn("target")))


def _scope(node: Xml) -> str:
    parent = node.getparent()
    return "" if parent is None else str(parent.get("id", ""))


def _become(node: Xml, name: str) -> None:
    node.tag = bpmn(name)
    _drop(node, f"{{{XSI}}}type")


def _drop(node: Xml, *attributes: str) -> None:
    for name in attributes:
        if name in node.attrib:
            del node.attrib[name]
