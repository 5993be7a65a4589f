"""An analyst builds a form beside the page officials will get, and meets its own refusals first."""

import json
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.e2e import axe
from tests.e2e.town import Official, Town

pytestmark = pytest.mark.browser

NEW = "usulan_kursus"


def begins_form(analyst: Official) -> Page:
    """From the pack to a new form, by the links an analyst has."""
    axe.bring(analyst.page.context)
    analyst.goes("/desain/pengadaan")
    analyst.clicks_on(analyst.page.get_by_role("link", name="Formulir baru"))
    analyst.page.get_by_label("Judul").fill("Usulan kursus")
    analyst.page.get_by_label("Nama berkas").fill(NEW)
    analyst.page.get_by_role("button", name="Mulai").click()
    return ready(analyst.page)


def opens_form(analyst: Official, path: str) -> Page:
    axe.bring(analyst.page.context)
    analyst.goes(f"/desain/pengadaan/ubah/forms/{path}.form.json")
    return ready(analyst.page)


def ready(page: Page) -> Page:
    page.wait_for_selector("html[data-ready]", timeout=30_000)
    return page


def adds(page: Page, kind: str, question: str) -> None:
    """Press a type in the palette and type the question: the name follows from it."""
    page.locator("#palette").get_by_role("button", name=kind, exact=True).click()
    expect(page.locator("#sifat-label")).to_be_focused()
    page.keyboard.type(question)
    page.keyboard.press("Tab")


def preview(page: Page) -> FrameLocator:
    return page.frame_locator("#frame")


def stored(analyst: Official, path: str) -> Any:
    """The draft as the server has it."""
    return json.loads(analyst.page.request.get(f"{analyst.url}/desain/pengadaan/isi/forms/{path}.form.json").body())


def test_three_fields_are_built_tried_and_saved(town: Town, sit_down: Any) -> None:
    analyst: Official = sit_down("setda.org.kabag", javascript=True)
    page = begins_form(analyst)
    expect(page.locator("#findings")).to_contain_text("Kesalahan")

    adds(page, "Teks pendek", "Nama kursus")
    page.get_by_label("Wajib diisi").check()
    adds(page, "Rupiah", "Biaya")
    page.get_by_label("Paling besar").fill("5000000")
    adds(page, "Tanggal", "Tanggal mulai")
    expect(page.locator("#findings")).to_contain_text("Tidak ada temuan")

    expect(preview(page).get_by_label("Nama kursus")).to_be_visible()
    preview(page).get_by_label("Biaya").fill("6.000.000")
    preview(page).get_by_role("button", name="Kirim").click()
    summary = preview(page).get_by_role("alert")
    expect(summary).to_contain_text("Nama kursus")
    expect(summary).to_contain_text("Rp5.000.000")
    preview(page).get_by_label("Nama kursus").fill("Pengadaan dasar")
    preview(page).get_by_label("Biaya").fill("4.500.000")
    preview(page).get_by_role("button", name="Kirim").click()
    expect(preview(page).locator("#diterima")).to_be_visible()
    assert axe.broken(page) == []

    page.locator("#save").click()
    expect(page.locator("#status")).to_have_text("Draf tersimpan.")
    assert [(one["type"], one["key"]) for one in stored(analyst, NEW)["components"]] == [
        ("textfield", "nama_kursus"),
        ("rupiah", "biaya"),
        ("date", "tanggal_mulai"),
    ]
    analyst.goes("/desain/pengadaan")
    expect(page.locator("main")).to_contain_text(f"forms/{NEW}.form.json")


def test_a_changed_form_is_released_and_asks_its_new_question(town: Town, sit_down: Any) -> None:
    analyst: Official = sit_down("setda.org.kabag", javascript=True)
    page = opens_form(analyst, "penetapan")
    adds(page, "Teks pendek", "Nomor berita acara")
    page.locator("#save").click()
    expect(page.locator("#status")).to_have_text("Draf tersimpan.")
    analyst.goes("/desain/pengadaan")
    analyst.clicks_on(page.get_by_role("button", name="Berlakukan"))
    expect(page.locator("main")).to_contain_text("skenario lulus", timeout=240_000)
    analyst.clicks_on(page.get_by_role("button", name="Berlakukan"))
    expect(page.locator("main")).to_contain_text("Versi 2 berlaku")
    released = page.request.get(f"{analyst.url}/desain/pengadaan/isi/forms/penetapan.form.json?versi=2").text()
    assert "nomor_berita_acara" in released


def test_a_form_is_arranged_by_keyboard_alone(town: Town, sit_down: Any) -> None:
    analyst: Official = sit_down("setda.org.kabag", javascript=True)
    page = opens_form(analyst, "hps")
    page.locator('#fields [data-path="5"]').focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator('#fields [aria-current="true"]')).to_contain_text("HPS")
    expect(page.locator('#fields [aria-current="true"]')).to_have_attribute("data-path", "4")
    page.keyboard.press("Delete")
    expect(page.locator("#fields").get_by_text("HPS", exact=True)).to_have_count(0)
    page.locator("#undo").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator('#fields [data-path="5"]')).to_contain_text("HPS")
    page.locator("#save").click()
    expect(page.locator("#status")).to_have_text("Draf tersimpan.")
    released = json.loads(page.request.get(f"{analyst.url}/desain/pengadaan/isi/forms/hps.form.json?versi=1").body())
    assert stored(analyst, "hps") == released


def test_a_mistake_is_shown_at_its_field(town: Town, sit_down: Any) -> None:
    page = opens_form(sit_down("setda.org.kabag", javascript=True), "hps")
    page.locator("#fields").get_by_role("button", name="HPS").click()
    page.get_by_label("Aturan sendiri").fill("=hps <=")
    expect(page.locator('#fields [aria-current="true"]')).to_contain_text("1 temuan")
    expect(page.locator("#panel li[data-severity=error]")).to_have_count(1)
    page.get_by_label("Aturan sendiri").fill("=hps <= pagu")
    expect(page.locator("#panel li[data-severity=error]")).to_have_count(0)


def test_a_table_gets_a_column_and_a_shared_block_comes_whole(town: Town, sit_down: Any) -> None:
    analyst: Official = sit_down("setda.org.kabag", javascript=True)
    page = opens_form(analyst, "hps")
    page.locator("#fields").get_by_role("button", name="Tabel Pembanding harga").click()
    adds(page, "Angka", "Jarak")
    expect(preview(page).get_by_role("columnheader", name="Jarak")).to_be_visible()
    preview(page).get_by_role("button", name="Tambah baris").click()
    expect(preview(page).locator("tbody tr")).to_have_count(2)
    page.locator('#fields [data-path=""]').click()
    page.locator("#blok").select_option("persetujuan")
    page.locator("#sisip").click()
    expect(page.locator("#findings")).to_contain_text("Tidak ada temuan")
    page.locator("#save").click()
    expect(page.locator("#status")).to_have_text("Draf tersimpan.")
    saved = stored(analyst, "hps")["components"]
    table = next(one for one in saved if one["type"] == "dynamiclist")
    assert table["components"][-1] == {"type": "number", "key": "jarak", "label": "Jarak"}
    assert len(saved) > 8


def test_the_preview_is_read_at_two_widths_and_runs_nothing(town: Town, sit_down: Any) -> None:
    page = opens_form(sit_down("setda.org.kabag", javascript=True), "hps")
    assert page.locator("#frame").get_attribute("sandbox") == "allow-same-origin"
    for width in (390, 1280):
        page.get_by_role("button", name=f"{width} px").click()
        assert preview(page).locator("html").evaluate("html => html.clientWidth") == width
    assert preview(page).locator("script").count() == 0
    page.locator("#samples summary").click()
    page.get_by_label("pagu").fill("100.000.000")
    page.keyboard.press("Tab")
    expect(preview(page).locator("main")).to_contain_text("Rp100.000.000")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_holds_together(town: Town, sit_down: Any, width: int) -> None:
    page = opens_form(sit_down("setda.org.kabag", javascript=True, width=width), "hps")
    page.locator("#fields").get_by_role("button", name="HPS").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe.broken(page) == []


def test_a_task_leads_to_its_form_and_a_decision_to_its_table(town: Town, sit_down: Any) -> None:
    analyst: Official = sit_down("setda.org.kabag", javascript=True)
    for step, link, heading in (
        ("Susun HPS", "Sunting formulir", "forms/hps.form.json"),
        ("Tentukan metode pemilihan", "Sunting tabel", "metode_pemilihan.dmn"),
    ):
        analyst.goes("/desain/pengadaan/ubah/pengadaan_langsung.bpmn")
        page = ready(analyst.page)
        page.locator(".tata-editor__findings summary", has_text="Langkah sebagai daftar").click()
        page.locator("#steps").get_by_role("button", name=step, exact=True).click()
        page.get_by_role("link", name=link).click()
        expect(ready(page).get_by_role("heading", level=1)).to_contain_text(heading)
