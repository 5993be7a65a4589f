"""A table decides as its hit policy says, and says which rules it used."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dmn import DecisionFailed, Outcome, decide, library, names, read, reader
from engine.feel import Env
from engine.feel.values import Date
from engine.model.state import Value
from tests.dmn.table import NAMESPACE, decision, file, table, text, typed

PARAMETERS = {"proc.direct.max": Decimal(200_000_000)}
ENV = Env(datetime(2026, 11, 2, 1, tzinfo=UTC), parameter=PARAMETERS.get)


def decided(logic: str, **scope: Value) -> Outcome:
    return decide(read(file(decision("d", logic))), "d", scope, ENV)


def value(logic: str, **scope: Value) -> Value:
    return decided(logic, **scope).value


def failure(logic: str, **scope: Value) -> str:
    with pytest.raises(DecisionFailed) as failed:
        decided(logic, **scope)
    return failed.value.code


METHOD = table([['<= parameter("proc.direct.max")', '"pengadaan langsung"'], ["-", '"tender"']], policy="FIRST")


def test_the_method_of_procurement_follows_the_legal_limit() -> None:
    assert decided(METHOD, nilai=Decimal(185_000_000)) == Outcome("pengadaan langsung", ("d/r1",))
    assert decided(METHOD, nilai=Decimal(200_000_001)) == Outcome("tender", ("d/r2",))


def test_unique_takes_one_rule_and_fails_on_two() -> None:
    logic = table([["< 10", '"a"'], ["[5..20]", '"b"']])
    assert decided(logic, nilai=Decimal(3)) == Outcome("a", ("d/r1",))
    assert value(logic, nilai=Decimal(30)) is None
    assert failure(logic, nilai=Decimal(7)) == "dmn.unique"


def test_any_needs_equal_outputs() -> None:
    assert value(table([["< 10", "1"], ["< 20", "1"]], policy="ANY"), nilai=Decimal(5)) == 1
    assert failure(table([["< 10", "1"], ["< 20", "2"]], policy="ANY"), nilai=Decimal(5)) == "dmn.any"
    assert value(table([["< 10", "null"], ["< 20", "null"]], policy="ANY"), nilai=Decimal(5)) is None


def test_priority_and_output_order_follow_the_output_values() -> None:
    rules = [["-", '"rendah"'], ["> 1", '"tinggi"'], ["> 2", '"sedang"']]
    order = '"tinggi","sedang","rendah"'
    assert decided(table(rules, policy="PRIORITY", values=order), nilai=Decimal(5)) == Outcome("tinggi", ("d/r2",))
    assert decided(table(rules, policy="OUTPUT ORDER", values=order), nilai=Decimal(5)) == Outcome(
        ["tinggi", "sedang", "rendah"], ("d/r2", "d/r3", "d/r1")
    )
    assert value(table(rules, policy="RULE ORDER"), nilai=Decimal(5)) == ["rendah", "tinggi", "sedang"]


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [("", [Decimal("0.1"), Decimal("0.2"), Decimal(3)]), ("SUM", "3.3"), ("COUNT", "3"), ("MIN", "0.1"), ("MAX", "3")],
)
def test_collect_aggregates_without_losing_a_cent(aggregation: str, expected: Value) -> None:
    logic = table([["-", "0.1"], ["> 0", "0.2"], ["> 1", "3"], ["> 9", "7"]], policy="COLLECT", aggregation=aggregation)
    assert value(logic, nilai=Decimal(5)) == (expected if isinstance(expected, list) else Decimal(expected))


def test_several_outputs_are_a_context_and_a_default_fills_a_gap() -> None:
    logic = table([["> 10", '"a"', "1"]], outputs=("metode", "batas"), default='"tidak ada"')
    assert value(logic, nilai=Decimal(11)) == {"metode": "a", "batas": Decimal(1)}
    assert value(logic, nilai=Decimal(1)) == {"metode": "tidak ada", "batas": "tidak ada"}


def test_cells_are_unary_tests_over_several_columns() -> None:
    logic = table(
        [
            ['"barang","jasa"', '>= date("2026-01-01")', "-", '"a"'],
            ['not("barang")', "-", "true", '"b"'],
            ["-", "null", "-", '"tanpa tanggal"'],
        ],
        inputs=(("jenis", "string"), ("tanggal", "date"), ("mendesak", "boolean")),
        policy="FIRST",
    )
    day = Date(2026, 5, 1)
    assert value(logic, jenis="barang", tanggal=day, mendesak=False) == "a"
    assert value(logic, jenis="jasa", tanggal="2026-05-01", mendesak=True) == "a"
    assert value(logic, jenis="konstruksi", tanggal=day, mendesak=True) == "b"
    assert value(logic, jenis="konstruksi", tanggal=None, mendesak=False) == "tanpa tanggal"


def test_a_value_outside_the_declared_ones_is_a_failure_not_a_guess() -> None:
    logic = table([["-", "1"]], inputs=(("jenis", "string"),), input_values='"barang","jasa"')
    assert value(logic, jenis="barang") == 1
    assert failure(logic, jenis="jaza") == "dmn.input_value"


def test_a_value_of_another_type_becomes_null_with_a_warning() -> None:
    outcome = decided(table([["null", '"kosong"'], ["> 1", '"besar"']]), nilai="12")
    assert outcome.value == "kosong"
    assert "nilai" in outcome.warnings[0]


def test_a_decision_uses_what_it_requires() -> None:
    model = read(
        file(
            '<inputData id="in" name="pagu paket"><variable name="pagu paket" typeRef="number"/></inputData>',
            decision("pajak", text("literalExpression", "pagu paket * 0.11"), inputs=("in",)),
            decision(
                "golongan",
                table([["> 1000", '"besar"'], ["-", '"kecil"']], policy="FIRST", inputs=(("pajak", "number"),)),
                requires=("pajak",),
            ),
        )
    )
    scope = {"pagu paket": Decimal(100_000), "pajak": Decimal(0)}
    assert decide(model, "golongan", scope, ENV) == Outcome("besar", ("golongan/r1",))
    assert names(model, "golongan") == ("pagu paket",)
    assert decide(model, "pajak", scope, ENV).value == Decimal("11000.00")


def test_a_context_is_evaluated_entry_by_entry() -> None:
    entries = (
        "<contextEntry><variable name='a'/>" + text("literalExpression", "nilai * 2") + "</contextEntry>"
        "<contextEntry><variable name='b'/>"
        + table([["> 10", "1"], ["-", "0"]], policy="FIRST", inputs=(("a", "number"),))
        + "</contextEntry>"
    )
    outcome = decided(f"<context>{entries}</context>", nilai=Decimal(6))
    assert outcome == Outcome({"a": Decimal(12), "b": Decimal(1)}, ("d/r1",))
    result = f"<context>{entries}<contextEntry>{text('literalExpression', 'a + b')}</contextEntry></context>"
    assert value(result, nilai=Decimal(6)) == 13


def test_only_the_variables_a_decision_names_are_read() -> None:
    class Rows(dict[str, Value]):
        def __iter__(self):  # type: ignore[no-untyped-def]  # noqa: ANN204
            raise AssertionError("all variables of the case were read")

    model = read(file(decision("d", METHOD)))
    assert decide(model, "d", Rows(nilai=Decimal(1), rahasia="x"), ENV).value == "pengadaan langsung"
    assert names(model, "d") == ("nilai",)


def test_what_cannot_be_decided_fails_by_name() -> None:
    circle = read(
        file(
            decision("a", text("literalExpression", "b"), requires=("b",)),
            decision("b", text("literalExpression", "a"), requires=("a",)),
        )
    )
    for model, wanted, code in (
        (circle, "a", "dmn.cycle"),
        (circle, "x", "dmn.unknown"),
        (read(file(decision("d", ""))), "d", "dmn.no_logic"),
        (read(file(decision("d", "<invocation/>"))), "d", "dmn.unsupported"),
        (read(file(decision("d", text("literalExpression", "1 +")))), "d", "feel.syntax"),
        (read(file(decision("d", table([["-", "1"]], policy="LAST")))), "d", "dmn.hit_policy"),
    ):
        with pytest.raises(DecisionFailed) as failed:
            decide(model, wanted, {}, ENV)
        assert failed.value.code == code


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=8), st.integers(0, 20))
def test_hits_are_exactly_the_rows_whose_range_holds_the_value(ranges: list[tuple[int, int]], number: int) -> None:
    rules = [[f"[{low}..{high}]", str(place)] for place, (low, high) in enumerate(ranges)]
    expected = [Decimal(place) for place, (low, high) in enumerate(ranges) if low <= number <= high]
    assert (value(table(rules, policy="COLLECT"), nilai=Decimal(number)) or []) == expected


def test_each_file_of_a_pack_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bytes] = []
    parse = reader.parse

    def counting(data: bytes, *rest: object) -> object:
        parsed.append(data)
        return parse(data, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "parse", counting)
    literal = "<literalExpression><text>1</text></literalExpression>"
    plain = file(decision("a", literal)).replace(b'namespace="t"', b'namespace="a"')
    used = file(decision("b", literal)).replace(b'namespace="t"', b'namespace="b"')
    link = f'<import name="other" namespace="b" importType="{NAMESPACE}"/>'
    importing = file(link, decision("c", literal)).replace(b'namespace="t"', b'namespace="c"')
    files = {"a.dmn": plain, "b.dmn": used, "c.dmn": importing, "x.dmn": b"<broken"}
    others = library(files)
    assert read(files["a.dmn"], others=others).imported == {}
    assert len(parsed) == 1, "a file that imports nothing asks for no other"
    assert list(read(files["c.dmn"], others=others).imported) == ["b"]
    read(files["b.dmn"], others=others)
    assert sorted(parsed) == sorted(files.values())


@pytest.mark.parametrize(
    ("aggregation", "none", "some"),
    [("SUM", None, 5), ("COUNT", 0, 2), ("MIN", None, 2), ("MAX", None, 3)],
)
def test_an_aggregation_of_no_hit_is_null_and_a_count_nothing(aggregation: str, none: Value, some: Value) -> None:
    logic = table([["< 5", "2"], ["< 9", "3"]], policy="COLLECT", aggregation=aggregation)
    assert decided(logic, nilai=Decimal(10)).value == none
    assert decided(logic, nilai=Decimal(1)).value == some


def test_a_column_takes_what_its_type_allows() -> None:
    model = read(file(typed("t", '"a", "b"'), decision("d", table([["-", "1"]], inputs=(("x", "t"),)))))
    assert decide(model, "d", {"x": "a"}, ENV).value == 1
    with pytest.raises(DecisionFailed) as failed:
        decide(model, "d", {"x": "c"}, ENV)
    assert failed.value.code == "dmn.input_value"
