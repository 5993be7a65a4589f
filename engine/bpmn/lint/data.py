"""Checks of data: what associations move must be variables here, and items must be of one kind (BPMN 2.0.2 §10.4)."""

import re
from collections import Counter
from collections.abc import Mapping

from lxml.etree import _Element as Xml

from engine.bpmn.data import ASSOCIATIONS, TAKING, Held, held, moves
from engine.bpmn.lint.report import Report
from engine.bpmn.lint.subject import Subject
from engine.bpmn.names import ACTIVITIES, LOOPS, bpmn, kind, nodes_of, ref, scope_of, text

#: What a modeler writes where an arrow needs an end that is nothing.
_PLACEHOLDER = "__targetRef_placeholder"
_NAME = re.compile(r"[^\W\d]\w*")
_DRAWN = frozenset({"sourceRef", "targetRef", "extensionElements"})
_COMPUTED = frozenset({"transformation", "assignment"})


def check(subject: Subject) -> None:
    """Report data that would not be moved as it is drawn."""
    holding = held(subject.process)
    types = _types(subject)
    used: set[str] = set()
    for node in nodes_of(subject.process):
        used |= _node(subject, node, holding, types)
    _names(subject, holding, used)
    for one in subject.process.iter(bpmn("property")):
        _property(subject, one)
    for drawn in subject.process.iter(bpmn("dataObject")):
        if drawn.find(bpmn("dataState")) is not None:
            subject.report.error("bpmn.data_state", drawn)
        if drawn.get("id") in used:
            _item(subject.report, drawn, types)


def _node(subject: Subject, node: Xml, holding: Held, types: Mapping[str, Xml]) -> set[str]:
    """Report one node and give the data objects it moves."""
    report = subject.report
    specification = node.find(bpmn("ioSpecification"))
    associations = [one for tag in ASSOCIATIONS for one in node.findall(bpmn(tag))]
    found = moves(node, holding)
    for code, words in found.problems:
        report.error(code, node, **words)
    is_moved = bool(found.inputs or found.outputs)
    if kind(node) not in TAKING and (specification is not None or is_moved or any(map(_is_computed, associations))):
        report.error("data.place", node, kind=kind(node))
    for association in associations:
        if _is_odd(association, node):
            report.error("ref.data", association)
    if specification is not None:
        _specification(report, node, specification, types)
    _loop(subject, node, types)
    return {_object(subject, one) for one in found.moved}


def _is_computed(association: Xml) -> bool:
    return any(kind(child) in _COMPUTED for child in association)


def _is_odd(association: Xml, node: Xml) -> bool:
    """Anything but its ends and what it computes; several sources draw nothing an activity without data takes."""
    children = {kind(child) for child in association}
    several = len(association.findall(bpmn("sourceRef"))) > 1
    return bool(children - _DRAWN - _COMPUTED) or (kind(node) not in ACTIVITIES and several)


def _object(subject: Subject, end: str) -> str:
    """The data object behind a reference."""
    for one in subject.process.iter(bpmn("dataObjectReference")):
        if one.get("id") == end:
            return ref(one.get("dataObjectRef"))
    return end


def _specification(report: Report, node: Xml, specification: Xml, types: Mapping[str, Xml]) -> None:
    """One set of inputs and one of outputs, which name each of them (§10.4.1)."""
    for data, of in (("dataInput", "inputSet"), ("dataOutput", "outputSet")):
        sets = specification.findall(bpmn(of))
        named = [ref(text(one)) for found in sets for one in found.findall(bpmn(f"{data}Refs"))]
        ids = [str(one.get("id")) for one in specification.findall(bpmn(data))]
        if len(sets) != 1 or sorted(named) != sorted(ids):
            report.error("data.sets", node)
        for one in specification.findall(bpmn(data)):
            _item(report, one, types)
    _operation(report, node, specification, types)


def _item(report: Report, one: Xml, types: Mapping[str, Xml]) -> None:
    """What says of itself to be a list, or not, is what its item definition says (Table 10.51)."""
    definition = types.get(ref(one.get("itemSubjectRef")))
    if definition is not None and _is_list(one) != _is_list(definition):
        report.error("data.list", one, item=definition.get("id"))


def _is_list(one: Xml) -> bool:
    return one.get("isCollection") in ("true", "1")


def _operation(report: Report, node: Xml, specification: Xml, types: Mapping[str, Xml]) -> None:
    """What a task gives to an operation, and takes from it, is what the messages of the operation hold (§10.3.3)."""
    root = node.getroottree().getroot()
    by_id = {one.get("id"): one for one in root.iter(bpmn("operation"), bpmn("message"))}
    operation = by_id.get(ref(node.get("operationRef")))
    for data, message in (("dataInput", "inMessageRef"), ("dataOutput", "outMessageRef")):
        held_by = by_id.get(ref(text(operation.find(bpmn(message))))) if operation is not None else None
        wanted = types.get(ref(held_by.get("itemRef"))) if held_by is not None else None
        for one in specification.findall(bpmn(data)) if wanted is not None else ():
            if not _same(types.get(ref(one.get("itemSubjectRef"))), wanted):
                report.error("data.type", one, item=str(wanted.get("id")) if wanted is not None else "")


def _same(one: Xml | None, other: Xml | None) -> bool:
    if one is None or other is None or one is other:
        return one is other
    return bool(one.get("structureRef")) and one.get("structureRef") == other.get("structureRef")


def _loop(subject: Subject, node: Xml, types: Mapping[str, Xml]) -> None:
    """An item of a list is none itself, and of the kind its list holds (Table 10.30)."""
    several = node.find(bpmn(LOOPS[0]))
    by_id = {one.get("id"): one for one in node.iter(bpmn("dataInput"), bpmn("dataOutput"))}
    for end in (
        (several.find(bpmn(tag)) for tag in ("loopDataInputRef", "loopDataOutputRef")) if several is not None else ()
    ):
        if end is not None and not _is_known(subject, node, ref(text(end)), by_id):
            subject.report.error("data.end", node, end=text(end) or "∅")
    for tag, of in (("inputDataItem", "loopDataInputRef"), ("outputDataItem", "loopDataOutputRef")):
        item = several.find(bpmn(tag)) if several is not None else None
        whole = by_id.get(ref(text(several.find(bpmn(of))))) if several is not None else None
        if item is None:
            continue
        own = types.get(ref(item.get("itemSubjectRef")))
        of_list = types.get(ref(whole.get("itemSubjectRef"))) if whole is not None else None
        if own is not None and _is_list(own):
            subject.report.error("data.list", item, item=own.get("id"))
        elif own is not None and of_list is not None and own.get("structureRef") != of_list.get("structureRef"):
            subject.report.error("data.type", item, item=of_list.get("id"))


def _is_known(subject: Subject, node: Xml, end: str, own: Mapping[str | None, Xml]) -> bool:
    """A data input or output of the activity; where it has none, data of the process or the name of a variable."""
    if end in own or end in held(subject.process).names:
        return True
    elsewhere = any(one.get("id") == end for one in subject.diagram.root.iter())
    return node.find(bpmn("ioSpecification")) is None and not elsewhere and _NAME.fullmatch(end) is not None


def _names(subject: Subject, holding: Held, used: set[str]) -> None:
    """What is moved is one variable of its scope: two of one name would be one."""
    counts = Counter((holding.scopes[one], holding.names[one]) for one in used if one in holding.scopes)
    for (_, name), count in counts.items():
        if count > 1:
            subject.report.error("data.twice", subject.process, name=name)


def _property(subject: Subject, one: Xml) -> None:
    """Properties are variables of the process and of subprocesses; those of a task nobody else could see."""
    holder = one.getparent()
    inside = holder is subject.process or (holder is not None and scope_of(one, subject.process) == holder.get("id"))
    if not inside and one.get("name") != _PLACEHOLDER:
        subject.report.error("ref.data", one)


def _types(subject: Subject) -> Mapping[str, Xml]:
    return {str(one.get("id")): one for one in subject.diagram.root.findall(bpmn("itemDefinition"))}
