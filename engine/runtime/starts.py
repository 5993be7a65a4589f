"""Where a case begins (BPMN 2.0.2 §13.2), and when it begins by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.feel import Env
from engine.model.errors import Invalid, NotFound
from engine.model.state import Subscription
from engine.runtime import due
from engine.runtime.compile import Compiled
from engine.runtime.faults import Fault
from engine.runtime.library import Node
from engine.runtime.rows import PROCESS

if TYPE_CHECKING:
    from engine.runtime.instance import Instance
    from engine.runtime.token import LiveTask


@dataclass(frozen=True, slots=True)
class Begins:
    """Where the tokens of a new case stand: where its event has come, and where others are still waited for."""

    at: Sequence[Node]
    waiting: Sequence[Node] = ()
    #: The element that the fact of the beginning names ("" for none); None where the first node says it itself.
    told: str | None = None


def begins(compiled: Compiled, event: str | None) -> Begins:
    """At the named event, the none start, or, in a process without start events, every node no flow reaches.

    NotFound process.no_start where there is none.
    """
    definition, spec = compiled.definition, compiled.spec
    none = definition.none_start()
    name = event or (none.id if none else "")
    element = definition.elements.get(name)
    if element is not None and element.kind == "startEvent":
        return Begins([spec.node(name)])
    if element is not None and name in _by_events(compiled):
        gateways = [spec.node(definition.flows[flow].source) for flow in element.incoming]
        gateway = next((one for one in gateways if one.element.kind == "eventBasedGateway"), None)
        first = gateway.element if gateway else element
        gate = next((definition.flows[flow].source for flow in first.incoming), "")
        rest = [spec.edges[flow].target for flow in gateway._outputs] if gateway and first.parallel else []
        return Begins([spec.node(name)], [one for one in rest if one.element.id != name], gate)
    entries = [] if name else [n for n in spec.entries.get("", ()) if _is_entry(n)]
    if not entries:
        raise NotFound("process.no_start", f"Expected a start event {name or '(none)'}, but there is none.")
    return Begins([], entries, "")


def place(run: "Instance", begin: Begins) -> "list[LiveTask]":
    """Put a token at each of these nodes, those whose event has come first."""
    if begin.told is not None:
        run.rows.fact("case.started", begin.told, process=run.compiled.definition.process_id)
    tokens = [run.place(node.element.id, PROCESS, fired=True) for node in begin.at]
    for token in tokens:
        if token.task_spec.element.kind != "startEvent":
            # A new try does not wait again for what has come.
            token.row.data["came"] = True
    return [*tokens, *(run.place(node.element.id, PROCESS) for node in begin.waiting)]


def _by_events(compiled: Compiled) -> set[str]:
    definition = compiled.definition
    named = (*definition.message_starts.values(), *definition.signal_starts.values())
    return {*named, *definition.timer_starts, *definition.condition_starts, *definition.joint_starts}


def _is_entry(node: Node) -> bool:
    return node.element.kind != "startEvent" and not node.element.instantiates


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


def holds(compiled: Compiled, element: str, env: Env) -> bool:
    """Whether the condition at which a process begins is true: it reads the clock, the calendar and parameters only."""
    program = compiled.spec.node(element).expressions.condition.program
    return program is not None and program.run({}, env).value is True


def again(planned: Planned, env: Env) -> Planned:
    """When it begins next, after the moment of `planned`; Invalid timer.invalid."""
    try:
        then = due.following(Subscription(0, None, 0, "timer", due=planned.due, data=planned.data), env)
    except Fault as fault:
        raise Invalid(fault.code, fault.message) from fault
    return Planned(then.due, then.data) if then else Planned(None, planned.data)
