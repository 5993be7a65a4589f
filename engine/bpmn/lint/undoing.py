"""Checks of what undoes what: handlers, the events that ask for them, transactions (§10.3.5, §10.5.6, §10.7)."""

from collections.abc import Iterable

from lxml.etree import _Element as Xml

from engine.bpmn.lint.subject import Subject, shown
from engine.bpmn.names import ACTIVITIES, SUBPROCESSES
from engine.bpmn.undoing import associated
from engine.model.definition import Element


def check(subject: Subject) -> None:
    """Report handlers nobody could run, events that would undo nothing they mean, and cancellation without a way on."""
    for node, element in subject.nodes:
        reader = _CHECKS.get((element.kind, element.event))
        if reader is not None:
            reader(subject, node, element)
        if element.for_compensation:
            _handler(subject, node, element)


# what undoes


def _boundary(subject: Subject, node: Xml, event: Element) -> None:
    """One association leads to one handler beside it, and no flow leaves (§10.7.1)."""
    host = subject.definition.elements.get(event.attached_to)
    if event.incoming or event.outgoing:
        subject.report.error("undo.flows", node)
    targets = associated(subject.diagram.root).get(event.id, ())
    handler = subject.definition.elements.get(targets[0]) if len(targets) == 1 else None
    if handler is None or not handler.for_compensation or handler.by_event or handler.scope != event.scope:
        subject.report.error("undo.no_handler", node, count=len(targets), handler=shown(", ".join(targets)))
    if host is not None and (host.for_compensation or host.by_event):
        subject.report.error("undo.handler_edge", node, host=host.id)
    if host is not None and (_undoing_edges(subject, host)[:1] != [event.id] or _inner_handler(subject, host)):
        subject.report.error("undo.handler_twice", node, host=host.id)


def _handler(subject: Subject, node: Xml, handler: Element) -> None:
    """A handler is no step of any path, and what goes wrong in it is drawn inside it."""
    if handler.by_event:
        if _inner_start(subject, handler) is None:
            subject.report.error("undo.not_undoing", node)
        return
    if handler.incoming or handler.outgoing:
        subject.report.error("undo.flows", node)
    if any(one.attached_to == handler.id for one in subject.scopes[handler.scope].values()):
        subject.report.error("undo.handler_edge", node, host=handler.id)
    if not any(one.undone_by == handler.id for one in subject.scopes[handler.scope].values()):
        subject.report.warning("undo.orphan", node)


def _start(subject: Subject, node: Xml, start: Element) -> None:
    """An event subprocess undoes the completed subprocess it lies in; a process has nobody who would ask for that."""
    holder = subject.holder(start.scope)
    if holder is not None and holder.by_event and not holder.scope:
        subject.report.error("undo.top", node)


# who asks for it


def _throw(subject: Subject, node: Xml, event: Element) -> None:
    """What it names can be seen from where it stands, and something there can be undone (§10.5.3)."""
    seen = list(_seen(subject, event))
    if event.compensates:
        seen = [one for one in seen if one.id == event.compensates]
    if event.compensates and (not seen or seen[0].kind not in ACTIVITIES or seen[0].for_compensation):
        subject.report.error("undo.unseen", node, activity=event.compensates)
    elif not any(_is_undone(subject, one) for one in seen):
        subject.report.warning("undo.nothing", node)


def _seen(subject: Subject, event: Element) -> Iterable[Element]:
    yield from subject.scopes[event.scope].values()
    holder = subject.holder(event.scope)
    if holder is not None and holder.by_event:
        yield from subject.scopes[holder.scope].values()


def _is_undone(subject: Subject, activity: Element) -> bool:
    """Whether an activity has a handler, or something inside that has one, at any depth."""
    ahead = [activity]
    while ahead:
        one = ahead.pop()
        if _undoing_edges(subject, one) or (one.id in subject.scopes and _inner_handler(subject, one)):
            return True
        if one.kind in SUBPROCESSES and not one.for_compensation:
            ahead += subject.scopes[one.id].values()
    return False


def _undoing_edges(subject: Subject, host: Element) -> list[str]:
    inside = subject.scopes[host.scope].values()
    return [one.id for one in inside if one.attached_to == host.id and one.event == "compensate"]


def _inner_handler(subject: Subject, host: Element) -> bool:
    return any(_inner_start(subject, one) for one in subject.scopes.get(host.id, {}).values() if one.by_event)


def _inner_start(subject: Subject, holder: Element) -> Element | None:
    inside = subject.scopes[holder.id].values()
    return next((one for one in inside if one.kind == "startEvent" and one.event == "compensate"), None)


def _left_by_error(subject: Subject, node: Xml, boundary: Element) -> None:
    """Nothing is undone by itself when an error leaves a subprocess (against §10.7.3): say so where it would matter."""
    host = subject.definition.elements.get(boundary.attached_to)
    if host is None or host.kind not in SUBPROCESSES or host.kind == "transaction":
        return
    inside = subject.scopes[host.id].values()
    handled = [one for sub in inside if sub.by_event for one in subject.scopes[sub.id].values()]
    if any(one.kind == "startEvent" and one.event == "error" for one in handled):
        return
    if any(_is_undone(subject, one) for one in inside):
        subject.report.warning("undo.left_by_error", node, host=host.id)


# transactions


def _cancelling(subject: Subject, node: Xml, end: Element) -> None:
    """A cancel end event stands directly in a transaction that runs once, with one cancel event at its edge."""
    holder = subject.holder(end.scope)
    if holder is None or holder.kind != "transaction":
        subject.report.error("undo.cancel_place", node)
        return
    if holder.loop is not None:
        subject.report.error("undo.cancel_loop", node, host=holder.id)
    if len(_ways(subject, holder)) != 1:
        subject.report.error("undo.cancel_ways", holder.id, count=len(_ways(subject, holder)))


def _cancelled(subject: Subject, node: Xml, boundary: Element) -> None:
    host = subject.definition.elements.get(boundary.attached_to)
    if host is None or host.kind != "transaction":
        subject.report.error("undo.cancel_place", node)
        return
    inside = subject.scopes[host.id].values()
    if not any(one.kind == "endEvent" and one.event == "cancel" for one in inside):
        subject.report.warning("undo.never_cancelled", node, host=host.id)


def _ways(subject: Subject, holder: Element) -> list[Element]:
    return [one for one in subject.boundaries(holder.id) if one.event == "cancel"]


_CHECKS = {
    ("boundaryEvent", "compensate"): _boundary,
    ("boundaryEvent", "cancel"): _cancelled,
    ("boundaryEvent", "error"): _left_by_error,
    ("startEvent", "compensate"): _start,
    ("intermediateThrowEvent", "compensate"): _throw,
    ("endEvent", "compensate"): _throw,
    ("endEvent", "cancel"): _cancelling,
}
