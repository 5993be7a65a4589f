"""Runs that move cases: how far they are, and how it ended for each case."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from engine.model.ids import Id
from engine.store import dialect
from engine.store.conditions import ACTIVE_CASE
from engine.store.prepared import Prepared
from engine.store.tables import instance
from engine.store.tables import move_outcome as outcome
from engine.store.tables import move_run as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One run; `noted` counts those of `moved` that something is to be told of."""

    id: Id
    pack: str
    process_id: str
    from_id: Id
    to_id: Id
    mapping: dict[str, Any]
    hash: str
    dry: bool
    only_id: Id | None
    most: int | None
    reason: str
    state: str
    total: int
    moved: int
    noted: int
    refused: int
    last_id: Id | None
    cursor: Id | None
    started_by: Id | None
    started_at: datetime
    beat_at: datetime
    finished_at: datetime | None

    @property
    def done(self) -> int:
        """Cases that were looked at."""
        return self.moved + self.refused


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """How it ended for one case; findings as they were found."""

    instance_id: Id
    number: str
    title: str
    verdict: str
    findings: list[dict[str, str]]


def begin(unit: Unit, row: MoveRow) -> MoveRow:
    """Write a run."""
    unit.db.execute(insert(table), {name: getattr(row, name) for name in MoveRow.__slots__})
    return row


def unfinished(db: Connection, hash: str, from_id: Id, to_id: Id, *, dry: bool) -> MoveRow | None:
    """The same run, where it has not ended."""
    same = (table.c.hash == hash, table.c.from_id == from_id, table.c.to_id == to_id, table.c.dry.is_(dry))
    row = db.execute(_ROW.where(*same, table.c.state == "running").order_by(table.c.started_at.desc())).first()
    return None if row is None else MoveRow(*row)


def run(db: Connection, run_id: Id) -> MoveRow | None:
    """One run."""
    row = _BY_ID.one(db, {"wanted": run_id})
    return None if row is None else MoveRow(*row)


def recent(db: Connection, *, pack: str = "", process_id: str = "", limit: int = 20) -> list[MoveRow]:
    """The last runs that moved cases, newest first; of one process where it is named."""
    query = _ROW.where(table.c.dry.is_(False))
    if pack:
        query = query.where(table.c.pack == pack, table.c.process_id == process_id)
    return [MoveRow(*row) for row in db.execute(query.order_by(table.c.started_at.desc()).limit(limit))]


def silent(db: Connection, since: datetime) -> list[Id]:
    """Runs that have not ended and did nothing since a moment."""
    query = select(table.c.id).where(table.c.state == "running", table.c.beat_at < since)
    return list(db.execute(query).scalars())


def take_up(unit: Unit, run_id: Id, since: datetime) -> bool:
    """Take over a silent run; False where somebody was faster."""
    mine = update(table).where(table.c.id == run_id, table.c.state == "running", table.c.beat_at < since)
    return unit.db.execute(mine.values(beat_at=unit.now)).rowcount == 1


def measured(db: Connection, row: MoveRow) -> MoveRow:
    """A run that begins: how many cases it has before it, and which is the last."""
    mine = _wanted(row).subquery()
    found = db.execute(select(func.count()).select_from(mine)).scalar_one()
    last = db.execute(select(mine.c.id).order_by(mine.c.id.desc()).limit(1)).scalar_one_or_none()
    return replace(row, total=found if row.most is None else min(found, row.most), last_id=last)


def ahead(db: Connection, row: MoveRow, limit: int) -> list[Id]:
    """The next cases of a run, oldest first; none that began after it."""
    left = limit if row.most is None else min(limit, row.most - row.done)
    if row.last_id is None:
        return []
    return list(db.execute(_wanted(row).order_by(instance.c.id).limit(max(left, 0))).scalars())


def _wanted(row: MoveRow) -> Select[Any]:
    query = select(instance.c.id).where(
        ACTIVE_CASE, instance.c.version_id == row.from_id, instance.c.process_id == row.process_id
    )
    if row.only_id is not None:
        query = query.where(instance.c.id == row.only_id)
    if row.cursor is not None:
        query = query.where(instance.c.id > row.cursor)
    # What begins during the run is not for it.
    return query if row.last_id is None else query.where(instance.c.id <= row.last_id)


def note(unit: Unit, row: MoveRow, case: Id, verdict: str, findings: Sequence[dict[str, str]]) -> None:
    """Say how it ended for one case and how far the run is; once, however often it is said."""
    if findings:
        kept = dialect.insert(unit.db, outcome).values(
            run_id=row.id, instance_id=case, verdict=verdict, findings=list(findings)
        )
        if unit.db.execute(kept.on_conflict_do_nothing()).rowcount == 0:
            return
    moved = verdict == "moved"
    more = {"moved_more": int(moved), "noted_more": int(moved and bool(findings)), "refused_more": int(not moved)}
    _PROGRESS.run(unit.db, {"wanted": row.id, "at": unit.now, "case": case, **more})


def beat(unit: Unit, run_id: Id, case: Id) -> None:
    """Pass over a case that is no more to be moved."""
    unit.db.execute(_PASSED, {"wanted": run_id, "at": unit.now, "case": case})


def finish(unit: Unit, run_id: Id) -> MoveRow | None:
    """End a run, once; None where it has ended."""
    statement = update(table).where(table.c.id == run_id, table.c.state == "running")
    if unit.db.execute(statement.values(state="done", beat_at=unit.now, finished_at=unit.now)).rowcount == 0:
        return None
    return run(unit.db, run_id)


def outcomes(
    db: Connection, run_id: Id, verdict: str, *, after: Id | None = None, limit: int = 100
) -> list[OutcomeRow]:
    """How it ended for the cases of one verdict, oldest first."""
    query = _OUTCOMES.where(outcome.c.run_id == run_id, outcome.c.verdict == verdict)
    if after is not None:
        query = query.where(outcome.c.instance_id > after)
    return [OutcomeRow(*row) for row in db.execute(query.order_by(outcome.c.instance_id).limit(limit))]


_ROW = select(*dialect.columns(table, MoveRow))
_BY_ID = Prepared(_ROW.where(table.c.id == bindparam("wanted")))
_OUTCOMES = select(
    outcome.c.instance_id, instance.c.number, instance.c.title, outcome.c.verdict, outcome.c.findings
).join(instance, instance.c.id == outcome.c.instance_id)
_MINE = update(table).where(table.c.id == bindparam("wanted"))
_PASSED = _MINE.values(beat_at=bindparam("at"), cursor=bindparam("case"))
_PROGRESS = Prepared(
    _PASSED.values(
        moved=table.c.moved + bindparam("moved_more"),
        noted=table.c.noted + bindparam("noted_more"),
        refused=table.c.refused + bindparam("refused_more"),
    )
)
