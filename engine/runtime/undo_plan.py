"""Which completions of a process may be undone, found once per version (BPMN 2.0.2 §10.7.1).

Only what some throw event can reach is remembered: the level it stands on, for an event subprocess also the level
around it, and every level inside of those.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.bpmn.names import ACTIVITIES, SUBPROCESSES
from engine.model.definition import Definition, Element

#: The events that undo.
UNDOING = ("compensate", "cancel")
#: The end of the name of the scope in which handlers run: the throw event's, and this.
RUN = "/-"

_THROWS = ("intermediateThrowEvent", "endEvent")


@dataclass(frozen=True, slots=True)
class Undo:
    """What undoes one activity: a handler, or what undoes the activities completed inside it."""

    #: Element id of the handler: an activity, or the compensation event subprocess inside; "" for what is inside.
    handler: str = ""
    #: True where the inside of the activity is kept with its variables when it completes.
    inside: bool = False


def throws(element: Element) -> bool:
    """True for an event that has activities undone."""
    return element.kind in _THROWS and element.event in UNDOING


def plan(definition: Definition) -> Mapping[str, Undo]:
    """What undoes each activity whose completion has to be remembered, by element id."""
    elements = definition.elements
    levels = _levels(definition)
    boxes = {e.attached_to: e.undone_by for e in elements.values() if e.event == "compensate" and e.undone_by}
    # A handler that is an event subprocess, by the subprocess it lies in.
    inner = {elements[e.scope].scope: e.scope for e in elements.values() if _begins_undoing(e)}
    found: dict[str, Undo] = {}
    filled: set[str] = set()
    # What lies inside comes after what it lies in: backwards, the inside of an activity is known before it.
    for element in reversed(list(elements.values())):
        if element.scope not in levels or element.kind not in ACTIVITIES or element.for_compensation:
            continue
        if element.id in boxes:
            found[element.id] = Undo(boxes[element.id])
        elif element.id in inner:
            found[element.id] = Undo(inner[element.id], inside=True)
        elif element.id in filled and element.id not in inner.values():
            found[element.id] = Undo(inside=True)
        if element.id in found:
            filled.add(element.scope)
    return found


def scopes_of(definition: Definition, found: Iterable[str]) -> frozenset[str]:
    """The nodes of the scopes in which completions are remembered; "" for the process."""
    levels = {definition.elements[name].scope for name in found}
    return frozenset(levels | {f"{name}/*" for name in found if definition.elements[name].loop})


def _begins_undoing(element: Element) -> bool:
    return element.kind == "startEvent" and element.event == "compensate" and bool(element.scope)


def _levels(definition: Definition) -> set[str]:
    elements = definition.elements
    inside: defaultdict[str, list[str]] = defaultdict(list)
    for element in elements.values():
        if element.kind in SUBPROCESSES:
            inside[element.scope].append(element.id)
    pending: list[str] = []
    for element in filter(throws, elements.values()):
        pending.append(element.scope)
        around = elements.get(element.scope)
        if around is not None and around.by_event:
            pending.append(around.scope)
    found: set[str] = set()
    while pending:
        level = pending.pop()
        if level not in found:
            found.add(level)
            pending += inside[level]
    return found
