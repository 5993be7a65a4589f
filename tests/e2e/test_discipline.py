"""Two missed summonses in the browser, without JavaScript, and everybody who may not look tries to."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from engine.jobs.scenario_people import official
from engine.store import audit, calendar
from tests.e2e import axe, purchase
from tests.e2e.town import Official, Town

pytestmark = pytest.mark.browser

ZONE = "Asia/Jakarta"
ACCUSED = official("DKOM.SURVEI")
DUTY = "PP 94/2021 Pasal 4 huruf f"
STORY = "Rekap presensi menunjukkan dua belas hari tanpa keterangan"
#: What nobody outside the case may read, on whatever page.
WORDS = (ACCUSED["name"], ACCUSED["nip"], "dua belas hari", "Ruang rapat sekretariat")
LONG = timedelta(days=45)


@dataclass
class Days:
    """Working days of the town, seen from its own clock."""

    town: Town

    def today(self) -> date:
        return self.town.clock().astimezone(ZoneInfo(ZONE)).date()

    def after(self, day: date, count: int) -> date:
        with self.town.app.store.reading() as db:
            return calendar.working(db, ZONE).add_working_days(day, count)

    def until(self, day: date) -> None:
        """Let it become three in the afternoon of a day."""
        moment = datetime.combine(day, time(15), tzinfo=ZoneInfo(ZONE))
        self.town.passes(max(moment - self.town.clock(), timedelta()))


def reports(reporter: Official, day: date) -> str:
    """From the log-in page to the receipt; answers its number."""
    reporter.clicks_on(reporter.page.get_by_role("link", name="Mulai", exact=True))
    reporter.clicks_on(reporter.page.get_by_role("link", name="Penanganan pelanggaran disiplin"))
    reporter.fills({"terlapor": ACCUSED["name"]}).presses("_cari:terlapor")
    reporter.page.get_by_role("radio", name=ACCUSED["name"]).check()
    reporter.fills({"sumber": "presensi", "jenis": "mangkir"}).presses("_hitung")
    reporter.fills({"hari_mangkir": 12, "hari_berturut": 4, "pengecualian": True})
    reporter.fills({"tanggal_kejadian": day, "kronologi": STORY}).sends()
    expect(reporter.page.locator(".tata-secret")).to_have_text("RAHASIA")
    return reporter.page.get_by_role("heading", level=1).inner_text()


def summons(superior: Official, town: Town, number: str, which: str, day: date) -> None:
    """Write one summons for a day."""
    name, suffix = {"1": ("pertama", "1"), "2": ("kedua", "2")}[which]
    purchase.opened(town, number, f"Susun panggilan {name}")
    superior.opens(number, f"Susun panggilan {name}")
    superior.fills({f"tanggal_periksa_{suffix}": day, f"jam_{suffix}": "09.00 WIB"})
    superior.fills({f"tempat_{suffix}": "Ruang rapat sekretariat"}).sends()


def misses(superior: Official, town: Town, number: str, which: str) -> None:
    """Record that the accused did not come."""
    name = {"1": "pertama", "2": "kedua"}[which]
    purchase.opened(town, number, f"Catat kehadiran {name}")
    superior.opens(number, f"Catat kehadiran {name}")
    superior.fills({f"hadir_{which}": "tidak_hadir"}).presses("_hitung")
    superior.fills({f"alasan_{which}": "Panggilan diterima, tidak ada kabar"}).sends()


def begun(town: Town, sit_down: Any) -> tuple[str, Official]:
    """A case reported and found worth an examination; answers its number and the superior's browser."""
    days = Days(town)
    number = reports(sit_down("dkom.verif"), days.after(days.today(), -1))
    purchase.opened(town, number, "Verifikasi laporan")
    superior: Official = sit_down("dkom.sekretaris")
    superior.opens(number, "Verifikasi laporan")
    superior.fills({"hasil_verifikasi": "lanjut"}).presses("_hitung")
    superior.fills({"dampak": "instansi", "ketentuan": DUTY, "catatan_verifikasi": "Rekap sudah dicocokkan"}).sends()
    return number, superior


def test_two_missed_summonses_lead_to_a_report_on_the_evidence(town: Town, sit_down: Any) -> None:
    days = Days(town)
    number, superior = begun(town, sit_down)
    first = days.after(days.today(), 3)
    summons(superior, town, number, "1", first)
    misses(superior, town, number, "1")
    expect(superior.page.locator(".govuk-error-summary")).to_contain_text("tanggal itu belum tiba")

    days.until(first)
    superior = sit_down("dkom.sekretaris")
    misses(superior, town, number, "1")
    summons(superior, town, number, "2", days.after(first, 8))
    expect(superior.page.locator(".govuk-error-summary")).to_contain_text("tujuh hari kerja")
    second = days.after(first, 7)
    superior.fills({"tanggal_periksa_2": second}).sends()
    days.until(second)
    superior = sit_down("dkom.sekretaris")
    misses(superior, town, number, "2")

    purchase.opened(town, number, "Susun laporan hasil pemeriksaan")
    superior.opens(number, "Susun laporan hasil pemeriksaan")
    expect(superior.page.locator("main")).to_contain_text("Terlapor tidak memenuhi dua panggilan")
    superior.goes(f"/berkas/{number}")
    for title in ("Surat Panggilan I", "Surat Panggilan II", "Berita Acara Ketidakhadiran"):
        expect(superior.page.get_by_role("link", name=title, exact=True)).to_have_count(1)
    superior.clicks_on(superior.page.get_by_role("link", name="Surat Panggilan II", exact=True))
    letter = superior.page.locator("body").inner_text()
    assert "RAHASIA" in letter
    assert ACCUSED["name"] in letter
    assert "keputusan diambil berdasarkan bukti" in letter
    with town.app.store.reading() as db:
        assert audit.verify(db) == []


def tried(who: Official, number: str) -> list[str]:
    """Which words of the case stand on the pages a stranger reaches; the search box says back what was typed."""
    texts = []
    for path in ("/tugas", "/berkas", "/pantau", "/pantau/terlambat", f"/berkas/{number}", f"/berkas/{number}/alur"):
        texts.append(who.goes(path).page.content())
    for words in (number, ACCUSED["name"], "disiplin"):
        who.goes(f"/cari?q={words}")
        texts += [item.inner_text() for item in who.page.locator(".tata-list__item").all()]
    texts = [text.replace(f"/berkas/{number}", "") for text in texts]
    return [word for word in (*WORDS, number) if any(word in text for text in texts)]


def test_an_outsider_and_the_admin_see_no_content(town: Town, sit_down: Any) -> None:
    days = Days(town)
    number, superior = begun(town, sit_down)
    first = days.after(days.today(), 2)
    summons(superior, town, number, "1", first)
    purchase.opened(town, number, "Catat kehadiran pertama")
    town.passes(LONG)
    for username in ("dkom.ppk", "setda.org.kabag", "dkom.admin", "insp.auditor"):
        assert tried(sit_down(username), number) == [], username
    # His own name stands at the head of his own pages.
    assert set(tried(sit_down(ACCUSED["username"]), number)) <= {ACCUSED["name"]}
    admin: Official = sit_down("dkom.admin").goes("/pantau/terlambat")
    masked = admin.page.locator("tr").filter(has_text="Disiplin pegawai").filter(has_text="Dinas Komunikasi")
    expect(masked.first).to_contain_text("Rahasia")
    assert admin.goes(f"/berkas/{number}").page.get_by_role("heading", level=1).inner_text() == "Tidak ditemukan"


def test_the_reporter_keeps_a_receipt(town: Town, sit_down: Any) -> None:
    days = Days(town)
    number = reports(sit_down("dkom.verif"), days.after(days.today(), -1))
    reporter: Official = sit_down("dkom.verif", javascript=True, width=390)
    axe.bring(reporter.page.context)
    assert axe.broken(reporter.goes(f"/berkas/{number}").page) == []
    said = reporter.shows()
    assert "sedang ditangani" in said
    assert [word for word in WORDS if word in said] == []
    reporter.goes("/berkas")
    row = reporter.page.locator(".tata-list__item").filter(has_text=number).inner_text()
    assert [word for word in WORDS if word in row] == []
