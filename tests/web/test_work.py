"""A civil servant's day in the pages, without JavaScript."""

import gzip
import re
from html import unescape

import pytest
from fastapi import FastAPI

from engine.model.actor import ENGINE
from engine.model.world import World
from engine.service.views import cases
from engine.store import notices
from engine.store.unit import Unit
from tests.conftest import Clock
from tests.web import office
from tests.web.office import Browser


def test_a_request_goes_from_its_author_to_a_head_and_ends(rina: Browser, joko: Browser) -> None:
    number = rina.start_case("Budi")
    assert "Cuti Budi" in rina.get("/berkas")
    task = joko.first_task()
    page = joko.get(task)
    assert "Cocokkan dengan sisa cuti." in page
    assert number in page
    where = joko.post(task, {"lama": "3", "_kirim": "1"})
    assert where == "/tugas"
    assert "Terkirim" in joko.get(where)
    assert "Terkirim" not in joko.get(where)
    case = rina.get(f"/berkas/{number}")
    assert "Selesai pada" in case
    assert "Joko Susilo" in case


def test_enter_saves_a_draft_and_never_sends(rina: Browser, joko: Browser) -> None:
    rina.start_case()
    task = joko.first_task()
    page = joko.get(task)
    form = page[page.index('id="isian"') :]
    first = re.search(r"<button[^>]*>", form)
    assert first
    assert 'name="_simpan"' in first.group()
    assert joko.post(task, {"lama": "ti", "_simpan": "1"}) == task
    assert 'value="ti"' in joko.get(task)
    assert "Draf" in joko.get("/tugas")


def test_a_wrong_answer_comes_back_as_typed_with_a_summary(rina: Browser, joko: Browser) -> None:
    rina.start_case()
    task = joko.first_task()
    joko.get(task)
    page = joko.post(task, {"lama": "nol", "catatan": "<b>", "_kirim": "1"}, status=422)
    assert "<title>Galat:" in page
    assert 'id="galat" tabindex="-1" autofocus' in page
    assert 'value="nol"' in page
    assert "&lt;b&gt;" in page
    anchor = re.search(r'error-summary__list">\s*<li><a href="#([^"]+)"', page)
    assert anchor
    assert f'id="{anchor.group(1)}"' in page


def test_the_same_form_sent_twice_acts_once(rina: Browser, joko: Browser) -> None:
    rina.get("/mulai/cuti/cuti")
    page = rina.page
    first = rina.post("/mulai/cuti/cuti", {"nama": "Budi", "_kirim": "1"})
    rina.page = page
    assert rina.post("/mulai/cuti/cuti", {"nama": "Budi", "_kirim": "1"}) == first
    assert len(set(re.findall(r"CUT-\d+-\d+", rina.get("/berkas")))) == 1
    task = joko.first_task()
    page = joko.get(task)
    assert joko.post(task, {"lama": "3", "_kirim": "1"}) == "/tugas"
    joko.page = page
    assert joko.post(task, {"lama": "3", "_kirim": "1"}) == "/tugas"


def test_the_second_of_two_heads_learns_who_was_first_and_keeps_the_typed_text(
    rina: Browser, joko: Browser, siti: Browser
) -> None:
    rina.start_case()
    task = joko.first_task()
    joko.get(task)
    siti.get(task)
    joko.post(task, {"lama": "3", "_kirim": "1"})
    page = unescape(siti.post(task, {"lama": "4", "catatan": "sudah lengkap", "_kirim": "1"}, status=409))
    assert "Joko Susilo" in page
    assert "sudah lengkap" in page
    assert "Catatan" in page


def test_a_task_taken_is_seen_by_the_colleague(rina: Browser, joko: Browser, siti: Browser) -> None:
    rina.start_case()
    task = joko.first_task()
    joko.get(task)
    assert joko.post(task, {"_ambil": "1"}) == task
    assert "Sedang dikerjakan oleh Joko Susilo" in siti.get("/tugas")
    assert "Lepas" in joko.get(task)
    joko.post(task, {"_lepas": "1"})
    assert "Sedang dikerjakan oleh" not in siti.get("/tugas")


def test_a_row_is_added_without_javascript(rina: Browser, joko: Browser) -> None:
    rina.start_case()
    task = joko.first_task()
    joko.get(task)
    page = joko.post(task, {"lama": "3", "pengganti.#": "0", "_tambah:pengganti": "1"}, status=200)
    assert 'name="pengganti.0.nama_pengganti"' in page
    assert 'value="3"' in page


def test_what_was_typed_survives_the_end_of_the_session(
    app: FastAPI, rina: Browser, joko: Browser, clock: Clock
) -> None:
    rina.start_case()
    task = joko.first_task()
    joko.get(task)
    clock.move(hours=11)
    where = joko.post(task, {"lama": "3", "catatan": "tulisan panjang", "_kirim": "1"})
    assert where.startswith("/masuk?")
    assert "Sesi Anda berakhir" in joko.get(where)
    joko.post("/masuk", {"username": "joko", "password": office.PASSWORD, "lanjut": task})
    page = joko.get(task)
    assert "tulisan panjang" in page
    assert "sebelum sesi berakhir" in page
    assert "tulisan panjang" in joko.get(task), "now an ordinary draft"


def test_what_one_person_typed_is_never_given_to_another(
    app: FastAPI, rina: Browser, joko: Browser, clock: Clock
) -> None:
    rina.start_case()
    task = joko.first_task()
    joko.get(task)
    clock.move(hours=11)
    joko.post(task, {"lama": "3", "catatan": "rahasia joko", "_kirim": "1"})
    joko.get("/masuk")
    joko.post("/masuk", {"username": "siti", "password": office.PASSWORD, "lanjut": task})
    assert "rahasia joko" not in joko.get(task)


def test_a_form_of_an_older_session_is_not_acted_upon_but_given_back(rina: Browser, joko: Browser) -> None:
    rina.start_case()
    task = joko.first_task()
    old = joko.get(task)
    joko.client.cookies.delete("sesi")
    joko.log_in("joko")
    joko.page = old
    assert joko.post(task, {"lama": "3", "catatan": "ditulis tadi", "_kirim": "1"}) == task
    assert "ditulis tadi" in joko.get(task)


def test_a_post_without_our_proof_does_nothing(rina: Browser, joko: Browser) -> None:
    number = rina.start_case()
    rina.page = ""
    rina.post(f"/berkas/{number}/tarik", {"alasan": "dipalsukan"}, status=403)
    assert "Sekarang di" in rina.get(f"/berkas/{number}")


def test_autosave_keeps_the_draft_and_tells_when_nobody_is_logged_in(rina: Browser, joko: Browser) -> None:
    rina.start_case()
    task = joko.first_task()
    joko.get(task)
    answer = joko.client.post(f"{task}/draf", data={"_csrf": joko.hidden("_csrf"), "catatan": "baru"})
    assert answer.status_code == 204
    assert re.fullmatch(r"\d\d\.\d\d", answer.headers["x-disimpan"])
    assert 'value="baru"' in joko.get(task)
    joko.client.cookies.clear()
    assert joko.client.post(f"{task}/draf", data={"catatan": "x"}).status_code == 401


def test_a_document_is_kept_with_the_form_and_never_shown_inside_the_site(rina: Browser, joko: Browser) -> None:
    number = rina.start_case()
    task = joko.first_task()
    joko.get(task)
    pdf = ("surat dokter.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "application/pdf")
    joko.post(task, {"lama": "", "_unggah:surat": "1"}, status=200, files={"_berkas:surat": pdf})
    page = joko.get(task)
    assert "surat dokter.pdf" in page
    link = re.search(r'href="(/berkas-lampiran/[^"]+)"', page)
    assert link
    answer = joko.client.get(link.group(1))
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert joko.client.get(link.group(1)).content.startswith(b"%PDF")
    assert number


def test_a_case_is_withdrawn_with_a_reason_only(rina: Browser, joko: Browser) -> None:
    number = rina.start_case()
    rina.get(f"/berkas/{number}")
    assert "<title>Galat:" in rina.post(f"/berkas/{number}/tarik", {"alasan": " "}, status=422)
    rina.post(f"/berkas/{number}/tarik", {"alasan": "Batal berangkat"})
    assert "Ditarik pada" in rina.get(f"/berkas/{number}")
    assert "Tidak ada tugas" in joko.get("/tugas")


def test_where_the_case_stands_is_told_without_the_diagram(rina: Browser) -> None:
    number = rina.start_case()
    page = rina.get(f"/berkas/{number}/alur")
    assert re.search(r"Periksa permohonan.*?Sekarang di sini", page, re.DOTALL)
    assert re.search(r"Hitung sisa.*?Belum", page, re.DOTALL)
    assert rina.client.get(f"/berkas/{number}/diagram.bpmn").text.count("bpmn:userTask") == 2


def test_a_case_is_found_by_number_and_by_name(rina: Browser) -> None:
    number = rina.start_case("Tigor")
    assert number in rina.get("/cari?q=tigor")
    assert "Cuti Tigor" in rina.get(f"/cari?q={number}")
    assert "Tidak ada berkas" in rina.get("/cari?q=entahlah")


def test_a_stranger_is_led_to_the_log_in_page_and_back(app: FastAPI) -> None:
    someone = office.browser(app)
    answer = someone.client.get("/berkas", follow_redirects=False)
    assert answer.headers["location"] == "/masuk?lanjut=%2Fberkas"
    someone.get("/masuk")
    assert "Seharusnya nama pengguna" in someone.post("/masuk", {"username": "rina", "password": "salah"}, status=403)
    assert "Tidak ditemukan" in office.browser(app).log_in("rina").get("/entah", 404)


def test_the_language_is_switched_for_the_browser(rina: Browser) -> None:
    rina.get("/tugas")
    rina.post("/bahasa", {"bahasa": "en", "kembali": "/tugas"})
    page = rina.get("/tugas")
    assert 'lang="en"' in page
    assert "My tasks" in page
    assert "Tugas saya" not in page


def test_the_demo_lists_officials_and_lets_them_in_with_one_click(office_world: object) -> None:
    visitor = office.browser(office.application(office_world, demo=True))  # type: ignore[arg-type]
    assert "Kepala Bidang" in visitor.get("/masuk")
    assert visitor.post("/masuk/demo", {"username": "joko", "lanjut": "/tugas"}) == "/tugas"
    assert "Joko Susilo" in visitor.get("/tugas")


def test_without_the_demo_nobody_enters_without_a_password(app: FastAPI) -> None:
    visitor = office.browser(app)
    assert "Kepala Bidang" not in visitor.get("/masuk")
    visitor.post("/masuk/demo", {"username": "joko"}, status=403)


def test_cookies_are_out_of_reach_of_scripts(app: FastAPI) -> None:
    visitor = office.browser(app)
    visitor.get("/masuk")
    answer = visitor.client.post(
        "/masuk", data={"username": "rina", "password": office.PASSWORD}, follow_redirects=False
    )
    session = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("sesi="))
    assert "HttpOnly" in session
    assert "SameSite=lax" in session


@pytest.mark.parametrize(("url", "most"), [("/tugas", 6000), ("task", 12000)])
def test_pages_are_light_on_a_slow_line(rina: Browser, joko: Browser, url: str, most: int) -> None:
    for number in range(25):
        rina.start_case(f"Pegawai {number}")
    target = joko.first_task() if url == "task" else url
    assert len(gzip.compress(joko.get(target).encode(), 6)) <= most
    assert joko.client.get(target, headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"


def test_a_notice_goes_away_once_it_is_read(rina: Browser, joko: Browser, office_world: World) -> None:
    number = rina.start_case()
    case = cases.case(office_world, ENGINE, number)
    with office_world.database.writing() as connection:
        unit = Unit(connection, ENGINE, office_world.clock(), office_world)
        notices.notify(unit, case.instance_id, "role:head@DKOM", "Permohonan ini mendesak.")
        connection.commit()
    assert "Permohonan ini mendesak." in joko.get("/tugas")
    found = re.search(r'name="kabar" value="([^"]+)"', joko.page)
    assert found
    assert joko.post("/kabar", {"kabar": found.group(1)}) == "/tugas"
    assert "Permohonan ini mendesak." not in joko.get("/tugas")


def test_without_javascript_a_file_field_says_what_to_press(rina: Browser, joko: Browser) -> None:
    rina.start_case()
    assert "Pilih berkas, lalu tekan Unggah." in joko.get(joko.first_task())
