"""Checks of events: which trigger where, and that it can be understood (§10.5, Tables 10.84, 10.86, 10.88, 10.90)."""

from lxml.etree import _Element as Xml

from engine.bpmn.lint.report import owner
from engine.bpmn.lint.subject import Subject
from engine.bpmn.names import ACTIVITIES, EVENTS, SUBPROCESSES, bpmn, event_definitions, kind, ref, text
from engine.feel import FeelSyntaxError, compile
from engine.feel.cron import Cron
from engine.feel.iso import Period, Repeating, parse_day, parse_moment
from engine.model import technical
from engine.model.definition import Element, Timer
from engine.model.register import REFUSALS

#: The triggers that run, by kind of event; a start event is named by where it stands.
_ALLOWED = {
    "startEvent": ("none", "message", "timer", "signal", "conditional"),
    "embedded startEvent": ("none",),
    "handling startEvent": ("message", "timer", "error", "escalation", "signal", "conditional", "compensate"),
    "endEvent": ("none", "message", "error", "terminate", "signal", "escalation", "compensate", "cancel"),
    "intermediateCatchEvent": ("message", "timer", "signal", "conditional"),
    "intermediateThrowEvent": ("none", "message", "signal", "escalation", "compensate"),
    "boundaryEvent": ("message", "timer", "error", "escalation", "signal", "conditional", "compensate", "cancel"),
}
#: Triggers that always interrupt.
_FIRM = frozenset({"error", "compensate", "cancel"})
#: Triggers that come from inside, or when the activity has ended: it need not wait for them.
_FROM_INSIDE = frozenset({"error", "escalation", "compensate", "cancel"})
#: Triggers of which several may all be needed (parallelMultiple); a case not yet begun only keeps messages.
_TOGETHER = ("message", "timer", "signal", "conditional")
#: Activities that wait, so that something can happen at their boundary.
_WAITING = frozenset({"userTask", "serviceTask", "receiveTask", "callActivity"}) | SUBPROCESSES


def check(subject: Subject) -> None:
    """Report events that would not happen as drawn."""
    for node, element in subject.nodes:
        if element.kind in EVENTS:
            _event(subject, node, element)
        elif element.kind in ("receiveTask", "sendTask") and not element.job_type:
            _message(subject, node, element)


def _event(subject: Subject, node: Xml, element: Element) -> None:
    report = subject.report
    triggers = len(event_definitions(node))
    if triggers > 1:
        report.error("event.several", node, count=triggers)
        return
    allowed = _ALLOWED[_place(subject, element)]
    if element.event not in allowed:
        report.error("event.definition", node, kind=element.kind, allowed=", ".join(allowed), event=element.event)
        return
    if element.joint and not _is_joint(subject, node, element):
        return
    if element.kind == "boundaryEvent":
        _boundary(subject, node, element)
    if element.kind == "startEvent" and not element.interrupting:
        _beside(subject, node, element)
    reader = _TRIGGERS.get(element.event)
    if reader is not None:
        reader(subject, node, element)


def _is_joint(subject: Subject, node: Xml, element: Element) -> bool:
    """Whether a trigger may be one of several that are all needed: what is kept until the others have come."""
    allowed = _TOGETHER if element.scope or element.kind == "boundaryEvent" else ("message",)
    if element.event not in allowed:
        subject.report.error("event.joint", node, allowed=", ".join(allowed), event=element.event)
        return False
    return True


def _place(subject: Subject, element: Element) -> str:
    holder = subject.holder(element.scope)
    if element.kind != "startEvent" or holder is None:
        return element.kind
    return f"{'handling' if holder.by_event else 'embedded'} startEvent"


def _beside(subject: Subject, node: Xml, element: Element) -> None:
    """Only a handler may begin without interrupting (§10.5.2); errors and compensation always interrupt."""
    holder = subject.holder(element.scope)
    if holder is None or not holder.by_event or element.event in _FIRM:
        subject.report.error("event.interrupting", node, event=element.event)


def _boundary(subject: Subject, node: Xml, element: Element) -> None:
    host = subject.definition.elements.get(element.attached_to)
    if host is None or host.kind not in ACTIVITIES or host.scope != element.scope:
        subject.report.error("event.boundary_host", node, host=element.attached_to or "∅")
    elif element.event not in _FROM_INSIDE and not (_waits(host) or _is_thrown(host, element)):
        subject.report.warning("event.boundary_instant", node, host=host.id)
    if element.event in _FIRM and not element.interrupting:
        subject.report.error("event.interrupting", node, event=element.event)


def _is_thrown(host: Element, boundary: Element) -> bool:
    """Whether the loop of the activity throws it itself."""
    thrown = host.loop.throws if host.loop is not None else ()
    return any((one.event, one.name) == (boundary.event, boundary.signal) for one in thrown)


def _waits(host: Element) -> bool:
    return (host.kind in _WAITING and not host.job_type.startswith("register:")) or (
        host.kind == "sendTask" and bool(host.job_type)
    )


def _message(subject: Subject, node: Xml, element: Element) -> None:
    if not element.message:
        subject.report.error("event.no_message", node)
        return
    receives = element.kind in ("receiveTask", "intermediateCatchEvent", "boundaryEvent", "startEvent")
    begins = element.kind == "startEvent" and not element.scope
    if receives and not begins and not element.correlation_key:
        subject.report.warning("event.no_key", node, message=element.message)
    known = subject.known.messages
    if receives and known is not None and element.message not in known and element.message not in _thrown(subject):
        subject.report.warning("event.unknown_message", node, message=element.message)


def _thrown(subject: Subject) -> set[str]:
    kinds = {"intermediateThrowEvent", "endEvent", "sendTask"}
    messages = {m.get("id", ""): m.get("name", "") for m in subject.diagram.root.findall(bpmn("message"))}
    return {
        messages.get(ref(element.get("messageRef")), "")
        for element in subject.diagram.root.iter()
        if element.get("messageRef")
        and (kind(element) in kinds or ((p := element.getparent()) is not None and kind(p) in kinds))
    }


def _signal(subject: Subject, node: Xml, element: Element) -> None:
    if not element.signal:
        subject.report.error("event.no_signal", node)


def _conditional(subject: Subject, node: Xml, element: Element) -> None:
    if not element.condition:
        subject.report.error("event.no_condition", node)
    elif element.id not in subject.definition.condition_starts and _reads_nothing(element.condition):
        subject.report.warning("event.asked_once", node)


def _reads_nothing(condition: str) -> bool:
    """True for FEEL without a variable: nothing that happens in the case would have it asked again."""
    try:
        return not compile(condition.removeprefix("=")).free
    except FeelSyntaxError:
        return False


def _is_catching(element: Element) -> bool:
    return element.kind in ("boundaryEvent", "startEvent")


def _escalation(subject: Subject, node: Xml, element: Element) -> None:
    referred = any(definition.get("escalationRef") for definition in event_definitions(node))
    if not element.escalation_code and (referred or not _is_catching(element)):
        subject.report.error("event.escalation", node)


def _error(subject: Subject, node: Xml, element: Element) -> None:
    if _is_catching(element):
        referred = any(definition.get("errorRef") for definition in event_definitions(node))
        if referred and not element.error_code:
            subject.report.error("event.error", node)
        elif technical.is_reserved(element.error_code):
            _technical(subject, node, element)
        elif element.error_code and element.kind == "boundaryEvent":
            _caught(subject, node, element)
    elif not element.error_code:
        subject.report.error("event.error", node)
    elif technical.is_reserved(element.error_code):
        subject.report.error("event.technical_thrown", node, error=element.error_code)
    elif not is_caught(subject, element):
        subject.report.warning("flow.uncaught", node, error=element.error_code)


def _technical(subject: Subject, node: Xml, element: Element) -> None:
    if element.error_code not in technical.CODES:
        known = ", ".join(technical.CODES)
        subject.report.error("event.technical", node, error=element.error_code, known=known)


def is_caught(subject: Subject, thrown: Element) -> bool:
    """Whether a handler of a scope around an error end event, or the boundary of one, catches its error."""
    scope = thrown.scope
    while True:
        here = subject.scopes[scope].values()
        handlers = [h for one in here if one.by_event for h in subject.scopes[one.id].values()]
        if any(_catches(h, thrown.error_code) for h in handlers if h.kind == "startEvent"):
            return True
        holder = subject.holder(scope)
        if holder is None:
            return False
        if any(_catches(boundary, thrown.error_code) for boundary in subject.boundaries(holder.id)):
            return True
        scope = holder.scope


def _catches(event: Element, code: str) -> bool:
    return event.event == "error" and event.error_code in ("", code)


def _caught(subject: Subject, node: Xml, element: Element) -> None:
    host = subject.definition.elements.get(element.attached_to)
    if host is None:
        return
    possible = _errors(subject, host)
    if possible is not None and element.error_code not in possible:
        subject.report.warning("flow.never_caught", node, host=host.id, error=element.error_code)


def _errors(subject: Subject, host: Element) -> set[str] | None:
    """The error codes an activity may end with; None where that is not known."""
    if host.kind in SUBPROCESSES or host.kind == "callActivity":
        return None
    if not host.job_type:
        return set() if host.kind in ACTIVITIES else None
    if host.job_type.startswith("register:"):
        return _refusals(subject, host)
    operation = (subject.known.operations or {}).get(host.job_type)
    return None if operation is None else set(operation.errors)


def _refusals(subject: Subject, host: Element) -> set[str] | None:
    """An act checks the invariants of its row and of the parent."""
    registers = subject.known.registers or {}
    spec = registers.get(host.headers.get("register", ""))
    if spec is None or (spec.parent and spec.parent not in registers):
        return None
    bound = (spec, registers[spec.parent]) if spec.parent else (spec,)
    return {*REFUSALS, *(invariant.error for one in bound for invariant in one.invariants)}


def _timer(subject: Subject, node: Xml, element: Element) -> None:
    definition = event_definitions(node)[0]
    children = [child for child in definition if kind(child) in ("timeDate", "timeDuration", "timeCycle")]
    repeats = _repeats(subject, element)
    allowed = "timeDate, timeDuration" + (", timeCycle" if repeats else "")
    problem = ""
    if len(children) != 1 or element.timer is None:
        problem = "∅" if not children else f"{len(children)}"
    elif element.timer.kind == "cycle" and not repeats:
        problem = f"timeCycle {text(children[0])}"
    elif not _is_valid(element.timer):
        problem = text(children[0]) or "∅"
    if problem:
        subject.report.error("event.timer", definition, node=owner(definition), allowed=allowed, value=problem)


def _repeats(subject: Subject, element: Element) -> bool:
    """Whether a timer there may go off again and again: not where the first time ends the wait."""
    if element.joint:
        return False
    if element.kind != "intermediateCatchEvent":
        return not element.interrupting or (element.kind == "startEvent" and not element.scope)
    flows, elements = subject.definition.flows, subject.definition.elements
    before = [elements.get(flows[flow].source) for flow in element.incoming]
    gateways = [one for one in before if one is not None and one.kind == "eventBasedGateway"]
    return all(one.instantiates and not one.parallel for one in gateways)


_TRIGGERS = {
    "message": _message,
    "timer": _timer,
    "error": _error,
    "signal": _signal,
    "escalation": _escalation,
    "conditional": _conditional,
}


def _is_valid(timer: Timer) -> bool:
    if timer.text.startswith("="):
        return len(timer.text) > 1
    if timer.kind == "date":
        return _is_moment(timer.text)
    if timer.kind == "duration":
        return Period.parse(timer.text) is not None
    return _is_cycle(timer.text)


def _is_cycle(written: str) -> bool:
    if Cron.parse(written) is not None:
        return True
    cycle = Repeating.parse(written)
    if cycle is None or cycle.times == 0:
        return False
    every = Period.parse(cycle.every) if cycle.every else None
    ends = [end for end in (cycle.start, cycle.end) if end]
    return (every is None) == (not cycle.every) and not (every and every.is_empty) and all(map(_is_moment, ends))


def _is_moment(written: str) -> bool:
    return parse_day(written) is not None or parse_moment(written, "UTC") is not None


def is_moment_or_duration(written: str) -> bool:
    """Whether a literal due date can be read: ISO 8601 date, date and time, or duration."""
    return _is_moment(written) or Period.parse(written) is not None
