"""Where a process begins by an event from outside: start events, and what instantiates (BPMN 2.0.2 §13.2, §10.6.6)."""

from collections.abc import Iterator, Mapping

from engine.model.definition import Element, Flow


def beginnings(elements: Mapping[str, Element], flows: Mapping[str, Flow]) -> Iterator[Element]:
    """The elements at which what they wait for begins a case, in document order; of a gateway the events behind it."""
    for element in elements.values():
        if element.scope:
            continue
        if element.instantiates and element.kind == "eventBasedGateway":
            yield from behind(element, elements, flows)
        elif element.instantiates or (element.kind == "startEvent" and not element.joint):
            yield element


def behind(gateway: Element, elements: Mapping[str, Element], flows: Mapping[str, Flow]) -> Iterator[Element]:
    """The events an event-based gateway leads to."""
    for flow in gateway.outgoing:
        target = elements.get(flows[flow].target)
        if target is not None:
            yield target


def together(elements: Mapping[str, Element]) -> dict[str, tuple[str, ...]]:
    """Start event that waits for several messages -> their names: only all of them begin a case (§10.5.2)."""
    found: dict[str, tuple[str, ...]] = {}
    for element in elements.values():
        if element.kind == "startEvent" and element.joint and not element.scope and element.message:
            found[element.joint] = (*found.get(element.joint, ()), element.message)
    return found
