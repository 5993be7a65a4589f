"""Events at the edge of an activity (BPMN 2.0.2 §10.5.4 and §13.5.3)."""

from datetime import timedelta

import pytest

from engine import runtime
from engine.model.errors import Conflict
from tests.runtime.case import MONDAY, Case
from tests.runtime.drawing import Drawing


def timed(text: str, kind: str = "duration", *, interrupting: bool = True) -> Drawing:
    return (
        Drawing()
        .start()
        .user("a")
        .boundary("late", "a", timer=(kind, text), interrupting=interrupting)
        .user("esc")
        .user("b")
        .end()
        .end("e2")
        .flow("s a b e")
        .flow("late esc e2")
    )


def test_an_interrupting_timer_takes_the_task_away() -> None:
    case = Case(timed("P1D")).start()
    assert case.wait(hours=23).tasks == ["a"]
    assert case.wait(hours=1).tasks == ["esc"]
    assert case.kinds[-3:] == ["timer.fired", "task.cancelled", "task.opened"]
    assert case.complete("esc").is_over
    assert case.left_behind == []


def test_a_reminder_leaves_the_task_open() -> None:
    case = Case(timed("P1D", interrupting=False)).start().wait(days=3)
    assert case.tasks == ["a", "esc"]
    assert case.complete("a").complete("esc").tasks == ["b"]
    assert case.complete("b").is_over
    assert case.left_behind == []


def test_a_task_done_in_time_disarms_its_timer() -> None:
    case = Case(timed("P1D")).start().complete("a")
    assert case.subscriptions("timer") == []
    assert case.wait(days=9).tasks == ["b"]


def test_a_cycle_reminds_as_often_as_it_says() -> None:
    case = Case(timed("R3/PT1H", "cycle", interrupting=False)).start()
    assert case.wait(minutes=125).tasks == ["a", "esc", "esc"]
    assert case.wait(days=9).tasks == ["a", "esc", "esc", "esc"]
    assert case.subscriptions("timer") == []


def test_an_endless_cycle_ends_with_the_task() -> None:
    case = Case(timed("R/P1D", "cycle", interrupting=False)).start().wait(days=5)
    assert case.tasks == ["a"] + ["esc"] * 5
    case.complete("a")
    assert case.subscriptions("timer") == []


def test_a_cycle_that_was_late_counts_from_its_own_moments() -> None:
    case = Case(timed("R/P1D", "cycle", interrupting=False)).start()
    case.now = MONDAY + timedelta(days=2, hours=5)
    case.apply(runtime.fire(case.compiled, case.memory, case.subscriptions("timer")[0].no, case.env))
    assert case.subscriptions("timer")[0].due == MONDAY + timedelta(days=3), "one reminder for the two days missed"


@pytest.mark.parametrize("text", ["R3", "often", "R0/P1D", "=null"])
def test_a_cycle_nobody_can_read_is_an_incident_before_the_task_opens(text: str) -> None:
    case = Case(timed(text, "cycle", interrupting=False)).start()
    assert case.incidents == [("a", "timer.invalid")]
    assert case.tasks == []
    assert case.subscriptions("timer") == []


def test_a_timer_reads_the_inputs_of_its_task() -> None:
    drawing = (
        Drawing()
        .start()
        .user("a", inputs={"span": '=duration("P" + string(n) + "D")'})
        .boundary("late", "a", timer=("duration", "=span"))
        .end()
        .end("e2")
        .flow("s a e")
        .flow("late e2")
    )
    assert Case(drawing, n=4).start().subscriptions("timer")[0].due == MONDAY + timedelta(days=4)


def test_a_date_timer_goes_off_on_its_date() -> None:
    case = Case(timed("2026-11-04T08:00:00+07:00", "date")).start()
    assert case.subscriptions("timer")[0].due.isoformat() == "2026-11-04T01:00:00+00:00"


def guarded(*codes: str) -> Drawing:
    drawing = Drawing().start().service("p").user("ok").end().flow("s p ok e")
    for code in codes:
        name = "any" if code == "*" else code.lower()
        drawing.boundary(f"b_{name}", "p", error=code).user(name).flow(f"b_{name} {name} e")
    return drawing


def test_an_error_goes_to_its_code_before_the_catch_all() -> None:
    assert Case(guarded("*", "FULL")).start().fail("p", "FULL").tasks == ["full"]
    assert Case(guarded("*", "FULL")).start().fail("p", "OTHER").tasks == ["any"]


def test_an_error_with_another_code_is_an_incident_that_keeps_the_token() -> None:
    case = Case(guarded("FULL")).start().fail("p", "OTHER")
    assert case.incidents == [("p", "error.uncaught")]
    assert case.retry("p").finish("p").tasks == ["ok"]


def test_the_job_of_an_interrupted_task_is_cancelled() -> None:
    drawing = (
        Drawing()
        .start()
        .service("p")
        .boundary("late", "p", timer=("duration", "PT1H"))
        .user("esc")
        .end()
        .end("e2")
        .flow("s p e")
        .flow("late esc e2")
    )
    case = Case(drawing).start().wait(hours=1)
    assert case.memory.jobs == {}
    assert case.tasks == ["esc"]


def test_the_deadline_runs_on_while_an_incident_waits_and_does_not_start_again_with_the_retry() -> None:
    drawing = (
        Drawing()
        .start()
        .service("p")
        .boundary("late", "p", timer=("duration", "PT2H"))
        .user("esc")
        .end()
        .end("e2")
        .flow("s p e")
        .flow("late esc e2")
    )
    case = Case(drawing).start().wait(hours=1).give_up("p").retry("p")
    assert [s.due for s in case.subscriptions("timer")] == [MONDAY + timedelta(hours=2)]
    case.give_up("p").wait(hours=1)
    assert (case.tasks, case.incidents) == (["esc"], [])


def test_a_boundary_message_takes_or_joins_the_task() -> None:
    drawing = (
        Drawing()
        .start()
        .user("a")
        .boundary("m", "a", message="cancelled", key="=k")
        .user("x")
        .end()
        .end("e2")
        .flow("s a e")
        .flow("m x e2")
    )
    assert Case(drawing, k="1").start().deliver("cancelled", "1", why="w").tasks == ["x"]


def test_a_task_in_a_loop_is_timed_anew_in_every_round() -> None:
    drawing = (
        Drawing()
        .start()
        .xor("m")
        .user("a")
        .boundary("late", "a", timer=("duration", "P1D"))
        .user("esc")
        .end()
        .flow("s m a e")
        .flow("late esc m")
    )
    case = Case(drawing).start()
    for day in range(1, 4):
        case.wait(days=1)
        assert case.tasks == ["esc"]
        case.complete("esc")
        assert case.subscriptions("timer")[0].due == MONDAY + timedelta(days=day + 1)
    assert case.complete("a").is_over
    assert case.left_behind == []


def test_a_doubled_command_does_not_fire_a_cycle_twice() -> None:
    case = Case(timed("R/P1D", "cycle", interrupting=False)).start().wait(days=1)
    number = case.subscriptions("timer")[0].no
    with pytest.raises(Conflict):
        runtime.fire(case.compiled, case.memory, number, case.env)
    assert case.tasks == ["a", "esc"]


def test_a_message_does_not_set_off_a_timer() -> None:
    case = Case(timed("P1D")).start()
    with pytest.raises(Conflict):
        runtime.deliver(case.compiled, case.memory, case.subscriptions("timer")[0].no, {}, case.env)
