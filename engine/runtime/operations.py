"""The acts on a case: each reads the state, changes nothing there, and returns the step."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from functools import partial

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.util import BpmnEvent

from engine.feel import Env
from engine.model.errors import Conflict, NotFound
from engine.model.state import Scope, State, Subscription, Value
from engine.model.step import InstanceState, Step
from engine.runtime import handlers, incidents, jobs
from engine.runtime.compile import Compiled
from engine.runtime.faults import BpmnError, Fault
from engine.runtime.instance import Instance
from engine.runtime.library import Node
from engine.runtime.rows import PROCESS, Rows
from engine.runtime.token import LiveTask
from engine.runtime.variables import Variables

#: Stored moments are rounded to milliseconds.
_TOLERANCE = timedelta(seconds=1)


def start(
    compiled: Compiled, state: State, variables: Mapping[str, Value], env: Env, *, start_event: str | None = None
) -> Step:
    """Begin a case at its none start, or at the named start event."""
    run = Instance(compiled, state, env)
    none = compiled.definition.none_start()
    event = start_event or (none.id if none else "")
    element = compiled.definition.elements.get(event)
    if element is None or element.kind != "startEvent":
        raise NotFound("process.no_start", f"Expected a start event {event or '(none)'}, but there is none.")
    run.rows.begin(Scope(PROCESS, None, None, compiled.definition.process_id))
    for name, value in variables.items():
        run.variables.declare(PROCESS, name, value)
    run.enter(run.place(event, PROCESS, fired=True))
    return run.settle()


def complete(compiled: Compiled, state: State, token: int, answers: Mapping[str, Value], env: Env) -> Step:
    """Complete a person's open task with the answers of its form."""
    run = Instance(compiled, state, env)
    task = _task(run, token, TaskState.READY)
    if not task.is_open:
        raise _gone(token)
    task.brought = answers
    task.row.data.pop("open")
    run.rows.step.closed[token] = "completed"
    run.guard(task, task.run)
    return run.settle()


def finish(compiled: Compiled, state: State, token: int, result: Value, env: Env) -> Step:
    """Take the result of a job."""
    run = Instance(compiled, state, env)
    task = _task(run, token, TaskState.STARTED)

    def act() -> None:
        jobs.end(task, result)
        task.complete()

    run.guard(task, act)
    return run.settle()


def fail(compiled: Compiled, state: State, token: int, error_code: str, message: str, env: Env) -> Step:
    """End a job with a business error: to the boundary event that catches it, else an incident."""
    run = Instance(compiled, state, env)
    task = _task(run, token, TaskState.STARTED)
    task._set_state(TaskState.READY)
    run.guard(task, partial(handlers.handle, task, BpmnError(error_code, message)))
    return run.settle()


def fire(compiled: Compiled, state: State, subscription_no: int, env: Env) -> Step:
    """Let a timer go off."""
    return _happen(compiled, state, subscription_no, "timer", {}, env)


def deliver(compiled: Compiled, state: State, subscription_no: int, payload: Mapping[str, Value], env: Env) -> Step:
    """Hand a message to the token that waits for it."""
    return _happen(compiled, state, subscription_no, "message", payload, env)


def resume(compiled: Compiled, state: State, token: int, env: Env) -> Step:
    """Go on where a step stopped before its second register task."""
    run = Instance(compiled, state, env)
    task = _task(run, token, TaskState.STARTED)
    if "continues" not in task.row.data:
        raise _gone(token)
    task._set_state(TaskState.READY)
    run.queue.append(task)
    return run.settle()


def give_up(compiled: Compiled, state: State, token: int, code: str, message: str, env: Env) -> Step:
    """Open an incident for a job that will not be tried again."""
    run = Instance(compiled, state, env)
    task = _task(run, token, TaskState.STARTED)
    incidents.open_incident(task, Fault(code, message))
    return run.settle()


def retry(compiled: Compiled, state: State, token: int, corrections: Mapping[str, Value], env: Env) -> Step:
    """Correct variables of the process and run the failed element again."""
    run = Instance(compiled, state, env)
    task = _task(run, token, TaskState.ERROR)
    for name, value in corrections.items():
        run.variables.declare(PROCESS, name, value)
    del task.row.data["incident"]
    run.rows.step.resolved.append(token)
    run.rows.fact("incident.resolved", task.element, token, fields=sorted(corrections))
    if task.task_spec.stores:
        run.drop_local(task)
    task._set_state(TaskState.FUTURE)
    task.internal_data.update(event_fired=bool(task.task_spec.element.attached_to))
    run.enter(task)
    return run.settle()


def withdraw(compiled: Compiled, state: State, env: Env) -> Step:
    """End the case before its end: everything open is cancelled."""
    run = Instance(compiled, state, env)
    run.rows.fact("case.withdrawn")
    run.clear(PROCESS)
    run.rows.end(InstanceState.WITHDRAWN)
    return run.rows.step


def visible(compiled: Compiled, state: State, token: int, names: Collection[str] | None = None) -> Mapping[str, Value]:
    """The variables a person's task sees: its inputs over those of the process; all of them for None."""
    rows = Rows(state)
    row = rows.token(token)
    if row is None:
        raise _gone(token)
    held = rows.scope_held_by(token) if compiled.spec.node(row.node).stores else None
    scope, variables = held.no if held else row.scope, Variables(rows)
    return variables.everything(scope) if names is None else variables.read(scope, names)


def _happen(compiled: Compiled, state: State, number: int, kind: str, payload: Mapping[str, Value], env: Env) -> Step:
    run = Instance(compiled, state, env)
    subscription = run.rows.subscription(number)
    task = run.load(subscription.token) if subscription and subscription.token is not None else None
    if subscription is None or task is None or subscription.kind != kind or _is_early(subscription, env):
        raise Conflict("subscription.gone", f"Expected a case waiting at {number}, but it went on.")
    node = compiled.spec.node(subscription.data["element"])
    if node is task.task_spec:
        task.brought = payload
        node.catch(task, BpmnEvent(node.event_definition))
        run.enter(task)
    else:
        _attached(run, task, node, subscription, payload)
    return run.settle()


def _is_early(subscription: Subscription, env: Env) -> bool:
    """True for a cycle that has fired and was set anew, so that a doubled command does not fire it twice."""
    return subscription.due is not None and subscription.due - env.now > _TOLERANCE


def _attached(
    run: Instance, task: LiveTask, node: Node, subscription: Subscription, payload: Mapping[str, Value]
) -> None:
    """Let a boundary event take over from its activity, or run beside it."""
    element = node.element
    kind = "timer.fired" if element.event == "timer" else "message.received"
    run.rows.fact(kind, element.id, task.no, on=task.element)
    event = run.place(element.id, task.row.scope, fired=True, on=task.element)
    event.brought = payload
    if element.interrupting:
        task.cancel()
    elif element.event == "timer":
        run.guard(event, partial(run.event_manager.rearm, subscription))
    if not event.is_failed:
        run.enter(event)


def _task(run: Instance, token: int, state: int) -> LiveTask:
    task = run.load(token)
    if task is None or task.state != state:
        raise _gone(token)
    return task


def _gone(token: int) -> Conflict:
    return Conflict("token.gone", f"Expected work at token {token}, but it was done or withdrawn meanwhile.")
