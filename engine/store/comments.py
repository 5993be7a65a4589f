"""Comments: what people say to each other about a case; the text can be erased, the fact that there was one cannot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from engine.model.ids import Id
from engine.store.tables import comment as table
from engine.store.tables import person
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One comment with the name of who said it."""

    id: Id
    instance_id: Id
    task_id: Id | None
    person_id: Id | None
    acted_as: str
    text: str
    at: datetime
    erased_at: datetime | None
    person_name: str | None


def add(unit: Unit, instance_id: Id, text: str, task_id: Id | None = None) -> Id:
    """Write a comment of the actor."""
    comment_id = unit.new_id()
    row = {
        "id": comment_id,
        "instance_id": instance_id,
        "task_id": task_id,
        "person_id": unit.actor.person,
        "acted_as": unit.acted_as,
        "text": text,
        "at": unit.now,
    }
    unit.db.execute(insert(table), row)
    return comment_id


def erase(unit: Unit, comment_id: Id) -> None:
    """Empty a comment; its place stays."""
    unit.db.execute(update(table).where(table.c.id == comment_id).values(text="", erased_at=unit.now))


def comment(db: Connection, comment_id: Id) -> CommentRow | None:
    """One comment."""
    row = db.execute(_ROW.where(table.c.id == comment_id)).one_or_none()
    return None if row is None else CommentRow(*row)


def of_instance(db: Connection, instance_id: Id, *, limit: int = 100) -> Sequence[CommentRow]:
    """The latest comments of a case, oldest of them first."""
    query = _ROW.where(table.c.instance_id == instance_id).order_by(table.c.id.desc()).limit(limit)
    return [CommentRow(*row) for row in db.execute(query)][::-1]


_OWN = (table.c[name] for name in CommentRow.__slots__ if name != "person_name")
_ROW: Select[Any] = select(*_OWN, person.c.name).outerjoin(person, person.c.id == table.c.person_id)
