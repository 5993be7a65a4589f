"""The library is the one this runtime was written against, or the product does not start."""

import pytest

from engine import runtime
from engine.runtime.check import digest


def test_the_pinned_library_passes() -> None:
    runtime.check()


def test_a_changed_method_is_named() -> None:
    name = "task:Task.run"
    with pytest.raises(runtime.LibraryChanged) as refused:
        runtime.check({name: "0" * 16, "task:Task.complete": digest("task:Task.complete")})
    assert name in str(refused.value)
    assert "Task.complete" not in str(refused.value)


def test_a_method_that_is_gone_is_named() -> None:
    with pytest.raises(runtime.LibraryChanged, match=r"Task\.gone \(missing\)"):
        runtime.check({"task:Task.gone": "0"})
