"""Complex gateways: enough is enough, and what comes late is let in (BPMN 2.0.2 §13.4.5)."""

import pytest

from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def several(activation: str, ways: int = 3) -> Drawing:
    """Ways beside each other that meet in one complex gateway."""
    drawing = Drawing().start().both("f").weigh("g", activation).user("z").end().flow("s f").flow("g z e")
    for name in "abcde"[:ways]:
        drawing.user(name).flow(f"f {name} g")
    return drawing


def test_the_gateway_goes_on_with_the_first_of_several() -> None:
    case = Case(several("=activationCount >= 1")).start().complete("b")
    assert case.tasks == ["a", "c", "z"]
    assert case.complete("z").complete("a").tasks == ["c"]
    assert case.complete("c").is_over
    assert case.left_behind == []
    assert case.trace.count("z") == 1


def test_two_of_three_are_enough_and_the_third_is_let_in() -> None:
    case = Case(several("activationCount >= 2")).start().complete("a")
    assert case.tasks == ["b", "c"]
    case.complete("c")
    assert case.tasks == ["b", "z"]
    assert case.complete("z").tasks == ["b"]
    assert case.complete("b").is_over
    assert case.left_behind == []


def test_all_at_once_are_one_round() -> None:
    drawing = Drawing().start().both("f").weigh("g", "=activationCount >= 2").user("z").end()
    drawing.flow("s f").flow("f g").flow("f g").flow("f g").flow("g z e")
    case = Case(drawing).start()
    assert case.tasks == ["z"]
    assert case.complete("z").is_over
    assert case.left_behind == []


def test_a_condition_may_name_the_flows() -> None:
    flows = Case(several("=true")).compiled.definition.flows.values()
    names = {flow.source: flow.id for flow in flows if flow.target == "g"}
    chief = several(f"=activationCounts.{names['b']} >= 1 and activationCount >= 2")
    case = Case(chief).start().complete("a").complete("c")
    assert case.tasks == ["b"]
    assert case.complete("b").tasks == ["z"]
    assert case.complete("z").is_over


def rounds(activation: str) -> Drawing:
    """Two approvers meet; the decision may send both back."""
    drawing = Drawing().start().xor("m").both("f").user("a").user("b").weigh("g", activation).user("z").xor("x").end()
    drawing.flow("s m f").flow("f a g").flow("f b g").flow("g z x")
    return drawing.flow("x m", when="=again").flow("x e", default=True)


def test_a_round_begins_anew_when_the_late_one_has_come() -> None:
    case = Case(rounds("=activationCount >= 1")).start().complete("a").complete("b").complete("z", again=True)
    assert case.tasks == ["a", "b"]
    case.complete("b").complete("z", again=False)
    assert not case.is_over
    assert case.complete("a").is_over
    assert case.left_behind == []


def test_a_token_of_the_next_round_waits_until_the_first_round_is_whole() -> None:
    case = Case(rounds("=activationCount >= 1")).start().complete("a").complete("z", again=True)
    assert sorted(case.tasks) == ["a", "b", "b"]
    case.complete("a")
    # By the flow of `a` one was taken already: this one belongs to the round after.
    assert "z" not in case.tasks
    case.answer("b", 0)
    assert case.tasks.count("z") == 1
    case.complete("z", again=False).complete("b")
    assert case.is_over
    assert case.left_behind == []


def test_a_way_that_ends_elsewhere_is_not_waited_for() -> None:
    drawing = Drawing().start().both("f").user("a").user("b").xor("x").weigh("g", "=activationCount >= 1")
    drawing.user("z").user("late").end().end("e2").flow("s f").flow("f a g").flow("f b x").flow("x g", when="=n > 1")
    drawing.flow("x e2", default=True).flow("z e").flow("g z", when="=waitingForStart")
    drawing.flow("late e").flow("g late", when="=not(waitingForStart)")
    case = Case(drawing, n=0).start().complete("a")
    assert case.tasks == ["b", "z"]
    # Nothing can come any more: the gateway resets, and says so where it is asked.
    assert case.complete("b").tasks == ["z", "late"]
    assert case.complete("z").complete("late").is_over
    assert case.left_behind == []


def test_what_comes_late_can_be_told_from_the_first() -> None:
    drawing = Drawing().start().both("f").user("a").user("b").user("c").weigh("g", "=activationCount >= 2")
    drawing.user("z").user("late").end().flow("s f").flow("f a g").flow("f b g").flow("f c g")
    drawing.flow("z e").flow("g z", when="=waitingForStart and activationCount = 2")
    drawing.flow("late e").flow("g late", when="=not(waitingForStart) and activationCount = 1")
    case = Case(drawing).start().complete("a").complete("b")
    assert case.tasks == ["c", "z"]
    assert case.complete("c").tasks == ["z", "late"]
    assert case.complete("late").complete("z").is_over


def apart() -> Drawing:
    drawing = Drawing().start().weigh("g").user("a").user("b").user("c").end().flow("s g")
    drawing.flow("g a", when="=n > 0").flow("g b", when="=n > 1").flow("g c", default=True)
    return drawing.flow("a e").flow("b e").flow("c e")


@pytest.mark.parametrize(("n", "ways"), [(2, ["a", "b"]), (1, ["a"]), (0, ["c"])])
def test_a_split_takes_every_true_way_once_and_the_default_only_when_none_is(n: int, ways: list[str]) -> None:
    case = Case(apart(), n=n).start()
    assert case.tasks == ways
    for way in ways:
        case.complete(way)
    assert case.is_over
    assert case.left_behind == []


def test_no_way_out_is_an_incident_and_the_corrected_value_lets_it_go_on() -> None:
    drawing = Drawing().start().weigh("g").user("a").user("b").end().flow("s g").flow("a e").flow("b e")
    case = Case(drawing.flow("g a", when="=n > 1").flow("g b", when="=n > 2"), n=0).start()
    assert case.incidents == [("g", "gateway.no_flow")]
    assert case.retry("g", n=5).tasks == ["a", "b"]


def test_an_activation_that_is_null_is_an_incident_that_a_retry_repairs() -> None:
    case = Case(several("=activationCount >= quorum"), quorum=None).start().complete("a")
    assert case.incidents == [("g", "feel.null")]
    case.retry("g", quorum=2)
    assert case.incidents == []
    assert case.tasks == ["b", "c"]
    assert case.complete("b").tasks == ["c", "z"]
    assert case.complete("c").complete("z").is_over
    assert case.left_behind == []


def test_an_activation_is_asked_again_when_what_it_reads_changes() -> None:
    case = Case(several("=activationCount >= quorum"), quorum=3).start().complete("a").complete("b")
    assert case.tasks == ["c"]
    drawing = several("=activationCount >= quorum").user("chair").flow("f chair e")
    case = Case(drawing, quorum=3).start().complete("a").complete("b")
    assert case.tasks == ["c", "chair"]
    assert case.complete("chair", quorum=2).tasks == ["c", "z"]
    assert case.complete("z").complete("c").is_over
    assert case.left_behind == []


def test_inside_a_subprocess_the_gateway_counts_for_its_own_scope() -> None:
    inside = several("=activationCount >= quorum", 2)
    outer = Drawing("q").start("s0").sub("p", inside).end("e0").boundary("t", "p", timer=("duration", "P1D"))
    outer.each("p", times="=2").user("slow").end("e1").flow("s0 p e0").flow("t slow e1")
    case = Case(outer, quorum=1).start()
    assert case.tasks == ["a", "b", "a", "b"]
    case.answer("a", 0)
    assert case.tasks.count("z") == 1
    case.wait(days=1)
    assert case.tasks == ["slow"]
    assert case.complete("slow").left_behind == []


def test_tokens_left_over_begin_the_next_round_at_once() -> None:
    drawing = Drawing().start().plain("t").tokens("t", gives=5).weigh("g", "=activationCount >= 2").user("z").end()
    case = Case(drawing.flow("s t g z e")).start()
    # One flow, five tokens: two are enough, and each round takes one.
    assert case.tasks.count("z") == 4
