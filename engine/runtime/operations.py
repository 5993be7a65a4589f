"""The acts on a case: each reads the state, changes nothing there, and returns the step."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from functools import partial

from SpiffWorkflow import TaskState

from engine.feel import Env
from engine.model.errors import Conflict
from engine.model.state import Scope, State, Subscription, Value
from engine.model.step import InstanceState, Step
from engine.runtime import adhoc, calls, catching, jobs, loops, mapping, scopes, starts
from engine.runtime.compile import Compiled
from engine.runtime.faults import BpmnError, Fault
from engine.runtime.instance import Instance
from engine.runtime.rows import PROCESS, Rows
from engine.runtime.token import LiveTask
from engine.runtime.variables import Variables

#: Stored moments are rounded to milliseconds.
_TOLERANCE = timedelta(seconds=1)


def start(
    compiled: Compiled, state: State, variables: Mapping[str, Value], env: Env, *, start_event: str | None = None
) -> Step:
    """Begin a case at its none start, or at the named event: a start event, or one that instantiates."""
    run = Instance(compiled, state, env)
    begins = starts.begins(compiled, start_event)
    run.rows.begin(Scope(PROCESS, None, None, compiled.definition.process_id))
    for name, value in variables.items():
        run.variables.declare(PROCESS, name, value)
    tokens = starts.place(run, begins)
    for token in tokens:
        run.rows.put_token(token.row)
    _arm(run, tokens[0])
    for token in tokens:
        if not token.is_failed:
            run.enter(token)
    return run.settle()


def _arm(run: Instance, first: LiveTask) -> None:
    """Let the event subprocesses of the process wait, before anything happens in it; a fault stops the first token."""
    first.row.data["unarmed"] = True
    run.guard(first, lambda: scopes.arm(run, PROCESS, ""))
    if not first.is_failed:
        del first.row.data["unarmed"]


def complete(compiled: Compiled, state: State, token: int, answers: Mapping[str, Value], env: Env) -> Step:
    """Complete a person's open task with the answers of its form."""
    run = Instance(compiled, state, env)
    task = _task(run, token, TaskState.READY)
    if not task.is_open or "offers" in task.row.data:
        raise _gone(token)
    task.brought = answers
    task.row.data.pop("open")
    run.rows.step.closed[token] = "completed"
    run.guard(task, task.run)
    return run.settle()


def choose(compiled: Compiled, state: State, token: int, element: str, env: Env) -> Step:
    """Begin one activity a person chose; Conflict token.gone, adhoc.not_offered, adhoc.busy."""
    run = Instance(compiled, state, env)
    adhoc.choose(_offer(run, token), element)
    return run.settle()


def declare(compiled: Compiled, state: State, token: int, env: Env) -> Step:
    """End an ad-hoc subprocess because people say it is done; Conflict token.gone, adhoc.condition_decides."""
    run = Instance(compiled, state, env)
    offer = _offer(run, token)
    holder = adhoc.holder_of(offer)
    adhoc.declare(offer)
    if adhoc.is_empty(holder):
        run.guard(holder, partial(scopes.leave, holder))
    return run.settle()


def offered(compiled: Compiled, state: State, token: int, env: Env) -> adhoc.Offer:
    """What a person may choose at an open offer; Conflict token.gone."""
    run = Instance(compiled, state, env)
    return adhoc.offer(run, _offer(run, token))


def _offer(run: Instance, token: int) -> LiveTask:
    task = _task(run, token, TaskState.READY)
    if not task.is_open or "offers" not in task.row.data:
        raise _gone(token)
    return task


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
    run.guard(task, partial(catching.throw_error, task, BpmnError(error_code, message)))
    return run.settle()


def fire(compiled: Compiled, state: State, subscription_no: int, env: Env) -> Step:
    """Let a timer go off."""
    return _happen(compiled, state, subscription_no, "timer", {}, env)


def deliver(compiled: Compiled, state: State, subscription_no: int, payload: Mapping[str, Value], env: Env) -> Step:
    """Hand a message to the token that waits for it."""
    return _happen(compiled, state, subscription_no, "message", payload, env)


def signal(compiled: Compiled, state: State, subscription_no: int, payload: Mapping[str, Value], env: Env) -> Step:
    """Let a token hear a signal."""
    return _happen(compiled, state, subscription_no, "signal", payload, env)


def is_waiting(state: State, token: int) -> bool:
    """True while a token waits for work outside the step: a job, or a called case."""
    row = state.token(token)
    return row is not None and row.state == TaskState.STARTED


def called(compiled: Compiled, state: State, token: int, case: str, number: str, env: Env) -> Step:
    """Note the case a call activity has started."""
    run = Instance(compiled, state, env)
    calls.started(_task(run, token, TaskState.STARTED), case, number)
    return run.settle()


def returned(
    compiled: Compiled,
    state: State,
    token: int,
    values: Mapping[str, Value],
    env: Env,
    *,
    escalations: Sequence[str] = (),
) -> Step:
    """Take what a called case leaves, after the escalations of its last step, and go on."""
    run = Instance(compiled, state, env)
    task = _task(run, token, TaskState.STARTED)

    def act() -> None:
        calls.end(task, values)
        task.complete()

    for code in escalations:
        if not task.gone:
            catching.throw_escalation(task, code)
    if not task.gone:
        run.guard(task, act)
    return run.settle()


def escalate(compiled: Compiled, state: State, token: int, code: str, env: Env) -> Step:
    """Hand an escalation of a called case to who catches it around the call activity, which goes on waiting."""
    run = Instance(compiled, state, env)
    catching.throw_escalation(_task(run, token, TaskState.STARTED), code)
    return run.settle()


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
    """Open an incident for work that will not be tried again, unless a handler names what went wrong."""
    run = Instance(compiled, state, env)
    task = _task(run, token, TaskState.STARTED)
    # Its job or call has come to its end already: nothing is to be cancelled.
    task._set_state(TaskState.READY)
    run.stop(task, Fault(code, message), jobs.fault_of(task, code))
    return run.settle()


def retry(compiled: Compiled, state: State, token: int, corrections: Mapping[str, Value], env: Env) -> Step:
    """Correct variables of the process and run the failed element again."""
    run = Instance(compiled, state, env)
    task = _task(run, token, TaskState.ERROR)
    mapping.correct(task, corrections)
    del task.row.data["incident"]
    run.rows.step.resolved.append(token)
    run.rows.fact("incident.resolved", task.element, token, fields=sorted(corrections))
    if task.row.data.get("ended"):
        task._set_state(TaskState.STARTED)
        run.guard(task, partial(loops.done if task.row.data["ended"] == "item" else scopes.again, task))
        return run.settle()
    if task.task_spec.stores and not task.is_item:
        run.drop_local(task)
    task._set_state(TaskState.FUTURE)
    if task.row.data.get("unarmed"):
        _arm(run, task)
    if not task.is_failed:
        task.internal_data.update(event_fired=_has_fired(task))
        run.enter(task)
    return run.settle()


def _has_fired(task: LiveTask) -> bool:
    """Boundary and start events have a token only because what they wait for has come; others say so in their row."""
    element = task.task_spec.element
    return bool(element.attached_to) or element.kind == "startEvent" or "came" in task.row.data


def withdraw(compiled: Compiled, state: State, env: Env) -> Step:
    """End the case before its end: everything open is cancelled."""
    run = Instance(compiled, state, env)
    run.rows.fact("case.withdrawn")
    run.clear(PROCESS)
    scopes.end(run, InstanceState.WITHDRAWN)
    return run.rows.step


def visible(compiled: Compiled, state: State, token: int, names: Collection[str] | None = None) -> Mapping[str, Value]:
    """The variables a token sees: its inputs, those of the scopes around it, and of the process; all for None."""
    rows = Rows(state)
    row = rows.token(token)
    if row is None:
        raise _gone(token)
    node = compiled.spec.node(row.node)
    held = rows.scope_held_by(token) if node.stores or node.opens or node.element.loop else None
    scope, variables = held.no if held else row.scope, Variables(rows)
    return variables.everything(scope) if names is None else variables.read(scope, names)


def _happen(compiled: Compiled, state: State, number: int, kind: str, payload: Mapping[str, Value], env: Env) -> Step:
    run = Instance(compiled, state, env)
    found = run.rows.subscription(number)
    if found is None or found.kind != kind or _is_early(found, env):
        raise Conflict("subscription.gone", f"Expected a case waiting at {number}, but it went on.")
    catching.happen(run, found, payload)
    return run.settle()


def _is_early(subscription: Subscription, env: Env) -> bool:
    """True for a cycle that has fired and was set anew, so that a doubled command does not fire it twice."""
    return subscription.due is not None and subscription.due - env.now > _TOLERANCE


def _task(run: Instance, token: int, state: int) -> LiveTask:
    task = run.load(token)
    if task is None or task.state != state or (state == TaskState.STARTED and (task.is_body or task.task_spec.opens)):
        raise _gone(token)
    return task


def _gone(token: int) -> Conflict:
    return Conflict("token.gone", f"Expected work at token {token}, but it was done or withdrawn meanwhile.")
