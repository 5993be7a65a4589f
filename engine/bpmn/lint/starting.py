"""Checks of where a process begins: what instantiates stands where it may, and no two begin by the same (§10.6.6)."""

from collections import Counter
from collections.abc import Sequence

from engine.bpmn.beginnings import beginnings, behind
from engine.bpmn.lint.subject import Subject
from engine.feel import FeelSyntaxError, compile
from engine.model.definition import Element

#: What may stand behind a gateway that begins a case with its first event.
_FIRST = frozenset({"", "message", "signal", "timer", "conditional"})
#: What may be waited for together: what comes to a case that has begun, by its key.
_ALL = frozenset({"", "message", "signal"})


def begins(element: Element) -> bool:
    """True for an element a case begins at without a flow: a start event, or what instantiates the process."""
    return element.kind == "startEvent" or (element.instantiates and not element.scope)


def check(subject: Subject) -> None:
    """Report beginnings that would not begin, or of which it is not known which one is meant."""
    elements = subject.definition.elements
    for element in elements.values():
        if element.instantiates:
            _instantiating(subject, element)
        elif element.parallel and element.kind == "eventBasedGateway":
            subject.report.error("start.parallel", element.id)
    starts = list(beginnings(elements, subject.definition.flows))
    for name in subject.definition.condition_starts:
        _without_variables(subject, elements[name])
    _twice(subject, starts)


def _twice(subject: Subject, starts: Sequence[Element]) -> None:
    """One message or signal begins a process at one place, and is one trigger of an event that needs several."""
    together = [(name, start) for start, names in subject.definition.joint_starts.items() for name in names]
    messages = [(one.message, one.id) for one in starts if one.message] + together
    for begun in (messages, [(one.signal, one.id) for one in starts if one.signal]):
        counts = Counter(name for name, _ in begun)
        for name, where in begun:
            if counts[name] > 1:
                subject.report.error("flow.start_message_twice", where, message=name)


def _without_variables(subject: Subject, start: Element) -> None:
    """A condition at which a process begins reads no variables: there is no case yet (§10.5.2, conditional start)."""
    try:
        program = compile(start.condition.removeprefix("="))
    except FeelSyntaxError:
        return
    read = [name for name in program.free if name not in program.functions]
    if read:
        subject.report.error("start.condition", start.id, names=", ".join(read))


def _instantiating(subject: Subject, element: Element) -> None:
    if element.scope or not _is_first(subject, element):
        subject.report.error("start.place", element.id)
    if element.kind == "receiveTask":
        if element.loop is not None or subject.boundaries(element.id):
            subject.report.error("start.receive", element.id)
        return
    allowed = _ALL if element.parallel else _FIRST
    for event in behind(element, subject.definition.elements, subject.definition.flows):
        if event.event not in allowed:
            subject.report.error("start.trigger", event.id, gateway=element.id, trigger=event.event)


def _is_first(subject: Subject, element: Element) -> bool:
    """No flow in and no start event; of a receive task also one flow from a plain start that leads nowhere else."""
    elements, flows = subject.definition.elements, subject.definition.flows
    top = [one for one in elements.values() if one.kind == "startEvent" and not one.scope]
    if not element.incoming or element.kind != "receiveTask":
        return not (element.incoming or top)
    sources = [elements[flows[flow].source] for flow in element.incoming if flows[flow].source in elements]
    first = sources[0] if sources else element
    return len(sources) == 1 and first in top and first.event == "none" and len(first.outgoing) == 1
