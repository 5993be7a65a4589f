"""Decisions inside the step (DMN 1.5 §8)."""

from decimal import Decimal

from tests.runtime.case import Case
from tests.runtime.drawing import Drawing

_TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="t">
<decision id="metode" name="metode"><decisionTable id="t" hitPolicy="{policy}">
<input id="i"><inputExpression id="ie" typeRef="number"><text>nilai</text></inputExpression></input>
<output id="o" name="metode" typeRef="string"/>
<rule id="r1"><inputEntry id="a"><text>&lt;= 200</text></inputEntry>
<outputEntry id="b"><text>"langsung"</text></outputEntry></rule>
<rule id="r2"><inputEntry id="c"><text>&gt; {second}</text></inputEntry>
<outputEntry id="e"><text>"tender"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def asked(second: int = 200, policy: str = "UNIQUE") -> Drawing:
    return (
        Drawing()
        .start()
        .rule("d", "metode", "cara", inputs={"nilai": "=paket.nilai"})
        .user("a")
        .end()
        .flow("s d a e")
        .decision("metode", _TABLE.format(second=second, policy=policy))
    )


def test_a_decision_reads_its_inputs_and_names_its_rules() -> None:
    case = Case(asked(), paket={"nilai": 185}).start()
    assert case.variables["cara"] == "langsung"
    assert "nilai" not in case.variables
    made = next(fact for fact in case.memory.facts if fact.kind == "decision.made")
    assert made.data["decision"] == "metode"
    assert [rule.rsplit("/")[-1] for rule in made.data["rules"]] == ["r1"]


def test_a_table_that_contradicts_itself_is_an_incident_until_the_value_is_corrected() -> None:
    case = Case(asked(second=100), paket={"nilai": 150}).start()
    assert case.incidents == [("d", "decision.failed")]
    case.retry("d", paket={"nilai": 50})
    assert case.tasks == ["a"]
    assert case.variables["cara"] == "langsung"


def test_a_decision_the_pack_lacks_is_an_incident() -> None:
    drawing = Drawing().start().rule("d", "nowhere", "x").end().flow("s d e")
    assert Case(drawing).start().incidents == [("d", "decision.failed")]


def test_variables_of_the_case_are_there_without_inputs() -> None:
    drawing = Drawing().start().rule("d", "metode", "cara").end().flow("s d e")
    drawing.decision("metode", _TABLE.format(second=200, policy="FIRST"))
    case = Case(drawing, nilai=Decimal(500)).start()
    assert case.variables["cara"] == "tender"
