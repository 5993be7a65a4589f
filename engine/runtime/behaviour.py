"""What a multi-instance activity throws as its items complete (BPMN 2.0.2 §13.3.7, Tables 10.30, 10.31).

`none` throws at each item, `one` at the first, `complex` wherever a condition holds, which also cancels what is left.
A boundary event of the activity that catches what is thrown takes a token *beside* the activity: that all items of
`none` and `one` complete, and that `complex` cancels by its own condition, is what the behaviours mean. Anybody else
hears it as any other signal or escalation. The numbers of the loop come along.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from engine.model.definition import Throw
from engine.model.state import Value
from engine.model.step import Broadcast
from engine.runtime import catching, gateways
from engine.runtime.rows import PROCESS

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask


def due(item: "LiveTask", finished: int) -> Sequence[Throw]:
    """What the completion of an item throws; Fault where a condition is neither true nor false."""
    loop = item.task_spec.element.loop
    if loop.behaviour == "none" or (loop.behaviour == "one" and finished == 1):
        return tuple(loop.throws)
    if loop.behaviour != "complex":
        return ()
    conditions = item.task_spec.expressions.loop.throws
    return [one for one, text in zip(loop.throws, conditions, strict=True) if gateways.holds(item, text)]


def throw(body: "LiveTask", throws: Sequence[Throw], numbers: Mapping[str, Value]) -> None:
    """Throw them in the order they are written, as long as nobody has interrupted the activity."""
    for one in throws:
        if body.gone:
            return
        if one.event:
            body.workflow.rows.fact("loop.thrown", body.element, body.no, event=one.event, name=one.name)
        if one.event == "signal":
            _signal(body, one.name, numbers)
        elif one.event == "escalation":
            catching.throw_escalation(body, one.name, beside=numbers)


def _signal(body: "LiveTask", name: str, numbers: Mapping[str, Value]) -> None:
    run = body.workflow
    run.rows.step.signals.append(Broadcast(name, dict(numbers), body.element, before=0))
    for subscription in run.rows.subscriptions_in(PROCESS, "signal"):
        if subscription.name == name and run.rows.subscription(subscription.no):
            if subscription.token == body.no:
                catching.beside(run, subscription, numbers)
            else:
                catching.happen(run, subscription, numbers)
