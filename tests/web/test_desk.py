"""The desk in a browser without JavaScript: take, give back, hand on, move the date, comment, hold still."""

import re

from engine.model.world import World
from tests.conftest import Clock
from tests.web.office import Browser


def taken_up(rina: Browser, joko: Browser) -> str:
    """A task that waits for the heads; the answer is its address."""
    rina.start_case()
    return joko.first_task()


def test_a_task_is_taken_and_given_back_from_the_list(rina: Browser, joko: Browser, siti: Browser) -> None:
    taken_up(rina, joko)
    button = re.search(r'name="ambil" value="([^"]+)"', joko.get("/tugas"))
    assert button
    assert joko.post("/tugas/ambil", {"ambil": button.group(1), "kembali": "/tugas?milik=mine"}) == "/tugas?milik=mine"
    assert "Sedang dikerjakan oleh Joko Susilo" in siti.get("/tugas")
    assert 'name="ambil"' not in siti.page
    given = re.search(r'name="lepas" value="([^"]+)"', joko.get("/tugas"))
    assert given
    joko.post("/tugas/ambil", {"lepas": given.group(1), "kembali": "/tugas"})
    assert 'name="ambil"' in siti.get("/tugas")


def test_two_who_press_take_are_told_who_was_first(rina: Browser, joko: Browser, siti: Browser) -> None:
    taken_up(rina, joko)
    seen = re.search(r'name="ambil" value="([^"]+)"', siti.get("/tugas"))
    mine = re.search(r'name="ambil" value="([^"]+)"', joko.get("/tugas"))
    assert seen
    assert mine
    joko.post("/tugas/ambil", {"ambil": mine.group(1)})
    assert "Joko Susilo" in siti.post("/tugas/ambil", {"ambil": seen.group(1)}, 409)


def test_the_list_takes_no_address_outside_the_office(rina: Browser, joko: Browser) -> None:
    taken_up(rina, joko)
    button = re.search(r'name="ambil" value="([^"]+)"', joko.get("/tugas"))
    assert button
    assert joko.post("/tugas/ambil", {"ambil": button.group(1), "kembali": "//jahat.test/"}) == "/tugas"
    for value in ("", "x", "1.2", "..", "0" * 500):
        joko.post("/tugas/ambil", {"ambil": value}, 404)


def test_a_task_is_handed_to_a_colleague_with_a_reason(rina: Browser, joko: Browser, siti: Browser) -> None:
    url = taken_up(rina, joko)
    page = joko.get(url)
    assert "Sekretaris (Siti Rahma)" in page
    refused = joko.post(f"{url}/alihkan", {"ke": "position:DKOM.SEK", "alasan": ""}, 422)
    assert "Galat:" in refused
    joko.get(url)
    assert joko.post(f"{url}/alihkan", {"ke": "position:DKOM.SEK", "alasan": "Cuti besar"}) == "/tugas"
    assert "Sekretaris (Siti Rahma)" in joko.get("/tugas"), "who has it now is said once"
    assert "Joko Susilo: Cuti besar" in siti.get("/tugas")


def test_what_was_typed_stays_where_it_was_refused(rina: Browser, joko: Browser) -> None:
    url = taken_up(rina, joko)
    joko.get(url)
    page = joko.post(f"{url}/alihkan", {"ke": "", "alasan": "Alasan yang panjang"}, 422)
    assert "Alasan yang panjang" in page


def test_an_admin_moves_a_date(rina: Browser, joko: Browser, adi: Browser) -> None:
    url = taken_up(rina, joko)
    adi.get(url)
    assert "hari libur" in adi.post(f"{url}/tenggat", _date(7, 11) | {"alasan": "Libur"}, 422)
    adi.get(url)
    adi.post(f"{url}/tenggat", _date(31, 2) | {"alasan": "x"}, 422)
    adi.get(url)
    assert adi.post(f"{url}/tenggat", _date(20, 11) | {"alasan": "Menunggu dokumen"}) == url
    assert "20 November 2026" in joko.get(url)
    assert "Tenggat «" in joko.get("/tugas")


def _date(day: int, month: int) -> dict[str, object]:
    return {"hari": day, "bulan": month, "tahun": 2026}


def test_an_official_is_not_offered_what_he_may_not_do(rina: Browser, joko: Browser) -> None:
    url = taken_up(rina, joko)
    assert "/tenggat" not in joko.get(url)
    joko.post(f"{url}/tenggat", _date(20, 11) | {"alasan": "x"}, 403)


def test_a_comment_is_read_by_all_and_shown_as_typed(rina: Browser, joko: Browser) -> None:
    number = rina.start_case()
    url = joko.first_task()
    joko.get(url)
    assert joko.post(f"{url}/komentar", {"komentar": "<script>alert(1)</script> mohon dilengkapi"}) == f"{url}#komentar"
    page = rina.get(f"/berkas/{number}")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; mohon dilengkapi" in page
    assert "Joko Susilo" in page
    assert "Galat:" in rina.post(f"/berkas/{number}/komentar", {"komentar": " "}, 422)
    rina.get(f"/berkas/{number}")
    assert rina.post(f"/berkas/{number}/komentar", {"komentar": "Sudah"}) == f"/berkas/{number}#komentar"
    assert "Komentar baru dari Rina Simanjuntak" in joko.get("/tugas")


def test_a_comment_is_erased_by_its_author(rina: Browser, joko: Browser) -> None:
    number = rina.start_case()
    rina.get(f"/berkas/{number}")
    rina.post(f"/berkas/{number}/komentar", {"komentar": "Salah ketik"})
    found = re.search(r'action="(/komentar/[^"]+/hapus)"', rina.get(f"/berkas/{number}"))
    assert found
    assert rina.post(found.group(1), {"kembali": f"/berkas/{number}"}) == f"/berkas/{number}"
    page = rina.get(f"/berkas/{number}")
    assert "Salah ketik" not in page
    assert "Komentar ini sudah dihapus." in page


def test_a_case_held_still_says_so_everywhere(rina: Browser, joko: Browser, adi: Browser) -> None:
    number = rina.start_case()
    url = joko.first_task()
    adi.get(f"/berkas/{number}")
    assert "Galat:" in adi.post(f"/berkas/{number}/tangguhkan", {"alasan": ""}, 422)
    adi.get(f"/berkas/{number}")
    adi.post(f"/berkas/{number}/tangguhkan", {"alasan": "Menunggu inspektorat"})
    assert "Ditangguhkan sejak" in rina.get(f"/berkas/{number}")
    assert "Ditangguhkan" in rina.get("/berkas")
    assert "Ditangguhkan" in joko.get("/tugas")
    assert 'name="ambil"' not in joko.page
    assert "sedang ditangguhkan" in joko.get(url)
    assert 'name="_kirim"' not in joko.page
    joko.post(url, {"lama": "3", "_kirim": "1"}, 409)
    assert "Ditangguhkan" in adi.get("/pantau")
    adi.get(f"/berkas/{number}")
    adi.post(f"/berkas/{number}/lanjutkan", {"alasan": "Selesai diperiksa"})
    assert 'name="_kirim"' in joko.get(url)


def test_the_case_says_on_whose_desk_it_is(rina: Browser, joko: Browser) -> None:
    number = rina.start_case()
    assert "Kepala Bidang (Joko Susilo)" in rina.get("/berkas")
    page = rina.get(f"/berkas/{number}")
    assert "Sekretaris (Siti Rahma)" in page


def test_the_monitor_lists_filters_and_saves_what_stands(
    rina: Browser, joko: Browser, adi: Browser, clock: Clock, office_world: World
) -> None:
    number = rina.start_case("=cmd|' /C calc'!A0")
    clock.move(days=30)
    adi.let_in(office_world, "adi")
    assert "Sunyi" in adi.get("/pantau")
    assert number in adi.get("/pantau/sunyi")
    assert number not in adi.get("/pantau/sunyi?q=ZZZ")
    assert number in adi.get("/pantau/sunyi?keluarga=cuti&unit=DKOM")
    saved = adi.client.get("/pantau/sunyi/tabel.csv")
    assert saved.headers["content-type"].startswith("text/csv")
    assert number in saved.text
    assert ",=" not in saved.text, "a spreadsheet takes nothing for a formula"
    adi.get("/pantau/rahasia", 404)
    joko.let_in(office_world, "joko")
    joko.get("/pantau/sunyi", 403)
    joko.get("/pantau/sunyi/tabel.csv", 403)


def test_chosen_rows_are_confirmed_and_each_ends_on_its_own(
    rina: Browser, adi: Browser, clock: Clock, office_world: World
) -> None:
    numbers = [rina.start_case(), rina.start_case()]
    clock.move(days=30)
    adi.let_in(office_world, "adi")
    chosen = re.findall(r'name="pilih" value="([^"]+)"', adi.get("/pantau/sunyi"))
    assert len(chosen) == 2
    wish = {"tindakan": "suspend", "alasan": "Perintah wali kota", "pilih": chosen}
    assert "2 baris dipilih" in adi.post("/pantau/sunyi", wish, 200)
    told = adi.post("/pantau/sunyi", wish | {"_setuju": "1"}, 200)
    assert "2 berhasil, 0 ditolak" in told
    assert all(number in told for number in numbers)
    assert "Galat:" in adi.post("/pantau/sunyi", {"tindakan": "suspend", "alasan": "x"}, 422)


def test_a_process_shows_its_figures_as_a_table_too(rina: Browser, joko: Browser, adi: Browser) -> None:
    rina.start_case()
    page = adi.get("/pantau/proses/cuti/cuti")
    assert 'data-counts="{&#34;' in page
    link = re.search(r'href="(/pantau/langkah[^"]+)"', page)
    assert link
    assert "CUT-2026-00001" in adi.get(link.group(1).replace("&amp;", "&"))
    assert adi.client.get("/pantau/proses/cuti/cuti/diagram.bpmn?versi=1").text.startswith("<?xml")
    adi.get("/pantau/proses/cuti/tidak", 404)
    adi.get("/pantau/proses/tidak/cuti", 404)
    joko.get("/pantau/proses/cuti/cuti", 403)


def test_nothing_is_written_without_the_proof_of_a_page(rina: Browser, joko: Browser, office_world: World) -> None:
    url = taken_up(rina, joko)
    for path in (f"{url}/alihkan", f"{url}/tenggat", f"{url}/komentar", "/tugas/ambil", "/pantau/sunyi"):
        answer = joko.client.post(path, data={"alasan": "x"}, follow_redirects=False)
        assert answer.status_code in (303, 403), path
