"""Some of the ways, and meeting again when nothing more can come (BPMN 2.0.2 §13.4.3)."""

import pytest

from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def fork() -> Drawing:
    """Three ways, the third by default, which meet in one join."""
    return (
        Drawing()
        .start()
        .some("f")
        .user("a")
        .user("b")
        .user("c")
        .some("j")
        .user("z")
        .end()
        .flow("s f")
        .flow("f a", when="=n > 0")
        .flow("f b", when="=n > 1")
        .flow("f c", default=True)
        .flow("a j")
        .flow("b j")
        .flow("c j z e")
    )


@pytest.mark.parametrize(("n", "ways"), [(2, ["a", "b"]), (1, ["a"]), (0, ["c"])])
def test_every_true_way_is_taken_and_the_default_only_when_none_is(n: int, ways: list[str]) -> None:
    case = Case(fork(), n=n).start()
    assert case.tasks == ways
    for way in ways:
        assert "z" not in case.tasks
        case.complete(way)
    assert case.tasks == ["z"]
    assert case.complete("z").is_over
    assert case.left_behind == []


def test_no_way_out_is_an_incident_and_the_corrected_value_lets_the_token_go_on() -> None:
    drawing = Drawing().start().some("g").user("a").user("b").end().flow("s g").flow("a e").flow("b e")
    case = Case(drawing.flow("g a", when="=n > 1").flow("g b", when="=n > 2"), n=0).start()
    assert case.incidents == [("g", "gateway.no_flow")]
    assert case.retry("g", n=5).tasks == ["a", "b"]


def test_a_join_without_a_way_out_is_repaired_without_waiting_again() -> None:
    drawing = Drawing().start().both("f").user("a").user("b").some("g").user("c").user("d").end()
    drawing.flow("s f").flow("f a g").flow("f b g").flow("g c", when="=n > 1").flow("g d", when="=n > 2")
    case = Case(drawing.flow("c e").flow("d e"), n=0).start().complete("b").complete("a")
    assert case.incidents == [("g", "gateway.no_flow")]
    assert case.retry("g", n=2).tasks == ["c"]
    assert case.complete("c").left_behind == []


def test_a_flow_without_a_condition_is_always_taken() -> None:
    drawing = Drawing().start().some("g").user("a").user("b").user("c").end().flow("s g").flow("g a e")
    case = Case(drawing.flow("g b", when="=false").flow("g c", default=True).flow("b e").flow("c e")).start()
    assert case.tasks == ["a"]


def test_the_join_waits_only_for_what_can_still_come() -> None:
    # b may go past the join: once it has, nothing more can come.
    drawing = Drawing().start().both("f").user("a").user("b").xor("x").some("j").user("z").user("past").end()
    drawing.flow("s f").flow("f a j").flow("f b x").flow("x j", when="=n > 0").flow("x past e", default=True)
    case = Case(drawing.flow("j z e"), n=0).start().complete("a")
    assert case.tasks == ["b"]
    assert sorted(case.complete("b").tasks) == ["past", "z"]
    assert case.complete("past").complete("z").left_behind == []


def test_a_token_that_waits_in_another_join_still_counts() -> None:
    drawing = Drawing().start().both("f").user("a").user("b").user("c").both("p").some("j").user("z").end()
    drawing.flow("s f").flow("f a j").flow("f b p").flow("f c p").flow("p j z e")
    case = Case(drawing).start().complete("b").complete("a")
    assert case.tasks == ["c"], "b waits at p, from where it can still reach j"
    assert case.complete("c").tasks == ["z"]
    assert case.complete("z").left_behind == []


def test_a_token_that_can_also_come_by_a_filled_flow_is_not_waited_for() -> None:
    # From y both flows of the join can be reached, and the one by a is filled: the join does not wait for it.
    drawing = Drawing().start().both("f").user("a").user("y").xor("x").xor("m").some("j").user("z").end()
    drawing.flow("s f").flow("f a m j").flow("f y x").flow("x m", when="=n > 0").flow("x j", default=True)
    case = Case(drawing.flow("j z e"), n=0).start().complete("a")
    assert sorted(case.tasks) == ["y", "z"]
    assert case.complete("y").tasks == ["z", "z"]
    assert case.complete("z").complete("z").left_behind == []


def test_a_join_at_the_head_of_a_loop_goes_on_at_once_in_every_round() -> None:
    drawing = Drawing().start().some("j").user("a").some("g").user("z").end()
    drawing.flow("s j a g").flow("g j", when="=again").flow("g z", default=True).flow("z e")
    case = Case(drawing).start()
    for _ in range(3):
        case.complete("a", again=True)
        assert case.tasks == ["a"]
    assert case.complete("a", again=False).tasks == ["z"]
    assert case.complete("z").left_behind == []


def test_the_whole_pattern_works_inside_a_loop() -> None:
    drawing = Drawing().start().xor("m").some("f").user("a").user("b").some("j").user("q").xor("x").end()
    drawing.flow("s m f").flow("f a j", when="=n > 0").flow("f b j", default=True).flow("j q x")
    case = Case(drawing.flow("x m", when="=n > 0").flow("x e", default=True), n=1).start()
    case.complete("a").complete("q", n=1).complete("a").complete("q", n=0)
    assert case.is_over
    assert case.left_behind == []


def test_an_activity_whose_boundary_event_may_still_come_to_the_join_counts() -> None:
    drawing = Drawing().start().both("f").user("a").user("b").boundary("t", "b", timer=("duration", "P1D"))
    drawing.end("e1").some("j").user("z").end().flow("s f").flow("f a j").flow("f b e1").flow("t j z e")
    case = Case(drawing).start().complete("a")
    assert case.tasks == ["b"]
    assert case.complete("b").tasks == ["z"], "the boundary event can come no more"


def test_a_parallel_join_inside_a_branch_is_waited_for() -> None:
    drawing = Drawing().start().some("f").user("a").both("p").user("b").user("c").both("q").some("j").user("z").end()
    drawing.flow("s f").flow("f a j", when="=true").flow("f p", when="=true").flow("p b q").flow("p c q")
    case = Case(drawing.flow("q j z e")).start().complete("a").complete("b")
    assert case.tasks == ["c"]
    assert case.complete("c").tasks == ["z"]


def test_two_tokens_by_one_flow_are_two_rounds() -> None:
    drawing = Drawing().start().both("f").xor("m").user("a").some("j").user("z").end()
    drawing.flow("s f").flow("f m").flow("f m").flow("m j").flow("f a j").flow("j z e")
    case = Case(drawing).start().complete("a")
    assert case.tasks == ["z", "z"], "a's flow counts once"
    assert case.complete("z").complete("z").left_behind == []


def test_a_terminate_end_leaves_nothing_of_a_join() -> None:
    drawing = Drawing().start().both("f").user("a").user("b").user("c").some("j").end().end("x", terminate=True)
    case = Case(drawing.flow("s f").flow("f a j").flow("f b j").flow("j e").flow("f c x")).start()
    assert case.complete("a").complete("c").left_behind == []
    assert case.is_over


def test_a_withdrawn_case_leaves_nothing_of_a_join() -> None:
    drawing = Drawing().start().both("f").user("a").user("b").some("j").end()
    case = Case(drawing.flow("s f").flow("f a j").flow("f b j").flow("j e")).start().complete("a")
    assert case.withdraw().left_behind == []


def test_a_process_without_such_a_join_counts_no_tokens() -> None:
    drawing = Drawing().start().some("f").user("a").user("b").end().flow("s f").flow("f a e")
    case = Case(drawing.flow("f b", default=True).flow("b e")).start()
    assert case.memory.counts == {}
