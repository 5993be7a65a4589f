"""An analyst's expression that grows without end is refused in time, whatever it is made of."""

from datetime import UTC, datetime
from time import process_time

import pytest

from engine import feel
from engine.feel import Env

DOUBLED = "for i in 1..60 return if i = 1 then {a: 1} else {a: partial[-1], b: partial[-1]}"
BOMBS = [
    DOUBLED,
    f"string({DOUBLED})",
    f"({DOUBLED})[-1] = ({DOUBLED})[-1]",
    f"distinct values({DOUBLED})",
    "for i in 1..60 return if i = 1 then [1] else append(partial[-1], partial[-1])",
    "for i in 1..60 return partial",
    "string({" + "a0: [1]" + "".join(f", a{n}: [a{n - 1}, a{n - 1}]" for n in range(1, 60)) + "}.a59)",
    "{f: function(x, n) if n = 0 then string(x) else f([x, x], n - 1), r: f([1], 50)}.r",
    'for i in 1..60 return if i = 1 then "a" else partial[-1] + partial[-1]',
    "10 ** 10 ** 10",
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")',
    'add workdays(date("2026-01-01"), 99999999)',
    "sort(for i in 1..50000 return 50000 - i, function(a, b) a < b)",
]


@pytest.mark.parametrize("text", BOMBS)
def test_a_bomb_is_refused_or_null_within_seconds(text: str) -> None:
    began = process_time()
    try:
        feel.compile(text).run({}, Env(datetime(2026, 11, 2, tzinfo=UTC)))
    except feel.FeelError as refused:
        said = str(refused)
    else:
        said = "Expected nothing to say"
    assert said.startswith("Expected ")
    assert process_time() - began < 5


def test_a_long_table_is_no_bomb() -> None:
    rows = 'for i in 1..2000 return {nomor: i, harga: i * 1000, uraian: "barang", rincian: [1, 2, 3]}'
    text = f"sum(({rows}).harga)"
    assert feel.compile(text).run({}, Env(datetime(2026, 11, 2, tzinfo=UTC))).value is not None
