"""A table is checked cell by cell before anybody decides by it."""

from datetime import UTC, datetime

import pytest

from engine.dmn import decide, lint, read
from engine.dmn.texts import in_indonesian
from engine.feel import Env
from engine.model.errors import Invalid
from engine.model.findings import Finding, Severity
from tests.dmn.table import NAMESPACE, decision, file, table, text, typed


def found(logic: str, parameters: tuple[str, ...] | None = ("proc.direct.max",)) -> list[Finding]:
    return lint(read(file(decision("d", logic))), parameters)


def codes(logic: str) -> list[str]:
    return [finding.code for finding in found(logic)]


def test_a_sound_table_has_no_findings() -> None:
    assert codes(table([['<= parameter("proc.direct.max")', '"a"'], ["-", '"b"']], policy="FIRST")) == []


def test_a_broken_cell_is_named_by_rule_and_column() -> None:
    finding = found(table([["-", '"a"'], ["< ", '"b"']], policy="FIRST"))[0]
    assert (finding.code, finding.element, finding.severity) == ("dmn.syntax", "r2_0", Severity.ERROR)
    assert finding.message_en.startswith("rule 2 column 1")


def test_a_number_of_the_law_belongs_into_a_parameter() -> None:
    finding = found(table([["<= 200000000", '"pasal 38"'], ["> 1", "-"]], policy="FIRST"))[0]
    assert (finding.code, finding.severity, finding.element) == ("dmn.literal_number", Severity.WARNING, "r1_0")
    assert "200000000" in finding.message_id


def test_an_unknown_parameter_is_refused_where_the_keys_are_known() -> None:
    logic = table([['<= parameter("proc.direct.maks")', '"a"'], ["-", '"b"']], policy="FIRST")
    assert codes(logic) == ["dmn.parameter"]
    assert found(logic, None) == []


def test_rules_that_may_match_together_break_unique() -> None:
    finding = found(
        table([['"barang"', "true", "1"], ["-", "true", "0"]], inputs=(("jenis", "string"), ("a", "boolean")))
    )[0]
    assert finding.code == "dmn.overlap"
    assert "jenis = barang, a = true" in finding.message_en
    assert "dmn.overlap" not in codes(table([["< 1", "1"], ["[1..100)", "0"], [">= 100", "1"]]))
    assert "dmn.overlap" in codes(table([["<= 1", "1"], ["[1..100)", "0"]]))


def test_a_value_without_a_rule_is_said() -> None:
    assert codes(table([["< 1", "1"], ["> 1", "0"]])) == ["dmn.gap"]
    assert codes(table([["< 1", "1"], ["> 1", "0"]], default="0")) == []
    assert codes(table([["<= 1", "1"], ["> 1", "0"]])) == []


@pytest.mark.parametrize(
    ("logic", "code"),
    [
        ("", "dmn.no_logic"),
        (
            f'<functionDefinition kind="Java">{text("literalExpression", "1")}</functionDefinition>',
            "dmn.unsupported",
        ),
        ("<invocation/>", "dmn.unsupported"),
        (table([["-", "1"]], policy="LAST"), "dmn.hit_policy"),
        (table([["-", "1"]], policy="FIRST", aggregation="SUM"), "dmn.hit_policy"),
        (table([["-", "1", "1"]], policy="COLLECT", aggregation="SUM", outputs=("a", "b")), "dmn.hit_policy"),
        (table([["-", "1"]], policy="PRIORITY"), "dmn.priorities"),
        (table([["-"]], policy="FIRST"), "dmn.columns"),
        (table([["-", "1", "1"]], policy="FIRST", outputs=("a", "a")), "dmn.output_name"),
        (table([], policy="FIRST"), "dmn.empty"),
        (text("literalExpression", "no such function(1)"), "dmn.analysis"),
    ],
)
def test_what_could_not_decide_is_refused(logic: str, code: str) -> None:
    findings = [finding for finding in found(logic) if finding.code == code]
    assert findings
    assert all(finding.message_id and finding.hint_id and finding.hint_en for finding in findings)


def test_requirements_lead_somewhere_and_not_in_a_circle() -> None:
    one = text("literalExpression", "1")
    assert "dmn.requirement" in {f.code for f in lint(read(file(decision("a", one, requires=("b",)))))}
    circle = file(decision("a", one, requires=("b",)), decision("b", one, requires=("a",)))
    assert {f.code for f in lint(read(circle))} == {"dmn.cycle"}
    assert {f.code for f in lint(read(file('<businessKnowledgeModel id="k"/>', decision("a", one))))} == {
        "dmn.unsupported"
    }
    assert {f.code for f in lint(read(file()))} == {"dmn.no_decision"}
    assert {f.code for f in lint(read(file(decision("a", one), decision("a", one))))} == {"dmn.duplicate_id"}


def test_a_table_is_read_as_safely_as_a_diagram() -> None:
    for data, code in (
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "dmn.doctype"),
        (b"<a", "dmn.not_xml"),
        (b"<a/>", "dmn.not_dmn"),
        (b" " * 6_000_000, "dmn.too_large"),
        (b"<a>" * 200 + b"</a>" * 200, "dmn.too_deep"),
    ):
        with pytest.raises(Invalid) as refused:
            read(data)
        assert refused.value.code == code


@pytest.mark.parametrize("year", ["20191111", "20211108", "20230324"])
def test_dmn_1_3_to_1_5_are_read(year: str) -> None:
    namespace = NAMESPACE.replace("20230324", year)
    assert list(read(file(decision("d", text("literalExpression", "1")), namespace=namespace)).decisions) == ["d"]


def test_a_place_is_said_in_the_language_of_its_sentence() -> None:
    assert in_indonesian("rule 2 column 1") == "aturan 2 kolom 1"
    assert in_indonesian("input rule column") == "masukan rule column"
    assert in_indonesian("inputValues jenis") == "nilai masukan jenis"


DAYS = (("hari", "date"),)


def codes_of(logic: str) -> list[str]:
    return [finding.code for finding in found(logic)]


def test_overlaps_and_gaps_of_days_are_found() -> None:
    year = [['[@"2026-01-01"..@"2026-06-30"]', "1"], ['> date("2026-06-29")', "0"], ['< @"2026-01-01"', "1"]]
    (finding,) = [one for one in found(table(year, inputs=DAYS)) if one.code == "dmn.overlap"]
    assert "hari = 2026-06-30" in finding.message_en
    year[1][0] = '> date("2026-06-30")'
    assert codes_of(table(year, inputs=DAYS)) == []
    year[1][0] = '> date("2026-07-01")'
    (gap,) = [one for one in found(table(year, inputs=DAYS)) if one.code == "dmn.gap"]
    assert "hari = 2026-07-01" in gap.message_en


def test_overlaps_and_gaps_of_durations_are_found() -> None:
    rules = [['< @"P3D"', "1"], ['>= duration("P3D")', "0"]]
    assert codes_of(table(rules, inputs=(("lama", "days and time duration"),))) == []
    assert codes_of(table(rules[:1], inputs=(("lama", "days and time duration"),))) == ["dmn.gap"]


def test_what_a_type_allows_closes_a_list_of_texts() -> None:
    kind = typed("tJenis", '"barang", "jasa"')
    logic = table([['"barang"', '"a"'], ['"jasa"', '"b"']], inputs=(("jenis", "tJenis"),))
    assert [one.code for one in lint(read(file(kind, decision("d", logic))))] == []
    short = table([['"barang"', '"a"']], inputs=(("jenis", "tJenis"),))
    (gap,) = lint(read(file(kind, decision("d", short))))
    assert (gap.code, "jenis = jasa" in gap.message_en) == ("dmn.gap", True)


def test_a_rule_first_never_reaches_is_said() -> None:
    rules = [["< 10", "1"], ["[2..5]", "1"], ["-", "1"], ["100", "1"]]
    said = [one.message_en for one in found(table(rules, policy="FIRST")) if one.code == "dmn.unreachable"]
    assert said == [
        "Rule 2 is never used (FIRST): rule 1 takes all its cases.",
        "Rule 4 is never used (FIRST): rule 3 takes all its cases.",
    ]


def test_rules_of_any_that_disagree_are_said() -> None:
    assert "dmn.disagree" in codes_of(table([["< 10", "1"], ["> 5", "0"]], policy="ANY"))
    assert "dmn.disagree" not in codes_of(table([["< 10", "1"], ["> 5", "1"]], policy="ANY"))


def test_a_finding_in_a_cell_says_line_and_column() -> None:
    (finding,) = [one for one in found(table([["< 1 +", "1"]], policy="FIRST")) if one.code == "dmn.syntax"]
    assert (finding.text_line, finding.text_column) == (1, 6)
    assert "rule 1 column 1, line 1 column 6" in finding.message_en
    (wrong,) = [one for one in found(table([['< "a"', "1"]], policy="FIRST")) if one.code == "dmn.analysis"]
    assert "number and string" in wrong.message_en


def test_a_type_based_on_nothing_is_said() -> None:
    kind = '<itemDefinition name="t"><typeRef>tidakAda</typeRef></itemDefinition>'
    literal = decision("d", text("literalExpression", "1"))
    assert [one.code for one in lint(read(file(kind, literal)))] == ["dmn.type"]
    assert [one.code for one in lint(read(file(typed("t", '"a",'), literal)))] == ["dmn.syntax"]


def test_a_file_that_states_camunda_s_feel_may_use_its_functions() -> None:
    data = file(decision("d", text("literalExpression", 'get or else(x, "kosong")')))
    assert "dmn.analysis" in {one.code for one in lint(read(data))}
    stated = data.replace(b"<definitions ", b'<definitions expressionLanguage="https://docs.camunda.io/feel" ')
    assert lint(read(stated)) == []
    assert decide(read(stated), "d", {}, Env(datetime(2026, 11, 2, tzinfo=UTC))).value == "kosong"
