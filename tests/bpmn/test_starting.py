"""Where a process begins: let through as it runs, refused by name where it would not."""

import pytest

from engine.bpmn import lint, read
from engine.model.findings import Severity
from tests.runtime.drawing import Drawing


def codes(drawing: Drawing) -> set[str]:
    return {f.code for f in lint(read(drawing.xml())) if f.severity is Severity.ERROR}


def received(**attributes: str) -> Drawing:
    return Drawing().receive("r", "order", instantiate="true", **attributes).end().flow("r e")


def raced(kind: str = "Exclusive", **events: object) -> Drawing:
    drawing = Drawing().first("g", instantiate="true", eventGatewayType=kind).catch("m", message="order", key="=id")
    return drawing.catch("n", **events).end().end("f").flow("g m e").flow("g n f")  # type: ignore[arg-type]


def test_what_instantiates_begins_a_process_without_a_start_event() -> None:
    assert codes(received()) == set()
    for event in ({"signal": "alarm"}, {"message": "paid", "key": "=id"}, {"timer": ("cycle", "R/P1D")}):
        assert codes(raced(**event)) == set()
    assert codes(raced("Parallel", signal="alarm")) == set()


def test_one_plain_start_may_stand_before_a_receive_task_that_instantiates() -> None:
    assert codes(Drawing().start().receive("r", "order", instantiate="true").end().flow("s r e")) == set()


def test_what_instantiates_is_the_first_element_of_the_process() -> None:
    after = Drawing().start().user("a").receive("r", "order", instantiate="true").end().flow("s a r e")
    inside = Drawing().start().sub("p1", received()).end("z").flow("s p1 z")
    beside = received().start("s").user("a").end("z").flow("s a z")
    assert all("start.place" in codes(drawing) for drawing in (after, inside, beside))


def test_what_instantiates_neither_repeats_nor_has_a_boundary() -> None:
    repeated = received().each("r", times="2")
    bounded = received().boundary("b", "r", timer=("duration", "PT1H")).end("f").flow("b f")
    assert "start.receive" in codes(repeated)
    assert "start.receive" in codes(bounded)


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        ("Parallel", {"condition": "=x"}),
        ("Parallel", {"timer": ("duration", "PT1H")}),
    ],
)
def test_an_event_that_cannot_begin_a_case_is_refused_behind_an_instantiating_gateway(
    kind: str, event: dict[str, object]
) -> None:
    assert "start.trigger" in codes(raced(kind, **event))


def test_a_parallel_event_gateway_only_begins_cases() -> None:
    drawing = Drawing().start().first("g", eventGatewayType="Parallel").catch("m", message="order", key="=id")
    drawing.catch("n", signal="alarm").end().end("f").flow("s g m e").flow("g n f")
    assert "start.parallel" in codes(drawing)


def test_one_message_or_signal_begins_a_process_at_one_place_only() -> None:
    twice = Drawing().start("s", signal="alarm").start("t", signal="alarm").end().flow("s e").flow("t e")
    assert "flow.start_message_twice" in codes(twice)
    assert "flow.start_message_twice" in codes(raced(message="order", key="=id"))


def test_a_condition_that_begins_a_case_reads_the_clock_and_parameters_but_no_variables() -> None:
    for condition, found in (("=now() > now()", set()), ('=parameter("a") = 1', set()), ("=ok", {"start.condition"})):
        drawing = Drawing().start(condition=condition).end().flow("s e")
        assert codes(drawing) == found
    behind = raced(condition="=ok")
    assert codes(behind) == {"start.condition"}


def test_triggers_that_are_all_needed_are_messages_before_there_is_a_case() -> None:
    for other, found in (({"message": "b"}, set()), ({"signal": "b"}, {"event.joint"})):
        drawing = Drawing().several("startEvent", "s", {"message": "a"}, other, together=True).end().flow("s e")
        assert codes(drawing) == found


@pytest.mark.parametrize("event", [{"error": "E"}, {"escalation": "X"}, {"timer": ("cycle", "R/P1D")}])
def test_what_cannot_wait_for_the_others_is_refused_at_a_boundary(event: dict[str, object]) -> None:
    drawing = Drawing().start().user("a").end().end("f")
    says = {"attachedToRef": "a", "cancelActivity": "false"}
    drawing.several("boundaryEvent", "b", {"signal": "x"}, event, together=True, **says).flow("s a e").flow("b f")
    assert codes(drawing) & {"event.joint", "event.timer"}


def test_a_message_that_is_needed_twice_or_begins_by_itself_too_is_refused() -> None:
    both = Drawing().several("startEvent", "s", {"message": "a"}, {"message": "a"}, together=True).end().flow("s e")
    assert "flow.start_message_twice" in codes(both)
    beside = Drawing().several("startEvent", "s", {"message": "a"}, {"message": "b"}, together=True).end()
    assert "flow.start_message_twice" in codes(beside.start("t", message="a").flow("s e").flow("t e"))
