"""No expression may hold up a case: what needs too much is an error, never a null and never a hang."""

import tracemalloc
from dataclasses import replace

import pytest

from engine.dmn import DecisionFailed, decide, read
from engine.feel import Env, FeelBudgetError, compile
from tests.dmn.table import decision, file
from tests.feel.conftest import Evaluate

LONG = 'string join(for i in 1..9000 return "0123456789")'
DEAR = {
    "product of loops": "for a in 1..1000, b in 1..1000 return a * b",
    "long range": "count(for a in 1..1000000000 return a)",
    "doubling text": 'for i in 1..40 return if i = 1 then "abcdefghij" else partial[-1] + partial[-1]',
    "growing lists": "for i in 1..40 return if i = 1 then [1, 2, 3] else concatenate(partial[-1], partial[-1])",
    "endless recursion": "{f: function(g) g(g), r: f(f)}.r",
    "quadratic distinct": "distinct values(for i in 1..3000 return [i, i])",
    "sorting with a function": "sort(for i in 1..20000 return modulo(i * 7919, 20011), function(x, y) x < y)",
    "joined text": 'string join(for i in 1..90000 return "abcdefghijklmnop")',
    "texts kept in a list": f"{{a: {LONG}, b: for i in 1..9000 return substring(a, 2)}}.b",
    "texts inside lists": f"{{a: {LONG}, b: for i in 1..9000 return [a + string(i)]}}.b",
    "text made ten times longer, often": '{a: "0123456789", b: a+a+a+a+a+a+a+a+a+a, c: b+b+b+b+b+b+b+b+b+b, '
    "d: c+c+c+c+c+c+c+c+c+c, e: d+d+d+d+d+d+d+d+d+d, f: e+e+e+e+e+e+e+e+e+e, g: f+f+f+f+f+f+f+f+f+f}",
    "merging contexts": "{a: for i in 1..9000 return {k: i}, b: for i in 1..999 return context merge(a)}.b",
    "contexts that grow": "for i in 1..3000 return if i = 1 then {a: 1} else context put(partial[-1], string(i), i)",
    "slices of a long list": "{a: for i in 1..50000 return i, b: for i in 1..5000 return sublist(a, 2)}.b",
    "replacing by the text itself": '{a: string join(for i in 1..9000 return "a"), b: replace(a, "a", a)}.b',
    "text of a nested list": "{a: for i in 1..1000 return i, b: for i in 1..1000 return a, c: string(b)}.c",
    "filter in filter": "(for i in 1..2000 return i)[count((for i in 1..2000 return i)[item > 5]) > 1]",
}


@pytest.mark.parametrize("text", DEAR.values(), ids=list(DEAR))
def test_what_needs_too_much_is_an_error(evaluate: Evaluate, text: str) -> None:
    with pytest.raises(FeelBudgetError, match="Expected an expression that needs"):
        evaluate(text)


@pytest.mark.parametrize("pattern", ["^(([a-z])+.)+[A-Z]([a-z])+$", "(a|aa)+$", "(.*a){20}b"])
def test_a_bad_pattern_of_a_form_cannot_hang(evaluate: Evaluate, pattern: str) -> None:
    with pytest.raises(FeelBudgetError, match="quickly matched"):
        evaluate(f'matches(t, "{pattern}")', {"t": '"' + "a" * 5_000 + '!"'})


def test_the_steps_are_set_by_the_caller(env: Env) -> None:
    program = compile("for i in 1..50 return i")
    assert len(program.run({}, env).value) == 50
    with pytest.raises(FeelBudgetError):
        program.run({}, replace(env, steps=10))


def test_2000_order_lines_fit(evaluate: Evaluate) -> None:
    total = (
        "{lines: for i in 1..2000 return {volume: i, price: 1500}, t: sum(for l in lines return l.volume * l.price)}.t"
    )
    assert evaluate(total).value == 3_001_500_000


@pytest.mark.parametrize("text", ["1.0000001 ** 999999999", "exp(14000)", "1.5 ** -1234567.891", "string(1e6144)"])
def test_a_monstrous_number_costs_nothing(evaluate: Evaluate, text: str) -> None:
    evaluate(text)


@pytest.mark.parametrize("text", DEAR.values(), ids=list(DEAR))
def test_what_needs_too_much_is_refused_before_it_has_the_memory(evaluate: Evaluate, text: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(FeelBudgetError):
            evaluate(text)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "text",
    [
        'duration("P999999999999Y")',
        'duration("P1Y") * 1e6000',
        'duration("P" + string join(for i in 1..5000 return "9") + "Y")',
        '@"P99999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999Y"',
        'duration("P99999999999999999999999999D")',
        'date("999999999-12-31") + @"P1D"',
        "10 ** 7000",
        "decimal(1, 1e30)",
        "1e6144 * 1e6144",
    ],
)
def test_what_is_beyond_every_date_and_number_is_null(evaluate: Evaluate, text: str) -> None:
    assert evaluate(text).value is None


def test_a_decision_that_costs_too_much_has_failed(env: Env) -> None:
    text = "for a in 1..1000, b in 1..9000 return a * b"
    logic = decision("d", f"<literalExpression><text>{text}</text></literalExpression>")
    with pytest.raises(DecisionFailed) as failed:
        decide(read(file(logic)), "d", {}, env)
    assert failed.value.code == "feel.budget"
