"""Ad-hoc subprocesses (BPMN 2.0.2 §10.3.5, §13.3.5): who begins what, in which order, and when it ends."""

import pytest

from engine import runtime
from engine.model.errors import Conflict
from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def around(**words: object) -> Drawing:
    """s → ah → z → e with what `inside` holds."""
    inside = words.pop("inside")
    drawing = Drawing().start().adhoc("ah", inside, **words)  # type: ignore[arg-type]
    return drawing.user("z").end().flow("s ah z e")


def two() -> Drawing:
    return Drawing().user("a", "position:A").user("b", "position:B")


def counting() -> Drawing:
    return Drawing().script("one", "= append(log, 1)", "log").script("two", "= append(log, 2)", "log")


# who begins


@pytest.mark.parametrize("one_by_one", [False, True])
def test_activities_without_a_person_run_once_each_in_the_order_of_the_file(one_by_one: bool) -> None:
    case = Case(around(inside=counting(), one_by_one=one_by_one), log=[]).start()
    assert case.trace == ["s", "one", "two", "ah"]
    assert case.variables["log"] == [1, 2]
    assert case.tasks == ["z"]


def test_what_needs_a_person_is_offered_and_not_begun() -> None:
    case = Case(around(inside=two(), to="position:CHIEF")).start()
    assert case.tasks == ["ah"]
    assert case.memory.open[case.task("ah")].address == "position:CHIEF"
    assert case.offers(case.task("ah")) == ["a", "b"]


def test_without_an_address_of_its_own_each_activity_is_offered_to_whom_it_is_for() -> None:
    case = Case(around(inside=two().user("c", "position:A"))).start()
    offered = {case.memory.open[no].address: case.offers(no) for no in case.memory.open}
    assert offered == {"position:A": ["a", "c"], "position:B": ["b"]}


def test_a_chosen_activity_opens_for_its_own_address_and_is_offered_again() -> None:
    case = Case(around(inside=two(), to="position:CHIEF")).start().choose("b")
    assert sorted(case.tasks) == ["ah", "b"]
    assert case.memory.open[case.task("b")].address == "position:B"
    case.choose("b", "a").complete("a").answer("b", 1)
    assert sorted(case.tasks) == ["ah", "b"]


def test_an_activity_may_be_chosen_only_as_often_as_it_says() -> None:
    case = Case(around(inside=two().marked("a", atMost="2"), to="position:CHIEF")).start().choose("a", "a")
    assert case.offers(case.task("ah")) == ["b"]
    with pytest.raises(Conflict, match="cannot be chosen now"):
        runtime.choose(case.compiled, case.memory, case.task("ah"), "a", case.env)


def test_it_ends_when_nothing_runs_and_nothing_can_be_chosen_any_more() -> None:
    inside = two().marked("a", atMost="1").marked("b", atMost="1")
    case = Case(around(inside=inside)).start().choose("a").complete("a")
    assert case.tasks == ["ah"]
    case.choose("b")
    assert case.tasks == ["b"]
    case.complete("b")
    assert case.tasks == ["z"]
    assert case.complete("z").left_behind == []


def test_an_analyst_may_let_a_task_begin_by_itself_and_a_script_be_chosen() -> None:
    inside = Drawing().user("a").script("one", "= 1", "x").marked("a", chosen="false").marked("one", chosen="true")
    case = Case(around(inside=inside, to="position:CHIEF")).start()
    assert sorted(case.tasks) == ["a", "ah"]
    case.choose("one").choose("one").complete("a")
    assert case.trace == ["s", "one", "one", "a"]
    assert case.declare("ah").tasks == ["z"]


def test_a_subprocess_with_a_persons_task_inside_is_offered() -> None:
    inner = Drawing().start("is").user("deep").end("ie").flow("is deep ie")
    case = Case(around(inside=Drawing().sub("sub", inner).script("one", "= 1", "x"), to="position:CHIEF")).start()
    assert case.trace == ["s", "one"]
    case.choose("sub").complete("deep").declare("ah")
    assert case.trace == ["s", "one", "is", "deep", "ie", "sub", "ah"]


# the list


def test_a_list_begins_exactly_what_it_names_and_offers_nothing() -> None:
    case = Case(around(inside=two().script("one", "= 1", "x"), begins="= wanted"), wanted=["b"]).start()
    assert case.tasks == ["b"]
    assert case.complete("b").tasks == ["z"]
    assert "one" not in case.trace


def test_an_empty_list_ends_at_once() -> None:
    assert Case(around(inside=two(), begins="= []")).start().tasks == ["z"]


def test_a_list_of_more_runs_one_after_the_other_in_sequential_order() -> None:
    case = Case(around(inside=two(), begins='= ["b", "a", "b"]', one_by_one=True)).start()
    for open_now in ("b", "a", "b"):
        assert case.tasks == [open_now]
        case.complete(open_now)
    assert case.tasks == ["z"]
    assert case.complete("z").left_behind == []


@pytest.mark.parametrize(
    ("wanted", "code"), [("= null", "adhoc.no_list"), ('= ["z"]', "adhoc.unknown_element"), ("= 5", "adhoc.no_list")]
)
def test_a_list_that_names_nothing_inside_stops_with_an_incident(wanted: str, code: str) -> None:
    case = Case(around(inside=two(), begins=wanted)).start()
    assert case.incidents == [("ah", code)]


def test_a_corrected_list_is_tried_again() -> None:
    case = Case(around(inside=two(), begins="= wanted"), wanted=["x"]).start()
    assert case.retry("ah", wanted=["a"]).tasks == ["a"]
    assert case.complete("a").complete("z").left_behind == []


# order


def test_in_sequential_order_nobody_begins_another_before_the_first_is_done() -> None:
    case = Case(around(inside=two(), to="position:CHIEF", one_by_one=True)).start().choose("a")
    with pytest.raises(Conflict, match="one follows the other"):
        case.choose("b")
    assert case.complete("a").choose("b").complete("b").declare("ah").tasks == ["z"]


def test_in_sequential_order_a_split_inside_runs_one_branch_after_the_other() -> None:
    inside = Drawing().user("a").both("g").user("b").user("c").both("j").user("d").flow("a g b j d").flow("g c j")
    case = Case(around(inside=inside, one_by_one=True)).start().choose("a")
    seen = []
    for name in ("a", "b", "c", "d"):
        assert [one for one in case.tasks if one != "ah"] == [name]
        seen.append(name)
        case.complete(name)
    assert case.declare("ah").tasks == ["z"]
    assert case.complete("z").left_behind == []


def test_a_step_that_is_cancelled_gives_its_turn_on() -> None:
    inside = two().boundary("late", "a", timer=("duration", "PT1H")).script("note", "= 1", "x").flow("late note")
    case = Case(around(inside=inside, begins='= ["a", "b"]', one_by_one=True)).start()
    assert case.tasks == ["a"]
    case.wait(hours=2)
    assert case.tasks == ["b"]
    assert case.complete("b").tasks == ["z"]
    assert case.trace[-3:] == ["note", "b", "ah"] or case.trace[-3:] == ["b", "note", "ah"]


def test_flows_inside_are_followed_without_being_chosen() -> None:
    inside = Drawing().user("a").script("then", "= 1", "x").user("b").flow("a then b")
    case = Case(around(inside=inside)).start()
    assert case.offers(case.task("ah")) == ["a"]
    case.choose("a").complete("a")
    assert sorted(case.tasks) == ["ah", "b"]


# the end


def test_the_condition_is_asked_after_each_activity_and_cancels_the_rest() -> None:
    case = Case(around(inside=two(), to="position:CHIEF", until="= done")).start().choose("a", "b", "b")
    case.complete("a", done=False)
    assert sorted(case.tasks) == ["ah", "b", "b"]
    case.answer("b", 0, done=True)
    assert case.tasks == ["z"]
    assert case.complete("z").left_behind == []


def test_a_condition_nobody_has_set_yet_does_not_hold() -> None:
    case = Case(around(inside=two(), to="position:CHIEF", until="= done")).start().choose("a").complete("a")
    assert case.tasks == ["ah"]
    assert case.incidents == []


def test_what_runs_may_end_first_where_it_is_not_cancelled() -> None:
    inside = two().user("after").flow("b after")
    case = Case(around(inside=inside, until="= done", keeps=True)).start().choose("a", "b").complete("a", done=True)
    assert case.tasks == ["b"]
    case.complete("b")
    assert case.tasks == ["z"]
    assert case.complete("z").left_behind == []


def test_where_nothing_else_runs_an_end_without_cancelling_comes_at_once() -> None:
    inside = two().both("j").user("after").flow("a j after").flow("b j")
    case = Case(around(inside=inside, until="= done", keeps=True)).start().choose("a").complete("a", done=False)
    assert case.tasks == ["ah", "ah"]
    case.choose("a").complete("a", done=True)
    assert case.tasks == ["z"]
    assert case.complete("z").left_behind == []


def test_once_the_condition_holds_nothing_that_follows_begins() -> None:
    inside = Drawing().user("a").user("b").flow("a b")
    case = Case(around(inside=inside, until="= done")).start().choose("a").complete("a", done=True)
    assert case.tasks == ["z"]


def test_a_condition_that_is_no_condition_is_an_incident_that_can_be_repaired() -> None:
    case = Case(around(inside=two(), until="= done")).start().choose("a", "b").complete("a", done=5)
    assert case.incidents == [("ah", "adhoc.condition")]
    case.retry("ah", done=False)
    assert case.incidents == []
    case.complete("b", done=True)
    assert case.tasks == ["z"]
    assert case.complete("z").left_behind == []


def test_when_nobody_can_go_on_and_the_condition_is_false_an_admin_is_told() -> None:
    case = Case(around(inside=counting(), until="= done"), log=[], done=False).start()
    assert case.incidents == [("ah", "adhoc.unfinished")]
    assert case.retry("ah", done=True).tasks == ["z"]
    assert case.complete("z").left_behind == []


def test_people_declare_it_finished_where_no_condition_says_so() -> None:
    case = Case(around(inside=two(), to="position:CHIEF")).start().choose("a").declare("ah")
    assert case.tasks == ["z"]
    assert case.kinds.count("adhoc.declared") == 1
    assert case.complete("z").left_behind == []


def test_people_may_declare_it_finished_before_anything_was_done() -> None:
    assert Case(around(inside=two(), to="position:CHIEF")).start().declare("ah").tasks == ["z"]


def test_where_a_condition_decides_nobody_declares() -> None:
    case = Case(around(inside=two(), to="position:CHIEF", until="= done")).start()
    with pytest.raises(Conflict, match="it decides"):
        case.declare("ah")


def test_declared_finished_it_waits_for_what_runs_where_that_is_not_cancelled() -> None:
    case = Case(around(inside=two(), to="position:CHIEF", keeps=True)).start().choose("a").declare("ah")
    assert case.tasks == ["a"]
    assert case.complete("a").tasks == ["z"]


# what is around and inside


def test_a_boundary_event_ends_it_with_its_offers() -> None:
    drawing = around(inside=two(), to="position:CHIEF").boundary("late", "ah", timer=("duration", "P3D"))
    case = Case(drawing.user("esc").end("e2").flow("late esc e2")).start().choose("a").wait(days=4)
    assert case.tasks == ["esc"]
    assert case.complete("esc").left_behind == []


def test_an_event_beside_it_leaves_its_offers() -> None:
    drawing = around(inside=two(), to="position:CHIEF")
    drawing.boundary("late", "ah", timer=("duration", "P3D"), interrupting=False)
    case = Case(drawing.user("esc").end("e2").flow("late esc e2")).start().wait(days=4)
    assert sorted(case.tasks) == ["ah", "esc"]


def test_an_error_inside_goes_to_its_boundary() -> None:
    inner = Drawing().start("is").end("ie", error="E1").flow("is ie")
    drawing = around(inside=Drawing().sub("sub", inner).user("a"), to="position:CHIEF")
    case = Case(drawing.boundary("bad", "ah", error="E1").user("fix").end("e2").flow("bad fix e2")).start()
    assert case.tasks == ["fix"]
    assert case.complete("fix").left_behind == []


def test_an_interrupting_event_subprocess_inside_ends_what_is_offered_and_then_the_whole() -> None:
    handler = Drawing().start("hs", message="stop").user("h").end("he").flow("hs h he")
    case = Case(around(inside=two().on("esp", handler), to="position:CHIEF")).start().choose("a").deliver("stop")
    assert case.tasks == ["h"]
    assert case.complete("h").tasks == ["z"]
    assert case.complete("z").left_behind == []


def test_an_event_subprocess_beside_what_runs_leaves_the_offers() -> None:
    handler = Drawing().start("hs", message="ask", interrupting=False).user("h").end("he").flow("hs h he")
    case = Case(around(inside=two().on("esp", handler), to="position:CHIEF", one_by_one=True)).start().choose("a")
    case.deliver("ask")
    assert sorted(case.tasks) == ["a", "ah", "h"]
    assert sorted(case.complete("h").tasks) == ["a", "ah"]


def test_its_inputs_are_its_own_and_only_its_outputs_leave() -> None:
    inside = Drawing().script("one", "= x + 1", "x")
    drawing = around(inside=inside, inputs={"x": "= 5"}, outputs={"y": "= x * 2"})
    case = Case(drawing, x=1).start()
    assert case.variables["x"] == 1
    assert case.variables["y"] == 12


def test_the_condition_sees_the_variables_inside() -> None:
    inside = Drawing().script("one", "= x + 1", "x").user("a")
    case = Case(around(inside=inside, inputs={"x": "= 1"}, until="= x = 2"), x=9).start()
    assert case.tasks == ["z"]
    assert case.variables["x"] == 9


def test_one_inside_another_is_chosen_and_done_like_an_activity() -> None:
    inner = Drawing().user("deep")
    case = Case(around(inside=Drawing().adhoc("inner", inner, to="position:B").user("a"), to="position:CHIEF")).start()
    assert case.offers(case.task("ah")) == ["inner", "a"]
    case.choose("inner").choose("deep").complete("deep").declare("inner").declare("ah")
    assert case.trace == ["s", "deep", "inner", "ah"]
    assert case.complete("z").left_behind == []


@pytest.mark.parametrize("one_by_one", [False, True])
def test_it_runs_for_every_item_of_a_list(one_by_one: bool) -> None:
    drawing = around(inside=Drawing().user("a"), to="position:CHIEF")
    drawing.each("ah", "= items", "item", output="= got", outputs="all", one_by_one=one_by_one)
    case = Case(drawing, items=["x", "y"]).start()
    for shown in ("x", "y"):
        offer = min(case.memory.open)
        assert case.offers(offer) == ["a"]
        case.choose("a")
        assert case.seen("a", "item") == {"item": shown}
        case.complete("a", got=f"{shown}!").declare("ah")
    assert case.variables["all"] == ["x!", "y!"]
    assert case.tasks == ["z"]
    assert case.complete("z").left_behind == []


def test_an_inner_activity_that_runs_for_every_item_takes_one_turn() -> None:
    drawing = Drawing().user("a").user("b").each("a", times="= 3")
    case = Case(around(inside=drawing, begins='= ["a", "b"]', one_by_one=True)).start()
    assert case.tasks == ["a", "a", "a"]
    for _ in range(3):
        case.complete("a")
    assert case.tasks == ["b"]


def test_again_and_again_by_a_loop() -> None:
    drawing = around(inside=counting()).again("ah", "= count(log) < 6")
    case = Case(drawing, log=[]).start()
    assert case.variables["log"] == [1, 2, 1, 2, 1, 2]


def test_withdrawing_the_case_leaves_nothing() -> None:
    case = Case(around(inside=two(), to="position:CHIEF", one_by_one=True)).start().choose("a").withdraw()
    assert case.left_behind == []


def test_a_decided_offer_cannot_be_completed_as_a_task() -> None:
    case = Case(around(inside=two(), to="position:CHIEF")).start()
    with pytest.raises(Conflict):
        case.complete("ah")


def test_an_incident_inside_keeps_its_turn() -> None:
    inside = Drawing().user("b", to="= who").user("c")
    case = Case(around(inside=inside, begins='= ["b", "c"]', one_by_one=True)).start()
    assert case.incidents == [("b", "task.no_address")]
    assert case.tasks == []
    assert case.retry("b", who="position:X").tasks == ["b"]
    assert case.complete("b").tasks == ["c"]


def test_what_was_chosen_is_undone_the_last_first() -> None:
    inside = Drawing().user("a").script("ua", "= append(undone, loopback)", "undone").undo("a", "ua")
    drawing = Drawing().start().adhoc("ah", inside, to="position:CHIEF").undoing("t").user("z").end()
    case = Case(drawing.flow("s ah t z e"), undone=[], loopback=1).start().choose("a", "a")
    case.answer("a", 0).answer("a", 0).declare("ah")
    assert case.trace == ["s", "a", "a", "ah", "ua", "ua", "t"]
    assert case.complete("z").left_behind == []


def test_an_event_waited_for_inside_takes_no_turn_and_goes_with_the_end() -> None:
    inside = Drawing().user("a").first("g").catch("m", message="m1").catch("w", timer=("duration", "PT1H"))
    inside.script("sm", "= 1", "x").user("b").flow("a g m sm").flow("g w b")
    drawing = around(inside=inside, to="position:CHIEF", one_by_one=True, keeps=True)
    case = Case(drawing).start().choose("a").complete("a").choose("a").wait(hours=2)
    assert sorted(case.tasks) == ["a", "ah"]
    assert sorted(case.complete("a").tasks) == ["ah", "b"]
    assert case.declare("ah").tasks == ["b"]
    assert case.complete("b").tasks == ["z"]
    assert case.complete("z").left_behind == []


def test_jobs_and_messages_take_their_turns_too() -> None:
    inside = Drawing().receive("r", "m1").service("sv").user("u")
    case = Case(around(inside=inside, begins='= ["r", "sv", "u"]', one_by_one=True)).start()
    assert (case.tasks, list(case.memory.jobs)) == ([], [])
    case.deliver("m1").finish("sv", {})
    assert case.complete("u").tasks == ["z"]
    assert case.trace == ["s", "r", "sv", "u", "ah"]


def test_it_may_stand_in_an_event_subprocess_and_end_with_a_terminate_outside() -> None:
    handler = Drawing().start("hs", message="go").adhoc("ah", two(), to="position:CHIEF").end("he").flow("hs ah he")
    case = Case(Drawing().start().user("z").on("esp", handler).end().flow("s z e")).start().deliver("go")
    assert case.tasks == ["ah"]
    assert case.choose("a").complete("a").declare("ah").is_over
    drawing = Drawing().start().both("f").adhoc("ah", two(), to="position:CHIEF").user("q").end("t", terminate=True)
    case = Case(drawing.end().flow("s f ah e").flow("f q t")).start().choose("a").complete("q")
    assert (case.is_over, case.left_behind) == (True, [])
