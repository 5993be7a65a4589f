"""FEEL by example: our own vectors, and the shared ones where that folder is."""

import json
from pathlib import Path

import pytest

from tests.feel.conftest import Evaluate

HERE = Path(__file__).parent
OURS = json.loads((HERE / "vectors.json").read_text("utf-8"))
SHARED = HERE.parents[2] / "shared/corpora/feel/vectors.json"


@pytest.mark.parametrize(("text", "variables", "expected"), OURS, ids=[vector[0] for vector in OURS])
def test_our_vectors(evaluate: Evaluate, text: str, variables: dict[str, str], expected: str) -> None:
    got, wanted = evaluate(text, variables), evaluate(expected)
    assert (got.value, type(got.value)) == (wanted.value, type(wanted.value))


CELLS = [
    ("-", "null", True),
    ("null", "null", True),
    ('"barang"', '"barang"', True),
    ('"barang", "jasa"', '"jasa"', True),
    ('not("barang", "jasa")', '"konstruksi"', True),
    ("<= 400000000", "400000000", True),
    ("(200..400]", "200", False),
    ("[200..400], > 900", "1000", True),
    ("? * 2 > 10", "6", True),
    ("true", "false", False),
    ("false", "false", True),
    ('starts with(?, "5.2")', '"5.2.02"', True),
    ("< 5", "null", None),
    ("< 5", '"a"', None),
    ("[1, 2, 3]", "2", True),
    ('date("2026-01-01")', 'date("2026-01-01")', True),
    ("-5", "-5", True),
]


@pytest.mark.parametrize(("cell", "value", "expected"), CELLS)
def test_a_cell_of_a_table(evaluate: Evaluate, cell: str, value: str, expected: bool | None) -> None:
    assert evaluate(cell, {"?": value}, unary=True).value is expected


@pytest.mark.corpus
@pytest.mark.skipif(not SHARED.exists(), reason="../shared is absent")
def test_the_shared_vectors(evaluate: Evaluate) -> None:
    wrong = []
    for vector in json.loads(SHARED.read_text("utf-8")):
        got = evaluate(vector["e"], vector["ctx"], unary=vector.get("unary", False)).value
        wanted = evaluate(vector["expect"]).value
        if got != wanted or type(got) is not type(wanted):
            wrong.append((vector["e"], got, wanted))
    assert wrong == []
