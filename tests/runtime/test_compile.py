"""Compiled processes are shared by everybody and changed by nobody."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from engine import runtime
from engine.model.errors import Invalid, NotFound
from tests.runtime.case import Case
from tests.runtime.drawing import Drawing
from tests.runtime.test_depth import looped


def shape(compiled: runtime.Compiled) -> bytes:
    """Everything the library keeps of a node, as bytes."""
    return pickle.dumps(
        [
            (name, sorted((key, repr(value)) for key, value in vars(node).items()))
            for name, node in compiled.spec.task_specs.items()
        ]
    )


def test_a_version_is_compiled_once() -> None:
    version = looped().version()
    assert runtime.compile(version, "p") is runtime.compile(replace(version), "p")


def test_another_version_is_compiled_anew() -> None:
    version = looped().version()
    assert runtime.compile(version, "p") is not runtime.compile(replace(version, hash="other"), "p")


def test_running_leaves_the_compiled_process_as_it_was() -> None:
    case = Case(looped())
    before = shape(case.compiled)
    case.start()
    for ok in (False, False, True):
        case.complete("a", ok=ok)
    assert shape(case.compiled) == before


def test_many_threads_share_one_compiled_process() -> None:
    def life(rounds: int) -> int:
        case = Case(looped()).start()
        for number in range(rounds):
            case.complete("a", ok=number == rounds - 1)
        assert case.is_over
        return len(case.trace)

    rounds = list(range(1, 40))
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(life, rounds)) == [number + 2 for number in rounds]


def test_a_process_the_version_lacks_is_not_found() -> None:
    with pytest.raises(NotFound) as refused:
        runtime.compile(looped().version(), "nowhere")
    assert refused.value.code == "process.unknown"


def test_what_lint_would_refuse_does_not_compile_either() -> None:
    drawing = Drawing().start().xor("g").user("a").user("b").end().flow("s g").flow("g a").flow("g b").flow("a e")
    with pytest.raises(Invalid) as refused:
        runtime.compile(drawing.flow("b e").version(), "p")
    assert refused.value.code == "bpmn.compile"


def test_a_feel_error_is_refused_when_compiling() -> None:
    with pytest.raises(Invalid):
        runtime.compile(Drawing().start().script("t", "=1 +", "x").end().flow("s t e").version(), "p")
