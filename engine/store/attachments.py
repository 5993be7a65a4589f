"""Attachments: files handed in with a form, each content kept once by its hash."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from engine.model.ids import Id
from engine.store import blobs, dialect
from engine.store.tables import attachment as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One file of one field; `subject` as in drafts; in a case once its form was sent."""

    id: Id
    instance_id: Id | None
    subject: str
    person_id: Id
    field: str
    name: str
    media_type: str
    size: int
    hash: str
    at: datetime


def attach(
    unit: Unit, subject: str, field: str, name: str, media_type: str, content: bytes, *, instance_id: Id | None = None
) -> AttachmentRow:
    """Keep a file of the actor for a field."""
    if unit.actor.person is None:
        raise ValueError("Expected a person to attach a file, but the engine acts for itself")
    row = AttachmentRow(
        id=unit.new_id(),
        instance_id=instance_id,
        subject=subject,
        person_id=unit.actor.person,
        field=field,
        name=name,
        media_type=media_type,
        size=len(content),
        hash=blobs.keep(unit, [content])[0],
        at=unit.now,
    )
    unit.db.execute(_INSERT, {key: getattr(row, key) for key in AttachmentRow.__slots__})
    return row


def attachment(db: Connection, attachment_id: Id) -> AttachmentRow | None:
    """One attachment."""
    row = db.execute(_ROW.where(table.c.id == attachment_id)).one_or_none()
    return None if row is None else AttachmentRow(*row)


def of_subject(db: Connection, subject: str, person: Id | None = None) -> list[AttachmentRow]:
    """The files of a subject, of one person where given."""
    query = _ROW.where(table.c.subject == subject)
    if person is not None:
        query = query.where(table.c.person_id == person)
    return [AttachmentRow(*row) for row in db.execute(query.order_by(table.c.id))]


def of_instance(db: Connection, instance_id: Id) -> list[AttachmentRow]:
    """The files of a case."""
    query = _ROW.where(table.c.instance_id == instance_id).order_by(table.c.id)
    return [AttachmentRow(*row) for row in db.execute(query)]


def content(db: Connection, content_hash: str) -> bytes | None:
    """The bytes of a file."""
    return blobs.content(db, content_hash)


def adopt(unit: Unit, subject: str, instance_id: Id) -> None:
    """Move the actor's files of a subject into the case they were sent with."""
    mine = (table.c.subject == subject, table.c.person_id == unit.actor.person, table.c.instance_id.is_(None))
    unit.db.execute(update(table).where(*mine).values(instance_id=instance_id))


def remove(unit: Unit, attachment_id: Id) -> bool:
    """Drop a file of the actor that was not sent yet; False where there is none."""
    mine = (table.c.id == attachment_id, table.c.person_id == unit.actor.person)
    return unit.db.execute(delete(table).where(*mine, table.c.instance_id.is_(None))).rowcount == 1


_ROW = select(*dialect.columns(table, AttachmentRow))
_INSERT = insert(table)
