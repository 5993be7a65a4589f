"""An auditor reads everything and changes nothing: no page shows a button that writes, no address takes a post."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from engine.model.actor import ENGINE
from engine.model.world import World
from engine.service import office as loaders
from engine.service.execute import execute
from tests.security.secrets import routes
from tests.web import office
from tests.web.office import Browser

#: What everybody may do about himself.
OWN = {"/keluar", "/bahasa", "/sandi", "/masuk"}
NIP = "9".rjust(18, "1")


@pytest.fixture
def wira(app: FastAPI, office_world: World) -> Browser:
    """The inspector, who only reads."""
    position = {"code": "INSP.AUDITOR", "title": "Auditor", "unit": "DKOM", "rights": "audit"}
    person = {"nip": NIP, "name": "Wira Auditor", "username": "wira", "password": office.PASSWORD}
    held = {"nip": NIP, "position": "INSP.AUDITOR", "from_on": "2026-01-01"}
    for command in (loaders.PutPositions((position,)), loaders.PutPeople((person,)), loaders.PutHoldings((held,))):
        execute(command, world=office_world, actor=ENGINE)
    return office.browser(app).let_in(office_world, "wira")


@pytest.fixture
def number(rina: Browser) -> str:
    """A case with something in its trail."""
    rina.get("/mulai/cuti/cuti")
    rina.post("/mulai/cuti/cuti", {"nama": "Rina", "alasan_cuti": "Sakit", "_kirim": "1"})
    found = re.search(r'href="/berkas/([^"/]+)"', rina.get("/berkas"))
    assert found
    return found[1]


def addresses(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Method and path of every page."""
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        for route in routes(app, method):
            if not route.path.startswith("/api/"):
                yield method, route.path


def task_of(world: World) -> str:
    """The open task of the case: an auditor may read it, so its address is refused for a better reason than 404."""
    with world.database.reading() as db:
        return str(UUID(db.execute(text("select id from task where open")).scalar_one()))


def filled(path: str, number: str, uuid: str) -> str:
    named = {
        "number": number,
        "key": "cuti",
        "pack": "cuti",
        "process_id": "cuti",
        "code": "DKOM.STAF",
        "name": "units",
    }
    named["process"] = "cuti"
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: named.get(part[1], uuid), path)


def state(world: World) -> dict[str, int]:
    """How many rows every table has, but for the traces of refusals, log-ins and looking."""
    with world.database.reading() as db:
        names = [row[0] for row in db.execute(text("select name from sqlite_master where type = 'table'"))]
        kept = set(names) - {"attempt", "session", "sqlite_sequence", "rescued_form"}
        return {name: db.execute(text(f'select count(*) from "{name}"')).scalar_one() for name in sorted(kept)}


def test_no_page_shows_an_auditor_a_button_that_writes(
    app: FastAPI, wira: Browser, office_world: World, number: str
) -> None:
    opened, task = 0, task_of(office_world)
    for method, path in addresses(app):
        if method != "GET":
            continue
        answer = wira.client.get(filled(path, number, task), follow_redirects=True)
        if answer.status_code != 200 or "text/html" not in answer.headers.get("content-type", ""):
            continue
        opened += 1
        forms = re.findall(r"<form([^>]*)>", answer.text)
        posts = {action[1] for form in forms if "post" in form and (action := re.search(r'action="([^"]*)"', form))}
        assert posts <= OWN, (path, posts)
    assert opened > 10


def test_every_address_refuses_what_an_auditor_sends(
    app: FastAPI, wira: Browser, office_world: World, number: str
) -> None:
    wira.get("/audit")
    token = wira.hidden("_csrf")
    before, tried, task = state(office_world), 0, task_of(office_world)
    for method, path in addresses(app):
        if method in ("GET", "HEAD") or path in OWN | {"/masuk/demo"}:
            continue
        fields = {"_csrf": token, "_kunci": f"{tried}", "alasan": "coba", "teks": "code,name\nA,B\n", "_kirim": "1"}
        answer = wira.client.request(
            method, filled(path, number, task), data=fields, headers={"x-csrf": token}, follow_redirects=False
        )
        tried += 1
        assert answer.status_code in (403, 404, 409, 413, 422), (method, path, answer.status_code, answer.text[:300])
    assert tried > 20
    assert state(office_world) == before


def test_a_trail_says_who_did_what_in_which_position_and_that_it_holds(wira: Browser, number: str) -> None:
    page = wira.get(f"/audit/berkas/{number}")
    for said in ("Berkas dimulai", "Rina Simanjuntak", "Staf", "Rantai jejak utuh"):
        assert said in page, said
    rows = wira.client.get(f"/audit/berkas/{number}.csv").content.decode("utf-8-sig").splitlines()
    facts = wira.client.get(f"/audit/berkas/{number}.json").json()
    assert len(rows) == len(facts) + 1
    assert facts[0]["kind"] == "case.started"


def test_a_changed_past_shows_on_the_page(wira: Browser, office_world: World, number: str) -> None:
    with office_world.database.writing() as db:
        db.execute(text("drop trigger fact_no_update"))
        db.execute(text("update fact set acted_as = 'DKOM.KABID/definitif' where kind = 'case.started'"))
        db.commit()
    assert "Rantai jejak putus" in wira.get(f"/audit/berkas/{number}")
    page = wira.get("/audit/verifikasi?mulai=1")
    assert "sambungan putus" in page
    assert "Semua rantai jejak utuh" not in page


def test_the_button_verifies_everything(wira: Browser, number: str) -> None:
    assert "Hitung ulang semua rantai" in wira.get("/audit/verifikasi")
    assert "Semua rantai jejak utuh" in wira.get("/audit/verifikasi?mulai=1")


def test_what_was_blocked_is_listed_and_found_by_code_person_and_day(wira: Browser, rina: Browser, number: str) -> None:
    rina.get("/tugas")
    rina.post("/kantor/unit", {"code": "X", "name": "X"}, 403)
    page = wira.get("/audit/percobaan")
    assert "right.missing" in page
    assert "Rina Simanjuntak" in page
    for query, there in (("kode=right", True), ("kode=task", False), ("orang=rina", True), ("orang=joko", False)):
        assert ("WriteRows" in wira.get(f"/audit/percobaan?{query}")) is there, query
    assert "WriteRows" in wira.get("/audit/percobaan?dari=2026-11-02&sampai=2026-11-02")
    assert "WriteRows" not in wira.get("/audit/percobaan?dari=2026-11-03")
    assert "right.missing" in wira.client.get("/audit/percobaan.csv").text
    wira.get("/audit/percobaan?dari=kapan", 422)


def test_the_trail_of_the_office_tells_changes_with_their_reason(wira: Browser, adi: Browser) -> None:
    adi.get("/kantor/kalender/hari?tanggal=2026-12-31")
    day = {"tanggal": "2026-12-31", "nama": "Libur daerah", "jenis": "local", "alasan": "Kepwal 100/2026"}
    adi.post("/kantor/kalender/hari", day)
    page = wira.get("/audit/kantor?kelompok=parameter")
    for said in ("Hari diliburkan", "Kepwal 100/2026", "Adi Putra", "2026-12-31", "Rantai jejak utuh"):
        assert said in page, said
    assert "Masuk ditolak" not in wira.get("/audit/kantor")


def test_only_who_may_audit_opens_the_pages(rina: Browser, adi: Browser, number: str) -> None:
    for path in ("/audit", f"/audit/berkas/{number}", "/audit/percobaan", "/audit/kantor", "/audit/verifikasi?mulai=1"):
        rina.get(path, 403)
        adi.get(path, 403)
