"""How a drawing says what undoes what: an association leads from a compensation boundary event to its handler."""

from collections.abc import Mapping

from lxml.etree import _Element as Xml

from engine.bpmn.names import ACTIVITIES, bpmn, event_definitions, kind, ref
from engine.model.definition import Element

COMPENSATE = "compensateEventDefinition"


def associated(root: Xml) -> Mapping[str, tuple[str, ...]]:
    """The activities that associations of a file lead to, by the id they come from, in document order."""
    activities = {node.get("id") for node in root.iter() if kind(node) in ACTIVITIES}
    found: dict[str, tuple[str, ...]] = {}
    for association in root.iter(bpmn("association")):
        source, target = ref(association.get("sourceRef")), ref(association.get("targetRef"))
        if target in activities:
            found[source] = (*found.get(source, ()), target)
    return found


def is_apart(element: Element) -> bool:
    """True for what no token comes to along a flow: a handler, and the event that joins it to its activity."""
    return element.for_compensation or (element.kind == "boundaryEvent" and element.event == "compensate")


def compensates(node: Xml) -> str:
    """The one activity a compensation event is about; "" for all of its scope (BPMN 2.0.2 §10.7.2)."""
    return next((ref(one.get("activityRef")) for one in _definitions(node)), "")


def waits(node: Xml) -> bool:
    """Whether a compensation event goes on only when all is undone, as it does unless it says otherwise."""
    return all(one.get("waitForCompletion", "true") not in ("false", "0") for one in _definitions(node))


def is_undoing(node: Xml) -> bool:
    """True for an event drawn with a compensation trigger."""
    return bool(_definitions(node))


def _definitions(node: Xml) -> list[Xml]:
    return [one for one in event_definitions(node) if kind(one) == COMPENSATE]
