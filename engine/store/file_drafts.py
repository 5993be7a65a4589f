"""Drafts of pack files: one per file, so that a broken one never holds up another."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from engine.model.errors import Conflict
from engine.model.ids import Id
from engine.store import dialect
from engine.store.tables import file_draft as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class FileDraftRow:
    """One file as an analyst left it; `version` rises with every save."""

    pack: str
    path: str
    content: bytes
    version: int
    base_id: Id | None
    saved_by: Id | None
    saved_at: datetime


def save(unit: Unit, pack: str, path: str, content: bytes, *, version: int, base_id: Id | None = None) -> FileDraftRow:
    """Save a file over the draft the analyst saw (`version` 0: none yet); raises Conflict draft.stale."""
    row = FileDraftRow(pack, path, content, version + 1, base_id, unit.actor.person, unit.now)
    if not (_first(unit, row) if version == 0 else _over(unit, row)):
        raise _stale(draft(unit.db, pack, path))
    return row


def draft(db: Connection, pack: str, path: str) -> FileDraftRow | None:
    """The draft of one file."""
    row = db.execute(_ROW.where(table.c.pack == pack, table.c.path == path)).one_or_none()
    return None if row is None else FileDraftRow(*row)


def drafts(db: Connection, pack: str) -> list[FileDraftRow]:
    """Every draft of a pack, by path."""
    return [FileDraftRow(*row) for row in db.execute(_ROW.where(table.c.pack == pack).order_by(table.c.path))]


def packs(db: Connection) -> set[str]:
    """The packs that have drafts."""
    return set(db.execute(select(table.c.pack).distinct()).scalars())


def discard(unit: Unit, pack: str, path: str) -> None:
    """Drop the draft of a file, if any."""
    unit.db.execute(delete(table).where(table.c.pack == pack, table.c.path == path))


def _first(unit: Unit, row: FileDraftRow) -> bool:
    statement = dialect.insert(unit.db, table).on_conflict_do_nothing(index_elements=["pack", "path"])
    values = {name: getattr(row, name) for name in FileDraftRow.__slots__}
    return unit.db.execute(statement.returning(table.c.path), values).first() is not None


def _over(unit: Unit, row: FileDraftRow) -> bool:
    seen = (table.c.pack == row.pack, table.c.path == row.path, table.c.version == row.version - 1)
    changes = {"content": row.content, "version": row.version, "saved_by": row.saved_by, "saved_at": row.saved_at}
    return unit.db.execute(update(table).where(*seen).values(**changes)).rowcount == 1


def _stale(current: FileDraftRow | None) -> Conflict:
    details = {"by": str(current.saved_by or ""), "at": current.saved_at.isoformat()} if current else {}
    return Conflict("draft.stale", "Expected the draft as last seen, but it was changed meanwhile", details=details)


_ROW = select(*dialect.columns(table, FileDraftRow))
