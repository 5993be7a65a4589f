"""Size changes nothing: long chains, many rounds, many open tasks."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from tests.runtime.case import Case
from tests.runtime.drawing import Drawing


def calls_of(act: Callable[[], object]) -> int:
    """How many Python functions of the engine and the library `act` calls."""
    counted = 0

    def profile(frame: FrameType, event: str, _: object) -> None:
        nonlocal counted
        name = frame.f_code.co_filename
        if event == "call" and ("/engine/" in name or "SpiffWorkflow" in name):
            counted += 1

    sys.setprofile(profile)
    try:
        act()
    finally:
        sys.setprofile(None)
    return counted


def wide(branches: int, *, timed: bool = False) -> Drawing:
    drawing = Drawing().start().both("f").both("j").end()
    drawing.flow("s f")
    for number in range(branches):
        drawing.user(f"t{number}").flow(f"f t{number} j")
        if timed:
            drawing.boundary(f"b{number}", f"t{number}", timer=("duration", "P1D")).flow(f"b{number} e")
    return drawing.flow("j e")


def looped() -> Drawing:
    return (
        Drawing()
        .start()
        .xor("m")
        .user("a")
        .xor("g")
        .end()
        .flow("s m a g")
        .flow("g e", when="=ok")
        .flow("g m", default=True)
    )


def test_a_thousand_tasks_in_line_run() -> None:
    names = [f"t{number}" for number in range(1000)]
    drawing = Drawing().start().end()
    for name in names:
        drawing.script(name, "=n + 1", "n")
    case = Case(drawing.flow(f"s {' '.join(names)} e"), n=0).start()
    assert case.is_over
    assert case.variables["n"] == 1000


def test_five_thousand_automatic_rounds_run_in_one_step() -> None:
    drawing = (
        Drawing()
        .start()
        .xor("m")
        .script("t", "=n + 1", "n")
        .both("f")
        .plain("x")
        .plain("y")
        .both("j")
        .xor("g")
        .end()
        .flow("s m t f")
        .flow("f x j")
        .flow("f y j")
        .flow("j g")
        .flow("g e", when="=n = 5000")
        .flow("g m", default=True)
    )
    case = Case(drawing, n=0).start()
    assert case.is_over
    assert case.variables["n"] == 5000
    assert case.left_behind == []


@pytest.mark.parametrize("timed", [False, True])
def test_a_completion_costs_the_same_among_ten_and_a_thousand_open_tasks(timed: bool) -> None:
    costs = {}
    for size in (10, 1000):
        case = Case(wide(size, timed=timed)).start()
        case.complete("t0").complete("t1")
        costs[size] = calls_of(lambda case=case: case.complete("t5"))  # type: ignore[misc]
        assert len(case.tasks) == size - 3
    assert costs[10] == costs[1000]


def test_round_five_thousand_of_a_loop_costs_what_round_ten_did() -> None:
    case = Case(looped()).start()
    costs = {}
    for number in range(1, 5001):
        case.memory.facts.clear()
        if number in (10, 1000, 5000):
            costs[number] = calls_of(lambda: case.complete("a", ok=False))
        else:
            case.complete("a", ok=False)
    assert len(set(costs.values())) == 1
    assert (len(case.memory.tokens), len(case.memory.scopes)) == (1, 1)


def test_a_completion_reads_and_writes_a_handful_of_rows() -> None:
    case = Case(looped()).start()
    memory = case.memory
    memory.queries = memory.rows_written = 0
    case.complete("a", ok=False)
    # The token and the condition's variable are read; the old token, the new one and the answer are written.
    assert memory.queries <= 3
    assert memory.rows_written == 3


def test_a_name_that_no_expression_says_is_never_read() -> None:
    case = Case(looped(), huge="x" * 1000).start()
    read: list[object] = []
    ask = case.memory.variables
    case.memory.variables = lambda scope, names: read.append(names) or ask(scope, names)  # type: ignore[method-assign,func-returns-value]
    case.complete("a", ok=False)
    assert all(names is not None and "huge" not in names for names in read)  # type: ignore[operator]
