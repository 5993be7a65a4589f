"""What would become of running cases, and what became of them: nothing here changes anything."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from engine import runtime
from engine.model.actor import Actor
from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.model.world import World
from engine.service.env import env_for
from engine.service.moves import plans
from engine.service.moves.judging import judge
from engine.service.moves.plans import Ends
from engine.service.secrecy import Sight, sights
from engine.store import instances, move_runs
from engine.store.move_runs import MoveRow
from engine.store.unit import Unit

#: Cases read in one go.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Judged:
    """One case with its verdict (moved: it can be, or it was); no number where the reader may not see it."""

    instance_id: Id
    number: str
    title: str
    verdict: str
    findings: list[dict[str, str]]


def judged(
    world: World, actor: Actor, between: Ends, renaming: runtime.Renaming, *, only: str = "", limit: int | None = None
) -> Iterator[Judged]:
    """The verdict on each running case, oldest first; Invalid move.mapping, NotFound case.unknown."""
    plan = plans.plan(between, renaming)
    row = _asked(world, between, only, limit)
    done = 0
    while True:
        with world.database.reading() as db:
            ids = move_runs.ahead(db, row, _BATCH if limit is None else min(_BATCH, limit - done))
            found = list(_judged(db, world, actor, between, plan, ids))
        yield from found
        done += len(found)
        if not ids:
            return
        row = replace(row, cursor=ids[-1])


def _judged(
    db: Connection, world: World, actor: Actor, between: Ends, plan: runtime.Plan, ids: Sequence[Id]
) -> Iterator[Judged]:
    unit = Unit(db, actor, world.clock(), world)
    rows = instances.several(db, ids)
    for case in (rows[one] for one in ids if one in rows):
        verdict = judge(unit, case, between, plan, env_for(db, world, case.unit, unit.now))
        yield Judged(case.id, case.number, case.title, verdict.word, verdict.spelled())


def _asked(world: World, between: Ends, only: str, limit: int | None) -> MoveRow:
    """A run that is never written: what `ahead` asks for."""
    with world.database.reading() as db:
        case = instances.by_number(db, only) if only else None
    if only and (case is None or case.version_id != between.source.id):
        raise NotFound("case.unknown", f"Expected a case {only} on the version to move from, but there is none")
    now = world.clock()
    row = MoveRow(
        id=world.ids(),
        pack=between.source.pack,
        process_id=between.process_id,
        from_id=between.source.id,
        to_id=between.target.id,
        mapping={},
        hash="",
        dry=True,
        only_id=case.id if case else None,
        most=limit,
        reason="",
        state="running",
        total=0,
        moved=0,
        noted=0,
        refused=0,
        last_id=None,
        cursor=None,
        started_by=None,
        started_at=now,
        beat_at=now,
        finished_at=None,
    )
    with world.database.reading() as db:
        return move_runs.measured(db, row)


def outcomes(world: World, actor: Actor, row: MoveRow) -> Iterator[Judged]:
    """What a run has to tell, refused cases first; masked where the reader may not see the case."""
    for verdict in ("refused", "moved"):
        after: Id | None = None
        while True:
            with world.database.reading() as db:
                found = some_outcomes(db, actor, row.id, verdict, after, _BATCH)
            yield from found
            if len(found) < _BATCH:
                break
            after = found[-1].instance_id


def some_outcomes(db: Connection, actor: Actor, run_id: Id, verdict: str, after: Id | None, limit: int) -> list[Judged]:
    """Some of what a run has to tell, oldest case first."""
    rows = move_runs.outcomes(db, run_id, verdict, after=after, limit=limit)
    seen = sights(db, actor, [one.instance_id for one in rows])
    shown = [(one, seen.get(one.instance_id) is Sight.FULL) for one in rows]
    return [
        Judged(one.instance_id, one.number if full else "", one.title if full else "", one.verdict, one.findings)
        for one, full in shown
    ]
