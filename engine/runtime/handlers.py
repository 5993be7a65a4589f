"""Who handles a business error: the boundary events of the activity, codes before catch-all."""

from typing import TYPE_CHECKING

from engine.runtime import incidents
from engine.runtime.faults import BpmnError, Fault
from engine.runtime.library import Node

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask


def handle(task: "LiveTask", error: BpmnError) -> None:
    """Send the token to the boundary event that catches `error`; without one it is an incident and the token stays."""
    handler = _handler(task.task_spec, error.code)
    if handler is None:
        fault = Fault("error.uncaught", error.message, {"error": error.code})
        incidents.open_incident(task, fault)
        return
    run, element = task.workflow, handler.element
    run.rows.fact("error.caught", element.id, task.no, code=error.code, on=task.element)
    caught = run.place(element.id, task.row.scope, fired=True, on=task.element)
    caught.brought = {"code": error.code, "message": error.message}
    task.cancel()
    run.enter(caught)


def _handler(spec: Node, code: str) -> Node | None:
    errors = [one for one in spec.boundaries if one.element.event == "error"]
    exact = next((one for one in errors if one.element.error_code == code and code), None)
    return exact or next((one for one in errors if not one.element.error_code), None)
