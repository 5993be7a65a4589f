"""Receipts: the answer of a command by its idempotency key, so that a repeated request acts once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from engine.model.errors import Conflict
from engine.model.ids import Id
from engine.store import dialect
from engine.store.tables import receipt as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Receipt:
    """The stored answer of one command."""

    key: str
    command: str
    person_id: Id | None
    result: Any
    at: datetime


def claim(unit: Unit, key: str, command: str) -> Receipt | None:
    """Take a key: None when it is fresh, else its stored answer.

    A twin that runs at the same moment waits for the first to commit. Raises Conflict where the key is another's.
    """
    row = {"key": key, "command": command, "person_id": unit.actor.person, "result": None, "at": unit.now}
    taken = dialect.insert(unit.db, table).on_conflict_do_nothing(index_elements=["key"]).returning(table.c.key)
    if unit.db.execute(taken, row).first() is not None:
        return None
    found = receipt(unit.db, key)
    if found is None or (found.command, found.person_id) != (command, unit.actor.person):
        raise Conflict("key.reused", "Expected a key of this act, but it was used for another")
    return found


def settle(unit: Unit, key: str, result: Any) -> None:  # noqa: ANN401 - any JSON
    """Store the answer under a claimed key."""
    unit.db.execute(update(table).where(table.c.key == key).values(result=result))


def receipt(db: Connection, key: str) -> Receipt | None:
    """The receipt of a key."""
    row = db.execute(select(*dialect.columns(table, Receipt)).where(table.c.key == key)).one_or_none()
    return None if row is None else Receipt(*row)


def purge(unit: Unit, before: datetime) -> int:
    """Forget receipts older than a moment; returns how many."""
    return unit.db.execute(delete(table).where(table.c.at < before)).rowcount
