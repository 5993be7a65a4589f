"""Data objects, properties and associations as variables of their scope (BPMN 2.0.2 §10.4)."""

from decimal import Decimal

import pytest

from engine.bpmn import lint, read
from engine.model.findings import Severity
from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def errors(drawing: Drawing) -> set[str]:
    return {f.code for f in lint(read(drawing.xml())) if f.severity is Severity.ERROR}


def test_a_task_with_one_result_leaves_it_in_the_data_object_and_another_takes_it() -> None:
    drawing = (
        Drawing().data("D1", called="letter").start().script("a", '="text"', "own").moves("a", {}, {"o": "D1_ref"})
    )
    drawing.user("b", inputs={}).moves("b", {"i": "D1_ref"}).end().flow("s a b e")
    assert errors(drawing) == set()
    case = Case(drawing).start()
    assert case.variables == {"letter": "text"}
    assert case.seen("b", "i") == {"i": "text"}
    case.complete("b", more=1)
    assert case.is_over
    assert not case.left_behind


def test_of_a_form_just_the_data_outputs_are_left() -> None:
    drawing = Drawing().data("D1", called="sum").start().user("a").moves("a", {}, {"amount": "D1_ref"}).end()
    case = Case(drawing.flow("s a e")).start().complete("a", amount=5, noise=1)
    assert case.variables == {"sum": Decimal(5)}


def test_an_arrow_or_a_specification_alone_moves_nothing() -> None:
    drawing = Drawing().data("D1", called="doc").start().user("a")
    drawing._add(
        "a", "<bpmn:dataOutputAssociation><bpmn:targetRef>D1_ref</bpmn:targetRef></bpmn:dataOutputAssociation>"
    )
    drawing.user("b").moves("b").end().flow("s a b e")
    assert errors(drawing) == set()
    case = Case(drawing).start().complete("a", x=1).complete("b", y=2)
    assert sorted(case.variables) == ["x", "y"]


def test_a_transformation_and_assignments_compute_what_is_moved() -> None:
    drawing = Drawing().data("D1", called="price").data("D2", called="bill").start()
    drawing.script("a", "=price * 2", "x").moves("a", {}, {"o": {"end": "D2_ref", "transformation": "=o + 1"}})
    takes = {"i": {"end": "D1_ref D2_ref", "transformation": "=price + bill"}}
    takes["j"] = {"end": "D2_ref", "j.half": "=bill / 2", "j.note": '="x"'}
    drawing.user("b").moves("b", takes, {"k": {"end": "D2_ref", "bill.total": "=k"}}).end()
    assert errors(drawing.flow("s a b e")) == set()
    case = Case(drawing, price=3).start()
    assert case.variables["bill"] == Decimal(7)
    assert case.seen("b", "i", "j") == {"i": Decimal(10), "j": {"half": Decimal("3.5"), "note": "x"}}
    case.complete("b", k=9)
    assert case.variables["bill"] == {"total": Decimal(9)}


def test_a_data_object_lives_with_its_subprocess_and_hides_one_outside() -> None:
    inside = Drawing().data("D2", called="doc").start("s2").user("a").moves("a", {}, {"doc": "D2_ref"}).user("b")
    inside.end("e2").flow("s2 a b e2")
    drawing = Drawing().start().sub("p1", inside).user("z").end().flow("s p1 z e")
    assert errors(drawing) == set()
    case = Case(drawing, doc="outer").start().complete("a", doc="inner")
    assert case.seen("b", "doc") == {"doc": "inner"}
    case.complete("b")
    assert case.seen("z", "doc") == {"doc": "outer"}
    assert case.complete("z").is_over


def test_each_item_of_a_loop_has_the_data_objects_of_its_own() -> None:
    inside = Drawing().data("D2", called="doc").start("s2").user("a").moves("a", {}, {"doc": "D2_ref"}).end("e2")
    drawing = (
        Drawing().start().sub("p1", inside.flow("s2 a e2")).each("p1", "=[1, 2]", "x", output="=doc", outputs="docs")
    )
    case = Case(drawing.end().flow("s p1 e")).start().answer("a", 1, doc="second").answer("a", 0, doc="first")
    assert case.variables["docs"] == ["first", "second"]
    assert "doc" not in case.variables


def test_properties_of_the_process_and_of_a_subprocess_are_variables_too() -> None:
    inside = Drawing().data("P2", called="mine", kind="property").start("s2").script("a", "=1", "x")
    inside.moves("a", {}, {"o": "P2"}).script("b", "=i + 1", "x").moves("b", {"i": "P2"}, {"o": "P1"}).end("e2")
    drawing = Drawing().data("P1", called="ours", kind="property").start().sub("p1", inside.flow("s2 a b e2")).end()
    assert errors(drawing.flow("s p1 e")) == set()
    case = Case(drawing).start()
    assert case.variables == {"ours": Decimal(2)}


def test_a_loop_may_run_over_data_and_leave_data() -> None:
    several = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>t_all</bpmn:loopDataInputRef>"
        "<bpmn:loopDataOutputRef>t_done</bpmn:loopDataOutputRef><bpmn:inputDataItem id='one' name='one'/>"
        "<bpmn:outputDataItem id='said' name='said'/></bpmn:multiInstanceLoopCharacteristics>"
    )
    drawing = (
        Drawing().data("D1", called="names", isCollection="true").data("D2", called="answers", isCollection="true")
    )
    drawing.start().user("t").moves("t", {"all": "D1_ref"}, {"done": "D2_ref"})._add("t", several)
    case = Case(drawing.end().flow("s t e"), names=["a", "b"]).start()
    assert errors(drawing) == set()
    assert case.seen("t", "one", which=1) == {"one": "b"}
    case.answer("t", 1, said="B").answer("t", 0, said="A")
    assert case.variables["answers"] == ["A", "B"]


def test_a_loop_may_name_a_variable_as_other_engines_write_it() -> None:
    several = (
        "<bpmn:multiInstanceLoopCharacteristics isSequential='true'>"
        "<bpmn:loopDataInputRef>people</bpmn:loopDataInputRef>"
        "<bpmn:inputDataItem id='who' name='who'/></bpmn:multiInstanceLoopCharacteristics>"
    )
    drawing = Drawing().start().user("t")._add("t", several).end().flow("s t e")
    assert errors(drawing) == set()
    case = Case(drawing, people=["a", "b"]).start()
    assert case.seen("t", "who") == {"who": "a"}
    case.complete("t")
    assert case.seen("t", "who") == {"who": "b"}


def test_a_result_is_seen_under_its_own_name_by_the_outputs() -> None:
    drawing = Drawing().start().script("a", "=2", "x", outputs={"y": "=x + result"}).end().flow("s a e")
    assert Case(drawing).start().variables == {"y": Decimal(4)}


STORE = '<bpmn:dataStoreReference id="W" name="W"/>'


@pytest.mark.parametrize(
    ("drawing", "code"),
    [
        (Drawing().data("D", called="two words").start().user("a").moves("a", {"i": "D_ref"}), "data.name"),
        (Drawing().start().user("a").moves("a", {"i": "nowhere"}), "data.end"),
        (Drawing().data("D", called="d").start().plain("a").moves("a", {"i": "D_ref"}), "data.place"),
        (Drawing().data("D", called="d").start().user("a").moves("a", {"i": {"end": "D_ref D_ref"}}), "data.sources"),
        (
            Drawing().data("D", called="d").start().user("a").moves("a", {"i": {"end": "D_ref", "other": "=1"}}),
            "data.assignment",
        ),
        (
            Drawing()
            .data("D", called="d")
            .data("F", called="d")
            .start()
            .user("a")
            .moves("a", {"i": "D_ref", "j": "F_ref"}),
            "data.twice",
        ),
    ],
)
def test_what_cannot_be_moved_is_refused_by_name(drawing: Drawing, code: str) -> None:
    assert code in errors(drawing.end().flow("s a e"))


def test_a_data_store_is_a_register_or_a_picture() -> None:
    drawing = Drawing().start().user("a").moves("a", {}, {"o": "W"}).end().flow("s a e")
    drawing._nodes.append(STORE)
    assert "data.store" in errors(drawing)
    pictured = Drawing().start().user("a").end().flow("s a e")
    pictured._add("a", "<bpmn:dataOutputAssociation><bpmn:targetRef>W</bpmn:targetRef></bpmn:dataOutputAssociation>")
    pictured._nodes.append(STORE)
    assert errors(pictured) == set()
