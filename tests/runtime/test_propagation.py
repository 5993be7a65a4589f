"""Errors and escalations look for who catches them, from the inside out (BPMN 2.0.2 §10.5.1, §13.5.5)."""

from typing import Any

import pytest

from engine.model.step import InstanceState
from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def nested(*, inner: tuple[str, ...] = (), outer: tuple[str, ...] = (), job: tuple[str, ...] = ()) -> Drawing:
    """A job in a subprocess in a subprocess, with boundary errors at each level by their codes."""
    deep = Drawing().start("s2").service("p").end("e2").flow("s2 p e2")
    _guard(deep, "p", job)
    middle = Drawing().start("s1").sub("k2", deep).end("e1").flow("s1 k2 e1")
    _guard(middle, "k2", inner)
    drawing = Drawing().start().sub("k1", middle).end().flow("s k1 e")
    _guard(drawing, "k1", outer)
    return drawing


def _guard(drawing: Drawing, on: str, codes: tuple[str, ...]) -> None:
    for code in codes:
        name = f"{on}_{'any' if code == '*' else code.lower()}"
        drawing.boundary(f"b_{name}", on, error=code).user(name).end(f"e_{name}").flow(f"b_{name} {name} e_{name}")


@pytest.mark.parametrize(
    ("levels", "taker"),
    [
        ({"job": ("FULL",), "inner": ("FULL",)}, "p_full"),
        ({"job": ("OTHER",), "inner": ("FULL",)}, "k2_full"),
        ({"inner": ("*", "FULL"), "outer": ("FULL",)}, "k2_full"),
        ({"inner": ("*",), "outer": ("FULL",)}, "k2_any"),
        ({"outer": ("OTHER", "*")}, "k1_any"),
    ],
)
def test_the_innermost_boundary_that_knows_the_code_takes_the_error(levels: Any, taker: str) -> None:
    case = Case(nested(**levels)).start().fail("p", "FULL")
    assert (case.tasks, case.incidents) == ([taker], [])
    assert case.complete(taker).left_behind == []


def test_an_error_nobody_catches_stays_with_who_threw_it() -> None:
    case = Case(nested(outer=("OTHER",))).start().fail("p", "FULL")
    assert (case.incidents, case.is_over) == ([("p", "error.uncaught")], False)
    assert case.retry("p").finish("p").left_behind == []


def test_an_error_nobody_catches_ends_a_case_that_was_called() -> None:
    case = Case(nested())
    case.memory.called = True
    step_of = case.start().memory
    case.fail("p", "FULL")
    assert (step_of.state, case.left_behind, case.incidents) == (InstanceState.FAILED, [], [])
    assert step_of.error == ("FULL", "FULL happened")
    assert case.kinds[-1] == "case.failed"


def escalating(*, end: bool = False, on: str = "LATE", interrupting: bool = False, thrown: str = "LATE") -> Drawing:
    inside = Drawing().start("s1")
    if end:
        inside.end("t", escalation=thrown).flow("s1 t")
    else:
        inside.throw("t", escalation=thrown).user("a").end("e1").flow("s1 t a e1")
    drawing = Drawing().start().sub("k", inside).user("b").end().flow("s k b e")
    drawing.boundary("up", "k", escalation=on, interrupting=interrupting, outputs={"why": "=code"})
    return drawing.user("boss").end("e9").flow("up boss e9")


def test_an_escalation_tells_the_boss_and_the_work_goes_on() -> None:
    case = Case(escalating()).start()
    assert sorted(case.tasks) == ["a", "boss"]
    assert case.variables["why"] == "LATE"
    assert case.complete("a").complete("b").complete("boss").left_behind == []


def test_an_escalation_may_take_the_work_away() -> None:
    case = Case(escalating(interrupting=True)).start()
    assert case.tasks == ["boss"]
    assert case.complete("boss").left_behind == []


@pytest.mark.parametrize("interrupting", [False, True])
def test_an_escalation_end_reaches_the_boundary(interrupting: bool) -> None:
    case = Case(escalating(end=True, interrupting=interrupting)).start()
    assert sorted(case.tasks) == (["boss"] if interrupting else ["b", "boss"])


@pytest.mark.parametrize(("on", "tasks"), [("*", ["a", "boss"]), ("OTHER", ["a"])])
def test_an_escalation_is_known_by_its_code_or_by_a_catch_all(on: str, tasks: list[str]) -> None:
    case = Case(escalating(on=on)).start()
    assert (sorted(case.tasks), case.incidents) == (tasks, [])
    assert "escalation.thrown" in case.kinds


def test_an_escalation_nobody_hears_is_a_fact_and_nothing_else() -> None:
    case = Case(Drawing().start().throw("t", escalation="LATE").end("e", escalation="GONE").flow("s t e")).start()
    assert (case.is_over, case.incidents, case.left_behind) == (True, [], [])
    assert [fact.data for fact in case.memory.facts if fact.kind == "escalation.thrown"] == [
        {"code": "LATE"},
        {"code": "GONE"},
    ]


def test_an_error_end_takes_all_else_of_its_subprocess_along() -> None:
    inside = Drawing().start("s1").both("f").user("a").service("p").end("bad", error="FULL").end("e1")
    inside.flow("s1 f").flow("f a bad").flow("f p e1")
    drawing = Drawing().start().sub("k", inside).boundary("no", "k", error="FULL").user("x").end().end("e9")
    case = Case(drawing.flow("s k e").flow("no x e9")).start().complete("a")
    assert (case.tasks, case.memory.jobs) == (["x"], {})
    assert case.complete("x").left_behind == []


def test_what_opens_and_is_taken_away_within_one_step_is_never_seen() -> None:
    inside = Drawing().start("s1").both("f").user("a").service("p").user("q", to="=null").end("bad", error="FULL")
    inside.end("e1").flow("s1 f").flow("f a e1").flow("f p e1").flow("f q e1").flow("f bad")
    drawing = Drawing().start().sub("k", inside).boundary("no", "k", error="FULL").user("x").end().end("e9")
    case = Case(drawing.flow("s k e").flow("no x e9")).start()
    assert (case.tasks, case.memory.jobs, case.incidents) == (["x"], {}, [])
