"""Contents kept once, by their SHA-256."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, select

from engine.store import dialect
from engine.store.tables import blob as table
from engine.store.unit import Unit


def keep(unit: Unit, contents: Iterable[bytes]) -> list[str]:
    """Store contents that are new; returns the hash of each, in order."""
    rows = [{"hash": hashlib.sha256(content).hexdigest(), "content": content} for content in contents]
    statement = dialect.insert(unit.db, table).on_conflict_do_nothing(index_elements=["hash"])
    dialect.write(unit.db, statement, list({row["hash"]: row for row in rows}.values()))
    return [str(row["hash"]) for row in rows]


def content(db: Connection, content_hash: str) -> bytes | None:
    """One content by its hash."""
    return db.execute(select(table.c.content).where(table.c.hash == content_hash)).scalar_one_or_none()
