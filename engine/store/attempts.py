"""Attempts: refusals the inspector must see (append-only, like facts)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from engine.model.ids import Id
from engine.store import dialect
from engine.store.tables import attempt as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One refused act: its code, and who tried it in which capacity."""

    id: Id
    at: datetime
    code: str
    command: str
    instance_id: Id | None
    person_id: Id | None
    acted_as: str
    details: dict[str, Any] | None


def record(
    unit: Unit, code: str, command: str, *, instance_id: Id | None = None, details: Mapping[str, Any] | None = None
) -> Id:
    """Write down a refused act; it can never be changed or removed."""
    attempt_id = unit.new_id()
    row = {
        "id": attempt_id,
        "at": unit.now,
        "code": code,
        "command": command,
        "instance_id": instance_id,
        "person_id": unit.actor.person,
        "acted_as": unit.acted_as,
        "details": dict(details) if details else None,
    }
    unit.db.execute(insert(table), row)
    return attempt_id


def attempts(db: Connection, *, instance_id: Id | None = None, limit: int = 100) -> list[AttemptRow]:
    """The latest attempts, of one case where given."""
    query = select(*dialect.columns(table, AttemptRow)).order_by(table.c.at.desc(), table.c.id.desc()).limit(limit)
    if instance_id is not None:
        query = query.where(table.c.instance_id == instance_id)
    return [AttemptRow(*row) for row in db.execute(query)]
