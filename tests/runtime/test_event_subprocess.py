"""Event subprocesses: they wait without a token, and take over or run beside (BPMN 2.0.2 §13.5.4)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine import runtime
from engine.model.errors import Conflict
from tests.runtime.case import MONDAY, Case
from tests.runtime.drawing import Drawing


def handler(*, interrupting: bool = True, name: str = "h", **event: Any) -> Drawing:
    drawing = Drawing().start(f"on_{name}", interrupting=interrupting, **event).user(name).end(f"e_{name}")
    return drawing.flow(f"on_{name} {name} e_{name}")


def office(*, interrupting: bool = True, **event: Any) -> Drawing:
    drawing = Drawing().start().both("f").user("a").user("c").both("j").end().flow("s f").flow("f a j").flow("f c j")
    return drawing.flow("j e").on("ev", handler(interrupting=interrupting, **event))


def inside(**event: Any) -> Drawing:
    within = Drawing().start("s1").user("a").end("e1").flow("s1 a e1").on("ev", handler(**event))
    drawing = Drawing().start().both("f").sub("k", within, inputs={"ref": "=ref"}).user("b").both("j").end()
    return drawing.flow("s f").flow("f k j").flow("f b j").flow("j e")


def test_a_message_takes_the_whole_case_over() -> None:
    case = Case(office(message="stop", key="=ref"), ref="1").start().complete("c")
    case.deliver("stop", "1", why="late")
    assert (case.tasks, case.subscriptions("message")) == (["h"], [])
    assert case.variables["why"] == "late"
    assert case.complete("h").is_over
    assert case.left_behind == []


def test_a_message_beside_the_case_may_come_again_and_again() -> None:
    case = Case(office(message="note", interrupting=False)).start()
    case.deliver("note", n=1).deliver("note", n=2)
    assert case.tasks == ["a", "c", "h", "h"]
    case.complete("a").complete("c").complete("h")
    assert not case.is_over
    assert case.deliver("note").complete("h").complete("h").is_over
    assert case.left_behind == []


def test_a_case_that_ends_waits_for_nothing_more() -> None:
    case = Case(office(message="stop")).start().complete("a").complete("c")
    assert (case.is_over, case.left_behind) == (True, [])


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_deadline_of_the_whole_case(interrupting: bool) -> None:
    case = Case(office(timer=("duration", "P1D"), interrupting=interrupting)).start().wait(days=3)
    assert case.tasks == (["h"] if interrupting else ["a", "c", "h"])
    assert case.subscriptions("timer") == []


def test_a_cycle_comes_as_often_as_it_says() -> None:
    case = Case(office(timer=("cycle", "R3/P1D"), interrupting=False)).start().wait(days=2)
    assert case.tasks == ["a", "c", "h", "h"]
    assert case.subscriptions("timer")[0].due == MONDAY + timedelta(days=3)
    assert case.wait(days=9).tasks == ["a", "c", "h", "h", "h"]


def test_a_doubled_command_does_not_start_a_handler_twice() -> None:
    case = Case(office(timer=("cycle", "R/P1D"), interrupting=False)).start()
    number = case.subscriptions("timer")[0].no
    case.wait(days=1)
    with pytest.raises(Conflict):
        runtime.fire(case.compiled, case.memory, number, case.env)


def test_a_signal_takes_over() -> None:
    case = Case(office(signal="halt")).start().signal("halt")
    assert case.tasks == ["h"]


@pytest.mark.parametrize("text", ["=nothing", "soon"])
def test_a_deadline_nobody_can_read_stops_the_case_at_its_start(text: str) -> None:
    case = Case(office(timer=("duration", text), message="")).start()
    assert case.incidents == [("s", "timer.invalid")]
    assert case.tasks == []


def test_a_corrected_deadline_lets_the_case_begin() -> None:
    case = Case(office(timer=("duration", "=span"))).start().retry("s", span="P1D")
    assert (case.tasks, len(case.subscriptions("timer"))) == (["a", "c"], 1)


def test_a_subprocess_is_taken_over_alone_and_reads_its_own_variables() -> None:
    case = Case(inside(message="stop", key="=ref"), ref="1").start()
    assert [s.key for s in case.subscriptions("message")] == ["1"]
    case.deliver("stop", "1")
    assert case.tasks == ["b", "h"]
    assert case.complete("h").complete("b").left_behind == []


def test_a_subprocess_that_is_left_waits_no_more() -> None:
    case = Case(inside(timer=("duration", "P1D")), ref="").start().complete("a")
    assert case.subscriptions("timer") == []
    assert case.complete("b").left_behind == []


def test_a_handler_beside_a_subprocess_keeps_it_open() -> None:
    case = Case(inside(message="note", interrupting=False), ref="").start().deliver("note").complete("a").complete("b")
    assert case.tasks == ["h"]
    assert case.complete("h").left_behind == []


def test_a_terminate_end_in_a_handler_ends_only_the_handler() -> None:
    beside = Drawing().start("on", message="note", interrupting=False).end("eh", terminate=True).flow("on eh")
    drawing = Drawing().start().user("a").end().flow("s a e").on("ev", beside)
    case = Case(drawing).start().deliver("note")
    assert case.tasks == ["a"]
    assert case.complete("a").left_behind == []


def test_withdrawing_disarms_what_waits_at_any_level() -> None:
    case = Case(inside(message="stop").on("ev2", handler(name="g", timer=("duration", "P1D"))), ref="").start()
    assert case.withdraw().left_behind == []


def failing(event: Drawing, *, code: str = "FULL") -> Drawing:
    within = Drawing().start("s1").both("f").user("a").end("bad", error=code).user("c").end("e1")
    within.flow("s1 f").flow("f a bad").flow("f c e1").on("ev", event)
    return Drawing().start().sub("k", within).user("b").end().flow("s k b e")


def test_an_error_inside_goes_to_the_handler_inside() -> None:
    case = Case(failing(handler(error="FULL", outputs={"why": "=code"}))).start().complete("a")
    assert (case.tasks, case.variables["why"]) == (["h"], "FULL")
    assert case.complete("h").tasks == ["b"]


def test_a_code_goes_before_a_catch_all_among_handlers() -> None:
    drawing = failing(handler(name="h", error="FULL"))
    case = Case(drawing.on("ev2", handler(name="any", error="*"))).start().complete("a")
    assert case.tasks == ["h"]


def test_what_a_handler_throws_goes_past_it_outward() -> None:
    again = Drawing().start("on", error="FULL").user("h").end("worse", error="FULL").flow("on h worse")
    drawing = failing(again).boundary("no", "k", error="FULL").user("x").end("e9").flow("no x e9")
    case = Case(drawing).start().complete("a").complete("h")
    assert (case.tasks, case.incidents) == (["x"], [])
    assert case.complete("x").left_behind == []


def test_a_handler_beside_does_not_hear_its_own_escalation_but_its_neighbour_does() -> None:
    own = Drawing().start("on", escalation="LATE", interrupting=False).throw("again", escalation="LATE").user("h")
    own.end("eh").flow("on again h eh")
    drawing = Drawing().start().throw("t", escalation="LATE").user("a").end().flow("s t a e").on("ev", own)
    case = Case(drawing).start()
    assert case.tasks == ["a", "h"]
    other = handler(name="g", escalation="*", interrupting=False)
    case = Case(drawing.on("ev2", other)).start()
    assert sorted(case.tasks) == ["a", "g", "h"]


def test_a_message_s_payload_stays_where_it_is_mapped() -> None:
    beside = Drawing().start("on", message="note", interrupting=False, outputs={"last": "=n + 1"}).end("eh")
    case = Case(Drawing().start().user("a").end().flow("s a e").on("ev", beside.flow("on eh"))).start()
    case.deliver("note", n=1)
    assert case.variables == {"last": Decimal(2)}


def test_every_item_of_a_loop_has_handlers_of_its_own() -> None:
    within = Drawing().start("s1").user("a").end("e1").flow("s1 a e1")
    within.on("ev", handler(message="stop", key="=who"))
    drawing = Drawing().start().sub("k", within).end().flow("s k e").each("k", "=people", "who")
    case = Case(drawing, people=["x", "y"]).start().deliver("stop", "y")
    assert (case.tasks, [s.key for s in case.subscriptions("message")]) == (["a", "h"], ["x"])
    assert case.seen("h", "who") == {"who": "y"}
    assert case.complete("h").complete("a").left_behind == []


def test_a_subprocess_that_cannot_be_left_is_still_heard_and_left_when_its_handler_is_done() -> None:
    within = Drawing().start("s1").user("a").end("e1").flow("s1 a e1")
    within.on("ev", handler(message="note", interrupting=False))
    drawing = Drawing().start().sub("k", within, outputs={"x": "=count(for i in 1..n return i)"}).user("b").end()
    case = Case(drawing.flow("s k b e"), n=10_000_000).start().complete("a")
    assert case.incidents == [("k", "feel.budget")]
    assert case.deliver("note").retry("k", n=2).tasks == ["h"]
    assert case.complete("h").tasks == ["b"]
    assert case.variables["x"] == Decimal(2)
    assert case.complete("b").left_behind == []
