"""An admin moves running cases on pages without JavaScript: what differs, what would become of each, the move."""

import time
from dataclasses import replace

import pytest

from engine.jobs import moving
from engine.model.actor import ENGINE
from engine.model.world import World
from engine.service.execute import execute
from engine.service.packs import DeployPack
from engine.service.versions import VersionCache
from tests.conftest import Clock
from tests.web.office import PROCESS, Browser, files


@pytest.fixture
def newer(office_world: World, rina: Browser) -> World:
    """Two cases on the first version, and a second one in which the step has another id."""
    for _ in range(2):
        rina.start_case()
    world = replace(office_world, packs=VersionCache(office_world.database))
    execute(DeployPack(files(PROCESS.replace("Periksa", "Telaah")), replace=True), world=world, actor=ENGINE)
    return office_world


def judged(adi: Browser, **chosen: str) -> str:
    adi.get("/pantau/pindah/cuti/cuti?dari=1")
    where = adi.post("/pantau/pindah/cuti/cuti", {"dari": "1", "ke": "2", **chosen})
    assert where.startswith("/pantau/pindah/jalan/")
    return where


def test_the_pages_lead_from_the_count_to_the_moved_cases(newer: World, adi: Browser, joko: Browser) -> None:
    assert "2 berkas berjalan pada versi lama" in adi.get("/pantau/proses/cuti/cuti?versi=1")
    assert "/pantau/pindah/cuti/cuti?dari=1" in adi.get("/pantau/pindah")
    page = adi.get("/pantau/pindah/cuti/cuti?dari=1")
    assert "Langkah yang hilang" in page
    assert "2 di sini sekarang" in page
    told = adi.get(judged(adi))
    assert "0 dapat dipindahkan, 2 tidak" in told
    assert "ada di versi baru, tetapi tidak ada" in told
    assert told.count("CUT-2026-0000") >= 2

    where = judged(adi, **{"unsur:Periksa": "Telaah"})
    told = adi.get(where)
    assert "2 dapat dipindahkan, 0 tidak" in told
    assert "Galat:" in adi.post(where, {"alasan": " "}, 422)
    moved = adi.post(where, {"alasan": "Prosedur baru"})
    for _ in range(100):
        told = adi.get(moved)
        if "http-equiv" not in told:
            break
        time.sleep(0.05)
    assert "2 dipindahkan, 0 ditolak dan tidak disentuh" in told
    assert "Adi Putra" in told
    assert "Prosedur baru" in told
    assert "Semua berkas berjalan sudah memakai versi yang berlaku" in adi.get("/pantau/pindah")
    assert "Dipindahkan ke versi prosedur yang lain" in adi.get("/berkas/CUT-2026-00001")
    assert "Telaah" in joko.get("/tugas")


def test_a_mapping_that_does_not_fit_is_said_beside_what_was_typed(newer: World, adi: Browser) -> None:
    adi.get("/pantau/pindah/cuti/cuti?dari=1")
    page = adi.post("/pantau/pindah/cuti/cuti", {"dari": "1", "ke": "2", "pemetaan": "tidak: ada"}, 422)
    assert "Seharusnya pemetaan menyebut unsur" in page
    assert "tidak: ada" in page


def test_a_run_whose_server_went_away_is_offered_to_go_on(
    newer: World, adi: Browser, clock: Clock, monkeypatch: pytest.MonkeyPatch, office_world: World
) -> None:
    monkeypatch.setattr(moving, "_in_background", lambda *_: None)
    where = judged(adi, **{"unsur:Periksa": "Telaah"})
    adi.get(where)
    moved = adi.post(where, {"alasan": "Prosedur baru"})
    assert "Memindahkan: 0 dari 2" in adi.get(moved)
    clock.move(minutes=3)
    assert "Pemindahan terhenti" in adi.get(moved)
    monkeypatch.undo()
    assert adi.post(moved, {"_lanjut": "1"}) == moved
    for _ in range(100):
        told = adi.get(moved)
        if "http-equiv" not in told:
            break
        time.sleep(0.05)
    assert "2 dipindahkan" in told


def test_who_may_not_watch_sees_none_of_it(newer: World, joko: Browser) -> None:
    joko.get("/pantau/pindah", 403)
    joko.get("/pantau/pindah/cuti/cuti", 403)
