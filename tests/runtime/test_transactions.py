"""Transactions as BPMN 2.0.2 §10.3.5 and §13.3.5 say: success, cancellation, hazard."""

import json

from engine import runtime
from tests.runtime.case import Case
from tests.runtime.drawing import Drawing
from tests.runtime.test_compensation import undone


def around(inside: Drawing) -> Drawing:
    """A transaction with a way on after success and another after it was cancelled."""
    drawing = Drawing().start().transaction("tx", inside).cancelled("bc", "tx").user("ok").user("off").end().end("e2")
    return drawing.flow("s tx ok e").flow("bc off e2")


def booked() -> Drawing:
    """Two steps with what undoes them."""
    drawing = Drawing().start("is").user("a").user("una").undo("a", "una").user("b").user("unb").undo("b", "unb")
    return (
        drawing.xor("g").end("ie").cancelling("ic").flow("is a b g").flow("g ic", when="=no").flow("g ie", default=True)
    )


def test_a_transaction_that_succeeds_goes_on_like_a_subprocess() -> None:
    case = Case(around(booked()), no=False).start().complete("a").complete("b")
    assert case.tasks == ["ok"]
    case.complete("ok")
    assert case.is_over
    assert not case.left_behind


def test_a_cancel_end_undoes_what_was_done_then_leaves_by_the_cancel_boundary() -> None:
    case = Case(around(booked()), no=True).start().complete("a").complete("b")
    assert case.tasks == ["unb"]
    case.complete("unb")
    assert case.tasks == ["una"]
    case.complete("una")
    assert case.tasks == ["off"]
    assert case.trace == ["s", "is", "a", "b", "unb", "una", "ic"]
    case.complete("off")
    assert case.is_over
    assert not case.left_behind


def test_all_that_still_runs_inside_is_cancelled_first() -> None:
    inside = Drawing().start("is").both("g").user("a").user("una").undo("a", "una").user("c").service("job")
    inside.call("called", "other").end("ie").cancelling("ic").user("never").undo("c", "never")
    inside.flow("is g a ic").flow("g c ie").flow("g job ie").flow("g called ie")
    case = Case(around(inside)).start()
    called = next(one["no"] for one in map(json.loads, case.memory.tokens.values()) if one["node"] == "called")
    step = runtime.complete(case.compiled, case.memory, case.task("a"), {}, case.env)
    assert step.cancelled_calls == [called]
    case.apply(step)
    assert case.tasks == ["una"]
    assert not case.memory.jobs
    case.complete("una")
    assert case.tasks == ["off"]
    assert undone(case) == ["una"]


def test_what_was_completed_inside_of_something_that_still_runs_is_undone_too() -> None:
    deep = Drawing().start("ds").script("x", "=1", "x").script("unx", "=m", "o").undo("x", "unx").user("wait").end("de")
    inside = Drawing().start("is").both("g").sub("deep", deep.flow("ds x wait de"), inputs={"m": "=7"}).user("c")
    inside.end("ie").cancelling("ic").flow("is g deep ie").flow("g c ic")
    case = Case(around(inside)).start().complete("c")
    assert undone(case) == ["unx"]
    assert case.variables["o"] == 7
    assert case.tasks == ["off"]
    case.complete("off")
    assert not case.left_behind


def test_items_done_of_a_loop_that_still_runs_are_undone_too() -> None:
    inside = Drawing().start("is").both("g").user("pay").user("unpay").undo("pay", "unpay").each("pay", "=list", "who")
    inside.user("c").end("ie").cancelling("ic").flow("is g pay ie").flow("g c ic")
    case = Case(around(inside), list=["ani", "budi", "cici"]).start().answer("pay", 0).answer("pay", 1).complete("c")
    assert case.tasks == ["unpay"]
    assert case.seen("unpay", "who") == {"who": "cici"}
    case.complete("unpay")
    assert case.seen("unpay", "who") == {"who": "ani"}
    case.complete("unpay").complete("off")
    assert case.is_over
    assert not case.left_behind


def test_nothing_else_ends_a_transaction_that_is_being_undone() -> None:
    drawing = around(booked()).boundary("late", "tx", timer=("duration", "PT1H")).end("e3").flow("late e3")
    case = Case(drawing, no=True).start().complete("a").complete("b").wait(hours=2)
    assert case.tasks == ["unb"]
    assert not case.subscriptions("timer")


def test_an_error_is_a_hazard_nothing_is_undone() -> None:
    inside = Drawing().start("is").user("a").user("una").undo("a", "una").end("ie", error="bad").cancelling("ic")
    inside.xor("g").flow("is a g").flow("g ic", when="=no").flow("g ie", default=True)
    drawing = around(inside).boundary("be", "tx", error="bad").user("hazard").end("e3").flow("be hazard e3")
    case = Case(drawing, no=False).start().complete("a")
    assert case.tasks == ["hazard"]
    assert undone(case) == []
    case.complete("hazard")
    assert not case.left_behind


def test_an_error_while_undoing_is_a_hazard_too() -> None:
    inside = Drawing().start("is").user("a").service("una").undo("a", "una").cancelling("ic").flow("is a ic")
    inside.on("esp", Drawing().start("hs", error="bad").end("he").flow("hs he"))
    drawing = around(inside).boundary("be", "tx", error="bad").user("hazard").end("e3").flow("be hazard e3")
    case = Case(drawing).start().complete("a").fail("una", "bad")
    assert case.tasks == ["hazard"], "a handler inside the transaction cannot take over while it is being undone"


def test_a_transaction_within_another_is_cancelled_alone() -> None:
    case_in = Drawing().start("is").transaction("inner", booked_inner()).cancelled("bi", "inner").user("on").end("ie")
    case_in.cancelling("ic").flow("is inner ie").flow("bi on ic")
    case = Case(around(case_in)).start().complete("x")
    assert case.tasks == ["unx"]
    case.complete("unx")
    assert case.tasks == ["on"]
    case.complete("on")
    assert case.tasks == ["off"]
    assert undone(case) == ["unx"]


def booked_inner() -> Drawing:
    drawing = Drawing().start("xs").user("x").user("unx").undo("x", "unx").cancelling("xc")
    return drawing.flow("xs x xc")


def test_a_completed_transaction_can_be_undone_later() -> None:
    inside = Drawing().start("is").script("x", "=1", "x").script("unx", "=1", "o").undo("x", "unx").end("ie")
    drawing = Drawing().start().transaction("tx", inside.flow("is x ie")).undoing("t").end().flow("s tx t e")
    case = Case(drawing).start()
    assert undone(case) == ["unx"]
    assert case.is_over
    assert not case.left_behind


def test_a_transaction_may_run_for_every_item() -> None:
    inside = Drawing().start("is").script("x", "=1", "x").script("unx", "=append(log, item)", "log").undo("x", "unx")
    drawing = Drawing().start().transaction("tx", inside.end("ie").flow("is x ie")).each("tx", "=list", "item")
    case = Case(drawing.undoing("t").end().flow("s tx t e"), list=[1, 2, 3], log=[]).start()
    assert case.variables["log"] == [3, 2, 1]
    assert not case.left_behind


def test_what_is_being_undone_is_broken_off_and_the_rest_undone_with_the_transaction() -> None:
    inside = Drawing().start("is").plain("a").user("una").undo("a", "una").plain("b").user("unb").undo("b", "unb")
    inside.both("g").undoing("t").end("ie").user("c").cancelling("ic").flow("is a b g t ie").flow("g c ic")
    case = Case(around(inside)).start()
    assert sorted(case.tasks) == ["c", "unb"]
    case.complete("c")
    assert case.tasks == ["una"]
    case.complete("una").complete("off")
    assert undone(case) == ["unb", "una"]
    assert case.is_over
    assert not case.left_behind


def test_a_cancelled_transaction_without_anything_done_leaves_at_once() -> None:
    case = Case(around(Drawing().start("is").cancelling("ic").flow("is ic"))).start()
    assert case.tasks == ["off"]
    case.complete("off")
    assert not case.left_behind
