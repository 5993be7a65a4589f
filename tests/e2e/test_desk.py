"""Officials at their desks in the browser: taking, handing on, talking; the monitor, no wider than a phone."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e import axe, purchase
from tests.e2e.town import Official, Town

pytestmark = pytest.mark.browser

#: bpmn-js draws one SVG without a text alternative; the same figures stand beside it as a table.
DRAWING = ("#diagram",)


def fine(official: Official) -> list[str]:
    """What is wrong with the page in front of an official."""
    page = official.page
    width = page.viewport_size["width"] if page.viewport_size else 0
    wide = page.evaluate("document.documentElement.scrollWidth")
    return ([f"{page.url}: {wide} px wide"] if wide > width else []) + axe.broken(page, *DRAWING)


def test_a_task_goes_from_hand_to_hand_and_the_receiver_reads_why(town: Town, sit_down: Any) -> None:
    number = purchase.begin(town)
    ppk: Official = sit_down("dkom.ppk").goes(f"/tugas?q={number}")
    ppk.clicks_on(ppk.page.get_by_role("button", name=f"Ambil: Susun HPS, {number}"))
    expect(ppk.page.get_by_role("button", name=f"Lepas: Susun HPS, {number}")).to_be_visible()
    ppk.opens(number, "Susun HPS")
    head = ppk.page.locator('label[for^="ke-"]').filter(has_text="atasan")
    ppk.unfolds(head)
    ppk.clicks_on(head)
    ppk.page.locator("#alasan-alih").fill("Saya ditugaskan ke Medan")
    ppk.clicks_on(ppk.page.locator('form[action$="/alihkan"] button'))
    expect(ppk.page.locator(".govuk-notification-banner")).to_contain_text(number)
    kadis: Official = sit_down("dkom.kadis").goes(f"/tugas?q={number}")
    expect(kadis.page.locator("main")).to_contain_text("Saya ditugaskan ke Medan")


def test_a_comment_reaches_who_holds_the_case(town: Town, sit_down: Any) -> None:
    number = purchase.begin(town, until="Evaluasi penawaran")
    ppk: Official = sit_down("dkom.ppk").goes(f"/berkas/{number}")
    ppk.page.locator("#isi-komentar").fill("Mohon dievaluasi sebelum Jumat")
    ppk.clicks_on(ppk.page.get_by_role("button", name="Kirim komentar"))
    expect(ppk.page.locator(".tata-comments")).to_contain_text("Mohon dievaluasi sebelum Jumat")
    officer: Official = sit_down("dkom.pp").goes("/tugas")
    expect(officer.page.locator("main")).to_contain_text("Komentar baru dari")
    officer.opens(number, "Evaluasi penawaran")
    expect(officer.page.locator(".tata-comments")).to_contain_text("Mohon dievaluasi sebelum Jumat")


@pytest.mark.parametrize("width", [1280, 390])
def test_desk_and_monitor_are_accessible_and_no_wider_than_the_screen(town: Town, sit_down: Any, width: int) -> None:
    number = purchase.begin(town)
    town.passes(timedelta(days=14))
    purchase.opened(town, number, "Tindak lanjuti keterlambatan HPS")
    admin: Official = sit_down("dkom.admin", javascript=True, width=width)
    axe.bring(admin.page.context)
    found: list[str] = []
    for path in (
        "/pantau",
        "/pantau/tertahan",
        "/pantau/terlambat",
        "/pantau/sunyi",
        "/pantau/kosong",
        "/pantau/proses/pengadaan/pengadaan_langsung",
        f"/berkas/{number}",
    ):
        found += fine(admin.goes(path))
    assert found == []


def test_the_diagram_and_its_table_say_the_same(town: Town, sit_down: Any) -> None:
    number = purchase.begin(town)
    admin: Official = sit_down("dkom.admin", javascript=True).goes("/pantau/proses/pengadaan/pengadaan_langsung")
    expect(admin.page.locator("#diagram")).to_have_attribute("data-ready", "yes")
    row = admin.page.get_by_role("row").filter(has_text="Susun HPS").first
    here = row.get_by_role("cell").nth(1).inner_text()
    badge = admin.page.locator("#diagram a.tata-badge[aria-label^='Susun HPS:']")
    expect(badge).to_contain_text(here)
    admin.clicks_on(row.get_by_role("link"))
    admin.page.locator("#q").fill(number)
    admin.page.keyboard.press("Enter")
    expect(admin.page.get_by_role("row").filter(has_text=number)).to_be_visible()
