"""Starts, ends, messages and timers (BPMN 2.0.2 §10.5)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from engine.model.errors import Conflict
from engine.model.step import InstanceState
from tests.runtime.case import MONDAY, Case
from tests.runtime.drawing import Drawing


def test_a_case_is_over_when_no_token_is_left() -> None:
    case = Case(
        Drawing().start().both("f").user("a").user("b").end("e1").end("e2").flow("s f").flow("f a e1").flow("f b e2")
    ).start()
    assert not case.complete("a").is_over
    assert case.complete("b").is_over
    assert case.kinds[-1] == "case.completed"
    assert case.left_behind == []


def test_a_terminate_end_cancels_everything_also_what_waits_at_joins_and_timers() -> None:
    case = Case(
        Drawing()
        .start()
        .both("f")
        .user("a")
        .user("b")
        .both("j")
        .user("x")
        .catch("t", timer=("duration", "P1D"))
        .service("p")
        .end()
        .end("stop", terminate=True)
        .flow("s f")
        .flow("f a stop")
        .flow("f b j")
        .flow("f x j")
        .flow("f t j")
        .flow("f p j")
        .flow("j e")
    ).start()
    case.complete("x").complete("a")
    assert case.memory.state is InstanceState.COMPLETED
    assert case.left_behind == []
    assert "task.cancelled" in case.kinds


def test_an_error_end_nobody_catches_is_an_incident_and_the_case_stays_open() -> None:
    case = Case(Drawing().start().end(error="NO_BUDGET").flow("s e")).start()
    assert case.incidents == [("e", "error.uncaught")]
    assert not case.is_over
    assert next(iter(case.memory.incidents.values())).details == {"error": "NO_BUDGET"}


def test_a_message_start_begins_the_case_it_is_named_for() -> None:
    case = Case(
        Drawing().start().start("m", message="asked").user("a").user("b").end().flow("s a e").flow("m b e"), case_no=7
    ).start("m")
    assert case.tasks == ["b"]
    assert case.kinds[0] == "case.started"
    assert case.memory.facts[0].element == "m"


def test_a_message_wakes_the_token_and_its_payload_becomes_variables() -> None:
    case = Case(
        Drawing().start().catch("c", message="paid", key="=order").user("a").end().flow("s c a e"), order="K-1"
    ).start()
    waiting = case.subscriptions("message")
    assert [(s.name, s.key) for s in waiting] == [("paid", "K-1")]
    case.deliver("paid", "K-1", amount=5)
    assert case.tasks == ["a"]
    assert case.variables["amount"] == Decimal(5)
    assert case.subscriptions("message") == []


def test_the_outputs_of_a_catch_event_say_what_is_kept_of_the_payload() -> None:
    case = Case(
        Drawing()
        .start()
        .catch("c", message="paid", outputs={"paid.total": "=amount + 1"})
        .user("a")
        .end()
        .flow("s c a e")
    ).start()
    case.deliver("paid", amount=5, noise="x")
    assert case.variables["paid"] == {"total": Decimal(6)}
    assert "noise" not in case.variables


def test_a_number_is_the_same_key_however_it_is_written() -> None:
    drawing = Drawing().start().catch("c", message="m", key="=n").end().flow("s c e")
    assert Case(drawing, n=Decimal("1.0")).start().subscriptions("message")[0].key == "1"


def test_a_key_that_is_null_is_an_incident() -> None:
    case = Case(Drawing().start().catch("c", message="m", key="=n").end().flow("s c e"), n=None).start()
    assert case.incidents == [("c", "message.no_key")]
    case.retry("c", n="K")
    assert case.subscriptions("message")[0].key == "K"


@pytest.mark.parametrize("kind", ["throw", "send", "end"])
def test_a_message_thrown_carries_only_its_inputs(kind: str) -> None:
    drawing = Drawing().start()
    if kind == "throw":
        drawing.throw("t", message="m", key="=k", inputs={"x": "=n + 1"}).end().flow("s t e")
    elif kind == "send":
        drawing.send("t", "m", "=k", inputs={"x": "=n + 1"}).end().flow("s t e")
    else:
        drawing.end("t", message="m", key="=k", inputs={"x": "=n + 1"}).flow("s t")
    case = Case(drawing, k="K", n=1, secret="s").start()
    thrown = case.memory.messages[0]
    assert (thrown.name, thrown.key, thrown.payload) == ("m", "K", {"x": Decimal(2)})
    assert case.is_over
    assert "x" not in case.variables


def test_a_receive_task_waits_for_its_message() -> None:
    case = Case(Drawing().start().receive("r", "m").end().flow("s r e")).start()
    assert case.deliver("m", ok=True).is_over
    assert case.variables["ok"] is True


def test_a_timer_holds_the_token_until_its_moment() -> None:
    case = Case(Drawing().start().catch("t", timer=("duration", "P2D")).user("a").end().flow("s t a e")).start()
    assert case.subscriptions("timer")[0].due == MONDAY + timedelta(days=2)
    assert case.wait(hours=47).tasks == []
    assert case.wait(hours=1).tasks == ["a"]
    assert "timer.fired" in case.kinds


def test_working_days_end_with_the_office_hours_of_the_last() -> None:
    drawing = Drawing().start().catch("t", timer=("duration", "=workdays(5)")).user("a").end().flow("s t a e")
    due = Case(drawing).start().subscriptions("timer")[0].due
    # Five working days after Monday 2 November is Monday 9; offices close at 16.00 in Jakarta.
    assert due.isoformat() == "2026-11-09T09:00:00+00:00"


def test_a_timer_without_a_moment_is_an_incident() -> None:
    case = Case(Drawing().start().catch("t", timer=("duration", "=d")).end().flow("s t e")).start()
    assert case.incidents == [("t", "timer.invalid")]


def test_an_event_that_has_come_does_not_come_twice() -> None:
    case = Case(Drawing().start().catch("c", message="m").end().flow("s c e")).start()
    number = case.subscriptions("message")[0].no
    case.deliver("m")
    from engine import runtime

    with pytest.raises(Conflict) as refused:
        runtime.deliver(case.compiled, case.memory, number, {}, case.env)
    assert refused.value.code == "subscription.gone"


def test_a_withdrawn_case_leaves_nothing_open() -> None:
    case = Case(
        Drawing()
        .start()
        .both("f")
        .user("a")
        .catch("t", timer=("duration", "P1D"))
        .service("p")
        .both("j")
        .end()
        .flow("s f")
        .flow("f a j")
        .flow("f t j")
        .flow("f p j")
        .flow("j e")
    ).start()
    case.complete("a").withdraw()
    assert case.memory.state is InstanceState.WITHDRAWN
    assert case.left_behind == []
    assert case.kinds[-1] != "case.completed"


def test_a_process_without_a_start_begins_wherever_no_flow_comes_in() -> None:
    case = Case(Drawing().user("a").user("c").user("d").flow("a d")).start()
    assert (case.tasks, case.kinds[0]) == (["a", "c"], "case.started")
    assert case.complete("a").complete("c").complete("d").left_behind == []
