"""Released versions of packs: immutable, by content hash; one of each pack is current."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.store import blobs, dialect
from engine.store.conditions import CURRENT_VERSION
from engine.store.prepared import Prepared
from engine.store.tables import blob, pack_file
from engine.store.tables import pack_version as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One released version; new cases take the current one."""

    id: Id
    pack: str
    number: int
    hash: str
    title_id: str
    title_en: str
    origin: str
    note: str
    released_by: Id | None
    released_at: datetime
    current: bool


def release(  # noqa: PLR0913 - a version is all of these
    unit: Unit,
    *,
    pack: str,
    hash: str,
    title_id: str,
    title_en: str,
    files: Mapping[str, bytes],
    origin: str,
    note: str = "",
) -> VersionRow:
    """Write a version under the next number of its pack and make it the current one."""
    row = VersionRow(
        id=unit.new_id(),
        pack=pack,
        number=_last(unit.db, pack) + 1,
        hash=hash,
        title_id=title_id,
        title_en=title_en,
        origin=origin,
        note=note,
        released_by=unit.actor.person,
        released_at=unit.now,
        current=True,
    )
    _retire(unit, pack)
    unit.db.execute(insert(table), {name: getattr(row, name) for name in VersionRow.__slots__})
    hashes = blobs.keep(unit, files.values())
    kept = [{"version_id": row.id, "path": path, "hash": one} for path, one in zip(files, hashes, strict=True)]
    dialect.write(unit.db, insert(pack_file), kept)
    return row


def lock(unit: Unit, pack: str) -> None:
    """Let one act at a time change a pack's versions and drafts: its first version's row stands for it."""
    first = select(table.c.id).where(table.c.pack == pack).order_by(table.c.number).limit(1)
    unit.db.execute(first.with_for_update()).first()


def make_current(unit: Unit, version_id: Id) -> VersionRow:
    """Let new cases take an older version again; raises NotFound."""
    found = version(unit.db, version_id)
    if found is None:
        raise NotFound("version.unknown", "Expected a released version, but none has this identifier")
    _retire(unit, found.pack)
    statement = update(table).where(table.c.id == version_id).values(current=True)
    return VersionRow(*unit.db.execute(statement.returning(*dialect.columns(table, VersionRow))).one())


def current(db: Connection, pack: str) -> VersionRow | None:
    """The version new cases of a pack take."""
    row = _CURRENT.one(db, {"wanted": pack})
    return None if row is None else VersionRow(*row)


def currents(db: Connection) -> list[VersionRow]:
    """The current version of every pack, by name."""
    return [VersionRow(*row) for row in db.execute(_ROW.where(CURRENT_VERSION).order_by(table.c.pack))]


def versions(db: Connection, pack: str) -> list[VersionRow]:
    """Every version of a pack, newest first."""
    return [VersionRow(*row) for row in db.execute(_ROW.where(table.c.pack == pack).order_by(table.c.number.desc()))]


def version(db: Connection, version_id: Id) -> VersionRow | None:
    """One version."""
    row = db.execute(_ROW.where(table.c.id == version_id)).one_or_none()
    return None if row is None else VersionRow(*row)


def by_number(db: Connection, pack: str, number: int) -> VersionRow | None:
    """One version of a pack by its number."""
    row = db.execute(_ROW.where(table.c.pack == pack, table.c.number == number)).one_or_none()
    return None if row is None else VersionRow(*row)


def by_hash(db: Connection, pack: str, hash: str) -> VersionRow | None:
    """The newest version of a pack with this content."""
    query = _ROW.where(table.c.pack == pack, table.c.hash == hash).order_by(table.c.number.desc())
    row = db.execute(query).first()
    return None if row is None else VersionRow(*row)


def files(db: Connection, version_id: Id) -> dict[str, bytes]:
    """The contents of a version by path."""
    query = select(pack_file.c.path, blob.c.content).join(blob, blob.c.hash == pack_file.c.hash)
    rows = db.execute(query.where(pack_file.c.version_id == version_id).order_by(pack_file.c.path))
    return {row.path: bytes(row.content) for row in rows}


def _last(db: Connection, pack: str) -> int:
    return db.execute(select(func.max(table.c.number)).where(table.c.pack == pack)).scalar_one() or 0


def _retire(unit: Unit, pack: str) -> None:
    unit.db.execute(update(table).where(table.c.pack == pack, CURRENT_VERSION).values(current=False))


_ROW = select(*dialect.columns(table, VersionRow))
_CURRENT = Prepared(_ROW.where(table.c.pack == bindparam("wanted"), CURRENT_VERSION))
