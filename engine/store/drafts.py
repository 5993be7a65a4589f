"""Drafts: what a person typed and has not sent, field by field as posted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from engine.model.ids import Id
from engine.store import dialect
from engine.store.prepared import Prepared
from engine.store.tables import draft as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One person's draft for one subject: `task:<id>` or `start:<pack>/<process>`."""

    person_id: Id
    subject: str
    fields: dict[str, Any]
    saved_at: datetime


def save(unit: Unit, subject: str, fields: Mapping[str, Sequence[str]]) -> None:
    """Keep the actor's draft, over the one before."""
    row = {
        "person_id": unit.actor.person,
        "subject": subject,
        "fields": {name: list(values) for name, values in fields.items()},
        "saved_at": unit.now,
    }
    unit.db.execute(dialect.upsert(unit.db, table, "person_id", "subject"), row)


def draft(db: Connection, person: Id, subject: str) -> DraftRow | None:
    """One person's draft for a subject."""
    row = _ONE.one(db, {"person": person, "of": subject})
    return None if row is None else DraftRow(*row)


def subjects(db: Connection, person: Id) -> set[str]:
    """What a person has drafts for."""
    return set(db.execute(select(table.c.subject).where(table.c.person_id == person)).scalars())


def discard(unit: Unit, subject: str) -> None:
    """Drop the actor's draft, if any."""
    _DISCARD.run(unit.db, {"person": unit.actor.person, "of": subject})


_WANTED = (table.c.person_id == bindparam("person"), table.c.subject == bindparam("of"))
_ONE = Prepared(select(*dialect.columns(table, DraftRow)).where(*_WANTED))
_DISCARD = Prepared(delete(table).where(*_WANTED))
