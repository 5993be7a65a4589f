"""The contract: every case of the table runs as BPMN 2.0.2 says, or is refused with the code it promises."""

from collections.abc import Iterator

import pytest
from _pytest.mark import ParameterSet

from engine.model.findings import errors
from engine.service.packs import Broken
from tests.conformance.table import rows
from tests.conformance.table.play import Bench, play
from tests.conformance.table.row import Row


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    made = Bench()
    with made:
        yield made


def case(row: Row) -> ParameterSet:
    unbuilt = pytest.mark.xfail(strict=True, reason=f"Waits for {row.pending}")
    return pytest.param(row, id=row.name, marks=[unbuilt] if row.pending else [])


CASES = [case(one) for row in rows() for one in (row, *row.more) if not one.dropped]


@pytest.mark.parametrize("row", CASES)
def test_case(row: Row, bench: Bench) -> None:
    files = row.files()
    if row.refused:
        with pytest.raises(Broken) as stopped:
            bench.release(files)
        assert row.refused in [f"{one.code} at {one.element}" for one in errors(stopped.value.findings)]
        return
    for run in row.runs:
        bench.release(files)
        play(bench, run, next(iter(files)).removesuffix(".bpmn"))
