"""Compensation as BPMN 2.0.2 §10.7 and §13.5.5 say: what was completed is undone, the last first."""

import json

from engine import runtime
from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def undone(case: Case) -> list[str]:
    """The handlers that began, in order."""
    return [fact.element for fact in case.memory.facts if fact.kind == "compensation.begun"]


def deposit() -> Drawing:
    """Three steps, each with what undoes it, then a throw event."""
    drawing = Drawing().start()
    for name in ("a", "b", "c"):
        drawing.script(name, f'="{name}"', name).script(f"un{name}", f'="{name}"', "last").undo(name, f"un{name}")
    return drawing


def test_what_was_done_is_undone_last_first() -> None:
    case = Case(deposit().undoing("t").end().flow("s a b c t e")).start()
    assert undone(case) == ["unc", "unb", "una"]
    assert case.trace == ["s", "a", "b", "c", "unc", "unb", "una", "t", "e"]
    assert case.variables["last"] == "a"
    assert case.is_over
    assert not case.left_behind


def test_a_handler_never_runs_by_itself() -> None:
    case = Case(deposit().end().flow("s a b c e")).start()
    assert case.trace == ["s", "a", "b", "c", "e"]
    assert not case.left_behind


def test_only_what_has_completed_is_undone() -> None:
    drawing = deposit().both("g").user("u").user("h").undo("u", "h").undoing("t").end("e").end("e2")
    case = Case(drawing.flow("s g").flow("g a t e").flow("g u e2").flow("b c")).start()
    assert undone(case) == ["una"]
    assert case.tasks == ["u"]


def test_one_activity_is_undone_where_the_event_names_it() -> None:
    case = Case(deposit().undoing("t", "b").end().flow("s a b c t e")).start()
    assert undone(case) == ["unb"]
    assert case.is_over
    assert not case.left_behind


def test_what_was_undone_is_not_undone_again() -> None:
    case = Case(deposit().undoing("t", "b").undoing("t2").undoing("t3").end().flow("s a b c t t2 t3 e")).start()
    assert undone(case) == ["unb", "unc", "una"]
    assert case.is_over


def test_the_event_waits_for_people_one_after_the_other() -> None:
    drawing = Drawing().start().user("a").user("b").user("una").user("unb").undo("a", "una").undo("b", "unb")
    case = Case(drawing.undoing("t").user("z").end().flow("s a b t z e")).start().complete("a").complete("b")
    assert case.tasks == ["unb"]
    case.complete("unb")
    assert case.tasks == ["una"]
    case.complete("una")
    assert case.tasks == ["z"]
    case.complete("z")
    assert case.is_over
    assert not case.left_behind


def test_an_event_that_does_not_wait_goes_on_beside_the_undoing() -> None:
    drawing = Drawing().start().user("a").user("b").user("una").user("unb").undo("a", "una").undo("b", "unb")
    case = Case(drawing.undoing("t", waits=False).user("z").end().flow("s a b t z e")).start()
    case.complete("a").complete("b")
    assert sorted(case.tasks) == ["unb", "z"]
    case.complete("z")
    assert not case.is_over
    case.complete("unb").complete("una")
    assert case.is_over
    assert not case.left_behind


def test_a_join_ahead_does_not_wait_for_the_undoing_beside_it() -> None:
    drawing = Drawing().start().user("a").user("una").undo("a", "una").some("g").undoing("t", waits=False).plain("p")
    drawing.some("j").xor("x").user("z").end().end("e2").flow("s a g").flow("g t", when="=true")
    drawing.flow("g p", when="=true").flow("t x").flow("x j", when="=false").flow("x e2", default=True)
    case = Case(drawing.flow("p j z e")).start().complete("a")
    assert sorted(case.tasks) == ["una", "z"]
    case.complete("una").complete("z")
    assert case.is_over
    assert not case.left_behind


def test_a_compensation_end_event_undoes_and_ends() -> None:
    case = Case(deposit().undoing("t", end=True).flow("s a b c t")).start()
    assert undone(case) == ["unc", "unb", "una"]
    assert case.is_over
    assert not case.left_behind


def test_every_round_of_a_path_is_undone() -> None:
    drawing = Drawing().start().script("a", "=n + 1", "n").script("una", "=append(log, n)", "log").undo("a", "una")
    drawing.xor("j").xor("g").undoing("t").end().flow("s j a g").flow("g j", when="=n < 3")
    case = Case(drawing.flow("g t e", default=True), n=0, log=[]).start()
    assert undone(case) == ["una"] * 3
    assert not case.left_behind


def test_a_completed_subprocess_is_undone_from_within() -> None:
    inside = Drawing().start("is").script("x", "=1", "x").script("unx", "=1", "o").undo("x", "unx")
    inside.script("y", "=1", "y").script("uny", "=1", "o").undo("y", "uny").end("ie").flow("is x y ie")
    drawing = deposit().sub("sub", inside).undoing("t").end().flow("s a sub b t e")
    case = Case(drawing).start()
    assert undone(case) == ["unb", "uny", "unx", "una"]
    assert case.is_over
    assert not case.left_behind


def test_a_subprocess_that_still_runs_is_not_undone_from_outside() -> None:
    inside = Drawing().start("is").script("x", "=1", "x").script("unx", "=1", "o").undo("x", "unx")
    inside.user("u").end("ie").flow("is x u ie")
    drawing = Drawing().start().both("g").sub("sub", inside).user("w").undoing("t").end("e").end("e2")
    case = Case(drawing.flow("s g").flow("g sub e").flow("g w t e2")).start().complete("w")
    assert undone(case) == []
    case.complete("u")
    assert case.is_over
    assert not case.left_behind


def test_a_throw_inside_reaches_its_own_subprocess_only() -> None:
    inside = Drawing().start("is").script("x", "=1", "x").script("unx", "=1", "o").undo("x", "unx")
    inside.undoing("t").end("ie").flow("is x t ie")
    case = Case(deposit().sub("sub", inside).end().flow("s a sub e")).start()
    assert undone(case) == ["unx"]
    assert not case.left_behind


def test_the_handler_of_a_subprocess_undoes_it_as_a_whole() -> None:
    inside = Drawing().start("is").script("x", "=1", "x").script("unx", "=1", "o").undo("x", "unx").end("ie")
    drawing = deposit().sub("sub", inside.flow("is x ie")).script("unsub", "=1", "o").undo("sub", "unsub")
    case = Case(drawing.undoing("t").end().flow("s a sub t e")).start()
    assert undone(case) == ["unsub", "una"]
    assert not case.left_behind


def handled(inside: Drawing, handler: Drawing) -> Drawing:
    """A subprocess whose own event subprocess undoes it."""
    return Drawing().start().sub("sub", inside.on("esp", handler), inputs={"n": "=first"})


def test_an_event_subprocess_undoes_the_subprocess_it_lies_in() -> None:
    inside = Drawing().start("is").script("x", "=n + 1", "n").end("ie").flow("is x ie")
    handler = Drawing().when_undone("hs").script("h", "=n", "seen").end("he").flow("hs h he")
    drawing = handled(inside, handler).script("later", "=99", "n").undoing("t").end().flow("s sub later t e")
    case = Case(drawing, first=4).start()
    assert undone(case) == ["esp"]
    assert case.variables["seen"] == 5, "it sees the variables as they were when the subprocess completed"
    assert case.is_over
    assert not case.left_behind


def test_an_event_subprocess_has_the_inside_undone_when_it_says_so() -> None:
    inside = Drawing().start("is").script("x", "=1", "x").script("unx", "=n", "o").undo("x", "unx")
    inside.script("y", "=1", "y").script("uny", "=1", "o").undo("y", "uny").end("ie").flow("is x y ie")
    handler = Drawing().when_undone("hs").undoing("ht", "x").end("he").flow("hs ht he")
    case = Case(handled(inside, handler).undoing("t").end().flow("s sub t e"), first=4).start()
    assert undone(case) == ["esp", "unx"]
    assert case.variables["o"] == 4
    assert case.is_over
    assert not case.left_behind


def test_an_error_handler_inside_undoes_what_its_subprocess_did() -> None:
    inside = Drawing().start("is").script("x", "=1", "x").script("unx", "=1", "o").undo("x", "unx")
    inside.end("ie", error="bad").flow("is x ie")
    inside.on("esp", Drawing().start("hs", error="*").undoing("ht", "x").end("he").flow("hs ht he"))
    case = Case(Drawing().start().sub("sub", inside).undoing("t").end().flow("s sub t e")).start()
    assert undone(case) == ["unx"]
    assert case.is_over
    assert not case.left_behind


def test_what_a_broken_off_subprocess_did_is_not_undone_later() -> None:
    inside = Drawing().start("is").script("x", "=1", "x").script("unx", "=1", "o").undo("x", "unx")
    inside.end("ie", error="bad").flow("is x ie")
    drawing = deposit().sub("sub", inside).boundary("b1", "sub", error="*").undoing("t").end().end("e2")
    case = Case(drawing.flow("s a sub e2").flow("b1 t e")).start()
    assert undone(case) == ["una"]
    assert not case.left_behind


def test_every_item_is_undone_with_what_it_knew_the_last_first() -> None:
    drawing = Drawing().start().user("pay").user("unpay").undo("pay", "unpay")
    drawing.each("pay", "=names", "name", output="=name", outputs="paid").undoing("t").end().flow("s pay t e")
    case = Case(drawing, names=["ani", "budi", "cici"]).start()
    case.answer("pay", 1).answer("pay", 0).answer("pay", 0)
    for name in ("cici", "ani", "budi"):
        assert case.tasks == ["unpay"]
        assert case.seen("unpay", "name") == {"name": name}
        case.complete("unpay")
    assert case.is_over
    assert not case.left_behind


def test_items_of_a_subprocess_are_undone_each_in_reverse() -> None:
    inside = Drawing().start("is").script("x", "=1", "x").script("unx", "=append(log, item)", "log").undo("x", "unx")
    inside.script("y", "=1", "y").script("uny", '=append(log, "y")', "log").undo("y", "uny").end("ie").flow("is x y ie")
    drawing = Drawing().start().sub("sub", inside).each("sub", "=list", "item", one_by_one=True)
    case = Case(drawing.undoing("t").end().flow("s sub t e"), list=[1, 2], log=[]).start()
    assert case.variables["log"] == ["y", 2, "y", 1]
    assert not case.left_behind


def test_items_of_a_loop_that_still_runs_are_not_undone_from_outside() -> None:
    drawing = Drawing().start().both("g").user("pay").script("unpay", "=1", "o").undo("pay", "unpay").user("w")
    drawing.each("pay", times="2").undoing("t").undoing("t2").end("e").end("e2")
    case = Case(drawing.flow("s g").flow("g pay t2 e").flow("g w t e2")).start().answer("pay", 0)
    case.complete("w")
    assert undone(case) == []
    case.answer("pay", 0)
    assert undone(case) == ["unpay", "unpay"]
    assert case.is_over
    assert not case.left_behind


def test_rounds_of_a_standard_loop_are_undone_each() -> None:
    drawing = Drawing().start().script("a", "=n + 1", "n").script("una", "=append(log, loopCounter)", "log")
    drawing.undo("a", "una").again("a", "=n < 3").undoing("t", "a").end().flow("s a t e")
    case = Case(drawing, n=0, log=[]).start()
    assert case.variables["log"] == [3, 2, 1]
    assert not case.left_behind


def test_a_loop_that_ran_no_time_has_nothing_to_undo() -> None:
    drawing = Drawing().start().user("a").script("una", "=1", "o").undo("a", "una").each("a", "=list", "x")
    case = Case(drawing.undoing("t").end().flow("s a t e"), list=[]).start()
    assert undone(case) == []
    assert case.is_over


def test_a_handler_may_be_a_job_a_subprocess_or_another_case() -> None:
    inside = Drawing().start("is").user("x").end("ie").flow("is x ie")
    drawing = Drawing().start().plain("a").plain("b").plain("c").service("una").undo("a", "una")
    drawing.sub("unb", inside).undo("b", "unb").call("unc", "other").undo("c", "unc")
    case = Case(drawing.undoing("t").end().flow("s a b c t e")).start()
    called = next(one["no"] for one in map(json.loads, case.memory.tokens.values()) if one["node"] == "unc")
    case.apply(runtime.returned(case.compiled, case.memory, called, {}, case.env)).complete("x").finish("una")
    assert case.is_over
    assert not case.left_behind


def test_an_error_of_a_handler_goes_to_who_stands_around_the_throw_event() -> None:
    inside = Drawing().start("is").plain("x").service("unx").undo("x", "unx").plain("y").service("uny").undo("y", "uny")
    inside.undoing("t").end("ie").flow("is x y t ie")
    drawing = Drawing().start().sub("sub", inside).boundary("b1", "sub", error="bad").user("z").end().end("e2")
    case = Case(drawing.flow("s sub e").flow("b1 z e2")).start().fail("uny", "bad")
    assert case.tasks == ["z"]
    case.complete("z")
    assert case.is_over
    assert not case.left_behind


def test_an_error_of_a_handler_nobody_catches_is_an_incident_and_a_retry_goes_on() -> None:
    drawing = Drawing().start().plain("a").service("una").undo("a", "una").undoing("t").end().flow("s a t e")
    case = Case(drawing).start().fail("una", "bad")
    assert case.incidents == [("una", "error.uncaught")]
    case.retry("una").finish("una")
    assert case.is_over
    assert not case.left_behind


def test_what_did_not_begin_goes_back_when_the_undoing_is_broken_off() -> None:
    drawing = Drawing().start().plain("a").script("una", "=1", "o").undo("a", "una")
    drawing.plain("b").service("unb").undo("b", "unb").undoing("t").end().flow("s a b t e")
    drawing.on("esp", Drawing().start("hs", error="bad").undoing("ht").end("he").flow("hs ht he"))
    case = Case(drawing).start().fail("unb", "bad")
    assert undone(case) == ["unb", "una"]
    assert case.is_over
    assert not case.left_behind


def test_a_withdrawn_case_leaves_nothing_to_undo() -> None:
    inside = Drawing().start("is").script("x", "=1", "x").script("unx", "=1", "o").undo("x", "unx").end("ie")
    drawing = deposit().sub("sub", inside.flow("is x ie")).user("u").undoing("t").end().flow("s a sub u t e")
    case = Case(drawing).start().withdraw()
    assert undone(case) == []
    assert not case.left_behind


def test_two_events_share_what_there_is_to_undo() -> None:
    drawing = Drawing().start().user("a").user("una").undo("a", "una").both("g").undoing("t").undoing("t2").both("j")
    drawing.end().flow("s a g t j e").flow("g t2 j")
    case = Case(drawing).start().complete("a")
    assert case.tasks == ["una"]
    case.complete("una")
    assert case.is_over
    assert not case.left_behind


def test_without_anything_to_undo_the_event_passes() -> None:
    case = Case(Drawing().start().user("a").undoing("t").undoing("e", end=True).flow("s a t e")).start().complete("a")
    assert case.trace == ["s", "a", "t", "e"]
    assert case.is_over
    assert not case.left_behind


def test_remembering_costs_one_row_whatever_was_remembered_before() -> None:
    drawing = Drawing().start().user("a").script("una", "=1", "o").undo("a", "una").xor("j").xor("g").undoing("t").end()
    drawing.flow("s j a g").flow("g j", when="=more").flow("g t e", default=True)
    case = Case(drawing).start()
    costs = []
    for _ in range(40):
        before = case.memory.rows_written, case.memory.queries
        case.complete("a", more=True)
        costs.append((case.memory.rows_written - before[0], case.memory.queries - before[1]))
    assert len(set(costs[1:])) == 1
