"""Nothing typed is lost, nothing sent has two effects: double clicks, the back button, colleagues, ended sessions."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from engine.store import audit, instances
from tests.e2e import purchase
from tests.e2e.town import Official, Town

pytestmark = pytest.mark.browser

START = "/mulai/pengadaan/pengadaan_langsung"
TYPED = "Layar 14 inci, memori 16 GB, dicatat sebelum rapat"


def completions(town: Town, number: str, element: str) -> int:
    """How often the facts of a case say that a task was completed."""
    with town.app.store.reading() as db:
        case = instances.by_number(db, number)
        assert case is not None
        facts = [(fact["kind"], fact["element"]) for fact in audit.facts(db, case.id)]
    return facts.count(("task.completed", element))


def test_a_form_sent_twice_completes_once(town: Town, sit_down: Any) -> None:
    number = purchase.begin(town, until="Periksa dan terima barang")
    ppk: Official = sit_down("dkom.ppk").opens(number, "Periksa dan terima barang")
    ppk.fills(purchase.HANDOVER)
    form = {
        box.get_attribute("name"): box.input_value() for box in ppk.page.locator("#isian input, #isian textarea").all()
    }
    sent: dict[str, Any] = {name: value for name, value in form.items() if name and not name.startswith("_berkas")} | {
        "_kirim": "1"
    }
    answers = [ppk.page.request.post(ppk.page.url, multipart=sent, max_redirects=0) for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert completions(town, number, "Tugas_BAST") == 1
    assert purchase.settled(town, number) == "completed"
    assert len([one for one in town.desk.ledger.entries("finance") if one["case_number"] == number]) == 1


def test_two_quick_clicks_on_send_are_one_completion(town: Town, sit_down: Any) -> None:
    number = purchase.begin(town, until="Periksa dan terima barang")
    ppk: Official = sit_down("dkom.ppk").opens(number, "Periksa dan terima barang")
    ppk.fills(purchase.HANDOVER)
    ppk.page.locator('button[name="_kirim"]').dblclick()
    expect(ppk.page.get_by_role("alert")).to_contain_text(f"Periksa dan terima barang: {number}")
    assert completions(town, number, "Tugas_BAST") == 1


def test_going_back_after_sending_shows_who_did_it_and_changes_nothing(town: Town, sit_down: Any) -> None:
    number = purchase.begin(town, until="Periksa dan terima barang")
    ppk: Official = sit_down("dkom.ppk").opens(number, "Periksa dan terima barang")
    ppk.fills(purchase.HANDOVER).sends()
    expect(ppk.page.get_by_role("alert")).to_contain_text(number)
    ppk.page.go_back()
    ppk.page.reload()
    expect(ppk.page.locator(".govuk-inset-text")).to_contain_text("Diselesaikan oleh")
    assert ppk.page.locator('button[name="_kirim"]').count() == 0
    assert completions(town, number, "Tugas_BAST") == 1


def test_the_second_of_two_people_sees_who_was_first_and_keeps_the_own_words(town: Town, sit_down: Any) -> None:
    town.stands_in("DKOM.PPTK", "DKOM.PPK")
    number = purchase.begin(town, until="Periksa dan terima barang")
    first: Official = sit_down("dkom.ppk").opens(number, "Periksa dan terima barang")
    second: Official = sit_down("dkom.pptk").opens(number, "Periksa dan terima barang")
    name = first.page.locator(".tata-header__person summary").inner_text()
    second.fills({**purchase.HANDOVER, "catatan_periksa": "Dua unit tergores, difoto"})
    first.fills(purchase.HANDOVER).sends()
    second.sends()
    expect(second.page.get_by_role("heading", level=1)).to_have_text("Sudah didahului")
    shown = second.shows()
    assert name in shown
    assert str(purchase.TODAY.year) in shown
    assert "Dua unit tergores, difoto" in shown
    assert completions(town, number, "Tugas_BAST") == 1


def test_what_was_typed_comes_back_after_the_session_ended_and_can_be_sent(town: Town, sit_down: Any) -> None:
    number = purchase.begin(town, until="Periksa dan terima barang")
    ppk: Official = sit_down("dkom.ppk").opens(number, "Periksa dan terima barang")
    ppk.fills(purchase.HANDOVER)
    town.passes(timedelta(hours=11))
    ppk.sends()
    expect(ppk.page.locator("main")).to_contain_text("Sesi Anda berakhir")
    ppk.signs_in("dkom.ppk")
    expect(ppk.field("catatan_periksa")).to_have_value(str(purchase.HANDOVER["catatan_periksa"]))
    assert completions(town, number, "Tugas_BAST") == 0
    ppk.sends()
    expect(ppk.page.get_by_role("alert")).to_contain_text(f"Periksa dan terima barang: {number}")
    assert completions(town, number, "Tugas_BAST") == 1


def test_nobody_else_gets_what_was_typed_before_the_session_ended(town: Town, sit_down: Any) -> None:
    ppk: Official = sit_down("dkom.ppk").goes(START)
    ppk.fills({"nama_paket": "Pengadaan rahasia PPK Kominfo"})
    town.passes(timedelta(hours=11))
    ppk.sends()
    other = ppk.signs_in("disdik.ppk")
    expect(other.page.locator("#isian")).to_be_visible()
    assert other.field("nama_paket").input_value() == ""
    assert "rahasia" not in other.page.content()
    other.goes("/mulai").goes(START)
    assert "rahasia" not in other.page.content()


def test_a_draft_saved_without_javascript_is_found_again(town: Town, sit_down: Any) -> None:
    number = purchase.begin(town)
    ppk: Official = sit_down("dkom.ppk").opens(number, "Susun HPS")
    ppk.fills({"spesifikasi": TYPED, "hps": "184 juta?"}).presses("_simpan")
    expect(ppk.page.locator("#status-draf")).to_contain_text("Draf tersimpan")
    again: Official = sit_down("dkom.ppk", width=390)
    again.goes(f"/tugas?q={number}")
    expect(again.page.locator(".tata-list__item").filter(has_text=number)).to_contain_text("Draf")
    again.opens(number, "Susun HPS")
    expect(again.field("spesifikasi")).to_have_value(TYPED)
    expect(again.field("hps")).to_have_value("184 juta?")


@pytest.mark.parametrize("javascript", [False, True])
def test_a_form_with_a_mistake_keeps_every_word_and_leads_to_it(town: Town, sit_down: Any, javascript: bool) -> None:
    number = purchase.begin(town)
    ppk: Official = sit_down("dkom.ppk", javascript=javascript).opens(number, "Susun HPS")
    ppk.fills({"spesifikasi": TYPED, "hps": "999.000.000"}).sends()
    expect(ppk.page).to_have_title(f"Galat: Susun HPS – {number} – Tatalaksana")
    expect(ppk.page.locator("#galat")).to_be_focused()
    expect(ppk.field("spesifikasi")).to_have_value(TYPED)
    expect(ppk.field("hps")).to_have_value("999.000.000")
    ppk.page.locator("#galat a").filter(has_text="HPS").first.click()
    expect(ppk.field("hps")).to_be_focused()
    expect(ppk.page.locator("main")).to_contain_text("Seharusnya HPS tidak melebihi pagu paket")
    assert completions(town, number, "Tugas_HPS") == 0


def test_what_is_typed_is_kept_while_typing(town: Town, sit_down: Any) -> None:
    """With JavaScript the draft saves itself; a closed window loses nothing."""
    number = purchase.begin(town)
    ppk: Official = sit_down("dkom.ppk", javascript=True).opens(number, "Susun HPS")
    ppk.field("spesifikasi").press_sequentially(TYPED)
    expect(ppk.page.locator("#status-draf")).to_contain_text("Draf tersimpan", timeout=15_000)
    ppk.page.close()
    again: Official = sit_down("dkom.ppk").opens(number, "Susun HPS")
    expect(again.field("spesifikasi")).to_have_value(TYPED)
