"""Letters: printed once, numbered without a gap, kept as printed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from engine.model.ids import Id
from engine.store import dialect, instances
from engine.store.tables import letter as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter as printed; `hash` is SHA-256 of its HTML, hex."""

    id: Id
    instance_id: Id
    template: str
    number: str
    title: str
    html: str
    hash: str
    at: datetime


def number(unit: Unit, template: str, *, year: int) -> int:
    """Take the next number of a kind of letter in a year; locked until the commit, so that none is lost."""
    return instances.next_number(unit, f"letter:{template}"[:120], year)


def save(unit: Unit, instance_id: Id, template: str, number: str, title: str, html: str) -> LetterRow:
    """Keep a letter."""
    digest = hashlib.sha256(html.encode()).hexdigest()
    row = LetterRow(unit.new_id(), instance_id, template, number, title, html, digest, unit.now)
    unit.db.execute(insert(table), {key: getattr(row, key) for key in LetterRow.__slots__})
    return row


def letter(db: Connection, letter_id: Id) -> LetterRow | None:
    """One letter."""
    row = db.execute(_ROW.where(table.c.id == letter_id)).one_or_none()
    return None if row is None else LetterRow(*row)


def letters(db: Connection, instance_id: Id) -> list[LetterRow]:
    """The letters of a case, oldest first."""
    query = _ROW.where(table.c.instance_id == instance_id).order_by(table.c.at, table.c.id)
    return [LetterRow(*row) for row in db.execute(query)]


_ROW = select(*dialect.columns(table, LetterRow))
