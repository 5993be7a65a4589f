"""Runs of a pack's scenarios: what was played, by whom, how far it is and what came out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from engine.model.ids import Id
from engine.store import dialect
from engine.store.tables import scenario_run as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run; `state` is running, green, red or waived."""

    id: Id
    pack: str
    hash: str
    state: str
    paths: list[str] | None
    note: str
    #: Why a pack without scenarios is released all the same.
    reason: str
    total: int
    done: int
    #: Scenario by scenario: file, title, lines that failed.
    reports: list[dict[str, Any]] | None
    started_by: Id | None
    started_at: datetime
    beat_at: datetime
    finished_at: datetime | None


def begin(  # noqa: PLR0913 - a run is all of these
    unit: Unit,
    *,
    pack: str,
    hash: str,
    state: str,
    paths: Sequence[str] = (),
    note: str = "",
    reason: str = "",
    total: int = 0,
) -> RunRow:
    """Write a run; one that is not `running` is finished at once."""
    row = RunRow(
        id=unit.new_id(),
        pack=pack,
        hash=hash,
        state=state,
        paths=list(paths),
        note=note,
        reason=reason,
        total=total,
        done=0,
        reports=[],
        started_by=unit.actor.person,
        started_at=unit.now,
        beat_at=unit.now,
        finished_at=None if state == "running" else unit.now,
    )
    unit.db.execute(insert(table), {name: getattr(row, name) for name in RunRow.__slots__})
    return row


def beat(unit: Unit, run_id: Id, *, done: int, total: int) -> None:
    """Say how far a run is."""
    statement = update(table).where(table.c.id == run_id, table.c.state == "running")
    unit.db.execute(statement.values(done=done, total=total, beat_at=unit.now))


def finish(unit: Unit, run_id: Id, *, state: str, reports: Sequence[dict[str, Any]]) -> bool:
    """Write the outcome, once; False where the run had one already."""
    statement = update(table).where(table.c.id == run_id, table.c.state == "running")
    values = {"state": state, "reports": list(reports), "done": len(reports), "total": len(reports)}
    return unit.db.execute(statement.values(**values, beat_at=unit.now, finished_at=unit.now)).rowcount == 1


def run(db: Connection, run_id: Id) -> RunRow | None:
    """One run."""
    row = db.execute(_ROW.where(table.c.id == run_id)).one_or_none()
    return None if row is None else RunRow(*row)


def latest(db: Connection, pack: str, hash: str) -> RunRow | None:
    """The newest run of exactly this content."""
    query = _ROW.where(table.c.pack == pack, table.c.hash == hash).order_by(
        table.c.started_at.desc(), table.c.id.desc()
    )
    row = db.execute(query.limit(1)).one_or_none()
    return None if row is None else RunRow(*row)


def green(db: Connection, pack: str, hash: str) -> RunRow | None:
    """The newest run of exactly this content that came out green."""
    query = _ROW.where(table.c.pack == pack, table.c.hash == hash, table.c.state == "green")
    row = db.execute(query.order_by(table.c.started_at.desc()).limit(1)).one_or_none()
    return None if row is None else RunRow(*row)


def newest(db: Connection) -> dict[str, RunRow]:
    """The newest run of every pack."""
    last = select(table.c.pack, func.max(table.c.started_at).label("at")).group_by(table.c.pack).subquery()
    query = _ROW.join(last, (last.c.pack == table.c.pack) & (last.c.at == table.c.started_at))
    return {row.pack: RunRow(*row) for row in db.execute(query.order_by(table.c.id))}


def of_hashes(db: Connection, pack: str) -> dict[str, RunRow]:
    """The newest finished run of each content of a pack, by its hash."""
    query = _ROW.where(table.c.pack == pack, table.c.state != "running").order_by(table.c.started_at, table.c.id)
    return {row.hash: RunRow(*row) for row in db.execute(query)}


def running(db: Connection, *, since: datetime) -> int:
    """How many runs have not ended and gave a sign of life since a moment."""
    alive = (table.c.state == "running", table.c.beat_at > since)
    return db.execute(select(func.count()).select_from(table).where(*alive)).scalar_one()


_ROW = select(*dialect.columns(table, RunRow))
