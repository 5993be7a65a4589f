"""The demo office as the CSV files of the packs say it: units, positions, people, parameters, registers."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.jobs.scenario_people import Row, officials
from engine.model.actor import ENGINE
from engine.model.world import World
from engine.service.assemble import pack_files
from engine.service.execute import execute
from engine.service.office import (
    PutHoldings,
    PutHolidays,
    PutParameters,
    PutPeople,
    PutPositions,
    PutRegisterRows,
    PutUnits,
)
from engine.service.releases import DeployPack

#: Parents first: a row names the key of its parent row.
REGISTERS = (
    "perencanaan.proposal_dictionary",
    "perencanaan.plan_item",
    "penganggaran.account",
    "penganggaran.standard_price",
    "penganggaran.dpa_line",
    "disiplin.pegawai",
    "disiplin.katalog",
)
SINCE = "2024-01-01"


def rows(path: Path) -> tuple[Row, ...]:
    """The rows of one CSV file; none where the file does not exist."""
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class OfficeData:
    """Where the packs and the office's data are."""

    #: The folder that holds the packs and `_office`.
    root: Path
    #: The shared forms.
    library: Path

    def office(self, name: str) -> tuple[Row, ...]:
        """One file of the office's own data."""
        return rows(self.root / "_office" / "data" / f"{name}.csv")

    def pack_folders(self) -> list[Path]:
        """Every pack, in the order their registers lean on each other."""
        order = {"perencanaan": 0, "penganggaran": 1}
        folders = [f.parent for f in self.root.glob("*/pack.toml")]
        return sorted(folders, key=lambda folder: (order.get(folder.name, 2), folder.name))

    def put_office(self, world: World, *, passwords: Mapping[str, str] | None = None) -> None:
        """Write units, positions, people, who holds what, the calendar and the legal parameters."""
        positions = self.office("positions")
        people = officials(positions)
        for command in (
            PutUnits(self.office("units")),
            PutPositions(positions),
            PutPeople(tuple({**p, "password": (passwords or {}).get(p["username"], "")} for p in people)),
            PutHoldings(tuple(self._holdings(people))),
            PutHolidays(self.office("holidays")),
            PutParameters(self.office("parameters")),
        ):
            execute(command, world=world, actor=ENGINE)

    def _holdings(self, people: Sequence[Row]) -> Iterator[Row]:
        acting = self.office("holdings")
        vacant = {row["position"] for row in acting if row["capacity"] == "plt"}
        nips = {person["username"]: person["nip"] for person in people}
        for username, nip in nips.items():
            if username.upper() not in vacant:
                yield held(nip, username.upper())
        for row in acting:
            yield held(nips[row["held_by"].lower()], row["position"], **{k: row[k] for k in ACTING})

    def deploy(self, world: World) -> None:
        """Release every pack as shipped; raises Broken where one does not pass its checks."""
        for folder in self.pack_folders():
            execute(DeployPack(pack_files(folder, self.library)), world=world, actor=ENGINE)

    def put_registers(self, world: World) -> None:
        """Write the seeded register rows of the packs."""
        for register in REGISTERS:
            pack, _, name = register.partition(".")
            seeded = rows(self.root / pack / "data" / f"{name}.csv")
            if seeded:
                execute(PutRegisterRows(register, seeded), world=world, actor=ENGINE)


ACTING = ("capacity", "warrant", "from_on", "until_on")


def held(nip: str, position: str, **acting: str) -> Row:
    """A row for PutHoldings: definitive since the demo office began, unless said otherwise."""
    definitive = {"capacity": "definitif", "warrant": "", "from_on": SINCE, "until_on": ""}
    return {"nip": nip, "position": position, **definitive, **acting}
