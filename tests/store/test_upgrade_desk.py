"""Running cases of the release before are found by their words, and watched, after an upgrade."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from engine.store import cases, migrate
from engine.store.database import Store
from tests.store.older import older_store

BEFORE = "0004_between"
ROWS = (
    "insert into person(id, name) values (:id, 'Siti Staf')",
    "insert into pack_version(id, pack, number, hash, title_id, origin, released_at, current) "
    "values (:id, 'alat', 1, 'x', 'Alat', 'file', 1, true)",
    "insert into instance(id, number, version_id, pack, process_id, title, state, next_no, started_by, started_at, "
    "changed_at, fact_seq, fact_hash) values (:id, 'ALT-2026-00001', :id, 'alat', 'p', 'Laptop baru', 'active', 3, "
    ":id, 1000, 5000, 0, :hash)",
    "insert into task(id, instance_id, token, element, name, owner, open, version, rank, opened_at) "
    "values (:id, :id, 2, 'T', 'T', 'position:A', true, 1, 1, 4000)",
    "insert into subscription(instance_id, no, token, scope, kind) values (:id, 1, 2, 0, 'message')",
)


@pytest.fixture(params=["sqlite", "postgres"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A database of the release before with one running case, its task and a message it waits for."""
    yield from older_store(request, tmp_path, BEFORE, fill)


def fill(db: Connection, named: str) -> None:
    for statement in ROWS:
        db.execute(text(statement), {"id": named, "hash": bytes(32)} if ":hash" in statement else {"id": named})


def test_running_cases_are_found_and_watched_after_the_upgrade(older: Store) -> None:
    migrate.upgrade(older)
    with older.reading() as db:
        assert [row.number for row in cases.find(db, "laptop siti")] == ["ALT-2026-00001"]
        assert db.execute(text("select touched_at from task")).scalar_one() == 4000
        assert db.execute(text("select since from subscription")).scalar_one() == 5000
