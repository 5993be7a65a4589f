"""From a diagram to what the runtime compiles: one process, nothing that only draws, stable bytes."""

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree
from lxml.etree import _Element as Xml

from engine.bpmn.definitions import condition
from engine.bpmn.names import BPMN, EVENTS, FLOW_NODES, XSI, ZEEBE, bpmn, event_definitions, kind, nodes_of, ref, split
from engine.bpmn.reader import Diagram
from engine.bpmn.undoing import associated, is_undoing
from engine.model.errors import Invalid

#: Children a compiled node keeps; the rest draws, documents or was refused by lint.
_KEPT = frozenset(
    {
        "extensionElements",
        "conditionExpression",
        "timeDate",
        "timeDuration",
        "timeCycle",
        "condition",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
        "loopCardinality",
        "completionCondition",
        "loopCondition",
        "complexBehaviorDefinition",
        "event",
        "activationCondition",
    }
)
#: Attributes that refer to what is left out.
_DROPPED = frozenset({"schemaLocation", "operationRef", "itemRef", "implementation", "definitionalCollaborationRef"})
_SHARED = frozenset({"message", "error", "signal", "escalation"})


def normalise(diagram: Diagram, process_id: str) -> bytes:
    """Write the one process the runtime compiles; the same diagram always gives the same bytes."""
    if process_id not in diagram.processes:
        raise Invalid("bpmn.no_process", f"Expected a process {process_id} in the diagram, but it has none.")
    process = diagram.expanded(process_id)
    root = etree.Element(bpmn("definitions"), nsmap={"bpmn": BPMN, "xsi": XSI, "zeebe": ZEEBE})
    root.set("id", f"definitions_{process_id}")
    root.set("targetNamespace", "urn:tatalaksana")
    wanted = _referred(process)
    for element in diagram.root:
        if kind(element).endswith("EventDefinition") and element.get("id") in wanted:
            wanted |= _referred(element)
    for element in diagram.root:
        if (kind(element) in _SHARED or kind(element).endswith("EventDefinition")) and element.get("id") in wanted:
            root.append(_copy(element))
    compiled = _copy(process)
    compiled.set("isExecutable", "true")
    _connect(compiled)
    _join(compiled, associated(diagram.root))
    root.append(compiled)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["bpmn", "xsi", "zeebe"])
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _referred(process: Xml) -> set[str]:
    attributes = ("messageRef", "errorRef", "signalRef", "escalationRef", "noneBehaviorEventRef", "oneBehaviorEventRef")
    return {ref(element.get(name)) for element in process.iter() for name in attributes if element.get(name)}


def _copy(source: Xml) -> Xml:
    """Copy what runs, with an explicit stack: a diagram may nest deeper than Python likes to recurse."""
    copy = _bare(source)
    stack = [(source, copy)]
    while stack:
        old, new = stack.pop()
        for child in old:
            if kind(child) == "extensionElements":
                _copy_extensions(child, new)
            elif _runs(child):
                stack.append((child, _append(new, child)))
    return copy


def _append(parent: Xml, child: Xml) -> Xml:
    copy = _bare(child)
    parent.append(copy)
    return copy


def _runs(child: Xml) -> bool:
    name = kind(child)
    return name in FLOW_NODES or name == "sequenceFlow" or name in _KEPT or name.endswith("EventDefinition")


def _bare(element: Xml) -> Xml:
    copy = etree.Element(element.tag)
    for name, value in sorted(element.attrib.items()):
        namespace, local = split(str(name))
        if namespace in ("", XSI) and local not in _DROPPED:
            copy.set(name, _local_type(str(value)) if namespace == XSI else value)
    if kind(element) == "conditionExpression" and (parent := element.getparent()) is not None:
        copy.text = condition(parent)
    elif element.text and element.text.strip():
        copy.text = element.text.strip()
    return copy


def _local_type(value: str) -> str:
    # xsi:type is a QName in text: its prefix must be the one this file declares.
    return f"bpmn:{ref(value)}"


def _copy_extensions(holder: Xml, parent: Xml) -> None:
    kept = [deepcopy(child) for child in holder if split(str(child.tag))[0] == ZEEBE]
    if not kept:
        return
    copy = etree.SubElement(parent, bpmn("extensionElements"))
    for child in kept:
        child.tail = None
        copy.append(child)


def _connect(process: Xml) -> None:
    """Write incoming and outgoing of every node from the flows: sourceRef and targetRef are the truth (§8.4.13)."""
    ends: dict[tuple[str, str], list[str]] = {}
    for flow in process.iter(bpmn("sequenceFlow")):
        ends.setdefault(("incoming", ref(flow.get("targetRef"))), []).append(flow.get("id", ""))
        ends.setdefault(("outgoing", ref(flow.get("sourceRef"))), []).append(flow.get("id", ""))
    for node in process.iter():
        if kind(node) in FLOW_NODES:
            _connect_node(node, ends)


def _join(process: Xml, associations: Mapping[str, tuple[str, ...]]) -> None:
    """Write from which compensation event an association leads to which handler; other associations only explain."""
    for event in [node for node in nodes_of(process) if kind(node) == "boundaryEvent" and is_undoing(node)]:
        own = str(event.get("id"))
        for handler in associations.get(own, ()):
            ends = {"sourceRef": own, "targetRef": handler, "associationDirection": "One"}
            etree.SubElement(process, bpmn("association"), {"id": f"{own}·{handler}", **ends})


def _connect_node(node: Xml, ends: dict[tuple[str, str], list[str]]) -> None:
    place = 1 if len(node) and kind(node[0]) == "extensionElements" else 0
    for direction in ("incoming", "outgoing"):
        for flow in ends.get((direction, node.get("id", "")), ()):
            end = etree.Element(bpmn(direction))
            end.text = flow
            node.insert(place, end)
            place += 1
    if kind(node) in EVENTS:
        for definition in event_definitions(node):
            if not definition.get("id"):
                definition.set("id", f"{node.get('id')}_definition")
