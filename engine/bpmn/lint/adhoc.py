"""Checks of ad-hoc subprocesses: what may stand inside, who chooses, and what begins (BPMN 2.0.2 §10.3.5)."""

import re
from collections.abc import Collection

from lxml.etree import _Element as Xml

from engine.bpmn import choices
from engine.bpmn.expand import drawn
from engine.bpmn.lint.subject import Subject
from engine.bpmn.names import ACTIVITIES
from engine.model.definition import Element

#: A list written out in FEEL: every id can be looked up here and now.
_WRITTEN = re.compile(r'=\s*\[\s*(?:"[^"\\]*"\s*(?:,\s*"[^"\\]*"\s*)*)?\]\s*\Z')
_ID = re.compile(r'"([^"]*)"')
_MOST = 10_000


def check(subject: Subject) -> None:
    """Report ad-hoc subprocesses nobody could work in as they are drawn, and marks that say nothing."""
    chosen = choices.chosen(subject.definition)
    for node, element in subject.nodes:
        if element.ad_hoc is not None:
            _subprocess(subject, node, element, chosen)
        _marks(subject, node, element, chosen)


def is_fixed(subject: Subject, scope: str) -> bool:
    """False where people or a list decide how often what begins: what waits at a join may still be met."""
    holder = subject.holder(scope)
    if holder is None or holder.ad_hoc is None:
        return True
    inside = subject.scopes[scope]
    return not holder.ad_hoc.collection and inside.keys().isdisjoint(choices.chosen(subject.definition))


def _subprocess(subject: Subject, node: Xml, element: Element, chosen: Collection[str]) -> None:
    report, inside = subject.report, subject.scopes[element.id].values()
    for one in inside:
        if one.kind in ("startEvent", "endEvent") and drawn(one.id) == one.id:
            report.error("adhoc.event", one.id, subprocess=element.id, kind=one.kind)
    roots = choices.roots(inside)
    if not any(one.kind in ACTIVITIES and not one.by_event for one in inside):
        report.error("adhoc.empty", node)
    elif not roots:
        report.error("adhoc.no_root", node)
    _collection(subject, node, element, {one.id for one in roots})
    if not element.candidate_groups:
        for one in roots:
            # Of a user task the missing address is reported there.
            if one.id in chosen and not one.candidate_groups and one.kind != "userTask":
                report.error("adhoc.no_address", one.id, subprocess=element.id)


def _collection(subject: Subject, node: Xml, element: Element, roots: Collection[str]) -> None:
    text = element.ad_hoc.collection if element.ad_hoc else ""
    if text and not text.startswith("="):
        subject.report.error("feel.literal", node, place="activeElementsCollection", text=text)
    elif _WRITTEN.match(text):
        for name in _ID.findall(text):
            if name not in roots:
                subject.report.error("adhoc.element", node, value=name or "∅")


def _marks(subject: Subject, node: Xml, element: Element, chosen: Collection[str]) -> None:
    said, most = element.properties.get(choices.CHOSEN), element.properties.get(choices.AT_MOST)
    if said is not None and said not in (choices.YES, choices.NO):
        subject.report.error("adhoc.chosen", node, value=said or "∅")
    elif (said == choices.YES or most is not None) and element.id not in chosen:
        subject.report.error("adhoc.mark", node, name=choices.AT_MOST if most is not None else choices.CHOSEN)
    if most is not None and not (most.isascii() and most.isdigit() and 1 <= int(most) <= _MOST):
        subject.report.error("adhoc.at_most", node, value=most or "∅")
