"""One activity for every item of a list, beside or after each other (BPMN 2.0.2 §13.3.6, §13.3.7)."""

from decimal import Decimal
from typing import Any

import pytest

from tests.runtime.case import MONDAY, Case
from tests.runtime.drawing import Drawing
from tests.runtime.test_depth import calls_of


def reviewed(**loop: Any) -> Drawing:
    """One task for each reviewer, then one that sees what they said."""
    drawing = Drawing().start().user("a").user("b").end().flow("s a b e")
    return drawing.each("a", "=people", "who", **loop)


def started(names: Any = ("x", "y", "z"), **loop: Any) -> Case:
    return Case(reviewed(**loop), people=list(names) if isinstance(names, tuple) else names).start()


def test_every_reviewer_has_a_task_of_their_own() -> None:
    case = started()
    assert case.tasks == ["a", "a", "a"]
    assert case.seen("a", "who", "loopCounter", which=1) == {"who": "y", "loopCounter": Decimal(2)}
    case.complete("a").complete("a")
    assert case.tasks == ["a"]
    assert case.complete("a").tasks == ["b"]
    assert case.complete("b").left_behind == []


def test_reviewers_one_after_the_other_are_asked_in_their_order() -> None:
    case = started(one_by_one=True)
    seen = []
    while "a" in case.tasks:
        assert len(case.tasks) == 1
        seen.append(case.seen("a", "who", "loopCounter"))
        case.complete("a")
    assert [(one["who"], int(one["loopCounter"])) for one in seen] == [("x", 1), ("y", 2), ("z", 3)]
    assert case.complete("b").left_behind == []


@pytest.mark.parametrize("one_by_one", [False, True])
def test_results_stand_in_the_order_of_the_items_whoever_is_first(one_by_one: bool) -> None:
    case = started(output="=vote", outputs="votes", one_by_one=one_by_one)
    for number in (2, 1, 0):
        which = 0 if one_by_one else number
        case.answer("a", which, vote=case.seen("a", "who", which=which)["who"] + "!")
    assert case.variables["votes"] == ["x!", "y!", "z!"]
    assert "vote" not in case.variables
    assert case.complete("b").left_behind == []


def test_who_leaves_nothing_leaves_null_in_its_place() -> None:
    case = started(output="=vote", outputs="votes")
    case.answer("a", 1, vote=1).complete("a").complete("a")
    assert case.variables["votes"] == [None, Decimal(1), None]


@pytest.mark.parametrize("one_by_one", [False, True])
def test_a_null_item_is_an_item(one_by_one: bool) -> None:
    case = started([None, "y"], output="=who", outputs="all", one_by_one=one_by_one).complete("a").complete("a")
    assert case.variables["all"] == [None, "y"]


@pytest.mark.parametrize("one_by_one", [False, True])
def test_an_empty_list_is_passed_at_once(one_by_one: bool) -> None:
    case = started([], output="=vote", outputs="votes", one_by_one=one_by_one)
    assert (case.tasks, case.variables["votes"]) == (["b"], [])
    assert case.trace == ["s"]
    assert [fact.data for fact in case.memory.facts if fact.kind == "loop.completed"] == [{"n": 0}]


@pytest.mark.parametrize("people", [None, "x", 3, {"a": 1}])
def test_what_is_no_list_is_an_incident_and_its_cure_begins_the_loop(people: Any) -> None:
    case = started(people)
    assert (case.incidents, case.tasks) == ([("a", "loop.no_list")], [])
    assert case.retry("a", people=["x", "y"]).tasks == ["a", "a"]
    assert case.complete("a").complete("a").complete("b").left_behind == []


@pytest.mark.parametrize("times", ["=-1", "=1.5", "=null", '="many"'])
def test_a_number_nobody_can_count_to_is_an_incident(times: str) -> None:
    drawing = Drawing().start().plain("a").end().flow("s a e").each("a", times=times)
    assert Case(drawing).start().incidents == [("a", "loop.bad_count")]


def test_more_items_than_a_loop_may_have_are_an_incident() -> None:
    case = started([0] * 10_001)
    assert case.incidents == [("a", "loop.too_many")]
    drawing = Drawing().start().plain("a").end().flow("s a e").each("a", times="=10001")
    assert Case(drawing).start().incidents == [("a", "loop.too_many")]


@pytest.mark.parametrize(("times", "one_by_one", "rounds"), [("=3", False, 3), ("=3", True, 3), ("=0", False, 0)])
def test_a_number_of_times_runs_so_often(times: str, one_by_one: bool, rounds: int) -> None:
    drawing = Drawing().start().script("t", "=n + 1", "n").end().flow("s t e")
    case = Case(drawing.each("t", times=times, one_by_one=one_by_one), n=0).start()
    assert (case.is_over, case.variables["n"], case.left_behind) == (True, rounds, [])
    assert case.trace == ["s", *["t"] * rounds, "e"]


def test_the_committee_stops_when_enough_have_said_yes() -> None:
    case = started(
        output="=vote", outputs="votes", until="=numberOfCompletedInstances >= 2 and numberOfActiveInstances = 1"
    )
    case.answer("a", 2, vote="z")
    assert case.tasks == ["a", "a"]
    case.answer("a", 0, vote="x")
    assert case.tasks == ["b"]
    assert case.variables["votes"] == ["x", None, "z"]
    assert case.kinds.count("task.cancelled") == 1
    assert case.complete("b").left_behind == []


def test_one_no_ends_the_round_of_reviewers() -> None:
    case = started(output="=ok", outputs="oks", until="=ok = false", one_by_one=True)
    assert case.complete("a", ok=True).tasks == ["a"]
    assert case.complete("a", ok=False).tasks == ["b"]
    assert case.variables["oks"] == [True, False, None]


def test_the_numbers_of_a_loop_can_be_read_in_its_mappings() -> None:
    drawing = (
        Drawing()
        .start()
        .user(
            "a",
            inputs={
                "of": "=numberOfInstances",
                "left": "=numberOfActiveInstances",
                "gone": "=numberOfTerminatedInstances",
            },
        )
    )
    case = Case(drawing.end().flow("s a e").each("a", times="=2", one_by_one=True)).start()
    assert case.seen("a", "of", "left", "gone") == {"of": Decimal(2), "left": Decimal(1), "gone": Decimal(0)}
    case.complete("a")
    assert case.seen("a", "of", "left") == {"of": Decimal(2), "left": Decimal(1)}


def test_a_condition_that_is_neither_is_an_incident_and_the_answer_is_kept() -> None:
    case = started(output="=vote", outputs="votes", until="=enough")
    case.answer("a", 1, vote="y")
    assert (case.incidents, case.tasks) == ([("a", "feel.null")], ["a", "a"])
    case.retry("a", enough=False)
    assert (case.incidents, case.tasks) == ([], ["a", "a"])
    case.complete("a", vote="x").complete("a", vote="z")
    assert case.variables["votes"] == ["x", "y", "z"]
    assert case.complete("b").left_behind == []


def test_an_item_s_own_fault_stops_only_that_item() -> None:
    drawing = Drawing().start().user("a", to='="position:" + who').end().flow("s a e").each("a", "=people", "who")
    case = Case(drawing, people=["X", None, "Z"]).start()
    assert (case.incidents, len(case.tasks)) == ([("a", "task.no_address")], 2)
    case.complete("a").complete("a")
    assert not case.is_over
    assert case.retry("a", who="Y").complete("a").left_behind == []


def test_what_is_written_to_the_item_stays_with_the_item() -> None:
    case = started(({"n": 1}, {"n": 2}), output="=who", outputs="all")
    case.answer("a", 0, who={"n": 10}).answer("a", 0, who={"n": 20})
    assert case.variables["all"] == [{"n": Decimal(10)}, {"n": Decimal(20)}]
    assert "who" not in case.variables


def test_a_deadline_belongs_to_the_whole_round() -> None:
    drawing = reviewed().boundary("late", "a", timer=("duration", "P1D")).user("esc").end("e2").flow("late esc e2")
    case = Case(drawing, people=["x", "y"]).start().complete("a")
    assert [s.due for s in case.subscriptions("timer")] == [MONDAY.replace(day=3)]
    assert case.wait(days=1).tasks == ["esc"]
    assert case.complete("esc").left_behind == []


def test_an_error_of_one_item_ends_the_whole_round() -> None:
    drawing = Drawing().start().service("p").boundary("no", "p", error="FULL").user("b").end().end("e2")
    drawing.flow("s p e").flow("no b e2").each("p", times="=3")
    case = Case(drawing).start().finish("p").fail("p", "FULL")
    assert (case.tasks, case.memory.jobs) == (["b"], {})
    assert case.complete("b").left_behind == []


def test_jobs_messages_rules_and_scripts_run_for_every_item() -> None:
    sent = Drawing().start().send("m", "ask", key="=who", inputs={"name": "=who"}).end().flow("s m e")
    case = Case(sent.each("m", "=people", "who"), people=["x", "y"]).start()
    assert [(m.key, m.payload) for m in case.memory.messages] == [("x", {"name": "x"}), ("y", {"name": "y"})]
    received = Drawing().start().receive("r", "answer", key="=who").end().flow("s r e")
    case = Case(received.each("r", "=people", "who", output="=said", outputs="all"), people=["x", "y"]).start()
    case.deliver("answer", "y", said=2).deliver("answer", "x", said=1)
    assert (case.is_over, case.variables["all"]) == (True, [Decimal(1), Decimal(2)])
    job = Drawing().start().service("p", inputs={"to": "=who"}, outputs={"no": "=number"}).end().flow("s p e")
    case = Case(job.each("p", "=people", "who", output='=no + "/" + to', outputs="all"), people=["x", "y"]).start()
    assert [job.payload for job in case.memory.jobs.values()] == [{"to": "x"}, {"to": "y"}]
    case.finish("p", {"number": "1"}).finish("p", {"number": "2"})
    assert case.variables["all"] == ["1/x", "2/y"]
    assert case.left_behind == []


def inner() -> Drawing:
    return Drawing().start("s1").user("a").script("t", '=who + "/" + said', "line").end("e1").flow("s1 a t e1")


@pytest.mark.parametrize("one_by_one", [False, True])
def test_a_subprocess_for_every_item_keeps_its_variables_apart(one_by_one: bool) -> None:
    drawing = Drawing().start().sub("k", inner()).end().flow("s k e")
    drawing.each("k", "=people", "who", output="=line", outputs="lines", one_by_one=one_by_one)
    case = Case(drawing, people=["x", "y"], said="").start()
    case.complete("a", said="1").complete("a", said="2")
    assert case.variables["lines"] == ["x/1", "y/2"]
    assert (case.is_over, case.left_behind) == (True, [])
    assert {scope for scope, _ in case.memory.values} == {0}


def test_loops_inside_loops_gather_lists_of_lists() -> None:
    cell = Drawing().start("s2").script("t", "=row + col", "cell").end("e2").flow("s2 t e2")
    row = Drawing().start("s1").sub("k2", cell).end("e1").flow("s1 k2 e1")
    row.each("k2", "=cols", "col", output="=cell", outputs="cells")
    drawing = Drawing().start().sub("k", row).end().flow("s k e")
    drawing.each("k", "=rows", "row", output="=cells", outputs="table", one_by_one=True)
    case = Case(drawing, rows=["a", "b"], cols=["1", "2"]).start()
    assert case.variables["table"] == [["a1", "a2"], ["b1", "b2"]]
    assert case.left_behind == []


def test_withdrawing_takes_every_item_along() -> None:
    drawing = Drawing().start().sub("k", inner()).end().flow("s k e").each("k", "=people", "who")
    case = Case(drawing, people=["x", "y", "z"]).start().withdraw()
    assert case.left_behind == []
    assert {scope for scope, _ in case.memory.values} == {0}


@pytest.mark.parametrize(("rounds", "words"), [(3, {"when": "=n < 3"}), (1, {"when": "=n < 1"}), (2, {"most": "2"})])
def test_a_standard_loop_runs_while_its_condition_holds(rounds: int, words: dict[str, str]) -> None:
    case = Case(Drawing().start().script("t", "=n + 1", "n").end().flow("s t e").again("t", **words), n=0).start()  # type: ignore[arg-type]
    assert (case.variables["n"], case.is_over, case.left_behind) == (rounds, True, [])


def test_a_standard_loop_tested_before_may_not_run_at_all() -> None:
    drawing = Drawing().start().user("a").end().flow("s a e").again("a", "=n < 2", before=True, most="=5")
    assert Case(drawing, n=2).start().is_over
    case = Case(drawing, n=1).start().complete("a", n=1)
    assert case.seen("a", "loopCounter") == {"loopCounter": Decimal(2)}
    assert case.complete("a", n=2).left_behind == []


def test_five_thousand_automatic_items_run_in_one_step() -> None:
    drawing = Drawing().start().script("t", "=i * 2", "r").end().flow("s t e")
    case = Case(drawing.each("t", "=items", "i", output="=r", outputs="rs", one_by_one=True), items=list(range(5000)))
    case.start()
    assert case.variables["rs"] == [2 * number for number in range(5000)]
    assert case.left_behind == []


@pytest.mark.parametrize("one_by_one", [False, True])
def test_one_completion_costs_the_same_among_ten_and_a_thousand(one_by_one: bool) -> None:
    drawing = reviewed(output="=v", outputs="vs", until="=numberOfCompletedInstances > 5000", one_by_one=one_by_one)
    costs = {}
    for size in (10, 1000):
        case = Case(drawing, people=list(range(size))).start()
        case.complete("a", v=1).complete("a", v=2)
        memory = case.memory
        memory.queries = memory.rows_written = 0
        calls = calls_of(lambda case=case: case.complete("a", v=3))  # type: ignore[misc]
        costs[size] = (calls, memory.queries, memory.rows_written)
    assert costs[10] == costs[1000]


def test_an_item_that_cannot_be_left_is_repaired_without_doing_its_work_again() -> None:
    within = Drawing().start("s1").user("a").end("e1").flow("s1 a e1")
    drawing = Drawing().start().sub("k", within, outputs={"line": "=count(for i in 1..n return i)"}).end()
    drawing.flow("s k e").each("k", "=people", "who", output="=line", outputs="lines")
    case = Case(drawing, people=["x", "y"], n=10_000_000).start().complete("a")
    assert case.incidents == [("k", "feel.budget")]
    case.retry("k", n=2).complete("a")
    assert (case.variables["lines"], case.is_over, case.left_behind) == ([Decimal(2), Decimal(2)], True, [])
    assert case.trace.count("k") == 2
