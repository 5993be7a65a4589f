"""What app.js adds for an official: nothing typed is lost, nothing is sent twice."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.editor.desk import Desk

pytestmark = pytest.mark.browser


def opened(tab: Page, desk: Desk) -> Page:
    tab.goto(f"{desk.url}/fill.html")
    return tab


def test_a_draft_saves_itself_shortly_after_typing(tab: Page, desk: Desk) -> None:
    page = opened(tab, desk)
    page.fill("#nama", "Laptop")
    expect(page.locator("#status-draf")).to_have_text("Draf tersimpan pukul 10.42")
    assert desk.drafts == ["_kunci=k1&nama=Laptop&harga="]
    assert page.evaluate("localStorage.length") == 0


def test_an_amount_is_tidied_when_the_official_goes_on(tab: Page, desk: Desk) -> None:
    page = opened(tab, desk)
    for typed, tidied in (
        ("185000000", "185.000.000"),
        ("Rp 1500,50", "1.500,50"),
        ("dua juta", "dua juta"),
        ("12.5", "12.5"),
    ):
        page.fill("#harga", typed)
        page.locator("#nama").focus()
        expect(page.locator("#harga")).to_have_value(tidied)


def test_while_the_line_is_down_the_text_stays_on_the_device(tab: Page, desk: Desk) -> None:
    page = opened(tab, desk)
    desk.status = 503
    page.fill("#nama", "Laptop")
    page.check("input[name=mendesak]")
    expect(page.locator("#bilah-draf")).to_contain_text("Sambungan terputus.")
    page.reload()
    desk.status = 204
    page.get_by_role("button", name="Pakai isian dari perangkat ini").click()
    expect(page.locator("#nama")).to_have_value("Laptop")
    expect(page.locator("input[name=mendesak]")).to_be_checked()
    expect(page.locator("#status-draf")).to_have_text("Draf tersimpan pukul 10.42")


def test_an_expired_session_keeps_the_page_and_offers_to_log_in(tab: Page, desk: Desk) -> None:
    page = opened(tab, desk)
    desk.status = 401
    page.fill("#nama", "Laptop")
    expect(page.locator("#bilah-draf a")).to_have_text("Masuk lagi di lembar baru")
    expect(page.locator("#nama")).to_have_value("Laptop")


def test_what_was_sent_is_forgotten_by_the_device(tab: Page, desk: Desk) -> None:
    page = opened(tab, desk)
    page.fill("#nama", "Laptop")
    page.click("#kirim")
    expect(page).to_have_title("Terkirim")
    assert len(desk.sent) == 1
    # Asked from here, again and again: the page's own policy forbids a waiting script to evaluate text.
    until = time.monotonic() + 10
    while page.evaluate("localStorage.length + sessionStorage.length") and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_two_clicks_send_once(tab: Page, desk: Desk) -> None:
    page = opened(tab, desk)
    page.evaluate("() => { const k = document.getElementById('kirim'); k.click(); k.click(); }")
    expect(page).to_have_title("Terkirim")
    assert len(desk.sent) == 1
