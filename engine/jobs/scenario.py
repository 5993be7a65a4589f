"""Scenarios of a pack, played through the real engine on a virtual clock: given, when, then."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory

import forms
from engine.jobs.scenario_checks import checks, unbroken
from engine.jobs.scenario_data import OfficeData, held, rows
from engine.jobs.scenario_file import Scenario, Unreadable, read
from engine.jobs.scenario_office import Template
from engine.jobs.scenario_people import official
from engine.jobs.scenario_steps import Line, Play, put, switch, take
from engine.model.actor import ENGINE
from engine.model.errors import Refused
from engine.service.execute import execute
from engine.service.office import PutHoldings

__all__ = ["Line", "Report", "parameter_keys", "run", "run_all", "theatre"]


@dataclass(frozen=True, slots=True)
class Report:
    """One scenario: what was expected and what was so."""

    file: str
    title: str
    lines: tuple[Line, ...]
    #: What became null on the way: `element: line:column sentence`.
    warnings: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """True where every line passed."""
        return all(line.passed for line in self.lines)


def parameter_keys(root: Path) -> set[str]:
    """The legal parameters of the office whose packs are below `root` (or beside it, when it is one pack)."""
    return {row["key"] for row in rows(home(root) / "_office" / "data" / "parameters.csv")}


def home(root: Path) -> Path:
    """The folder of all packs: a pack's scenarios need the registers of its neighbours."""
    return root.parent if (root / "pack.toml").is_file() else root


@contextmanager
def theatre(root: Path) -> Iterator[Template]:
    """A prepared office to play scenarios in; its files are gone afterwards."""
    with TemporaryDirectory(prefix="tata-skenario-") as folder:
        yield Template(Path(folder), OfficeData(home(root), Path(forms.__file__).parent / "library"))


def run_all(root: Path) -> Iterator[Report]:
    """Play every scenario below `root`, in order of file name."""
    files = sorted(root.glob("scenarios/*.yaml" if (root / "pack.toml").is_file() else "*/scenarios/*.yaml"))
    if not files:
        return
    with theatre(root) as template:
        for file in files:
            yield run(file, template)


def run(file: Path, template: Template) -> Report:
    """Play one scenario; what its author got wrong is a failed line, not an exception."""
    try:
        scenario = read(file)
    except Unreadable as fault:
        return Report(file.name, file.stem, (Line("terbaca", False, str(fault)),))
    with template.office(lambda zone: scenario.now.replace(tzinfo=zone).astimezone(UTC), seed=file.stem) as office:
        play = Play(office, scenario.known, alone=True)
        try:
            _play(play, scenario)
        except Unreadable as fault:
            play.lines.append(Line("langkah", False, str(fault)))
        except Refused as refusal:
            play.lines.append(Line("diketahui", False, f"{refusal.code}: {refusal.message}"))
        return Report(file.name, scenario.title, tuple(play.lines), tuple(office.warnings))


def _play(play: Play, scenario: Scenario) -> None:
    _given(play, scenario)
    for step in scenario.steps:
        if "periksa" in step:
            play.lines.extend(checks(play, step["periksa"]))
        elif not take(play, step):
            return
    play.lines.extend(checks(play, scenario.then))
    play.lines.append(unbroken(play))


def _given(play: Play, scenario: Scenario) -> None:
    put(play, scenario.registers)
    switch(play, scenario.partner)
    more = tuple(
        held(
            official(row["dipegang"])["nip"],
            row["jabatan"],
            capacity=row.get("sebagai", "plh"),
            from_on=scenario.now.date().isoformat(),
        )
        for row in scenario.holdings
    )
    if more:
        execute(PutHoldings(more), world=play.office.world, actor=ENGINE)
