"""An office for tests: one agency, six people, one small pack, the reference partner in process, a movable clock."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import forms
from engine.jobs.run import drain
from engine.model.actor import ENGINE, Actor
from engine.model.ids import Id, ids
from engine.model.world import World
from engine.service.assemble import pack_files
from engine.service.cases import CaseStarted, StartCase
from engine.service.command import Command
from engine.service.execute import execute
from engine.service.office import (
    PutHoldings,
    PutParameters,
    PutPeople,
    PutPositions,
    PutRegisterRows,
    PutUnits,
)
from engine.service.packs import DeployPack
from engine.service.sessions import holder_of
from engine.service.tasks import CompleteTask, TaskCompleted
from engine.service.versions import VersionCache, current, form_of
from engine.service.views import audit
from engine.service.views.cases import CasePage, case
from engine.service.views.inbox import InboxRow, inbox
from engine.store import cases, instances
from engine.store.database import Store
from integrations.partner.desk import Desk, DeskTransport
from integrations.partner.ledger import Ledger
from integrations.registry import over
from tests.conftest import Clock

PACK = Path(__file__).parent / "service" / "alat"

UNITS = ({"code": "DKOM", "name": "Dinas Komunikasi dan Informatika", "kind": "dinas"},)
POSITIONS = (
    {"code": "DKOM.KADIS", "title": "Kepala Dinas", "unit": "DKOM", "roles": "", "superior": "", "rights": ""},
    {
        "code": "DKOM.STAF",
        "title": "Staf Umum",
        "unit": "DKOM",
        "roles": "requester",
        "superior": "DKOM.KADIS",
        "rights": "",
    },
    {
        "code": "DKOM.PERIKSA",
        "title": "Pemeriksa",
        "unit": "DKOM",
        "roles": "checker",
        "superior": "DKOM.KADIS",
        "rights": "",
    },
    {"code": "DKOM.RANGKAP", "title": "Staf Rangkap", "unit": "DKOM", "roles": "requester;checker", "rights": ""},
    {"code": "DKOM.ADMIN", "title": "Admin", "unit": "DKOM", "roles": "", "rights": "administer;analyse"},
    {"code": "DKOM.LUAR", "title": "Pegawai Lain", "unit": "DKOM", "roles": "", "rights": ""},
)
PEOPLE = (
    ("198001012005011001", "Ani Kadis", "kadis", "DKOM.KADIS"),
    ("198001012005011002", "Siti Staf", "siti", "DKOM.STAF"),
    ("198001012005011003", "Budi Periksa", "budi", "DKOM.PERIKSA"),
    ("198001012005011004", "Rina Rangkap", "rina", "DKOM.RANGKAP"),
    ("198001012005011005", "Adi Admin", "adi", "DKOM.ADMIN"),
    ("198001012005011006", "Luki Luar", "luki", "DKOM.LUAR"),
)
PASSWORD = "tata-laksana-2026"


@dataclass
class Official:
    """One holder of a position, acting."""

    office: "Office"
    actor: Actor

    def starts(self, process: str = "permintaan_alat", pack: str = "alat", **answers: Any) -> CaseStarted:
        """Start a case with typed or plain answers."""
        world = self.office.world
        with world.database.reading() as db:
            version = current(db, world, pack)
        start = version.definitions[process].none_start()
        assert start is not None
        raw = _raw(form_of(version, start.form), answers)
        return execute(StartCase(pack, process, raw), world=world, actor=self.actor)

    def completes(self, name: str, *, key: str | None = None, **answers: Any) -> TaskCompleted:
        """Complete the first open task of this name in the official's inbox."""
        row = self.task(name)
        world = self.office.world
        version = world.packs.version(self.office.version_of(row.instance_id))
        element = next(e for e in version.definitions[row.process_id].elements.values() if e.name == name)
        raw = _raw(form_of(version, element.form), answers)
        return execute(CompleteTask(row.task_id, row.version, raw), world=world, actor=self.actor, key=key)

    def task(self, name: str) -> InboxRow:
        """The first open task of this name in the inbox."""
        return next(row for row in self.rows() if row.name == name)

    def rows(self) -> list[InboxRow]:
        """Every task in the inbox, most urgent first."""
        return [row for group in inbox(self.office.world, self.actor, limit=500).groups for row in group.rows]

    def inbox(self) -> list[str]:
        """The names of the tasks in the inbox."""
        return [row.name for row in self.rows()]

    def sees(self, number: str) -> CasePage:
        """The case as this official sees it."""
        return case(self.office.world, self.actor, number)

    def does(self, command: Any, key: str | None = None) -> Any:
        """Carry out any command."""
        return execute(command, world=self.office.world, actor=self.actor, key=key)


class Office:
    """A running office over a database."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.desk = Desk(Ledger(":memory:"), today=lambda: clock().date(), sleep=lambda _: None)
        self.connectors = over(DeskTransport(self.desk))
        chance = random.Random(7)
        self.world = World(
            clock=clock,
            ids=ids(clock, chance.getrandbits),
            wake=lambda: None,
            catalogue=self.connectors,
            packs=VersionCache(store),
            database=store,
        )

    def as_(self, position: str) -> Official:
        """Whoever holds the position today."""
        actor = holder_of(self.world, position)
        assert actor is not None, f"nobody holds {position}"
        return Official(self, actor)

    def later(self, **by: float) -> None:
        """Let time pass and do what became due."""
        self.clock.move(**by)
        self.settle()

    def settle(self) -> int:
        """Do everything due now: jobs, timers, messages."""
        return drain(self.world, self.connectors)

    def trail(self, instance_id: Id) -> list[str]:
        """The kinds of facts of a case, in order."""
        with self.world.database.reading() as db:
            return [row.kind for row in cases.history(db, instance_id)]

    def office_trail(self) -> list[str]:
        """The kinds of facts outside of cases, in order."""
        with self.world.database.reading() as db:
            return [row.kind for row in cases.office(db, limit=1000)]

    def variables(self, instance_id: Id) -> Mapping[str, Any]:
        """The variables of a case."""
        with self.world.database.reading() as db:
            return cases.variables(db, instance_id)

    def version_of(self, instance_id: Id) -> Id:
        """The version a case runs on."""
        with self.world.database.reading() as db:
            found = instances.instance(db, instance_id)
        assert found is not None
        return found.version_id

    def attempts(self) -> list[str]:
        """The codes of refused attempts on record, latest first."""
        return [row.code for row in audit.refused(self.world, ENGINE)]

    def set_up(self, pack: Path = PACK) -> None:
        """People, parameters, the pack and one budget line."""
        people = [{"nip": nip, "name": name, "username": user, "password": PASSWORD} for nip, name, user, _ in PEOPLE]
        holdings = [{"nip": nip, "position": position, "from_on": "2026-01-01"} for nip, _, _, position in PEOPLE]
        due = {"key": "alat.periksa", "value": "3", "valid_from": "2026-01-01", "unit": "day", "day_type": "working"}
        commands: tuple[Command[Any], ...] = (
            PutUnits(UNITS),
            PutPositions(POSITIONS),
            PutPeople(tuple(people)),
            PutHoldings(tuple(holdings)),
            PutParameters((due,)),
            DeployPack(pack_files(pack)),
            PutRegisterRows("alat.budget", ({"key": "A1", "name": "Peralatan", "ceiling": "50000000"},)),
        )
        for command in commands:
            execute(command, world=self.world, actor=ENGINE)


def _raw(form: forms.Form | None, answers: Mapping[str, Any]) -> forms.Raw:
    return forms.raw(form, answers) if form else {}


@pytest.fixture
def office(database: Store, clock: Clock) -> Iterator[Office]:
    """A running office on each of the two databases, Monday 2 November 2026, 08:00 WIB."""
    made = Office(database, clock)
    made.set_up()
    yield made
    made.desk.ledger.close()


@pytest.fixture
def sqlite_office(sqlite_database: Store, clock: Clock) -> Iterator[Office]:
    """The same on SQLite only."""
    made = Office(sqlite_database, clock)
    made.set_up()
    yield made
    made.desk.ledger.close()
