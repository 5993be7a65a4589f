"""The numbers on docs/reference/bpmn.md are those the third-party collections give."""

import pytest

from tests.conformance import measured
from tests.docs.bpmn import PAGE


@pytest.mark.corpus
def test_the_published_numbers_are_measured() -> None:
    if not (measured.SHARED / "harness").is_dir():
        pytest.skip("The third-party corpora are not beside this checkout (../shared/corpora)")
    told = measured.written(PAGE.read_text(encoding="utf-8"))
    assert told == [*measured.processes(), *measured.decisions()], "python -m tests.conformance.measured renews them"
