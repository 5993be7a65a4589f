"""Null, warnings, names and the office's own functions."""

from dataclasses import replace
from decimal import Decimal, getcontext

import pytest

from engine.feel import Env, analyse, compile, due
from engine.feel.syntax import Type
from engine.feel.values import Date, WorkDays, YearsMonths, of_python
from engine.model.findings import Severity
from tests.feel.conftest import Evaluate


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "indonesian"),
    [
        ("1 +\n tidak ada", "feel.unknown_name", 2, 2, 'Seharusnya ada nilai bernama "tidak ada", tetapi tidak ada'),
        ('"a" * 2', "feel.operands", 1, 5, 'Seharusnya operand cocok untuk "*", tetapi string dan number'),
        ("{a: 1}.b", "feel.unknown_member", 1, 7, 'Seharusnya ada anggota "b", tetapi context tidak memilikinya'),
        ('1 < "a"', "feel.compare", 1, 3, "Seharusnya dua nilai sejenis untuk dibandingkan"),
        ("[1][2]", "feel.index", 1, 4, "Seharusnya urutan dari 1 sampai 1, tetapi 2"),
        ("substring(1)", "feel.arguments", 1, 1, 'Seharusnya argumen yang cocok untuk "substring"'),
        ('date("2026-02-30")', "feel.result", 1, 1, 'Seharusnya "date" dapat dihitung'),
        ("1 / 0", "feel.arithmetic", 1, 3, 'Seharusnya "/" menghasilkan angka'),
        ('parameter("x.y")', "feel.parameter", 1, 1, 'Seharusnya ada parameter "x.y" yang berlaku'),
    ],
)
def test_a_null_says_why_and_where(
    evaluate: Evaluate, text: str, code: str, line: int, column: int, indonesian: str
) -> None:
    result = evaluate(text)
    assert result.value is None
    warning = result.warnings[0]
    assert (warning.code, warning.line, warning.column) == (code, line, column)
    assert warning.message_id.startswith(indonesian)
    assert warning.message_en.startswith("Expected")


def test_a_sound_expression_warns_of_nothing(evaluate: Evaluate) -> None:
    assert evaluate('nilai > 100 and jenis = "barang"', {"nilai": "185", "jenis": '"barang"'}).warnings == ()


def test_a_run_leaves_the_decimal_context_of_its_caller(evaluate: Evaluate) -> None:
    before = getcontext()
    evaluate("1 / 3")
    assert getcontext() is before


def test_now_is_one_instant_in_the_zone_of_the_office(evaluate: Evaluate) -> None:
    assert evaluate("string(now())").value == "2026-11-02T08:00:00@Asia/Jakarta"
    assert evaluate('today() = date("2026-11-02")').value is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2026-03-10") + workdays(14)', "2026-04-07"),
        ('date("2026-04-07") - workdays(14)', "2026-03-10"),
        ('add workdays(date("2026-12-14"), 15)', "2027-01-08"),
        ('add workdays(date and time("2026-03-10T10:00:00"), 14)', "2026-04-07T10:00:00"),
        ("workdays(3) + workdays(4)", "7 workdays"),
        ('superior("position:DKOM.PPK")', "position:DKOM.KADIS"),
        ('rupiah(parameter("pbj.direct.goods.max"))', "Rp200.000.000"),
        ("terbilang(21)", "dua puluh satu"),
    ],
)
def test_functions_of_the_office(evaluate: Evaluate, text: str, expected: str) -> None:
    assert str(evaluate(text).value) == expected


def test_workdays_of_a_parameter_are_a_duration_of_their_own(evaluate: Evaluate) -> None:
    assert evaluate('workdays(parameter("disc.summons.first.max"))').value == WorkDays(7)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (WorkDays(3), "2026-11-05T09:00:00+00:00"),
        (Date(2026, 11, 9), "2026-11-09T09:00:00+00:00"),
        ("2026-11-09", "2026-11-09T09:00:00+00:00"),
        ("2026-11-09T10:00:00", "2026-11-09T03:00:00+00:00"),
        ("2026-11-09T10:00:00Z", "2026-11-09T10:00:00+00:00"),
        ("PT5M", "2026-11-02T01:05:00+00:00"),
        (YearsMonths(1), "2026-12-02T01:00:00+00:00"),
    ],
)
def test_when_something_falls_due(env: Env, value: object, moment: str) -> None:
    found = due(value, env)
    assert found is not None
    assert found.isoformat() == moment


@pytest.mark.parametrize("value", [None, Decimal(1), "besok", "", Date(20260, 1, 1)])
def test_what_is_no_moment_is_never_due(env: Env, value: object) -> None:
    assert due(value, env) is None


def test_what_an_expression_reads() -> None:
    program = compile(
        "sum(lines[volume > batas].price) + case.pagu + (for x in lain return x + y)[1] + "
        'f(parameter("pbj.direct.goods.max")) + {a: 1, b: a}.b'
    )
    assert program.free == ("lines", "volume", "batas", "case", "lain", "y", "f")
    assert program.certain == ("lines", "case", "lain", "y", "f")
    assert "case.pagu" in program.paths
    assert program.parameters == ("pbj.direct.goods.max",)
    assert program.functions == ("sum", "f", "parameter")


def test_an_unknown_name_gets_the_nearest_known_one() -> None:
    (finding,) = analyse(compile("1 +\nnilai_kontrk"), ["nilai_kontrak", "pagu"])
    assert (finding.code, finding.severity, finding.text_line) == ("feel.unknown_name", Severity.WARNING, 2)
    assert finding.hint_id == 'Maksud Anda "nilai_kontrak"?'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("substrin(a, 1)", "feel.unknown_function"),
        ("substring(a)", "feel.arity"),
        ("substring(teks: a)", "feel.arity"),
        ('a > parameter("pbj.direct.good.max")', "feel.unknown_parameter"),
    ],
)
def test_mistakes_that_block_a_release(text: str, code: str) -> None:
    findings = analyse(compile(text), ["a"], parameters=["pbj.direct.goods.max"])
    assert [(finding.code, finding.severity) for finding in findings] == [(code, Severity.ERROR)]


def test_plain_python_becomes_feel() -> None:
    assert of_python({"a": [1, 0.1, None, "x", True]}) == {"a": [Decimal(1), Decimal("0.1"), None, "x", True]}


def test_a_parameter_of_another_day_is_the_law_of_that_day(env: Env) -> None:
    then = replace(env, parameter_on=lambda key, day: Decimal(day.year) if key == "x" else None)
    assert compile('parameter("x", date("2020-05-01"))').run({}, then).value == 2020
    assert compile('parameter(key: "x", date: date and time("2021-05-01T10:00:00"))').run({}, then).value == 2021
    assert compile('parameter("y", date("2020-05-01"))').run({}, then).warnings[0].code == "feel.parameter"
    assert compile('parameter("x", date("2020-05-01"))').parameters == ("x",)


def test_a_warning_says_line_and_column(evaluate: Evaluate) -> None:
    assert str(evaluate("1 +\n ada").warnings[0]) == '2:2 Expected a value named "ada", but there is none'


KINDS = {
    "nama": Type("string"),
    "nilai": Type("number"),
    "hari": Type("date"),
    "setuju": Type("boolean"),
    "rincian": Type("list", (Type("context", members=(("jumlah", Type("number")), ("apa", Type("string")))),)),
}


@pytest.mark.parametrize(
    ("text", "column", "told"),
    [
        ('nilai + "5"', 7, 'operands that fit "+", but got number and string'),
        ("1 +\n  (hari - nilai)", 9, 'operands that fit "-", but got date and number'),
        ('nilai = "lima"', 7, "two values of one kind to compare, but got number and string"),
        ("hari > nilai", 6, "compare, but got date and number"),
        ("nilai > null", 7, "compare, but got number and null"),
        ("setuju and nilai", 1, 'true or false for "and", but got number'),
        ("sum(rincian.jumlah) + nama", 21, 'operands that fit "+", but got number and string'),
        ("rincian.jumlahh", 8, 'a member "jumlahh"'),
        ("count(rincian[apa > 3]) > 0", 19, "compare, but got string and number"),
        ("upper case(nilai)", 1, 'arguments that fit "upper case", but got (number)'),
        ("for r in rincian return r.jumlah * r.apa", 34, 'operands that fit "*", but got number and string'),
        ("hari.hour", 5, 'a member "hour", but the date has none'),
        ("not(nilai) = nama", 12, "compare, but got boolean and string"),
    ],
)
def test_kinds_that_cannot_fit_are_a_warning_with_its_place(text: str, column: int, told: str) -> None:
    found = [one for one in analyse(compile(text), None, types=KINDS) if one.code == "feel.type"]
    assert [one.severity for one in found] == [Severity.WARNING]
    assert told in found[0].message_en
    assert found[0].text_line == text.count("\n", 0, text.index("hari - ") if "\n" in text else 0) + 1
    assert found[0].text_column == column


@pytest.mark.parametrize(
    "text",
    [
        'nilai + 1 > 5 and nama = "a" or setuju',
        'hari + @"P1D" > today() and hari - hari < @"P3D"',
        "nilai = null or nama != null or tidak_dikenal > 5",
        "sum(rincian.jumlah) > nilai and rincian[jumlah > 3][1].apa = nama",
        "if nilai = null then null else nama + string(nilai)",
        '[nilai] = nilai and nilai in [1..5] and nama in ("a", "b")',
        "for r in rincian return {n: r.jumlah * 2}",
        'some r in rincian satisfies r.apa = "x"',
        "{a: nilai, b: a + 1}.b + nilai",
        "(function(x) x + nama)(nama)",
        "sum(nilai, 1) + max([nilai, 2])",
        'parameter("x.y") + nilai > 0',
    ],
)
def test_kinds_that_fit_or_are_not_certain_are_not_spoken_of(text: str) -> None:
    assert analyse(compile(text), None, types=KINDS) == []


def test_a_condition_must_be_true_or_false() -> None:
    (found,) = analyse(compile("nilai"), None, types=KINDS, condition=True)
    assert found.message_en == "Expected a condition to be true or false, but it gives a number"
    assert analyse(compile("nilai > 0"), None, types=KINDS, condition=True) == []
