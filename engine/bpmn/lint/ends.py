"""Checks of where a scope begins and ends (§10.5.2, §10.5.3, §13.3.4).

A process or subprocess either has start and end events, and then every path begins and ends at one; or it has neither,
and then the nodes no flow reaches begin, and the nodes no flow leaves are the ends of its paths. What instantiates a
process is no start event: it may do without an end event, or with one.
"""

from engine.bpmn.expand import drawn
from engine.bpmn.lint.starting import begins
from engine.bpmn.lint.subject import Subject
from engine.bpmn.names import ACTIVITIES, GATEWAYS
from engine.model.definition import Element

#: What may begin or end a path by itself; an event is always in between (§10.5.4).
_BY_ITSELF = ACTIVITIES | GATEWAYS


def check(subject: Subject) -> None:
    """Report scopes and nodes that do not begin or do not end."""
    for scope, inside in subject.scopes.items():
        ad_hoc = _is_ad_hoc(subject, scope)
        if not ad_hoc:
            _scope(subject, scope)
        ended, drawn_start = has_ends(subject, scope), any(e.kind == "startEvent" for e in inside.values())
        may_begin, may_end = not (has_starts(subject, scope) or ended), not (drawn_start or ended)
        for element in inside.values():
            _entry(subject, element)
            if not (ad_hoc or element.by_event or element.for_compensation):
                alone = _is_by_itself(element)
                _node(subject, element, begins_alone=alone and may_begin, ends_alone=alone and may_end)


def has_starts(subject: Subject, scope: str) -> bool:
    """True where events or what instantiates begin a scope."""
    return any(begins(e) for e in subject.scopes[scope].values())


def has_ends(subject: Subject, scope: str) -> bool:
    """True where end events end a scope; one written out from a conditional flow is none the analyst drew."""
    return any(e.kind == "endEvent" and drawn(e.id) == e.id for e in subject.scopes[scope].values())


def roots(subject: Subject, scope: str) -> list[Element]:
    """The nodes at which a scope without start events begins."""
    inside = subject.scopes[scope].values()
    return [e for e in inside if not e.incoming and _is_by_itself(e) and not e.by_event and not e.for_compensation]


def _entry(subject: Subject, element: Element) -> None:
    if element.kind in ("startEvent", "boundaryEvent") and element.incoming:
        subject.report.error("flow.start_incoming", element.id)
    if element.kind == "endEvent" and element.outgoing:
        subject.report.error("flow.end_outgoing", element.id)


def _node(subject: Subject, element: Element, *, begins_alone: bool, ends_alone: bool) -> None:
    """Report a node without flows that its scope does not let begin or end a path."""
    if not (element.incoming or element.kind == "boundaryEvent" or begins(element) or begins_alone):
        subject.report.error("flow.no_incoming", element.id)
    handled = element.kind == "boundaryEvent" and element.event == "compensate"
    if not (element.outgoing or element.kind == "endEvent" or handled or ends_alone):
        subject.report.error("flow.dead_end", element.id)


def _scope(subject: Subject, scope: str) -> None:
    where = subject.holder(scope)
    place = subject.process if where is None else where.id
    starts, ends = has_starts(subject, scope), has_ends(subject, scope)
    if not subject.scopes[scope]:
        subject.report.error("flow.empty", place)
    elif not starts and (ends or not roots(subject, scope) or (where is not None and where.by_event)):
        subject.report.error("flow.no_start", place)
    elif not ends and any(e.kind == "startEvent" for e in subject.scopes[scope].values()):
        subject.report.error("flow.no_end", place)


def _is_ad_hoc(subject: Subject, scope: str) -> bool:
    where = subject.holder(scope)
    return where is not None and where.kind == "adHocSubProcess"


def _is_by_itself(element: Element) -> bool:
    return element.kind in _BY_ITSELF and drawn(element.id) == element.id
