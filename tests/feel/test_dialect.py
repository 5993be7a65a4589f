"""Camunda's own functions run only where a file states that dialect."""

from decimal import Decimal

import pytest

from engine.feel import Env, FeelBudgetError, analyse, compile
from engine.feel.values import Date
from engine.model.findings import Severity

CASES = [
    ('get or else(x, "kosong")', "kosong"),
    ('get or else("ada", "kosong")', "ada"),
    ("is defined(x)", False),
    ("is defined(1) and not(is defined(null))", True),
    ("is empty([])", True),
    ('is blank("  ")', True),
    ('put({a: 1}, "b", 2).b', Decimal(2)),
    ("put all({a: 1}, {a: 2}).a", Decimal(2)),
    ("partition([1, 2, 3], 2)", [[1, 2], [3]]),
    ('extract("a1 b22", "[a-z][0-9]+")', ["a1", "b22"]),
    ('last day of month(date("2028-02-10"))', Date(2028, 2, 29)),
    ('to base64("FEEL")', "RkVFTA=="),
    ("assert(5, 5 > 1)", Decimal(5)),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_an_extension_runs_where_the_dialect_is_stated(env: Env, text: str, expected: object) -> None:
    result = compile(text, dialect="camunda").run({}, env)
    assert result.value == expected
    assert result.warnings == ()
    assert compile(f"/*camunda*/{text}").run({}, env).value == expected


@pytest.mark.parametrize("text", [text for text, _ in CASES])
def test_without_the_dialect_it_is_an_unknown_function(text: str) -> None:
    found = analyse(compile(text), ["x"])
    assert [(one.code, one.severity) for one in found if one.code != "feel.unknown_name"][:1] == [
        ("feel.unknown_function", Severity.ERROR)
    ]


def test_a_position_does_not_count_the_statement_of_the_dialect(env: Env) -> None:
    (warning,) = compile("/*camunda*/1 + ada").run({}, env).warnings[:1]
    assert warning.at == "1:5"


def test_an_assertion_that_fails_is_an_incident_not_null(env: Env) -> None:
    with pytest.raises(FeelBudgetError, match="the amount is missing"):
        compile('assert(x, x != null, "the amount is missing")', dialect="camunda").run({}, env)


def test_standard_functions_mean_the_same_in_both(env: Env) -> None:
    for text in ('1 + "a"', "null < 5", "sum([])", "{a: 1}.b", '1 = "1"', 'context put({a: 1}, "b", 2).b'):
        assert compile(text, dialect="camunda").run({}, env).value == compile(text).run({}, env).value
