"""A small office behind the pages: two officials of one agency, an admin, and a leave request to work on."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from fastapi import FastAPI
from starlette.testclient import TestClient

from engine.api import mount as mount_api
from engine.model.actor import ENGINE
from engine.model.ids import Id
from engine.model.world import World
from engine.service import office
from engine.service.execute import execute
from engine.service.packs import DeployPack
from engine.service.sessions import enter
from engine.service.versions import VersionCache
from engine.web import Site, mount

PASSWORD = "kata-sandi-panjang"
PROCESS = (Path(__file__).parent / "cuti.bpmn").read_text()
REQUEST = {
    "id": "permohonan",
    "type": "default",
    "components": [
        {"type": "textfield", "key": "nama", "label": "Nama pegawai", "validate": {"required": True}},
        {"type": "textarea", "key": "alasan_cuti", "label": "Alasan cuti"},
    ],
}
CHECK = {
    "id": "pemeriksaan",
    "type": "default",
    "components": [
        {"type": "number", "key": "lama", "label": "Lama (hari)", "validate": {"required": True, "min": 1}},
        {"type": "textfield", "key": "catatan", "label": "Catatan"},
        {"type": "filepicker", "key": "surat", "label": "Surat dokter"},
        {
            "type": "dynamiclist",
            "path": "pengganti",
            "label": "Pengganti",
            "components": [{"type": "textfield", "key": "nama_pengganti", "label": "Nama"}],
        },
    ],
}
MANIFEST = 'key = "cuti"\ntitle_id = "Cuti pegawai"\ntitle_en = "Leave"\n[roles]\nstaff = "Staf"\nhead = "Kepala"\n'


def files(process: str = PROCESS) -> dict[str, bytes]:
    """The pack as shipped."""
    forms = {f"forms/{form['id']}.form.json": json.dumps(form).encode() for form in (REQUEST, CHECK)}
    return {"pack.toml": MANIFEST.encode(), "cuti.bpmn": process.encode(), **forms}


def furnish(world: World) -> World:
    """Write the office's rows and release the pack; the answer reads its versions from the database."""
    world = replace(world, packs=VersionCache(world.database))
    rows: tuple[object, ...] = (
        office.PutUnits(({"code": "DKOM", "name": "Dinas Kominfo", "kind": "agency", "parent": "", "zone": ""},)),
        office.PutPositions(
            (
                _position("DKOM.STAF", "Staf", "staff"),
                _position("DKOM.KABID", "Kepala Bidang", "head"),
                _position("DKOM.SEK", "Sekretaris", "head"),
                _position("DKOM.ADMIN", "Pengelola sistem", "", "administer;analyse"),
            )
        ),
        office.PutPeople(
            (
                _person("1", "Rina Simanjuntak", "rina"),
                _person("2", "Joko Susilo", "joko"),
                _person("3", "Siti Rahma", "siti"),
                _person("4", "Adi Putra", "adi"),
            )
        ),
        office.PutHoldings(
            (_held("1", "DKOM.STAF"), _held("2", "DKOM.KABID"), _held("3", "DKOM.SEK"), _held("4", "DKOM.ADMIN"))
        ),
        DeployPack(files()),
    )
    for command in rows:
        execute(command, world=world, actor=ENGINE)  # type: ignore[arg-type]
    return world


def _position(code: str, title: str, roles: str, rights: str = "") -> Mapping[str, str]:
    return {"code": code, "title": title, "unit": "DKOM", "roles": roles, "superior": "", "rights": rights}


def _person(number: str, name: str, username: str) -> Mapping[str, str]:
    nip = number.rjust(18, "1")
    return {"nip": nip, "name": name, "email": "", "username": username, "password": PASSWORD, "language": "id"}


def _held(number: str, position: str) -> Mapping[str, str]:
    nip = number.rjust(18, "1")
    return {"nip": nip, "position": position, "capacity": "", "warrant": "", "from_on": "2026-01-01", "until_on": ""}


@dataclass
class Browser:
    """A browser without JavaScript: keeps cookies, fills in the hidden fields of the page it sees."""

    client: TestClient
    page: str = ""

    def get(self, url: str, status: int = 200) -> str:
        """Open a page."""
        answer = self.client.get(url)
        assert answer.status_code == status, (url, answer.status_code, answer.text[:600])
        self.page = answer.text
        return self.page

    def post(self, url: str, fields: Mapping[str, object], status: int = 303, **more: object) -> str:
        """Send a form with the hidden fields of the page; the answer is where it leads, or the page."""
        hidden = {name: self.hidden(name) for name in ("_csrf", "_kunci", "_versi") if self.hidden(name)}
        answer = self.client.post(url, data={**hidden, **fields}, follow_redirects=False, **more)  # type: ignore[arg-type]
        assert answer.status_code == status, (url, answer.status_code, answer.text[:900])
        self.page = answer.text or self.page
        return str(answer.headers["location"]) if status == 303 else answer.text

    def hidden(self, name: str) -> str:
        """One hidden field of the page."""
        found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', self.page)
        return found.group(1) if found else ""

    def log_in(self, username: str) -> "Browser":
        """Log in with the password."""
        self.get("/masuk")
        where = self.post("/masuk", {"username": username, "password": PASSWORD, "lanjut": "/tugas"})
        assert where == "/tugas"
        return self

    def let_in(self, world: World, username: str) -> "Browser":
        """Give the browser a session without the slow check of a password."""
        session = enter(world, username)
        self.client.cookies.set("sesi", session.token, domain="kota.test")
        self.client.cookies.set("pengguna", str(session.account_id), domain="kota.test")
        return self

    def start_case(self, name: str = "Budi") -> str:
        """Start a case; the answer is its number."""
        self.get("/mulai/cuti/cuti")
        where = self.post("/mulai/cuti/cuti", {"nama": name, "_kirim": "1"})
        assert where.startswith("/berkas/CUT-"), where
        return where.removeprefix("/berkas/")

    def first_task(self) -> str:
        """The first task of the inbox."""
        found = re.search(r'href="(/tugas/[0-9a-f-]{36})"', self.get("/tugas"))
        assert found, self.page
        return found.group(1)


def application(world: World, *, demo: bool = False) -> FastAPI:
    """Pages and API over one world."""
    app = FastAPI()
    mount_api(app, world, version="0")
    mount(app, Site(world, "Kota Contoh", demo=demo, hosts=("kota.test",)))
    return app


def browser(app: FastAPI) -> Browser:
    """A browser on this machine."""
    return Browser(TestClient(app, client=("127.0.0.1", 4000), base_url="http://kota.test"))


def task_id(url: str) -> Id:
    """The identifier in a task's address."""
    return UUID(url.rsplit("/", 1)[1])
