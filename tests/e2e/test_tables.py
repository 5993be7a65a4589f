"""An analyst changes a decision table: a red test row says at once what the change does, and Git sees one line."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from engine.cli import places
from engine.service.packfiles import pack_files
from tests.e2e import axe
from tests.e2e.town import Official, Town

pytestmark = pytest.mark.browser

PATH = "metode_pemilihan.dmn"
SHIPPED = pack_files(places.packs() / "pengadaan")[PATH]
#: «seleksi», the result of the rule for consultancy above the limit.
RESULT = "metode_pemilihan_5_h1"


def opens_table(analyst: Official) -> Page:
    """From the inbox to the table, by the links an analyst has."""
    axe.bring(analyst.page.context)
    analyst.goes("/desain/pengadaan")
    analyst.clicks_on(analyst.page.get_by_role("link", name=PATH, exact=True))
    analyst.page.wait_for_selector("html[data-ready]", timeout=30_000)
    return analyst.page


def cell(page: Page, element: str) -> Locator:
    return page.locator(f'#sheet [data-element-id="{element}"]')


def types_into(page: Page, element: str, text: str) -> None:
    """Click a cell and write over what it says."""
    cell(page, element).click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def line(page: Page, number: int) -> Locator:
    return page.locator("#uji-tabel tbody tr").nth(number - 1)


def content(analyst: Official, path: str) -> bytes:
    """The draft as stored."""
    return analyst.page.request.get(f"{analyst.url}/desain/pengadaan/isi/{path}").body()


def test_a_changed_cell_turns_its_test_row_red_and_back(town: Town, sit_down: Any) -> None:
    analyst: Official = sit_down("setda.org.kabag", javascript=True)
    page = opens_table(analyst)
    expect(page.locator("#uji-hasil")).to_have_text("4 baris uji lulus.")
    expect(page.locator("#findings")).to_contain_text("Tidak ada temuan")

    types_into(page, RESULT, '"tender"')
    expect(page.locator("#uji-hasil")).to_have_text("1 dari 4 baris uji gagal.")
    expect(line(page, 4)).to_contain_text("Gagal")
    expect(line(page, 4)).to_contain_text("keluar: tender")
    expect(line(page, 4)).to_contain_text("Aturan 5")
    assert axe.broken(page, "#sheet") == []

    types_into(page, RESULT, "1 +")
    mistake = page.locator('#findings li[data-severity="error"]')
    expect(mistake).to_have_count(1)
    mistake.get_by_role("button").click()
    page.keyboard.press("Control+A")
    page.keyboard.type('"seleksi"')
    expect(page.locator("#uji-hasil")).to_have_text("4 baris uji lulus.")
    page.locator("#save").click()
    expect(page.locator("#status")).to_have_text("Draf tersimpan.")
    assert content(analyst, PATH) == SHIPPED


def test_a_new_test_row_is_typed_run_and_kept(town: Town, sit_down: Any) -> None:
    analyst: Official = sit_down("setda.org.kabag", javascript=True)
    page = opens_table(analyst)
    page.get_by_role("button", name="Tambah baris uji").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("Jasa kecil")
    page.get_by_label("jenis, uji 5").fill("jasa_lainnya")
    page.get_by_label("pagu, uji 5").fill("90.000.000")
    page.get_by_label("Hasil metode, uji 5").fill("tender")
    expect(line(page, 5)).to_contain_text("Gagal")
    expect(line(page, 5)).to_contain_text("Aturan 1")
    page.get_by_label("Hasil metode, uji 5").fill("pengadaan_langsung")
    expect(page.locator("#uji-hasil")).to_have_text("5 baris uji lulus.")
    page.locator("#save").click()
    expect(page.locator("#status")).to_have_text("Draf tersimpan.")

    other = opens_table(sit_down("dkom.admin", javascript=True))
    expect(other.locator("#uji-hasil")).to_have_text("5 baris uji lulus.")
    kept = content(analyst, "metode_pemilihan.test.yaml").decode()
    shipped = pack_files(places.packs() / "pengadaan")["metode_pemilihan.test.yaml"].decode()
    assert kept.startswith(shipped)
    assert kept.removeprefix(shipped).splitlines()[0] == "  - nama: Jasa kecil"


def test_two_analysts_do_not_overwrite_each_other(town: Town, sit_down: Any) -> None:
    first = opens_table(sit_down("setda.org.kabag", javascript=True))
    second = opens_table(sit_down("dkom.admin", javascript=True))
    for page, text in ((first, '"tender"'), (second, '"seleksi_cepat"')):
        types_into(page, RESULT, text)
        page.locator("#save").click()
    expect(first.locator("#status")).to_have_text("Draf tersimpan.")
    expect(second.locator("#status")).to_contain_text("Seharusnya")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_holds_together_in_indonesian(town: Town, sit_down: Any, width: int) -> None:
    page = opens_table(sit_down("setda.org.kabag", javascript=True, width=width))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe.broken(page, "#sheet") == []
    assert page.locator("#sheet .bjs-powered-by").first.is_visible()
    assert page.evaluate("[...tata.missing]") == []
