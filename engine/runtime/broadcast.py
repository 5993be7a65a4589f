"""Signals thrown: everybody who waits at this moment hears them (BPMN 2.0.2 §10.5.5)."""

from typing import TYPE_CHECKING

from engine.model.step import Broadcast
from engine.runtime import catching, mapping
from engine.runtime.rows import PROCESS

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask


def throw(task: "LiveTask") -> None:
    """Throw the element's signal with its inputs as payload."""
    rows, element = task.workflow.rows, task.task_spec.element
    payload = mapping.inputs(task)
    # Whoever waits in this case hears it now, before the next node runs; later is only for the others.
    rows.step.signals.append(Broadcast(element.signal, payload, element.id, before=0))
    rows.fact("signal.thrown", element.id, task.no, signal=element.signal)
    for subscription in rows.subscriptions_in(PROCESS, "signal"):
        if subscription.name == element.signal and rows.subscription(subscription.no):
            catching.happen(task.workflow, subscription, payload)
