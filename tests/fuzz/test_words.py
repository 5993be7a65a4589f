"""Any text is FEEL with a value, FEEL with a fault at a place, or too dear: never anything else."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine import feel
from tests.fuzz.mutate import Change, mutated
from tests.fuzz.seeds import tables
from tests.fuzz.targets import decide, evaluate

ENV = feel.Env(now=datetime(2026, 3, 10, 2, tzinfo=UTC), steps=20_000)
SCOPE: dict[str, Any] = {
    "x": Decimal(3),
    "nama": "Siti",
    "daftar": [Decimal(1), None, "a"],
    "orang": {"umur": Decimal(40), "x": None},
    "kosong": None,
}
#: Words of the language, one or several to a line.
_VOCABULARY = """\
x nama daftar orang kosong orang.umur daftar[1] 1 0 -1 1.5 1e400 99999999999999999999 "a" "" null true false
@"2026-03-10" @"P1Y2M" @"PT36H" @"10:00:00@Asia/Jakarta" @"2026-01-31T10:00:00+07:00" [1..5] (1..5] [] [1,2] {a:1}
+ - * / ** = != < <= > >= and or in between if then else for return some every satisfies not( ( ) [ ] { } , : . ..
sum( count( date( time( duration( string( number( substring( replace( matches( split( sort( function( range( context(
partial item ? ,, \" @ ' abs( modulo( instance of list contains( index of( get value( years and months duration(
"""
_WORDS = st.sampled_from(_VOCABULARY.split())
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_WORDS, max_size=14).map(" ".join))
_EXAMPLES = settings(max_examples=1500, deadline=None)


@_EXAMPLES
@given(_TEXTS)
def test_any_text_has_a_value_or_a_fault_with_its_place(text: str) -> None:
    evaluate(text, SCOPE, ENV)


@settings(_EXAMPLES, max_examples=800)
@given(_TEXTS)
def test_any_cell_of_a_table_has_a_value_or_a_fault_with_its_place(text: str) -> None:
    evaluate(text, {**SCOPE, "?": Decimal(3)}, ENV, unary=True)


@settings(_EXAMPLES, max_examples=500)
@given(
    st.recursive(_WORDS, lambda inner: st.builds(lambda a, b, c: f"({a} {b} {c})", inner, _WORDS, inner), max_leaves=20)
)
def test_nested_text_has_a_value_or_a_fault_with_its_place(text: str) -> None:
    evaluate(text, SCOPE, ENV)


_NUMBER = st.integers(0, 1 << 16)


@settings(max_examples=300, deadline=None)
@given(_NUMBER, st.lists(st.tuples(_NUMBER, _NUMBER, _NUMBER, _NUMBER), min_size=1, max_size=4), _TEXTS)
def test_a_table_that_somebody_changed_is_refused_or_decides(which: int, changes: list[Change], text: str) -> None:
    data = mutated(tables()[which % len(tables())], changes)
    decide(data, {**SCOPE, "nilai": Decimal(5), "teks": text}, ENV)


def test_every_shipped_table_is_read() -> None:
    assert all(decide(table, {}, ENV) for table in tables())
