"""What a multi-instance activity throws as its items complete (BPMN 2.0.2 Tables 10.30, 10.31)."""

from decimal import Decimal
from typing import Any

import pytest

from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def looped(on: str = "user", **loop: Any) -> Drawing:
    drawing = Drawing().start()
    if on == "user":
        drawing.user("t")
    else:
        drawing.script("t", "=loopCounter", "x")
    drawing.user("after").end().user("told").end("f")
    loop = {"times": "=3", **loop}
    return drawing.each("t", **loop).boundary("b", "t", signal="half").flow("s t after e").flow("b told f")


@pytest.mark.parametrize("one_by_one", [True, False])
@pytest.mark.parametrize(("loop", "times"), [({"none": {"signal": "half"}}, 3), ({"one": {"signal": "half"}}, 1)])
def test_none_throws_at_each_item_and_one_at_the_first_while_all_items_complete(
    loop: dict[str, Any], times: int, one_by_one: bool
) -> None:
    case = Case(looped("script", one_by_one=one_by_one, **loop)).start()
    assert sorted(case.tasks) == ["after"] + ["told"] * times
    assert case.trace.count("t") == 3
    assert len(case.memory.signals) == times


def test_a_boundary_takes_a_token_beside_an_activity_that_waits_still() -> None:
    case = Case(looped(one={"signal": "half"})).start()
    case.answer("t", 1)
    assert case.tasks == ["t", "t", "told"]
    case.answer("t", 0).answer("t", 0)
    assert sorted(case.tasks) == ["after", "told"]
    case.complete("told").complete("after")
    assert case.is_over
    assert not case.left_behind


def test_the_same_signal_from_elsewhere_interrupts_as_it_is_drawn() -> None:
    case = Case(looped(one={"signal": "half"})).start().signal("half")
    assert case.tasks == ["told"]


@pytest.mark.parametrize("one_by_one", [True, False])
def test_complex_throws_where_its_condition_holds_and_cancels_the_rest(one_by_one: bool) -> None:
    when = {"=numberOfCompletedInstances = 2": {"signal": "half"}}
    case = Case(looped(one_by_one=one_by_one, when=when)).start()
    case.answer("t", 0)
    assert "told" not in case.tasks
    case.answer("t", 0)
    assert sorted(case.tasks) == ["after", "told"]
    payload = case.memory.signals[0].payload
    assert payload["numberOfCompletedInstances"] == Decimal(2)
    assert payload["numberOfTerminatedInstances"] == Decimal(0 if one_by_one else 1)
    assert payload["numberOfActiveInstances"] == Decimal(0)


def test_every_condition_that_holds_throws_and_one_without_event_only_cancels() -> None:
    both = {"=true": {"signal": "half"}, "=loopCounter = 1": {"signal": "quiet"}, "=loopCounter > 5": {"signal": "no"}}
    case = Case(looped(when=both)).start().answer("t", 0)
    assert [one.name for one in case.memory.signals] == ["half", "quiet"]
    assert sorted(case.tasks) == ["after", "told"]
    silent = Case(looped(when={"=true": {}})).start().answer("t", 2)
    assert silent.tasks == ["after"]
    assert silent.kinds.count("loop.thrown") == 0


def test_all_conditions_false_means_every_item_completes_silently() -> None:
    case = Case(looped("script", when={"=false": {"signal": "half"}})).start()
    assert case.tasks == ["after"]
    assert case.trace.count("t") == 3


def test_the_numbers_of_the_loop_come_along_to_whoever_asks() -> None:
    drawing = Drawing().start().user("t").each("t", times="=2", none={"signal": "half"}).end().end("f")
    outputs = {"done": "=numberOfCompletedInstances", "which": "=loopCounter"}
    drawing.boundary("b", "t", signal="half", interrupting=False, outputs=outputs).flow("s t e").flow("b f")
    case = Case(drawing).start().answer("t", 1)
    assert case.variables == {"done": Decimal(1), "which": Decimal(2)}
    assert "numberOfInstances" not in Case(looped("script", none={"signal": "half"})).start().variables


def test_an_escalation_goes_to_the_boundary_beside_the_activity_or_outward_as_ever() -> None:
    drawing = Drawing().start().user("t").each("t", times="=3", one={"escalation": "LATE"}).end().user("told").end("f")
    own = drawing.boundary("b", "t", escalation="LATE").flow("s t e").flow("b told f")
    case = Case(own).start().answer("t", 0)
    assert case.tasks == ["t", "t", "told"]
    inside = Drawing().start("s2").user("t").each("t", times="=3", one={"escalation": "LATE"}).end("e2").flow("s2 t e2")
    outer = Drawing().start().sub("p1", inside).end().user("told").end("f").boundary("b", "p1", escalation="LATE")
    case = Case(outer.flow("s p1 e").flow("b told f")).start().answer("t", 0)
    assert case.tasks == ["told"], "an enclosing boundary interrupts as it is drawn"


def test_a_handler_that_interrupts_ends_the_loop_it_heard() -> None:
    handler = Drawing().start("hs", signal="half").user("h").end("he").flow("hs h he")
    drawing = Drawing().start().user("t").each("t", times="=3", none={"signal": "half"}).end().on("x", handler)
    case = Case(drawing.flow("s t e")).start().answer("t", 0)
    assert case.tasks == ["h"]
    case.complete("h")
    assert case.is_over
    assert not case.left_behind


def test_a_condition_that_is_null_stops_the_item_which_a_new_try_completes() -> None:
    case = Case(looped(when={"=limit > 1": {"signal": "half"}})).start().answer("t", 0)
    assert case.incidents == [("t", "feel.null")]
    case.retry("t", limit=2)
    assert sorted(case.tasks) == ["after", "told"]
    assert case.trace.count("t") == 1


def test_what_the_completion_condition_cancels_is_counted_as_terminated() -> None:
    case = Case(looped(until="=numberOfCompletedInstances >= 1")).start().answer("t", 0)
    assert case.tasks == ["after"]
    assert next(f.data for f in case.memory.facts if f.kind == "loop.completed") == {"n": 1, "terminated": 2}


def test_what_a_loop_throws_may_be_one_of_several_triggers_that_are_all_needed() -> None:
    drawing = Drawing().start().user("t").each("t", times="=3", none={"signal": "half"}).end().user("z").end("f")
    says = {"attachedToRef": "t", "cancelActivity": "true"}
    drawing.several("boundaryEvent", "b", {"signal": "half"}, {"signal": "stop"}, together=True, **says)
    case = Case(drawing.flow("s t e").flow("b z f")).start().answer("t", 0)
    assert case.tasks == ["t", "t"]
    case.signal("stop")
    assert case.tasks == ["z"]
    assert case.complete("z").is_over
    assert not case.left_behind
