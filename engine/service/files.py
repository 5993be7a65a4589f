"""Files attached to a form: few kinds, known by their content, never by their name."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import ClassVar

from engine.model.actor import Right
from engine.model.errors import Invalid, NotFound
from engine.model.ids import Id
from engine.service.command import Command
from engine.service.drafts import may_fill
from engine.service.media import media_type
from engine.store import attachments
from engine.store.unit import Unit

LARGEST = 10 * 1024 * 1024
LONGEST_NAME = 120
#: Control characters, path separators and what Windows forbids in a name; also bidi overrides that disguise an ending.
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]')


@dataclass(frozen=True, slots=True)
class Attached:
    """The stored file; `size` in bytes."""

    id: Id
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class AttachFile(Command[Attached]):
    """Keep one file for a field of a form that is being filled in."""

    needs: ClassVar[Right] = Right.WORK
    subject: str
    field: str
    name: str
    content: bytes

    def run(self, unit: Unit) -> Attached:
        """Raise NotFound draft.subject, Invalid file.field, file.empty, file.too_large or file.type."""
        may_fill(unit, self.subject)
        if len(self.field) > LONGEST_NAME:
            raise Invalid("file.field", f"Expected the key of a field, but it has {len(self.field)} characters")
        name = clean_name(self.name)
        kind = _checked(name, self.content)
        row = attachments.attach(unit, self.subject, self.field, name, kind, self.content)
        return Attached(row.id, row.name, row.media_type, row.size)


@dataclass(frozen=True, slots=True)
class RemoveFile(Command[None]):
    """Take back a file that was not sent yet."""

    needs: ClassVar[Right] = Right.WORK
    attachment_id: Id

    def run(self, unit: Unit) -> None:
        """Raise NotFound file.unknown where it is another's, or was sent already."""
        row = attachments.attachment(unit.db, self.attachment_id)
        if row is None or row.person_id != unit.actor.person or row.instance_id is not None:
            raise NotFound("file.unknown", "Expected a file of yours that was not sent, but there is none by that name")
        attachments.remove(unit, row.id)


def clean_name(name: str) -> str:
    """The last part of a name without what could mislead a reader or a file system; the ending is kept."""
    last = PurePosixPath(name.replace("\\", "/")).name
    cleaned = FORBIDDEN.sub("", last).strip(" .") or "berkas"
    stem, dot, ending = cleaned.rpartition(".")
    if not dot:
        return cleaned[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending[:10]}"


def _checked(name: str, content: bytes) -> str:
    if not content:
        raise Invalid("file.empty", f"Expected {name} to hold something, but it is empty")
    if len(content) > LARGEST:
        raise Invalid("file.too_large", f"Expected at most 10 MB, but {name} is larger", details={"name": name})
    kind = media_type(name, content)
    if kind is None:
        raise Invalid(
            "file.type",
            f"Expected a PDF, an image, an office document or text, but {name} is none",
            details={"name": name},
        )
    return kind
