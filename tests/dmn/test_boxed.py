"""Every boxed expression means what its FEEL text would mean (DMN 1.5 §10.3.2.13)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from engine.dmn import DecisionFailed, decide, lint, names, read, serve
from engine.feel import Env
from engine.feel.values import Function
from engine.model.errors import Invalid
from engine.model.findings import errors
from engine.model.state import Value
from tests.dmn.table import NAMESPACE, decision, file, table, text

A, B = '"A"', '"B"'
ENV = Env(datetime(2026, 11, 2, 1, tzinfo=UTC))


def lit(written: str, attributes: str = "") -> str:
    return text("literalExpression", written, attributes)


def value(logic: str, *beside: str, **scope: Value) -> Value:
    return decide(read(file(decision("d", logic), *beside)), "d", scope, ENV).value


def test_a_relation_is_a_list_of_contexts() -> None:
    logic = (
        '<relation><column name="kode"/><column name="nilai"/>'
        f"<row>{lit(A)}{lit('1 + 1')}</row><row>{lit(B)}{lit('n')}</row></relation>"
    )
    assert value(logic, n=Decimal(3)) == [{"kode": "A", "nilai": Decimal(2)}, {"kode": "B", "nilai": Decimal(3)}]


def test_a_list_holds_its_expressions() -> None:
    assert value(f"<list>{lit('1')}<list>{lit('2')}</list></list>") == [Decimal(1), [Decimal(2)]]


@pytest.mark.parametrize(("test", "expected"), [("true", "A"), ("false", "B"), ("null", "B"), ('"ya"', None)])
def test_a_conditional_takes_one_branch_and_no_misuse(test: str, expected: str | None) -> None:
    logic = f"<conditional><if>{lit(test)}</if><then>{lit(A)}</then><else>{lit(B)}</else></conditional>"
    assert value(logic) == expected


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        ("item.n > 1", [{"n": Decimal(2)}, {"n": Decimal(3)}]),
        ("n > 1", [{"n": Decimal(2)}, {"n": Decimal(3)}]),
        ("2", {"n": Decimal(2)}),
        ("-1", {"n": Decimal(3)}),
        ("9", None),
        ('"bukan"', None),
    ],
)
def test_a_filter_keeps_what_matches(match: str, expected: Value) -> None:
    assert value(f"<filter><in>{lit('[{n: 1}, {n: 2}, {n: 3}]')}</in><match>{lit(match)}</match></filter>") == expected


def test_iterations_run_over_lists_and_ranges() -> None:
    each = f'<for iteratorVariable="i"><in>{lit("[1..3]")}</in><return>{lit("i * i + count(partial)")}</return></for>'
    assert value(each) == [Decimal(1), Decimal(5), Decimal(11)]
    every = '<every iteratorVariable="i"><in>{}</in><satisfies>{}</satisfies></every>'
    assert value(every.format(lit("[1, 2]"), lit("i > 0"))) is True
    some = every.replace("every", "some")
    assert value(some.format(lit("[1, 2]"), lit("i > 1"))) is True
    assert value(some.format(lit("[]"), lit("i > 1"))) is False
    assert value(some.format(lit("[1, null]"), lit("i > 1"))) is None


def knowledge(name: str, parameters: str, body: str, *, kind: str = "FEEL", requires: str = "", type: str = "") -> str:
    formal = "".join(
        f'<formalParameter name="{one.partition(":")[0]}" typeRef="{one.partition(":")[2]}"/>'
        for one in filter(None, parameters.split(","))
    )
    need = f'<knowledgeRequirement><requiredKnowledge href="#{requires}"/></knowledgeRequirement>' if requires else ""
    return (
        f'<businessKnowledgeModel id="{name}" name="{name}"><variable name="{name}" typeRef="{type}"/>'
        f'<encapsulatedLogic kind="{kind}">{formal}{body}</encapsulatedLogic>{need}</businessKnowledgeModel>'
    )


def asking(logic: str, needs: str) -> str:
    requirement = f'<knowledgeRequirement><requiredKnowledge href="#{needs}"/></knowledgeRequirement>'
    return decision("d", requirement + logic)


def test_a_knowledge_model_is_called_by_text_and_by_invocation() -> None:
    model = knowledge("denda", "nilai:number,hari:number", lit("nilai * hari / 1000"))
    called = asking(lit("denda(nilai: 2000000, hari: 4)"), "denda")
    assert decide(read(file(called, model)), "d", {}, ENV).value == Decimal(8000)
    invoked = asking(
        f'<invocation>{lit("denda")}<binding><parameter name="nilai"/>{lit("kontrak")}</binding>'
        f'<binding><parameter name="hari"/>{lit("4")}</binding></invocation>',
        "denda",
    )
    made = read(file(invoked, model))
    assert decide(made, "d", {"kontrak": Decimal(1000)}, ENV).value == Decimal(4)
    assert names(made, "d") == ("kontrak",)
    assert errors(lint(made)) == []


def test_arguments_of_another_type_make_the_call_null() -> None:
    model = knowledge("dua", "n:number", lit("n * 2"))
    outcome = decide(read(file(asking(lit('dua("x")'), "dua"), model)), "d", {}, ENV)
    assert outcome.value is None
    assert outcome.warnings


def test_a_table_in_a_knowledge_model_says_its_rule() -> None:
    model = knowledge("golong", "nilai:number", table([["< 10", '"kecil"'], [">= 10", '"besar"']]))
    outcome = decide(read(file(asking(lit("golong(12)"), "golong"), model)), "d", {}, ENV)
    assert (outcome.value, outcome.rules) == ("besar", ("golong/r2",))


def test_a_knowledge_model_may_call_itself_and_ends_in_time() -> None:
    model = knowledge("f", "n:number", lit("if n <= 1 then 1 else n * f(n - 1)"))
    assert decide(read(file(asking(lit("f(5)"), "f"), model)), "d", {}, ENV).value == Decimal(120)
    endless = knowledge("f", "n:number", lit("f(n + 1)"))
    with pytest.raises(DecisionFailed) as failed:
        decide(read(file(asking(lit("f(1)"), "f"), endless)), "d", {}, ENV)
    assert failed.value.code == "feel.budget"
    wide = knowledge("f", "n:number", lit("if n = 0 then 1 else f(n - 1) + f(n - 1)"))
    with pytest.raises(DecisionFailed) as failed:
        decide(read(file(asking(lit("f(40)"), "f"), wide)), "d", {}, ENV)
    assert failed.value.code == "feel.budget"


def test_a_knowledge_model_sees_only_what_it_requires() -> None:
    blind = knowledge("f", "n:number", lit("n + rahasia"))
    assert decide(read(file(asking(lit("f(1)"), "f"), blind)), "d", {"rahasia": Decimal(5)}, ENV).value is None
    chained = knowledge("f", "n:number", lit("g(n)"), requires="g") + knowledge("g", "n:number", lit("n + 1"))
    assert decide(read(file(asking(lit("f(1)"), "f"), chained)), "d", {}, ENV).value == Decimal(2)


def test_a_function_in_another_language_is_refused_by_the_lint_and_null() -> None:
    model = read(file(asking(lit("f(1)"), "f"), knowledge("f", "n:number", lit("n"), kind="Java")))
    assert [finding.code for finding in errors(lint(model))] == ["dmn.unsupported"]
    assert decide(model, "d", {}, ENV).value is None


def test_a_function_in_a_context_is_a_value() -> None:
    logic = (
        '<context><contextEntry><variable name="dobel"/><functionDefinition><formalParameter name="n"/>'
        f"{lit('n * 2')}</functionDefinition></contextEntry><contextEntry>{lit('dobel(dobel(3))')}</contextEntry>"
        "</context>"
    )
    assert value(logic) == Decimal(12)
    alone = value(f'<functionDefinition><formalParameter name="n"/>{lit("n")}</functionDefinition>')
    assert isinstance(alone, Function)


SERVICE = (
    '<decisionService id="layanan" name="layanan"><outputDecision href="#d"/><encapsulatedDecision href="#b"/>'
    '<inputDecision href="#a"/><inputData href="#n"/></decisionService>'
    '<inputData id="n" name="n"><variable name="n" typeRef="number"/></inputData>'
)


def service() -> bytes:
    return file(
        decision("d", lit("b + 1"), requires=("b",)),
        decision("b", lit("a * n"), requires=("a",), inputs=("n",)),
        decision("a", lit("0"), requires=()),
        SERVICE,
        asking(lit("layanan(3, 4)"), "layanan").replace('"d"', '"luar"'),
    )


def test_a_service_takes_its_inputs_and_answers_its_outputs() -> None:
    model = read(service())
    assert serve(model, "layanan", {"n": Decimal(3), "a": Decimal(4)}, ENV).value == Decimal(13)
    assert decide(model, "luar", {}, ENV).value == Decimal(13)
    with pytest.raises(DecisionFailed):
        serve(model, "tidak ada", {}, ENV)


def typed(definition: str, logic: str, type: str) -> bytes:
    made = decision("d", logic).replace('<variable name="d"/>', f'<variable name="d" typeRef="{type}"/>')
    return file(definition, made)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"A"', ["A"]),
        ('["A", "B"]', ["A", "B"]),
        ('["A", "X"]', None),
        ("[1]", None),
    ],
)
def test_a_collection_holds_allowed_values_only(written: str, expected: Value) -> None:
    item = (
        '<itemDefinition name="tKode" isCollection="true"><typeRef>string</typeRef>'
        '<allowedValues><text>"A","B"</text></allowedValues></itemDefinition>'
    )
    assert decide(read(typed(item, lit(written), "tKode")), "d", {}, ENV).value == expected


def test_a_structure_needs_its_members_and_circles_of_types_end() -> None:
    item = (
        '<itemDefinition name="tOrang"><itemComponent name="nama"><typeRef>string</typeRef></itemComponent>'
        '<itemComponent name="umur"><typeRef>number</typeRef></itemComponent></itemDefinition>'
    )
    assert decide(read(typed(item, lit('{nama: "Siti", umur: 40, lain: 1}'), "tOrang")), "d", {}, ENV).value == {
        "nama": "Siti",
        "umur": Decimal(40),
        "lain": Decimal(1),
    }
    assert decide(read(typed(item, lit('{nama: "Siti"}'), "tOrang")), "d", {}, ENV).value is None
    assert decide(read(typed(item, lit('{nama: "a", umur: 1} instance of tOrang'), "boolean")), "d", {}, ENV).value
    circle = '<itemDefinition name="tA"><typeRef>tB</typeRef></itemDefinition>'
    circle += '<itemDefinition name="tB"><typeRef>tA</typeRef></itemDefinition>'
    assert decide(read(typed(circle, lit("1"), "tA")), "d", {}, ENV).value is None
    assert decide(read(typed(circle, lit("1 instance of tA"), "boolean")), "d", {}, ENV).value is None


IMPORT = f'<import name="umum" namespace="urn:umum" importType="{NAMESPACE}"/>'


def test_a_file_of_the_same_pack_is_imported_by_name() -> None:
    common = file(knowledge("dua", "n:number", lit("n * 2")), decision("dasar", lit("21"))).replace(
        b'namespace="t"', b'namespace="urn:umum"'
    )
    needs = '<knowledgeRequirement><requiredKnowledge href="urn:umum#dua"/></knowledgeRequirement>'
    needs += '<informationRequirement><requiredDecision href="urn:umum#dasar"/></informationRequirement>'
    own = file(IMPORT, decision("d", needs + lit("umum.dua(umum.dasar)")))
    assert b'namespace="urn:umum"' in common
    model = read(own, others={"urn:umum": common})
    assert decide(model, "d", {}, ENV).value == Decimal(42)
    assert errors(lint(model)) == []
    assert {finding.code for finding in errors(lint(read(own)))} == {"dmn.import", "dmn.requirement"}


def test_files_that_import_each_other_are_refused() -> None:
    other = file(IMPORT.replace("urn:umum", "t")).replace(b'namespace="t"', b'namespace="urn:umum"', 1)
    own = file(IMPORT, decision("d", lit("1")))
    with pytest.raises(Invalid) as refused:
        read(own, others={"urn:umum": other, "t": own})
    assert refused.value.code == "dmn.import_circle"
