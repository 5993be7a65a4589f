"""What of a case may be undone: one row for each completion, in the scope where the activity lay.

The row is a subscription of kind `compensation`; the scope of a subprocess, a loop or an item stays with its variables
as long as somebody may want it undone, and goes with the row (BPMN 2.0.2 §13.5.5: the data as it was at completion).
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.model.state import Scope, Subscription

if TYPE_CHECKING:
    from engine.runtime.instance import Instance
    from engine.runtime.token import LiveTask

KIND = "compensation"


def note(task: "LiveTask") -> None:
    """Remember that an activity has completed, where something may undo it: one row, and the scope that is kept."""
    plan = task.task_spec.undo
    if plan is None:
        return
    rows = task.workflow.rows
    data: dict[str, object] = {"element": task.element}
    if task.is_body or task.is_item or plan.inside:
        kept = rows.scope_held_by(task.no)
        if kept is None:
            # A loop that ran no time has done nothing.
            return
        task.workflow.rest(kept)
        data["kept"] = kept.no
    if task.is_body:
        data["whole"] = True
    rows.put_subscription(Subscription(rows.number(), None, task.row.scope, KIND, name=task.element, data=data))


def forget(run: "Instance", scope: Scope) -> list[Scope]:
    """Let go of what was remembered in a scope that goes, and give the scopes kept for it, which go too.

    Of what a throw event had taken over, the rest that has not begun goes back where it was.
    """
    rows, going = run.rows, []
    for record in rows.subscriptions_in(scope.no, KIND):
        home = record.data.get("home")
        if home is not None and "begun" not in record.data and rows.scope(home):
            data = {key: value for key, value in record.data.items() if key not in ("home", "then")}
            rows.put_subscription(replace(record, scope=home, data=data))
        else:
            going += spend(run, record)
    return going


def spend(run: "Instance", record: Subscription) -> list[Scope]:
    """Let go of one row with all that was kept for it; the scopes go too."""
    rows, going = run.rows, []
    pending = [record]
    while pending:
        one = pending.pop()
        rows.drop_subscription(one.no)
        scope = rows.scope(one.data["kept"]) if "kept" in one.data else None
        if scope is not None:
            going.append(scope)
            pending += rows.subscriptions_in(scope.no, KIND)
    return going
