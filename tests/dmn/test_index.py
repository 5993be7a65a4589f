"""The index of a large table sorts out only rules that cannot match."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from engine.dmn import decide, read
from engine.dmn.model import Model
from engine.feel import Env
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
WORDS = st.sampled_from(['"a"', '"b"', '"a", "b"', '"a", 3', "-", 'not("a")', "null", "5"])
VALUES = st.one_of(st.none(), st.decimals(-4, 13, places=1), st.sampled_from(["a", "b", "c"]), st.booleans())


def plain(model: Model) -> Model:
    """The same model, whose tables have forgotten their index."""
    for place, prepared in model.prepared.items():
        model.prepared[place] = replace(prepared, index=None)
    return model


@given(st.lists(st.tuples(CELLS, WORDS), min_size=8, max_size=14), VALUES, VALUES)
def test_an_indexed_table_decides_as_one_tried_rule_by_rule(
    cells: list[tuple[str, str]], number: Value, word: Value
) -> None:
    rules = [[one, two, str(place)] for place, (one, two) in enumerate(cells)]
    logic = table(rules, policy="COLLECT", inputs=(("nilai", ""), ("kata", "")))
    model = read(file(decision("d", logic)))
    scope = {"nilai": number, "kata": word}
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
