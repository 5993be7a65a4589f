"""Moving cases: a run is begun, each case is judged and moved in a transaction of its own, the run ends.

A run says in the same transaction how far it is, so that a server that is killed loses nothing of it and moves no case
twice; a case is judged when its turn comes, whatever was found of it before.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from engine import runtime
from engine.model.actor import ENGINE, Actor, Right
from engine.model.errors import Invalid, NotFound
from engine.model.facts import Fact
from engine.model.ids import Id
from engine.service import rights
from engine.service.cases import reason_of
from engine.service.command import Command
from engine.service.env import env_for, today
from engine.service.moves import plans
from engine.service.moves.judging import Verdict, failed, judge
from engine.service.moves.plans import Ends
from engine.store import answers, instances, move_runs, moves, people
from engine.store.instances import InstanceRow
from engine.store.move_runs import MoveRow
from engine.store.unit import Unit

#: A run that did nothing for so long lost its server; another takes it up.
SILENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class MoveBegun:
    """A run; `fresh` where it was not under way already."""

    run_id: Id
    fresh: bool


@dataclass(frozen=True, slots=True)
class BeginMove(Command[MoveBegun]):
    """Begin to move the running cases of one version to another, or only to judge them (`dry`)."""

    needs: ClassVar[Right] = Right.ADMINISTER
    pack: str
    process_id: str
    source: int
    target: int
    #: Old element -> new, "" for nowhere; and the events that are waited for anew.
    elements: tuple[tuple[str, str], ...] = ()
    renew: tuple[str, ...] = ()
    reason: str = ""
    dry: bool = False
    #: The number of one case; "" for all of them.
    only: str = ""
    most: int | None = None

    def run(self, unit: Unit) -> MoveBegun:
        """Raise Invalid move.ends, move.mapping, case.reason or NotFound; an unfinished run of the same goes on."""
        source, target = (plans.numbered(unit.db, unit.world, self.pack, one) for one in (self.source, self.target))
        between = plans.fitting(self.process_id, source, self.process_id, target)
        renaming = runtime.Renaming(dict(self.elements), frozenset(self.renew))
        plans.plan(between, renaming)
        reason = self.reason.strip() if self.dry else reason_of(self.reason, "case.reason")
        row = self._row(unit, between, renaming, reason)
        same = None if self.dry else move_runs.unfinished(unit.db, row.hash, source.id, target.id, dry=self.dry)
        if same is not None:
            return MoveBegun(same.id, fresh=False)
        move_runs.begin(unit, row)
        if not self.dry:
            unit.acted_as = rights.acting(unit.actor.holdings[0] if unit.actor.holdings else None)
            unit.record(Fact("move.begun", data=_told(row, between)), remark=reason)
        return MoveBegun(row.id, fresh=True)

    def _row(self, unit: Unit, between: Ends, renaming: runtime.Renaming, reason: str) -> MoveRow:
        only = instances.by_number(unit.db, self.only) if self.only else None
        if self.only and (only is None or only.version_id != between.source.id):
            raise NotFound(
                "case.unknown", f"Expected a case {self.only} on the version to move from, but there is none"
            )
        mapping = plans.spelled(renaming)
        asked = json.dumps([self.process_id, mapping, self.only, self.most], sort_keys=True)
        row = MoveRow(
            id=unit.new_id(),
            pack=self.pack,
            process_id=self.process_id,
            from_id=between.source.id,
            to_id=between.target.id,
            mapping=mapping,
            hash=hashlib.sha256(asked.encode()).hexdigest(),
            dry=self.dry,
            only_id=only.id if only else None,
            most=self.most,
            reason=reason,
            state="running",
            total=0,
            moved=0,
            noted=0,
            refused=0,
            last_id=None,
            cursor=None,
            started_by=unit.actor.person,
            started_at=unit.now,
            beat_at=unit.now,
            finished_at=None,
        )
        return move_runs.measured(unit.db, row)


@dataclass(frozen=True, slots=True)
class MoveCase(Command[str]):
    """Take the next case of a run: move it whole, or leave it untouched and say why."""

    needs: ClassVar[Right] = Right.SYSTEM
    run_id: Id
    instance_id: Id

    def run(self, unit: Unit) -> str:
        """Answer moved, refused, or passed where it ended or was moved meanwhile."""
        case = instances.lock(unit, self.instance_id)
        row = _run(unit, self.run_id)
        if row.cursor is not None and case.id <= row.cursor:
            return "passed"
        if case.state != "active" or case.version_id != row.from_id:
            move_runs.beat(unit, row.id, case.id)
            return "passed"
        return _taken(unit, row, case)


@dataclass(frozen=True, slots=True)
class JudgeCases(Command[int]):
    """Judge some cases of a dry run; none of them is touched."""

    needs: ClassVar[Right] = Right.SYSTEM
    run_id: Id
    instance_ids: tuple[Id, ...]

    def run(self, unit: Unit) -> int:
        """Answer how many were judged."""
        row = _run(unit, self.run_id)
        found = instances.several(unit.db, self.instance_ids)
        ahead = [one for one in sorted(self.instance_ids) if one in found and (row.cursor is None or one > row.cursor)]
        for one in ahead:
            _taken(unit, row, found[one])
        return len(ahead)


def _taken(unit: Unit, row: MoveRow, case: InstanceRow) -> str:
    between, unit.actor = _between(unit, row), _orderer(unit, row)
    plan = plans.plan(between, plans.respelled(row.mapping))
    env = env_for(unit.db, unit.world, case.unit, unit.now)
    verdict = judge(unit, case, between, plan, env, dry=row.dry)
    if not row.dry and not verdict.move.refused:
        _carried(unit, row, case, between, plan, verdict)
    move_runs.note(unit, row, case.id, verdict.word, verdict.spelled())
    return verdict.word


def _carried(unit: Unit, row: MoveRow, case: InstanceRow, between: Ends, plan: runtime.Plan, verdict: Verdict) -> None:
    assert verdict.move.step is not None  # noqa: S101 - a case that is not refused has one
    unit.acted_as = rights.acting(unit.actor.holdings[0] if unit.actor.holdings else None)
    if row.reason:
        words = {"alasan": row.reason}
        answers.save(unit, case.id, "move", words, salt=unit.world.secret(16))
    verdict.move.step.facts[:0] = [Fact("case.moved", data=_told(row, between))]
    moves.carry(unit, case, row.to_id, verdict.move, plan.renames, verdict.wordings)


@dataclass(frozen=True, slots=True)
class NoteFault(Command[None]):
    """Pass over a case that could not be judged, and say so."""

    needs: ClassVar[Right] = Right.SYSTEM
    run_id: Id
    instance_id: Id
    why: str

    def run(self, unit: Unit) -> None:
        """Count it among the refused."""
        row = _run(unit, self.run_id)
        if row.cursor is None or self.instance_id > row.cursor:
            verdict = failed(self.why)
            move_runs.note(unit, row, self.instance_id, verdict.word, verdict.spelled())


@dataclass(frozen=True, slots=True)
class FinishMove(Command[bool]):
    """Say that every case of a run was looked at."""

    needs: ClassVar[Right] = Right.SYSTEM
    run_id: Id

    def run(self, unit: Unit) -> bool:
        """Answer False where it had ended before."""
        row = move_runs.finish(unit, self.run_id)
        if row is not None and not row.dry:
            counts = {"moved": row.moved, "refused": row.refused}
            unit.record(Fact("move.ended", data=_told(row, _between(unit, row)) | counts))
        return row is not None


@dataclass(frozen=True, slots=True)
class TakeUpMove(Command[bool]):
    """Take over a run whose server went away."""

    needs: ClassVar[Right] = Right.SYSTEM
    run_id: Id

    def run(self, unit: Unit) -> bool:
        """Answer False where it goes on elsewhere, or has ended."""
        return move_runs.take_up(unit, self.run_id, unit.now - SILENT)


@dataclass(frozen=True, slots=True)
class AskOn(Command[bool]):
    """Let a run whose server went away go on, as an admin asks who sees that it stands."""

    needs: ClassVar[Right] = Right.ADMINISTER
    run_id: Id

    def run(self, unit: Unit) -> bool:
        """Answer False where it goes on already, or has ended."""
        return move_runs.take_up(unit, self.run_id, unit.now - SILENT)


def _run(unit: Unit, run_id: Id) -> MoveRow:
    row = move_runs.run(unit.db, run_id)
    if row is None:
        raise NotFound("move.unknown_run", "Expected a run that moves cases, but none has this identifier")
    if row.state != "running":
        raise Invalid("move.over", "Expected a run under way, but it has ended")
    return row


def _between(unit: Unit, row: MoveRow) -> Ends:
    source, target = (unit.world.packs.version(one) for one in (row.from_id, row.to_id))
    return Ends(row.process_id, source, target)


def _orderer(unit: Unit, row: MoveRow) -> Actor:
    """Who ordered the run: what happens to the cases is that person's act, also after the server was restarted."""
    if row.started_by is None or unit.actor.person == row.started_by:
        return unit.actor
    try:
        return people.actor(unit.db, row.started_by, today(unit.world))
    except NotFound:
        return ENGINE


def _told(row: MoveRow, between: Ends) -> dict[str, object]:
    """What a fact says of a move: versions, the mapping by its hash, the run."""
    mapping = plans.digest(plans.respelled(row.mapping))
    return {
        "pack": row.pack,
        "process": row.process_id,
        "from": between.source.number,
        "to": between.target.number,
        "mapping": mapping[:16],
        "run": str(row.id),
    }
