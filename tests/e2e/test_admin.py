"""An administrator at the monitor: what stopped is seen, corrected, tried again; the partner pays once."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from integrations.partner.faults import Fault, Kind
from tests.e2e import purchase
from tests.e2e.town import Official, Town

pytestmark = pytest.mark.browser

ACCOUNT = str(purchase.OFFER["penyedia_rekening"])
OTHER_ACCOUNT = "10009999999"
REASON = "Rekening lama sudah ditutup menurut surat penyedia"


def held_up(town: Town, fault: Fault) -> str:
    """A purchase whose payment failed as often as it may."""
    number = purchase.begin(town, until="Periksa dan terima barang")
    town.desk.faults.switch("finance", fault)
    purchase.complete(town, number, *purchase.STAGES[-1])
    purchase.stopped(town, number)
    return number


def payments(town: Town, number: str) -> list[dict[str, Any]]:
    """What the partner's finance books hold for a case."""
    return [entry for entry in town.desk.ledger.entries("finance") if entry["case_number"] == number]


def finds(admin: Official, number: str) -> Official:
    """From the monitor to the incident of a case."""
    admin.goes(f"/pantau/tertahan?q={number}")
    line = admin.page.get_by_role("row").filter(has_text=number)
    return admin.clicks_on(line.get_by_role("link", name="Minta pembayaran ke keuangan"))


def test_a_partner_that_was_down_is_asked_again(town: Town, sit_down: Any) -> None:
    number = held_up(town, Fault(Kind.DOWN))
    admin = finds(sit_down("dkom.admin"), number)
    expect(admin.page.locator(".tata-status")).to_contain_text("dapat dihubungi")
    assert payments(town, number) == []
    town.desk.faults.switch("finance", Fault())
    admin.page.locator("#alasan").fill("Sistem keuangan sudah hidup kembali")
    admin.presses("_ulang")
    assert purchase.settled(town, number) == "completed"
    assert len(payments(town, number)) == 1
    admin.goes(f"/berkas/{number}")
    expect(admin.page.locator(".tata-status")).to_contain_text("Selesai pada")
    expect(admin.page.locator("main")).to_contain_text("Sistem keuangan sudah hidup kembali")


def test_a_value_is_corrected_and_the_payment_carries_it(town: Town, sit_down: Any) -> None:
    number = held_up(town, Fault(Kind.ERROR))
    admin = finds(sit_down("dkom.admin"), number)
    town.desk.faults.switch("finance", Fault())
    admin.page.locator("#alasan").fill(REASON)
    account = admin.page.get_by_label("Nomor rekening")
    expect(account).to_have_value(ACCOUNT)
    account.fill(OTHER_ACCOUNT)
    admin.presses("_perbaiki")
    assert purchase.settled(town, number) == "completed"
    assert [entry["payee"]["bank_account"] for entry in payments(town, number)] == [OTHER_ACCOUNT]


def test_a_correction_without_a_reason_is_refused_and_kept(town: Town, sit_down: Any) -> None:
    number = held_up(town, Fault(Kind.DOWN))
    admin = finds(sit_down("dkom.admin"), number)
    account = admin.page.locator('[name="nilai:penyedia_rekening"]')
    admin.unfolds(account)
    account.fill(OTHER_ACCOUNT)
    admin.presses("_perbaiki")
    expect(admin.page.locator("#galat")).to_be_focused()
    expect(admin.page.locator('[name="nilai:penyedia_rekening"]')).to_have_value(OTHER_ACCOUNT)
    admin.page.goto(admin.page.url)
    expect(admin.page.locator('[name="nilai:penyedia_rekening"]')).to_have_value(ACCOUNT)
    assert payments(town, number) == []


def test_an_official_without_oversight_is_not_shown_the_monitor(town: Town, sit_down: Any) -> None:
    ppk: Official = sit_down("dkom.ppk").goes("/pantau")
    assert ppk.page.locator('a[href="/pantau"]').count() == 0
    expect(ppk.page.get_by_role("heading", level=1)).to_have_text("Anda tidak berwenang")


def test_a_late_estimate_is_followed_up_by_the_superior(town: Town, sit_down: Any) -> None:
    """The reminder comes after two working days, the escalation after four; both are the timers of the diagram."""
    number = purchase.begin(town)
    town.passes(timedelta(days=14))
    purchase.opened(town, number, "Tindak lanjuti keterlambatan HPS")
    head: Official = sit_down("dkom.kadis").goes(f"/tugas?q={number}")
    expect(head.waiting(number, "Tindak lanjuti keterlambatan HPS")).to_be_visible()
    admin: Official = sit_down("dkom.admin").goes(f"/pantau/terlambat?q={number}")
    expect(admin.page.get_by_role("row").filter(has_text=number).filter(has_text="Susun HPS")).to_be_visible()
    admin.goes(f"/pantau/sunyi?q={number}")
    expect(admin.page.get_by_role("row").filter(has_text=number).filter(has_text="Susun HPS")).to_be_visible()


def test_a_case_held_still_waits_for_the_partner_and_pays_once(town: Town, sit_down: Any) -> None:
    """Suspended while the partner is down; what the partner answers later reaches the case when it goes on."""
    number = held_up(town, Fault(Kind.DOWN))
    admin: Official = sit_down("dkom.admin").goes(f"/berkas/{number}")
    hold = admin.page.locator('form[action$="/tangguhkan"] [name="alasan"]')
    admin.unfolds(hold)
    hold.fill("Menunggu keputusan inspektorat")
    admin.clicks_on(admin.page.locator('form[action$="/tangguhkan"] button'))
    expect(admin.page.locator(".tata-status")).to_contain_text("Ditangguhkan sejak")
    town.desk.faults.switch("finance", Fault())
    admin.goes(f"/pantau/ditangguhkan?q={number}")
    expect(admin.page.get_by_role("row").filter(has_text=number)).to_be_visible()
    admin.goes(f"/berkas/{number}")
    go_on = admin.page.locator('form[action$="/lanjutkan"] [name="alasan"]')
    admin.unfolds(go_on)
    go_on.fill("Sudah diputuskan")
    admin.clicks_on(admin.page.locator('form[action$="/lanjutkan"] button'))
    finds(admin, number)
    admin.page.locator("#alasan").fill("Sistem keuangan sudah hidup kembali")
    admin.presses("_ulang")
    assert purchase.settled(town, number) == "completed"
    assert len(payments(town, number)) == 1


def test_an_admin_hands_chosen_late_work_to_the_head(town: Town, sit_down: Any) -> None:
    number = purchase.begin(town)
    town.passes(timedelta(days=14))
    purchase.opened(town, number, "Tindak lanjuti keterlambatan HPS")
    admin: Official = sit_down("dkom.admin").goes(f"/pantau/terlambat?q={number}")
    line = admin.page.get_by_role("row").filter(has_text="Susun HPS")
    line.get_by_role("checkbox").check()
    admin.page.get_by_label("Alihkan ke jabatan lain").check()
    admin.page.locator("#ke").fill("DKOM.KADIS")
    admin.page.locator("#alasan").fill("PPK sedang sakit")
    admin.clicks_on(admin.page.locator("#tindakan button"))
    expect(admin.page.locator("main")).to_contain_text("1 baris dipilih")
    admin.presses("_setuju")
    expect(admin.page.locator(".tata-status")).to_contain_text("1 berhasil, 0 ditolak")
    head: Official = sit_down("dkom.kadis").goes(f"/tugas?q={number}")
    expect(head.waiting(number, "Susun HPS")).to_be_visible()
    expect(head.page.locator("main")).to_contain_text("PPK sedang sakit")
