"""Conditions on the flows of a gateway."""

from engine.runtime.expressions import Text
from engine.runtime.faults import Fault
from engine.runtime.token import LiveTask


def load(task: LiveTask) -> None:
    """Read in one query all that the conditions of this gateway name."""
    task.workflow.variables.read(task.row.scope, task.task_spec.reads)


def holds(task: LiveTask, condition: Text) -> bool:
    """Evaluate one condition; anything but true or false is a fault, never a silent false."""
    value = task.workflow.evaluate(task, condition)
    if isinstance(value, bool):
        return value
    raise Fault(
        "feel.null",
        f"Expected the condition {condition.source} to be true or false, but it is {_kind(value)}.",
    )


def _kind(value: object) -> str:
    return "null (is a variable missing?)" if value is None else f"a {type(value).__name__}"
