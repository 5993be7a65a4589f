"""A cycle on an intermediate catch event: every round sends a token of its own on (BPMN 2.0.2 §10.5.5)."""

from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def every(cycle: str) -> Drawing:
    return Drawing().start().catch("t", timer=("cycle", cycle)).user("a").end().flow("s t a e")


def test_each_round_of_a_cycle_sends_a_token_on_and_the_last_ends_the_wait() -> None:
    case = Case(every("R3/PT1H")).start()
    assert case.tasks == []
    case.wait(hours=1)
    assert case.tasks == ["a"]
    assert len(case.subscriptions("timer")) == 1
    case.wait(hours=1)
    assert case.tasks == ["a", "a"]
    case.complete("a").complete("a")
    assert not case.is_over, "one round is still to come"
    case.wait(hours=1)
    assert case.tasks == ["a"]
    assert not case.subscriptions("timer")
    case.complete("a")
    assert case.is_over
    assert not case.left_behind
    assert case.trace.count("t") == 3


def test_a_cycle_of_one_round_is_a_plain_wait() -> None:
    case = Case(every("R1/PT1H")).start().wait(hours=3)
    assert case.tasks == ["a"]
    case.complete("a")
    assert case.is_over
    assert not case.left_behind


def test_a_cycle_without_end_goes_on_until_its_scope_ends() -> None:
    drawing = Drawing().start().both("g").catch("t", timer=("cycle", "R/P1D")).end().user("a")
    drawing.end("stop", terminate=True).flow("s g t e").flow("g a stop")
    case = Case(drawing).start().wait(days=5)
    assert case.trace.count("t") == 5
    assert not case.is_over
    case.complete("a")
    assert case.is_over
    assert not case.left_behind


def test_a_cycle_runs_beside_others_in_its_scope_and_an_interruption_ends_it() -> None:
    inside = Drawing().start("s2").catch("t", timer=("cycle", "R9/PT1H")).script("x", "=n + 1", "n").end("e2")
    drawing = Drawing().start().sub("p1", inside.flow("s2 t x e2")).end().user("z").end("f")
    drawing.boundary("b", "p1", signal="stop").flow("s p1 e").flow("b z f")
    case = Case(drawing, n=0).start().wait(hours=4)
    assert case.variables["n"] == 4
    case.signal("stop")
    assert case.tasks == ["z"]
    assert not case.subscriptions("timer")
    case.wait(hours=5).complete("z")
    assert case.is_over
    assert not case.left_behind
    assert case.variables["n"] == 4
