"""A construct runs in every scope the lint lets it stand in: each case again, inside something else.

What a case does does not change when its process stands inside a subprocess, a transaction, an item of a list, a round
of a loop, an event subprocess, an ad-hoc subprocess or a called process; only the steps around it are added.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import pytest
from _pytest.mark import ParameterSet

from engine.model.findings import errors
from engine.service.packs import Broken
from tests.conformance.table import rows
from tests.conformance.table.play import Bench, play
from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet

#: What inside makes the case another one: several instances, or a start that is no plain start event.
OUTSIDE = re.compile(r"[>|]")
#: Codes of what stands in a position BPMN forbids it in.
FORBIDDEN = {"undo.top", "flow.event_subprocess"}
#: Every wrapper for every case takes minutes; each case gets one, in turn, unless all are asked for.
ALL = False

Wrap = Callable[[Sheet], Sheet | list[Sheet]]


def around() -> Sheet:
    """The process around: only its start."""
    return Sheet("whole").start("ws")


def ended(sheet: Sheet) -> Sheet:
    """The process around, to its end."""
    return sheet.end("we").flows("ws wrap we")


def in_a_subprocess(inside: Sheet) -> Sheet:
    return ended(around().sub("wrap", inside))


def in_a_watched_subprocess(inside: Sheet) -> Sheet:
    watched = around().sub("wrap", inside).boundary("wb", "wrap", timer=("cycle", "R/P900D"), interrupting=False)
    return ended(watched.end("wx").flows("wb wx"))


def in_two_subprocesses(inside: Sheet) -> Sheet:
    return ended(around().sub("wrap", Sheet().start("is").sub("inner", inside).end("ie").flows("is inner ie")))


def in_a_transaction(inside: Sheet) -> Sheet:
    return ended(around().transaction("wrap", inside))


def in_an_item(inside: Sheet) -> Sheet:
    return ended(around().sub("wrap", inside).each("wrap", "=[1]", "wi"))


def in_an_item_of_a_sequence(inside: Sheet) -> Sheet:
    return ended(around().sub("wrap", inside).each("wrap", "=[1]", "wi", one_by_one=True))


def in_a_round(inside: Sheet) -> Sheet:
    return ended(around().sub("wrap", inside).again("wrap", "=true", most="1"))


def in_free_work(inside: Sheet) -> Sheet:
    return ended(around().adhoc("wrap", Sheet().sub("inner", inside), begins='=["inner"]'))


def in_a_called_process(inside: Sheet) -> list[Sheet]:
    return [ended(around().call("wrap", "p")), inside]


#: Wrapper -> what is left before and after the case itself; `{}` is the case.
WRAPPERS: dict[Wrap, str] = {
    in_a_subprocess: "ws {} wrap we",
    in_a_watched_subprocess: "ws {} wrap we",
    in_two_subprocesses: "ws is {} inner ie wrap we",
    in_a_transaction: "ws {} wrap we",
    in_an_item: "ws {} wrap we",
    in_an_item_of_a_sequence: "ws {} wrap we",
    in_a_round: "ws {} wrap we",
    in_free_work: "ws {} inner wrap we",
    in_a_called_process: "ws wrap we | {}",
}


def fitting() -> Iterator[Row]:
    """The cases of one process that a person starts."""
    for row in (one for whole in rows() for one in (whole, *whole.more)):
        drawn = row.draw() if row.draw and row.runs and not row.pending else None
        plain = isinstance(drawn, Sheet) and drawn.is_plain
        alone = all(run.given is not None and not OUTSIDE.search(run.acts + run.trace) for run in row.runs)
        if plain and alone:
            yield row


def placed() -> Iterator[ParameterSet]:
    for number, row in enumerate(fitting()):
        for at, wrap in enumerate(WRAPPERS):
            # An error nobody catches leaves a called process: it is the caller's then.
            own = wrap is not in_a_called_process or not any("uncaught" in str(run.incidents) for run in row.runs)
            if own and (ALL or number % len(WRAPPERS) == at):
                yield pytest.param(row, wrap, id=f"{row.name}-{wrap.__name__}")


def wrapped(run: Run, wrap: Wrap) -> Run:
    """What the same acts must come to around it."""
    before, after = WRAPPERS[wrap].split("{}")
    if run.state == "completed":
        return replace(run, trace=f"{before}{run.trace}{after}")
    if wrap is in_a_called_process:
        return replace(run, trace=f"ws | {run.trace}", ends="")
    return replace(run, trace=f"{before}{run.trace}")


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    made = Bench()
    with made:
        yield made


@pytest.mark.parametrize(("row", "wrap"), list(placed()))
def test_a_case_runs_alike_inside(row: Row, wrap: Wrap, bench: Bench) -> None:
    assert row.draw is not None
    drawn = row.draw()
    assert isinstance(drawn, Sheet)
    made = wrap(drawn)
    sheets = made if isinstance(made, list) else [made]
    files = {f"{sheet.process}.bpmn": sheet.xml() for sheet in sheets}
    files |= {f"{name}.dmn": text for name, text in drawn.decisions.items()}
    for run in row.runs:
        if is_forbidden(bench, files):
            return
        play(bench, wrapped(run, wrap), "whole")


def is_forbidden(bench: Bench, files: Mapping[str, bytes]) -> bool:
    """Release the files; True where BPMN forbids something of the case in this position."""
    try:
        bench.release(files)
    except Broken as refused:
        if {one.code for one in errors(refused.findings)} <= FORBIDDEN:
            return True
        raise
    return False
