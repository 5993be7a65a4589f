"""A fault stops one token, never the case, and is repaired without touching the database."""

import pytest

from engine import runtime
from engine.model.errors import Conflict, NotFound
from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def test_an_incident_in_one_branch_leaves_the_other_at_work() -> None:
    case = Case(
        Drawing()
        .start()
        .both("f")
        .xor("g")
        .user("x")
        .user("b")
        .both("j")
        .end()
        .flow("s f")
        .flow("f g")
        .flow("f b")
        .flow("g x", when="=ok")
        .flow("x j")
        .flow("b j")
        .flow("j e"),
        ok=None,
    ).start()
    assert (case.incidents, case.tasks) == ([("g", "feel.null")], ["b"])
    case.complete("b")
    assert not case.is_over
    case.retry("g", ok=True).complete("x")
    assert case.is_over
    assert case.left_behind == []


def test_a_retry_without_a_cure_is_a_new_incident() -> None:
    case = Case(Drawing().start().xor("g").end().flow("s g").flow("g e", when="=ok"), ok=None).start()
    case.retry("g")
    assert case.incidents == [("g", "feel.null")]
    assert case.kinds.count("incident.opened") == 2
    assert case.kinds.count("incident.resolved") == 1


def test_a_correction_is_told_by_its_name_never_by_its_value() -> None:
    case = (
        Case(Drawing().start().xor("g").end().flow("s g").flow("g e", when="=ok"), ok=None).start().retry("g", ok=True)
    )
    resolved = next(fact for fact in case.memory.facts if fact.kind == "incident.resolved")
    assert resolved.data == {"fields": ["ok"]}


def test_a_withdrawn_case_takes_its_incidents_along() -> None:
    case = Case(Drawing().start().user("a", to="=nobody").end().flow("s a e")).start()
    case.withdraw()
    assert case.incidents == []
    assert case.left_behind == []


def test_an_expression_without_end_is_an_incident() -> None:
    text = "=count(for a in 1..1000, b in 1..1000 return a)"
    case = Case(Drawing().start().script("t", text, "x").end().flow("s t e")).start()
    assert case.incidents == [("t", "feel.budget")]


def test_what_is_not_failed_is_not_retried() -> None:
    case = Case(Drawing().start().user("a").end().flow("s a e")).start()
    with pytest.raises(Conflict):
        runtime.retry(case.compiled, case.memory, case.task("a"), {}, case.env)


@pytest.mark.parametrize("act", ["finish", "fail", "give_up", "resume"])
def test_a_job_of_a_token_that_went_on_changes_nothing(act: str) -> None:
    case = Case(Drawing().start().service("p").user("a").end().flow("s p a e")).start()
    token = case.job("p")
    case.finish("p")
    arguments = {"finish": (None,), "fail": ("X", "x"), "give_up": ("X", "x"), "resume": ()}[act]
    with pytest.raises(Conflict) as refused:
        getattr(runtime, act)(case.compiled, case.memory, token, *arguments, case.env)
    assert refused.value.code == "token.gone"


def test_a_pending_call_is_not_resumed_as_if_it_were_a_continuation() -> None:
    case = Case(Drawing().start().service("p").end().flow("s p e")).start()
    with pytest.raises(Conflict):
        runtime.resume(case.compiled, case.memory, case.job("p"), case.env)


def test_a_case_starts_only_at_a_start() -> None:
    case = Case(Drawing().start().user("a").end().flow("s a e"))
    with pytest.raises(NotFound) as refused:
        case.start("a")
    assert refused.value.code == "process.no_start"


def test_a_continuation_is_cancelled_with_its_case() -> None:
    drawing = (
        Drawing()
        .start()
        .service("r1", "register:create", register="a.b", inputs={"key": "=k"})
        .service("r2", "register:create", register="a.c", inputs={"key": "=k"})
        .end()
        .flow("s r1 r2 e")
    )
    case = Case(drawing, k="1").start().withdraw()
    assert case.memory.jobs == {}


def test_a_send_task_with_work_instead_of_a_message_is_a_job() -> None:
    case = Case(Drawing().start().service("n", "office:notify", tag="sendTask").end().flow("s n e")).start()
    assert case.memory.jobs[case.job("n")].type == "office:notify"
    assert case.finish("n").is_over
