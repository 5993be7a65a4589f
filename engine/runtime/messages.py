"""Messages thrown, and the keys they are found by."""

from decimal import Decimal
from typing import TYPE_CHECKING

from engine.feel import codec
from engine.feel.number import plain
from engine.model.state import Value
from engine.model.step import Thrown
from engine.runtime import mapping
from engine.runtime.faults import Fault
from engine.runtime.library import Node

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask


def key_of(task: "LiveTask", spec: Node) -> str:
    """The correlation key as text; "" where the message has none; Fault message.no_key for null."""
    text = spec.expressions.key
    if not text.source:
        return ""
    value = task.workflow.evaluate(task, text)
    if value is None:
        raise Fault("message.no_key", f"Expected {text.source} to name who the message is for, but it is null.")
    return _text(value)


def throw(task: "LiveTask") -> None:
    """Throw the element's message with its inputs as payload."""
    element = task.task_spec.element
    payload = mapping.inputs(task)
    key = key_of(task, task.task_spec)
    task.workflow.rows.step.messages.append(Thrown(element.message, key, payload, element.id))
    task.workflow.rows.fact("message.thrown", element.id, task.no, message=element.message)


def _text(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        # 1 and 1.0 are the same number, so they must be the same key.
        return plain(value.normalize())
    return str(codec.encode(value))
