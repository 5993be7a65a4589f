"""What a person has typed and not yet sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from engine.model.actor import Right
from engine.model.errors import Invalid, NotFound
from engine.model.ids import Id
from engine.service import rights
from engine.service.binding import Raw
from engine.service.cases import startable
from engine.service.command import Command
from engine.service.versions import current
from engine.store import drafts, instances, tasks
from engine.store.unit import Unit

#: A draft is text; anything this large is no form.
LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class DraftSaved:
    """When the draft was stored."""

    saved_at: datetime


@dataclass(frozen=True, slots=True)
class SaveDraft(Command[DraftSaved]):
    """Keep what one person typed into one form, unchecked; the last save wins."""

    needs: ClassVar[Right] = Right.WORK
    #: `task:<id>` or `start:<pack>/<process>`.
    subject: str
    raw: Raw

    def run(self, unit: Unit) -> DraftSaved:
        """Raise NotFound draft.subject, Conflict task.closed or Invalid draft.too_large."""
        may_fill(unit, self.subject)
        if sum(len(name) + sum(map(len, values)) for name, values in self.raw.items()) > LARGEST:
            raise Invalid("draft.too_large", f"Expected a draft under {LARGEST} characters, but it is larger")
        drafts.save(unit, self.subject, {name: list(values) for name, values in self.raw.items()})
        return DraftSaved(unit.now)


@dataclass(frozen=True, slots=True)
class DropDraft(Command[None]):
    """Throw a draft away."""

    needs: ClassVar[Right] = Right.WORK
    subject: str

    def run(self, unit: Unit) -> None:
        """Do nothing where there is no draft."""
        drafts.discard(unit, self.subject)


def may_fill(unit: Unit, subject: str) -> Id | None:
    """The case of the form the actor is filling in (None for a start form); raises where it is none of his."""
    kind, _, name = subject.partition(":")
    if kind == "task":
        return _fills_task(unit, name)
    pack, _, process = name.partition("/")
    if kind != "start" or not process:
        raise _no_subject()
    definition, _ = startable(current(unit.db, unit.world, pack), process)
    rights.may_start(unit.actor, definition)
    return None


def _fills_task(unit: Unit, name: str) -> Id:
    try:
        task = tasks.task(unit.db, Id(name))
    except ValueError:
        raise _no_subject() from None
    instance = instances.instance(unit.db, task.instance_id) if task else None
    if task is None or instance is None:
        raise _no_subject()
    rights.may_see_task(unit.db, unit.actor, task, instance)
    if not task.open:
        raise rights.conflict(unit.db, "task.closed", task, "to be open", "closed it")
    if unit.actor.holding_for(task.owner) is None:
        raise _no_subject()
    return task.instance_id


def _no_subject() -> NotFound:
    return NotFound("draft.subject", "Expected a form you may fill in, but there is none by that name")
