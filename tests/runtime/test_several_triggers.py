"""Events of several triggers at starts, handlers and boundaries: the first is enough, or all are needed (§10.5.2)."""

from typing import Any

import pytest

from tests.runtime.case import Case
from tests.runtime.drawing import Drawing

ORDER = {"message": "order", "key": "=id"}
PAID = {"message": "paid", "key": "=id"}
ALARM = {"signal": "alarm"}
HOUR = {"timer": ("duration", "PT1H")}
MUCH = {"condition": "=n > 5"}


def begun(*events: dict[str, Any], together: bool = False) -> Drawing:
    drawing = Drawing().several("startEvent", "s", *events, together=together).user("a").end()
    return drawing.flow("s a e")


def handled(*events: dict[str, Any], interrupting: bool = True, together: bool = False, deep: bool = False) -> Case:
    inside = Drawing().several("startEvent", "hs", *events, together=together, isInterrupting=str(interrupting).lower())
    inside.user("h").end("he").flow("hs h he")
    drawing = Drawing().start("s0" if deep else "s").user("a").end("e0" if deep else "e").on("x", inside)
    drawing.flow("s0 a e0" if deep else "s a e")
    if deep:
        drawing = Drawing().start().sub("p1", Drawing().start("s1").sub("p2", drawing).end("e1").flow("s1 p2 e1")).end()
        drawing.flow("s p1 e")
    return Case(drawing, id="7", n=0).start()


def bounded(*events: dict[str, Any], interrupting: bool = True) -> Case:
    says = {"attachedToRef": "a", "cancelActivity": str(interrupting).lower()}
    drawing = Drawing().start().user("a").end().several("boundaryEvent", "b", *events, together=True, **says)
    return Case(drawing.user("z").end("f").flow("s a e").flow("b z f"), id="7", n=0).start()


# starts of the process


def test_each_trigger_of_a_start_event_begins_a_case_by_itself() -> None:
    drawing = begun({"message": "order"}, ALARM, {"timer": ("cycle", "R/P1D")})
    definition = drawing.version().definitions["p"]
    assert (definition.message_starts, definition.signal_starts) == ({"order": "s·1"}, {"alarm": "s·2"})
    assert definition.timer_starts == ("s·3",)
    for start in ("s·1", "s·2", "s·3"):
        case = Case(drawing).start(start)
        assert case.tasks == ["a"]
        assert case.trace == [start, "s"]
        assert case.complete("a").is_over


def test_a_start_that_needs_all_its_messages_is_no_start_of_one_of_them() -> None:
    drawing = begun({"message": "order"}, {"message": "paid"}, together=True)
    definition = drawing.version().definitions["p"]
    assert definition.message_starts == {}
    assert definition.joint_starts == {"s": ("order", "paid")}
    case = Case(drawing).start("s")
    assert case.trace == ["s·1", "s"]
    assert case.tasks == ["a"]


# event subprocesses


@pytest.mark.parametrize("deep", [False, True])
def test_any_trigger_begins_an_event_subprocess_that_interrupts_once(deep: bool) -> None:
    for act in ("order", "alarm", "timer"):
        case = handled(ORDER, ALARM, HOUR, deep=deep)
        if act == "order":
            case.deliver("order", "7", said="yes")
        elif act == "alarm":
            case.signal("alarm")
        else:
            case.wait(hours=1)
        assert case.tasks == ["h"]
        assert not [one for kind in ("message", "signal", "timer") for one in case.subscriptions(kind)]
        case.complete("h")
        assert case.is_over
        assert not case.left_behind
        assert case.variables.get("said") == ("yes" if act == "order" else None)


@pytest.mark.parametrize("deep", [False, True])
def test_an_event_subprocess_that_does_not_interrupt_begins_for_every_trigger(deep: bool) -> None:
    case = handled(ORDER, ALARM, interrupting=False, deep=deep)
    case.deliver("order", "7").signal("alarm").signal("alarm")
    assert case.tasks == ["a", "h", "h", "h"]
    assert "hs" in case.complete("h").trace
    case.complete("h").complete("h").complete("a")
    assert case.is_over
    assert not case.left_behind


@pytest.mark.parametrize("deep", [False, True])
def test_an_event_subprocess_that_needs_all_triggers_begins_with_the_last(deep: bool) -> None:
    case = handled(ORDER, ALARM, MUCH, together=True, deep=deep)
    case.signal("alarm", loud=True)
    assert case.tasks == ["a"]
    case.deliver("order", "7", said="yes")
    assert case.tasks == ["a"]
    assert "said" not in case.variables
    case.complete("a", n=9)
    assert case.tasks == ["h"]
    assert case.variables["said"] == "yes"
    assert case.variables["loud"] is True
    case.complete("h")
    assert case.is_over
    assert not case.left_behind


def test_what_came_before_the_others_goes_with_its_scope() -> None:
    case = handled(ORDER, ALARM, together=True, deep=True).signal("alarm").complete("a")
    assert case.is_over
    assert not case.left_behind


def test_without_interruption_all_triggers_are_needed_anew() -> None:
    case = handled(ORDER, ALARM, interrupting=False, together=True)
    case.signal("alarm").signal("alarm").deliver("order", "7")
    assert case.tasks == ["a", "h"]
    case.deliver("order", "7")
    assert case.tasks == ["a", "h"]
    case.signal("alarm")
    assert case.tasks == ["a", "h", "h"]


# boundaries


def test_a_boundary_that_needs_all_triggers_interrupts_with_the_last_in_any_order() -> None:
    case = bounded(ORDER, PAID, HOUR).deliver("paid", "7", sum=3).wait(hours=2)
    assert case.tasks == ["a"]
    case.deliver("order", "7", said="yes")
    assert case.tasks == ["z"]
    assert (case.variables["said"], int(case.variables["sum"])) == ("yes", 3)
    case.complete("z")
    assert case.is_over
    assert not case.left_behind


def test_a_boundary_that_needs_all_triggers_never_begins_where_one_misses() -> None:
    case = bounded(ORDER, ALARM).signal("alarm").complete("a")
    assert case.is_over
    assert not case.left_behind
    assert "z" not in case.trace


def test_beside_its_activity_a_boundary_waits_for_all_again_and_for_a_condition_to_become_true_again() -> None:
    drawing = Drawing().start().both("g").user("a").user("c").end().end("d")
    says = {"attachedToRef": "a", "cancelActivity": "false"}
    drawing.several("boundaryEvent", "b", ALARM, MUCH, together=True, **says).user("z").end("f")
    drawing.flow("s g a e").flow("g c d").flow("b z f")
    case = Case(drawing, n=9).start().signal("alarm")
    assert sorted(case.tasks) == ["a", "c", "z"]
    case.signal("alarm")
    assert case.tasks.count("z") == 1, "the condition has held all the time"
    case.complete("z", n=1).complete("c", n=8)
    assert case.tasks.count("z") == 1, "it became true again"
