"""The browser's evaluator is the server's equal on every vector it takes, and refuses the rest with a position."""

import gzip
import json
import random
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine import feel
from engine.feel import Env, browser
from engine.feel.text import literal
from engine.model.state import Value

HERE = Path(__file__).parent
MODULE = HERE.parents[1] / "engine/web/static/vendor/feel.js"
VECTORS = json.loads((HERE / "vectors.json").read_text("utf-8"))
ENV = Env(datetime(2026, 11, 2, 1, tzinfo=UTC), parameter={"pajak": Decimal("0.11")}.get)

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="no node on this machine")
Pair = tuple[dict[str, Any], dict[str, Any]]


def value(text: str) -> Value:
    return feel.compile(text).run({}, ENV).value


def in_node(pairs: list[Pair]) -> tuple[set[str], list[str]]:
    """The functions of the module, and the results of trees over variables, as FEEL texts."""
    done = subprocess.run(
        ["node", str(HERE / "browser.mjs"), str(MODULE)],
        input=json.dumps({"pairs": pairs}),
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    return set(told["functions"]), told["results"]


def pair(text: str, scope: dict[str, Value]) -> Pair:
    """A tree that computes everything in the browser, and its variables."""
    tree = browser.compile(text, list(scope), {}, ENV, names=list(scope), fold=False)
    return tree, {name: browser.constant(held) for name, held in scope.items()}


def on_server(text: str, scope: dict[str, Value]) -> str:
    return literal(feel.compile(text, names=scope).run(scope, ENV).value)


def differences(cases: list[tuple[str, dict[str, Value]]]) -> list[tuple[str, str, str, str]]:
    """Text, variables, what the server says and what the browser says, where they differ."""
    _, results = in_node([pair(text, scope) for text, scope in cases])
    wanted = [on_server(text, scope) for text, scope in cases]
    return [
        (text, literal(scope), one, other)
        for (text, scope), one, other in zip(cases, wanted, results, strict=True)
        if one != other
    ]


def test_every_vector_of_the_subset_gives_the_same_in_the_browser() -> None:
    cases, refused = [], []
    for text, variables, _ in VECTORS:
        scope = {name: value(held) for name, held in variables.items()}
        try:
            pair(text, scope)
        except (browser.NotInBrowser, ValueError):
            refused.append(text)
        else:
            cases.append((text, scope))
    assert differences(cases) == []
    assert len(cases) >= 700
    assert len(refused) <= 70, refused


def test_the_module_has_exactly_the_functions_the_server_lets_through() -> None:
    functions, _ = in_node([])
    assert functions == browser.FUNCTIONS


def test_the_module_weighs_at_most_seven_kilobytes() -> None:
    assert len(gzip.compress(MODULE.read_bytes(), 9)) <= 7_000


ATOMS = [
    *("a", "b", "c", "kosong", "kata", "hari", "lama", "bulan", "daftar", "rincian", "benar"),
    *("0", "1", "-1", "2.5", "1e20", "0.000001", '"x"', "null", "true", "false", "[]", "[1, 2, 3]", "[1..5]"),
    *('@"2026-02-28"', '@"P1M"', '@"P1DT1H"', '"2026-01-31"', '"12"', "{k: 1}", "rincian.h", "hari.month", "lama.days"),
]
SCOPE = {
    name: value(text)
    for name, text in {
        "a": "7",
        "b": "0.30",
        "c": "-1234567.891",
        "kosong": "null",
        "kata": '"belanja modal"',
        "hari": '@"2026-01-31"',
        "lama": '@"P14DT6H"',
        "bulan": '@"-P14M"',
        "daftar": "[3, null, 1]",
        "rincian": '[{v: 2, h: 1500.5, n: "a"}, {v: null, h: 3, n: "b"}]',
        "benar": "true",
    }.items()
}
SHAPES = [
    *(f"({{0}} {op} {{1}})" for op in ("+", "-", "*", "/", "=", "!=", "<", "<=", ">", ">=", "and", "or")),
    *("(if {0} then {1} else {2})", "({0} between {1} and {2})", "({0} in ({1}, {2}))", "({0} in < {1})", "-({0})"),
    *("{0}[{1}]", "({0})[item > {1}]", "rincian[v > {0}].h", "(for x in {0} return x * {1})", "[{0}, {1}]", "({0}).k"),
    *("(some x in {0} satisfies x > {1})", "(every x in {0} satisfies x = {1})", "({0}).days", "[{0}..{1}]"),
    *(f"{name}({{0}})" for name in ("sum", "min", "max", "count", "mean", "median", "string", "not", "abs", "floor")),
    *(f"{name}({{0}})" for name in ("number", "date", "duration", "reverse", "distinct values", "all", "any", "trim")),
    *(
        f"{name}({{0}}, {{1}})"
        for name in ("round half up", "decimal", "modulo", "contains", "list contains", "append")
    ),
    *(f"{name}({{0}}, {{1}})" for name in ("substring", "sublist", "string join", "index of", "round down", "ceiling")),
    *(
        "substring({0}, {1}, {2})",
        "years and months duration({0}, {1})",
        "date({0}, {1}, {2})",
        "concatenate({0}, {1})",
    ),
]


def made(chance: random.Random, depth: int) -> str:
    if depth == 0 or chance.random() < 0.15:
        return chance.choice(ATOMS)
    return chance.choice(SHAPES).format(*(made(chance, depth - 1) for _ in range(3)))


def test_three_thousand_random_expressions_give_the_same_in_the_browser() -> None:
    chance = random.Random(20261102)
    cases = []
    while len(cases) < 3_000:
        text = made(chance, chance.choice((1, 2, 2, 3)))
        try:
            on_server(text, SCOPE)
            pair(text, SCOPE)
        except feel.FeelError:
            continue
        cases.append((text, SCOPE))
    assert differences(cases) == []


def test_what_reads_no_answer_is_worked_out_by_the_server() -> None:
    env = replace(ENV, parameter={"batas": Decimal(200)}.get)
    scope = {"case": {"unit": "DKOM"}, "besar": list(range(1000))}
    tree = browser.compile('nilai > parameter("batas") * 2 and unit = case.unit', ["nilai", "unit"], scope, env)
    assert tree == {"feel": 1, "ast": ["and", [">", ["v", "nilai"], ["n", "400"]], ["=", ["v", "unit"], "DKOM"]]}
    assert browser.compile("today() + x", ["x"], {}, env)["ast"][1] == ["d", "2026-11-02"]
    assert browser.compile("count(besar) > x", ["x"], scope, env)["ast"][1] == ["n", "1000"]


def test_a_name_a_filter_may_find_in_its_item_is_left_to_the_browser() -> None:
    tree = browser.compile("rows[harga > batas]", ["rows"], {"batas": Decimal(5)}, ENV)
    assert tree["vars"] == {"batas": ["n", "5"]}
    assert tree["ast"] == ["f", ["v", "rows"], [">", ["v", "harga"], ["v", "batas"]]]


@pytest.mark.parametrize(
    ("text", "column", "told"),
    [
        ('x + matches(x, "a")', 5, "a function other than matches"),
        ("1 + x ** 2", 7, "no power"),
        ("[1] = (x instance of number)", 10, "simpler FEEL"),
        ("(function(y) y + x)(1)", 2, "a function other than a function value"),
        ('x = now() - duration("P1D")', 11, "a short list, number, text, day or duration"),
        ("besar[item > x]", 1, "a short list"),
        ("sum(for i in 1..x return sort(x, function(a, b) a < b))", 26, "a function other than sort"),
    ],
)
def test_what_only_the_server_evaluates_is_refused_with_its_position(text: str, column: int, told: str) -> None:
    with pytest.raises(browser.NotInBrowser, match=told) as refused:
        browser.compile(text, ["x"], {"besar": list(map(Decimal, range(1000)))}, ENV)
    assert (refused.value.line, refused.value.column) == (1, column)


def test_a_run_beyond_the_budget_ends() -> None:
    texts = [
        "for i in 1..1000, j in 1..1000 return i",
        "for i in 1..1000000000 return i",
        "count(for i in 1..x return 1)",
    ]
    _, results = in_node([pair(text, {"x": Decimal(10) ** 9}) for text in texts])
    assert results == ["! budget"] * 3
