"""Any file is read to a refusal, to findings, or to cases that run: never to a crash, a hang or a lost case."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutate import Change, mutated
from tests.fuzz.seeds import DRAWN, diagrams
from tests.fuzz.targets import Foreign, play, read_diagram

_NUMBER = st.integers(0, 1 << 16)
_CHANGES = st.lists(st.tuples(_NUMBER, _NUMBER, _NUMBER, _NUMBER), min_size=1, max_size=4)
_EXAMPLES = settings(max_examples=1200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_EXAMPLES
@given(st.integers(0, DRAWN - 1), _CHANGES, st.integers(0, 1 << 32))
def test_a_small_drawing_that_somebody_changed_is_refused_or_runs(which: int, changes: list[Change], seed: int) -> None:
    read_diagram(mutated(diagrams()[which], changes), seed)


@settings(_EXAMPLES, max_examples=100)
@given(_NUMBER, _CHANGES, st.integers(0, 1 << 32))
def test_a_shipped_procedure_that_somebody_changed_is_refused_or_runs(
    which: int, changes: list[Change], seed: int
) -> None:
    shipped = diagrams()[DRAWN:]
    read_diagram(mutated(shipped[which % len(shipped)], changes), seed)


@settings(_EXAMPLES, max_examples=400)
@given(st.integers(0, DRAWN - 1), st.lists(st.tuples(_NUMBER, st.binary(max_size=6)), min_size=1, max_size=3))
def test_a_file_with_other_bytes_is_refused_or_runs(which: int, patches: list[tuple[int, bytes]]) -> None:
    data = bytearray(diagrams()[which])
    for place, patch in patches:
        at = place % len(data)
        data[at : at + len(patch)] = patch
    read_diagram(bytes(data))


@given(st.binary(max_size=400))
def test_what_is_no_diagram_is_refused(data: bytes) -> None:
    assert read_diagram(data) == []


@pytest.mark.parametrize("which", range(DRAWN))
def test_every_seed_runs(which: int) -> None:
    assert read_diagram(diagrams()[which]) == ["p"]
    assert play(Foreign(diagrams()[which], "p"), 1).memory.facts
