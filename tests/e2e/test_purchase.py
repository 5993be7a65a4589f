"""The purchase of ten laptops in the browser, without JavaScript, until they are paid for and registered."""

from typing import Any

import pytest
from playwright.sync_api import expect

from engine.store import audit
from tests.e2e import purchase
from tests.e2e.town import Official, Town

pytestmark = pytest.mark.browser


def starts(ppk: Official) -> str:
    """From the log-in page to the first task of a new case; answers its number."""
    ppk.clicks_on(ppk.page.get_by_role("link", name="Mulai", exact=True))
    ppk.clicks_on(ppk.page.get_by_role("link", name="Pengadaan langsung"))
    ppk.fills({"baris_dpa": "laptop"}).presses("_cari:baris_dpa")
    ppk.page.get_by_role("radio", name=purchase.LINE).check()
    ppk.fills({"jenis": "barang"}).fills(purchase.PACKAGE).sends()
    expect(ppk.page.get_by_role("heading", level=1)).to_have_text("Susun HPS")
    return ppk.page.locator(".tata-panel dd").first.inner_text()


def estimates(ppk: Official) -> None:
    """The owner's estimate: a row of the table per price reference, added by a button of the form."""
    ppk.fills(purchase.ESTIMATE)
    rows = ppk.page.locator("table.tata-grid tbody tr")
    while rows.count() < len(purchase.REFERENCES):
        ppk.presses("_tambah:pembanding")
    for at, reference in enumerate(purchase.REFERENCES):
        ppk.fills({f"pembanding.{at}.{name}": value for name, value in reference.items()})
    ppk.presses("_hitung")
    expect(ppk.page.locator("main")).to_contain_text("18.400.000")
    ppk.sends()


def test_laptops_are_bought_paid_and_registered_by_their_officials(town: Town, sit_down: Any) -> None:
    paid, registered = len(town.desk.ledger.entries("finance")), len(town.desk.ledger.entries("asset"))
    ppk = sit_down("dkom.ppk")
    number = starts(ppk)
    estimates(ppk)
    expect(ppk.page.get_by_role("alert")).to_contain_text(f"Susun HPS: {number}")

    pp = sit_down("dkom.pp").opens(number, "Evaluasi penawaran")
    pp.fills(purchase.RESULT).presses("_hitung").fills(purchase.OFFER).sends()
    expect(pp.page.get_by_role("alert")).to_contain_text(number)

    ppk.opens(number, "Tetapkan penyedia").fills(purchase.DECISION).presses("_hitung").fills(purchase.AWARD).sends()
    purchase.opened(town, number, "Susun kontrak")
    ppk.opens(number, "Susun kontrak").fills(purchase.SIGNED).sends()
    purchase.opened(town, number, "Periksa dan terima barang")
    ppk.opens(number, "Periksa dan terima barang").fills(purchase.HANDOVER).sends()

    assert purchase.settled(town, number) == "completed"
    payments = [entry for entry in town.desk.ledger.entries("finance") if entry["case_number"] == number]
    assets = [entry for entry in town.desk.ledger.entries("asset") if entry["case_number"] == number]
    assert [payment["net"] for payment in payments] == ["161540000"]
    assert [(asset["items"][0]["name"], asset["items"][0]["quantity"]) for asset in assets] == [
        ("Laptop 14 inci", "10")
    ]
    assert len(town.desk.ledger.entries("finance")) == paid + 1
    assert len(town.desk.ledger.entries("asset")) == registered + 1
    assert purchase.row(town, "pengadaan.contract", purchase.CONTRACT).state == "completed"

    ppk.goes(f"/berkas/{number}")
    expect(ppk.page.locator(".tata-status")).to_contain_text("Selesai pada")
    ppk.clicks_on(ppk.page.get_by_role("link", name="Surat Penunjukan Penyedia Barang/Jasa"))
    letter = ppk.page.locator("body").inner_text()
    assert "seratus delapan puluh dua juta empat puluh ribu rupiah" in letter.lower()
    assert "182.040.000" in letter
    with town.app.store.reading() as db:
        assert audit.verify(db) == []


def test_a_newcomer_does_the_first_task_in_four_clicks(town: Town, sit_down: Any) -> None:
    """Log in, open, type, send: nobody needs a menu to do what waits for them."""
    number = purchase.begin(town, until="Periksa dan terima barang")
    ppk: Official = sit_down("dkom.ppk")
    ppk.clicks_on(ppk.waiting(number, "Periksa dan terima barang")).fills(purchase.HANDOVER).sends()
    expect(ppk.page.get_by_role("alert")).to_contain_text(f"Periksa dan terima barang: {number}")
    assert ppk.clicks <= 4


@pytest.mark.parametrize("width", [1280, 390])
def test_a_step_that_is_not_theirs_is_told_to_officials_in_words(town: Town, sit_down: Any, width: int) -> None:
    """The commitment officer may not evaluate the offer of the same package, and sees who does."""
    number = purchase.begin(town, until="Evaluasi penawaran")
    ppk: Official = sit_down("dkom.ppk", width=width)
    ppk.goes(f"/berkas/{number}")
    expect(ppk.page.locator(".tata-status")).to_contain_text("Evaluasi penawaran")
    ppk.goes(f"/tugas?q={number}")
    assert ppk.waiting(number, "Evaluasi penawaran").count() == 0
