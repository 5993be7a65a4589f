"""An admin changes the office in the browser, without JavaScript: people, positions, calendar, numbers, files."""

import re

from fastapi import FastAPI

from engine.model.world import World
from engine.store import people
from tests.office import Office, sqlite_office
from tests.web import office
from tests.web.office import Browser

__all__ = ["sqlite_office"]

NIP = "198001012005011009"


def saved(location: str) -> str:
    """Where a form led, which must say that it was saved."""
    assert "tersimpan" in location, location
    return location.partition("?")[0]


def added(adi: Browser, name: str = "Wati Baru", username: str = "wati") -> str:
    adi.get("/kantor/orang")
    return saved(
        adi.post("/kantor/orang", {"name": name, "nip": NIP, "username": username, "email": "", "language": "id"})
    )


def test_every_page_of_the_office_opens_for_an_admin_and_for_nobody_else(adi: Browser, rina: Browser) -> None:
    person = added(adi)
    pages = ["", "/orang", "/unit", "/unit?ubah=DKOM", "/jabatan", "/jabatan/DKOM.STAF", "/kosong", "/kalender"]
    pages += ["/kalender/hari?tanggal=2026-12-31", "/parameter", "/akun", "/data", "/data/units.csv", "/persiapan"]
    for path in [*(f"/kantor{one}" for one in pages), person]:
        adi.get(path)
        rina.get(path, 403)
    assert "/kantor" in adi.get("/tugas")
    assert 'href="/kantor"' not in rina.get("/tugas")


def test_a_newcomer_gets_a_position_a_password_and_works(app: FastAPI, adi: Browser) -> None:
    person = added(adi)
    adi.get(person)
    fields = {"position": "DKOM.STAF", "capacity": "plh", "warrant": "800/7", "warrant_on": "2026-11-01"}
    page = adi.post(f"{person}/jabatan", {**fields, "from_on": "2026-11-02"}, 422)
    assert "Plt dan Plh bertanggal akhir" in page
    assert 'value="800/7"' in page, "what was typed stays"
    saved(adi.post(f"{person}/jabatan", {**fields, "from_on": "2026-11-02", "until_on": "2026-11-30"}))
    page = adi.get(person)
    assert "800/7" in page
    slip = adi.post(f"{person}/sandi", {}, 200)
    password = re.search(r"<code>(\w{4}-\w{4}-\w{4})</code>", slip)
    assert password
    wati = office.browser(app)
    assert wati.post("/masuk", {"username": "wati", "password": password[1], "lanjut": "/tugas"}) == "/tugas"
    assert wati.client.get("/tugas", follow_redirects=False).headers["location"] == "/sandi"
    wati.get("/sandi")
    page = wati.post("/sandi", {"lama": password[1], "baru": "kata-sandi-saya", "ulang": "kata-sandi-anda"}, 422)
    assert "kedua isian" in page
    assert wati.post("/sandi", {"lama": password[1], "baru": "kata-sandi-saya", "ulang": "kata-sandi-saya"}) == "/tugas"
    assert "Wati Baru" in wati.get("/tugas")


def test_a_second_definitive_holder_is_refused_in_words(adi: Browser) -> None:
    added(adi)
    adi.get("/kantor/jabatan/DKOM.STAF")
    fields = {"who": NIP, "capacity": "definitif", "from_on": "2026-11-02"}
    page = adi.post("/kantor/jabatan/DKOM.STAF/pemegang", fields, 422)
    assert "Rina Simanjuntak memegangnya sejak 2026-01-01" in page
    end = re.search(r'action="(/kantor/masa/[^"]+)"', page)
    assert end
    adi.post(end[1], {"on": "2026-11-02", "alasan": "", "kembali": "/kantor/jabatan/DKOM.STAF"}, 422)
    adi.get("/kantor/jabatan/DKOM.STAF")
    saved(adi.post(end[1], {"on": "2026-11-01", "alasan": "SK mutasi 821/1", "kembali": "/kantor/jabatan/DKOM.STAF"}))
    page = adi.get("/kantor/jabatan/DKOM.STAF")
    assert "Tidak ada yang memegang jabatan ini hari ini" in page
    saved(adi.post("/kantor/jabatan/DKOM.STAF/pemegang", fields))
    assert "Wati Baru" in adi.get("/kantor/jabatan/DKOM.STAF")


def test_units_and_positions_are_added_changed_and_closed(adi: Browser) -> None:
    adi.get("/kantor/unit")
    unit = {
        "code": "SETDA",
        "name": "Sekretariat Daerah",
        "kind": "regional_secretariat",
        "parent": "",
        "zone": "Asia/Jakarta",
    }
    saved(adi.post("/kantor/unit", unit))
    adi.get("/kantor/unit?ubah=SETDA")
    saved(adi.post("/kantor/unit", {**unit, "name": "Setda Kota", "_ubah": "1"}))
    assert "Setda Kota" in adi.get("/kantor/unit")
    adi.get("/kantor/jabatan")
    position = {"code": "SETDA.SEKDA", "title": "Sekretaris Daerah", "unit": "SETDA", "superior": "", "roles": "head"}
    saved(adi.post("/kantor/jabatan", {**position, "rights": ["audit", "analyse"]}))
    assert "Sekretaris Daerah" in adi.get("/kantor/kosong")
    adi.get("/kantor/jabatan/SETDA.SEKDA")
    saved(adi.post("/kantor/jabatan/SETDA.SEKDA", {**position, "superior": "DKOM.KABID"}))
    adi.get("/kantor/jabatan/SETDA.SEKDA")
    saved(adi.post("/kantor/jabatan/SETDA.SEKDA/tutup", {"on": "2026-11-02", "alasan": "Perda SOTK"}))
    assert "Ditutup mulai" in adi.get("/kantor/jabatan/SETDA.SEKDA") or "Ditutup" in adi.page


def test_other_hours_are_added_and_taken_away(adi: Browser) -> None:
    adi.get("/kantor/kalender")
    friday = {"nama": "Jumat", "dari": "2026-01-01", "sampai": "", "hari": ["4"], "buka": "08:00", "tutup": "11:30"}
    adi.post("/kantor/kalender/jam-lain", {**friday, "alasan": ""}, 422)
    saved(adi.post("/kantor/kalender/jam-lain", {**friday, "alasan": "Perwal 6/2026"}))
    page = adi.get("/kantor/kalender")
    assert "08.00–11.30" in page
    assert "seterusnya" in page
    gone = {"_hapus": "1", "dari": "2026-01-01", "sampai": "", "hari": ["4"], "alasan": "Perwal 7/2026"}
    saved(adi.post("/kantor/kalender/jam-lain", gone))
    assert "08.00–11.30" not in adi.get("/kantor/kalender")


def test_a_unit_shows_the_zone_it_has_or_inherits(adi: Browser) -> None:
    adi.get("/kantor/unit")
    unit = {"code": "DKOM.TIMUR", "name": "Cabang Timur", "kind": "branch", "parent": "DKOM", "alasan": "SOTK"}
    saved(adi.post("/kantor/unit", {**unit, "zone": "Asia/Jayapura"}))
    adi.get("/kantor/unit")
    saved(adi.post("/kantor/unit", {**unit, "code": "DKOM.TIMUR.A", "parent": "DKOM.TIMUR", "zone": ""}))
    page = adi.get("/kantor/unit")
    assert page.count("WIT") >= 2
    assert "mengikuti induk" in page


def test_a_closed_day_says_what_it_moves(adi: Browser, office_world: World) -> None:
    page = adi.get("/kantor/kalender/hari?tanggal=31/12/2026")
    assert "Tenggat 0 tugas terbuka bergeser." in page
    adi.post(
        "/kantor/kalender/hari", {"tanggal": "2026-12-31", "nama": "Libur daerah", "jenis": "local", "alasan": ""}, 422
    )
    day = {"tanggal": "2026-12-31", "nama": "Libur daerah", "jenis": "local", "alasan": "Kepwal 100/2026"}
    saved(adi.post("/kantor/kalender/hari", day))
    assert "Libur daerah" in adi.get("/kantor/kalender?tahun=2026")
    adi.get("/kantor/kalender/hari?tanggal=2026-12-31")
    saved(adi.post("/kantor/kalender/hari", {"tanggal": "2026-12-31", "_hapus": "1", "alasan": "Kepwal 101/2026"}))
    adi.get("/kantor/kalender")
    hours = {"hari": ["0", "1", "2", "3", "4", "5"], "buka": "07:30", "tutup": "14:30", "alasan": "Perwal 5/2026"}
    saved(adi.post("/kantor/kalender/jam", hours))
    assert "07:30" in adi.get("/kantor/kalender")


def test_a_file_is_previewed_then_written_whole(adi: Browser, office_world: World) -> None:
    adi.get("/kantor/data")
    wrong = {"_berkas:isi": ("unit.csv", "kode;nama;induk\r\nKEC.A;Kecamatan A;TIDAK\r\n".encode("cp1252"), "text/csv")}
    page = adi.post("/kantor/data/units", {}, 422, files=wrong)
    assert "«TIDAK» tidak ditemukan" in page
    adi.get("/kantor/data")
    right = {"_berkas:isi": ("unit.csv", "kode;nama;induk\r\nKEC.A;Kecamatan A;DKOM\r\n".encode("cp1252"), "text/csv")}
    page = adi.post("/kantor/data/units", {}, 200, files=right)
    assert "1 baru" in page
    seal, text = adi.hidden("segel"), re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)
    assert text
    saved(adi.post("/kantor/data/units/terapkan", {"segel": seal, "teks": text[1], "alasan": "Perda SOTK 3/2026"}))
    with office_world.database.reading() as db:
        assert {unit.code: unit.name for unit in people.units(db)}["KEC.A"] == "Kecamatan A"
    assert "KEC.A,Kecamatan A,unit,DKOM" in adi.get("/kantor/data/units.csv")


def test_a_register_is_filled_by_its_own_rules_or_not_at_all(sqlite_office: Office) -> None:
    admin = office.browser(office.application(sqlite_office.world)).let_in(sqlite_office.world, "adi")
    assert "alat.budget" in admin.get("/kantor/data/buku")
    assert "ceiling" in admin.client.get("/kantor/data/buku/alat.budget.csv").text
    rows = "key;name;ceiling\nB1;Meja;1000\nB2;Kursi;banyak\n"
    files = {"_berkas:isi": ("buku.csv", rows, "text/csv")}
    page = admin.post("/kantor/data/buku/alat.budget", {}, 422, files=files)
    assert "banyak" in page
    admin.get("/kantor/data/buku")
    files = {"_berkas:isi": ("buku.csv", rows.replace("banyak", "2000"), "text/csv")}
    saved(admin.post("/kantor/data/buku/alat.budget", {}, files=files))
    admin.get("/kantor/data/buku/tidak.ada.csv", 404)
