"""Running a pack's scenarios before a release: beside the server, with its progress and outcome in the database."""

import json
import logging
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread, Timer

from engine.jobs.rehearsal_child import fault, played
from engine.jobs.stage import Files, lay_out
from engine.model.actor import ENGINE, Actor
from engine.model.errors import Invalid, Refused
from engine.model.pack import PackVersion
from engine.model.world import World
from engine.service.candidates import scenario_files, wanted
from engine.service.execute import execute
from engine.service.rehearsals import BeginRehearsal, Begun, FinishRehearsal, NoteProgress, Report, table_reports
from engine.service.views.rehearsals import files_in_force, leaning

log = logging.getLogger(__name__)

#: Seconds a whole run may take.
PATIENCE = 600.0


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The files of every pack, one of them as it would be released, and the scenarios to play with them."""

    world: World
    version: PackVersion
    packs: Mapping[str, Files]
    paths: tuple[str, ...]

    @classmethod
    def of(cls, world: World, version: PackVersion, beside: Mapping[str, Files] | None = None) -> "Rehearsal":
        """Its own scenarios first, then those of packs that lean on it; `beside` stands in for packs not in force."""
        packs = {**(beside or {}), **files_in_force(world), version.pack: version.files}
        own = [f"{version.pack}/{path}" for path in scenario_files(version.files)]
        others = [f"{pack}/{path}" for pack in leaning(world, version) for path in scenario_files(packs[pack])]
        return cls(world, version, packs, (*own, *others))

    def here(self) -> Iterator[Report]:
        """Play in this process: for tests and the command line."""
        yield from table_reports(self.world, self.version)
        with TemporaryDirectory(prefix="tata-geladi-") as folder:
            lay_out(Path(folder), self.packs, self.world)
            yield from played(Path(folder), self.paths)

    def beside(self) -> Iterator[Report]:
        """Play in a process of its own, which is stopped when it takes too long."""
        yield from table_reports(self.world, self.version)
        with TemporaryDirectory(prefix="tata-geladi-") as folder:
            lay_out(Path(folder), self.packs, self.world)
            command = [sys.executable, "-m", "engine.jobs.rehearsal_child", folder, *self.paths]
            child = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)  # noqa: S603
            with child, _bounded(child):
                yield from (json.loads(line) for line in child.stdout or ())


def start(world: World, actor: Actor, pack: str, paths: Collection[str] = (), note: str = "") -> Begun:
    """Begin a run of the drafts in the background, unless one of the same files is under way or green.

    Raises as `candidate`, Broken, Invalid release.unplayed where there is nothing to play, Conflict rehearsal.busy.
    """
    version = wanted(world, actor, pack, paths).sound()
    begun, rehearsal = _begun(actor, Rehearsal.of(world, version), paths, note)
    if begun.fresh:
        Thread(target=_carry_out, args=(begun, rehearsal, rehearsal.beside()), daemon=True).start()
    return begun


def rehearse(world: World, actor: Actor, pack: str, paths: Collection[str] = (), note: str = "") -> Begun:
    """The same at once, in this process."""
    version = wanted(world, actor, pack, paths).sound()
    return _at_once(*_begun(actor, Rehearsal.of(world, version), paths, note))


def rehearse_version(
    world: World, actor: Actor, version: PackVersion, beside: Mapping[str, Files] | None = None
) -> Begun:
    """Run the scenarios of a version that is not released, at once, in this process.

    `beside` are the files of packs it leans on that this office does not have yet.
    """
    return _at_once(*_begun(actor, Rehearsal.of(world, version, beside), (), ""))


def _at_once(begun: Begun, rehearsal: Rehearsal) -> Begun:
    if begun.fresh:
        _carry_out(begun, rehearsal, rehearsal.here())
    return begun


def _begun(actor: Actor, rehearsal: Rehearsal, paths: Collection[str], note: str) -> tuple[Begun, Rehearsal]:
    world, version = rehearsal.world, rehearsal.version
    if not scenario_files(version.files):
        raise Invalid("release.unplayed", f"Expected scenarios in {version.pack} to play, but there are none")
    command = BeginRehearsal(version.pack, version.hash, tuple(paths), note, len(rehearsal.paths))
    return execute(command, world=world, actor=actor), rehearsal


def _carry_out(begun: Begun, rehearsal: Rehearsal, reports: Iterable[Report]) -> None:
    """Play to the end; whatever goes wrong is a red run, never one that hangs."""
    world, done, total = rehearsal.world, [], len(rehearsal.paths)
    try:
        for report in reports:
            done.append(report)
            execute(NoteProgress(begun.run_id, len(done), total), world=world, actor=ENGINE)
    except Refused as refused:
        done.append(fault("", f"{refused.code}: {refused.message}"))
    except Exception as problem:
        log.exception("rehearsal %s failed", begun.run_id)
        done.append(fault("", f"{type(problem).__name__}: {problem}"[:300]))
    missing = sorted(set(rehearsal.paths) - {str(report["file"]) for report in done})
    if missing and all(report["passed"] for report in done):
        done.append(fault(missing[0], "Seharusnya dimainkan sampai selesai, tetapi terhenti sebelum itu"))
    execute(FinishRehearsal(begun.run_id, tuple(done)), world=world, actor=ENGINE)


@contextmanager
def _bounded(child: "subprocess.Popen[bytes]") -> Iterator[None]:
    """Stop a child after its time, and when its reader leaves early."""
    timer = Timer(PATIENCE, child.kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        child.kill()
