"""What may be done about one task beside completing it: hand it on, move its date, talk about it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.feel import Env
from engine.model.actor import Actor
from engine.model.definition import Element
from engine.model.errors import Refused
from engine.service import delegation, rights
from engine.service.comments import may_comment
from engine.service.delegation import Receiver
from engine.service.views.comments import CommentRow, comment_rows
from engine.store.instances import InstanceRow
from engine.store.tasks import TaskRow

#: Comments beside a form; the page of the case has them all.
FEW = 5


@dataclass(frozen=True, slots=True)
class Handling:
    """Who may take the task over, who may move its date, and what was said about its case."""

    receivers: tuple[Receiver, ...]
    #: True for an admin, who may name any position.
    anybody: bool
    may_change_due: bool
    may_comment: bool
    comments: tuple[CommentRow, ...]
    suspended_at: datetime | None


def handling(
    db: Connection, actor: Actor, task: TaskRow, instance: InstanceRow, element: Element, env: Env
) -> Handling:
    """For an open task what the actor may do with it; for a closed one only what was said."""
    suspended, admin = instance.suspended_at, rights.may_repair(actor)
    movable = task.open and (admin or suspended is None)
    day = env.calendar.day_of(env.now)
    return Handling(
        receivers=delegation.receivers(db, actor, task, element, day) if movable else (),
        anybody=task.open and admin,
        may_change_due=task.open and _may_change_due(db, actor, task, instance),
        may_comment=may_comment(db, actor, instance),
        comments=comment_rows(db, actor, instance.id, limit=FEW),
        suspended_at=suspended,
    )


def _may_change_due(db: Connection, actor: Actor, task: TaskRow, instance: InstanceRow) -> bool:
    try:
        delegation.may_change_due(db, actor, task, instance)
    except Refused:
        return False
    return True
