"""Runs of scenarios as an analyst looks at them, and which packs a change concerns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.model.actor import Actor
from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.world import World
from engine.service import rights
from engine.service.rehearsals import Report, is_running
from engine.store import packs, people, scenario_runs


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run: `state` is running, lost (its server went away), green, red or waived."""

    run_id: Id
    pack: str
    hash: str
    state: str
    paths: tuple[str, ...]
    note: str
    reason: str
    total: int
    done: int
    reports: tuple[Report, ...]
    by: str
    started_at: datetime
    finished_at: datetime | None

    @property
    def failed(self) -> tuple[Report, ...]:
        """The scenarios that did not go as written."""
        return tuple(report for report in self.reports if not report["passed"])

    @property
    def seconds(self) -> int:
        """How long it took."""
        return round((self.finished_at - self.started_at).total_seconds()) if self.finished_at else 0


def run(world: World, actor: Actor, pack: str, run_id: Id) -> RunPage:
    """One run of a pack; NotFound run.unknown."""
    rights.may_design(actor)
    with world.database.reading() as db:
        row = scenario_runs.run(db, run_id)
        if row is None or row.pack != pack:
            raise NotFound("run.unknown", "Expected a run of scenarios, but there is none by that name")
        by = people.names(db, [row.started_by]).get(row.started_by, "") if row.started_by else ""
    state = "lost" if row.state == "running" and not is_running(row, world.clock()) else row.state
    return RunPage(
        run_id=row.id,
        pack=row.pack,
        hash=row.hash,
        state=state,
        paths=tuple(row.paths or ()),
        note=row.note,
        reason=row.reason,
        total=row.total,
        done=row.done,
        reports=tuple(row.reports or ()),
        by=by,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )


def files_in_force(world: World) -> dict[str, Mapping[str, bytes]]:
    """The files of every pack in force, by its key."""
    with world.database.reading() as db:
        return {row.pack: packs.files(db, row.id) for row in packs.currents(db)}


def leaning(world: World, version: PackVersion) -> list[str]:
    """Other packs whose processes use a register of this one, call a process of it or wait for its messages."""
    with world.database.reading() as db:
        others = [row for row in packs.currents(db) if row.pack != version.pack]
    return [row.pack for row in others if _leans(world.packs.version(row.id), version)]


def _leans(other: PackVersion, version: PackVersion) -> bool:
    elements = [one for definition in other.definitions.values() for one in definition.elements.values()]
    own = [one for definition in version.definitions.values() for one in definition.elements.values()]
    registers = any(one.headers.get("register", "").startswith(f"{version.pack}.") for one in elements)
    messages = {one.message for one in own if one.message} & {one.message for one in elements if one.message}
    return registers or bool(messages) or any(one.calls in version.definitions for one in elements)
