"""A gateway that waits for the first of several events (BPMN 2.0.2 §13.4.4)."""

from decimal import Decimal

import pytest

from engine import runtime
from engine.model.errors import Conflict
from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def offer() -> Drawing:
    return (
        Drawing()
        .start()
        .first("g")
        .catch("m", message="answered", key="=order", outputs={"price": "=amount"})
        .catch("late", timer=("duration", "P3D"))
        .catch("off", signal="cancelled")
        .receive("r", "withdrawn", "=order")
        .user("a")
        .user("b")
        .user("c")
        .user("d")
        .end()
        .flow("s g")
        .flow("g m a e")
        .flow("g late b e")
        .flow("g off c e")
        .flow("g r d e")
    )


def test_the_first_event_wins_and_nothing_else_is_waited_for() -> None:
    case = Case(offer(), order="K-1").start()
    assert len(case.memory.subscriptions) == 4
    case.deliver("answered", "K-1", amount=7)
    assert (case.tasks, case.memory.subscriptions) == (["a"], {})
    assert case.variables["price"] == Decimal(7)
    assert case.trace == ["s", "m"]
    assert case.complete("a").left_behind == []


def test_nobody_answers_so_the_deadline_decides() -> None:
    case = Case(offer(), order="K-1").start().wait(days=3)
    assert (case.tasks, case.memory.subscriptions) == (["b"], {})
    assert "timer.fired" in case.kinds


def test_a_signal_and_a_receive_task_may_decide_too() -> None:
    assert Case(offer(), order="K-1").start().signal("cancelled").tasks == ["c"]
    assert Case(offer(), order="K-1").start().deliver("withdrawn", "K-1").tasks == ["d"]


def test_the_event_that_came_second_is_refused() -> None:
    case = Case(offer(), order="K-1").start()
    timer = case.subscriptions("timer")[0].no
    case.deliver("answered", "K-1", amount=7)
    with pytest.raises(Conflict) as refused:
        runtime.fire(case.compiled, case.memory, timer, case.env)
    assert refused.value.code == "subscription.gone"


def test_a_choice_that_cannot_wait_for_one_event_waits_for_none_and_can_be_repaired() -> None:
    case = Case(offer(), order=None).start()
    assert (case.incidents, case.memory.subscriptions) == ([("g", "message.no_key")], {})
    case.retry("g", order="K-2")
    assert len(case.memory.subscriptions) == 4
    assert case.withdraw().left_behind == []


def test_a_choice_in_a_loop_waits_anew_in_every_round() -> None:
    drawing = (
        Drawing()
        .start()
        .xor("x")
        .first("g")
        .catch("again", message="again")
        .catch("stop", message="stop")
        .end()
        .flow("s x g again x")
        .flow("g stop e")
    )
    case = Case(drawing).start()
    for _ in range(3):
        case.deliver("again")
    assert case.deliver("stop").is_over
    assert case.trace == ["s", "again", "again", "again", "stop", "e"]
    assert case.left_behind == []
