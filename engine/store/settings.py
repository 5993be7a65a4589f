"""Settings an admin keeps in the database: letterhead, name of the office."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, bindparam, select

from engine.store import dialect
from engine.store.prepared import Prepared
from engine.store.tables import setting as table
from engine.store.unit import Unit


def setting(db: Connection, key: str, default: Any = None) -> Any:  # noqa: ANN401 - any JSON
    """One setting, or the default."""
    row = _ONE.one(db, {"of": key})
    return default if row is None else row[0]


def several(db: Connection, keys: Collection[str]) -> dict[str, Any]:
    """Some settings; None for those nobody set."""
    rows = db.execute(select(table.c.key, table.c.value).where(table.c.key.in_(list(keys))))
    return {**dict.fromkeys(keys), **{row.key: row.value for row in rows}}


def put(unit: Unit, key: str, value: Any) -> None:  # noqa: ANN401 - any JSON
    """Set one setting."""
    unit.db.execute(dialect.upsert(unit.db, table, "key"), {"key": key, "value": value})


_ONE = Prepared(select(table.c.value).where(table.c.key == bindparam("of")))
