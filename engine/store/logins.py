"""Wrong passwords by the hash of a name, known or not: who counts them learns nothing of who has an account."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from engine.store import dialect
from engine.store.tables import login_failure as table
from engine.store.unit import Unit


def failures(db: Connection, name_hash: str) -> int:
    """How many wrong passwords in a row came with a name."""
    return int(db.execute(select(table.c.failures).where(table.c.name_hash == name_hash)).scalar() or 0)


def locked_until(db: Connection, name_hash: str) -> datetime | None:
    """When a name may be tried again; None where it may at once."""
    found: datetime | None = db.execute(
        select(table.c.locked_until_at).where(table.c.name_hash == name_hash)
    ).scalar_one_or_none()
    return found


def failed(unit: Unit, name_hash: str, count: int, lock_until: datetime | None) -> None:
    """Remember the wrong passwords of a name."""
    row = {"name_hash": name_hash, "failures": count, "locked_until_at": lock_until, "at": unit.now}
    unit.db.execute(dialect.upsert(unit.db, table, "name_hash"), row)


def forget(unit: Unit, name_hash: str) -> None:
    """Forget them after the right one."""
    unit.db.execute(delete(table).where(table.c.name_hash == name_hash))


def purge(unit: Unit, before: datetime) -> int:
    """Drop what is older; returns how many names."""
    return unit.db.execute(delete(table).where(table.c.at < before)).rowcount
