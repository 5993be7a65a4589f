"""Checks of the file around the processes: ids, root elements, references, collaborations."""

import re
from collections import Counter
from collections.abc import Mapping

from lxml.etree import _Element as Xml

from engine.bpmn.lint.allowed import COLLABORATION, ROOT
from engine.bpmn.lint.report import Report
from engine.bpmn.lint.whitelist import unsupported
from engine.bpmn.names import BPMN, FLOW_NODES, SUBPROCESSES, bpmn, event_definitions, kind, ref, split, text
from engine.bpmn.reader import Diagram

_NCNAME = re.compile(r"[^\W\d][\w.\-·]*")
#: What these attributes name must exist in the file.
_REFERENCES: Mapping[str, frozenset[str]] = {
    "messageRef": frozenset({"message"}),
    "errorRef": frozenset({"error"}),
    "signalRef": frozenset({"signal"}),
    "escalationRef": frozenset({"escalation"}),
    "noneBehaviorEventRef": frozenset({"signalEventDefinition", "escalationEventDefinition"}),
    "oneBehaviorEventRef": frozenset({"signalEventDefinition", "escalationEventDefinition"}),
    "operationRef": frozenset({"operation"}),
    "processRef": frozenset({"process"}),
    "itemRef": frozenset({"itemDefinition"}),
    "itemSubjectRef": frozenset({"itemDefinition"}),
    "dataObjectRef": frozenset({"dataObject"}),
    "categoryValueRef": frozenset({"categoryValue"}),
}
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]*|[^\s<>\"{}|\\^`:]*")
_SENDERS = frozenset({"intermediateThrowEvent", "endEvent"})
_RECEIVERS = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent"})
_TASKS = frozenset({"task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask"}) | SUBPROCESSES


def check(diagram: Diagram, report: Report) -> None:
    """Report what is wrong with the file as a whole."""
    by_id = _ids(diagram.root, report)
    _executable(diagram, report)
    for element in diagram.root:
        _root_element(element, report)
    for element in diagram.root.iter():
        if kind(element):
            _references(element, by_id, report)
    for collaboration in diagram.root.findall(bpmn("collaboration")):
        _collaboration(collaboration, by_id, report)


def _ids(root: Xml, report: Report) -> dict[str, Xml]:
    counts: Counter[str] = Counter()
    by_id: dict[str, Xml] = {}
    for element in root.iter():
        written = element.get("id")
        if written is not None:
            counts[written] += 1
            by_id.setdefault(written, element)
            if kind(element) and not _NCNAME.fullmatch(written):
                report.error("bpmn.bad_id", element, id=written)
        elif kind(element) in FLOW_NODES or kind(element) in ("sequenceFlow", "process"):
            report.error("bpmn.no_id", element, kind=kind(element))
    for written, count in counts.items():
        if count > 1:
            report.error("bpmn.duplicate_id", by_id[written], id=written, count=count)
    return by_id


def _executable(diagram: Diagram, report: Report) -> None:
    if not diagram.executable:
        report.error("bpmn.not_executable", diagram.root)
    for process_id in diagram.processes:
        if diagram.executable and process_id not in diagram.executable:
            report.warning("bpmn.not_run", process_id)


def _root_element(element: Xml, report: Report) -> None:
    name = kind(element)
    if not name:
        return
    if name == "import":
        report.error("bpmn.import", element, location=element.get("location", ""))
    elif name not in ROOT:
        report.error("bpmn.root_element", element, kind=name)
    elif name == "extension" and element.get("mustUnderstand") in ("true", "1"):
        report.error("bpmn.must_understand", element, definition=element.get("definition", ""))
    elif name == "interface":
        _interface(element, report)


def _interface(interface: Xml, report: Report) -> None:
    for operation in interface.findall(bpmn("operation")):
        if len(operation.findall(bpmn("inMessageRef"))) != 1:
            report.error("bpmn.operation", operation)


def _references(element: Xml, by_id: Mapping[str, Xml], report: Report) -> None:
    for attribute, kinds in _REFERENCES.items():
        written = element.get(attribute)
        if written is None:
            continue
        target = by_id.get(ref(written))
        if attribute == "itemSubjectRef" and _is_of_schema(element, written):
            continue
        if target is None or kind(target) not in kinds:
            report.error("bpmn.unknown_ref", element, name=attribute, value=written)
    if kind(element) in ("operationRef", "inMessageRef", "outMessageRef") and ref(text(element)) not in by_id:
        report.error("bpmn.unknown_ref", element, name=kind(element), value=text(element))
    _uris(element, report)


def _is_of_schema(element: Xml, name: str) -> bool:
    """True for a type of XML Schema where an item definition would stand, as some tools write it."""
    prefix, _, local = name.partition(":")
    return bool(local) and str(element.nsmap.get(prefix, "")).startswith("http://www.w3.org/2001/XMLSchema")


def _uris(element: Xml, report: Report) -> None:
    for attribute in ("implementation", "protocol", "method", "textFormat"):
        value = element.get(attribute)
        if value and not _uri_fits(attribute, value):
            report.error("bpmn.uri", element, name=attribute, value=value)


def _uri_fits(attribute: str, value: str) -> bool:
    if attribute == "textFormat":
        return re.fullmatch(r"[\w.+\-]+/[\w.+\-]+(\s*;.*)?", value) is not None
    return value.startswith("##") or _URI.fullmatch(value) is not None


def _collaboration(collaboration: Xml, by_id: Mapping[str, Xml], report: Report) -> None:
    for element in collaboration:
        if kind(element) and kind(element) not in COLLABORATION:
            unsupported(element, report)
        elif kind(element) == "participant":
            _participant(element, report)
        elif kind(element) == "messageFlow":
            _message_flow(element, by_id, report)


def _participant(participant: Xml, report: Report) -> None:
    for multiplicity in participant.findall(bpmn("participantMultiplicity")):
        minimum, maximum = multiplicity.get("minimum", "0"), multiplicity.get("maximum", "1")
        if not (minimum.isdigit() and maximum.isdigit()) or int(maximum) < max(1, int(minimum)):
            report.error("bpmn.multiplicity", participant, minimum=minimum, maximum=maximum)


def _message_flow(flow: Xml, by_id: Mapping[str, Xml], report: Report) -> None:
    ends = [by_id.get(ref(flow.get(name))) for name in ("sourceRef", "targetRef")]
    for end, written, senders in zip(ends, (flow.get("sourceRef"), flow.get("targetRef")), (True, False), strict=True):
        if end is None or not _may_end(end, sends=senders):
            report.error("bpmn.message_flow_end", flow, end=written or "∅")
    source, target = ends
    if source is not None and target is not None and _pool(source) is _pool(target):
        report.error("bpmn.message_flow_same_pool", flow)


def _may_end(end: Xml, *, sends: bool) -> bool:
    name = kind(end)
    if name == "participant" or name in _TASKS:
        return name != ("receiveTask" if sends else "sendTask")
    if name not in (_SENDERS if sends else _RECEIVERS):
        return False
    return any(kind(d) == "messageEventDefinition" for d in event_definitions(end)) or (
        not event_definitions(end) and name in ("startEvent", "endEvent")
    )


def _pool(element: Xml) -> Xml:
    """The process an element lies in, or the process a pool shows; else the element itself."""
    if kind(element) == "participant":
        wanted = ref(element.get("processRef"))
        root = element.getroottree().getroot()
        return next((p for p in root.findall(bpmn("process")) if p.get("id") == wanted), element)
    parent: Xml | None = element
    while parent is not None and split(str(parent.tag)) != (BPMN, "process"):
        parent = parent.getparent()
    return element if parent is None else parent
