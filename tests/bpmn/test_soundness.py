"""A case can always finish: what may get stuck is refused, what looks odd is said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bpmn import lint, read
from engine.model.findings import errors
from tests.bpmn.drawing import Drawing


def codes(drawing: Drawing) -> set[str]:
    return {finding.code for finding in lint(read(drawing.data()))} - {"flow.no_default", "bpmn.pass_through"}


def split(kind: str, join: str, branches: int = 2) -> Drawing:
    drawing = Drawing().node("startEvent", "s").node("endEvent", "e").node(kind, "g").node(join, "j")
    drawing.flow("s", "g").flow("j", "e")
    for branch in range(branches):
        drawing.user(f"u{branch}").flow("g", f"u{branch}", "=pagu > 1" if kind == "exclusiveGateway" else "")
        drawing.flow(f"u{branch}", "j")
    return drawing


def test_branches_joined_as_they_were_split_are_sound() -> None:
    assert codes(split("exclusiveGateway", "exclusiveGateway")) == set()
    assert codes(split("parallelGateway", "parallelGateway", 12)) == set()


def test_a_choice_joined_in_parallel_is_told_with_the_path_that_ends_there() -> None:
    drawing = split("exclusiveGateway", "parallelGateway")
    found = lint(read(drawing.data()))
    finding = next(f for f in found if f.code == "flow.deadlock_path")
    assert finding.element == "j"
    assert "g_u1" in finding.message_en
    assert "u0_j never comes" in finding.message_en
    # It is legal BPMN: a case waits there, and whoever keeps the office sees it.
    assert errors(found) == []
    assert ("flow.dead", "e") in {(f.code, f.element) for f in found}


def test_parallel_branches_merged_by_a_choice_run_the_rest_twice() -> None:
    assert codes(split("parallelGateway", "exclusiveGateway")) == {"flow.repeated"}
    assert codes(split("parallelGateway", "exclusiveGateway", 400)) == {"flow.repeated"}
    drawing = split("parallelGateway", "exclusiveGateway").user("x").user("y").chain("e", "x")
    drawing.lines = [line for line in drawing.lines if "j_e" not in line and "e_x" not in line]
    found = lint(read(drawing.chain("j", "x", "y", "e").data()))
    assert [f.element for f in found if f.code == "flow.repeated"] == ["x"]


def test_a_way_back_into_a_parallel_join_waits_for_ever() -> None:
    drawing = Drawing().node("startEvent", "s").node("parallelGateway", "j").user("t").node("exclusiveGateway", "g")
    drawing.node("endEvent", "e").chain("s", "j", "t", "g").flow("g", "e", "=selesai").flow("g", "j", "=not(selesai)")
    assert "flow.deadlock" in codes(drawing)
    assert errors(lint(read(drawing.data())))


def test_a_rejection_that_ends_beside_a_waiting_join_is_stuck_unless_it_terminates() -> None:
    def drawing(inside: str) -> Drawing:
        made = Drawing().node("startEvent", "s").node("parallelGateway", "f").user("a").user("b")
        made.node("exclusiveGateway", "g").node("endEvent", "tolak", inside=inside).node("parallelGateway", "j")
        made.node("endEvent", "e").chain("s", "f", "a", "g").flow("g", "j", "=setuju").flow("g", "tolak", "=true")
        return made.chain("f", "b", "j", "e")

    assert codes(drawing("")) == {"flow.deadlock_path"}
    assert codes(drawing('<bpmn:terminateEventDefinition id="td"/>')) == set()


def test_a_loop_may_go_round_but_not_multiply_or_run_by_itself() -> None:
    def loop(kind: str) -> Drawing:
        made = Drawing().node("startEvent", "s").node("exclusiveGateway", "m").node("exclusiveGateway", "g")
        made.node("endEvent", "e")
        made = made.user("t") if kind == "userTask" else made.script("t")
        return made.chain("s", "m", "t", "g").flow("g", "e", "=selesai").flow("g", "m", "=true")

    assert codes(loop("userTask")) == set()
    assert codes(loop("scriptTask")) == {"flow.automatic_loop"}
    growing = loop("userTask").node("parallelGateway", "pg").user("v")
    growing.lines = [line for line in growing.lines if 'id="g_m"' not in line]
    growing.flow("g", "pg", "=true").chain("pg", "m").chain("pg", "v", "m")
    assert codes(growing) == {"flow.unbounded"}


def test_a_loop_without_a_way_out_is_said() -> None:
    drawing = Drawing().node("startEvent", "s").user("a").user("b").node("endEvent", "e").user("c")
    drawing.node("exclusiveGateway", "g").chain("s", "g").flow("g", "a", "=x").flow("g", "c", "=true")
    drawing.chain("a", "b", "a").chain("c", "e")
    assert "flow.no_exit" in codes(drawing)


def test_what_cannot_be_reached_and_paths_that_stop_are_refused() -> None:
    drawing = Drawing().node("startEvent", "s").user("t").node("endEvent", "e").chain("s", "t", "e")
    assert "flow.dead_end" in codes(drawing.user("x").chain("t", "x"))
    assert {"flow.no_incoming", "flow.dead_end"} <= codes(drawing.user("lone"))
    assert "flow.unreachable" in codes(drawing.user("c1").user("c2").chain("c1", "c2", "c1"))


def test_an_interrupting_timer_takes_the_token_and_another_adds_one() -> None:
    def drawing(attributes: str) -> Drawing:
        made = Drawing().node("startEvent", "s").node("parallelGateway", "f").user("a").user("b").user("esk")
        made.node("parallelGateway", "j").node("endEvent", "e").chain("s", "f", "a", "j", "e").chain("f", "b", "j")
        made.node(
            "boundaryEvent",
            "w",
            attributes=f'attachedToRef="a" {attributes}',
            inside='<bpmn:timerEventDefinition id="td"><bpmn:timeDuration>=workdays(2)</bpmn:timeDuration>'
            "</bpmn:timerEventDefinition>",
        ).flow("w", "esk")
        return made

    aside = drawing('cancelActivity="false"').node("endEvent", "e2").flow("esk", "e2")
    assert codes(aside) == set()
    cut = drawing("").node("endEvent", "e2").flow("esk", "e2")
    assert codes(cut) == {"flow.deadlock_path"}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_properly_nested_drawings_are_never_accused(data: st.DataObject) -> None:
    """Blocks built from sequence, choice, parallel split and loop are sound whatever their nesting (van der Aalst)."""
    drawing = Drawing().node("startEvent", "s").node("endEvent", "e")
    count = iter(range(10_000))

    def block(depth: int) -> tuple[str, str]:
        shape = (
            data.draw(st.sampled_from(["task", "task", "sequence", "choice", "parallel", "loop"])) if depth else "task"
        )
        number = next(count)
        if shape == "task":
            drawing.user(f"t{number}")
            return f"t{number}", f"t{number}"
        if shape == "sequence":
            (first, a), (b, last) = block(depth - 1), block(depth - 1)
            drawing.flow(a, b)
            return first, last
        kind = "parallelGateway" if shape == "parallel" else "exclusiveGateway"
        drawing.node(kind, f"o{number}").node(kind, f"c{number}")
        condition = "" if shape == "parallel" else "=true"
        if shape == "loop":
            first, last = block(depth - 1)
            drawing.node("exclusiveGateway", f"x{number}").flow(f"o{number}", first).flow(last, f"c{number}")
            drawing.flow(f"c{number}", f"o{number}", "=x").flow(f"c{number}", f"x{number}", "=true")
            return f"o{number}", f"x{number}"
        for _ in range(data.draw(st.integers(2, 3))):
            first, last = block(depth - 1)
            drawing.flow(f"o{number}", first, condition).flow(last, f"c{number}")
        return f"o{number}", f"c{number}"

    first, last = block(4)
    drawing.flow("s", first).flow(last, "e")
    assert codes(drawing) == set()


@pytest.mark.parametrize("branches", [2, 30])
def test_many_branches_cost_their_sum(branches: int) -> None:
    drawing = Drawing().node("startEvent", "s").node("parallelGateway", "f").node("parallelGateway", "j")
    drawing.node("endEvent", "e").flow("s", "f").flow("j", "e")
    for branch in range(branches):
        names = [f"b{branch}_{step}" for step in range(1_000 // branches)]
        for name in names:
            drawing.user(name)
        drawing.chain("f", *names, "j")
    # Beyond its bound of markings the walk would say flow.undecided.
    assert lint(read(drawing.data())) == []
