"""An analyst changes the running procedure in the modeler, and the city works by it at once, without a restart."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import purchase, releasing
from tests.e2e.town import Official, Town

pytestmark = pytest.mark.browser

REVIEW = "Reviu HPS"
REFUSED = re.compile("Seharusnya|Belum")
NOTE = "HPS direviu sebelum ditawarkan"
#: Where a flow is on the screen; only measured, every act below is a hand on mouse and keyboard.
MIDDLE = """([flow, from, to]) => {
  const m = tata.modeler, box = m.get('canvas').viewbox();
  const held = m.get('canvas').getContainer().getBoundingClientRect();
  const [a, b] = [from, to].map(at => m.get('elementRegistry').get(flow).waypoints[at]);
  return [held.x + ((a.x + b.x) / 2 - box.x) * box.scale, held.y + ((a.y * 0.8 + b.y * 0.2) - box.y) * box.scale];
}"""


def purchases(town: Town) -> str:
    """A small package: three of them fit on the budget line."""
    return purchase.begin(town, pagu="120.000.000")


def estimates(town: Town, *numbers: str) -> None:
    """Do «Susun HPS» of each case."""
    name, position, answers = purchase.STAGES[0]
    for number in numbers:
        purchase.complete(town, number, name, position, {**answers, "hps": "118.000.000"})


def opens_diagram(analyst: Official) -> Page:
    """From the inbox to the modeler, by the links an analyst has."""
    analyst.clicks_on(analyst.page.get_by_role("link", name="Rancang proses"))
    analyst.clicks_on(analyst.page.get_by_role("link", name="Pengadaan barang dan jasa").first)
    analyst.clicks_on(analyst.page.get_by_role("link", name="pengadaan_langsung.bpmn"))
    analyst.page.wait_for_selector("html[data-ready]", timeout=30_000)
    return analyst.page


def inserts_a_task(page: Page) -> None:
    """Drop a new task from the palette on the flow after «Susun HPS», name it, make it a task for people."""
    page.locator(".tata-editor__findings summary", has_text="Langkah sebagai daftar").click()
    page.locator("#steps").get_by_role("button", name="Susun HPS", exact=True).click()
    page.locator('.djs-palette [data-action="create.task"]').click()
    x, y = page.evaluate(MIDDLE, ["Alur_13", 1, 2])
    page.mouse.move(x - 40, y - 30)
    page.mouse.move(x, y, steps=5)
    page.mouse.click(x, y)
    page.keyboard.type(REVIEW)
    page.keyboard.press("Enter")
    page.locator('.djs-context-pad [data-action="replace"]').click()
    page.locator('.djs-popup [data-id="replace-with-user-task"]').click()


def releases(page: Page) -> None:
    """Press the button and say what changes."""
    page.locator("#release").click()
    page.get_by_label("Apa yang berubah?").fill(NOTE)
    page.get_by_role("button", name="Berlakukan sekarang").click()


def released_version(page: Page) -> int:
    """The number the modeler tells after a release."""
    expect(page.locator("#status")).to_have_text(re.compile(r"Versi \d+ berlaku sekarang\."), timeout=releasing.RUN)
    return int("".join(filter(str.isdigit, page.locator("#status").inner_text())))


def test_a_new_task_is_live_for_new_cases_and_leaves_running_ones_alone(town: Town, sit_down: Any) -> None:
    running = purchases(town)
    analyst: Official = sit_down("setda.org.kabag", javascript=True)
    page = opens_diagram(analyst)
    inserts_a_task(page)

    page.locator("#bio-properties-panel-tata-form").select_option("catatan")
    page.locator("#bio-properties-panel-tata-due").fill("=workdays(2")
    mistake = page.locator('#findings li[data-severity="error"]').filter(has_text=REVIEW)
    expect(mistake).to_have_count(1)
    expect(page.locator(".tata-badge--error")).to_be_visible()
    releases(page)
    expect(page.locator("#status")).to_have_text(REFUSED)
    expect(mistake).to_have_count(1)

    mistake.get_by_role("button").click()
    page.locator("#bio-properties-panel-tata-due").fill("=workdays(2)")
    expect(mistake).to_have_count(0)
    releases(page)
    expect(page.locator("#status")).to_contain_text("Belum berlaku: skenario", timeout=releasing.RUN)
    releasing.adapts_scenarios(sit_down("setda.org.kabag"), "Susun HPS", REVIEW, {"catatan": "Wajar"})
    releases(page)
    version = released_version(page)

    fresh = purchases(town)
    estimates(town, running, fresh)
    ppk: Official = sit_down("dkom.ppk").opens(fresh, REVIEW)
    ppk.fills({"catatan": "Pembanding wajar"}).sends()
    expect(ppk.page.get_by_role("alert")).to_contain_text(f"{REVIEW}: {fresh}")
    purchase.opened(town, fresh, "Evaluasi penawaran")
    purchase.opened(town, running, "Evaluasi penawaran")
    ppk.goes(f"/berkas/{running}")
    assert REVIEW not in ppk.shows()
    assert f"versi {version}" not in ppk.shows()
    assert f"versi {version}" in ppk.goes(f"/berkas/{fresh}").shows()

    restores(analyst, version - 1)
    later = purchases(town)
    estimates(town, later)
    purchase.opened(town, later, "Evaluasi penawaran")


def restores(analyst: Official, version: int) -> None:
    """Bring an older version back on the page of the pack."""
    analyst.goes("/desain/pengadaan")
    expect(analyst.page.locator("main")).to_contain_text(NOTE)
    analyst.page.get_by_role("button", name=f"Kembalikan versi {version}").click()
    expect(analyst.page.locator("main")).to_contain_text(f"Versi {version + 2} berlaku")


def test_a_draft_outlives_the_window_and_changes_nothing_until_released(town: Town, sit_down: Any) -> None:
    page = opens_diagram(sit_down("setda.org.kabag", javascript=True))
    inserts_a_task(page)
    page.locator("#save").click()
    expect(page.locator("#status")).to_have_text("Draf tersimpan.")
    page.close()
    again = opens_diagram(sit_down("dkom.admin", javascript=True))
    expect(again.locator("#findings li").filter(has_text=REVIEW)).to_have_count(1)
    number = purchases(town)
    estimates(town, number)
    purchase.opened(town, number, "Evaluasi penawaran")


def test_who_may_not_design_meets_a_plain_page(town: Town, sit_down: Any) -> None:
    ppk: Official = sit_down("dkom.ppk").goes("/desain/pengadaan")
    expect(ppk.page.get_by_role("heading", level=1)).to_have_text("Anda tidak berwenang")
