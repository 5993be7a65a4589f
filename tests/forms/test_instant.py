"""A form answers at once in the browser, and says what the server will say."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.web.guard import PAGE_POLICY
from tests.forms.office import REQUIRED, a_form, one, render

STATIC = Path(__file__).parents[2] / "engine/web/static"
SITE = "http://kantor.test"
RULES = re.compile(r'<div hidden id="isian-aturan">(.*?)</div>')


def rules(page: str) -> dict[str, dict[str, Any]]:
    """The rules of a page by field."""
    found = RULES.search(page)
    return {field["k"]: field for field in json.loads(found[1])["fields"]} if found else {}


CHECKED = one(
    "rupiah",
    "hps",
    properties={"check": "=hps <= pagu", "checkMessage": "HPS tidak boleh melebihi pagu"},
    validate=REQUIRED,
)
ASK = one("radio", "jenis", values=[{"value": "barang"}, {"value": "jasa"}])
ONLY_GOODS = one("textfield", "merek", conditional={"hide": '=jenis != "barang"'})
TOTAL = one(
    "expression", "jumlah", expression="=if volume = null or hps = null then null else round half up(volume * hps, 0)"
)
TOTAL = TOTAL | {"properties": {"format": "rupiah"}}


def test_rules_that_read_the_case_carry_its_values_as_constants() -> None:
    page = render(a_form(CHECKED), {}, pagu=Decimal(5_000_000))
    assert rules(page)["hps"]["check"]["ast"] == ["<=", ["v", "hps"], ["n", "5000000"]]


def test_a_form_without_rules_carries_nothing() -> None:
    assert "isian-aturan" not in render(a_form(one("textfield", validate=REQUIRED)), {})


def test_a_field_the_page_can_show_comes_along_hidden() -> None:
    page = render(a_form(ASK, ONLY_GOODS), {"jenis": ["jasa"]})
    assert '<div data-medan="merek" hidden>' in page
    assert '<div data-medan="merek">' in render(a_form(ASK, ONLY_GOODS), {"jenis": ["barang"]})


def test_a_field_only_the_server_can_show_does_not_come_along() -> None:
    secret = one("textfield", "catatan", conditional={"hide": '=not(matches(merek, "^A"))'})
    page = render(a_form(one("textfield", "merek"), secret), {"merek": ["Bola"]})
    assert 'name="catatan"' not in page


def test_a_text_of_the_form_cannot_leave_its_script() -> None:
    evil = "</script><script>alert(1)</script>"
    page = render(a_form(one("number", "n", properties={"check": "=n > 1", "checkMessage": evil})), {})
    assert page.count("<script") == 0
    assert rules(page)["n"]["say"] == evil


# In a browser


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(5_000)
    yield page
    page.close()


def shown(tab: Page, fields: str) -> Page:
    """The fields on a page under the policy of the product; every script error fails the test."""
    body = (
        f'<!doctype html><title>Isian</title><form id="isian" method="post">{fields}</form>'
        '<script type="module" src="/static/vendor/isian.js" data-feel="/static/vendor/feel.js"></script>'
    )
    headers = {"Content-Security-Policy": PAGE_POLICY, "Content-Type": "text/html; charset=utf-8"}
    tab.route(f"{SITE}/", lambda route: route.fulfill(body=body, headers=headers))
    tab.route(
        f"{SITE}/static/**",
        lambda route: route.fulfill(
            body=(STATIC / route.request.url.removeprefix(f"{SITE}/static/")).read_text(),
            headers={"Content-Type": "text/javascript"},
        ),
    )
    tab.on("pageerror", lambda error: pytest.fail(str(error)))
    tab.goto(f"{SITE}/")
    expect(tab.locator("#isian[data-langsung]")).to_have_count(1)
    return tab


@pytest.mark.browser
def test_a_choice_shows_and_hides_at_once(tab: Page) -> None:
    group = {
        "type": "group",
        "key": "rincian",
        "label": "Rincian",
        "components": [one("textfield", "ukuran"), ONLY_GOODS],
    }
    group["conditional"] = {"hide": "=jenis = null"}
    page = shown(tab, render(a_form(ASK, group), {}))
    expect(page.locator("[name=ukuran]")).to_be_hidden()
    page.get_by_label("jasa").check()
    expect(page.locator("[name=ukuran]")).to_be_visible()
    expect(page.locator("[name=merek]")).to_be_hidden()
    page.get_by_label("barang").check()
    expect(page.locator("[name=merek]")).to_be_visible()


@pytest.mark.browser
def test_amounts_are_computed_as_they_are_typed(tab: Page) -> None:
    page = shown(tab, render(a_form(one("number", "volume"), CHECKED, TOTAL), {}, pagu=Decimal(10)))
    expect(page.locator("#isian-jumlah")).to_have_text("Belum diisi")
    page.locator("[name=volume]").fill("3,5")
    page.locator("[name=hps]").fill("Rp 185.000,35")
    expect(page.locator("#isian-jumlah")).to_have_text("Rp647.501")
    page.locator("[name=volume]").fill("tiga")
    expect(page.locator("#isian-jumlah")).to_have_text("Belum diisi")


@pytest.mark.browser
def test_a_message_comes_when_a_field_is_left_and_goes_when_it_is_right(tab: Page) -> None:
    page = shown(tab, render(a_form(CHECKED), {}, pagu=Decimal(5_000_000)))
    field = page.locator("[name=hps]")
    field.fill("6.000.000")
    expect(page.locator(".govuk-error-message")).to_have_count(0)
    field.blur()
    expect(page.locator(".govuk-error-message")).to_have_text("Galat: HPS tidak boleh melebihi pagu")
    assert field.get_attribute("aria-describedby") == "langsung-hps"
    field.fill("5.000.000")
    expect(page.locator(".govuk-error-message")).to_have_count(0)
    field.fill("")
    field.blur()
    expect(page.locator(".govuk-error-message")).to_contain_text("Isi Hps")
    assert field.get_attribute("aria-invalid") == "true"


@pytest.mark.browser
def test_rows_and_totals_of_a_table_follow(tab: Page) -> None:
    cells = [one("number", "volume"), one("rupiah", "harga"), one("expression", "jumlah", expression="=volume * harga")]
    table = one(
        "dynamiclist",
        "rincian",
        components=cells,
        properties={"totals": "jumlah", "check": "=count(rincian) < 2", "checkMessage": "Satu baris saja"},
    )
    every = one("expression", "semua", expression="=sum(rincian.jumlah)")
    page = shown(
        tab, render(a_form(table, every), {"rincian.#": ["2"], "rincian.0.volume": ["2"], "rincian.0.harga": ["1500"]})
    )
    page.locator("[name='rincian.0.volume']").fill("4")
    expect(page.locator("#isian-rincian-0-jumlah")).to_have_text("6.000")
    expect(page.locator("[data-jumlah='rincian.jumlah']")).to_have_text("6.000")
    page.locator("[name='rincian.1.volume']").fill("1")
    page.locator("[name='rincian.1.harga']").fill("2.000,50")
    page.locator("[name='rincian.1.harga']").blur()
    expect(page.locator("[data-jumlah='rincian.jumlah']")).to_have_text("8.000,5")
    expect(page.locator("#isian-semua")).to_have_text("8.000,5")
    expect(page.locator("caption .govuk-error-message")).to_contain_text("Satu baris saja")


@pytest.mark.browser
def test_what_only_the_server_knows_stays_as_the_server_wrote_it(tab: Page) -> None:
    look = one("rujukan", "paket", properties={"register": "pengadaan.package"})
    price = one("expression", "nilai", expression="=if paket = null then null else paket.row.pagu * volume")
    page = shown(tab, render(a_form(look, one("number", "volume"), price), {"paket": ["PKT-1"], "volume": ["1"]}))
    page.locator("[name=volume]").fill("2")
    expect(page.locator("#isian-nilai")).to_have_text("400.000.000")
    page.locator("[name=paket]").fill("PKT-2")
    page.locator("[name=volume]").fill("3")
    expect(page.locator("#isian-nilai")).to_have_text("400.000.000")
