"""An official chooses in ad-hoc work in the browser, without JavaScript, no wider than a phone."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.packs import DeployPack
from tests import inquiry
from tests.e2e import axe
from tests.e2e.town import Official, Town

pytestmark = pytest.mark.browser

WORK = "Pemeriksaan temuan"
#: Where pictures of the pages go, if anybody wants to look at them.
PICTURES = os.environ.get("TATA_PICTURES", "")


def fine(official: Official, name: str) -> list[str]:
    """What is wrong with the page in front of an official."""
    page = official.page
    width = page.viewport_size["width"] if page.viewport_size else 0
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth")
    return ([f"{page.url}: {wide} px wide"] if wide > width else []) + axe.broken(page)


def begun(town: Town, sit_down: Any) -> None:
    """Release the inquiry and let the officer start one."""
    files = inquiry.files("procurement_officer", "commitment_officer")
    execute(DeployPack(files), world=town.app.world, actor=ENGINE)
    officer: Official = sit_down("dkom.pp").goes("/mulai/temuan/temuan")
    officer.clicks_on(officer.page.locator("button[name=_kirim]").last)


def chooses(official: Official) -> None:
    official.goes("/tugas?proses=temuan")
    official.clicks_on(official.page.get_by_role("link", name=WORK).first)


def test_an_official_begins_steps_and_says_that_the_work_is_done(town: Town, sit_down: Any) -> None:
    begun(town, sit_down)
    head: Official = sit_down("dkom.ppk")
    head.goes("/tugas?proses=temuan")
    expect(head.page.locator("main")).to_contain_text("Dapat dipilih: Dengar saksi, Minta dokumen")
    chooses(head)
    head.clicks_on(head.page.get_by_role("button", name="Mulai: Minta dokumen"))
    expect(head.page.locator(".govuk-notification-banner")).to_contain_text("Minta dokumen")
    expect(head.page.locator("main")).to_contain_text("1 sedang berjalan")
    head.clicks_on(head.page.get_by_role("button", name="Mulai: Dengar saksi"))
    expect(head.page.locator("h1")).to_have_text("Dengar saksi")
    head.clicks_on(head.page.locator("button[name=_kirim]").last)
    chooses(head)
    reason = head.page.locator("#alasan-selesai")
    head.unfolds(reason)
    reason.fill("Bukti sudah cukup")
    head.clicks_on(head.page.get_by_role("button", name="Nyatakan selesai"))
    expect(head.page.locator("h1")).to_have_text("Susun laporan")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_are_accessible_and_no_wider_than_the_screen(town: Town, sit_down: Any, width: int) -> None:
    begun(town, sit_down)
    # axe runs as a script of the page; the pages themselves need none.
    head: Official = sit_down("dkom.ppk", javascript=True, width=width)
    axe.bring(head.page.context)
    found: list[str] = []
    head.goes("/tugas?proses=temuan")
    found += fine(head, "inbox")
    chooses(head)
    found += fine(head, "choose")
    head.clicks_on(head.page.get_by_role("button", name="Mulai: Minta dokumen"))
    reason = head.page.locator("#alasan-selesai")
    head.unfolds(reason)
    found += fine(head, "begun")
    number = head.page.locator("aside dd a").first.inner_text()
    head.clicks_on(head.page.get_by_role("button", name="Nyatakan selesai"))
    found += fine(head, "no-reason")
    head.goes(f"/berkas/{number}")
    found += fine(head, "case")
    head.goes(f"/berkas/{number}/alur")
    if PICTURES:
        fine(head, "stages")
    assert found == []
