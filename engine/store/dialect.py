"""What differs between the two databases, in one place: upserts; and how rows meet statements."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from engine.store.prepared import prepared

_INSERT: Mapping[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert(db: Connection, table: Table) -> Any:  # noqa: ANN401 - the two dialects share no class
    """Return the INSERT of this database, which knows ON CONFLICT."""
    return insert_of(db.dialect.name, table)


def insert_of(dialect: str, table: Table) -> Any:  # noqa: ANN401 - see insert
    """Return the INSERT of the database of this name, for a statement that is made once."""
    return _INSERT[dialect](table)


def upsert(db: Connection, table: Table, *keys: str) -> Any:  # noqa: ANN401 - see insert
    """Return an INSERT that overwrites the given columns of a row with the same keys."""
    return _upsert(db.dialect.name, table, keys)


# Built once per table: making the statement costs more than running it.
@lru_cache(maxsize=128)
def _upsert(dialect: str, table: Table, keys: tuple[str, ...]) -> Any:  # noqa: ANN401 - see insert
    statement = insert_of(dialect, table)
    changed = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys and not c.primary_key}
    return statement.on_conflict_do_update(index_elements=list(keys), set_=changed).inline()


def write(db: Connection, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a statement that is made once and kept, once per row in as few round trips as the driver allows."""
    prepared(statement).each(db, rows)


def columns(table: Table, row: type[Any]) -> list[Column[Any]]:
    """Return the columns of `table` in the order of the fields of the dataclass `row`."""
    return [table.c[field.name] for field in fields(row)]


class Likely(FunctionElement[Any]):
    """A condition that nearly always holds: SQLite then searches by the others; PostgreSQL needs no word for it.

    It has no type: a boolean would be compared with 1, and prove nothing to a partial index.
    """

    name = "likely"
    inherit_cache = True


@compiles(Likely)
def _plain(element: Likely, compiler: SQLCompiler, **words: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own signature
    return compiler.process(element.clauses, **words)


@compiles(Likely, "sqlite")
def _likely(element: Likely, compiler: SQLCompiler, **words: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own signature
    return f"likely({compiler.process(element.clauses, **words)})"
