"""An office with secret cases in every state, and every address of its pages and its API, to be tried by strangers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import select

from engine.model.actor import ENGINE
from engine.service.assemble import pack_files
from engine.service.command import Command
from engine.service.execute import execute
from engine.service.files import AttachFile
from engine.service.office import PutHoldings, PutPeople, PutPositions
from engine.service.packs import DeployPack
from engine.store import tables
from integrations.partner.faults import Fault, Kind
from tests.office import PASSWORD, Office

PACK = Path(__file__).parent / "aduan"
NAME, STORY, FOUND = "Kumbangbiru Situmorang", "menggadaikan Traktorhijau", "terbukti Lumbungmerah"
NIP = "199001012015011777"
#: What nobody but the examiner may ever read. Names of steps are in the diagram, which an analyst may read there.
VALUES = ("Kumbangbiru", "Traktorhijau", "Lumbungmerah", "Kapalungu", NIP, "RHS-2026-")
STEPS = ("Periksa perkara lindung", "Sita barang lindung", "Panggilan lindung", "Catat perkara", "Budi Periksa")
MORE = (
    {"code": "DKOM.AUDITOR", "title": "Auditor", "unit": "DKOM", "roles": "", "rights": "audit"},
    {"code": "DKOM.ANALIS", "title": "Analis", "unit": "DKOM", "roles": "", "rights": "analyse"},
    {"code": "DKOM.ARSIP", "title": "Arsiparis", "unit": "DKOM", "roles": "archivist", "rights": ""},
    {
        "code": "DKOM.TERLAPOR",
        "title": "Pemeriksa Muda",
        "unit": "DKOM",
        "roles": "checker;archivist",
        "rights": "audit",
    },
)
PEOPLE = (
    ("198001012005011011", "Ida Auditor", "ida", "DKOM.AUDITOR"),
    ("198001012005011012", "Ana Analis", "ana", "DKOM.ANALIS"),
    ("198001012005011013", "Arif Arsip", "arif", "DKOM.ARSIP"),
    (NIP, NAME, "terlapor", "DKOM.TERLAPOR"),
)


@dataclass(frozen=True, slots=True)
class Secrets:
    """The identifiers of the secret cases, by the name of a path parameter."""

    office: Office
    known: Mapping[str, tuple[str, ...]]

    @property
    def everything(self) -> tuple[str, ...]:
        """One identifier of each kind, for parameters this file does not know."""
        return tuple(dict.fromkeys(values[0] for values in self.known.values()))


def furnish(office: Office) -> Secrets:
    """Three secret cases: one late with its examiner, one failed, one whose address nobody holds."""
    people = tuple({"nip": n, "name": name, "username": user, "password": PASSWORD} for n, name, user, _ in PEOPLE)
    held = tuple({"nip": nip, "position": position, "from_on": "2026-01-01"} for nip, _, _, position in PEOPLE)
    commands: tuple[Command[Any], ...] = (
        PutPositions(MORE),
        PutPeople(people),
        PutHoldings(held),
        DeployPack(pack_files(PACK)),
    )
    for command in commands:
        execute(command, world=office.world, actor=ENGINE)
    office.desk.faults.switch("asset", Fault(Kind.DOWN))
    for address in ("position:DKOM.PERIKSA", "position:DKOM.PERIKSA", "role:kosong@DKOM"):
        _report(office, address)
    examiner = office.as_("DKOM.PERIKSA")
    task = examiner.task("Periksa perkara lindung")
    kept = examiner.does(AttachFile(f"task:{task.task_id}", "bukti", "Kapalungu.txt", b"Kapalungu"))
    examiner.completes("Periksa perkara lindung", temuan=FOUND, bukti=[str(kept.id)])
    # Late, and out of patience with the partner.
    for _ in range(6):
        office.later(days=2)
    return Secrets(office, _known(office))


def _report(office: Office, address: str) -> None:
    reporter = office.as_("DKOM.STAF")
    reporter.starts("aduan_tertutup", "aduan", terlapor=NAME, nip_terlapor=NIP, kronologi=STORY, kepada=address)
    office.settle()


def _known(office: Office) -> Mapping[str, tuple[str, ...]]:
    columns: Mapping[str, Any] = {
        "number": tables.instance.c.number,
        "instance_id": tables.instance.c.id,
        "task_id": tables.task.c.id,
        "incident_id": tables.incident.c.id,
        "letter_id": tables.letter.c.id,
        "attachment_id": tables.attachment.c.id,
        "notice_id": tables.notice.c.id,
        "job_id": tables.job.c.id,
    }
    fixed = {"pack": ("aduan",), "process": ("aduan_tertutup",), "process_id": ("aduan_tertutup",)}
    fixed |= {"path": ("aduan_tertutup.bpmn",), "element": ("Periksa",), "version": ("1",), "key": ("aduan",)}
    with office.world.database.reading() as db:
        found = {
            name: tuple(str(one) for one in db.execute(select(column)).scalars()) for name, column in columns.items()
        }
    assert all(found.values()), "every kind of thing of a secret case exists"
    return {**found, **fixed}


def routes(app: FastAPI, method: str) -> Iterator[APIRoute]:
    """Every address of the pages that answers a method."""
    for part in app.routes:
        router = getattr(part, "original_router", None)
        for route in router.routes if router else [part]:
            if isinstance(route, APIRoute) and method in (route.methods or ()):
                yield route


def addresses(route: APIRoute, secrets: Secrets) -> Iterator[str]:
    """The route with every identifier of the secret cases that fits, or with all of them where none is known to fit."""
    names = re.findall(r"{(\w+)(?::\w+)?}", route.path)
    values = [secrets.known.get(name) or secrets.everything for name in names]
    for chosen in product(*values):
        url = re.sub(r"{\w+(?::\w+)?}", "{}", route.path).format(*chosen)
        yield url


def telling(text: str, words: tuple[str, ...]) -> list[str]:
    """The words of a secret case that stand in an answer."""
    return [word for word in words if word.lower() in text.lower()]


__all__ = ["NAME", "NIP", "STEPS", "VALUES", "Secrets", "addresses", "furnish", "routes", "telling"]
