"""A real city from nothing to its first case, in the browser without JavaScript; and the pages of office and audit."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from typer.testing import CliRunner

from engine.app import App, build, web
from engine.cli.main import app as tata
from engine.settings import FILE, Settings
from tests.e2e import purchase
from tests.e2e.test_accessible import WIDTHS, fine, look
from tests.e2e.town import Official, Served, Town

pytestmark = pytest.mark.browser

__all__ = ["look"]

OWN = "kata-sandi-sendiri"
UNITS = "kode;nama;jenis;induk\nSETDA;Sekretariat Daerah;regional_secretariat;PEMDA\nDKOM;Dinas Kominfo;agency;PEMDA\n"
POSITIONS = (
    "kode;jabatan;unit kerja;peran;atasan\n"
    "DKOM.PPTK;Pejabat Pelaksana Teknis Kegiatan;DKOM;activity_officer;DKOM.KADIS\n"
    "DKOM.KADIS;Kepala Dinas;DKOM;budget_user;\n"
    "SETDA.HARGA;Tim Harga TAPD;SETDA;budget_team_price;\n"
)
PEOPLE = (
    "nip;nama;nama pengguna\n"
    "198501012010011001;Désy Purba;desy\n"
    "198501012010012002;Ucok Saragih;ucok\n"
    "198501012010012003;Rina Damanik;rina\n"
)
PROPOSAL = {
    "nama_standar": "Laptop kerja",
    "jenis_standar": None,
    "satuan_standar": "unit",
    "harga_standar": "18500000",
    "tahun_standar": "2027",
    "alasan_standar": "Belum ada dalam standar harga",
}


def holdings(day: date) -> str:
    head = "nip;jabatan;sebagai;nomor surat;mulai;sampai\n"
    since = f"{day:%d/%m/%Y}"
    return head + (
        f"198501012010011001;DKOM.PPTK;definitif;821/1/2026;{since};\n"
        f"198501012010012002;DKOM.KADIS;plt;800/2/2026;{since};{day + timedelta(days=60):%d/%m/%Y}\n"
        f"198501012010012003;SETDA.HARGA;definitif;821/3/2026;{since};\n"
    )


@pytest.fixture
def founded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, App, str]]:
    """A city just made by the command, its server, and the one-time password it printed."""
    monkeypatch.delenv("TATA_DATABASE", raising=False)
    done = CliRunner().invoke(tata, ["init", str(tmp_path / "kota"), "--office", "Pemerintah Kota Baru"])
    assert done.exit_code == 0, done.output
    password = re.search(r"kata sandi\s+(\S+)", done.output)
    assert password
    app = build(Settings(_env_file=tmp_path / "kota" / FILE))  # type: ignore[call-arg]
    with Served(web(app)) as url:
        yield url, app, password[1]


def enter(page: Page, url: str, name: str, password: str) -> None:
    page.goto(f"{url}/masuk")
    page.locator("#username").fill(name)
    page.locator("#password").fill(password)
    page.get_by_role("button", name="Masuk").click()
    expect(page).to_have_url(f"{url}/sandi")
    for field, text in (("lama", password), ("baru", OWN), ("ulang", OWN)):
        page.locator(f"#{field}").fill(text)
    page.get_by_role("button", name="Ganti kata sandi").click()
    expect(page).to_have_url(f"{url}/tugas")


def upload(page: Page, url: str, name: str, text: str) -> None:
    """Upload a file as a spreadsheet saves it, look at the preview, write it."""
    page.goto(f"{url}/kantor/data")
    file = {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": text.replace("\n", "\r\n").encode("cp1252")}
    page.locator(f"#berkas-{name}").set_input_files(files=[file])  # type: ignore[list-item]
    page.locator(f'form[action="/kantor/data/{name}"] button').click()
    expect(page.locator(".tata-status")).to_contain_text(f"{text.count(chr(10)) - 1} baru")
    page.locator("#alasan").fill("Perwal SOTK 1/2026")
    page.get_by_role("button", name="Tulis semuanya").click()
    expect(page.get_by_text("Tersimpan.")).to_be_visible()


def test_a_new_city_comes_to_its_first_case(founded: tuple[str, App, str], browser: Browser) -> None:
    url, app, password = founded
    day = app.world.clock().date()
    admin = browser.new_context(java_script_enabled=False, locale="id-ID").new_page()
    enter(admin, url, "admin", password)
    admin.get_by_role("link", name="Persiapan belum selesai").click()
    admin.locator("#nama").fill("Pemerintah Kota Baru")
    admin.locator("#alamat").fill("Jalan Sudirman 1")
    admin.locator("#langkah-kantor").get_by_role("button", name="Simpan").click()
    expect(admin.locator(".tata-header__office")).to_have_text("Pemerintah Kota Baru")
    for name, text in (("units", UNITS), ("positions", POSITIONS), ("people", PEOPLE), ("holdings", holdings(day))):
        upload(admin, url, name, text)
    admin.goto(f"{url}/kantor/akun")
    admin.get_by_role("button", name=re.compile("Bagikan.*Dinas Kominfo")).click()
    slip = admin.locator(".tata-slip").filter(has_text="Désy Purba").locator("code")
    username, one_time = slip.all_inner_texts()
    admin.goto(f"{url}/kantor/persiapan")
    for step in ("kalender", "parameter", "akun"):
        button = admin.locator(f"#langkah-{step} button[name=langkah]")
        if button.count():
            button.click()
    admin.locator("#paket-penganggaran").check()
    admin.get_by_role("button", name="Simpan pilihan").click()
    admin.get_by_role("button", name="Selesaikan persiapan").click()
    expect(admin.get_by_text("Persiapan belum selesai")).to_have_count(0)

    desy = Official(browser.new_context(java_script_enabled=False, locale="id-ID").new_page(), url)
    enter(desy.page, url, username, one_time)
    desy.goes("/mulai/penganggaran/usulan_standar_harga")
    kinds = desy.page.locator('#isian select[name="jenis_standar"] option').evaluate_all("all => all.map(o => o.value)")
    desy.fills({**PROPOSAL, "jenis_standar": next(kind for kind in kinds if kind)}).sends()
    desy.goes("/berkas")
    expect(desy.page.locator(".tata-list__item")).to_contain_text("Standar harga Laptop kerja")
    admin.goto(f"{url}/kantor/jabatan/SETDA.HARGA")
    expect(admin.get_by_text("Rina Damanik").first).to_be_visible()
    desy.goes("/mulai")
    expect(desy.page.locator("main")).not_to_contain_text("Pengadaan langsung")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_the_office(town: Town, look: Callable[..., Official], width: int) -> None:
    admin, found = look("dkom.admin", width), []
    for name, path in (
        ("office", "/kantor"),
        ("people", "/kantor/orang?q=dkom"),
        ("units", "/kantor/unit"),
        ("positions", "/kantor/jabatan?unit=DKOM"),
        ("position", "/kantor/jabatan/DINSOS.KADIS"),
        ("vacancies", "/kantor/kosong"),
        ("calendar", "/kantor/kalender?tahun=2027"),
        ("day", "/kantor/kalender/hari?tanggal=2026-12-31"),
        ("numbers", "/kantor/parameter"),
        ("number", "/kantor/parameter/proc.hps.prepare"),
        ("accounts", "/kantor/akun"),
        ("files", "/kantor/data"),
        ("set-up", "/kantor/persiapan"),
        ("password", "/sandi"),
    ):
        admin.goes(path)
        found += fine(admin, f"kantor-{name}")
    admin.goes("/kantor/orang?q=dkom.ppk").page.locator(".tata-list__name a").first.click()
    found += fine(admin, "kantor-person")
    admin.goes("/kantor/data")
    wrong = {"name": "u.csv", "mimeType": "text/csv", "buffer": b"code,name,parent\nX,Unit X,TIDAK\n"}
    admin.page.locator("#berkas-units").set_input_files(files=[wrong])  # type: ignore[list-item]
    admin.page.locator('form[action="/kantor/data/units"] button').click()
    expect(admin.page.locator(".tata-status")).to_contain_text("1 kesalahan")
    assert found + fine(admin, "kantor-preview") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_the_auditor(town: Town, look: Callable[..., Official], width: int) -> None:
    number = purchase.begin(town)
    look("dkom.ppk", width).goes("/kantor/orang")
    auditor, found = look("insp.auditor", width), []
    for name, path in (
        ("first", "/audit?q=laptop"),
        ("case", f"/audit/berkas/{number}"),
        ("blocked", "/audit/percobaan"),
        ("office", "/audit/kantor"),
        ("verify", "/audit/verifikasi"),
        ("help", "/bantuan"),
        ("manual", "/bantuan/admin"),
        ("verified", "/audit/verifikasi?mulai=1"),
    ):
        auditor.goes(path)
        found += fine(auditor, f"audit-{name}")
    expect(auditor.page.get_by_text("Semua rantai jejak utuh.")).to_be_visible()
    assert found == []
