"""Ad-hoc work costs the same however much of it was chosen: to choose once more, and to finish one of many."""

from collections.abc import Callable

import pytest

from engine import runtime
from engine.feel import Env
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.store import apply, instances, tasks
from engine.store.database import Store
from engine.store.rows import RowState
from engine.store.unit import Unit
from tests.conftest import Writing
from tests.runtime.drawing import Drawing
from tests.runtime.test_depth import calls_of
from tests.store.test_flatness import cost, deployed, started, steps_of


def free() -> Drawing:
    """Steps anybody may begin, until a condition holds."""
    inside = Drawing().user("a", inputs={"name": "=harga"}).user("b").marked("b", atMost="5000")
    return Drawing().start().adhoc("ah", inside, to="position:A", until="=genap = 7").end().flow("s ah e")


def listed() -> Drawing:
    """Steps that run one after the other, as many as a list says."""
    inside = Drawing().user("a").user("b")
    return Drawing().start().adhoc("ah", inside, begins="=list", one_by_one=True).end().flow("s ah e")


def choose(unit: Unit, compiled: runtime.Compiled, instance_id: Id, element: str) -> None:
    offer = next(row for row in tasks.open_tasks(unit.db, instance_id) if row.element == "ah")
    instance, task = instances.lock_by_task(unit, offer.id)
    step = runtime.choose(compiled, RowState(unit, instance), task.token, element, Env(now=unit.now))
    apply.apply(unit, instance, step)


def cost_of_choosing(writing: Writing, version: PackVersion, instance_id: Id, element: str) -> tuple[int, int]:
    compiled = runtime.compile(version, "p")
    with writing() as unit:
        offer = next(row for row in tasks.open_tasks(unit.db, instance_id) if row.element == "ah")
        calls = 0

        def act() -> None:
            instance, task = instances.lock_by_task(unit, offer.id)
            step = runtime.choose(compiled, RowState(unit, instance), task.token, element, Env(now=unit.now))
            apply.apply(unit, instance, step)

        def counted() -> None:
            nonlocal calls
            calls = calls_of(act)

        return steps_of(unit, counted), calls


@pytest.fixture
def database(sqlite_database: Store) -> Store:
    return sqlite_database


@pytest.mark.parametrize("element", ["a", "b"])
def test_choosing_and_finishing_cost_the_same_among_10_and_1000_chosen(writing: Writing, element: str) -> None:
    costs = []
    for size in (10, 1000):
        with writing() as unit:
            version = deployed(unit, free())
            instance_id = started(unit, version)
            compiled = runtime.compile(version, "p")
            for _ in range(size):
                choose(unit, compiled, instance_id, element)
        # The first of a kind fills caches and writes the variables the others overwrite.
        cost(writing, version, instance_id, element)
        cost_of_choosing(writing, version, instance_id, element)
        costs.append(
            [cost(writing, version, instance_id, element), cost_of_choosing(writing, version, instance_id, element)]
        )
    assert costs[0] == costs[1]


@pytest.mark.parametrize("drawn", [listed])
def test_the_next_turn_costs_the_same_with_10_and_1000_waiting(drawn: Callable[[], Drawing], writing: Writing) -> None:
    costs = []
    for size in (10, 1000):
        with writing() as unit:
            version = deployed(unit, drawn())
            instance_id = started(unit, version, list=["a", "b"] * (size // 2))
        for element in ("a", "b"):
            cost(writing, version, instance_id, element)
        costs.append([cost(writing, version, instance_id, element) for element in ("a", "b")])
    assert costs[0] == costs[1]
