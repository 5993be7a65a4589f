"""An analyst's test rows: decided by the real engine, kept beside the table, read with suspicion."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine import dmn
from engine.feel import Env
from engine.model.errors import Invalid
from engine.service import tablefile, tabletests
from engine.service.tablefile import TestRow
from engine.service.typedtext import typed

TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
  <decision id="metode" name="Metode"><decisionTable id="t" hitPolicy="{policy}">
    <input id="i1" label="Jenis"><inputExpression id="e1" typeRef="string"><text>jenis</text></inputExpression></input>
    <input id="i2" label="Pagu"><inputExpression id="e2" typeRef="number"><text>pagu</text></inputExpression></input>
    <output id="o1" name="metode" typeRef="string" /><output id="o2" name="batas" typeRef="number" />
    <rule id="langsung"><inputEntry id="a1"><text>"barang"</text></inputEntry><inputEntry id="a2"><text>&lt;= parameter("batas")</text></inputEntry><outputEntry id="b1"><text>"langsung"</text></outputEntry><outputEntry id="b2"><text>parameter("batas")</text></outputEntry></rule>
    <rule id="tender"><inputEntry id="a3"><text>-</text></inputEntry><inputEntry id="a4"><text>-</text></inputEntry><outputEntry id="b3"><text>"tender"</text></outputEntry><outputEntry id="b4"><text>lain</text></outputEntry></rule>
  </decisionTable></decision></definitions>"""  # noqa: E501 - one rule is one line, as in every table
FIRST = TABLE.format(policy="FIRST").encode()


def env(day: date | None) -> Env:
    """200 million before 2026, 400 million since."""
    now = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else datetime(2026, 3, 1, tzinfo=UTC)
    return Env(now, parameter={"batas": Decimal(200_000_000 if now.year < 2026 else 400_000_000)}.get)


def decide(*rows: TestRow, table: bytes = FIRST) -> list[tabletests.Tested]:
    return tabletests.decide(dmn.read(table), "metode", rows, env)


def test_a_row_that_comes_out_as_expected_passes_and_names_its_rule() -> None:
    (found,) = decide(TestRow("Laptop", {"jenis": "barang", "pagu": "150.000.000"}, {"metode": "langsung"}))
    assert found.passed
    assert found.rules == ("langsung",)
    assert [cell.shown for cell in found.cells] == ["langsung", "400000000"]


def test_a_row_that_comes_out_otherwise_says_both() -> None:
    (found,) = decide(TestRow("Jalan", {"jenis": '"konstruksi"', "pagu": "1"}, {"metode": "langsung"}))
    assert not found.passed
    assert tabletests.line(found).why == "metode: seharusnya langsung, tetapi tender"


def test_a_legal_number_is_read_on_the_day_of_the_row() -> None:
    given = {"jenis": "barang", "pagu": "300000000"}
    before, since = decide(TestRow("a", given, {}, date(2025, 6, 1)), TestRow("b", given, {}, date(2026, 6, 1)))
    assert (before.cells[0].shown, since.cells[0].shown) == ("tender", "langsung")


def test_a_result_may_be_expected_by_the_parameter_it_comes_from() -> None:
    (found,) = decide(TestRow("a", {"jenis": "barang", "pagu": "1"}, {"batas": '=parameter("batas")'}))
    assert found.passed


def test_what_a_result_needs_is_asked_for_too() -> None:
    names = [column.name for column in tabletests.variables(dmn.read(FIRST), "metode")]
    assert names == ["jenis", "pagu", "lain"]
    (found,) = decide(TestRow("a", {"jenis": "jasa", "lain": "12,5"}, {"batas": "12.5"}))
    assert found.passed


def test_several_results_are_compared_as_lists() -> None:
    table = TABLE.format(policy="RULE ORDER").encode()
    row = TestRow("a", {"jenis": "barang", "pagu": "1"}, {"metode": '=["langsung", "tender"]'})
    (found,) = decide(row, table=table)
    assert found.passed
    assert found.rules == ("langsung", "tender")


def test_a_decision_that_cannot_be_made_fails_with_its_reason() -> None:
    table = TABLE.format(policy="UNIQUE").encode()
    (found,) = decide(TestRow("a", {"jenis": "barang", "pagu": "1"}, {}), table=table)
    assert not found.passed
    assert found.trouble == "Seharusnya satu aturan tabel t cocok, tetapi aturan 1, 2 cocok."


@pytest.mark.parametrize(
    ("text", "kind"),
    [("abc", "number"), ("1.2.3", "number"), ("mungkin", "boolean"), ("31 Februari", "date"), ("=1 +", "string")],
)
def test_a_text_that_is_no_value_of_its_column_is_refused(text: str, kind: str) -> None:
    with pytest.raises(Invalid):
        typed(text, kind, env(None))


def test_an_unknown_column_is_a_failure_and_no_silence() -> None:
    (found,) = decide(TestRow("a", {}, {"hasilnya": "x"}))
    assert not found.passed


def test_rows_are_kept_always_the_same_way() -> None:
    rows = {
        "metode": [
            TestRow("Laptop: «murah»", {"jenis": "barang", "pagu": "1500"}, {"metode": "=null"}, date(2026, 3, 10))
        ]
    }
    data = tablefile.write(rows)
    assert tablefile.read(data) == rows
    assert tablefile.write(tablefile.read(data)) == data
    assert data.decode().splitlines() == [
        "uji:", "  metode:", "  - nama: 'Laptop: «murah»'", "    tanggal: '2026-03-10'", "    masukan:",
        "      jenis: barang", "      pagu: '1500'", "    hasil:", "      metode: =null",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["2026-03-10", "10-3-2026", "10/03/2026", "10.3.2026"])
def test_a_day_is_written_as_people_write_it(text: str) -> None:
    (row,) = tablefile.rows({"metode": [{"nama": "a", "tanggal": text}]})["metode"]
    assert row.day == date(2026, 3, 10)


def test_rows_written_by_hand_are_read_as_meant() -> None:
    data = b"uji:\n  metode:\n  - {nama: a, tanggal: 2026-03-10, masukan: {pagu: 1500, segera: true, kosong: }}\n"
    (row,) = tablefile.read(data)["metode"]
    assert row == TestRow("a", {"pagu": "1500", "segera": "ya"}, {}, date(2026, 3, 10))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"uji: 3",
        b"uji: {m: x}",
        b"uji: {m: [3]}",
        b"uji: {m: [{masukan: {a: [1]}}]}",
        b"uji: {m: [{tanggal: besok}]}",
        b"uji: {m: [{tanggal: 31-2-2026}]}",
        b"!!python/object/apply:os.system ['true']",
        b"[" * 5000,
        b"a: &a [x]\n"
        + b"".join(b"b%d: &b%d [*a,*a]\n" % (n, n) for n in range(30))
        + b"uji: {m: [{masukan: {x: *a}}]}",
        b"uji: {m: [" + b"{nama: a}," * 501 + b"]}",
        b"uji: {m: [{nama: " + b"x" * 2001 + b"}]}",
        b"x" * (512 * 1024 + 1),
    ],
)
def test_a_file_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        tablefile.read(data)


def test_a_pack_reports_its_rows_by_table() -> None:
    rows = {"metode": [TestRow("baik", {"jenis": "barang", "pagu": "1"}, {"metode": "langsung"})]}
    files = {"m.dmn": FIRST, "m.test.yaml": tablefile.write(rows), "x.test.yaml": tablefile.write(rows)}
    good, orphan = tabletests.run(files, env)
    assert (good.file, good.title, good.passed) == ("m.test.yaml", "Metode", True)
    assert not orphan.passed


def test_rows_beyond_the_time_of_a_request_are_named_not_forgotten() -> None:
    (found,) = tabletests.decide(dmn.read(FIRST), "metode", [TestRow("a")], env, seconds=-1)
    assert not found.passed
