"""Trials of drafts: the files as they were and what was done; their office is made from that, again and again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from engine.model.ids import Id
from engine.store import blobs, dialect
from engine.store.tables import blob
from engine.store.tables import trial as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One trial of one analyst; `steps` are the steps of a scenario."""

    id: Id
    person_id: Id
    pack: str
    process_id: str
    #: Path -> hash of the content.
    files: dict[str, str]
    #: Local time of the office at the start.
    starts: str
    steps: list[dict[str, Any]]
    begun_at: datetime
    used_at: datetime


def begin(
    unit: Unit, *, pack: str, process_id: str, files: Mapping[str, bytes], starts: str, steps: Sequence[Any]
) -> TrialRow:
    """Write a trial of the acting analyst; the contents are kept once by hash."""
    assert unit.actor.person is not None  # noqa: S101 - the command refuses who is no person
    hashes = blobs.keep(unit, files.values())
    row = TrialRow(
        id=unit.new_id(),
        person_id=unit.actor.person,
        pack=pack,
        process_id=process_id,
        files=dict(zip(files, hashes, strict=True)),
        starts=starts,
        steps=list(steps),
        begun_at=unit.now,
        used_at=unit.now,
    )
    unit.db.execute(insert(table), {name: getattr(row, name) for name in TrialRow.__slots__})
    return row


def write(unit: Unit, trial_id: Id, steps: Sequence[Any], *, before: int) -> bool:
    """Write the steps over those that were seen (`before` of them); False where another window was first."""
    found = unit.db.execute(_ROW.where(table.c.id == trial_id).with_for_update()).one_or_none()
    if found is None or len(TrialRow(*found).steps) != before:
        return False
    unit.db.execute(update(table).where(table.c.id == trial_id).values(steps=list(steps), used_at=unit.now))
    return True


def trial(db: Connection, trial_id: Id) -> TrialRow | None:
    """One trial."""
    row = db.execute(_ROW.where(table.c.id == trial_id)).one_or_none()
    return None if row is None else TrialRow(*row)


def of(db: Connection, person: Id) -> list[TrialRow]:
    """The trials of one analyst, the newest first."""
    query = _ROW.where(table.c.person_id == person).order_by(table.c.used_at.desc(), table.c.id)
    return [TrialRow(*row) for row in db.execute(query)]


def contents(db: Connection, row: TrialRow) -> dict[str, bytes]:
    """The files of a trial by path."""
    wanted = select(blob.c.hash, blob.c.content).where(blob.c.hash.in_(sorted(set(row.files.values()))))
    found = {one.hash: bytes(one.content) for one in db.execute(wanted)}
    return {path: found[hash] for path, hash in row.files.items()}


def drop(unit: Unit, trial_id: Id) -> None:
    """Forget a trial."""
    unit.db.execute(delete(table).where(table.c.id == trial_id))


def forget(unit: Unit, before: datetime) -> int:
    """Forget trials nobody used since a moment; returns how many."""
    return unit.db.execute(delete(table).where(table.c.used_at < before)).rowcount


_ROW = select(*dialect.columns(table, TrialRow))
