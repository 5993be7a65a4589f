"""From a blank page to a running case, and what stands between a draft and a release."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import axe, releasing
from tests.e2e.test_form_editor import adds
from tests.e2e.town import Official, Town

pytestmark = pytest.mark.browser

TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="Tabel_golongan" name="Golongan biaya" namespace="urn:uji">
  <decision id="golongan" name="Golongan biaya">
    <decisionTable id="golongan_tabel" hitPolicy="FIRST">
      <input id="g_i" label="Biaya"><inputExpression id="g_e" typeRef="number"><text>biaya</text></inputExpression></input>
      <output id="g_o" label="Golongan" name="golongan" typeRef="string" />
      <rule id="g_1"><inputEntry id="g_1i"><text>&lt; 1000000</text></inputEntry><outputEntry id="g_1o"><text>"kecil"</text></outputEntry></rule>
      <rule id="g_2"><inputEntry id="g_2i"><text>-</text></inputEntry><outputEntry id="g_2o"><text>"besar"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"""  # noqa: E501 - a file's own lines
FLOW = """flow => {
  const m = tata.modeler, box = m.get('canvas').viewbox();
  const held = m.get('canvas').getContainer().getBoundingClientRect();
  const [a, b] = m.get('elementRegistry').get(flow).waypoints;
  return [held.x + ((a.x + b.x) / 2 - box.x) * box.scale, held.y + ((a.y + b.y) / 2 - box.y) * box.scale];
}"""


def sits_down(sit_down: Any, *, javascript: bool = False) -> Official:
    analyst: Official = sit_down("setda.org.kabag", javascript=javascript)
    axe.bring(analyst.page.context)
    return analyst


def begins(analyst: Official) -> None:
    """A new process in a new pack, startable by commitment officers."""
    analyst.goes("/desain").clicks_on(analyst.page.get_by_role("button", name="Proses baru"))
    assert axe.broken(analyst.page) == []
    analyst.page.get_by_label("Nama proses").fill("Pinjam ruang rapat")
    analyst.page.get_by_label("Awalan nomor berkas").fill("PJR")
    analyst.page.get_by_label("Nama paket baru").fill("Rumah tangga")
    analyst.page.get_by_label("Yang boleh memulai").select_option("commitment_officer")
    analyst.clicks_on(analyst.page.get_by_role("button", name="Buat draf"))
    expect(analyst.page.get_by_role("heading", level=1)).to_have_text("Pinjam ruang rapat")


def makes_a_form(analyst: Official) -> None:
    page = analyst.goes("/desain/rumah_tangga").page
    analyst.clicks_on(page.get_by_role("link", name="Formulir baru"))
    page.get_by_label("Judul").fill("Biaya ruang")
    page.get_by_label("Nama berkas").fill("biaya_ruang")
    page.get_by_role("button", name="Mulai").click()
    page.wait_for_selector("html[data-ready]", timeout=30_000)
    adds(page, "Rupiah", "Biaya")
    page.locator("#save").click()
    expect(page.locator("#status")).to_contain_text("tersimpan")


def makes_a_table(analyst: Official) -> None:
    page = analyst.goes("/desain/rumah_tangga").page
    analyst.clicks_on(page.get_by_role("link", name="Tabel keputusan baru"))
    page.get_by_label("Judul").fill("Golongan biaya")
    page.get_by_label("Nama berkas").fill("golongan")
    page.get_by_role("button", name="Mulai").click()
    page.wait_for_selector("html[data-ready]", timeout=30_000)
    page.goto(f"{analyst.url}/desain/rumah_tangga/ubah/golongan.dmn?teks=1")
    page.get_by_label("Isi", exact=True).fill(TABLE)
    page.get_by_role("button", name="Simpan draf").click()


def draws(analyst: Official) -> None:
    """Give the task the new form, and put a decision behind it."""
    page = analyst.goes("/desain/rumah_tangga/ubah/pinjam_ruang_rapat.bpmn").page
    page.wait_for_selector("html[data-ready]", timeout=30_000)
    page.locator(".tata-editor__findings summary", has_text="Langkah sebagai daftar").click()
    page.locator("#steps").get_by_role("button", name="Kerjakan", exact=True).click()
    page.locator("#bio-properties-panel-tata-form").select_option("biaya_ruang")
    page.locator('.djs-palette [data-action="create.task"]').click()
    x, y = page.evaluate(FLOW, "Alur_2")
    page.mouse.move(x - 40, y - 30)
    page.mouse.move(x, y, steps=5)
    page.mouse.click(x, y)
    page.keyboard.type("Tentukan golongan")
    page.keyboard.press("Enter")
    page.locator('.djs-context-pad [data-action="replace"]').click()
    page.locator('.djs-popup [data-id="replace-with-rule-task"]').click()
    page.locator("#bio-properties-panel-tata-decision").select_option("golongan")
    page.locator("#bio-properties-panel-tata-decision-result").fill("golongan")
    page.locator("#save").click()
    expect(page.locator("#status")).to_have_text("Draf tersimpan.")
    expect(page.locator('#findings li[data-severity="error"]')).to_have_count(0)


def tries(analyst: Official) -> Page:
    """Step through the draft as the officer who starts it."""
    page = analyst.goes("/desain/rumah_tangga/proses/pinjam_ruang_rapat").page
    analyst.clicks_on(page.get_by_role("button", name="Coba"))
    analyst.clicks_on(page.get_by_role("button", name="Mulai percobaan"))
    page.get_by_label("Mulai sebagai").select_option("DKOM.PPK")
    analyst.clicks_on(page.get_by_role("button", name="Buka formulir"))
    analyst.fills({"perihal": "Rapat anggaran"}).sends()
    expect(page.locator("main")).to_contain_text("PJR-")
    analyst.clicks_on(page.get_by_role("link", name="Kerjakan sebagai").first)
    analyst.fills({"biaya": "750.000"}).sends()
    expect(page.locator(".tata-status--done")).to_be_visible()
    return page


def test_a_process_goes_from_a_blank_page_to_a_running_case(town: Town, sit_down: Any) -> None:
    analyst = sits_down(sit_down, javascript=True)
    begins(analyst)
    makes_a_form(analyst)
    makes_a_table(analyst)
    draws(analyst)

    page = tries(analyst)
    assert axe.broken(page, "#diagram") == []
    page.locator("summary", has_text="Isi PJR-").click()
    expect(page.locator("main")).to_contain_text("kecil")
    analyst.clicks_on(page.get_by_role("button", name="Simpan sebagai skenario"))
    page.get_by_label("Nama singkat").fill("Ruang kecil")
    analyst.clicks_on(page.get_by_role("button", name="Simpan sebagai draf"))
    expect(page.get_by_role("heading", level=1)).to_have_text("scenarios/01-ruang-kecil.yaml")

    analyst.goes("/desain/rumah_tangga")
    page.locator("#catatan").fill("Proses pertama")
    analyst.clicks_on(page.get_by_role("button", name="Berlakukan"))
    releasing.waits_for_the_run(analyst)
    expect(page.locator(".tata-status--done")).to_contain_text("lulus")
    analyst.clicks_on(page.get_by_role("button", name="Berlakukan"))
    expect(page.locator("main")).to_contain_text("Versi 1 berlaku")

    ppk: Official = sit_down("dkom.ppk")
    ppk.goes("/mulai").clicks_on(ppk.page.get_by_role("link", name="Pinjam ruang rapat"))
    ppk.fills({"perihal": "Rapat sungguhan"}).sends()
    number = re.findall(r"PJR-\d{4}-\d{5}", ppk.page.content())[0]
    ppk.opens(number, "Kerjakan").fills({"biaya": "2.000.000"}).sends()
    assert "Selesai" in ppk.goes(f"/berkas/{number}").shows()


def test_a_red_scenario_blocks_the_release_and_shows_its_line(town: Town, sit_down: Any) -> None:
    analyst = sits_down(sit_down)
    page = analyst.goes("/desain/pengadaan/ubah/pengadaan_langsung.bpmn?teks=1").page
    box = page.get_by_label("Isi", exact=True)
    box.fill(box.input_value().replace('name="Susun kontrak"', 'name="Tulis kontrak"'))
    page.get_by_role("button", name="Simpan draf").click()
    analyst.goes("/desain/pengadaan")
    page.locator("#catatan").fill("Nama tugas")
    analyst.clicks_on(page.get_by_role("button", name="Berlakukan"))
    releasing.waits_for_the_run(analyst)
    expect(page.get_by_role("alert")).to_contain_text("Belum berlaku")
    expect(page.locator("main")).to_contain_text("Seharusnya tugas «Susun kontrak» terbuka")
    # axe is a script: it judges the same page in a browser that runs scripts.
    judge = sits_down(sit_down, javascript=True).goes(page.url.removeprefix(analyst.url))
    assert axe.broken(judge.page) == []
    assert "Versi 1 berlaku" in analyst.goes("/desain/pengadaan").shows()
    assert "Ada skenario gagal" in analyst.goes("/desain?status=merah").shows()
    answer = page.request.post(f"{analyst.url}/api/v1/packs/pengadaan/release", data={"paths": []})
    assert answer.status in (401, 403)


def test_two_versions_are_compared_in_words_and_in_the_drawing(town: Town, sit_down: Any) -> None:
    analyst = sits_down(sit_down, javascript=True)
    page = analyst.goes("/desain/pengadaan/ubah/pengadaan_langsung.bpmn?teks=1").page
    box = page.get_by_label("Isi", exact=True)
    box.fill(box.input_value().replace('name="Susun kontrak"', 'name="Tulis kontrak"'))
    page.get_by_role("button", name="Simpan draf").click()
    analyst.goes("/desain/pengadaan/banding?dari=1&ke=draf")
    change = page.locator(".tata-changes li").filter(has_text="Tulis kontrak")
    expect(change).to_contain_text("nama dari «Susun kontrak» menjadi «Tulis kontrak»")
    page.wait_for_selector('.tata-compare[data-ready="yes"]', timeout=30_000)
    expect(page.locator(".djs-element.tata-changed")).to_have_count(2)
    change.get_by_role("button", name="Tunjukkan").click()
    assert axe.broken(page, ".tata-diagram") == []
    reader = sits_down(sit_down).goes("/desain/pengadaan/banding?dari=1&ke=draf")
    assert "«Susun kontrak» menjadi «Tulis kontrak»" in reader.shows()


def test_a_diagram_saved_in_the_modeler_without_a_change_is_no_draft_to_release(town: Town, sit_down: Any) -> None:
    analyst = sits_down(sit_down, javascript=True)
    page = analyst.goes("/desain/pengadaan/ubah/pengadaan_langsung.bpmn").page
    page.wait_for_selector("html[data-ready]", timeout=30_000)
    before = page.request.get(f"{analyst.url}/desain/pengadaan/isi/pengadaan_langsung.bpmn?versi=1").body()
    page.locator("#save").click()
    expect(page.locator("#status")).to_have_text("Draf tersimpan.")
    after = page.request.get(f"{analyst.url}/desain/pengadaan/isi/pengadaan_langsung.bpmn").body()
    assert after == before
