"""The parts of a case other pages show too: history, letters, files."""

from collections.abc import Iterable

from sqlalchemy import Connection

from engine.model.definition import Definition
from engine.model.ids import Id
from engine.service.views.rows import AttachmentRow, HistoryRow, LetterRow, element_name
from engine.store import attachments, letters
from engine.store.cases import HistoryRow as FactRow


def history_rows(
    rows: Iterable[FactRow], definition: Definition | None, unnamed: Id | None = None
) -> tuple[HistoryRow, ...]:
    """Facts with the names a reader needs; `unnamed` is who reported a secret case and is not told."""
    elements = definition.elements if definition else {}
    return tuple(
        HistoryRow(
            at=row.at,
            kind=row.kind,
            element=row.element,
            element_name=element_name(definition, row.element) if row.element else "",
            who=row.person_name or "" if unnamed is None or row.person_id != unnamed else "",
            acted_as=row.acted_as if unnamed is None or row.person_id != unnamed else "",
            data=row.data or {},
            element_kind=element.kind if element else "",
            job_type=element.job_type if element else "",
        )
        for row in rows
        for element in [elements.get(row.element)]
    )


def attachment_rows(db: Connection, instance_id: Id) -> tuple[AttachmentRow, ...]:
    """The files of a case, without their content."""
    rows = attachments.of_instance(db, instance_id)
    return tuple(AttachmentRow(row.id, row.name, row.media_type, row.size, row.at) for row in rows)


def letter_rows(db: Connection, instance_id: Id) -> tuple[LetterRow, ...]:
    """The letters of a case, without their text."""
    return tuple(LetterRow(row.id, row.number, row.title, row.at) for row in letters.letters(db, instance_id))
