"""Trials of drafts: what an analyst did with the pack's files as they were, kept as the steps of a scenario."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from engine.model.actor import Actor, Right
from engine.model.errors import Conflict, Invalid, NotFound
from engine.model.ids import Id
from engine.model.world import World
from engine.service.candidates import as_drafted
from engine.service.command import Command
from engine.store import trials
from engine.store.trials import TrialRow
from engine.store.unit import Unit

#: Trials one analyst may have at a time, steps of one, and how long an unused one is kept.
MOST = 5
LONGEST = 200
KEPT = timedelta(days=14)

Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BeginTrial(Command[Id]):
    """Take the pack's files as they are drafted now; they must be sound, and nothing of the office is touched."""

    needs: ClassVar[Right] = Right.ANALYSE
    pack: str
    process_id: str
    #: Local time of the office at the start, as a scenario says it: 2026-11-02 08:00.
    starts: str
    #: Steps to begin with: those of an earlier trial, played again with the newest drafts.
    steps: tuple[Step, ...] = ()

    def prepare(self, world: World) -> None:
        """Check the files before the database is held."""
        with world.database.reading() as db:
            as_drafted(db, world, self.pack)

    def run(self, unit: Unit) -> Id:
        """Raise NotFound pack.unknown or process.unknown, Broken, Conflict trial.many."""
        if unit.actor.person is None:
            raise Invalid("trial.unknown", "Expected a person to try a process, but this is the engine")
        found = as_drafted(unit.db, unit.world, self.pack)
        version = found.sound()
        if self.process_id not in version.definitions:
            raise NotFound("process.unknown", f"Expected a process {self.process_id}, but there is none")
        trials.forget(unit, unit.now - KEPT)
        if len(trials.of(unit.db, unit.actor.person)) >= MOST:
            message = f"Expected at most {MOST} trials of one analyst, but there are as many"
            raise Conflict("trial.many", message, details={"most": str(MOST)})
        row = trials.begin(
            unit,
            pack=self.pack,
            process_id=self.process_id,
            files=version.files,
            starts=self.starts,
            steps=self.steps,
        )
        return row.id


@dataclass(frozen=True, slots=True)
class WriteTrial(Command[int]):
    """Keep the steps of a trial; `before` is how many its window had seen."""

    needs: ClassVar[Right] = Right.ANALYSE
    trial_id: Id
    steps: tuple[Step, ...]
    before: int

    def run(self, unit: Unit) -> int:
        """Raise NotFound trial.unknown, Conflict trial.stale, Invalid trial.long."""
        owned(trials.trial(unit.db, self.trial_id), unit.actor)
        if len(self.steps) > LONGEST:
            message = f"Expected at most {LONGEST} steps, but there are more"
            raise Invalid("trial.long", message, details={"most": str(LONGEST)})
        if not trials.write(unit, self.trial_id, self.steps, before=self.before):
            raise Conflict("trial.stale", "Expected the trial as last seen, but another window went on with it")
        return len(self.steps)


@dataclass(frozen=True, slots=True)
class DropTrial(Command[None]):
    """Throw a trial away."""

    needs: ClassVar[Right] = Right.ANALYSE
    trial_id: Id

    def run(self, unit: Unit) -> None:
        """Raise NotFound trial.unknown."""
        owned(trials.trial(unit.db, self.trial_id), unit.actor)
        trials.drop(unit, self.trial_id)


def owned(row: TrialRow | None, actor: Actor) -> TrialRow:
    """The trial, for who began it; for everybody else there is none."""
    if row is None or actor.person is None or row.person_id != actor.person:
        raise NotFound("trial.unknown", "Expected a trial of yours, but there is none by that name")
    return row


def mine(world: World, actor: Actor) -> list[TrialRow]:
    """The trials of an analyst, the newest first."""
    with world.database.reading() as db:
        return trials.of(db, actor.person) if actor.person else []


def opened(world: World, actor: Actor, trial_id: Id) -> tuple[TrialRow, Mapping[str, bytes]]:
    """One trial with its files; NotFound trial.unknown."""
    with world.database.reading() as db:
        row = owned(trials.trial(db, trial_id), actor)
        return row, trials.contents(db, row)
