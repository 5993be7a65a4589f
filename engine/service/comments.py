"""Comments on a case: said by a participant, kept apart from facts, told to whoever holds the case."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from engine.model.actor import Actor, Right
from engine.model.errors import Forbidden, Invalid, NotFound
from engine.model.facts import Fact
from engine.model.ids import Id
from engine.service import rights
from engine.service.cases import reason_of
from engine.service.command import Command
from engine.service.running import Running
from engine.service.secrecy import takes_part
from engine.store import comments, instances, notices, tasks
from engine.store.instances import InstanceRow
from engine.store.unit import Unit

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class AddComment(Command[Id]):
    """Say something about a case, or about one task of it."""

    needs: ClassVar[Right] = Right.WORK
    instance_id: Id
    text: str
    task_id: Id | None = None

    def run(self, unit: Unit) -> Id:
        """Raise NotFound case.unknown or task.unknown, Forbidden comment.observer, Invalid comment.text."""
        instance = instances.lock(unit, self.instance_id)
        rights.may_see_case(unit.db, unit.actor, instance)
        if not may_comment(unit.db, unit.actor, instance):
            raise Forbidden("comment.observer", "Expected somebody who takes part in the case, but you only inspect it")
        text = _said(self.text)
        task = tasks.task(unit.db, self.task_id) if self.task_id else None
        if self.task_id and (task is None or task.instance_id != instance.id):
            raise NotFound("task.unknown", "Expected a task of this case, but there is none by that name")
        holding = unit.actor.holding_for(task.owner) if task else None
        unit.acted_as = rights.acting(holding or rights.holding_in(unit.actor, instance.unit))
        comment_id = comments.add(unit, instance.id, text, self.task_id)
        _tell(unit, instance)
        data = {"comment": str(comment_id)}
        fact = Fact("comment.added", task.element, task.token, data) if task else Fact("comment.added", data=data)
        instances.record(unit, instance, [fact])
        return comment_id


@dataclass(frozen=True, slots=True)
class EraseComment(Command[None]):
    """Erase the text of a comment: its author's right, or an admin's with a reason; the trail keeps that it was."""

    needs: ClassVar[Right] = Right.WORK
    comment_id: Id
    reason: str = ""

    def run(self, unit: Unit) -> None:
        """Raise NotFound comment.unknown, Forbidden comment.not_yours or Invalid comment.reason."""
        seen = comments.comment(unit.db, self.comment_id)
        if seen is None:
            raise NotFound("comment.unknown", "Expected a comment, but there is none by that name")
        case = Running.lock(unit, seen.instance_id, even_suspended=True)
        rights.may_see_case(unit.db, unit.actor, case.instance)
        if seen.person_id != unit.actor.person:
            if not rights.may_repair(unit.actor):
                raise Forbidden("comment.not_yours", "Expected a comment of yours, but somebody else said it")
            case.remark("erasure", {"alasan": reason_of(self.reason, "comment.reason")})
        unit.acted_as = rights.acting(rights.holding_in(unit.actor, case.instance.unit))
        comments.erase(unit, seen.id)
        instances.record(unit, case.instance, [Fact("comment.erased", data={"comment": str(seen.id)})])


def may_comment(db: Connection, actor: Actor, instance: InstanceRow) -> bool:
    """False for who only inspects a case: an auditor's word is a finding, not a comment."""
    return Right.AUDIT not in actor.rights or rights.may_repair(actor) or takes_part(db, actor, instance)


def _said(text: str) -> str:
    said = text.strip()
    if not 1 <= len(said) <= LONGEST:
        problem = f"Expected a comment of 1 to {LONGEST} characters, but it has {len(said)}"
        raise Invalid("comment.text", problem, problems={"komentar": [problem]})
    return said


def _tell(unit: Unit, instance: InstanceRow) -> None:
    """Leave a notice for whoever holds the case and did not say it."""
    holders = tasks.open_tasks(unit.db, instance.id)
    owners = {task.owner: None for task in holders if not unit.actor.holding_for(task.owner)}
    for owner in owners:
        notices.notify(unit, instance.id, owner, f"Komentar baru dari {unit.actor.name}")
    for task in holders:
        tasks.touch(unit, task.id)
