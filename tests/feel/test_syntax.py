"""What is no FEEL is refused with its place and a sentence in both languages."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import FeelBudgetError, FeelSyntaxError, compile, expression
from engine.feel.program import Program
from tests.feel.conftest import Evaluate


@pytest.mark.parametrize(
    ("text", "line", "column", "english", "indonesian"),
    [
        ("1 +", 1, 4, "but found the end of the expression", "tetapi ditemukan akhir ekspresi"),
        ("nilai >\n  )", 2, 3, 'Expected an expression, but found ")"', "Seharusnya sebuah ekspresi"),
        ("if a then b", 1, 12, 'Expected "else"', 'Seharusnya "else"'),
        ("f(1, b: 2)", 1, 2, "with names or none", "tercampur"),
        ("[1, 2", 1, 6, 'Expected "]"', 'Seharusnya "]"'),
        ("{a 1}", 1, 5, 'Expected ":"', 'Seharusnya ":"'),
        ("a b = = c", 1, 7, "Expected an expression", "Seharusnya sebuah ekspresi"),
        ("1 2", 1, 3, "Expected an operator or the end", "sebuah operator atau akhir ekspresi"),
        ("", 1, 1, "Expected an expression", "Seharusnya sebuah ekspresi"),
        ('"tanpa akhir', 1, 1, "Expected an expression", "Seharusnya sebuah ekspresi"),
    ],
)
def test_a_mistake_is_named_where_it_stands(text: str, line: int, column: int, english: str, indonesian: str) -> None:
    with pytest.raises(FeelSyntaxError) as refused:
        compile(text)
    assert (refused.value.line, refused.value.column) == (line, column)
    assert english in refused.value.message_en
    assert indonesian in refused.value.message_id


@pytest.mark.parametrize(
    "text",
    ["(" * 400 + "1" + ")" * 400, "+".join(["1"] * 20_000), "[1..[" * 90, "1" * 20_001],
    ids=["parentheses", "long sum", "nested ranges", "source"],
)
def test_what_is_nested_too_deep_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(FeelSyntaxError):
        compile(text)


def test_a_long_chain_of_conditions_is_no_nesting(evaluate: Evaluate) -> None:
    assert evaluate(" and ".join(["a = 1"] * 1_000), {"a": "1"}).value is True


def test_tests_within_tests_are_read_in_reasonable_time(evaluate: Evaluate) -> None:
    assert evaluate("x in (" * 90 + "1" + ")" * 90, {"x": "1"}).value is not True


def test_text_without_an_equals_sign_is_a_literal() -> None:
    assert expression("position:DKOM.PPK") == "position:DKOM.PPK"
    assert isinstance(expression('="position:" + kode'), Program)


def test_a_text_is_compiled_once() -> None:
    assert compile("nilai > 100") is compile("nilai > 100", names=["nilai", "lain"])
    assert compile("a - b") is not compile("a - b", names=["a-b"])


VOCABULARY = """
( ) [ ] { } < > = . , : + - * / ? @ .. ** -> != <= if then else for in return some every satisfies not and or between
instance of function( x y 1 2.5 "a" null true @"P1D" @"2026-01-31" date( substring( sort( sum( matches( replace( range(
string( decimal( flatten( min( modulo( split(
"""


@given(st.lists(st.sampled_from(VOCABULARY.split()), max_size=14).map(" ".join))
@settings(max_examples=400)
def test_any_text_either_runs_or_is_refused(evaluate: Evaluate, text: str) -> None:
    with suppress(FeelSyntaxError, FeelBudgetError):
        evaluate(text, {"x": "1", "y": "[1, 2]"})
