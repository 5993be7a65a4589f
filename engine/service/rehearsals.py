"""The gate of a release: the pack's scenarios ran green with exactly the files that are released."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from engine.model.actor import Right
from engine.model.errors import Conflict, Invalid
from engine.model.facts import Fact
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.world import World
from engine.service import tabletests
from engine.service.candidates import scenario_files
from engine.service.command import Command
from engine.store import scenario_runs
from engine.store.scenario_runs import RunRow
from engine.store.unit import Unit

#: A run that said nothing for so long lost its server; another may begin.
SILENT = timedelta(minutes=2)
#: Runs at one time: each takes a processor.
MOST = 2

Report = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Begun:
    """A run by its identifier; `fresh` where it still has to be carried out."""

    run_id: Id
    hash: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class BeginRehearsal(Command[Begun]):
    """Note that the scenarios are being run with some files; who runs them is the server."""

    needs: ClassVar[Right] = Right.ANALYSE
    pack: str
    #: Of the files that are run.
    hash: str
    paths: tuple[str, ...] = ()
    note: str = ""
    total: int = 0

    def run(self, unit: Unit) -> Begun:
        """Give the run of the same files that is under way or came out green; raise Conflict rehearsal.busy."""
        last = scenario_runs.latest(unit.db, self.pack, self.hash)
        if last is not None and (last.state == "green" or is_running(last, unit.now)):
            return Begun(last.id, self.hash, fresh=False)
        if scenario_runs.running(unit.db, since=unit.now - SILENT) >= MOST:
            raise Conflict("rehearsal.busy", f"Expected fewer than {MOST} runs at one time, but there are as many")
        row = scenario_runs.begin(
            unit, pack=self.pack, hash=self.hash, state="running", paths=self.paths, note=self.note, total=self.total
        )
        return Begun(row.id, self.hash, fresh=True)


@dataclass(frozen=True, slots=True)
class NoteProgress(Command[None]):
    """Say how far a run is."""

    needs: ClassVar[Right] = Right.SYSTEM
    run_id: Id
    done: int
    total: int

    def run(self, unit: Unit) -> None:
        """Do nothing where it ended meanwhile."""
        scenario_runs.beat(unit, self.run_id, done=self.done, total=self.total)


@dataclass(frozen=True, slots=True)
class FinishRehearsal(Command[str]):
    """Keep what came out: green where there was a scenario and every line of all of them passed."""

    needs: ClassVar[Right] = Right.SYSTEM
    run_id: Id
    reports: tuple[Report, ...]

    def run(self, unit: Unit) -> str:
        """Answer green or red."""
        failed = [report for report in self.reports if not report["passed"]]
        state = "green" if self.reports and not failed else "red"
        row = scenario_runs.run(unit.db, self.run_id)
        if row is not None and scenario_runs.finish(unit, self.run_id, state=state, reports=self.reports):
            data = {"pack": row.pack, "hash": row.hash, "count": len(self.reports), "failed": len(failed)}
            unit.record(Fact("scenarios.run", data=data))
        return state


def is_running(row: RunRow, now: datetime) -> bool:
    """True where a run is under way, as far as its last sign of life tells."""
    return row.state == "running" and now - row.beat_at < SILENT


def admit(unit: Unit, version: PackVersion, reason: str) -> None:
    """Let a version pass: raise Invalid release.scenarios without a green run of its hash.

    A pack without scenarios needs a reason (release.reason), which is kept beside the version and shown.
    """
    if not scenario_files(version.files):
        failed = [report for report in table_reports(unit.world, version) if not report["passed"]]
        if failed:
            raise _red("", failed)
        _waive(unit, version, reason.strip())
        return
    if scenario_runs.green(unit.db, version.pack, version.hash) is None:
        raise _not_green(scenario_runs.latest(unit.db, version.pack, version.hash))


def _waive(unit: Unit, version: PackVersion, reason: str) -> None:
    if not reason:
        raise Invalid("release.reason", "Expected scenarios or a reason to go without, but there is neither")
    scenario_runs.begin(unit, pack=version.pack, hash=version.hash, state="waived", reason=reason[:1000])
    unit.record(Fact("scenarios.waived", data={"pack": version.pack, "hash": version.hash}))


def table_reports(world: World, version: PackVersion) -> list[Report]:
    """The test rows of the pack's decision tables, decided with this office's parameters."""
    reports = tabletests.run(version.files, tabletests.env_on(world))
    return [
        {
            "file": f"{version.pack}/{one.file}",
            "title": one.title,
            "passed": one.passed,
            "lines": [{"text": line.text, "passed": line.passed, "why": line.why} for line in one.lines],
        }
        for one in reports
    ]


def _not_green(last: RunRow | None) -> Invalid:
    if last is None or last.state == "running":
        return Invalid("release.scenarios", "Expected the scenarios to have run with these files, but they have not")
    return _red(str(last.id), last.reports or [])


def _red(run: str, reports: Sequence[Report]) -> Invalid:
    failed = first_failure(reports)
    return Invalid(
        "release.red",
        f"Expected every scenario to pass, but {failed['file']}: {failed['text']}. {failed['why']}".strip(),
        details={"run": run, **failed},
    )


def first_failure(reports: Sequence[Report]) -> dict[str, str]:
    """File, line and reason of the first line that failed."""
    for report in reports:
        for line in report["lines"]:
            if not line["passed"]:
                return {"file": str(report["file"]), "text": str(line["text"]), "why": str(line["why"])}
    return {"file": "", "text": "", "why": ""}
