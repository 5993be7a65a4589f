"""Which inner activities of an ad-hoc subprocess people begin, and how often (BPMN 2.0.2 §10.3.5)."""

from collections.abc import Iterable

from engine.bpmn.names import ACTIVITIES, SUBPROCESSES
from engine.model.definition import Definition, Element

#: Properties of an inner activity: whether a person begins it, and how many times at most.
CHOSEN = "chosen"
AT_MOST = "atMost"
YES, NO = "true", "false"


def roots(elements: Iterable[Element]) -> list[Element]:
    """The nodes of a scope that no flow, activity or event begins."""
    return [one for one in elements if not (one.incoming or one.attached_to or one.by_event or one.for_compensation)]


def chosen(definition: Definition) -> frozenset[str]:
    """The inner activities of ad-hoc subprocesses that people are offered: what needs a person, unless they say."""
    elements = definition.elements
    peopled = _peopled(elements.values(), definition)
    found = set()
    for element in elements.values():
        holder = elements.get(element.scope)
        if holder is None or holder.ad_hoc is None or holder.ad_hoc.collection or element.kind not in ACTIVITIES:
            continue
        usual = YES if element.id in peopled else NO
        if element.properties.get(CHOSEN, usual) == YES:
            found.add(element.id)
    return frozenset(one.id for one in roots(elements[name] for name in found))


def most(element: Element) -> int:
    """How many times an activity may be chosen; 0 where nothing is said."""
    text = element.properties.get(AT_MOST, "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _peopled(elements: Iterable[Element], definition: Definition) -> set[str]:
    """The user tasks, and the subprocesses with one inside at any depth."""
    found: set[str] = set()
    for element in elements:
        if element.kind == "userTask":
            one: Element | None = element
            while one is not None and one.id not in found:
                found.add(one.id)
                around = definition.elements.get(one.scope)
                one = around if around is not None and around.kind in SUBPROCESSES else None
    return found
