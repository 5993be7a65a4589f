"""The graph of requirements: what stands where, what comes before what, what is read from outside (DMN 1.5 §6.3)."""

from collections.abc import Iterator, Mapping

from engine.dmn.errors import DecisionFailed
from engine.dmn.model import Decision, Model, Needed
from engine.dmn.run import compiled
from engine.dmn.texts import texts
from engine.model.state import Value

#: An element, wherever it stands: the namespace of its file and its id.
Key = tuple[str, str]


def owner(model: Model, needed: Needed) -> Model | None:
    """The model an element stands in: this one, or one it imports."""
    return model if needed.namespace in ("", model.namespace) else model.imported.get(needed.namespace)


def order(model: Model, decision_id: str, done: Mapping[Key, Value] | None = None) -> list[tuple[Model, Decision]]:
    """The decision after everything it requires; DecisionFailed for an unknown one or a circle (§6.3.6)."""
    found: dict[Key, tuple[Model, Decision]] = {}
    path: dict[Key, None] = {}
    stack = [(model, decision_id)]
    while stack:
        here, name = stack[-1]
        decision = here.decisions.get(name)
        if decision is None:
            raise DecisionFailed("dmn.unknown", f"Expected decision {name} in the model, but it has none.")
        path[here.namespace, name] = None
        waiting = [one for one in _required(here, decision) if one not in found and one not in (done or {})]
        if any(one in path for one in waiting):
            raise DecisionFailed("dmn.cycle", f"Expected no circle of requirements, but {name} is in one.")
        if waiting:
            stack.append(_at(here, waiting[0]))
            continue
        found[here.namespace, name] = (here, decision)
        del path[here.namespace, name]
        stack.pop()
    return list(found.values())


def _required(model: Model, decision: Decision) -> list[Key]:
    """The decisions among what a decision requires; an id nobody has is one too, so that it is refused."""
    keys = []
    for needed in decision.requires:
        held = owner(model, needed)
        if held is not None and needed.id not in held.inputs:
            keys.append((held.namespace, needed.id))
    return keys


def _at(model: Model, key: Key) -> tuple[Model, str]:
    held = owner(model, Needed(key[1], key[0]))
    return model if held is None else held, key[1]


def names(model: Model, decision_id: str) -> tuple[str, ...]:
    """The variables a decision (with all it requires) reads from the scope, in order of appearance."""
    found: dict[str, None] = {}
    for here, decision in order(model, decision_id):
        made = set(_made(here, decision))
        for written in texts(decision.logic):
            program = compiled(
                written.text, written.unary, here.names | set(written.local), written.place, here.dialect
            )
            inner = made | {*written.local, "?"}
            found.update(dict.fromkeys(name for name in program.free if name not in inner))
    return tuple(found)


def _made(model: Model, decision: Decision) -> Iterator[str]:
    """The names a decision's logic finds without asking the scope."""
    for needed in (*decision.requires, *decision.knowledge):
        held = owner(model, needed)
        if held is not model:
            yield from (one.name for one in model.imports if one.namespace == needed.namespace)
        elif needed.id in model.decisions:
            yield model.decisions[needed.id].variable
        else:
            made = model.knowledge.get(needed.id) or model.services.get(needed.id)
            if made is not None:
                yield made.variable
