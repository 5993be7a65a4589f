"""Messages thrown, and the keys they are found by."""

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.feel import codec
from engine.feel.number import plain
from engine.feel.values import DaysTime, parse_duration
from engine.model.definition import Element
from engine.model.state import Value
from engine.model.step import Thrown
from engine.runtime import mapping
from engine.runtime.faults import Fault
from engine.runtime.library import Node

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask


#: The header or property of a throwing element that says how long its message waits.
TTL = "timeToLive"


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
    task.workflow.rows.step.messages.append(Thrown(element.message, key, payload, element.id, _ttl(element)))
    task.workflow.rows.fact("message.thrown", element.id, task.no, message=element.message)


def _ttl(element: Element) -> timedelta | None:
    """How long the diagram lets it wait (header or property `timeToLive`); Fault message.bad_ttl."""
    written = element.headers.get(TTL) or element.properties.get(TTL, "")
    if not written:
        return None
    lapse = parse_duration(written)
    if isinstance(lapse, DaysTime) and lapse.to_python() >= timedelta():
        return lapse.to_python()
    raise Fault("message.bad_ttl", f"Expected timeToLive to be a duration such as P7D, but it is {written}.")


def _text(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        # 1 and 1.0 are the same number, so they must be the same key.
        return plain(value.normalize())
    return str(codec.encode(value))
