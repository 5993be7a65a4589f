"""Transactions (BPMN 2.0.2 §10.3.5, §13.3.5): a cancel end undoes what was done and leaves by the cancel boundary.

All that still runs inside is cancelled first. Also what was completed inside of something that still ran is undone
(§10.7). From then on nothing but the undoing ends the transaction: the other events at its edge wait no more.
"""

from typing import TYPE_CHECKING

from engine.model.state import Scope, Subscription
from engine.runtime import catching, compensable, scopes, undo
from engine.runtime.undo_plan import RUN

if TYPE_CHECKING:
    from engine.runtime.instance import Instance
    from engine.runtime.token import LiveTask


def cancel(task: "LiveTask") -> None:
    """Stop the transaction around a cancel end event and begin to undo."""
    run = task.workflow
    scope, holder = _around(task)
    run.rows.fact("transaction.cancelled", holder.element, holder.no)
    run.event_manager.disarm(holder)
    scopes.disarm(run, scope.no, scope.node)
    parts = _parts(run, scope, task)
    for part in reversed(parts):
        run.clear(part.no)
        run.rest(part)
    run.clear(scope.no, but=task)
    found = [one for part in (scope, *parts) for one in run.rows.subscriptions_in(part.no, compensable.KIND)]
    # The variables of what was cancelled go when all in it is undone.
    lasts = [_last(run, scope, part) for part in reversed(parts)]
    undo.begin(task, [*undo.chained(run, found), *lasts])


def leave(task: "LiveTask") -> None:
    """Go on from the cancel boundary event, now that all is undone."""
    _, holder = _around(task)
    task.workflow.rows.fact("element.completed", task.element, task.no)
    boundary = next(one for one in holder.task_spec.boundaries if one.element.event == "cancel")
    catching.leave_by(holder, boundary)


def _around(task: "LiveTask") -> "tuple[Scope, LiveTask]":
    run = task.workflow
    scope = run.rows.scope(task.row.scope)
    holder = run.load(scope.holder) if scope and scope.holder is not None else None
    if scope is None or holder is None:
        raise LookupError(f"Expected {task.element} to stand in a running transaction, but it does not")
    return scope, holder


def _parts(run: "Instance", scope: Scope, but: "LiveTask") -> list[Scope]:
    """The scopes of what still runs inside and may hold something completed; outer ones first."""
    found: list[Scope] = []
    pending = [scope]
    while pending:
        for row in run.rows.tokens_in(pending.pop().no):
            task = run.load(row.no)
            inner = run.rows.scope_held_by(row.no) if task and task is not but and task.holds else None
            # What is being undone already is broken off with the rest; what had not begun goes back.
            is_part = inner is not None and inner.node in run.spec.remembers and not inner.node.endswith(RUN)
            if inner is not None and is_part:
                found.append(inner)
                pending.append(inner)
    return found


def _last(run: "Instance", scope: Scope, part: Scope) -> Subscription:
    data = {"element": part.node, "kept": part.no, "whole": True}
    return Subscription(run.rows.number(), None, scope.no, compensable.KIND, name=part.node, data=data)
