"""The office that is measured: one official, the bench pack, opened on any database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bench import diagrams
from engine.app import opened, ready, utc_now, world
from engine.model.actor import ENGINE, Actor
from engine.model.world import World
from engine.service import office
from engine.service.accounts import IssueToken
from engine.service.cases import StartCase
from engine.service.command import Command
from engine.service.execute import execute
from engine.service.packs import DeployPack
from engine.service.sessions import holder_of
from engine.service.tasks import CompleteTask
from engine.store import tasks
from engine.store.database import Store
from integrations.registry import registry

POSITION = "BENCH.STAF"
NIP = "198505152010011001"
MANIFEST = b"""key = "bench"
title_id = "Pengukuran"
title_en = "Measurement"
version = "1"
owner = "BENCH.STAF"
legal_basis = []
connectors = []

[roles]
bench = "Staf"
"""


def form(key: str, *fields: Mapping[str, Any]) -> bytes:
    return json.dumps({"id": key, "type": "default", "components": list(fields)}).encode()


KONSEP = form(
    "konsep",
    {"type": "checkbox", "key": "ok", "label": "Setuju"},
    {"type": "rupiah", "key": "nilai", "label": "Nilai", "validate": {"min": 0}},
    {"type": "textarea", "key": "catatan", "label": "Catatan", "validate": {"maxLength": 2000}},
)
ULANG = form("ulang", {"type": "checkbox", "key": "again", "label": "Ulangi"})
ANSWERS = {"ok": ["ya"], "nilai": ["1.000.000"], "catatan": ["Sesuai"]}


@dataclass(frozen=True)
class Office:
    """One process's view of it."""

    store: Store
    world: World
    official: Actor

    def start(self, process: str) -> UUID:
        return execute(StartCase("bench", process, {}), world=self.world, actor=self.official).instance_id

    def open_tasks(self, case: UUID) -> list[UUID]:
        with self.store.reading() as connection:
            return [row.id for row in tasks.open_tasks(connection, case)]

    def complete(self, task: UUID, raw: Mapping[str, list[str]]) -> None:
        execute(CompleteTask(task, 1, raw), world=self.world, actor=self.official)


def founded(url: str, sizes: tuple[int, ...] = ()) -> Office:
    """An empty database becomes the office with its pack."""
    store = opened(url)
    ready(store)
    here = world(store, registry({}), lambda: None, zone="Asia/Jakarta", clock=utc_now)
    person = {"nip": NIP, "name": "Siti Ukur", "email": "", "username": "siti", "password": "kata sandi panjang"}
    holding = {"nip": NIP, "position": POSITION, "capacity": "definitif", "warrant": "", "from_on": "2020-01-01"}
    position = {"code": POSITION, "title": "Staf", "unit": "BENCH", "roles": "bench", "superior": "", "rights": ""}
    unit = {"code": "BENCH", "name": "Unit Ukur", "kind": "agency", "parent": "", "zone": "Asia/Jakarta"}
    files = {
        "pack.toml": MANIFEST,
        "w2.bpmn": diagrams.w2(ours=True),
        "loop.bpmn": diagrams.loop(ours=True),
        "w4.bpmn": diagrams.w4(ours=True),
        "sooner.bpmn": diagrams.timed("sooner", "PT1H"),
        "later.bpmn": diagrams.timed("later", "P10D"),
        "listed10.bpmn": diagrams.listed(10),
        "listed10000.bpmn": diagrams.listed(10_000),
        "forms/konsep.form.json": KONSEP,
        "forms/ulang.form.json": ULANG,
        **{f"wide{n}.bpmn": diagrams.wide(n, ours=True) for n in sizes},
    }
    acts: tuple[Command[Any], ...] = (
        office.PutUnits((unit,)),
        office.PutPositions((position,)),
        office.PutPeople((person,)),
        office.PutHoldings(({**holding, "until_on": ""},)),
        DeployPack(files),
    )
    for act in acts:
        execute(act, world=here, actor=ENGINE)
    official = holder_of(here, POSITION)
    assert official is not None
    return Office(store, here, official)


def token(at: Office, account: UUID) -> str:
    """A token of the official for the API."""
    return execute(IssueToken(account, "bench"), world=at.world, actor=ENGINE).token
