"""Compensation (BPMN 2.0.2 §10.7, §13.5.5): what was completed is undone, the last first, one after the other.

A throw event takes the rows it can see (compensable.py) into a scope of its own, the run, chained in the order of
undoing: the next one is found without looking at the others. A handler that began is spent; those that did not begin
go back when the run is broken off.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from SpiffWorkflow import TaskState

from engine.model.state import Scope, Subscription
from engine.runtime import compensable, scopes
from engine.runtime.rows import PROCESS
from engine.runtime.undo_plan import RUN

if TYPE_CHECKING:
    from engine.runtime.instance import Instance
    from engine.runtime.token import LiveTask


def throw(task: "LiveTask") -> bool | None:
    """Undo what a throw event names, or all it can see; None while it waits for that."""
    run, element = task.workflow, task.task_spec.element
    found = [one for scope in _seen(task) for one in run.rows.subscriptions_in(scope, compensable.KIND)]
    if element.compensates:
        found = [one for one in found if one.name == element.compensates]
    named = {"activity": element.compensates} if element.compensates else {}
    run.rows.fact("compensation.thrown", element.id, task.no, n=len(found), **named)
    if not found:
        return True
    if element.waits:
        begin(task, chained(run, found))
        return None
    # A second token does the undoing while the first goes on; no join ahead waits for it, it goes nowhere.
    behind = run.place(element.id, task.row.scope)
    run.crowd.move(task.row.scope, element.id, -1)
    behind.row.data["behind"] = True
    behind._set_state(TaskState.STARTED)
    begin(behind, chained(run, found))
    return True


def _seen(task: "LiveTask") -> list[int]:
    """The scopes whose activities a throw event can see (§10.5.3): in an event subprocess also that around it."""
    run, number = task.workflow, task.row.scope
    own = None if number == PROCESS else run.rows.scope(number)
    node = run.spec.task_specs.get(own.node) if own else None
    if own is None or own.parent is None or node is None or not node.element.by_event:
        return [number]
    around = run.rows.scope(own.parent)
    if around is not None and around.parent is not None and around.node.endswith(RUN):
        # The handler of a completed subprocess sees what was completed inside that.
        return [number, around.parent]
    return [number, own.parent]


def chained(run: "Instance", found: Iterable[Subscription]) -> list[Subscription]:
    """What is to be done, in order: the last completed first; what was inside of something before that is let go."""
    chain: list[Subscription] = []
    stack = [(one, False) for one in sorted(found, key=lambda one: one.no)]
    while stack:
        one, opened = stack.pop()
        if opened or not _is_whole(run, one):
            chain.append(one)
            continue
        stack.append((one, True))
        stack += [(inner, False) for inner in run.rows.subscriptions_in(one.data["kept"], compensable.KIND)]
    return chain


def _is_whole(run: "Instance", record: Subscription) -> bool:
    """True for what is undone by undoing what is inside: a loop as a whole, a subprocess without a handler."""
    return bool("whole" in record.data) or not run.spec.node(record.data["element"]).undo.handler


def begin(holder: "LiveTask", chain: Sequence[Subscription]) -> None:
    """Take the rows over and begin with the first of them; `holder` waits for the last."""
    rows = holder.workflow.rows
    run_scope = Scope(rows.number(), holder.row.scope, holder.no, holder.element + RUN)
    rows.put_scope(run_scope)
    after = 0
    for record in reversed(chain):
        taken = record.data | {"home": record.scope, "then": after}
        rows.put_subscription(replace(record, scope=run_scope.no, data=taken))
        after = record.no
    holder.row.data["undo"] = {"next": after}
    # Looked at as if something had left it: the first handler begins when this act is over.
    rows.touch(run_scope.no)


def proceed(holder: "LiveTask") -> bool:
    """Begin the next handler of a run in which nothing lives; True where there is none left."""
    run, rows = holder.workflow, holder.workflow.rows
    data = holder.row.data["undo"]
    if data.get("now"):
        _spend(run, rows.subscription(data["now"]))
    number = data["next"]
    while number:
        record = rows.subscription(number)
        if record is None:
            break
        number = record.data["then"]
        if not _is_whole(run, record):
            _undo(holder, record, number)
            return False
        _spend(run, record)
    holder.row.data["undo"] = {"next": 0}
    return True


def _undo(holder: "LiveTask", record: Subscription, after: int) -> None:
    """Begin one handler; it sees the variables as they were when what it undoes completed."""
    run, rows = holder.workflow, holder.workflow.rows
    inside = rows.scope_held_by(holder.no)
    handler = run.spec.node(record.data["element"]).undo.handler
    if inside is None:
        return
    rows.put_scope(replace(inside, parent=record.data.get("kept", record.data["home"])))
    rows.put_subscription(replace(record, data=record.data | {"begun": True}))
    holder.row.data["undo"] = {"now": record.no, "next": after}
    rows.put_token(holder.row)
    rows.fact("compensation.begun", handler, holder.no, on=record.name)
    run.enter(run.place(handler, inside.no))


def leave(holder: "LiveTask") -> None:
    """All is undone: the throw event goes on, unless it went on before."""
    run = holder.workflow
    run.rows.fact("compensation.done", holder.element, holder.no)
    if "behind" in holder.row.data:
        run.crowd.move(holder.row.scope, holder.element, 1)
        run.remove(holder)
    else:
        holder.complete()


def _spend(run: "Instance", record: Subscription | None) -> None:
    for scope in compensable.spend(run, record) if record else ():
        scopes.let_go(run, scope)
