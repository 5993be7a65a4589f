"""Activities that need several tokens, and leave several (BPMN 2.0.2 Table 10.3)."""

from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def test_an_activity_leaves_as_many_tokens_as_it_says() -> None:
    drawing = Drawing().start().user("a").tokens("a", gives=3).user("b").end().flow("s a b e")
    case = Case(drawing).start().complete("a")
    assert case.tasks == ["b", "b", "b"]
    assert case.complete("b").complete("b").complete("b").is_over
    assert case.left_behind == []


def test_an_activity_begins_when_enough_tokens_have_come_by_whatever_flow() -> None:
    drawing = Drawing().start().both("f").user("a").user("b").user("c").user("z").tokens("z", needs=2).end()
    drawing.flow("s f").flow("f a z").flow("f b z").flow("f c z").flow("z e")
    case = Case(drawing).start().complete("c")
    assert case.tasks == ["a", "b"]
    assert case.complete("a").tasks == ["b", "z"]
    # One is left over and waits for another, which never comes.
    assert case.complete("b").complete("z").tasks == []
    assert not case.is_over


def test_several_leave_and_are_gathered_again() -> None:
    drawing = Drawing().start().plain("a").tokens("a", gives=4).user("b").user("z").tokens("z", needs=2).end()
    case = Case(drawing.flow("s a b z e")).start()
    assert case.tasks == ["b"] * 4
    case.complete("b")
    assert case.tasks == ["b"] * 3
    case.complete("b")
    assert case.tasks == ["b", "b", "z"]
    case.complete("b").complete("b").complete("z").complete("z")
    assert case.is_over
    assert case.left_behind == []


def test_conditions_are_asked_for_every_token() -> None:
    drawing = Drawing().start().user("a").tokens("a", gives=2).user("b").user("c").end().flow("s a")
    drawing.flow("a b", when="=n > 1").flow("b e").flow("a c", default=True).flow("c e")
    assert Case(drawing, n=2).start().complete("a").tasks == ["b", "b"]
    assert Case(drawing, n=0).start().complete("a").tasks == ["c", "c"]


def test_a_boundary_event_leaves_one_token_and_an_end_by_it_takes_none() -> None:
    drawing = Drawing().start().user("a").tokens("a", gives=3).user("late").end().user("b")
    drawing.boundary("t", "a", timer=("duration", "P1D")).flow("s a b e").flow("t late e")
    case = Case(drawing).start().wait(days=1)
    assert case.tasks == ["late"]
    assert case.complete("late").is_over


def test_a_loop_needs_its_tokens_once_and_leaves_them_once() -> None:
    drawing = (
        Drawing().start().plain("a").tokens("a", gives=2).user("b").tokens("b", needs=2, gives=2).each("b", times="=3")
    )
    case = Case(drawing.user("z").end().flow("s a b z e")).start()
    assert case.tasks == ["b", "b", "b"]
    case.complete("b").complete("b").complete("b")
    assert case.tasks == ["z", "z"]
    assert case.complete("z").complete("z").left_behind == []


def test_a_subprocess_that_waits_for_tokens_is_not_entered() -> None:
    inside = Drawing().start("s1").user("u").end("e1").flow("s1 u e1")
    drawing = Drawing().start().both("f").user("a").user("b").sub("p", inside, startQuantity="2").end()
    drawing.flow("s f").flow("f a p").flow("f b p").flow("p e")
    case = Case(drawing).start().complete("a")
    assert case.tasks == ["b"]
    assert case.complete("b").tasks == ["u"]
    assert case.complete("u").left_behind == []


def test_waiting_tokens_go_with_their_scope() -> None:
    inside = Drawing().start("s1").user("u").user("v").tokens("v", needs=2).end("e1").flow("s1 u v e1")
    drawing = Drawing().start().sub("p", inside).boundary("t", "p", timer=("duration", "P1D")).user("z").end()
    case = Case(drawing.flow("s p z e").flow("t z")).start().complete("u")
    assert case.tasks == []
    assert case.wait(days=1).tasks == ["z"]
    assert case.complete("z").left_behind == []


def test_a_case_is_withdrawn_with_the_tokens_that_wait() -> None:
    drawing = Drawing().start().user("a").user("z").tokens("z", needs=2).end().flow("s a z e")
    case = Case(drawing).start().complete("a").withdraw()
    assert case.is_over
    assert case.left_behind == []


def test_an_inclusive_join_waits_for_tokens_that_wait_for_others() -> None:
    drawing = Drawing().start().some("f").user("a").user("b").tokens("b", needs=2).some("j").user("z").end()
    drawing.plain("two").tokens("two", gives=2).flow("s f").flow("f a j", when="=true").flow("f two b j", when="=true")
    case = Case(drawing.flow("j z e")).start().complete("a")
    assert case.tasks == ["b"]
    assert case.complete("b").tasks == ["z"]
    assert case.complete("z").left_behind == []
