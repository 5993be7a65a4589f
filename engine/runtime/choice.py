"""Event-based gateways (BPMN 2.0.2 §13.4.4): one token waits for several events, the first that comes takes it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from SpiffWorkflow import TaskState

from engine.model.state import Value
from engine.runtime.library import Node

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask


def wait(task: "LiveTask") -> None:
    """Subscribe to every event that follows; Fault where one of them cannot be waited for."""
    run = task.workflow
    run.event_manager.arm(task, [run.spec.edges[flow].target for flow in task.task_spec._outputs])
    task._set_state(TaskState.WAITING)


def take(task: "LiveTask", node: Node, payload: Mapping[str, Value]) -> None:
    """Send the token on to the event that came; the others are no longer waited for."""
    run = task.workflow
    run.remove(task)
    event = run.place(node.element.id, task.row.scope, fired=True)
    event.brought = payload
    run.enter(event)
