"""Conditions on the flows of a gateway."""

from collections.abc import Sequence

from engine.feel.explain import nulls, why
from engine.runtime.expressions import Text
from engine.runtime.faults import Fault
from engine.runtime.token import LiveTask


def load(task: LiveTask) -> None:
    """Read in one query all that the conditions of this gateway name."""
    task.workflow.variables.read(task.row.scope, task.task_spec.reads)


def holds(task: LiveTask, condition: Text) -> bool:
    """Evaluate one condition; anything but true or false is a fault, never a silent false."""
    if condition.program is None:
        raise _undecided(condition, "a text", ())
    values = task.workflow.values(task, condition.names)
    result = task.workflow.result(task, condition.program, values)
    if isinstance(result.value, bool):
        return result.value
    raise _undecided(condition, why(condition.program, values, result), nulls(condition.program, values))


def _undecided(condition: Text, found: str, empty: Sequence[str]) -> Fault:
    """The fault names what had no value and where, never a value: whoever repairs it may not be allowed to see them."""
    return Fault(
        "feel.null",
        f"Expected the condition {condition.source} to be true or false, but it is {found}.",
        {"names": ", ".join(empty)} if empty else {},
    )
