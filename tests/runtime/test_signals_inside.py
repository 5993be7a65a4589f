"""A signal thrown in a case reaches the case's own catchers before the next node runs (BPMN 2.0.2 §10.5.5)."""

import pytest

from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


@pytest.mark.parametrize(("interrupting", "tasks"), [(True, ["x"]), (False, ["b", "x"])])
def test_a_signal_at_the_end_of_a_subprocess_is_heard_at_its_edge(interrupting: bool, tasks: list[str]) -> None:
    inside = Drawing().start("s1").end("t", signal="done").flow("s1 t")
    drawing = Drawing().start().sub("k", inside).boundary("heard", "k", signal="done", interrupting=interrupting)
    drawing.user("x").end("e9").user("b").end().flow("s k b e").flow("heard x e9")
    case = Case(drawing).start()
    assert sorted(case.tasks) == tasks
    assert [one.before for one in case.memory.signals] == [0]
    for element in tasks:
        case.complete(element)
    assert (case.is_over, case.left_behind) == (True, [])


def test_a_signal_starts_a_handler_of_its_own_case() -> None:
    handler = Drawing().start("on", signal="halt").user("h").end("eh").flow("on h eh")
    drawing = Drawing().start().both("f").user("a").throw("t", signal="halt").user("b").end().end("e2")
    case = Case(drawing.flow("s f").flow("f a e").flow("f t b e2").on("ev", handler)).start()
    assert (case.tasks, case.kinds.count("signal.received")) == (["h"], 1)
    assert case.complete("h").left_behind == []


def test_what_begins_to_wait_later_does_not_hear_an_earlier_signal() -> None:
    case = Case(Drawing().start().throw("t", signal="go").catch("c", signal="go").end().flow("s t c e")).start()
    assert not case.is_over
    assert case.signal("go").is_over
