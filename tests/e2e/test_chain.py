"""One chain of references: a proposal becomes a plan item, a budget line, a contract, a payment and an asset."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from engine.jobs.scenario_steps import Reserve
from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.store import audit
from tests.e2e import chain, purchase
from tests.e2e.town import Official, Town

pytestmark = pytest.mark.browser

Seat = Callable[[str], Official]


def proposes(chief: Official) -> str:
    """The neighbourhood's chief fills in the paper of the residents' meeting; answers the case's number."""
    chief.clicks_on(chief.page.get_by_role("link", name="Mulai", exact=True))
    chief.clicks_on(chief.page.get_by_role("link", name="Usulan warga"))
    chief.fills(chain.PROPOSAL)
    for paper in chain.PAPERS:
        chief.page.locator(f'#isian input[name="kelengkapan"][value="{paper}"]').check()
    chief.sends()
    found = re.search(r"USL-\d{4}-\d{5}", chief.page.locator("body").inner_text())
    assert found, chief.shows()
    return found[0]


def recommends(official: Official, number: str, task: str, **answers: str) -> None:
    """One rung writes its own volume, cost and note."""
    official.opens(number, task).fills(chain.PASSED).presses("_hitung").fills(answers)
    official.sends()
    expect(official.page.get_by_role("alert")).to_contain_text(number)


def climbs(town: Town, sit_down: Seat, hands: chain.Hands, number: str, year: int) -> None:
    """Ward, district, field, agency and planning board, each seeing the whole ladder."""
    recommends(sit_down("12.72.03.1001.lurah"), number, "Rekomendasi lurah")
    hands.awaits(number, "Rekomendasi camat")
    recommends(sit_down("12.72.03.camat"), number, "Rekomendasi camat", **chain.LESS)

    hands.awaits(number, "Verifikasi lapangan")
    surveyor = sit_down("dkom.survei").opens(number, "Verifikasi lapangan")
    surveyor.fills({**chain.SEEN, "tanggal_survei": chain.today(town), **dict.fromkeys(chain.TRUE, True)}).sends()
    hands.awaits(number, "Rekomendasi perangkat daerah")
    recommends(sit_down("dkom.program"), number, "Rekomendasi perangkat daerah")

    hands.awaits(number, "Rekomendasi mitra Bappeda")
    partner = sit_down("bappeda.mitra").opens(number, "Rekomendasi mitra Bappeda")
    rungs = partner.page.locator("table.tata-grid tbody tr")
    for row, (rung, volume) in enumerate(chain.LADDER):
        expect(rungs.nth(row)).to_contain_text(rung)
        expect(rungs.nth(row)).to_contain_text(volume)
    partner.fills(chain.PASSED).presses("_hitung").fills({"rencana": f"RKPD-{year}-DKOM-WARGA"}).sends()
    expect(partner.page.get_by_role("alert")).to_contain_text(number)


def is_budgeted(town: Town, sit_down: Seat, hands: chain.Hands, year: int) -> str:
    """The line is written, agreed by its owner and the whole team, and comes into force with the budget."""
    number = hands.led_to("RKA", chain.TITLE)
    hands.awaits(number, "Susun baris RKA")
    line = {**chain.LINE, "tahun_anggaran": str(year), "standar": f"SSH-{year}-KOMP-01"}
    officer = sit_down("dkom.pptk").opens(number, "Susun baris RKA")
    assert "8 unit" in officer.shows()
    officer.fills({**line, "rencana": f"RKPD-{year}-DKOM-WARGA"}).sends()

    hands.awaits(number, "Setujui baris RKA")
    owner = sit_down("dkom.kadis").opens(number, "Setujui baris RKA")
    owner.fills({"keputusan_pa": "setuju"}).sends()
    hands.awaits(number, "Verifikasi TAPD")
    looker = sit_down("bpkpd.tapd").opens(number, "Verifikasi TAPD")
    looker.fills({"hasil_verifikasi": "terima", "catatan_verifikasi": "Rekening sesuai"}).sends()
    for other in (name for name in chain.TEAM if name != "BPKPD.TAPD"):
        hands.does(number, "Verifikasi TAPD", other, hasil_verifikasi="terima", catatan_verifikasi="Sesuai")

    town.passes(timedelta(days=80))
    hands.enact_budget(year, chain.today(town))
    hands.does(number, "Susun DPA dan rencana kas", "DKOM.PPTK", **chain.cash_plan("112000000"))
    hands.does(number, "Sahkan DPA", "BPKPD.KABAN", keputusan_ppkd="sahkan")
    hands.does(number, "Setujui DPA", "SETDA.SEKDA", keputusan_sekda="setuju")
    assert purchase.settled(town, number) == "completed"
    return f"DPA-{year}-DKOM-{number[4:]}"


def is_bought(town: Town, sit_down: Seat, hands: chain.Hands, line: str) -> str:
    """Eight computers are bought from the line, paid for and registered; answers the number of the case."""
    ppk = sit_down("dkom.ppk")
    ppk.clicks_on(ppk.page.get_by_role("link", name="Mulai", exact=True))
    ppk.clicks_on(ppk.page.get_by_role("link", name="Pengadaan langsung"))
    package = {**purchase.PACKAGE, "nama_paket": chain.TITLE, "pagu": "112.000.000", "jumlah_barang": "8"}
    ppk.fills({"jenis": "barang", "baris_dpa": line}).fills(package).sends()
    expect(ppk.page.get_by_role("heading", level=1)).to_have_text("Susun HPS")
    number = ppk.page.locator(".tata-panel dd").first.inner_text()

    day = chain.today(town)
    references = [{"sumber": f"Toko {n}", "tanggal": day, "harga": 14_000_000} for n in (1, 2)]
    hands.does(number, "Susun HPS", "DKOM.PPK", spesifikasi="Memori 16 GB", pembanding=references, hps=111_000_000)
    offer = {**purchase.RESULT, **purchase.OFFER, "harga_penawaran": "111.000.000", "harga_negosiasi": "110.000.000"}
    hands.does(number, "Evaluasi penawaran", "DKOM.PP", **offer)
    hands.does(number, "Tetapkan penyedia", "DKOM.PPK", **purchase.DECISION, tanggal_sppbj=day)
    dates = dict.fromkeys(("tanggal_kontrak", "tanggal_mulai", "tanggal_selesai"), day)
    hands.does(number, "Susun kontrak", "DKOM.PPK", **{**purchase.SIGNED, **dates, "nilai_dasar": "99.000.000"})
    purchase.opened(town, number, "Periksa dan terima barang")
    ppk.opens(number, "Periksa dan terima barang").fills({"tanggal_bast": day, "jumlah_diterima": "8"}).sends()
    assert purchase.settled(town, number) == "completed"
    return number


def test_a_proposal_becomes_a_paid_and_registered_asset(town: Town, sit_down: Seat) -> None:
    hands, year = chain.Hands(town), chain.today(town).year + 2
    number = proposes(sit_down("12.72.03.1001.rw001"))
    climbs(town, sit_down, hands, number, year)
    town.passes(timedelta(days=150))
    hands.enact_plan(year, chain.today(town))
    assert purchase.settled(town, number) == "completed"
    line = is_budgeted(town, sit_down, hands, year)
    bought = is_bought(town, sit_down, hands, line)

    row = purchase.row(town, "penganggaran.dpa_line", line)
    assert (row.state, row.settled, row.data["origin"]) == ("active", 109_890_000, number)
    proposal = f"{year}/WARGA-01/{chain.WARD}/RW001/{chain.PLACE.upper()}"
    assert purchase.row(town, "perencanaan.proposal", proposal).state == "funded"
    assets = [entry for entry in town.desk.ledger.entries("asset") if entry["case_number"] == bought]
    assert [(asset["items"][0]["name"], asset["items"][0]["quantity"]) for asset in assets] == [("Laptop 14 inci", "8")]
    payments = [entry for entry in town.desk.ledger.entries("finance") if entry["case_number"] == bought]
    assert len(payments) == 1

    chief = sit_down("12.72.03.1001.rw001").goes(f"/berkas/{number}")
    chief.clicks_on(chief.page.get_by_role("link", name="Jawaban atas usulan warga"))
    answer = chief.page.locator("body").inner_text()
    assert "diterima sebagian" in answer
    assert "8 unit" in answer
    with town.app.store.reading() as db:
        assert audit.verify(db) == []


def test_what_has_no_parent_is_refused_and_listed_for_the_inspector(town: Town, sit_down: Seat) -> None:
    officer = sit_down("dkom.pptk")
    officer.clicks_on(officer.page.get_by_role("link", name="Mulai", exact=True))
    officer.clicks_on(officer.page.get_by_role("link", name="Penyusunan RKA sampai DPA"))
    officer.fills({**chain.LINE, "tahun_anggaran": str(chain.today(town).year + 1)})
    officer.fills({"standar": "SSH-2027-KOMP-01"}).sends()
    expect(officer.page.get_by_role("heading", level=1)).to_have_text("Perbaiki baris RKA")
    assert "tidak ada dalam RKPD" in officer.shows()
    unplanned = officer.page.locator(".tata-panel dd").first.inner_text()

    number = purchase.begin(town, until="Susun kontrak")
    taken = {"key": purchase.LINE, "hold": "Tagihan lain", "amount": Decimal(200_000_000)}
    execute(Reserve("penganggaran.dpa_line", taken), world=town.app.world, actor=ENGINE)
    ppk = sit_down("dkom.ppk").opens(number, "Susun kontrak").fills(purchase.SIGNED).sends()
    expect(ppk.page.locator("main")).to_contain_text("sisanya tidak cukup")
    assert purchase.row(town, "pengadaan.contract", purchase.CONTRACT) is None

    auditor = sit_down("insp.auditor").goes("/audit/percobaan")
    blocked = auditor.shows()
    assert unplanned in blocked
    assert "register.no_parent" in blocked
    assert number in blocked
    assert "DPA_BALANCE" in blocked
