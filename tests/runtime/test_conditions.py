"""Conditional events: asked when a variable they read has changed (BPMN 2.0.2 §10.5.5)."""

import pytest

from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def forked() -> Drawing:
    """One branch sets n, task by task; the other waits."""
    drawing = Drawing().start().both("f").user("a").user("b").both("j").end()
    return drawing.flow("s f").flow("f a b j").flow("j e")


def waiting(condition: str) -> Drawing:
    return forked().catch("c", condition=condition).user("x").flow("f c x j")


def test_a_branch_waits_until_another_branch_makes_it_true() -> None:
    case = Case(waiting("=n > 5"), n=1).start()
    assert case.complete("a", n=3).tasks == ["b"]
    assert sorted(case.complete("b", n=6).tasks) == ["x"]
    assert case.subscriptions("conditional") == []
    assert case.complete("x").left_behind == []


def test_a_condition_already_true_lets_the_token_pass() -> None:
    assert sorted(Case(waiting("=n > 5"), n=6).start().tasks) == ["a", "x"]


def test_what_nobody_has_set_yet_is_not_true() -> None:
    case = Case(waiting("=n > 5")).start()
    assert (case.tasks, case.incidents) == (["a"], [])


def test_a_condition_is_asked_before_the_next_node_runs() -> None:
    drawing = Drawing().start().both("f").script("t", "=1", "n").script("u", "=0", "n").user("x").end().end("e2")
    drawing.catch("c", condition="=n = 1").flow("s f").flow("f c x e2").flow("f t u e")
    assert Case(drawing, n=0).start().tasks == ["x"]


def guarded(*, interrupting: bool) -> Drawing:
    drawing = forked().boundary("met", "b", condition="=n > 5", interrupting=interrupting)
    return drawing.user("x").end("e9").flow("met x e9").user("c").user("d").flow("f c d j")


def test_a_boundary_condition_takes_the_task_away() -> None:
    case = Case(guarded(interrupting=True), n=0).start().complete("a")
    assert case.complete("c", n=9).tasks == ["d", "x"]


def test_a_reminder_by_condition_comes_at_every_change_to_true() -> None:
    case = Case(guarded(interrupting=False), n=0).start().complete("a").complete("c", n=6)
    assert case.tasks == ["b", "d", "x"]
    case.complete("x", n=7)
    assert case.tasks == ["b", "d"]
    case.complete("d", n=0)
    assert case.tasks == ["b"]


def test_a_task_that_is_left_is_asked_no_more() -> None:
    case = Case(guarded(interrupting=False), n=0).start().complete("a").complete("b")
    assert case.subscriptions("conditional") == []


@pytest.mark.parametrize(("interrupting", "tasks"), [(True, ["h"]), (False, ["b", "h"])])
def test_a_condition_starts_an_event_subprocess(interrupting: bool, tasks: list[str]) -> None:
    handler = Drawing().start("on", condition="=n > 5", interrupting=interrupting).user("h").end("eh").flow("on h eh")
    case = Case(Drawing().start().user("a").user("b").end().flow("s a b e").on("ev", handler), n=0).start()
    assert sorted(case.complete("a", n=6).tasks) == tasks
    for element in tasks:
        case.complete(element)
    assert (case.is_over, case.left_behind) == (True, [])


def test_a_handler_inside_a_subprocess_reads_the_subprocess() -> None:
    handler = Drawing().start("on", condition="=n > 5").user("h").end("eh").flow("on h eh")
    inside = Drawing().start("s1").user("a").user("b").end("e1").flow("s1 a b e1").on("ev", handler)
    case = Case(Drawing().start().sub("k", inside, inputs={"n": "=0"}).end().flow("s k e"), n=9).start()
    assert case.tasks == ["a"]
    assert case.complete("a", n=6).tasks == ["h"]
    assert case.complete("h").left_behind == []


def test_only_conditions_that_read_what_changed_are_asked() -> None:
    case = Case(guarded(interrupting=False), n=0).start().complete("a")
    before = dict(case.memory.subscriptions)
    case.complete("c", other=1)
    assert case.memory.subscriptions == before


def test_a_condition_without_variables_is_asked_once_when_it_is_armed() -> None:
    assert sorted(Case(waiting("=1 < 2")).start().tasks) == ["a", "x"]
    assert Case(waiting("=1 > 2")).start().complete("a", n=3).tasks == ["b"]
