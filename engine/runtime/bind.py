"""Give every node of a specification what it needs to run, so that a step looks nothing up."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from engine.bpmn import choices
from engine.bpmn.expand import drawn
from engine.bpmn.names import ACTIVITIES
from engine.model import technical
from engine.model.definition import Definition, Element
from engine.runtime import complex, undo_plan
from engine.runtime.expressions import Expressions, expressions
from engine.runtime.graph import ProcessSpec
from engine.runtime.library import Node

#: Events that are found when they are thrown: nothing waits for them.
THROWN = ("error", "escalation", "compensate", "cancel")

#: The numbers of a loop that change while it runs.
CHANGING = (
    *("numberOfActiveInstances", "numberOfCompletedInstances", "numberOfTerminatedInstances"),
    *("nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances"),
)

#: Kinds of events that catch what is thrown.
_CATCHERS = ("boundaryEvent", "startEvent")

_CATCHING = ("intermediateCatchEvent", "receiveTask")

#: The kind of fact that says an event came.
COMING = {"timer": "timer.fired", "signal": "signal.received", "conditional": "condition.met"}


def bind(spec: ProcessSpec, definition: Definition) -> None:
    """Attach elements, compiled texts and boundary events to the nodes; FeelSyntaxError."""
    attached = _attached(definition)
    texts = {one.id: expressions(one) for one in definition.elements.values()}
    for name, compiled in texts.items():
        node, element = spec.node(name), definition.elements[name]
        boundaries = attached.get(name, ())
        node.element = element
        node.expressions = compiled
        node.boundaries = tuple(spec.node(one.id) for one in boundaries)
        node.waits = tuple(one for one in node.boundaries if definition.elements[one.name].event not in THROWN)
        node.catches = element.kind in (*_CATCHING, "eventBasedGateway")
        node.arms = bool(node.waits) or node.catches
        node.stores = _stores(element, compiled)
        node.added = drawn(element.id) != element.id
        node.reads = _reads(node, compiled, [texts[one.name] for one in node.waits])
        node.needs, node.gives = element.start_quantity, element.completion_quantity
        if element.kind == "complexGateway":
            node.ways = complex.ways(definition, name)
        node.leaves = _leaves(element, node.leaves, definition)
    _scopes(spec, definition)
    _ad_hoc(spec, definition)
    _undo(spec, definition)
    spec.weighing = complex.weighing(spec.node(name) for name in texts)
    catching = (one for one in definition.elements.values() if one.event == "error" and one.kind in _CATCHERS)
    spec.handles_faults = any(technical.is_reserved(one.error_code) for one in catching)
    spec.watched = frozenset(name for one in texts.values() for name in one.condition.names)
    spec.numbers = frozenset(name for one in texts.values() for name in one.names).intersection(CHANGING)


def _undo(spec: ProcessSpec, definition: Definition) -> None:
    """Say which completions are remembered, and which events have them undone."""
    found = undo_plan.plan(definition)
    for name, plan in found.items():
        spec.node(name).undo = plan
    throwing = [one.id for one in definition.elements.values() if undo_plan.throws(one)]
    for name in throwing:
        spec.node(name).undoes = spec.node(name).opens = True
    spec.remembers = undo_plan.scopes_of(definition, found) | {f"{name}{undo_plan.RUN}" for name in throwing}


def _ad_hoc(spec: ProcessSpec, definition: Definition) -> None:
    """Mark the nodes inside ad-hoc subprocesses: which are activities, which people choose, which take turns."""
    chosen = choices.chosen(definition)
    for element in definition.elements.values():
        holder = definition.elements.get(element.scope)
        if holder is not None and holder.ad_hoc is not None:
            node = spec.node(element.id)
            node.in_ad_hoc, node.chosen = True, element.id in chosen
            node.is_inner_activity = element.kind in ACTIVITIES and not element.by_event
            node.takes_turns = node.is_inner_activity and holder.ad_hoc.ordering == "sequential"


def _scopes(spec: ProcessSpec, definition: Definition) -> None:
    """Find where each scope begins and which event subprocesses wait in it."""
    inside: defaultdict[str, list[Element]] = defaultdict(list)
    for element in definition.elements.values():
        inside[element.scope].append(element)
    for scope, elements in inside.items():
        spec.entries[scope] = tuple(spec.node(one.id) for one in _entries(elements))
        handlers = [one.id for one in elements if one.by_event]
        starts = [start for one in handlers for start in inside.get(one, ()) if start.kind == "startEvent"]
        spec.handlers[scope] = tuple(spec.node(start.id) for start in starts)


def _entries(elements: Sequence[Element]) -> Sequence[Element]:
    """The start event; without one every node that no flow reaches (BPMN 2.0.2 §13.3.4)."""
    starts = [one for one in elements if one.kind == "startEvent"]
    if starts:
        return [next((one for one in starts if one.event == "none"), starts[0])]
    return choices.roots(elements)


def _attached(definition: Definition) -> Mapping[str, Sequence[Element]]:
    found: defaultdict[str, list[Element]] = defaultdict(list)
    for element in definition.elements.values():
        if element.attached_to:
            found[element.attached_to].append(element)
    return found


def _stores(element: Element, compiled: Expressions) -> bool:
    """A person's form reads the inputs while the task waits; of a job only what its outputs name."""
    if element.kind == "userTask":
        return bool(compiled.inputs)
    if element.job_type.startswith("register:") or element.kind not in ("serviceTask", "sendTask", "callActivity"):
        return False
    read = {name for mapping in compiled.outputs for name in mapping.source.names}
    read.update(compiled.loop.names if compiled.loop else ())
    return not read.isdisjoint(compiled.local_names)


def _reads(node: Node, compiled: Expressions, waiting: Sequence[Expressions]) -> tuple[str, ...]:
    """The variables one visit reads at its start, so that one query brings them all."""
    names = dict.fromkeys(compiled.opening())
    for condition, _ in getattr(node, "cond_task_specs", ()):
        names.update(dict.fromkeys(condition.args[0].names if condition else ()))
    for one in waiting:
        names.update(dict.fromkeys((*one.timer.names, *one.key.names)))
    return tuple(names)


def _leaves(element: Element, kind: str, definition: Definition) -> str:
    """The kind of fact that says a token left this element."""
    if element.kind == "startEvent" and element.scope:
        # What starts an event subprocess is a fact of its own.
        return "" if definition.elements[element.scope].by_event else "element.completed"
    if element.kind in _CATCHING:
        return COMING.get(element.event, "message.received")
    if (element.message or element.signal or element.event == "escalation") and kind == "element.completed":
        return ""
    if element.job_type.startswith("register:"):
        return ""
    return kind
