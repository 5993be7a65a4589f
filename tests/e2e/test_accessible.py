"""Every page in the browser: WCAG 2.2 AA as far as axe can judge, narrow screens, and the weight on the wire."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from integrations.partner.faults import Fault, Kind
from tests.e2e import axe, purchase
from tests.e2e.town import Official, Town

pytestmark = pytest.mark.browser

WIDTHS = (1280, 390)
START = "/mulai/pengadaan/pengadaan_langsung"
MODELER = "/desain/pengadaan/ubah/pengadaan_langsung.bpmn"
#: bpmn-js draws one SVG without a text alternative; the same steps stand beside it as a list, which axe does judge.
#: The library's own properties panel and its mark are its markup, not ours.
DRAWING = ("#canvas", "#properties", "#diagram")
#: Folder for pictures of every page, to be looked at; none are taken where it is not set.
PHOTOS = os.environ.get("TATA_PHOTOS", "")


@pytest.fixture
def look(sit_down: Any) -> Callable[..., Official]:
    """Seat an official whose browser carries axe."""

    def seat(username: str, width: int) -> Official:
        seated: Official = sit_down(username, javascript=True, width=width)
        axe.bring(seated.page.context)
        return seated

    return seat


def fine(official: Official, name: str) -> list[str]:
    """What is wrong with the page in front of an official, at its width."""
    page = official.page
    width = page.viewport_size["width"] if page.viewport_size else 0
    if PHOTOS:
        Path(PHOTOS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{PHOTOS}/{name}-{width}.png", full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth")
    overflow = [f"{page.url}: {wide} px wide on a screen of {width} px"] if wide > width else []
    blank = [
        f"{page.url}: a fold without a name" for name in page.locator("summary").all_text_contents() if not name.strip()
    ]
    raw = [f"{page.url}: {sign} is shown as typed" for sign in ("**", "{{") if sign in page.inner_text("body")]
    return overflow + blank + raw + axe.broken(page, *DRAWING)


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_civil_servants(town: Town, look: Callable[..., Official], width: int) -> None:
    number = purchase.begin(town)
    ppk = look("dkom.ppk", width)
    found: list[str] = []
    for name, path in (
        ("inbox", "/tugas"),
        ("startable", "/mulai"),
        ("start", START),
        ("my-cases", "/berkas"),
        ("case", f"/berkas/{number}"),
        ("stages", f"/berkas/{number}/alur"),
        ("find", "/cari?q=laptop"),
        ("not-found", "/tidak-ada"),
        ("help", "/bantuan"),
    ):
        ppk.goes(path)
        found += fine(ppk, name)
    found += fine(ppk.opens(number, "Susun HPS"), "task")
    ppk.fills({"hps": "999 juta"}).sends()
    expect(ppk.page.locator("#galat")).to_be_visible()
    found += fine(ppk, "error")
    assert found == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_log_in_pages(town: Town, look: Callable[..., Official], width: int) -> None:
    visitor = look("dkom.ppk", width).signs_out()
    visitor.goes("/masuk?sesi=berakhir")
    found = fine(visitor, "log-in")
    visitor.page.locator("#username").fill("tidak.ada")
    visitor.page.locator("#password").fill("salah sama sekali")
    visitor.page.locator("#password").press("Enter")
    expect(visitor.page.locator("#galat")).to_be_visible()
    assert found + fine(visitor, "log-in-refused") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_of_whoever_came_second(town: Town, look: Callable[..., Official], width: int) -> None:
    number = purchase.begin(town)
    ppk = look("dkom.ppk", width).opens(number, "Susun HPS")
    purchase.complete(town, number, *purchase.STAGES[0])
    ppk.fills({"spesifikasi": "Layar 14 inci", "hps": "184000000"}).sends()
    expect(ppk.page.get_by_role("heading", level=1)).to_have_text("Sudah didahului")
    assert fine(ppk, "conflict") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_letter(town: Town, look: Callable[..., Official], width: int) -> None:
    """A letter's own policy forbids every script; the browser of this test is told to overlook it for axe."""
    number = purchase.begin(town, until="Susun kontrak")
    seated = look("dkom.ppk", width)
    context = seated.page.context.browser.new_context(  # type: ignore[union-attr]
        bypass_csp=True, viewport={"width": width, "height": 900}, storage_state=seated.page.context.storage_state()
    )
    axe.bring(context)
    reader = Official(context.new_page(), town.url)
    reader.goes(f"/berkas/{number}").page.locator('a[href^="/surat/"]').first.click()
    expect(reader.page.locator("body")).to_contain_text("seratus delapan puluh dua juta empat puluh ribu rupiah")
    assert fine(reader, "letter") == []
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_administrators_and_analysts(town: Town, look: Callable[..., Official], width: int) -> None:
    number = purchase.begin(town, until="Periksa dan terima barang")
    town.desk.faults.switch("finance", Fault(Kind.DOWN))
    purchase.complete(town, number, *purchase.STAGES[-1])
    admin, found = look("dkom.admin", width), []
    for name, path in (
        ("monitor", "/pantau"),
        ("incident", f"/pantau/gangguan/{purchase.stopped(town, number)}"),
        ("failed-case", f"/berkas/{number}"),
        ("library", "/desain"),
        ("pack", "/desain/pengadaan"),
        ("file", "/desain/pengadaan/ubah/pack.toml"),
    ):
        admin.goes(path)
        found += fine(admin, name)
    admin.goes(MODELER).page.wait_for_selector("html[data-ready]", timeout=30_000)
    assert found + fine(admin, "modeler") == []


class Scale:
    """Octets a browser took off the wire, by address."""

    def __init__(self, page: Page) -> None:
        self.taken: dict[str, int] = {}
        page.on("response", self._weigh)

    def _weigh(self, answer: Response) -> None:
        sizes = answer.request.sizes()
        self.taken[answer.url] = sizes["responseBodySize"]


def test_pages_of_civil_servants_are_light(town: Town, sit_down: Any) -> None:
    """Gzip on the wire: inbox ≤ 6 kB, a form ≤ 12 kB, everything a cold browser fetches ≤ 50 kB."""
    number = purchase.begin(town)
    ppk: Official = sit_down("dkom.ppk", javascript=True)
    state = ppk.page.context.storage_state()
    context = ppk.page.context.browser.new_context(storage_state=state)  # type: ignore[union-attr]
    page = context.new_page()
    scale = Scale(page)
    Official(page, town.url).goes("/tugas").opens(number, "Susun HPS")
    page.wait_for_load_state("networkidle")
    form, inbox = scale.taken[page.url], scale.taken[f"{town.url}/tugas"]
    once = sum(size for url, size in scale.taken.items() if "?q=" not in url)
    assert 0 < inbox <= 6_000
    assert 0 < form <= 12_000
    assert once <= 50_000, scale.taken
    context.close()
