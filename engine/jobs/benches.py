"""The little offices trials run in: an own temporary database each, made anew from the steps whenever it is gone.

Nothing of a trial is kept but its files and its steps: after a restart, or in another process, the same steps
played on the same files, clock and chance give the same office.
"""

import atexit
import hashlib
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from threading import Lock, RLock
from weakref import WeakKeyDictionary

from engine.jobs.scenario import Report, run
from engine.jobs.scenario_file import Unreadable, moment
from engine.jobs.scenario_office import Office, Template
from engine.jobs.scenario_steps import KINDS, Play, take
from engine.jobs.stage import Files, lay_out
from engine.model.errors import Invalid, Refused
from engine.model.ids import Id
from engine.model.world import Database, World
from engine.service.assemble import content_hash
from engine.service.trials import Step
from engine.service.views.officerows import office_rows
from engine.service.views.rehearsals import files_in_force
from engine.store.trials import TrialRow

#: Prepared offices and open trials of one process.
TEMPLATES = 3
OPEN = 8


@dataclass(slots=True)
class Bench:
    """One open trial: its office, what was done in it, and what could not be repeated."""

    office: Office
    play: Play
    stack: ExitStack
    steps: list[Step] = field(default_factory=list)
    #: The step that no longer goes with these files, and why.
    stuck: tuple[int, str] | None = None
    lock: RLock = field(default_factory=RLock)

    def do(self, step: Step) -> None:
        """Do one step; raises Refused as an official would be refused, Invalid trial.step where nobody can do it."""
        with self.lock:
            kind = next((name for name in KINDS if name in step), None)
            if kind is None:
                raise _impossible("langkah ini tidak dikenal")
            try:
                if "ditolak" in step:
                    if not take(self.play, step):
                        raise _impossible(self.play.lines[-1].why)
                else:
                    KINDS[kind](self.play, step)
            except Unreadable as fault:
                raise _impossible(str(fault).removeprefix("Seharusnya ")) from None
            self.steps.append(step)

    def follow(self, steps: list[Step]) -> None:
        """Do the steps that are not done yet, as far as they go."""
        with self.lock:
            for number, step in enumerate(steps[len(self.steps) :], start=len(self.steps)):
                if self.stuck is not None:
                    return
                try:
                    self.do(step)
                except Refused as refused:
                    self.stuck = (number, refused.message)


class Benches:
    """The open trials of one database in this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._templates: OrderedDict[str, Template] = OrderedDict()
        self._open: OrderedDict[Id, Bench] = OrderedDict()
        self._folder = Path(tempfile.mkdtemp(prefix="tata-coba-"))
        atexit.register(shutil.rmtree, self._folder, ignore_errors=True)

    def of(self, world: World, row: TrialRow, files: Files) -> Bench:
        """The office of a trial with all its steps done; made where it is not open, or has done others."""
        with self._lock:
            bench = self._open.get(row.id)
            if bench is None or bench.stuck or bench.steps != row.steps[: len(bench.steps)]:
                self._close(row.id)
                bench = self._open[row.id] = self._made(world, row, files)
                while len(self._open) > OPEN:
                    self._close(next(iter(self._open)))
            self._open.move_to_end(row.id)
        bench.follow(row.steps)
        return bench

    def played(self, world: World, pack: str, files: Files, path: str) -> Report:
        """Play one scenario of a pack as it is drafted; Broken where the pack does not pass its checks."""
        with self._lock:
            packs = {**files_in_force(world), pack: files}
            template = self._template(world, packs)
            return run(self._folder / _key(world, packs)[:24] / "kantor" / pack / path, template)

    def close(self, trial_id: Id) -> None:
        """Give a trial's database back."""
        with self._lock:
            self._close(trial_id)

    def _close(self, trial_id: Id) -> None:
        bench = self._open.pop(trial_id, None)
        if bench is not None:
            bench.stack.close()

    def _made(self, world: World, row: TrialRow, files: Files) -> Bench:
        template = self._template(world, {**files_in_force(world), row.pack: files})
        start = moment(row.starts)
        stack = ExitStack()
        opened = template.office(lambda zone: start.replace(tzinfo=zone).astimezone(UTC), seed=str(row.id))
        office = stack.enter_context(opened)
        return Bench(office, Play(office, alone=True), stack)

    def _template(self, world: World, packs: Mapping[str, Files]) -> Template:
        key = _key(world, packs)
        if key not in self._templates:
            folder = self._folder / key[:24]
            stage = lay_out(folder / "kantor", packs, world)
            self._templates[key] = Template(folder, stage)
            while len(self._templates) > TEMPLATES:
                self._templates.popitem(last=False)
        self._templates.move_to_end(key)
        return self._templates[key]


_making = Lock()
_benches: WeakKeyDictionary[Database, Benches] = WeakKeyDictionary()


def benches(world: World) -> Benches:
    """Those of the world's database."""
    with _making:
        found = _benches.get(world.database)
        if found is None:
            found = _benches[world.database] = Benches()
        return found


def _key(world: World, packs: Mapping[str, Files]) -> str:
    digest = hashlib.sha256(repr(office_rows(world)).encode())
    for pack in sorted(packs):
        digest.update(f"{pack} {content_hash(packs[pack])}\n".encode())
    return digest.hexdigest()


def _impossible(why: str) -> Invalid:
    return Invalid("trial.step", f"Expected a step that can be done, but {why}", details={"why": why})
