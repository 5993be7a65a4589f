"""FEEL is read with the variables forms, decisions, scripts and mappings really make, in the order of the flows."""

from typing import Any

from engine.bpmn import Known, lint, read
from engine.feel.infer import NUMBER, STRING
from engine.feel.syntax import Type
from engine.model.findings import Finding, Severity
from tests.bpmn.drawing import Drawing

FORM = '<zeebe:formDefinition formId="isian"/>'
KNOWN: dict[str, Any] = {
    "forms": ["isian"],
    "form_keys": {"isian": ["pagu", "nama", "tanggal"]},
    "form_types": {"isian": {"pagu": NUMBER, "nama": STRING, "tanggal": Type("date")}},
    "decisions": ["cara"],
    "decision_types": {"cara": STRING},
}


def found(drawing: Drawing, *codes: str) -> list[Finding]:
    return [one for one in lint(read(drawing.data()), Known(**KNOWN)) if one.code in codes]


def filled(*scripts: str, condition: str = "") -> Drawing:
    """A form, scripts in their order, and a choice at the end."""
    drawing = Drawing().node("startEvent", "s").user("u", FORM)
    for number, script in enumerate(scripts):
        drawing.script(f"t{number}", script, f"hasil{number}")
    names = [f"t{number}" for number in range(len(scripts))]
    if not condition:
        return drawing.node("endEvent", "e").chain("s", "u", *names, "e")
    drawing.node("exclusiveGateway", "g").node("endEvent", "e").node("endEvent", "f")
    drawing.chain("s", "u", *names, "g").flow("g", "e", condition)
    return drawing.flow("g", "f", "=true")


def test_adding_a_text_to_a_number_is_a_warning_with_its_place() -> None:
    (finding,) = found(filled("=1 + pagu + nama"), "feel.type")
    assert (finding.severity, finding.element) == (Severity.WARNING, "t0")
    assert (finding.text_line, finding.text_column) == (1, 10)
    assert "line 1 column 10" in finding.message_en
    assert "number and string" in finding.message_en


def test_the_kind_of_a_script_s_result_is_known_behind_it() -> None:
    assert found(filled("=pagu * 2", "=hasil0 + tanggal"), "feel.type") != []
    assert found(filled("=pagu * 2", "=hasil0 + pagu"), "feel.type") == []
    assert found(filled("=count([pagu])", "=upper case(hasil0)"), "feel.type") != []


def test_a_condition_that_cannot_be_true_or_false_is_said() -> None:
    (finding,) = found(filled(condition="=pagu * 2"), "feel.type")
    assert "gives a number" in finding.message_en
    assert found(filled(condition="=pagu > 2 and nama != null"), "feel.type") == []


def test_a_variable_two_steps_make_of_different_kinds_has_none() -> None:
    drawing = filled("=1", "=pagu + hasil0")
    drawing.script("x", '="a"', "hasil0").flow("u", "x").flow("x", "e")
    assert found(drawing, "feel.type") == []


def test_a_variable_set_only_afterwards_is_said_with_its_place() -> None:
    (finding,) = found(filled("=pagu + hasil1", "=1"), "feel.set_later")
    assert (finding.element, finding.text_column) == ("t0", 8)
    assert "hasil1" in finding.message_id


def test_who_asks_for_null_knows_that_there_may_be_no_value() -> None:
    assert found(filled("=if hasil1 = null then 0 else hasil1", "=1"), "feel.set_later") == []


def test_what_a_loop_set_in_an_earlier_round_is_there() -> None:
    drawing = filled("=pagu + hasil1", "=1").node("exclusiveGateway", "again")
    assert found(drawing.flow("t1", "again").flow("again", "t0", "=true"), "feel.set_later") == []


def test_what_a_parallel_branch_sets_may_be_there() -> None:
    drawing = (
        Drawing().node("startEvent", "s").user("u", FORM).node("parallelGateway", "f").node("parallelGateway", "j")
    )
    drawing.script("a", "=b + 1", "x").script("c", "=1", "b").node("endEvent", "e")
    drawing.chain("s", "u", "f", "a", "j", "e").chain("f", "c", "j")
    assert found(drawing, "feel.set_later") == []


def test_an_unknown_variable_is_an_error_only_where_the_process_declares_its_data() -> None:
    undeclared = filled("=pagi * 2")
    (finding,) = found(undeclared, "feel.unknown_name")
    assert finding.severity is Severity.WARNING
    assert (finding.text_line, finding.text_column) == (1, 1)
    declared = filled("=pagi * 2")
    data = declared.data().replace(b"<bpmn:startEvent", b'<bpmn:property id="p" name="pagi2"/><bpmn:startEvent', 1)
    told = [one for one in lint(read(data), Known(**KNOWN)) if one.code == "feel.unknown_name"]
    assert [one.severity for one in told] == [Severity.ERROR]
