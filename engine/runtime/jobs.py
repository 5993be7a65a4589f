"""Work of a service task: a durable job outside the transaction, or one act on a register inside it."""

from typing import TYPE_CHECKING

from engine.model import technical
from engine.model.state import RegisterCall, Value
from engine.model.step import NewJob
from engine.runtime import mapping
from engine.runtime.faults import BpmnError

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask

_REGISTER = "register:"
_LETTER = "letter:print"


def begin(task: "LiveTask") -> bool | None:
    """Start the work; None while a job is pending, True when it is done."""
    task.workflow.event_manager.arm_boundaries(task)
    if task.task_spec.element.job_type.startswith(_REGISTER):
        return _register(task)
    _call(task)
    return None


def end(task: "LiveTask", result: Value) -> None:
    """Leave the result of a job."""
    mapping.result(task, result, task.task_spec.element.result_variable)


def fault_of(task: "LiveTask", code: str) -> str:
    """What work that failed for good is to a handler; "" where the engine itself failed."""
    element = task.task_spec.element
    if code.startswith("engine."):
        return ""
    if element.kind == "callActivity":
        return technical.CALL
    return technical.LETTER if element.job_type == _LETTER else technical.JOB


def _call(task: "LiveTask") -> None:
    element = task.task_spec.element
    payload = mapping.inputs(task)
    if task.task_spec.stores:
        mapping.keep(task)
    task.workflow.rows.step.jobs.append(
        NewJob(task.no, element.id, "call", element.job_type, payload, element.headers, element.retries)
    )


def _register(task: "LiveTask") -> bool | None:
    """Act on a register, or leave a second act of the same step to a command of its own (architecture §5)."""
    run, element = task.workflow, task.task_spec.element
    if run.has_registered:
        task.row.data["continues"] = True
        run.rows.step.jobs.append(NewJob(task.no, element.id, "continue"))
        return None
    run.has_registered = True
    task.row.data.pop("continues", None)
    operation, register = element.job_type.removeprefix(_REGISTER), element.headers.get("register", "")
    call = RegisterCall(operation, register, mapping.inputs(task), element.id)
    answer = run.rows.state.register(call)
    named = {"register": register, "operation": operation, "key": str(call.arguments.get("key", ""))}
    if not answer.accepted:
        run.rows.fact("register.refused", element.id, task.no, error=answer.error_code, **named)
        raise BpmnError(answer.error_code, answer.error_message)
    run.rows.fact("register.changed", element.id, task.no, **named)
    end(task, dict(answer.row or {}))
    return True
