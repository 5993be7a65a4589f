"""The comments of a case as a page shows them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.model.actor import Actor
from engine.model.ids import Id
from engine.service import rights
from engine.store import comments


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One comment; an erased one has no text."""

    id: Id
    who: str
    acted_as: str
    text: str
    at: datetime
    erased: bool
    mine: bool
    may_erase: bool


def comment_rows(db: Connection, actor: Actor, instance_id: Id, *, limit: int = 100) -> tuple[CommentRow, ...]:
    """The latest comments of a case, oldest of them first."""
    return tuple(
        CommentRow(
            id=row.id,
            who=row.person_name or "",
            acted_as=row.acted_as,
            text=row.text,
            at=row.at,
            erased=row.erased_at is not None,
            mine=row.person_id is not None and row.person_id == actor.person,
            may_erase=row.erased_at is None and (row.person_id == actor.person or rights.may_repair(actor)),
        )
        for row in comments.of_instance(db, instance_id, limit=limit)
    )
