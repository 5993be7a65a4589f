"""The index of a large table sorts out only rules that cannot match."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from engine.dmn import decide, read
from engine.dmn.model import Model
from engine.feel import Env
from engine.feel.values import Date
from engine.model.state import Value
from tests.dmn.table import decision, file, table

ENV = Env(datetime(2026, 11, 2, 1, tzinfo=UTC), parameter={"batas": Decimal(4)}.get)
NUMBERS = st.integers(-3, 12).map(str)
CELLS = st.one_of(
    NUMBERS,
    st.tuples(st.sampled_from(["<", "<=", ">", ">="]), NUMBERS).map(" ".join),
    st.tuples(st.sampled_from("[("), NUMBERS, NUMBERS, st.sampled_from("])")).map(
        lambda c: f"{c[0]}{c[1]}..{c[2]}{c[3]}"
    ),
    st.lists(NUMBERS, min_size=2, max_size=3).map(", ".join),
    st.tuples(NUMBERS, NUMBERS).map(lambda c: f"< {c[0]}, > {c[1]}"),
    st.sampled_from(["-", "not(3)", '<= parameter("batas")', '"a"', "null", "? + 1 > 4", "true"]),
)
WORDS = st.sampled_from(
    ['"a"', '"b"', '"a", "b"', '"a", 3', "-", 'not("a")', 'not("a", "b")', "null", "5", "true", "not(true)", "false"]
)
DAYS = st.sampled_from(
    [
        "-",
        '@"2026-03-02"',
        '[@"2026-03-01"..@"2026-03-04")',
        '(@"2026-03-01"..@"2026-03-04"]',
        '>= @"2026-03-03"',
        '< @"2026-03-02", > @"2026-03-03"',
        'not(@"2026-03-02")',
        '[@"2026-03-04"..@"2026-03-01"]',
    ]
)
DATES = st.integers(28, 37).map(lambda day: Date.from_number(20_486 + day))
VALUES = st.one_of(st.none(), st.decimals(-4, 13, places=1), st.sampled_from(["a", "b", "c"]), st.booleans(), DATES)


def plain(model: Model) -> Model:
    """The same model, whose tables have forgotten their index."""
    for place, prepared in model.prepared.items():
        model.prepared[place] = replace(prepared, index=None)
    return model


@given(st.lists(st.tuples(CELLS, WORDS, DAYS), min_size=2, max_size=14), VALUES, VALUES, VALUES)
def test_an_indexed_table_decides_as_one_tried_rule_by_rule(
    cells: list[tuple[str, str, str]], number: Value, word: Value, day: Value
) -> None:
    rules = [[*three, str(place)] for place, three in enumerate(cells)]
    logic = table(rules, policy="COLLECT", inputs=(("nilai", ""), ("kata", ""), ("hari", "")))
    model = read(file(decision("d", logic)))
    scope = {"nilai": number, "kata": word, "hari": day}
    indexed = decide(model, "d", scope, ENV)
    assert decide(plain(model), "d", scope, ENV).value == indexed.value


def test_two_thousand_rules_are_not_tried_one_by_one() -> None:
    logic = table([[f"[{n * 10}..{n * 10 + 9}]", str(n)] for n in range(2_000)], policy="FIRST")
    model = read(file(decision("d", logic)))
    assert decide(model, "d", {"nilai": Decimal(19_995)}, ENV).value == Decimal(1_999)
    (prepared,) = model.prepared.values()
    assert prepared.index is not None
    assert list(prepared.index.candidates([Decimal(19_995)])) == [1_999]
    assert list(prepared.index.candidates([Decimal(-1)])) == []
    assert len(list(prepared.index.candidates([None]))) == 2_000


def test_a_cell_of_constants_is_decided_by_the_index_alone() -> None:
    rules = [
        ["[0..10)", '"a"', "true", "1"],
        ["[10..20)", 'not("a")', "-", "2"],
        ['<= parameter("batas")', "-", "-", "3"],
    ]
    model = read(file(decision("d", table(rules, policy="FIRST", inputs=(("n", ""), ("k", ""), ("b", ""))))))
    decide(model, "d", {"n": Decimal(1), "k": "a", "b": True}, ENV)
    (prepared,) = model.prepared.values()
    assert prepared.index.sort([Decimal(10), "b", False]) == (0b110, 0b100)
    assert prepared.index.sort([Decimal(9), "a", True]) == (0b101, 0b100)
    assert prepared.index.sort([None, "a", True]) == (0b101, 0b101)
