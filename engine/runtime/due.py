"""When a timer goes off: dates, durations and cycles, in calendar or working days (BPMN 2.0.2 §10.5.5)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from engine.feel import Env, codec, due
from engine.model.state import Subscription, Value
from engine.runtime.faults import Fault
from engine.runtime.library import Node

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask

#: A cycle missed more often than that begins anew at the present moment.
_MOST_MISSED = 10_000

#: ISO 8601-1 §5.6: R[n]/interval or R[n]/start/interval.
_CYCLE = re.compile(r"R(?P<times>\d*)/(?:(?P<start>[^P/][^/]*)/)?(?P<every>P[^/]+)\Z", re.IGNORECASE)


def first(task: "LiveTask", spec: Node, waiting: Subscription) -> Subscription:
    """Complete a timer subscription with the moment it goes off first; Fault timer.invalid."""
    return _set(task.workflow.evaluate(task, spec.expressions.timer), spec, waiting, task.workflow.env)


def by_itself(spec: Node, env: Env) -> Subscription:
    """When a process with this timer start event begins first; Fault timer.invalid."""
    timer = spec.expressions.timer
    value = timer.program.run({}, env).value if timer.program else timer.source or None
    begins = _set(value, spec, Subscription(0, None, 0, "timer", data={"element": spec.element.id}), env)
    if begins.due is None or begins.due > env.now:
        return begins
    # What lies behind us has happened without this version: a date is over, a cycle goes on.
    return _later(begins, env) if "every" in begins.data else replace(begins, due=None)


def following(subscription: Subscription, env: Env) -> Subscription | None:
    """The same timer set for its next time, counted from the last moment; None after the last."""
    left = subscription.data.get("left", 0)
    if left == 0 or subscription.due is None:
        return None
    every = codec.decode(subscription.data["every"])
    then = moment(every, replace(env, now=subscription.due), subscription.data["element"])
    return replace(subscription, due=then, data=subscription.data | {"left": left - 1 if left > 0 else left})


def to_come(subscription: Subscription, env: Env) -> Subscription | None:
    """The same timer set for its next time still to come: times missed while the office was down are one time."""
    then = following(subscription, env)
    return _later(then, env) if then and then.due and then.due <= env.now else then


def _later(cycle: Subscription, env: Env) -> Subscription:
    """The first moment of a cycle that is still to come."""
    every, element, then = codec.decode(cycle.data["every"]), cycle.data["element"], cycle.due or env.now
    for _ in range(_MOST_MISSED):
        before, then = then, moment(every, replace(env, now=then), element)
        if then <= before:
            raise Fault("timer.invalid", f"Expected the cycle at {element} to go forward, but it stands still.")
        if then > env.now:
            return replace(cycle, due=then)
    return replace(cycle, due=moment(every, env, element))


def _set(value: Value, spec: Node, waiting: Subscription, env: Env) -> Subscription:
    if spec.element.timer.kind != "cycle":
        return replace(waiting, due=moment(value, env, waiting.data["element"]))
    return _cycle(value, waiting, env)


def moment(value: Value, env: Env, element: str) -> datetime:
    """The aware moment a value means; Fault timer.invalid where it means none."""
    found = due(value, env)
    if found is None:
        raise Fault(
            "timer.invalid", f"Expected a date, a duration or working days at {element}, but got {_shown(value)}."
        )
    return found


def _cycle(value: Value, waiting: Subscription, env: Env) -> Subscription:
    element = waiting.data["element"]
    plan = _plan(value)
    if plan is None:
        raise Fault("timer.invalid", f"Expected a cycle such as R3/P1D at {element}, but got {_shown(value)}.")
    every, start, times = plan["every"], plan["start"], plan["times"]
    begins = moment(start if start else every, env, element)
    left = int(times) - 1 if times else -1
    if left < -1 or (times and int(times) == 0):
        raise Fault(
            "timer.invalid", f"Expected the cycle at {element} to run at least once, but it says {_shown(value)}."
        )
    return replace(waiting, due=begins, data=waiting.data | {"every": codec.encode(every), "left": left})


def _plan(value: Value) -> Mapping[str, Value] | None:
    if not isinstance(value, str):
        # A duration or a number of working days in place of a cycle: again and again.
        return None if value is None else {"every": value, "start": None, "times": ""}
    found = _CYCLE.match(value.strip())
    return found.groupdict() if found else None


def _shown(value: Value) -> str:
    return "null" if value is None else str(value)[:60]
