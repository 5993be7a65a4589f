"""An analyst tries ad-hoc work: begins steps as their holders would, and keeps it as a scenario."""

import re

from engine.model.actor import ENGINE
from engine.model.world import World
from engine.service.execute import execute
from engine.service.packs import DeployPack
from tests import inquiry
from tests.web.office import Browser

WORK = "Pemeriksaan temuan"


def does(adi: Browser, name: str) -> None:
    """Open an open task of the trial as the first position that may do it."""
    part = next(part for part in adi.page.split("<li") if f">{name}</h3>" in part)
    where = part.split('href="')[1].split('"')[0].replace("&amp;", "&")
    adi.get(where)


def sends(adi: Browser, here: str, **fields: str) -> None:
    hidden = {name: re.findall(rf'name="{name}" value="([^"]*)"', adi.page)[0] for name in ("_tugas", "_sebagai")}
    adi.get(adi.post(here, {**hidden, **fields}))


def test_ad_hoc_work_is_tried_and_kept_as_a_scenario(adi: Browser, office_world: World) -> None:
    execute(DeployPack(inquiry.files("commitment_officer", "commitment_officer")), world=office_world, actor=ENGINE)
    adi.get("/desain/temuan/coba")
    here = adi.post("/desain/temuan/coba", {"proses": "temuan", "sekarang": "2026-11-02 08:00"})
    adi.get(f"{here}?sebagai=DKOM.PPK")
    adi.get(adi.post(here, {"_sebagai": "DKOM.PPK", "_tugas": "", "_kirim": "1"}))
    does(adi, WORK)
    sends(adi, here, _pilih="Saksi")
    does(adi, "Dengar saksi")
    sends(adi, here, _kirim="1")
    does(adi, WORK)
    sends(adi, here, _nyatakan="1", alasan="Cukup")
    assert "Susun laporan" in adi.page
    page = adi.get(f"{here}/skenario")
    assert "pilih: Dengar saksi" in page
    assert f"selesai: {WORK}" in page
