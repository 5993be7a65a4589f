"""Cases that begin at a receive task or behind an event-based gateway (BPMN 2.0.2 §10.3.3, §10.6.6, §13.2)."""

import pytest

from engine.model.errors import NotFound
from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def received() -> Drawing:
    drawing = Drawing().receive("r", "order", instantiate="true").user("a").end()
    return drawing.flow("r a e")


def gateway(kind: str = "Exclusive") -> Drawing:
    drawing = Drawing().first("g", instantiate="true", eventGatewayType=kind)
    drawing.catch("m", message="order", key="=id").catch("n", message="payment", key="=id")
    drawing.user("a").user("b").end("e1").end("e2")
    return drawing.flow("g m a e1").flow("g n b e2")


def test_a_message_begins_a_case_at_a_receive_task_which_has_received_it() -> None:
    case = Case(received(), id="7").start("r")
    assert case.tasks == ["a"]
    assert case.trace == ["", "r"]
    assert case.kinds[:2] == ["case.started", "message.received"]
    assert case.variables["id"] == "7"
    case.complete("a")
    assert case.is_over
    assert not case.left_behind


def test_a_message_is_what_begins_a_process_at_a_receive_task() -> None:
    drawing = received()
    definition = drawing.version().definitions["p"]
    assert definition.message_starts == {"order": "r"}
    assert definition.none_start() is None
    with pytest.raises(NotFound):
        Case(drawing).start()


def test_a_plain_start_before_what_instantiates_is_passed_when_the_message_comes() -> None:
    drawing = Drawing().start().receive("r", "order", instantiate="true").user("a").end().flow("s r a e")
    assert drawing.version().definitions["p"].none_start() is None
    case = Case(drawing).start("r")
    assert case.trace == ["s", "r"]
    assert case.tasks == ["a"]
    with pytest.raises(NotFound):
        Case(drawing).start()


def test_nothing_waits_at_the_boundary_of_a_receive_task_that_has_received_already() -> None:
    drawing = Drawing().receive("r", "order", instantiate="true").end().flow("r e")
    drawing.boundary("x", "r", timer=("duration", "=after")).end("f").flow("x f")
    case = Case(drawing).start("r")
    assert case.is_over


def test_the_first_event_of_an_exclusive_gateway_begins_the_case_and_the_others_are_not_awaited() -> None:
    drawing = gateway()
    definition = drawing.version().definitions["p"]
    assert definition.message_starts == {"order": "m", "payment": "n"}
    case = Case(drawing, id="7").start("n")
    assert case.tasks == ["b"]
    assert not case.subscriptions("message")
    case.complete("b")
    assert case.is_over
    assert not case.left_behind


@pytest.mark.parametrize(("first", "task", "other", "late"), [("m", "a", "payment", "b"), ("n", "b", "order", "a")])
def test_a_parallel_gateway_begins_at_the_first_event_and_needs_all_the_others(
    first: str, task: str, other: str, late: str
) -> None:
    case = Case(gateway("Parallel"), id="7").start(first)
    assert case.tasks == [task]
    case.complete(task)
    assert not case.is_over
    case.deliver(other, key="7")
    assert case.tasks == [late]
    case.complete(late)
    assert case.is_over
    assert not case.left_behind


def test_what_a_parallel_gateway_still_waits_for_is_found_by_what_the_first_message_brought() -> None:
    case = Case(gateway("Parallel"), id="7").start("m")
    assert [(one.name, one.key) for one in case.subscriptions("message")] == [("payment", "7")]
    stopped = Case(gateway("Parallel")).start("m")
    assert stopped.incidents == [("n", "message.no_key")]
    assert stopped.tasks == ["a"]
    stopped.retry("n", id="9").deliver("payment", key="9")
    assert stopped.tasks == ["a", "b"]


def test_a_timer_or_a_signal_behind_an_instantiating_gateway_begins_a_case_too() -> None:
    drawing = Drawing().first("g", instantiate="true").catch("t", timer=("cycle", "R/P1D")).catch("h", signal="alarm")
    drawing.end("e1").end("e2").flow("g t e1").flow("g h e2")
    definition = drawing.version().definitions["p"]
    assert definition.timer_starts == ("t",)
    assert definition.signal_starts == {"alarm": "h"}
    assert Case(drawing).start("t").trace == ["", "t", "e1"]
    assert Case(drawing).start("h").trace == ["", "h", "e2"]
