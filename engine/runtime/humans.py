"""A person's task opens: one address, a date, a priority."""

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from engine.feel import Deadline, deadline
from engine.model.addresses import is_address
from engine.model.step import OpenTask
from engine.runtime import mapping
from engine.runtime.expressions import Text
from engine.runtime.faults import Fault

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask

#: Camunda's range and default.
_HIGHEST, _DEFAULT = 100, 50


def open_task(task: "LiveTask") -> None:
    """Show the task to whom it is addressed; faults task.no_address, task.bad_due."""
    rows, element = task.workflow.rows, task.task_spec.element
    local = mapping.inputs(task)
    name = element.name or element.id
    to, until, priority = address(task, task.task_spec.expressions.address, name), _due(task), _priority(task)
    due, counted = (until.at, until.counted) if until else (None, None)
    task.workflow.event_manager.arm_boundaries(task)
    if local:
        mapping.keep(task)
    task.row.data["open"] = True
    rows.put_token(task.row)
    rows.step.opened.append(OpenTask(task.no, element.id, name, element.form, to, due, priority, counted))
    dated = {"due": due.isoformat()} if due else {}
    rows.fact("task.opened", element.id, task.no, address=to, **dated)


def address(task: "LiveTask", text: Text, name: str) -> str:
    """The one address a text gives at a token, for the activity `name`; Fault task.no_address."""
    value = task.workflow.evaluate(task, text)
    if isinstance(value, str) and is_address(value):
        return value
    shown = "null" if value is None else f"«{value}»" if isinstance(value, str) else f"a {type(value).__name__}"
    raise Fault(
        "task.no_address",
        f"Expected one address such as position:DKOM.PPK or role:ppk@DKOM for «{name}», "
        f"but {text.source or 'nothing'} gives {shown}.",
    )


def _due(task: "LiveTask") -> Deadline | None:
    text = task.task_spec.expressions.due
    if not text.source:
        return None
    value = task.workflow.evaluate(task, text)
    found = deadline(value, task.workflow.env)
    if found is None:
        raise Fault("task.bad_due", f"Expected {text.source} to be a date, a duration or working days, but it is not.")
    return found


def _priority(task: "LiveTask") -> int:
    value = task.workflow.evaluate(task, task.task_spec.expressions.priority)
    try:
        number = int(Decimal(value)) if isinstance(value, str | Decimal) else _DEFAULT
    except (InvalidOperation, ValueError, OverflowError):
        return _DEFAULT
    return max(0, min(_HIGHEST, number))
