"""Whoever changes the past is found out, even with the triggers gone."""

import pytest
from sqlalchemy import Connection, text

from engine.model.facts import Fact
from engine.store import audit, instances
from engine.store.database import Store
from tests.conftest import Writing
from tests.store import office


def without_triggers(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        for act in ("update", "delete"):
            connection.execute(text(f"drop trigger fact_no_{act}"))
    else:
        connection.execute(text("alter table fact disable trigger user"))


@pytest.fixture
def chained(writing: Writing) -> None:
    with writing() as unit:
        instance = office.case(unit, office.released(unit))
        instances.record(unit, instance, [Fact("task.claimed", "A", 1), Fact("task.released", "A", 1, {"n": 1})])
        unit.record(Fact("pack.released", data={"pack": "pengadaan", "number": 1}))
        unit.record(Fact("parameter.confirmed"))


def test_an_untouched_chain_holds(chained: None, database: Store) -> None:
    with database.reading() as connection:
        assert audit.verify(connection) == []


@pytest.mark.parametrize(
    ("tamper", "office_chain", "seq"),
    [
        ("update fact set kind = 'x' where seq = 2 and kind = 'task.claimed'", False, 2),
        ("update fact set data = '[]' where seq = 3", False, 3),
        ("update fact set acted_as = 'DKOM.PA' where seq = 1 and kind = 'case.started'", False, 1),
        ("delete from fact where kind = 'task.claimed'", False, 3),
        ("delete from fact where kind = 'task.released'", False, 3),
        ("delete from fact where kind = 'pack.released'", True, 2),
        ("update fact set at = at + 1 where kind = 'parameter.confirmed'", True, 2),
        ("update office_chain set seq = 1", True, 1),
    ],
)
def test_a_changed_past_is_found(chained: None, database: Store, tamper: str, office_chain: bool, seq: int) -> None:
    with database.writing() as connection:
        without_triggers(connection)
        connection.execute(text(tamper))
        broken = audit.verify(connection)
    assert broken
    assert (broken[0].chain is None, broken[0].seq) == (office_chain, seq)


def test_a_rewritten_chain_does_not_fit_its_case(chained: None, database: Store) -> None:
    with database.writing() as connection:
        without_triggers(connection)
        connection.execute(text("delete from fact where kind like 'task.%'"))
        connection.execute(text("update fact set hash = hash"))
        assert [one.reason for one in audit.verify(connection)] == ["The last fact is not the one the case remembers"]


def test_json_is_written_in_one_way_only() -> None:
    assert audit.canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()
