"""Checks of multi-instance and standard loops (§13.3.6, §13.3.7): what they run over, and what they leave."""

import re

from lxml.etree import _Element as Xml

from engine.bpmn.lint.subject import Subject
from engine.model.definition import Element, Loop

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
    for name in (loop.item, loop.outputs):
        if name and not _NAME.fullmatch(name):
            report.error("ref.variable", node, value=name)


def _standard(subject: Subject, node: Xml, loop: Loop) -> None:
    if not loop.condition and not loop.maximum:
        subject.report.error("loop.endless", node)
    if loop.maximum and not (loop.maximum.isascii() and loop.maximum.isdigit() and int(loop.maximum) > 0):
        subject.report.error("loop.maximum", node, value=loop.maximum)
