"""A scope in which nothing can move any more says so once (BPMN 2.0.2 §13.4.1 lets it wait)."""

from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def stuck() -> Drawing:
    """One of two ways is chosen, both are awaited."""
    drawing = (
        Drawing().start().xor("x").user("a").user("b").both("j").user("z").end().flow("s x").flow("x a", when="=n > 0")
    )
    return drawing.flow("x b", default=True).flow("a j").flow("b j").flow("j z e")


def marks(case: Case) -> list[tuple[int, str]]:
    return [key for key in case.memory.counts if key[1].startswith("!")]


def told(case: Case) -> list[str]:
    return [fact.element for fact in case.memory.facts if fact.kind == "join.starved"]


def test_a_join_that_waits_for_what_does_not_come_is_told_once() -> None:
    case = Case(stuck(), n=1).start()
    assert told(case) == []
    case.complete("a")
    assert told(case) == ["j"]
    assert marks(case) == [(0, "!j/")]
    assert case.incidents == []
    assert not case.is_over
    assert case.withdraw().left_behind == []


def test_a_join_with_work_beside_it_is_not_starved() -> None:
    drawing = Drawing().start().both("f").user("a").user("b").both("j").end().flow("s f").flow("f a j").flow("f b j")
    case = Case(drawing.flow("j e")).start().complete("a")
    assert told(case) == []
    assert case.complete("b").is_over


def test_the_step_that_takes_the_last_work_away_tells_it() -> None:
    drawing = Drawing().start().both("f").user("a").user("b").user("c").both("j").end().end("e2").flow("s f")
    drawing.xor("x").flow("f a j").flow("f b x").flow("x j", when="=n > 1").flow("x e2", default=True).flow("j e")
    case = Case(drawing.flow("f c e2"), n=0).start().complete("a").complete("c")
    assert told(case) == []
    assert told(case.complete("b")) == ["j"]


def test_a_deadline_that_saves_the_step_keeps_it_quiet() -> None:
    inside = Drawing().start("s1").xor("x").plain("a").plain("b").both("j").end("e1").flow("s1 x").flow("a j")
    inside.flow("x a", when="=n > 0").flow("x b", default=True).flow("b j e1")
    drawing = Drawing().start().sub("p", inside).user("z").end().flow("s p z e").flow("t z")
    saved = Case(drawing.boundary("t", "p", timer=("duration", "P1D")), n=1).start()
    assert told(saved) == []
    assert saved.wait(days=1).tasks == ["z"]
    lost = Drawing().start().sub("p", inside).user("z").end().flow("s p z e")
    assert told(Case(lost, n=1).start()) == ["j"]


def test_tokens_that_are_too_few_are_told_too() -> None:
    drawing = Drawing().start().user("a").user("z").tokens("z", needs=2).end().flow("s a z e")
    assert told(Case(drawing).start().complete("a")) == ["z"]
    few = Drawing().start().user("a").weigh("g", "=activationCount >= 2").end().flow("s a g e")
    assert told(Case(few).start().complete("a")) == ["g"]


def test_an_interrupting_handler_takes_the_mark_away() -> None:
    handler = Drawing().start("hs", interrupting=False, timer=("duration", "P1D")).user("h").end("he").flow("hs h he")
    case = Case(stuck().on("esp", handler), n=1).start().complete("a")
    assert told(case) == ["j"]
    case.wait(days=1)
    assert case.tasks == ["h"]
    case.complete("h")
    assert marks(case) == [(0, "!j/")]
