"""Call activities (BPMN 2.0.2 §13.3.4): another case does the work, with its own row, lock and chain."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from engine.model.state import Value
from engine.model.step import NewCall
from engine.runtime import mapping
from engine.runtime.expressions import Text, text
from engine.runtime.faults import Fault

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask

#: The called case has a `case` of its own.
OWN = "case"


@lru_cache(maxsize=1024)
def _compiled(source: str) -> Text:
    return text(source)


def begin(task: "LiveTask") -> None:
    """Ask for the called case; a command of its own starts it. Fault call.unknown where no process is named."""
    run, element = task.workflow, task.task_spec.element
    run.event_manager.arm_boundaries(task)
    given = mapping.inputs(task)
    if task.task_spec.stores:
        mapping.keep(task)
    process = run.evaluate(task, _compiled(element.calls))
    if not isinstance(process, str) or not process:
        raise Fault("call.unknown", f"Expected {element.calls or 'calledElement'} to name a process, but it does not.")
    around = run.variables.everything(run.scope_of(task)) if element.passes_all else {}
    run.rows.step.calls.append(NewCall(task.no, element.id, process, element.calls_version, {**around, **given}))


def started(task: "LiveTask", case: str, number: str) -> None:
    """Note the case that was started, so that only it may return here."""
    task.row.data["child"] = case
    task.workflow.rows.put_token(task.row)
    task.workflow.rows.fact("call.started", task.element, task.no, case=number)


def end(task: "LiveTask", values: Mapping[str, Value]) -> None:
    """Leave what the called case leaves: through the outputs, else all of it where the diagram says so."""
    left = {name: value for name, value in values.items() if name != OWN}
    mapping.returned(task, left, everything=task.task_spec.element.returns_all)
