"""One completion costs the same however big its case is: counted in steps of SQLite's machine, not in time."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from engine import runtime
from engine.feel import Env
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.store import apply, audit, inbox, instances, tasks
from engine.store.database import Store
from engine.store.rows import RowState
from engine.store.unit import Unit
from tests.conftest import Writing
from tests.runtime.drawing import Drawing
from tests.runtime.test_depth import calls_of
from tests.store import office


def steps_of(unit: Unit, act: Callable[[], object]) -> int:
    """How many instructions SQLite's machine runs for `act`."""
    counted = 0

    def tick() -> int:
        nonlocal counted
        counted += 1
        return 0

    raw: Any = unit.db.connection.dbapi_connection
    raw.set_progress_handler(tick, 1)
    try:
        act()
    finally:
        raw.set_progress_handler(None, 0)
    return counted


def deployed(unit: Unit, drawing: Drawing) -> PackVersion:
    version = drawing.version()
    return replace(version, id=office.release(unit, "uji", hash=version.hash).id)


def wide(branches: int) -> Drawing:
    """A fork of human tasks, each with a reminder, that meet in a join."""
    drawing = Drawing().start().both("f").both("j").end().flow("s f")
    for number in range(branches):
        drawing.user(f"t{number}", due="=workdays(3)").user(f"u{number}")
        drawing.boundary(f"b{number}", f"t{number}", timer=("duration", "P2D"), interrupting=False).end(f"e{number}")
        drawing.flow(f"f t{number} u{number} j").flow(f"b{number} e{number}")
    return drawing.flow("j e")


def looped() -> Drawing:
    drawing = Drawing().start().xor("m").user("a").xor("g").end().flow("s m a g")
    return drawing.flow("g e", when="=ok").flow("g m", default=True)


def started(unit: Unit, version: PackVersion, **variables: Any) -> Id:
    compiled = runtime.compile(version, "p")
    instance = instances.create(unit, version, compiled.definition, "Uji", "")
    step = runtime.start(compiled, RowState(unit, instance), {"harga": Decimal(1), **variables}, Env(now=unit.now))
    return apply.apply(unit, instance, step).instance.id


def complete(unit: Unit, version: PackVersion, instance_id: Id, element: str) -> None:
    """Complete one task from nothing but rows, as a fresh process would."""
    task = next(row for row in tasks.open_tasks(unit.db, instance_id) if row.element == element)
    complete_task(unit, runtime.compile(version, "p"), task.id)


def complete_task(unit: Unit, compiled: runtime.Compiled, task_id: Id) -> None:
    instance, task = instances.lock_by_task(unit, task_id)
    answers = {"catatan": "baik", "ok": False}
    step = runtime.complete(compiled, RowState(unit, instance), task.token, answers, Env(now=unit.now))
    apply.apply(unit, instance, step)


def cost(writing: Writing, version: PackVersion, instance_id: Id, element: str) -> tuple[int, int]:
    """Steps of SQLite and calls of Python of completing one task."""
    compiled = runtime.compile(version, "p")
    with writing() as unit:
        task = next(row for row in tasks.open_tasks(unit.db, instance_id) if row.element == element)
        calls = 0

        def act() -> None:
            nonlocal calls
            calls = calls_of(lambda: complete_task(unit, compiled, task.id))

        return steps_of(unit, act), calls


@pytest.fixture
def database(sqlite_database: Store) -> Store:
    return sqlite_database


def test_a_completion_costs_the_same_among_10_and_1000_open_tasks(writing: Writing, database: Store) -> None:
    costs = []
    for branches in (10, 1000):
        with writing() as unit:
            version = deployed(unit, wide(branches))
            instance_id = started(unit, version)
        # The first of a kind fills caches and writes the variables the others overwrite.
        for element in ("t1", "u1"):
            cost(writing, version, instance_id, element)
        costs.append(cost(writing, version, instance_id, "t2") + cost(writing, version, instance_id, "u2"))
    assert costs[0] == costs[1]
    with database.reading() as db:
        assert audit.verify(db) == []


def undone() -> Drawing:
    """A loop whose every round can be undone."""
    drawing = Drawing().start().xor("m").user("a").script("un", "=1", "z").undo("a", "un").xor("g").end()
    return drawing.flow("s m a g").flow("g e", when="=ok").flow("g m", default=True)


@pytest.mark.parametrize("drawn", [looped, undone])
def test_a_round_of_a_loop_costs_the_same_after_10_and_300_rounds(
    drawn: Callable[[], Drawing], writing: Writing
) -> None:
    with writing() as unit:
        version = deployed(unit, drawn())
        instance_id = started(unit, version)
    costs = []
    for until in (10, 300):
        with writing() as unit:
            for _ in range(until):
                complete(unit, version, instance_id, "a")
        costs.append(cost(writing, version, instance_id, "a"))
    assert costs[0] == costs[1]


def heard() -> Drawing:
    """A subprocess for each item, with a reminder on its task and a handler of its own."""
    stop = Drawing().start("on", message="stop", key="=who").end("e3").flow("on e3")
    within = Drawing().start("s1").user("a", inputs={"name": "=who"}).user("b").end("e1").on("ev", stop)
    within.boundary("late", "a", timer=("duration", "P1D"), interrupting=False).end("e4").flow("late e4")
    drawing = Drawing().start().sub("k", within.flow("s1 a b e1")).end().flow("s k e")
    return drawing.each("k", "=list", "who", output="=ok", outputs="all", until="=numberOfCompletedInstances > 5000")


def asked() -> Drawing:
    drawing = Drawing().start().user("b", inputs={"name": "=who"}).end().flow("s b e")
    return drawing.each("b", "=list", "who", output="=ok", outputs="all")


@pytest.mark.parametrize("drawn", [heard, asked])
def test_an_item_costs_the_same_among_10_and_1000(drawn: Callable[[], Drawing], writing: Writing) -> None:
    costs = []
    for size in (10, 1000):
        with writing() as unit:
            version = deployed(unit, drawn())
            instance_id = started(unit, version, list=[f"p{number}" for number in range(size)])
        first = "a" if drawn is heard else "b"
        for element in {first: 0, "b": 0}:
            cost(writing, version, instance_id, element)
        costs.append([cost(writing, version, instance_id, element) for element in (first, "b")])
    assert costs[0] == costs[1]


def test_an_inbox_page_costs_the_same_among_100_and_3000_open_tasks(writing: Writing) -> None:
    costs = []
    addresses = [f"role:clerk{number}@DKOM" for number in range(4)]
    with writing() as unit:
        version = office.released(unit)
    for tasks_of_each in (100, 2900):
        with writing() as unit:
            for address in addresses:
                office.case(unit, version, tasks=tasks_of_each, address=address)
            costs.append(steps_of(unit, lambda: inbox.inbox(unit.db, addresses, limit=20)))
    assert costs[0] == costs[1]
