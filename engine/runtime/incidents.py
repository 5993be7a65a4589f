"""Faults people must repair: the token stays, its row says so, the case stays open."""

from typing import TYPE_CHECKING, Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.exceptions import WorkflowException

from engine.model.step import NewIncident
from engine.runtime.faults import Fault

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask


def open_incident(task: "LiveTask", fault: Fault) -> None:
    """Stop a token with an incident."""
    rows = task.workflow.rows
    task.row.data["incident"] = fault.code
    task.error()
    rows.step.incidents.append(NewIncident(task.no, task.element, fault.code, fault.message, dict(fault.details)))
    rows.fact("incident.opened", task.element, task.no, code=fault.code)


def of_library(task: "LiveTask", error: WorkflowException) -> Fault:
    """The fault the library means: the one it raises here is a gateway without a way out."""
    if task.task_spec.element.kind == "exclusiveGateway":
        return Fault(
            "gateway.no_flow", "Expected one condition to be true or a default flow, but no flow can be taken."
        )
    return Fault("engine.fault", str(error))


def withdraw_work(task: "LiveTask") -> None:
    """Close what people and workers see of a token that leaves: its task, its job, its incident."""
    step = task.workflow.rows.step
    if task.is_failed:
        step.resolved.append(task.no)
    elif task._state == TaskState.STARTED and not task.is_body:
        task.task_spec.abandon(task)
    elif task.is_open:
        step.closed[task.no] = "cancelled"
        if "offers" not in task.row.data:
            task.workflow.rows.fact("task.cancelled", task.element, task.no)


def leaving(task: "LiveTask") -> dict[str, Any]:
    """What the fact of leaving says beside the element: ids and field names only."""
    spec = task.task_spec
    if spec.leaves == "task.completed":
        return {"fields": sorted(task.brought)}
    if spec.leaves == "case.started":
        return {"process": task.workflow.spec.name}
    if spec.leaves == "message.received":
        return {"message": spec.element.message}
    if spec.leaves == "signal.received":
        return {"signal": spec.element.signal}
    return {}
