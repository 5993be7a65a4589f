"""Brings a database to the tables this release needs (Alembic, without an ini file)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from engine.store.database import Store
from engine.store.tables import metadata

_FOLDER = Path(__file__).parent / "migrations"


def upgrade(store: Store) -> None:
    """Apply every revision the database lacks, in one transaction; data stay."""
    with _transaction(store) as connection:
        command.upgrade(_config(connection), "head")


def current(store: Store) -> str | None:
    """The revision the database is at; None for an empty one."""
    with store.reading() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """The revision this release needs."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def is_known(revision: str) -> bool:
    """Tell whether a revision is one of ours, and not of another program that uses the same tool."""
    return revision in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def is_current(store: Store) -> bool:
    """Tell whether the database is at the revision this release needs."""
    return current(store) == head()


def differences(store: Store) -> list[str]:
    """What a new revision would have to change; empty when tables and revisions agree."""
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(found) for found in compare_metadata(context, metadata)]


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _transaction(store: Store) -> Iterator[Connection]:
    with store.engine.begin() as connection:
        yield connection


def configure(context: Any, connection: Connection) -> None:  # noqa: ANN401 - Alembic's proxy module
    """Tell Alembic's environment what to migrate, and to leave the transaction to us."""
    context.configure(connection=connection, target_metadata=metadata, compare_type=True)
