"""An office to rehearse in: this office's packs and organisation beside the sample data, laid out as files.

The scenarios of a pack name the positions and register rows of the sample office that is shipped; a city's own units,
positions, calendar and legal parameters lie over it. People are never copied: every position gets a fictional holder.
"""

import csv
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import engine
import forms
from engine.jobs.scenario_data import OfficeData, rows
from engine.model.actor import ENGINE
from engine.model.world import World
from engine.service.assemble import pack_files
from engine.service.candidates import Broken
from engine.service.execute import execute
from engine.service.releases import DeployPack
from engine.service.views.officerows import office_rows

Files = Mapping[str, bytes]

#: What tells two rows of one kind of office data apart.
KEYS = {"units": ("code",), "positions": ("code",), "holidays": ("day",), "parameters": ("key", "valid_from")}


def shipped() -> Path:
    """The folder of the shipped packs: in a checkout or in an installed wheel."""
    package = Path(engine.__file__).parent
    inside = package / "_packs"
    return inside if inside.is_dir() else package.parent / "processes"


@dataclass(frozen=True, slots=True)
class Stage(OfficeData):
    """An office laid out in a folder; packs may lean on each other in any order."""

    def deploy(self, world: World) -> None:
        """Release every pack once those it leans on are there; raise Broken where one does not pass its checks."""
        waiting = self.pack_folders()
        while waiting:
            failed: list[tuple[Path, Broken]] = []
            for folder in waiting:
                try:
                    execute(DeployPack(pack_files(folder, self.library)), world=world, actor=ENGINE)
                except Broken as broken:
                    failed.append((folder, broken))
            if len(failed) == len(waiting):
                raise failed[0][1]
            waiting = [folder for folder, _ in failed]


def lay_out(folder: Path, packs: Mapping[str, Files], world: World) -> Stage:
    """Write packs and office data below `folder`; data a pack is seeded with come from the shipped pack of its name."""
    for pack, files in packs.items():
        _write(folder / pack, files)
        seeds = shipped() / pack / "data"
        if seeds.is_dir():
            shutil.copytree(seeds, folder / pack / "data", dirs_exist_ok=True)
    sample, own = shipped() / "_office" / "data", office_rows(world)
    shutil.copytree(sample, folder / "_office" / "data", dirs_exist_ok=True)
    for name, keys in KEYS.items():
        merged = _merged(rows(sample / f"{name}.csv"), own[name], keys)
        _write_rows(folder / "_office" / "data" / f"{name}.csv", merged)
    return Stage(folder, Path(forms.__file__).parent / "library")


def _write(folder: Path, files: Files) -> None:
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _merged(
    sample: Iterable[Mapping[str, str]], own: Iterable[Mapping[str, str]], keys: Sequence[str]
) -> list[Mapping[str, str]]:
    found = {tuple(row[key] for key in keys): row for row in sample}
    return list((found | {tuple(row[key] for key in keys): row for row in own}).values())


def _write_rows(path: Path, merged: Sequence[Mapping[str, str]]) -> None:
    names = list(dict.fromkeys(name for row in merged for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(merged)
