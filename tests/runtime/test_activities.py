"""People, jobs, registers, scripts: what an activity is given and what it leaves."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine import runtime
from engine.feel.values import Date
from engine.model.errors import Conflict
from tests.runtime.case import MONDAY, Case
from tests.runtime.drawing import Drawing


def one(**task: Any) -> Drawing:
    return Drawing().start().user("a", **task).end().flow("s a e")


def test_a_task_opens_for_one_address_with_its_date_and_priority() -> None:
    drawing = one(to='="role:ppk@" + case.unit', due='=duration("P2D")', priority="80")
    case = Case(drawing, case={"unit": "DKOM"}).start()
    task = next(iter(case.memory.open.values()))
    assert (task.address, task.due, task.priority) == ("role:ppk@DKOM", MONDAY + timedelta(days=2), 80)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("=d", "2026-11-20T09:00:00+00:00"),
        ("=workdays(1)", "2026-11-03T09:00:00+00:00"),
        ("2026-11-05T10:00:00+07:00", "2026-11-05T03:00:00+00:00"),
    ],
)
def test_a_day_is_due_when_its_office_hours_end(due: str, expected: str) -> None:
    case = Case(one(due=due), d=Date(2026, 11, 20)).start()
    task = next(iter(case.memory.open.values()))
    assert task.due is not None
    assert task.due.astimezone(MONDAY.tzinfo).isoformat() == expected


@pytest.mark.parametrize("to", ["=nobody", "DKOM.PPK", "role:ppk", "", "=[1]"])
def test_a_task_addressed_to_nobody_is_an_incident(to: str) -> None:
    assert Case(one(to=to)).start().incidents == [("a", "task.no_address")]


def test_the_corrected_address_opens_the_task() -> None:
    case = Case(one(to="=who"), who=None).start().retry("a", who="position:DKOM.PPK")
    assert case.tasks == ["a"]
    assert case.incidents == []


def test_a_due_date_that_is_null_is_an_incident() -> None:
    assert Case(one(due="=d"), d=None).start().incidents == [("a", "task.bad_due")]


def test_answers_become_variables_and_the_fact_names_only_the_fields() -> None:
    case = Case(one()).start().complete("a", harga=5, nama="Budi")
    assert case.variables["nama"] == "Budi"
    done = next(fact for fact in case.memory.facts if fact.kind == "task.completed")
    assert done.data == {"fields": ["harga", "nama"]}


def test_outputs_say_what_is_kept_of_the_answers() -> None:
    case = Case(one(outputs={"kontrak.nilai": "=harga * 2", "x": "=kontrak.nomor"}), kontrak={"nomor": "1"}).start()
    case.complete("a", harga=5)
    assert case.variables["kontrak"] == {"nomor": "1", "nilai": Decimal(10)}
    assert case.variables["x"] == "1"
    assert "harga" not in case.variables


def test_inputs_are_seen_by_the_form_and_gone_with_the_task() -> None:
    drawing = Drawing().start().user("a", inputs={"awal.nilai": "=n + 1", "n": "=n * 10"}).user("b").end()
    case = Case(drawing.flow("s a b e"), n=1, other="o").start()
    seen = runtime.visible(case.compiled, case.memory, case.task("a"), ["awal", "n", "other", "none"])
    assert seen == {"awal": {"nilai": Decimal(2)}, "n": Decimal(10), "other": "o"}
    assert runtime.visible(case.compiled, case.memory, case.task("a")) == seen
    case.complete("a", answer=True)
    assert case.variables == {"n": Decimal(1), "other": "o", "answer": True}
    assert case.memory.values.keys() == {(0, "n"), (0, "other"), (0, "answer")}


def test_an_input_never_swallows_the_answer_of_the_same_name() -> None:
    case = Case(one(inputs={"n": "=n + 1"}), n=1).start().complete("a", n=7)
    assert case.variables["n"] == Decimal(7)


def test_a_task_is_done_once() -> None:
    case = Case(one()).start()
    token = case.task("a")
    case.complete("a")
    with pytest.raises(Conflict) as refused:
        runtime.complete(case.compiled, case.memory, token, {}, case.env)
    assert refused.value.code == "token.gone"


def test_a_job_is_sent_its_inputs_and_nothing_else() -> None:
    drawing = Drawing().start().service("p", inputs={"amount": "=n * 2"}, resultVariable="paid").user("a").end()
    case = Case(drawing.flow("s p a e"), n=3, secret="x").start()
    job = case.memory.jobs[case.job("p")]
    assert (job.kind, job.type, job.payload, job.retries) == (
        "call",
        "finance:payment.request",
        {"amount": Decimal(6)},
        3,
    )
    assert case.tasks == []
    case.finish("p", {"number": "SP2D-1"})
    assert case.tasks == ["a"]
    assert case.variables["paid"] == {"number": "SP2D-1"}


def test_the_outputs_of_a_job_read_its_result_and_its_inputs() -> None:
    drawing = (
        Drawing()
        .start()
        .service("p", inputs={"amount": "=n"}, outputs={"nomor": "=number", "sum": "=amount + n", "all": "=result"})
        .end()
        .flow("s p e")
    )
    case = Case(drawing, n=3).start().finish("p", {"number": "X"})
    assert case.variables == {"n": Decimal(3), "nomor": "X", "sum": Decimal(6), "all": {"number": "X"}}
    assert case.left_behind == []


def test_a_job_without_outputs_or_result_variable_leaves_nothing() -> None:
    case = Case(Drawing().start().service("p").end().flow("s p e")).start().finish("p", {"number": "X"})
    assert case.variables == {}
    assert case.is_over


def test_a_job_given_up_is_an_incident_and_a_retry_sends_the_corrected_payload() -> None:
    case = Case(Drawing().start().service("p", inputs={"amount": "=n"}).end().flow("s p e"), n=3).start()
    token = case.job("p")
    case.give_up("p", "job.unknown_outcome")
    assert case.incidents == [("p", "job.unknown_outcome")]
    assert not case.is_over
    case.retry("p", n=4)
    # The token, and so the key the partner knows the work by, is the same.
    assert case.job("p") == token
    assert case.memory.jobs[token].payload == {"amount": Decimal(4)}
    assert case.finish("p").is_over


def test_a_script_sets_its_variable_inside_the_step() -> None:
    case = Case(Drawing().start().script("t", "=n * 2", "m").end().flow("s t e"), n=4).start()
    assert case.variables["m"] == Decimal(8)
    assert case.is_over


def test_a_register_acts_inside_the_step_and_its_row_is_the_result() -> None:
    drawing = (
        Drawing()
        .start()
        .service(
            "r",
            "register:reserve",
            register="penganggaran.dpa_line",
            inputs={"key": "=k", "amount": "=n"},
            resultVariable="row",
        )
        .user("a")
        .end()
        .flow("s r a e")
    )
    case = Case(drawing, k="5.2.02", n=10).start()
    call = case.memory.calls[0]
    assert (call.operation, call.register, call.arguments) == (
        "reserve",
        "penganggaran.dpa_line",
        {"key": "5.2.02", "amount": Decimal(10)},
    )
    assert case.tasks == ["a"]
    assert case.variables["row"]["state"] == "active"
    changed = next(fact for fact in case.memory.facts if fact.kind == "register.changed")
    assert changed.data == {"register": "penganggaran.dpa_line", "operation": "reserve", "key": "5.2.02"}


def test_a_second_register_task_waits_for_a_command_of_its_own() -> None:
    drawing = (
        Drawing()
        .start()
        .service("r1", "register:create", register="a.b", inputs={"key": "=k"})
        .service("r2", "register:create", register="a.c", inputs={"key": "=k"})
        .end()
        .flow("s r1 r2 e")
    )
    case = Case(drawing, k="1").start()
    assert [call.register for call in case.memory.calls] == ["a.b"]
    assert case.memory.jobs[case.job("r2")].kind == "continue"
    case.resume("r2")
    assert [call.register for call in case.memory.calls] == ["a.b", "a.c"]
    assert case.is_over
    assert case.left_behind == []


def test_a_broken_invariant_is_an_error_the_diagram_can_catch() -> None:
    drawing = (
        Drawing()
        .start()
        .service("r", "register:reserve", register="dpa", inputs={"key": "=k"})
        .boundary("no", "r", error="DPA_BALANCE", outputs={"why": "=message"})
        .user("ok")
        .user("sad")
        .end()
        .flow("s r ok e")
        .flow("no sad e")
    )
    case = Case(drawing, k="1")
    case.memory.refusals["dpa"] = "DPA_BALANCE"
    case.start()
    assert case.tasks == ["sad"]
    assert case.variables["why"] == "Expected room in dpa, but there is none."
    assert "register.refused" in case.kinds


def test_a_plain_task_is_passed() -> None:
    assert Case(Drawing().start().plain("t").end().flow("s t e")).start().trace == ["s", "t", "e"]


def test_an_automatic_loop_without_end_is_an_incident_not_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.runtime import instance

    monkeypatch.setattr(instance, "NODES_PER_STEP", 100)
    drawing = Drawing().start().xor("m").script("t", "=1", "x").flow("s m t m")
    case = Case(drawing).start()
    assert [code for _, code in case.incidents] == ["loop.budget"]
