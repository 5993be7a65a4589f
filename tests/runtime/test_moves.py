"""A running case goes on as a case of another version, or stays as it was (what bare libraries lose: no part of it)."""

from datetime import timedelta

import pytest

from engine.model.errors import Invalid
from tests.runtime.case import MONDAY, Case
from tests.runtime.drawing import Drawing
from tests.runtime.moving import judged, move, refusals


def line(*names: str) -> Drawing:
    drawing = Drawing().start()
    for name in names:
        drawing.user(name)
    return drawing.end().flow(" ".join(("s", *names, "e")))


def fork(*names: str, after: str = "z") -> Drawing:
    drawing = Drawing().start().both("p").both("j").user(after).end()
    for name in names:
        drawing.user(name).flow(f"p {name} j")
    return drawing.flow("s p").flow(f"j {after} e")


# what is moved


def test_a_step_added_after_the_present_one_is_taken() -> None:
    case = Case(line("a", "c")).start()
    assert move(case, line("a", "b", "c")) == []
    assert case.complete("a").complete("b").complete("c").is_over
    assert case.left_behind == []


def test_a_step_added_before_the_present_one_is_not_done_again() -> None:
    case = Case(line("a", "c")).start().complete("a")
    move(case, line("a", "b", "c"))
    assert case.complete("c").is_over


def test_a_renamed_step_is_named_in_the_mapping() -> None:
    case = Case(line("a", "b")).start()
    assert refusals(case, line("x", "b")) == [("move.gone", "a")]
    assert move(case, line("x", "b"), a="x") == [("move.renamed", "a")]
    assert case.tasks == ["x"]
    assert case.complete("x").complete("b").is_over


def test_a_mapping_names_elements_both_versions_have() -> None:
    case = Case(line("a", "b")).start()
    for wrong in ({"q": "a"}, {"a": "q"}, {"a": "b"}, {"a": "b", "b": "b"}):
        with pytest.raises(Invalid):
            refusals(case, line("a", "b"), **wrong)


def test_two_steps_may_change_places() -> None:
    case = Case(line("a", "b")).start()
    move(case, line("b", "a"), a="b", b="a")
    assert case.tasks == ["b"]
    assert case.complete("b").tasks == ["a"]


def test_one_step_takes_the_place_of_two_one_group_after_the_other() -> None:
    first, second = Case(line("a", "b")).start(), Case(line("a", "b")).start().complete("a")
    merged = line("m")
    assert refusals(second, merged, a="m", b="") == [("move.gone", "b")]
    move(first, merged, a="m", b="")
    move(second, merged, a="", b="m")
    assert first.tasks == second.tasks == ["m"]


def test_another_kind_of_step_is_refused() -> None:
    case = Case(line("a", "b")).start()
    other = Drawing().start().service("a").user("b").end().flow("s a b e")
    assert refusals(case, other) == [("move.kind", "a")]


# joins


def test_a_third_branch_while_two_are_open_would_wait_forever() -> None:
    case = Case(fork("a", "b")).start()
    assert refusals(case, fork("a", "b", "c")) == [("move.deadlock", "j")]
    case.complete("a")
    assert refusals(case, fork("a", "b", "c")) == [("move.deadlock", "j")]


def test_a_branch_that_arrived_is_not_lost() -> None:
    case = Case(fork("a", "b", "c")).start().complete("a")
    assert refusals(case, fork("b", "c")) == [("move.join_lost", "j")]


def test_what_arrived_at_a_join_arrives_under_new_names() -> None:
    case = Case(fork("a", "b")).start().complete("a")
    renamed = fork("x", "y")
    move(case, renamed, a="x", b="y")
    assert case.complete("y").tasks == ["z"]
    assert case.complete("z").is_over
    assert case.left_behind == []


def test_a_step_added_in_a_branch_that_arrived_is_passed() -> None:
    longer = Drawing().start().both("p").both("j").user("a").user("a2").user("b").user("z").end()
    longer.flow("s p a a2 j").flow("p b j z e")
    case = Case(fork("a", "b")).start().complete("a")
    move(case, longer)
    assert case.complete("b").complete("z").is_over
    assert case.left_behind == []


def test_steps_beside_each_other_do_not_become_steps_after_each_other() -> None:
    case = Case(fork("a", "b")).start()
    assert refusals(case, line("a", "b", "z")) == [("move.together", "a")]
    assert judged(case.complete("a"), line("a", "b", "z")).refused


def test_steps_after_each_other_do_not_become_steps_beside_each_other() -> None:
    case = Case(line("a", "b", "z")).start()
    assert refusals(case, fork("a", "b")) == [("move.deadlock", "j")]


def test_an_inclusive_join_goes_on_where_nothing_more_can_come() -> None:
    def some(*names: str) -> Drawing:
        drawing = Drawing().start().user("d").some("o").some("j").user("z").end().flow("s d o")
        for number, name in enumerate(names):
            drawing.user(name).flow(f"o {name}", when=f"=d >= {number}").flow(f"{name} j")
        return drawing.flow("j z e")

    case = Case(some("a", "b")).start().complete("d", d=1).complete("a")
    move(case, some("x", "b", "c"), a="x")
    assert case.complete("b").tasks == ["z"]
    assert case.complete("z").is_over
    assert case.left_behind == []


# scopes and loops


def inside(*names: str, **attributes: object) -> Drawing:
    within = Drawing().start("s2")
    for name in names:
        within.user(name)
    within.end("e2").flow(" ".join(("s2", *names, "e2")))
    return Drawing().start().sub("k", within, **attributes).user("z").end().flow("s k z e")


def test_a_step_added_inside_a_subprocess_is_taken() -> None:
    case = Case(inside("a")).start()
    move(case, inside("a", "b"))
    assert case.complete("a").complete("b").complete("z").is_over
    assert case.left_behind == []


def test_a_step_moved_into_a_subprocess_is_refused() -> None:
    assert refusals(Case(line("a", "z")).start(), inside("a")) == [("move.scope", "a")]
    assert ("move.gone", "k") in refusals(Case(inside("a")).start(), line("a", "z"))


def test_a_loop_keeps_its_shape_while_the_case_is_inside() -> None:
    def each(item: str, until: str = "", *, turns: bool = False) -> Drawing:
        return line("a", "b").each("a", "=[1, 2]", item, until=until, one_by_one=turns)

    case = Case(each("i")).start()
    assert ("move.loop", "a") in refusals(case, line("a", "b"))
    assert ("move.loop", "a") in refusals(case, each("i", turns=True))
    assert ("move.loop", "a") in refusals(case, each("other"))
    move(case, each("i", "=true"))
    assert case.answer("a", 0).tasks == ["b"]
    plain = Case(line("a", "b")).start()
    assert refusals(plain, each("i")) == [("move.loop", "a")]


# events


def timed(text: str = "P1D", *, on: str = "a", event: str = "late", interrupting: bool = True) -> Drawing:
    drawing = (
        Drawing().start().user("a").user("b").boundary(event, on, timer=("duration", text), interrupting=interrupting)
    )
    return drawing.user("esc").end().end("e2").flow("s a b e").flow(f"{event} esc e2")


def test_a_deadline_that_runs_keeps_its_moment() -> None:
    case = Case(timed("P1D")).start().wait(hours=10)
    assert ("move.timer_kept", "late") in move(case, timed("P7D"))
    assert [one.due for one in case.subscriptions("timer")] == [MONDAY + timedelta(days=1)]
    assert case.wait(hours=14).tasks == ["esc"]


def test_a_deadline_named_to_be_renewed_is_counted_from_the_move() -> None:
    case = Case(timed("P1D")).start().wait(hours=10)
    move(case, timed("P7D"), renew=("late",))
    assert [one.due for one in case.subscriptions("timer")] == [MONDAY + timedelta(days=7, hours=10)]


def test_a_deadline_added_begins_at_the_move_and_one_removed_ends() -> None:
    case = Case(line("a", "b")).start().wait(hours=5)
    assert move(case, timed()) == [("move.event_added", "late")]
    assert [one.due for one in case.subscriptions("timer")] == [MONDAY + timedelta(days=1, hours=5)]
    assert move(case, line("a", "b")) == [("move.event_removed", "late")]
    assert case.subscriptions("timer") == []
    assert case.complete("a").complete("b").is_over


def test_a_reminder_that_is_over_does_not_come_again() -> None:
    case = Case(timed(interrupting=False)).start().wait(days=2)
    move(case, timed(interrupting=False))
    assert case.subscriptions("timer") == []


def test_a_renamed_deadline_goes_on() -> None:
    case = Case(timed()).start().wait(hours=10)
    move(case, timed(event="tardy"), late="tardy")
    assert case.wait(hours=14).tasks == ["esc"]
    assert case.complete("esc").is_over


def waiting(message: str, key: str = "=no") -> Drawing:
    return Drawing().start().catch("m", message=message, key=key).end().flow("s m e")


def test_a_message_by_another_name_would_be_missed() -> None:
    case = Case(waiting("paid"), no=7).start()
    assert refusals(case, waiting("settled")) == [("move.message", "m")]
    assert refusals(case, waiting("paid", "=no + 1")) == [("move.message", "m")]
    move(case, waiting("settled"), renew=("m",))
    assert case.deliver("settled", "7").is_over
    assert case.left_behind == []


def handled(event: str = "", *, interrupting: bool = False) -> Drawing:
    drawing = line("a", "b")
    if event:
        beside = Drawing().start(event, message=event, interrupting=interrupting).user("h").end("e_h")
        drawing.on("v", beside.flow(f"{event} h e_h"))
    return drawing


def test_an_event_subprocess_added_waits_from_the_move_on() -> None:
    case = Case(line("a", "b")).start()
    assert ("move.event_added", "w") in move(case, handled("w"))
    assert case.deliver("w").tasks == ["a", "h"]
    assert case.complete("a").complete("b").complete("h").is_over
    assert case.left_behind == []


def test_an_event_subprocess_removed_waits_no_more() -> None:
    case = Case(handled("w")).start()
    move(case, line("a", "b"))
    assert case.subscriptions("message") == []
    assert case.complete("a").complete("b").is_over
    assert case.left_behind == []


def test_a_handler_that_runs_is_kept_and_nothing_else_may_follow_it() -> None:
    case = Case(handled("w", interrupting=True)).start().deliver("w")
    assert ("move.gone", "v") in refusals(case, line("a", "b"))
    assert refusals(case, handled("w", interrupting=False)) == [("move.handler", "v")]
    move(case, handled("w", interrupting=True))
    assert case.subscriptions("message") == []
    assert case.complete("h").is_over


def test_the_events_of_a_gateway_may_be_more_or_fewer() -> None:
    def first(*names: str) -> Drawing:
        drawing = Drawing().start().first("g").xor("m").end().flow("s g").flow("m e")
        for name in names:
            drawing.catch(name, message=name).flow(f"g {name} m")
        return drawing

    case = Case(first("a", "b")).start()
    move(case, first("a", "c"))
    assert sorted(one.name for one in case.subscriptions("message")) == ["a", "c"]
    assert case.deliver("c").is_over
    assert case.left_behind == []


def test_a_condition_is_asked_in_the_new_words() -> None:
    def met(condition: str) -> Drawing:
        return Drawing().start().catch("c", condition=condition).user("a").end().flow("s c a e")

    case = Case(met("=x > 5"), x=3).start()
    move(case, met("=x > 2"))
    assert case.tasks == ["a"]
    assert not case.is_over


# work under way


def job(kind: str = "finance:payment.request", **attributes: object) -> Drawing:
    return Drawing().start().service("j", kind, **attributes).user("z").end().flow("s j z e")  # type: ignore[arg-type]


def test_an_answer_on_its_way_is_taken_in_as_the_new_version_says() -> None:
    case = Case(job()).start()
    assert refusals(case, job("mail:letter.send")) == [("move.job", "j")]
    move(case, job(outputs={"paid": "=result"}))
    assert case.finish("j", 5).variables["paid"] == 5
    assert case.complete("z").is_over
    assert case.left_behind == []


def test_a_step_that_failed_is_tried_again_as_the_new_version_says() -> None:
    def script(text: str) -> Drawing:
        return Drawing().start().user("a").xor("g").user("b").end().flow("s a g").flow("g b", when=text).flow("b e")

    case = Case(script("=missing")).start().complete("a")
    assert case.incidents
    assert move(case, script("=1 = 1")) == [("move.incident", "g")]
    assert case.retry("g").tasks == ["b"]


def test_what_an_open_task_reads_is_found_anew() -> None:
    def reading(**inputs: str) -> Drawing:
        return Drawing().start().user("a", inputs=inputs).end().flow("s a e")

    case = Case(reading(x="=n"), n=1).start()
    assert move(case, reading(x="=n + 1", y="=n")) == [("move.inputs", "a")]
    assert case.seen("a", "x", "y") == {"x": 2, "y": 1}
    move(case, reading())
    assert "x" not in case.seen("a")
    move(case, reading(x="=n"))
    assert case.complete("a").is_over
    assert case.left_behind == []


def test_a_text_that_fails_for_this_case_refuses_it() -> None:
    case = Case(line("a", "b")).start()
    assert refusals(case, timed("=nobody")) == [("move.event", "late")]


def test_a_step_no_end_can_be_reached_from_is_refused() -> None:
    round_ = Drawing().start().xor("m").user("a").user("b").end().flow("s b e").flow("m a m")
    assert refusals(Case(line("a", "b")).start(), round_) == [("move.deadlock", "a")]


# what may be undone


def undoing(mark: str = "", *, handler: bool = True, event: bool = True) -> Drawing:
    drawing = Drawing().start().user(f"a{mark}").user(f"b{mark}").end()
    drawing.script(f"un{mark}", '="undone"', "last") if handler else None
    drawing.undo(f"a{mark}", f"un{mark}") if handler else None
    drawing.undoing(f"t{mark}") if event else drawing.user(f"t{mark}")
    return drawing.flow(f"s a{mark} b{mark} t{mark} e")


def test_what_was_completed_can_still_be_undone_under_new_names() -> None:
    case = Case(undoing()).start().complete("a")
    renamed = {"a": "a2", "b": "b2", "t": "t2", "un": "un2", "undo_a": "undo_a2"}
    present = {old: new for old, new in renamed.items() if old in case.compiled.definition.elements}
    move(case, undoing("2"), **present)
    assert case.complete("b2").variables["last"] == "undone"
    assert case.is_over
    assert case.left_behind == []


def test_what_could_no_more_be_undone_is_refused() -> None:
    case = Case(undoing()).start().complete("a")
    assert refusals(case, undoing(handler=False)) == [("move.undo", "a")]


def test_what_nobody_remembered_cannot_become_undoable() -> None:
    case = Case(undoing(handler=False)).start().complete("a")
    assert refusals(case, undoing()) == [("move.undo", "a")]
    fresh = Case(undoing(handler=False)).start()
    move(fresh, undoing())
    assert fresh.complete("a").complete("b").variables["last"] == "undone"


def test_what_this_module_does_not_know_goes_only_where_nothing_changed() -> None:
    def waits(*names: str) -> Drawing:
        drawing = Drawing().start().user("h").undo("a", "h").user("a").undoing("t").end()
        for name in names:
            drawing.user(name)
        return drawing.flow(" ".join(("s", "a", "t", *names, "e")))

    case = Case(waits()).start().complete("a")
    assert case.tasks == ["h"]
    assert refusals(case, waits("z")) != []
    move(case, waits())
    assert case.complete("h").is_over


def test_ad_hoc_work_goes_on_where_its_inside_is_drawn_alike() -> None:
    def free(*names: str, after: tuple[str, ...] = ("z",)) -> Drawing:
        inside = Drawing()
        for name in names:
            inside.user(name)
        drawing = Drawing().start().adhoc("ah", inside, to="position:CHIEF")
        for name in after:
            drawing.user(name)
        return drawing.end().flow(" ".join(("s", "ah", *after, "e")))

    case = Case(free("a", "b")).start().choose("a")
    assert refusals(case, free("a", "b", "c")) != []
    move(case, free("a", "b", after=("z", "z2")))
    assert case.choose("b").complete("a").complete("b").declare("ah").tasks == ["z"]
    assert case.complete("z").complete("z2").is_over
    assert case.left_behind == []
