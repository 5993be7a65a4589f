"""Gateways that join and split at once, and several flows between the same two nodes (BPMN 2.0.2 §8.4.13, §10.6.1)."""

from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def test_a_parallel_gateway_waits_for_all_and_goes_on_by_all() -> None:
    drawing = Drawing().start().both("f").user("a").user("b").both("m").user("c").user("d").both("j").end()
    drawing.flow("s f").flow("f a m").flow("f b m").flow("m c j").flow("m d j").flow("j e")
    case = Case(drawing).start().complete("a")
    assert case.tasks == ["b"]
    assert case.complete("b").tasks == ["c", "d"]
    assert case.complete("d").complete("c").left_behind == []


def test_an_exclusive_gateway_passes_each_token_on_by_one_way() -> None:
    drawing = Drawing().start().both("f").user("a").user("b").xor("m").user("c").user("d").end().flow("s f")
    drawing.flow("f a m").flow("f b m").flow("m c", when="=n > 1").flow("m d", default=True).flow("c e").flow("d e")
    case = Case(drawing, n=2).start().complete("a", n=1)
    assert case.tasks == ["b", "d"]
    assert case.complete("b", n=5).tasks == ["d", "c"]


def test_an_inclusive_gateway_joins_what_came_and_then_chooses() -> None:
    drawing = Drawing().start().some("f").user("a").user("b").some("m").user("c").user("d").end().flow("s f")
    drawing.flow("f a", when="=x").flow("f b", when="=y").flow("a m").flow("b m")
    drawing.flow("m c", when="=n > 1").flow("m d", when="=n > 2").flow("c e").flow("d e")
    case = Case(drawing, x=True, y=True, n=3).start().complete("a")
    assert case.tasks == ["b"]
    assert case.complete("b").tasks == ["c", "d"]


def test_an_event_based_gateway_waits_anew_for_each_token() -> None:
    drawing = Drawing().start().both("f").user("a").user("b").first("m").catch("x", message="mx").end().flow("s f")
    drawing.catch("t", timer=("duration", "PT1H")).flow("f a m").flow("f b m").flow("m x e").flow("m t e")
    case = Case(drawing).start().complete("a").complete("b")
    assert len(case.subscriptions("message")) == 2
    case.deliver("mx").wait(hours=1)
    assert case.is_over
    assert case.left_behind == []


def test_a_complex_gateway_waits_for_enough_and_then_chooses() -> None:
    drawing = Drawing().start().both("f").user("a").user("b").weigh("m", "=activationCount = 2").user("c").user("d")
    drawing.end().flow("s f").flow("f a m").flow("f b m").flow("m c", when="=n > 1").flow("m d", default=True)
    case = Case(drawing.flow("c e").flow("d e"), n=1).start().complete("a")
    assert case.tasks == ["b"]
    assert case.complete("b").tasks == ["d"]
    assert case.complete("d").left_behind == []


def test_two_flows_between_the_same_nodes_are_two() -> None:
    drawing = Drawing().start().both("f").both("j").user("a").end().flow("s f").flow("f j").flow("f j").flow("j a e")
    case = Case(drawing).start()
    assert case.tasks == ["a"]
    twice = Drawing().start().both("f").user("a").end().flow("s f").flow("f a").flow("f a").flow("a e")
    assert Case(twice).start().tasks == ["a", "a"]
    either = Drawing().start().xor("x").user("a").end().flow("s x").flow("x a", when="=n > 1").flow("x a", default=True)
    assert Case(either.flow("a e"), n=5).start().tasks == ["a"]


def test_a_merge_may_be_the_end_of_a_path_where_there_are_no_end_events() -> None:
    for gate in ("xor", "both", "some"):
        drawing = Drawing().user("a").user("b")
        getattr(drawing, gate)("j")
        case = Case(drawing.flow("a j").flow("b j")).start().complete("a").complete("b")
        assert case.is_over
        assert case.left_behind == []


def test_a_gateway_may_begin_a_process_without_start_events() -> None:
    drawing = Drawing().both("f").user("a").user("b").flow("f a").flow("f b")
    case = Case(drawing).start()
    assert case.tasks == ["a", "b"]
    chosen = Drawing().xor("x").user("a").user("b").flow("x a", when="=n > 1").flow("x b", default=True)
    assert Case(chosen, n=0).start().tasks == ["b"]
    weighed = Drawing().weigh("g").user("a").user("b").flow("g a", when="=n > 1").flow("g b", default=True)
    assert Case(weighed, n=2).start().tasks == ["a"]
