"""The test rows of packs on disk, decided with the calendar and the legal parameters of their scenarios' office."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import forms
from engine.jobs.scenario import Line, Report, home
from engine.jobs.scenario_data import OfficeData
from engine.jobs.scenario_office import Office
from engine.model.world import World
from engine.service import tablefile, tabletests
from engine.service.packfiles import pack_files
from engine.store import migrate


def run_tables(root: Path, now: datetime) -> Iterator[Report]:
    """One report per decision with test rows below `root`, in order of file; `now` is the day of rows without one."""
    alone = (root / "pack.toml").is_file()
    folders = [root] if alone else sorted(file.parent for file in root.glob("*/pack.toml"))
    tested = [folder for folder in folders if any(folder.glob(f"*{tablefile.ENDING}"))]
    if not tested:
        return
    with _office(home(root), now) as world:
        env = tabletests.env_on(world)
        for folder in tested:
            for one in tabletests.run(pack_files(folder), env):
                yield Report(one.file, one.title, tuple(Line(line.text, line.passed, line.why) for line in one.lines))


@contextmanager
def _office(root: Path, now: datetime) -> Iterator[World]:
    """An office with its own data but no pack: a table needs none."""
    with TemporaryDirectory(prefix="tata-tabel-") as folder:
        office = Office(f"sqlite:///{folder}/tabel.sqlite", now, seed="tabel")
        try:
            migrate.upgrade(office.store)
            OfficeData(root, Path(forms.__file__).parent / "library").put_office(office.world)
            yield office.world
        finally:
            office.close()
