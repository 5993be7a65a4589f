"""Subprocesses, loops and event subprocesses as rows: kept, read back and gone again on both databases."""

from decimal import Decimal
from typing import Any

from engine import runtime
from engine.feel import Env
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.store import apply, audit, cases, instances, tasks
from engine.store.database import Store
from engine.store.rows import RowState
from engine.store.tables import counter, scope, subscription, token, variable
from engine.store.unit import Unit
from tests.conftest import Writing
from tests.runtime.drawing import Drawing
from tests.store.test_flatness import deployed


def hearing() -> Drawing:
    """Every party is heard in a subprocess; a message may stop one hearing, a note may come beside."""
    stop = Drawing().start("on_stop", message="stop", key="=who").user("close").end("e3").flow("on_stop close e3")
    within = Drawing().start("s1").user("hear", inputs={"name": "=who"}).end("e1").flow("s1 hear e1").on("ev", stop)
    within.boundary("late", "hear", timer=("duration", "P1D"), interrupting=False).end("e4").flow("late e4")
    drawing = Drawing().start().sub("k", within).user("decide").end().flow("s k decide e")
    return drawing.each("k", "=parties", "who", output="=said", outputs="all")


def begun(unit: Unit, version: PackVersion, size: int) -> Id:
    compiled = runtime.compile(version, "p")
    instance = instances.create(unit, version, compiled.definition, "Uji", "")
    parties = [f"party {number}" for number in range(size)]
    step = runtime.start(compiled, RowState(unit, instance), {"parties": parties}, Env(now=unit.now))
    return apply.apply(unit, instance, step).instance.id


def act(unit: Unit, version: PackVersion, instance_id: Id, name: str, *given: Any) -> None:
    instance = instances.lock(unit, instance_id)
    operation = getattr(runtime, name)
    compiled, state = runtime.compile(version, "p"), RowState(unit, instance)
    apply.apply(unit, instance, operation(compiled, state, *given, Env(now=unit.now)))


def opened(unit: Unit, instance_id: Id, element: str) -> list[int]:
    return sorted(row.token for row in tasks.open_tasks(unit.db, instance_id) if row.element == element)


def test_a_hearing_of_three_parties_leaves_what_they_said_and_no_row(writing: Writing, database: Store) -> None:
    with writing() as unit:
        version = deployed(unit, hearing())
        case = begun(unit, version, 3)
    with writing() as unit:
        stop = next(s for s in unit.db.execute(subscription.select()) if s.name == "stop" and s.key == "party 1")
        act(unit, version, case, "deliver", stop.no, {"why": "x"})
    with writing() as unit:
        assert len(opened(unit, case, "hear")) == 2
        act(unit, version, case, "complete", opened(unit, case, "hear")[1], {"said": "third"})
        act(unit, version, case, "complete", opened(unit, case, "close")[0], {})
        act(unit, version, case, "complete", opened(unit, case, "hear")[0], {"said": "first"})
    with writing() as unit:
        act(unit, version, case, "complete", opened(unit, case, "decide")[0], {})
    with database.reading() as db:
        assert cases.variables(db, case)["all"] == ["first", None, "third"]
        for table in (token, scope, counter, subscription):
            assert db.execute(table.select()).all() == []
        assert {row.scope for row in db.execute(variable.select())} == {0}
        assert audit.verify(db) == []


def test_a_withdrawn_hearing_leaves_no_row(writing: Writing, database: Store) -> None:
    with writing() as unit:
        version = deployed(unit, hearing())
        case = begun(unit, version, 5)
    with writing() as unit:
        act(unit, version, case, "withdraw")
    with database.reading() as db:
        for table in (token, scope, counter, subscription):
            assert db.execute(table.select()).all() == []
        assert {row.scope for row in db.execute(variable.select())} == {0}


def test_a_number_of_items_is_read_where_it_is_named(writing: Writing) -> None:
    drawing = Drawing().start().user("a", inputs={"of": "=numberOfInstances"}).end().flow("s a e").each("a", times="=4")
    with writing() as unit:
        version = deployed(unit, drawing)
        case = begun(unit, version, 0)
        state = RowState(unit, instances.lock(unit, case))
        seen = runtime.visible(runtime.compile(version, "p"), state, opened(unit, case, "a")[2], ["of", "loopCounter"])
        assert seen == {"of": Decimal(4), "loopCounter": Decimal(3)}
