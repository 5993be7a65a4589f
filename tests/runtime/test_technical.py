"""Technical faults: an error handler that names one takes it, a catch-all does not, else it is an incident."""

import pytest

from engine import runtime
from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def guarded(drawing: Drawing, on: str, code: str, **more: object) -> Drawing:
    return drawing.boundary("b", on, error=code, **more).user("z").end("f").flow("b z f")  # type: ignore[arg-type]


def called(code: str) -> Drawing:
    drawing = Drawing().start().service("t").end().flow("s t e")
    return guarded(drawing, "t", code, outputs={"code": "=code", "why": "=reason"})


@pytest.mark.parametrize("code", ["technical", "technical.job"])
def test_a_job_out_of_retries_goes_to_the_handler_that_names_it(code: str) -> None:
    case = Case(called(code)).start().give_up("t", "finance.down")
    assert case.tasks == ["z"]
    assert not case.incidents
    assert (case.variables["code"], case.variables["why"]) == ("technical.job", "finance.down")
    case.complete("z")
    assert case.is_over
    assert not case.left_behind


@pytest.mark.parametrize("code", ["*", "technical.expression", "finance.down", "technical.letter"])
def test_a_catch_all_or_another_code_leaves_it_to_an_admin(code: str) -> None:
    case = Case(called(code)).start().give_up("t", "finance.down")
    assert case.incidents == [("t", "finance.down")]
    assert case.tasks == []


def test_a_fault_of_the_engine_itself_is_always_an_incident() -> None:
    case = Case(called("technical")).start().give_up("t", "engine.fault")
    assert case.incidents == [("t", "engine.fault")]


def test_the_work_that_was_given_up_is_not_cancelled_and_waits_no_more() -> None:
    drawing = called("technical").boundary("late", "t", timer=("duration", "P1D")).end("g").flow("late g")
    case = Case(drawing).start().give_up("t")
    assert not case.subscriptions("timer")


@pytest.mark.parametrize(
    ("drawing", "code"),
    [
        (Drawing().start().user("t", to="=nobody"), "technical.expression"),
        (Drawing().start().user("t", due='="never"'), "technical.expression"),
        (Drawing().start().user("t").each("t", "=nothing", "x"), "technical.expression"),
        (Drawing().start().rule("t", "nowhere", "r"), "technical.decision"),
        (Drawing().start().call("t", "=nobody"), "technical.call"),
    ],
)
def test_a_text_a_decision_or_a_call_that_fails_goes_to_its_own_code(drawing: Drawing, code: str) -> None:
    drawing.end().flow("s t e")
    assert Case(guarded(drawing, "t", code)).start().tasks == ["z"]


def test_the_innermost_handler_that_names_it_takes_a_fault_of_anything_inside() -> None:
    inside = Drawing().start("s2").xor("g").end("e2").end("e3").flow("s2 g").flow("g e2", when="=n > 5")
    inside.flow("g e3", when="=n > 9")
    drawing = guarded(Drawing().start().sub("p1", inside).end().flow("s p1 e"), "p1", "technical.flow")
    assert Case(drawing, n=1).start().tasks == ["z"]
    without = Case(drawing).start()
    assert without.incidents == [("g", "feel.null")], "that is a fault of the text, not of the flow"


def test_an_event_subprocess_takes_faults_of_its_scope_but_not_its_own() -> None:
    handler = Drawing().start("hs", error="technical").user("h", to="=back").end("he").flow("hs h he")
    case = Case(Drawing().start().user("t", to="=nobody").end().on("x", handler).flow("s t e")).start()
    assert case.incidents == [("h", "task.no_address")]
    assert "error.caught" in case.kinds
    case.retry("h", back="position:A").complete("h")
    assert case.is_over
    assert not case.left_behind


def test_a_fault_while_the_case_begins_is_taken_too() -> None:
    waiting = Drawing().start("ms", message="m", key="=missing").end("me").flow("ms me")
    handler = Drawing().start("hs", error="technical").user("h").end("he").flow("hs h he")
    drawing = Drawing().start().user("t").end().on("x", handler).on("y", waiting).flow("s t e")
    case = Case(drawing).start()
    assert case.tasks == ["h"]
    assert case.complete("h").is_over


def test_what_an_item_of_a_loop_fails_at_ends_the_whole_loop() -> None:
    drawing = Drawing().start().user("t", to="=who").each("t", '=["position:A", null]', "who").end().flow("s t e")
    case = Case(guarded(drawing, "t", "technical")).start()
    assert case.tasks == ["z"]


def test_a_fault_does_not_leave_a_called_case_by_itself() -> None:
    drawing = Drawing().start().user("t", to="=nobody").end().flow("s t e")
    case = Case(drawing)
    case.memory.called = True
    case.apply(runtime.start(case.compiled, case.memory, {}, case.env))
    assert case.incidents == [("t", "task.no_address")]


def test_a_letter_that_cannot_be_made_has_a_code_of_its_own() -> None:
    drawing = Drawing().start().service("t", "letter:print", template="x").end().flow("s t e")
    case = Case(guarded(drawing, "t", "technical.letter")).start().give_up("t", "letter.template")
    assert case.tasks == ["z"]
