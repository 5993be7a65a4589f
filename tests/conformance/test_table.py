"""The contract table is whole: every case of the study is in it, once, and what is refused is few and explained."""

import re
from pathlib import Path

import pytest

from tests.conformance.table import rows

STUDY = Path(__file__).parents[3] / "shared" / "research" / "spiff.md"
VERDICT = re.compile(r"^(?:PASS|WRONG|SILENT|NOPARSE|RUNERR|INFO) *\| (\w+) \|", re.M)
#: BPMN allows many diagrams; of the cases of the study at most so many may end as refused.
MOST_REFUSED = 20

TABLE = list(rows("table"))


def test_every_case_of_the_study_is_in_the_table() -> None:
    if not STUDY.is_file():
        pytest.skip("The engine study is not beside this checkout (../shared/research/spiff.md)")
    names = VERDICT.findall(STUDY.read_text(encoding="utf-8"))
    assert len(names) == 135
    assert sorted(row.name for row in TABLE) == sorted(names)


def test_every_name_is_there_once() -> None:
    names = [one.name for row in rows() for one in (row, *row.more)]
    assert sorted(names) == sorted(set(names))


def test_every_row_says_exactly_one_thing() -> None:
    said = {row.name: [bool(row.runs), bool(row.refused), bool(row.dropped)].count(True) for row in rows()}
    assert [name for name, count in said.items() if count != 1] == []


def test_few_are_refused_and_each_says_why() -> None:
    refused = [one for row in TABLE for one in (row, *row.more) if one.refused]
    assert len(refused) <= MOST_REFUSED
    assert [row.name for row in refused if not row.reason] == []


def test_nothing_waits_to_be_built() -> None:
    assert [one.name for row in rows() for one in (row, *row.more) if one.pending] == []
