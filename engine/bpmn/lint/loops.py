"""Checks of multi-instance and standard loops (§13.3.6, §13.3.7): what they run over, and what they leave."""

import re

from lxml.etree import _Element as Xml

from engine.bpmn.lint.subject import Subject
from engine.bpmn.loops import EVENTS
from engine.bpmn.names import bpmn, event_definitions, formal
from engine.model.definition import Element, Loop

#: What a loop may throw to whoever is outside.
THROWABLE = frozenset({"signal", "escalation"})
_NAME = re.compile(r"[^\W\d]\w*")


def check(subject: Subject, node: Xml, element: Element) -> None:
    """Report a loop that would not run as it is drawn."""
    loop = element.loop
    if loop is None:
        return
    if loop.kind == "standard":
        _standard(subject, node, loop)
    else:
        _several(subject, node, loop)


def _several(subject: Subject, node: Xml, loop: Loop) -> None:
    report = subject.report
    if bool(loop.collection) == bool(loop.cardinality):
        report.error("loop.extent", node)
    elif loop.collection and not loop.collection.startswith("="):
        report.error("feel.literal", node, place="inputCollection", text=loop.collection)
    if loop.item and not loop.collection:
        report.error("loop.item", node, value=loop.item)
    if bool(loop.outputs) != bool(loop.output):
        report.error("loop.outputs", node)
    elif loop.output and not loop.output.startswith("="):
        report.error("feel.literal", node, place="outputElement", text=loop.output)
    _behaviour(subject, node, loop)
    for name in (loop.item, loop.outputs):
        if name and not _NAME.fullmatch(name):
            report.error("ref.variable", node, value=name)


def _behaviour(subject: Subject, node: Xml, loop: Loop) -> None:
    """What it throws is a signal or an escalation with a name, by a condition where it is complex (Table 10.30)."""
    several = node.find(bpmn("multiInstanceLoopCharacteristics"))
    if several is None:
        return
    wanted = {EVENTS[loop.behaviour]} if loop.behaviour in EVENTS else set()
    written = {name for name in EVENTS.values() if several.get(name) is not None}
    complex_ = several.findall(bpmn("complexBehaviorDefinition"))
    if written != wanted or bool(complex_) != (loop.behaviour == "complex"):
        subject.report.error("loop.behaviour", node, behaviour=loop.behaviour)
        return
    for definition in complex_:
        events = [one for event in definition.findall(bpmn("event")) for one in event_definitions(event)]
        if not formal(definition.find(bpmn("condition"))) or len(events) > 1:
            subject.report.error("loop.complex", node)
    for throw in loop.throws:
        if (throw.event or loop.behaviour != "complex") and not (throw.event in THROWABLE and throw.name):
            subject.report.error("loop.throws", node, event=throw.event or "∅")
    _beside(subject, node, loop)


def _beside(subject: Subject, node: Xml, loop: Loop) -> None:
    """Say that an interrupting boundary event does not interrupt the loop that throws to it."""
    thrown = {(throw.event, throw.name) for throw in loop.throws}
    for boundary in subject.boundaries(str(node.get("id"))):
        name = boundary.signal or boundary.escalation_code
        if boundary.interrupting and (boundary.event, name) in thrown:
            subject.report.warning("loop.beside", boundary.id, host=node.get("id"))


def _standard(subject: Subject, node: Xml, loop: Loop) -> None:
    if not loop.condition and not loop.maximum:
        subject.report.error("loop.endless", node)
    if loop.maximum and not (loop.maximum.isascii() and loop.maximum.isdigit() and int(loop.maximum) > 0):
        subject.report.error("loop.maximum", node, value=loop.maximum)
