"""Who takes what happens: boundary events, event subprocesses and catching events, the innermost first.

An error or an escalation goes to the boundary events of the activity, then to the event subprocesses of its scope, then
to the activity that is the scope, and so outward; a code before a catch-all (BPMN 2.0.2 §10.5.1, §13.5.5).
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.util import BpmnEvent

from engine.model import technical
from engine.model.state import Subscription, Value
from engine.model.step import InstanceState
from engine.runtime import adhoc, choice, incidents, joint, scopes
from engine.runtime.bind import COMING
from engine.runtime.faults import BpmnError, Fault
from engine.runtime.library import Node
from engine.runtime.rows import PROCESS

if TYPE_CHECKING:
    from engine.runtime.instance import Instance
    from engine.runtime.token import LiveTask


def throw_error(task: "LiveTask", error: BpmnError) -> None:
    """Hand an error to who catches it; without one the token stays with an incident, and a called case ends with it."""
    found = _catcher(task, "error", error.code)
    run = task.workflow
    if found is None and run.rows.state.called:
        _fail(run, task, error)
    elif found is None:
        incidents.open_incident(task, Fault("error.uncaught", error.message, {"error": error.code}))
    else:
        brought = {"code": error.code, "message": error.message}
        _take(*found, "error.caught", task, error.code, brought)


def throw_fault(task: "LiveTask", fault: Fault, code: str) -> bool:
    """Hand a technical fault to a handler that names it; False where nobody does. A catch-all takes none."""
    found = _catcher(task, "error", code, technical.ANY)
    if found is not None:
        # A token that was only placed has no row yet, by which it is found and taken off.
        task.workflow.rows.put_token(task.row)
        brought = {"code": code, "message": fault.message, "reason": fault.code}
        _take(*found, "error.caught", task, code, brought)
    return found is not None


def throw_escalation(task: "LiveTask", code: str, *, beside: Mapping[str, Value] | None = None) -> None:
    """Hand an escalation to who catches it, at last to the caller; the path goes on unless it is interrupted.

    What a loop throws (`beside`, its numbers) never interrupts the loop at its own boundary.
    """
    found = _catcher(task, "escalation", code)
    if found is None:
        task.workflow.rows.step.escalations.append(code)
    elif beside is not None and found[1] is task:
        task.workflow.rows.fact("escalation.caught", found[0].element.id, task.no, code=code, on=task.element)
        _attached(task, found[0], {**beside, "code": code}, beside=True)
    else:
        _take(*found, "escalation.caught", task, code, {"code": code})


def happen(run: "Instance", subscription: Subscription, payload: Mapping[str, Value]) -> None:
    """Let what a subscription waits for happen."""
    node = run.spec.node(subscription.data["element"])
    if subscription.token is None:
        _start(run, node, subscription, payload)
        return
    task = run.load(subscription.token)
    if task is None:
        return
    if node is task.task_spec and _goes_on(task, node, subscription):
        return
    if node is task.task_spec:
        task.brought = payload
        node.catch(task, BpmnEvent(node.event_definition))
        run.enter(task)
    elif task.task_spec.element.kind == "eventBasedGateway":
        choice.take(task, node, payload)
    else:
        run.rows.fact(COMING.get(node.element.event, "message.received"), node.element.id, task.no, on=task.element)
        if not node.element.joint:
            _attached(task, node, payload, subscription)
        elif joint.complete(run, node, subscription, task.row.scope, payload):
            _attached(task, node, {})


def beside(run: "Instance", subscription: Subscription, payload: Mapping[str, Value]) -> None:
    """Let a boundary event take a token while its activity goes on, whatever the drawing says of interrupting."""
    node = run.spec.node(subscription.data["element"])
    task = run.load(subscription.token) if subscription.token is not None else None
    if node.element.joint:
        # One of several triggers: what they do together is what is drawn.
        happen(run, subscription, payload)
    elif task is not None:
        run.rows.fact(COMING.get(node.element.event, "message.received"), node.element.id, task.no, on=task.element)
        # The numbers of a loop are for who asks for them, they become no variables by themselves.
        _attached(task, node, payload if node.element.outputs else {}, beside=True)


def _goes_on(task: "LiveTask", node: Node, subscription: Subscription) -> bool:
    """Let a cycle that has rounds left send a token of its own on and wait for the next; False for the last round."""
    run, timer = task.workflow, node.element.timer
    if timer is None or timer.kind != "cycle" or node.element.event != "timer":
        return False
    event = run.place(node.element.id, task.row.scope, fired=True)
    event.row.data["came"] = True
    run.guard(event, partial(run.event_manager.rearm, subscription))
    if not event.is_failed and run.rows.subscription(subscription.no) is None:
        run.remove(event)
        return False
    if not event.is_failed:
        run.enter(event)
    return True


def start_event_subprocess(
    run: "Instance", start: Node, scope: int, payload: Mapping[str, Value], subscription: Subscription | None = None
) -> None:
    """Begin an event subprocess; one that interrupts first ends all else in its scope, and no other may follow it."""
    subprocess, element = start.element.scope, start.element
    if element.interrupting or element.event == "error":
        around = run.rows.scope(scope)
        scopes.disarm(run, scope, "" if scope == PROCESS or around is None else around.node)
        run.clear(scope)
        adhoc.interrupted(run, around)
    token = run.place(subprocess, scope)
    token.brought = payload
    # Of several triggers the one that came is where it begins.
    token.row.data["start"] = element.id
    if element.joint and not element.interrupting:
        run.guard(token, partial(joint.again, run, scopes.onlooker(run, start, scope), start))
    elif subscription is not None and element.event == "timer" and not element.interrupting:
        run.guard(token, partial(run.event_manager.rearm, subscription))
    if not token.is_failed:
        run.enter(token)


def _start(run: "Instance", start: Node, subscription: Subscription, payload: Mapping[str, Value]) -> None:
    kind = COMING.get(start.element.event, "message.received")
    run.rows.fact(kind, start.element.id, on=start.element.scope)
    scope = scopes.place_of(subscription)
    if not start.element.joint:
        start_event_subprocess(run, start, scope, payload, subscription)
    elif joint.complete(run, start, subscription, scope, payload):
        start_event_subprocess(run, start, scope, {})


def leave_by(holder: "LiveTask", boundary: Node) -> None:
    """Let a boundary event take over that waits for nothing outside."""
    _attached(holder, boundary, {})


def _attached(
    task: "LiveTask",
    node: Node,
    payload: Mapping[str, Value],
    subscription: Subscription | None = None,
    *,
    beside: bool = False,
) -> None:
    """Let a boundary event take over from its activity, or run beside it."""
    run, element = task.workflow, node.element
    event = run.place(element.id, task.row.scope, fired=True, on=task.element)
    event.brought = payload
    if (element.interrupting or element.event == "error") and not beside:
        task.cancel()
    elif element.joint:
        run.guard(event, partial(joint.again, run, task, node))
    elif subscription is not None and element.event == "timer":
        run.guard(event, partial(run.event_manager.rearm, subscription))
    if not event.is_failed:
        run.enter(event)


def _take(
    node: Node, at: "LiveTask | int", fact: str, task: "LiveTask", code: str, payload: Mapping[str, Value]
) -> None:
    run = task.workflow
    run.rows.fact(fact, node.element.id, task.no, code=code, on=task.element)
    if isinstance(at, int):
        start_event_subprocess(run, node, at, payload)
    else:
        _attached(at, node, payload)


def _fail(run: "Instance", task: "LiveTask", error: BpmnError) -> None:
    run.rows.fact("case.failed", task.element, task.no, code=error.code)
    run.clear(PROCESS)
    scopes.end(run, InstanceState.FAILED)
    run.rows.step.error = (error.code, error.message)


def _catcher(task: "LiveTask", event: str, code: str, instead: str = "") -> "tuple[Node, LiveTask | int] | None":
    """The catching node, with the activity it is attached to or the scope whose event subprocess it starts.

    The code goes before what may catch it `instead`: another code, or "" for a catch-all.
    """
    for at in _outward(task):
        found = None if at.is_item else _best(at.task_spec.boundaries, event, code, instead)
        if found is not None:
            return found, at
        found = _best(_handlers(at), event, code, instead)
        if found is not None:
            return found, at.row.scope
    return None


def _outward(task: "LiveTask | None") -> "Iterator[LiveTask]":
    """A token, then the activities that are the scopes around it."""
    while task is not None:
        yield task
        scope = task.workflow.rows.scope(task.row.scope)
        task = task.workflow.load(scope.holder) if scope and scope.holder is not None else None


def _handlers(at: "LiveTask") -> Iterable[Node]:
    """The event subprocesses of a token's scope, but not the one it is: what a handler throws goes past it."""
    run, own = at.workflow, at.task_spec.element
    if own.event == "cancel":
        # The transaction is being undone: only who stands around it may still take over.
        return ()
    scope = run.rows.scope(at.row.scope)
    starts = run.spec.handlers.get("" if at.row.scope == PROCESS or scope is None else scope.node, ())
    if own.by_event and any(one.element.scope == own.id and one.element.interrupting for one in starts):
        return ()
    return [one for one in starts if one.element.scope != own.id]


def _best(nodes: Iterable[Node], event: str, code: str, instead: str) -> Node | None:
    waiting = [one for one in nodes if one.element.event == event]
    exact = next((one for one in waiting if code and _code(one) == code), None)
    return exact or next((one for one in waiting if _code(one) == instead), None)


def _code(node: Node) -> str:
    element = node.element
    return str(element.error_code if element.event == "error" else element.escalation_code)
