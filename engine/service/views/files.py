"""Attached files as they are downloaded."""

from dataclasses import dataclass

from engine.model.actor import Actor
from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.model.world import World
from engine.service import rights
from engine.store import attachments, instances


@dataclass(frozen=True, slots=True)
class FileContent:
    """One file with its bytes."""

    name: str
    media_type: str
    content: bytes


def attachment(world: World, actor: Actor, attachment_id: Id) -> FileContent:
    """One's own file, or a file of a case one takes part in; NotFound file.unknown otherwise."""
    with world.database.reading() as db:
        row = attachments.attachment(db, attachment_id)
        if row is None:
            raise _unknown()
        if row.instance_id is not None:
            rights.may_see_case(db, actor, instances.instance(db, row.instance_id))
        elif row.person_id != actor.person:
            raise _unknown()
        content = attachments.content(db, row.hash)
    if content is None:
        raise _unknown()
    return FileContent(row.name, row.media_type, content)


def _unknown() -> NotFound:
    return NotFound("file.unknown", "Expected a file you may read, but there is none by that name")
