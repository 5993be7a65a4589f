"""Scopes: the inside of a subprocess or a loop is opened, emptied and ended, at any depth without recursion."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from SpiffWorkflow import TaskState

from engine.model.state import Scope, Subscription, Token
from engine.model.step import InstanceState
from engine.runtime import adhoc, compensable, complex, joint, loops, mapping
from engine.runtime.bind import THROWN
from engine.runtime.library import Node
from engine.runtime.rows import PROCESS
from engine.runtime.token import LiveTask

if TYPE_CHECKING:
    from engine.runtime.instance import Instance


def enter(task: LiveTask) -> None:
    """Open the inside of a subprocess: its inputs, its handlers, then the tokens where it begins."""
    run, element = task.workflow, task.task_spec.element
    mapping.inputs(task)
    run.event_manager.arm_boundaries(task)
    planned = adhoc.plan(task) if element.ad_hoc else None
    inside = mapping.keep(task)
    # From here on they are read where they are stored: the inside may change them within this step.
    task.local = {}
    for name in element.data:
        # A data object lives with the scope it is drawn in; what came in under its name stays.
        if name not in task.task_spec.expressions.local_names:
            run.variables.declare(inside.no, name, None)
    arm(run, inside.no, element.id)
    run.rows.fact("subprocess.entered", element.id, task.no)
    if planned:
        adhoc.begin(task, inside, planned)
    for node in () if planned else entries(task):
        token = run.place(node.element.id, inside.no, fired=element.by_event, on=element.id)
        token.brought = task.brought
        run.enter(token)
    run.rows.touch(inside.no)


def entries(task: LiveTask) -> Sequence[Node]:
    """Where a subprocess begins: of several triggers of an event subprocess at the one that came."""
    spec, start = task.workflow.spec, task.row.data.get("start")
    return (spec.node(start),) if start else spec.entries.get(task.element, ())


def arm(run: "Instance", scope: int, of: str) -> None:
    """Let the event subprocesses of a scope wait; all moments are found before the first row is made."""
    waiting = [start for start in run.spec.handlers.get(of, ()) if start.element.event not in THROWN]
    if waiting:
        run.event_manager.arm(onlooker(run, waiting[0], scope), waiting)


def disarm(run: "Instance", scope: int, of: str) -> None:
    """Let the event subprocesses of a scope wait no more."""
    handlers = run.spec.handlers.get(of, ())
    kinds = {start.element.event for start in handlers}.difference(THROWN)
    kinds |= {joint.CAME for start in handlers if start.element.joint}
    for kind in sorted(kinds):
        run.event_manager.disarm_scope(scope, kind)


def onlooker(run: "Instance", start: Node, scope: int) -> LiveTask:
    """Nobody's token, from which the texts of an event subprocess are read before it has one."""
    return LiveTask(run, Token(0, start.element.scope, scope, TaskState.FUTURE))


def place_of(subscription: Subscription) -> int:
    """The scope of an event subprocess that waits; conditions and signals are filed at the process."""
    return int(subscription.data.get("scope", subscription.scope))


def close(run: "Instance", scope: Scope) -> None:
    """End a scope without tokens: the process, a subprocess or a loop."""
    if scope.no == PROCESS:
        end(run, InstanceState.COMPLETED)
        return
    holder = run.load(scope.holder) if scope.holder is not None else None
    if holder is not None and not holder.is_failed:
        run.guard(holder, lambda: leave(holder))


def leave(holder: LiveTask) -> None:
    """Complete the activity that was the scope; where a text fails, a retry begins here again."""
    if holder.task_spec.undoes:
        holder.task_spec.go_on(holder)
        return
    holder.row.data["ended"] = "inside"
    if holder.task_spec.element.ad_hoc and not holder.is_body and not adhoc.ends(holder):
        del holder.row.data["ended"]
        return
    if holder.is_body:
        loops.leave(holder)
    else:
        mapping.left(holder)
    holder.complete()


def again(holder: LiveTask) -> None:
    """Try once more to complete an activity whose texts failed; a handler that has come meanwhile ends first."""
    desk = holder.row.data.get("desk")
    if not any(scope.live for scope in held(holder) if scope.no != desk):
        leave(holder)
    elif holder.task_spec.element.ad_hoc and not holder.is_body:
        adhoc.ask(holder)


def end(run: "Instance", state: InstanceState) -> None:
    """End the instance; nothing of it waits or lives on."""
    if state is InstanceState.COMPLETED:
        run.rows.fact("case.completed")
        if run.rows.state.called:
            run.rows.step.returned = run.variables.everything(PROCESS)
    disarm(run, PROCESS, "")
    whole = run.rows.scope(PROCESS)
    if whole is not None and "" in run.spec.remembers:
        for scope in compensable.forget(run, whole):
            let_go(run, scope)
    run.rows.end(state)


def cancel(task: LiveTask) -> None:
    """Take a token off with everything inside."""
    run = task.workflow
    inner = held(task)
    run.drop(task)
    _empty(run, inner)


def clear(run: "Instance", scope: int, but: LiveTask | None = None) -> None:
    """Empty a scope that stays; only the token `but` stays live in it."""
    waiting = run.rows.counters(scope, "")
    _empty(run, _cancelled(run, scope, but))
    absorbed = sum(n for name, n in waiting.items() if not name.endswith("/"))
    for name in waiting:
        run.rows.set_counter(scope, name, 0)
    run.rows.count_live(scope, -absorbed)
    run.crowd.cleared(scope, but)
    complex.forget(run, scope)


def rest(run: "Instance", scope: Scope) -> None:
    """Let a scope in which nothing lives outlive the token that held it, with its variables."""
    disarm(run, scope.no, scope.node)
    complex.forget(run, scope.no)
    run.rows.release(scope)


def drop(run: "Instance", scope: Scope) -> None:
    """Let a scope go, with what was kept to undo what was completed there."""
    if scope.node in run.spec.remembers:
        for kept in compensable.forget(run, scope):
            let_go(run, kept)
    let_go(run, scope)


def let_go(run: "Instance", scope: Scope) -> None:
    """Let a scope go with its variables, counters and handlers."""
    disarm(run, scope.no, scope.node)
    complex.forget(run, scope.no)
    run.crowd.forget(scope.no)
    run.variables.forget(scope.no)
    run.rows.drop_scope(scope.no)


def _empty(run: "Instance", pending: list[Scope]) -> None:
    while pending:
        scope = pending.pop()
        pending.extend(_cancelled(run, scope.no, None))
        drop(run, scope)


def _cancelled(run: "Instance", number: int, but: LiveTask | None) -> list[Scope]:
    """Cancel the tokens of one scope and give the scopes they held."""
    inner = []
    for row in run.rows.tokens_in(number):
        task = run.load(row.no)
        if task and task is not but:
            inner += held(task)
            run.drop(task)
    return inner


def held(task: LiveTask) -> list[Scope]:
    """The scopes a token holds: its inside, a loop's drawer with what its items left, an ad-hoc one's desk."""
    rows, data = task.workflow.rows, task.row.data
    found = [rows.scope_held_by(task.no)] if task.holds else []
    found += [rows.scope(data["loop"]["drawer"])] if "loop" in data else []
    found += [rows.scope(data["desk"])] if "desk" in data else []
    return [scope for scope in found if scope]
