"""Databases as an earlier release left them, on both kinds."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text

from engine.store import database, migrate
from engine.store.database import Store
from tests.conftest import PostgresTemplate

#: What a test's rows are called by; `named` spells it as the database does.
ID = "01890000-0000-7000-8000-000000000001"


def older_store(
    request: pytest.FixtureRequest, tmp_path: Path, before: str, fill: Callable[[Connection, str], None]
) -> Iterator[Store]:
    """A database at revision `before`, filled by `fill(connection, identifier)`, on the kind `request.param` says."""
    if request.param == "sqlite":
        yield from _begun(f"sqlite:///{tmp_path}/old.db", before, fill)
        return
    template: PostgresTemplate = request.getfixturevalue("_postgres_template")
    with template.copy() as url, template.admin.connect() as admin:
        name = f"{url.database}_{before[:4]}"
        admin.execute(text(f'create database "{name}"'))
        try:
            yield from _begun(url.set(database=name).render_as_string(hide_password=False), before, fill)
        finally:
            admin.execute(text(f'drop database "{name}" with (force)'))


def _begun(url: str, before: str, fill: Callable[[Connection, str], None]) -> Iterator[Store]:
    store = database.open(url)
    with migrate._transaction(store) as connection:
        command.upgrade(migrate._config(connection), before)
    with store.writing() as db:
        fill(db, ID.replace("-", "") if store.name == "sqlite" else ID)
        db.commit()
    yield store
    store.close()
