"""Choosing in an ad-hoc subprocess, in a browser without JavaScript."""

from collections.abc import Callable

import pytest

from engine.model.actor import ENGINE
from engine.model.world import World
from engine.service.execute import execute
from engine.service.packs import DeployPack
from tests import inquiry
from tests.web.office import Browser

NAME = "Pemeriksaan temuan"


@pytest.fixture
def inquiring(office_world: World) -> Callable[..., None]:
    def deploy(**words: str) -> None:
        execute(DeployPack(inquiry.files("staff", "head", **words)), world=office_world, actor=ENGINE)

    return deploy


def begins(rina: Browser) -> str:
    rina.get("/mulai/temuan/temuan")
    where = rina.post("/mulai/temuan/temuan", {"_kirim": "1"})
    return where.removeprefix("/berkas/")


def opens(browser: Browser) -> str:
    """Go from the inbox to the page where one chooses."""
    page = browser.get("/tugas")
    line = next(part for part in page.split("<li") if NAME in part)
    where = line.split('href="')[1].split('"')[0]
    browser.get(where)
    return where


def test_the_inbox_and_the_case_say_what_can_be_chosen(
    inquiring: Callable[..., None], rina: Browser, joko: Browser
) -> None:
    inquiring()
    number = begins(rina)
    assert "Dapat dipilih: Dengar saksi, Minta dokumen" in joko.get("/tugas")
    assert "Dapat dipilih: Dengar saksi, Minta dokumen" in joko.get(f"/berkas/{number}")


def test_a_step_is_begun_with_one_press_and_its_form_follows(
    inquiring: Callable[..., None], rina: Browser, joko: Browser
) -> None:
    inquiring()
    begins(rina)
    where = opens(joko)
    assert "Pilih langkah" in joko.page
    assert "Catat keterangan satu saksi." in joko.page
    next_page = joko.post(f"{where}/pilih", {"unsur": "Saksi"})
    assert next_page.startswith("/tugas/")
    assert "<h1" in joko.get(next_page)
    assert "Dengar saksi" in joko.page


def test_a_step_for_somebody_else_leads_back_and_says_that_it_began(
    inquiring: Callable[..., None], rina: Browser, joko: Browser
) -> None:
    inquiring()
    begins(rina)
    where = opens(joko)
    assert "masih 2 kali" in joko.page
    back = joko.post(f"{where}/pilih", {"unsur": "Dokumen"})
    assert back == f"{where}?dimulai=Dokumen#pilihan"
    page = joko.get(back)
    assert "Dimulai" in page
    assert "1 sedang berjalan" in page
    assert "masih 1 kali" in page
    assert "Minta dokumen" in rina.get("/tugas")


def test_the_same_press_twice_begins_once_and_an_old_page_is_told(
    inquiring: Callable[..., None], rina: Browser, joko: Browser, siti: Browser
) -> None:
    inquiring()
    begins(rina)
    where = opens(joko)
    old = opens(siti)
    before = joko.page
    first = joko.post(f"{where}/pilih", {"unsur": "Dokumen"})
    joko.page = before
    assert joko.post(f"{where}/pilih", {"unsur": "Dokumen"}) == first
    assert rina.get("/tugas").count("Minta dokumen</") + rina.page.count("Minta dokumen<span") == 1
    assert "ada yang sudah memilih" in siti.post(f"{old}/pilih", {"unsur": "Dokumen"}, status=409)


def test_work_is_declared_finished_with_a_reason(inquiring: Callable[..., None], rina: Browser, joko: Browser) -> None:
    inquiring()
    number = begins(rina)
    where = opens(joko)
    page = joko.post(f"{where}/selesai", {"alasan": " "}, status=422)
    assert "Seharusnya alasan diisi" in page
    joko.get(where)
    next_page = joko.post(f"{where}/selesai", {"alasan": "Bukti cukup"})
    assert "Susun laporan" in joko.get(next_page)
    page = joko.get(f"/berkas/{number}")
    assert "Dinyatakan selesai" in page
    assert "Bukti cukup" in page


def test_one_by_one_offers_no_button_while_a_step_is_open(
    inquiring: Callable[..., None], rina: Browser, joko: Browser
) -> None:
    inquiring(ordering="Sequential")
    begins(rina)
    where = opens(joko)
    joko.post(f"{where}/pilih", {"unsur": "Dokumen"})
    page = joko.get(where)
    assert "Satu per satu" in page
    assert 'name="unsur"' not in page


def test_where_a_condition_decides_nobody_is_asked_to_declare(
    inquiring: Callable[..., None], rina: Browser, joko: Browser
) -> None:
    inquiring(until="= cukup")
    begins(rina)
    opens(joko)
    assert "berakhir sendiri setelah syaratnya terpenuhi" in joko.page
    assert "Nyatakan selesai" not in joko.page


def test_who_looks_on_sees_no_button(inquiring: Callable[..., None], rina: Browser, joko: Browser) -> None:
    inquiring()
    number = begins(rina)
    where = opens(joko)
    page = rina.get(where)
    assert 'name="unsur"' not in page
    assert "Dengar saksi" in page
    assert number in page


def test_choices_in_english(inquiring: Callable[..., None], rina: Browser, joko: Browser) -> None:
    inquiring()
    begins(rina)
    joko.client.cookies.set("bahasa", "en", domain="kota.test")
    assert "To choose from: Dengar saksi, Minta dokumen" in joko.get("/tugas")
    where = opens(joko)
    assert "Choose a step" in joko.page
    assert "2 times more" in joko.page
    assert where


def test_the_history_tells_what_was_chosen_and_the_steps_show_the_work(
    inquiring: Callable[..., None], rina: Browser, joko: Browser
) -> None:
    inquiring()
    number = begins(rina)
    where = opens(joko)
    joko.post(f"{where}/pilih", {"unsur": "Saksi"})
    assert "Langkah dipilih: <strong>Dengar saksi</strong>" in joko.get(f"/berkas/{number}")
    assert NAME in joko.get(f"/berkas/{number}/alur")
