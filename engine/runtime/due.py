"""When a timer goes off: dates, durations and cycles, in calendar or working days (BPMN 2.0.2 §10.5.5)."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from engine.feel import Deadline, Env, deadline
from engine.model.state import Subscription, Value
from engine.runtime import rhythm
from engine.runtime.faults import Fault
from engine.runtime.library import Node
from engine.runtime.rhythm import Rhythm, Round, Unreadable

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask


def first(task: "LiveTask", spec: Node, waiting: Subscription) -> Subscription:
    """Complete a timer subscription with the moment it goes off first; Fault timer.invalid."""
    env = task.workflow.env
    begins = _set(task.workflow.evaluate(task, spec.expressions.timer), spec, waiting, env)
    # A moment that is over has come; of a cycle that is over, the last round has.
    return begins if begins.due is not None else replace(begins, due=env.now)


def by_itself(spec: Node, env: Env) -> Subscription:
    """When a process with this timer start event begins first; Fault timer.invalid.

    What lies behind us has happened without this version: a date is over, a cycle goes on with what is left of it.
    """
    timer = spec.expressions.timer
    value = timer.program.run({}, env).value if timer.program else timer.source or None
    begins = _set(value, spec, Subscription(0, None, 0, "timer", data={"element": spec.element.id}), env)
    return begins if begins.due is None or begins.due >= env.now else replace(begins, due=None)


def following(subscription: Subscription, env: Env) -> Subscription | None:
    """The same timer set for its next time, after those missed as `rhythm` says; None after the last."""
    data, due = subscription.data, subscription.due
    if "every" not in data or due is None:
        return None
    try:
        own = Rhythm.of(data, due)
        then = rhythm.after(own, Round(data.get("round", 0), data.get("left", 0), Deadline(due)), env)
    except (ValueError, OverflowError) as fault:
        raise _invalid(fault, data["element"], data["every"]) from fault
    return None if then is None else _armed(subscription, own, then)


def _set(value: Value, spec: Node, waiting: Subscription, env: Env) -> Subscription:
    element = waiting.data["element"]
    if spec.element.timer.kind != "cycle":
        found = _found(value, env, element)
        return replace(waiting, due=found.at, data=_with_counted(waiting, found))
    if value is None:
        raise _invalid(Unreadable("Expected a cycle such as R3/P1D or 0 8 * * MON-FRI"), element, value)
    try:
        own, begins = rhythm.first(value, env)
    except (ValueError, OverflowError) as fault:
        raise _invalid(fault, element, value) from fault
    if begins is None:
        return replace(waiting, due=None, data=waiting.data | own.stored() | {"left": 0})
    return _armed(waiting, own, begins)


def _armed(subscription: Subscription, own: Rhythm, one: Round) -> Subscription:
    data = _with_counted(subscription, one.at) | own.stored() | {"left": one.left, "round": one.number}
    return replace(subscription, due=one.at.at, data=data)


def _with_counted(subscription: Subscription, found: Deadline) -> dict[str, Value]:
    data = {name: value for name, value in subscription.data.items() if name != "counted"}
    return data | {"counted": dict(found.counted)} if found.counted else data


def moment(value: Value, env: Env, element: str) -> datetime:
    """The aware moment a value means; Fault timer.invalid where it means none."""
    return _found(value, env, element).at


def _found(value: Value, env: Env, element: str) -> Deadline:
    found = deadline(value, env)
    if found is None:
        raise Fault(
            "timer.invalid", f"Expected a date, a duration or working days at {element}, but got {_shown(value)}."
        )
    return found


def _invalid(fault: Exception, element: str, value: Value) -> Fault:
    told = str(fault) if isinstance(fault, Unreadable) else "Expected a cycle within the years there are"
    return Fault("timer.invalid", f"{told} at {element}, but it says {_shown(value)}.")


def _shown(value: Value) -> str:
    return "null" if value is None else str(value)[:60]
