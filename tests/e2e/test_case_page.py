"""What a case tells whoever looks at it: where it stands as a drawing and in words, what waits, what was sent along."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import FilePayload, expect

from tests.e2e import purchase
from tests.e2e.town import Official, Town

pytestmark = pytest.mark.browser

PRICES = b"Laptop 14 inci: Rp 18.300.000\n"


def a_file(name: str) -> FilePayload:
    """A text file an official has at hand."""
    return {"name": name, "mimeType": "text/plain", "buffer": PRICES}


@pytest.mark.parametrize("width", [1280, 390])
def test_the_token_stands_on_the_task_that_waits(town: Town, sit_down: Any, width: int) -> None:
    number = purchase.begin(town)
    ppk: Official = sit_down("dkom.ppk", javascript=True, width=width)
    ppk.goes(f"/berkas/{number}").clicks_on(ppk.page.get_by_role("link", name="Sampai di mana"))
    ppk.page.wait_for_selector("#diagram[data-ready]")
    token = ppk.page.locator("#diagram .tata-active")
    expect(token).to_have_attribute("data-element-id", "Tugas_HPS")
    expect(token).to_be_visible()


def test_the_same_is_told_in_words_without_javascript(town: Town, sit_down: Any) -> None:
    number = purchase.begin(town)
    ppk: Official = sit_down("dkom.ppk").goes(f"/berkas/{number}")
    expect(ppk.page.locator("main")).to_contain_text("2 hari kerja: Ingatkan PPK")
    expect(ppk.page.locator("main")).to_contain_text("Lewat tenggat: Tindak lanjuti keterlambatan HPS")
    ppk.goes(f"/berkas/{number}/alur")
    here = ppk.page.get_by_role("row").filter(has_text="Sekarang di sini")
    expect(here).to_have_count(1)
    expect(here).to_contain_text("Susun HPS")
    expect(ppk.page.get_by_role("row").filter(has_text="Catat paket pada baris DPA")).to_contain_text("Selesai")


def test_a_file_stays_with_a_form_that_needs_a_correction(town: Town, sit_down: Any) -> None:
    number = purchase.begin(town)
    ppk: Official = sit_down("dkom.ppk").opens(number, "Susun HPS")
    ppk.field("_berkas:berkas_hps").set_input_files(a_file("penawaran-katalog.txt"))
    ppk.fills({"hps": "999.000.000"}).sends()
    expect(ppk.page.locator("#galat")).to_be_visible()
    expect(ppk.page.get_by_role("link", name="penawaran-katalog.txt")).to_be_visible()
    ppk.goes("/tugas").opens(number, "Susun HPS")
    ppk.field("_berkas:berkas_hps").set_input_files(a_file("penawaran-toko.txt"))
    ppk.presses("_unggah:berkas_hps")
    with ppk.page.expect_download() as taken:
        ppk.page.get_by_role("link", name="penawaran-toko.txt").click()
    assert taken.value.path().read_bytes() == PRICES


def test_a_withdrawn_case_says_why_and_asks_nobody_any_more(town: Town, sit_down: Any) -> None:
    number = purchase.begin(town)
    ppk: Official = sit_down("dkom.ppk").goes(f"/berkas/{number}")
    reason = ppk.page.locator("#alasan")
    ppk.unfolds(reason)
    ppk.page.get_by_role("button", name="Tarik", exact=True).click()
    expect(ppk.page.locator("#galat")).to_be_focused()
    ppk.unfolds(reason)
    reason.fill("Kebutuhan digabung dengan paket lain")
    ppk.page.get_by_role("button", name="Tarik", exact=True).click()
    expect(ppk.page.locator(".tata-status")).to_contain_text("Ditarik pada")
    expect(ppk.page.locator("main")).to_contain_text("Kebutuhan digabung dengan paket lain")
    ppk.goes(f"/tugas?q={number}")
    assert ppk.waiting(number, "Susun HPS").count() == 0


def test_the_reminder_reaches_the_inbox(town: Town, sit_down: Any) -> None:
    number = purchase.begin(town)
    town.passes(timedelta(days=14))
    purchase.opened(town, number, "Tindak lanjuti keterlambatan HPS")
    ppk: Official = sit_down("dkom.ppk").goes("/tugas")
    expect(ppk.page.get_by_role("region", name="Kabar")).to_contain_text(number)
