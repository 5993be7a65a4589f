"""Small diagrams with one event at one position: the lint is asked what it lets pass, so the page promises no more."""

from collections.abc import Mapping
from typing import Any

from tests.conformance.table.sheet import Sheet
from tests.docs.bpmn_spec import BESIDE, BOUNDARY, BOUNDARY_BESIDE, CATCH, END, INTERRUPTS, START, THROW

WRITTEN = {
    "cancel": "<bpmn:cancelEventDefinition/>",
    "compensate": "<bpmn:compensateEventDefinition/>",
    "terminate": "<bpmn:terminateEventDefinition/>",
    "link": '<bpmn:linkEventDefinition name="L"/>',
}
DRAWN: Mapping[str, Mapping[str, Any]] = {
    "message": {"message": "m"},
    "timer": {"timer": ("duration", "PT1H")},
    "error": {"error": "E1"},
    "escalation": {"escalation": "X1"},
    "conditional": {"condition": '=now() > date and time("2026-01-01T00:00:00Z")'},
    "signal": {"signal": "s"},
}
TAGS = {CATCH: "intermediateCatchEvent", THROW: "intermediateThrowEvent", END: "endEvent"}


def probe(position: str, trigger: str) -> bytes:
    """A diagram with this event and as little else as makes sense."""
    several = trigger.endswith("multiple")
    together = {"parallelMultiple": "true"} if trigger.startswith("parallel") else {}
    made: list[Any] = [{"message": "m"}, {"message": "n"}] if several else []
    if not several and trigger != "none":
        made = [WRITTEN.get(trigger) or DRAWN[trigger]]
    return _BY_POSITION.get(position, _passed)(position, made, together).xml()


def _start(_: str, made: list[Any], together: Mapping[str, str]) -> Sheet:
    return Sheet().event("startEvent", "x", *made, **together).nodes("user a, end e").flows("x a e")


def _handler(position: str, made: list[Any], together: Mapping[str, str]) -> Sheet:
    beside = {"isInterrupting": "false"} if position == BESIDE else {}
    inside = Sheet().event("startEvent", "x", *made, **together, **beside).nodes("user h, end he").flows("x h he")
    around = (
        Sheet()
        .nodes("start ss, user a, end se")
        .hold("subProcess", "hd", inside, triggeredByEvent="true")
        .flows("ss a se")
    )
    if made == [WRITTEN["compensate"]]:
        thrown = Sheet().start().sub("sp", around).event("intermediateThrowEvent", "t", WRITTEN["compensate"])
        return thrown.end().flows("s sp t e")
    return Sheet().start().sub("sp", around).end().flows("s sp e")


def _boundary(position: str, made: list[Any], together: Mapping[str, str]) -> Sheet:
    beside = {"cancelActivity": "false"} if position == BOUNDARY_BESIDE else {}
    if made == [WRITTEN["compensate"]]:
        return Sheet().nodes("start s, user a h").undo("a", "h").undoing("e", end=True).flows("s a e")
    inside = Sheet().nodes("start ss, user a, xor g, end se")
    inside.event("endEvent", "bad", WRITTEN["cancel"]) if made == [WRITTEN["cancel"]] else inside.end("bad", error="E1")
    inside.flows("ss a g; g se *; g bad {b}")
    host = "transaction" if made == [WRITTEN["cancel"]] else "subProcess"
    sheet = Sheet().start().hold(host, "sp", inside).event("boundaryEvent", "x", *made, **together, **beside,
                                                           attachedToRef="sp")  # fmt: skip
    return sheet.nodes("user b, end e e2").flows("s sp e; x b e2")


def _passed(position: str, made: list[Any], together: Mapping[str, str]) -> Sheet:
    tag = TAGS[position]
    if made == [WRITTEN["link"]]:
        ends = Sheet().start().event(TAGS[THROW], "x", *made).event(TAGS[CATCH], "y", *made)
        return ends.nodes("user a, end e").flows("s x; y a e")
    if made == [WRITTEN["cancel"]]:
        return _boundary(BOUNDARY, made, together)
    if position == END:
        return Sheet().nodes("start s, user a").event(tag, "x", *made).flows("s a x")
    return Sheet().nodes("start s, user a").event(tag, "x", *made, **together).end().flows("s a x e")


_BY_POSITION = {
    START: _start,
    INTERRUPTS: _handler,
    BESIDE: _handler,
    BOUNDARY: _boundary,
    BOUNDARY_BESIDE: _boundary,
}
