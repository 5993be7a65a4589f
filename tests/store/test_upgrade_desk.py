"""Running cases of the release before are found by their words, and watched, after an upgrade."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from engine.store import cases, database, migrate
from engine.store.database import Store
from tests.conftest import PostgresTemplate

ID = "01890000-0000-7000-8000-000000000001"
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
    if request.param == "sqlite":
        yield from _begun(f"sqlite:///{tmp_path}/old.db")
        return
    template: PostgresTemplate = request.getfixturevalue("_postgres_template")
    with template.copy() as url, template.admin.connect() as admin:
        name = f"{url.database}_old"
        admin.execute(text(f'create database "{name}"'))
        try:
            yield from _begun(url.set(database=name).render_as_string(hide_password=False))
        finally:
            admin.execute(text(f'drop database "{name}" with (force)'))


def _begun(url: str) -> Iterator[Store]:
    store = database.open(url)
    with migrate._transaction(store) as connection:
        command.upgrade(migrate._config(connection), BEFORE)
    with store.writing() as db:
        named = ID.replace("-", "") if store.name == "sqlite" else ID
        for statement in ROWS:
            db.execute(text(statement), {"id": named, "hash": bytes(32)} if ":hash" in statement else {"id": named})
        db.commit()
    yield store
    store.close()


def test_running_cases_are_found_and_watched_after_the_upgrade(older: Store) -> None:
    migrate.upgrade(older)
    with older.reading() as db:
        assert [row.number for row in cases.find(db, "laptop siti")] == ["ALT-2026-00001"]
        assert db.execute(text("select touched_at from task")).scalar_one() == 4000
        assert db.execute(text("select since from subscription")).scalar_one() == 5000
