"""Timer start events: when a process begins by itself, and when again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.feel import Env
from engine.model.errors import Invalid
from engine.model.state import Subscription
from engine.runtime import due
from engine.runtime.compile import Compiled
from engine.runtime.faults import Fault


@dataclass(frozen=True, slots=True)
class Planned:
    """The next moment a process begins by itself; None after the last. `data` is what the one after is counted by."""

    due: datetime | None
    data: dict[str, Any]


def plan(compiled: Compiled, element: str, env: Env) -> Planned:
    """When a process just released begins first; Invalid timer.invalid where its timer says no moment."""
    try:
        first = due.by_itself(compiled.spec.node(element), env)
    except Fault as fault:
        raise Invalid(fault.code, fault.message, details={"element": element}) from fault
    return Planned(first.due, first.data)


def again(planned: Planned, env: Env) -> Planned:
    """When it begins next, after the moment of `planned`; Invalid timer.invalid."""
    try:
        then = due.to_come(Subscription(0, None, 0, "timer", due=planned.due, data=planned.data), env)
    except Fault as fault:
        raise Invalid(fault.code, fault.message) from fault
    return Planned(then.due, then.data) if then else Planned(None, planned.data)
