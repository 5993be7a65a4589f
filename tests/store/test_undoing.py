"""What may be undone costs one row each, and undoing one costs the same however many there are."""

import pytest

from engine import runtime
from engine.feel import Env
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.store import apply, instances, tasks
from engine.store.database import Store
from engine.store.rows import RowState
from engine.store.tables import scope, subscription, token, variable
from engine.store.unit import Unit
from tests.conftest import Writing
from tests.runtime.drawing import Drawing
from tests.store.test_flatness import complete, cost, deployed, started


def again() -> Drawing:
    """A step with a handler, again and again, each time within a subprocess of its own; then all is undone."""
    inside = Drawing().start("is").user("a", inputs={"n": "=harga"}).user("una").undo("a", "una").end("ie")
    drawing = Drawing().start().xor("m").sub("k", inside.flow("is a ie"), inputs={"kept": "=harga"}).xor("g")
    drawing.undoing("t").end().flow("s m k g").flow("g t e", when="=ok")
    return drawing.flow("g m", default=True)


def last(unit: Unit, version: PackVersion, case: Id) -> None:
    """Complete the open step so that the undoing begins."""
    task = next(row for row in tasks.open_tasks(unit.db, case) if row.element == "a")
    instance, row = instances.lock_by_task(unit, task.id)
    compiled, state = runtime.compile(version, "p"), RowState(unit, instance)
    apply.apply(unit, instance, runtime.complete(compiled, state, row.token, {"ok": True}, Env(now=unit.now)))


@pytest.fixture
def database(sqlite_database: Store) -> Store:
    return sqlite_database


def test_remembering_and_undoing_cost_the_same_among_10_and_200(writing: Writing, database: Store) -> None:
    steps, handlers = [], []
    for rounds in (10, 200):
        with writing() as unit:
            version = deployed(unit, again())
            case = started(unit, version)
            for _ in range(rounds):
                complete(unit, version, case, "a")
        steps.append(cost(writing, version, case, "a"))
        with writing() as unit:
            last(unit, version, case)
            complete(unit, version, case, "una")
        handlers.append(cost(writing, version, case, "una"))
    assert steps[0] == steps[1]
    assert handlers[0] == handlers[1]


def test_nothing_of_what_could_be_undone_outlives_the_case(writing: Writing, database: Store) -> None:
    with writing() as unit:
        version = deployed(unit, again())
        case = started(unit, version)
        for _ in range(3):
            complete(unit, version, case, "a")
        last(unit, version, case)
    with writing() as unit:
        for _ in range(4):
            complete(unit, version, case, "una")
        assert [unit.db.execute(one.select()).all() for one in (token, scope, subscription)] == [[], [], []]
        assert {row.scope for row in unit.db.execute(variable.select())} == {0}
