"""Embedded subprocesses: a scope with variables, events and an end of its own (BPMN 2.0.2 §13.3.4)."""

import sys
from decimal import Decimal

from engine.model.step import InstanceState
from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def examined(**around: object) -> Drawing:
    inside = Drawing().start("s1").user("a").end("e1").flow("s1 a e1")
    return Drawing().start().sub("k", inside, **around).user("b").end().flow("s k b e")  # type: ignore[arg-type]


def forked() -> Drawing:
    inside = Drawing().start("s1").both("f").user("a").user("c").end("e1").end("e2")
    return inside.flow("s1 f").flow("f a e1").flow("f c e2")


def test_a_subprocess_is_over_when_nothing_is_left_inside() -> None:
    case = Case(Drawing().start().sub("k", forked()).user("b").end().flow("s k b e")).start()
    assert case.complete("a").tasks == ["c"]
    assert case.complete("c").tasks == ["b"]
    assert case.trace == ["s", "s1", "a", "e1", "c", "e2", "k"]
    assert case.complete("b").is_over
    assert case.left_behind == []


def test_a_subprocess_without_a_start_begins_wherever_no_flow_comes_in() -> None:
    inside = Drawing().user("a").user("c").user("d").flow("a d")
    case = Case(Drawing().start().sub("k", inside).end().flow("s k e")).start()
    assert case.tasks == ["a", "c"]
    case.complete("c").complete("a").complete("d")
    assert (case.is_over, case.left_behind) == (True, [])


def test_an_empty_subprocess_is_passed() -> None:
    assert Case(Drawing().start().sub("k", Drawing()).end().flow("s k e")).start().is_over


def test_inputs_live_and_die_with_the_subprocess() -> None:
    case = Case(examined(inputs={"n": "=n + 1", "who": "=name"}), n=1, name="x").start()
    assert case.seen("a") == {"n": Decimal(2), "who": "x", "name": "x"}
    case.complete("a", n=9, name="y", new=True)
    assert case.variables == {"n": Decimal(1), "name": "y", "new": True}
    assert {scope for scope, _ in case.memory.values} == {0}


def test_outputs_say_what_leaves_a_subprocess() -> None:
    case = Case(examined(inputs={"n": "=n + 1"}, outputs={"total": "=n * 10", "box.deep": "=n"}), n=1).start()
    case.complete("a", n=5)
    assert case.variables == {"n": Decimal(1), "total": Decimal(50), "box": {"deep": Decimal(5)}}


def test_an_output_that_fails_is_repaired_without_doing_the_work_again() -> None:
    inside = Drawing().start("s1").user("a").end("e1").flow("s1 a e1")
    drawing = Drawing().start().sub("k", inside, outputs={"x": "=count(for i in 1..n return i)"})
    case = Case(drawing.end().flow("s k e"), n=10_000_000).start().complete("a")
    assert case.incidents == [("k", "feel.budget")]
    assert case.retry("k", n=3).is_over
    assert case.variables["x"] == Decimal(3)
    assert case.left_behind == []


def test_a_terminate_end_ends_only_its_own_scope() -> None:
    inside = Drawing().start("s1").both("f").user("a").user("c").end("stop", terminate=True).end("e2")
    inside.flow("s1 f").flow("f a stop").flow("f c e2")
    case = Case(
        Drawing()
        .start()
        .both("g")
        .sub("k", inside)
        .user("b")
        .user("after")
        .end("e3")
        .end()
        .flow("s g")
        .flow("g k after e3")
        .flow("g b e")
    ).start()
    assert case.complete("a").tasks == ["b", "after"]
    assert case.complete("b").complete("after").left_behind == []


def test_a_terminate_end_outside_takes_every_subprocess_along() -> None:
    drawing = Drawing().start().both("g").sub("k", forked()).user("b").end("stop", terminate=True).end()
    case = Case(drawing.flow("s g").flow("g k e").flow("g b stop")).start().complete("b")
    assert (case.is_over, case.tasks, case.left_behind) == (True, [], [])


def timed(*, interrupting: bool = True) -> Drawing:
    drawing = Drawing().start().sub("k", forked(), inputs={"n": "=1"})
    drawing.boundary("late", "k", timer=("duration", "P1D"), interrupting=interrupting).user("esc").user("b")
    return drawing.end().end("e9").flow("s k b e").flow("late esc e9")


def test_a_deadline_on_a_subprocess_takes_all_of_it_away() -> None:
    case = Case(timed()).start().complete("a").wait(days=1)
    assert case.tasks == ["esc"]
    assert case.complete("esc").is_over
    assert case.left_behind == []


def test_a_reminder_on_a_subprocess_leaves_it_at_work() -> None:
    case = Case(timed(interrupting=False)).start().wait(days=1)
    assert case.tasks == ["a", "c", "esc"]
    case.complete("a").complete("c")
    assert case.subscriptions("timer") == []
    assert case.complete("esc").complete("b").left_behind == []


def test_a_subprocess_in_a_loop_is_entered_anew() -> None:
    drawing = Drawing().start().xor("m").sub("k", forked(), inputs={"n": "=0"}).xor("g").end().flow("s m k g")
    case = Case(drawing.flow("g e", when="=ok").flow("g m", default=True)).start()
    for _ in range(3):
        case.complete("a").complete("c", ok=False)
        assert (len(case.memory.tokens), len(case.memory.scopes)) == (3, 2)
    assert case.complete("c").complete("a", ok=True).left_behind == []


def test_a_join_waits_only_for_the_tokens_of_its_own_subprocess() -> None:
    inside = Drawing().start("s1").both("f").user("a").user("c").both("j").end("e1")
    inside.flow("s1 f").flow("f a j").flow("f c j").flow("j e1")
    drawing = Drawing().start().xor("m").sub("k", inside).end().both("g").flow("s g").flow("g m").flow("g m")
    case = Case(drawing.flow("m k e")).start()
    assert case.tasks == ["a", "c", "a", "c"]
    # One answer of each round: no join is complete, though two tokens wait.
    case.answer("a", 0).answer("c", 1)
    assert case.tasks == ["c", "a"]
    assert case.complete("c").complete("a").left_behind == []


def nested(depth: int) -> Drawing:
    inside = Drawing().start("s0").user("a").service("p").end("e0").both("f").flow("s0 f").flow("f a e0").flow("f p e0")
    for level in range(1, depth):
        handled = Drawing().start(f"m{level}", message=f"m{level}").end(f"z{level}").flow(f"m{level} z{level}")
        around = Drawing().start(f"s{level}").sub(f"k{level}", inside, inputs={f"v{level}": f"={level}"})
        inside = around.end(f"e{level}").on(f"on{level}", handled).flow(f"s{level} k{level} e{level}")
    drawing = Drawing().start().sub("k", inside).boundary("late", "k", timer=("duration", "P1D")).user("b")
    return drawing.end().end("out").flow("s k e").flow("late b out")


def test_any_depth_is_entered_left_and_cancelled_without_the_stack() -> None:
    depth = 80
    # The reader refuses files nested deeper than 100; so the stack is made small instead.
    drawing = nested(depth)
    first, second, third = Case(drawing), Case(drawing), Case(drawing)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(_depth() + 75)
    try:
        assert first.start().wait(days=1).tasks == ["b"]
        second.start().complete("a").finish("p")
        third.start().withdraw()
    finally:
        sys.setrecursionlimit(limit)
    assert first.complete("b").left_behind == []
    assert (second.is_over, second.left_behind) == (True, [])
    assert (third.memory.state, third.left_behind) == (InstanceState.WITHDRAWN, [])


def _depth() -> int:
    frame, depth = sys._getframe(), 0
    while frame.f_back:
        frame, depth = frame.f_back, depth + 1
    return depth


def test_an_incident_inside_is_repaired_inside() -> None:
    inside = Drawing().start("s1").xor("g").user("a").end("e1").flow("s1 g").flow("g a", when="=ok").flow("a e1")
    case = Case(Drawing().start().sub("k", inside, inputs={"ok": "=null"}).end().flow("s k e"), ok="outside").start()
    assert case.incidents == [("g", "feel.null")]
    case.retry("g", ok=True)
    assert case.tasks == ["a"]
    assert case.variables["ok"] == "outside"
    assert case.complete("a").left_behind == []


def test_an_input_that_fails_keeps_the_token_before_the_subprocess() -> None:
    inside = Drawing().start("s1").user("a").end("e1").flow("s1 a e1")
    drawing = Drawing().start().sub("k", inside, inputs={"x": "=count(for i in 1..n return i)"}).end().flow("s k e")
    case = Case(drawing, n=10_000_000).start()
    assert (case.incidents, case.tasks) == ([("k", "feel.budget")], [])
    assert case.retry("k", n=2).tasks == ["a"]
    assert case.complete("a").left_behind == []


def test_the_trail_tells_of_entering_and_leaving_by_ids_only() -> None:
    case = Case(examined(inputs={"n": "=1"})).start().complete("a", nama="Budi")
    entered = next(fact for fact in case.memory.facts if fact.kind == "subprocess.entered")
    assert (entered.element, entered.data) == ("k", {})
    assert [fact.data for fact in case.memory.facts if fact.element == "k"][-1] == {}


def test_what_an_automatic_inside_changes_of_its_inputs_leaves_by_the_outputs() -> None:
    inside = Drawing().start("is").script("one", "= x + 1", "x").end("ie").flow("is one ie")
    drawing = Drawing().start().sub("sub", inside, inputs={"x": "= 5"}, outputs={"y": "= x * 2"}).end().flow("s sub e")
    case = Case(drawing, x=1).start()
    assert (case.variables["x"], case.variables["y"]) == (1, 12)
