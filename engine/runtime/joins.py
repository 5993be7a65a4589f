"""Parallel joins as counters: what has arrived by each flow, and how many flows have something."""

from typing import TYPE_CHECKING

from SpiffWorkflow import TaskState

from engine.runtime.token import LiveTask

if TYPE_CHECKING:
    from engine.runtime.instance import Instance


def arrive(task: LiveTask) -> bool:
    """Count a token in; True when every incoming flow has one, which are then consumed.

    Tokens in excess stay at their flow for the next round. A token that waits is counted live, but has no row.
    """
    incoming = task.task_spec._inputs
    if len(incoming) < 2:
        return True
    rows, scope, gate = task.workflow.rows, task.row.scope, f"{task.element}/"
    waiting = rows.counter(scope, gate + task.via) + 1
    rows.set_counter(scope, gate + task.via, waiting)
    if waiting == 1:
        filled = rows.counter(scope, gate) + 1
        if filled == len(incoming):
            _consume(task, gate)
            return True
        rows.set_counter(scope, gate, filled)
    absorb(task)
    return False


def _consume(task: LiveTask, gate: str) -> None:
    rows, scope = task.workflow.rows, task.row.scope
    left = 0
    rows.load_counters(scope, gate, [gate + flow for flow in task.task_spec._inputs])
    for flow in task.task_spec._inputs:
        excess = rows.counter(scope, gate + flow) - 1
        rows.set_counter(scope, gate + flow, excess)
        left += excess > 0
    rows.set_counter(scope, gate, left)
    rows.count_live(scope, 1 - len(task.task_spec._inputs))
    task.workflow.crowd.move(scope, task.element, 1 - len(task.task_spec._inputs))


def absorb(task: LiveTask) -> None:
    """Let a token wait as a number: it stays counted live, but has no row."""
    task.gone = True
    task._set_state(TaskState.COMPLETED)
    task.workflow.rows.drop_token(task.no)


def forget(run: "Instance", scope: int) -> None:
    """Let the tokens go that wait as numbers at the joins of a scope; the others stay."""
    for name, waiting in run.rows.counters(scope, "").items():
        gate, stroke, flow = name.partition("/")
        if name.startswith(("#", "~")) or not stroke:
            continue
        run.rows.set_counter(scope, name, 0)
        if flow and not name.endswith("/"):
            run.rows.count_live(scope, -waiting)
            run.crowd.move(scope, gate, -waiting)
