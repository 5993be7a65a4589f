"""Ways part and meet as BPMN 2.0.2 §13.4 says."""

from decimal import Decimal

import pytest

from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def choice() -> Drawing:
    return (
        Drawing()
        .start()
        .xor("g")
        .user("a")
        .user("b")
        .user("c")
        .end()
        .flow("s g")
        .flow("g a", when="=n > 1")
        .flow("g b", when="=n > 0")
        .flow("g c", default=True)
        .flow("a e")
        .flow("b e")
        .flow("c e")
    )


@pytest.mark.parametrize(("n", "way"), [(2, "a"), (1, "b"), (0, "c")])
def test_the_first_true_condition_in_document_order_is_taken_else_the_default(n: int, way: str) -> None:
    assert Case(choice(), n=n).start().tasks == [way]


def test_no_way_out_is_an_incident_and_the_corrected_value_lets_the_token_go_on() -> None:
    drawing = Drawing().start().xor("g").user("a").end().flow("s g").flow("g a", when="=n > 1").flow("a e")
    case = Case(drawing, n=0).start()
    assert case.incidents == [("g", "gateway.no_flow")]
    assert not case.is_over
    case.retry("g", n=5)
    assert (case.tasks, case.incidents) == (["a"], [])
    assert case.variables["n"] == Decimal(5)


@pytest.mark.parametrize("value", [None, "yes", 1])
def test_a_condition_that_is_not_true_or_false_is_never_taken_for_false(value: object) -> None:
    drawing = (
        Drawing()
        .start()
        .xor("g")
        .user("a")
        .user("b")
        .end()
        .flow("s g")
        .flow("g a", when="=ok")
        .flow("g b", default=True)
        .flow("a e")
        .flow("b e")
    )
    assert Case(drawing, ok=value).start().incidents == [("g", "feel.null")]


def test_an_unknown_variable_is_null_with_a_warning() -> None:
    drawing = Drawing().start().script("t", "=nowhere", "x").user("a").end().flow("s t a e")
    case = Case(drawing).start()
    assert case.variables["x"] is None
    assert [element for element, _ in case.warnings] == ["t"]


def test_a_parallel_join_waits_for_every_flow() -> None:
    case = Case(
        Drawing()
        .start()
        .both("f")
        .user("a")
        .user("b")
        .both("j")
        .user("z")
        .end()
        .flow("s f")
        .flow("f a j")
        .flow("f b j")
        .flow("j z e")
    ).start()
    assert case.tasks == ["a", "b"]
    assert case.complete("b").tasks == ["a"]
    assert case.complete("a").tasks == ["z"]
    assert case.complete("z").is_over
    assert case.left_behind == []


def test_two_flows_between_the_same_nodes_are_two_flows() -> None:
    case = Case(
        Drawing().start().both("f").both("j").user("z").end().flow("s f").flow("f j").flow("f j").flow("j z e")
    ).start()
    assert case.tasks == ["z"]
    assert case.complete("z").is_over
    assert case.left_behind == []


def test_two_flows_from_a_choice_into_a_join_wait_for_both() -> None:
    case = Case(
        Drawing()
        .start()
        .both("f")
        .xor("g")
        .user("a")
        .both("j")
        .user("z")
        .end()
        .flow("s f")
        .flow("f g")
        .flow("f a")
        .flow("g j", when="=true")
        .flow("a j")
        .flow("j z e")
    ).start()
    assert case.tasks == ["a"]
    assert case.complete("a").tasks == ["z"]


def test_a_token_in_excess_waits_at_its_flow_for_the_next_round() -> None:
    # Three tokens reach m, which merges without waiting, so one flow of the join gets more than the other.
    case = Case(
        Drawing()
        .start()
        .both("f")
        .xor("m")
        .user("a")
        .user("b")
        .both("j")
        .user("z")
        .end()
        .flow("s f")
        .flow("f m")
        .flow("f m")
        .flow("f a")
        .flow("f b")
        .flow("m j")
        .flow("a j")
        .flow("j z e")
        .flow("b e")
    ).start()
    assert case.tasks == ["a", "b"]
    case.complete("a")
    assert case.tasks == ["b", "z"]
    case.complete("z").complete("b")
    assert not case.is_over, "one token still waits at the join, as the token rule says"


def test_both_branches_write_and_neither_is_lost() -> None:
    case = Case(
        Drawing()
        .start()
        .both("f")
        .user("a")
        .user("b")
        .both("j")
        .user("z")
        .end()
        .flow("s f")
        .flow("f a j")
        .flow("f b j")
        .flow("j z e"),
        v=0,
    ).start()
    case.complete("a", v=1, x="a").complete("b", y="b", v=2)
    assert {name: case.variables[name] for name in "vxy"} == {"v": Decimal(2), "x": "a", "y": "b"}


def test_a_task_with_two_flows_in_runs_once_for_each_token() -> None:
    case = Case(Drawing().start().both("f").user("a").end().flow("s f").flow("f a").flow("f a").flow("a e")).start()
    assert case.tasks == ["a", "a"]
    assert case.complete("a").tasks == ["a"]
    assert case.complete("a").is_over


def test_a_loop_by_flow_goes_round_until_the_condition_holds() -> None:
    case = Case(
        Drawing()
        .start()
        .xor("m")
        .user("a")
        .xor("g")
        .end()
        .flow("s m a g")
        .flow("g e", when="=ok")
        .flow("g m", default=True)
    ).start()
    for _ in range(3):
        case.complete("a", ok=False)
    assert case.tasks == ["a"]
    assert case.complete("a", ok=True).is_over
    assert case.trace == ["s", "a", "a", "a", "a", "e"]


def test_a_parallel_gateway_inside_a_loop_fires_in_every_round() -> None:
    case = Case(
        Drawing()
        .start()
        .xor("m")
        .both("f")
        .user("a")
        .user("b")
        .both("j")
        .xor("g")
        .end()
        .flow("s m f")
        .flow("f a j")
        .flow("f b j")
        .flow("j g")
        .flow("g e", when="=ok")
        .flow("g m", default=True)
    ).start()
    for _ in range(3):
        case.complete("a", ok=False).complete("b")
    assert case.complete("b").complete("a", ok=True).is_over
    assert case.left_behind == []


def test_names_that_the_library_keeps_for_itself_are_free_for_diagrams() -> None:
    case = Case(Drawing().start("Start").user("Root").end("End").flow("Start Root End")).start()
    assert case.complete("Root").is_over


def test_an_undecided_condition_says_where_and_which_names_had_no_value() -> None:
    drawing = (
        Drawing()
        .start()
        .xor("g")
        .user("a")
        .user("b")
        .end()
        .flow("s g")
        .flow("g a", when="=total > limit")
        .flow("g b", default=True)
        .flow("a e")
        .flow("b e")
    )
    case = Case(drawing, total=7).start()
    assert case.incidents == [("g", "feel.null")]
    told = next(iter(case.memory.incidents.values())).message
    assert "no value: limit" in told
    assert "1:9 Expected a value named" in told
    assert ("g", '1:9 Expected a value named "limit", but there is none') in case.warnings
