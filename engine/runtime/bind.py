"""Give every node of a specification what it needs to run, so that a step looks nothing up."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from engine.model.definition import Definition, Element
from engine.runtime.expressions import Expressions, expressions
from engine.runtime.graph import ProcessSpec
from engine.runtime.library import Node

_CATCHING = ("intermediateCatchEvent", "receiveTask")


def bind(spec: ProcessSpec, definition: Definition) -> None:
    """Attach elements, compiled texts and boundary events to the nodes; FeelSyntaxError."""
    attached = _attached(definition)
    texts = {one.id: expressions(one) for one in definition.elements.values() if not one.scope}
    for name, compiled in texts.items():
        node, element = spec.node(name), definition.elements[name]
        boundaries = attached.get(name, ())
        node.element = element
        node.expressions = compiled
        node.boundaries = tuple(spec.node(one.id) for one in boundaries)
        waiting = [texts[one.id] for one in boundaries if one.event != "error"]
        node.arms = bool(waiting) or element.kind in _CATCHING
        node.stores = _stores(element, compiled)
        node.reads = _reads(node, compiled, waiting)
        node.leaves = _leaves(element, node.leaves)


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
    if element.job_type.startswith("register:") or element.kind not in ("serviceTask", "sendTask"):
        return False
    read = {name for mapping in compiled.outputs for name in mapping.source.names}
    return not read.isdisjoint(compiled.local_names)


def _reads(node: Node, compiled: Expressions, waiting: Sequence[Expressions]) -> tuple[str, ...]:
    """The variables one visit reads at its start, so that one query brings them all."""
    names = dict.fromkeys(compiled.opening())
    for condition, _ in getattr(node, "cond_task_specs", ()):
        names.update(dict.fromkeys(condition.args[0].names if condition else ()))
    for one in waiting:
        names.update(dict.fromkeys((*one.timer.names, *one.key.names)))
    return tuple(names)


def _leaves(element: Element, kind: str) -> str:
    """The kind of fact that says a token left this element."""
    if element.kind in _CATCHING:
        return "timer.fired" if element.event == "timer" else "message.received"
    if element.message and kind == "element.completed":
        return ""
    if element.job_type.startswith("register:"):
        return ""
    return kind
