"""A small office for the fault tests: one official, one procedure that pays, opened by URL from any process."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
from sqlalchemy import func, select

from engine.app import opened, ready, utc_now, world
from engine.jobs.run import drain
from engine.model.actor import ENGINE, Actor
from engine.model.world import World
from engine.service import office
from engine.service.cases import StartCase
from engine.service.execute import execute
from engine.service.packfiles import pack_files
from engine.service.packs import DeployPack
from engine.service.sessions import holder_of
from engine.service.work import ReclaimLeases
from engine.store import audit, instances, tables, tasks
from engine.store.database import Store
from integrations.registry import Endpoint, Registry, registry

PACK = Path(__file__).parent / "pack"
POSITION = "UJI.STAF"


@dataclass(frozen=True)
class Bureau:
    """The office as one process sees it."""

    store: Store
    world: World
    connectors: Registry

    @property
    def official(self) -> Actor:
        """Who holds the one position."""
        actor = holder_of(self.world, POSITION)
        assert actor is not None
        return actor

    def begin(self, process: str = "uji", pack: str = "uji") -> tuple[UUID, UUID]:
        """Start a case: its id and its open task's."""
        case = execute(StartCase(pack, process, {}), world=self.world, actor=self.official)
        with self.store.reading() as connection:
            (task,) = tasks.open_tasks(connection, case.instance_id)
        return case.instance_id, task.id

    def facts(self, case: UUID, kind: str) -> int:
        """How often something happened in a case."""
        with self.store.reading() as connection:
            return sum(fact["kind"] == kind for fact in audit.facts(connection, case))

    def state(self, case: UUID) -> str:
        """The life of a case."""
        with self.store.reading() as connection:
            row = instances.instance(connection, case)
        assert row is not None
        return row.state

    def whole(self) -> bool:
        """Every chain of facts verifies."""
        with self.store.reading() as connection:
            return audit.verify(connection) == []

    def recover(self) -> None:
        """Take back what the worker that died held, as a worker does when it starts."""
        execute(ReclaimLeases("drain"), world=self.world, actor=ENGINE)

    def payments(self, partner: str, case: UUID) -> int:
        """How often a case was paid, by the partner's books."""
        with self.store.reading() as connection:
            row = instances.instance(connection, case)
        assert row is not None
        return sum(entry["case_number"] == row.number for entry in entries(partner))

    def called(self, case: UUID) -> list[str]:
        """The states of the cases a case called."""
        children = select(tables.instance.c.state).where(tables.instance.c.parent_id == case)
        with self.store.reading() as connection:
            return list(connection.execute(children).scalars())

    def leftovers(self, case: UUID) -> dict[str, int]:
        """What is still there of a case that ended: table -> rows; nothing should be."""
        busy = tables.job.c.state.in_(("ready", "leased", "failed"))
        wanted = {
            "token": select(func.count()).where(tables.token.c.instance_id == case),
            "subscription": select(func.count()).where(tables.subscription.c.instance_id == case),
            "counter": select(func.count()).where(tables.counter.c.instance_id == case),
            "job": select(func.count()).where(tables.job.c.instance_id == case, busy),
            "task": select(func.count()).where(tables.task.c.instance_id == case, tables.task.c.open),
            "incident": select(func.count()).where(tables.incident.c.instance_id == case, tables.incident.c.open),
        }
        with self.store.reading() as connection:
            found = {name: connection.execute(count).scalar_one() for name, count in wanted.items()}
        return {name: n for name, n in found.items() if n}

    def work(self) -> int:
        """Do everything due, in this thread."""
        return drain(self.world, self.connectors)


def bureau(url: str, partner: str = "", wake: Callable[[], None] = lambda: None) -> Bureau:
    """Open the office at a database that exists."""
    store = opened(url)
    connectors = registry({"finance": Endpoint(partner)} if partner else {})
    return Bureau(store, world(store, connectors, wake, zone="Asia/Jakarta", clock=utc_now), connectors)


def founded(url: str, partner: str = "") -> Bureau:
    """Open it at an empty database: schema, people, pack."""
    at = bureau(url, partner)
    ready(at.store)
    acts = (
        office.PutUnits(({"code": "UJI", "name": "Unit Uji", "kind": "agency", "parent": "", "zone": "Asia/Jakarta"},)),
        office.PutPositions(
            ({"code": POSITION, "title": "Staf Uji", "unit": "UJI", "roles": "staf", "superior": "", "rights": ""},)
        ),
        office.PutPeople(
            (
                {
                    "nip": "198505152010011001",
                    "name": "Siti Contoh",
                    "email": "",
                    "username": "siti",
                    "password": "kata sandi panjang",
                },
            )
        ),
        office.PutHoldings(
            (
                {
                    "nip": "198505152010011001",
                    "position": POSITION,
                    "capacity": "definitif",
                    "warrant": "",
                    "from_on": "2020-01-01",
                    "until_on": "",
                },
            )
        ),
    )
    for act in acts:
        execute(act, world=at.world, actor=ENGINE)
    execute(DeployPack(pack_files(PACK, None)), world=at.world, actor=ENGINE)
    return at


def entries(partner: str) -> list[Mapping[str, Any]]:
    """The payments in the partner's books."""
    with urllib.request.urlopen(f"{partner}/finance/entries", timeout=5) as answer:
        return list(json.load(answer))


@contextmanager
def running_partner(file: Path) -> Iterator[str]:
    """The reference partner as a process of its own."""
    port = 18000 + (hash(str(file)) % 2000)
    process = subprocess.Popen([sys.executable, "-m", "integrations.partner", "--port", str(port), "--file", str(file)])
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                httpx2.get(f"{url}/health", timeout=1, trust_env=False)
                break
            except httpx2.HTTPError:
                time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait(10)
