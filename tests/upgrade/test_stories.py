"""Databases as earlier releases stored them are upgraded, and what was going on in them goes on to its end.

The same stories are played from their beginning on this release: after the upgrade the same must happen.
"""

import gzip
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import select

from engine.jobs import moving
from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.moves.carrying import BeginMove
from engine.service.packs import DeployPack
from engine.service.views import audit
from engine.store import cases, database, instances, migrate
from engine.store.database import Store
from engine.store.instances import InstanceRow
from engine.store.tables import instance
from tests.conftest import Clock
from tests.office import Office
from tests.upgrade.stories import STORIES, Player, files, split

STORED = Path(__file__).parent / "stored"
WHEN = datetime(2026, 11, 2, 1, tzinfo=UTC)

#: Where an upgrade may have stopped, with the release whose data it held.
STATES = (
    *(("0003_work", at) for at in ("0003_work", "0004_between", "0005_desk", "0006_secrecy", "0007_office")),
    *(("0008_design", at) for at in ("0008_design", "0009_engine", "0010_moves")),
)


@pytest.fixture(params=STATES, ids=lambda state: f"{state[0]}-at-{state[1]}")
def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Office]]:
    """The office of an earlier release, in the tables of this one."""
    state, at = request.param
    with sqlite3.connect(tmp_path / "then.db") as db:
        db.executescript(gzip.decompress((STORED / f"{state}.sql.gz").read_bytes()).decode())
    store = database.open(f"sqlite:///{tmp_path}/then.db")
    assert migrate.current(store) == state
    with migrate._transaction(store) as connection:
        command.upgrade(migrate._config(connection), at)
    migrate.upgrade(store)
    assert migrate.differences(store) == []
    office = Office(store, Clock(WHEN))
    yield state, office
    office.desk.ledger.close()
    store.close()


def find(store: Store, process: str) -> InstanceRow:
    with store.reading() as db:
        row = instances.instance(
            db, db.execute(select(instance.c.id).where(instance.c.process_id == process)).scalar_one()
        )
    assert row is not None
    return row


def played(state: str, office: Office) -> dict[str, Any]:
    """Go on with every story to its end; what happened in each from then on, and what it left."""
    began = {name: find(office.store, name).fact_seq for name in STORIES[state]}
    player = Player(office, lambda name: find(office.store, name))
    for name, (_, after) in STORIES[state].items():
        player.play(name, split(after)[0])
    for _ in range(8):
        office.later(days=5)
    for name, (_, after) in STORIES[state].items():
        player.play(name, split(after)[1])
    office.settle()
    return {name: told(office, name, seq) for name, seq in began.items()}


def told(office: Office, process: str, after: int) -> object:
    row = find(office.store, process)
    with office.store.reading() as db:
        facts = [(one.kind, one.element) for one in cases.history(db, row.id, after=after)]
        values = {name: value for name, value in cases.variables(db, row.id).items() if name != "case"}
    return row.state, facts, values


@pytest.fixture
def fresh(request: pytest.FixtureRequest, tmp_path: Path, upgraded: tuple[str, Office]) -> Iterator[Office]:
    """The same stories up to the same moment, on this release from their beginning."""
    state, _ = upgraded
    store = database.open(f"sqlite:///{tmp_path}/now.db")
    migrate.upgrade(store)
    office = Office(store, Clock(WHEN))
    office.set_up()
    execute(DeployPack(files(state)), world=office.world, actor=ENGINE)
    player = Player(office, lambda name: find(store, name))
    for name, (before, _) in STORIES[state].items():
        office.as_("DKOM.STAF").starts(name, pack="kisah")
        player.play(name, before)
    yield office
    office.desk.ledger.close()
    store.close()


def test_what_an_earlier_release_stored_goes_on_as_it_would_have_here(
    upgraded: tuple[str, Office], fresh: Office
) -> None:
    state, office = upgraded
    now, then = played(state, fresh), played(state, office)
    assert then == now
    assert {story[0] for story in then.values()} == {"completed"}


def test_the_chains_of_an_earlier_release_still_hold(upgraded: tuple[str, Office]) -> None:
    state, office = upgraded
    played(state, office)
    assert audit.verify(office.world) == []


def test_a_case_of_an_earlier_release_is_moved_to_a_version_of_this_one(upgraded: tuple[str, Office]) -> None:
    state, office = upgraded
    changed = files(state)
    changed["gabung.bpmn"] = changed["gabung.bpmn"].replace(b'name="Z"', b'name="ZZ"')
    execute(DeployPack(changed, replace=True), world=office.world, actor=ENGINE)
    for name in STORIES[state]:
        command_ = BeginMove("kisah", name, 1, 2, reason="Prosedur baru")
        row = moving.drive(office.world, execute(command_, world=office.world, actor=ENGINE).run_id)
        assert row is not None
        assert (name, row.moved, row.refused) == (name, 1, 0)
    siti = office.as_("DKOM.STAF")
    for one in ("B", "ZZ"):
        siti.completes(one)
    assert find(office.store, "gabung").state == "completed"
