"""The administrator repairs what stopped; the analyst changes a procedure while it runs."""

import re
from html import unescape

from engine.model.actor import ENGINE
from engine.model.world import World
from engine.service.execute import execute
from engine.service.office import PutParameters
from tests.web import office
from tests.web.office import Browser

STEP = "Periksa permohonan"


def stopped(rina: Browser, joko: Browser) -> str:
    """A case whose gateway finds no way on."""
    number = rina.start_case()
    task = joko.first_task()
    joko.get(task)
    joko.post(task, {"lama": "50", "_kirim": "1"})
    return number


def test_a_case_that_found_no_way_on_is_corrected_and_ends(rina: Browser, joko: Browser, adi: Browser) -> None:
    number = stopped(rina, joko)
    assert "Tertahan" in rina.get(f"/berkas/{number}")
    link = re.search(r'href="(/pantau/gangguan/[^"]+)"', adi.get("/pantau"))
    assert link
    page = adi.get(link.group(1))
    assert 'name="nilai:sisa"' in page
    assert "<title>Galat:" in adi.post(link.group(1), {"nilai:sisa": "0", "alasan": "", "_perbaiki": "1"}, status=422)
    assert (
        adi.post(link.group(1), {"nilai:sisa": "0", "alasan": "Salah hitung", "_perbaiki": "1"}) == f"/berkas/{number}"
    )
    assert "Selesai pada" in adi.get(f"/berkas/{number}")


def test_trying_again_without_mending_anything_stops_again(rina: Browser, joko: Browser, adi: Browser) -> None:
    stopped(rina, joko)
    link = re.search(r'href="(/pantau/gangguan/[^"]+)"', adi.get("/pantau"))
    assert link
    adi.get(link.group(1))
    adi.post(link.group(1), {"alasan": "Dicoba", "_ulang": "1"})
    assert "/pantau/gangguan/" in adi.get("/pantau")


def test_officials_do_not_see_the_monitor_or_the_design(rina: Browser) -> None:
    assert "/pantau" not in rina.get("/tugas")
    rina.get("/pantau", 403)
    rina.get("/desain", 403)
    rina.get("/desain/cuti/ubah/cuti.bpmn", 403)


def release(adi: Browser) -> Browser:
    """Change the name of a step in the modeler's way, and put it in force."""
    adi.get("/desain/cuti/ubah/cuti.bpmn")
    changed = office.PROCESS.replace(STEP, "Periksa dan paraf")
    headers = {"x-csrf": csrf(adi), "if-match": "0"}
    answer = adi.client.put("/desain/cuti/isi/cuti.bpmn", content=changed.encode(), headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.json()["version"] == 1
    adi.get("/desain/cuti")
    assert "Draf yang belum berlaku" in adi.page
    assert (
        adi.post("/desain/cuti/berlakukan", {"path": "cuti.bpmn", "catatan": "Tambah paraf", "alasan": "Belum ada"})
        == "/desain/cuti"
    )
    return adi


def csrf(browser: Browser) -> str:
    found = re.search(r'data-csrf="([^"]+)"', browser.page)
    assert found
    return found.group(1)


def test_a_release_is_live_at_once_for_new_cases_only(rina: Browser, joko: Browser, adi: Browser) -> None:
    rina.start_case("Lama")
    release(adi)
    rina.start_case("Baru")
    page = joko.get("/tugas")
    assert STEP in page
    assert "Periksa dan paraf" in page


def test_an_older_version_is_restored(rina: Browser, adi: Browser) -> None:
    release(adi)
    adi.get("/desain/cuti")
    adi.post("/desain/cuti/versi/1/kembalikan", {})
    assert "Versi 3 berlaku" in adi.get("/desain/cuti")
    rina.start_case()
    assert STEP in rina.get("/berkas/CUT-2026-00001/alur")


def test_a_broken_draft_is_saved_but_not_released(rina: Browser, adi: Browser) -> None:
    adi.get("/desain/cuti/ubah/cuti.bpmn")
    broken = office.PROCESS.replace('formId="pemeriksaan"', 'formId="tidak_ada"')
    headers = {"x-csrf": csrf(adi), "if-match": "0"}
    found = adi.client.post("/desain/cuti/periksa/cuti.bpmn", content=broken.encode(), headers=headers).json()[
        "findings"
    ]
    assert any(one["element"] == "Periksa" and one["severity"] == "error" for one in found)
    assert all(one["message"] for one in found)
    assert adi.client.put("/desain/cuti/isi/cuti.bpmn", content=broken.encode(), headers=headers).json()["findings"]
    answer = adi.client.post(
        "/desain/cuti/terbit", json={"paths": ["cuti.bpmn"], "note": "", "reason": "uji"}, headers=headers
    )
    assert answer.status_code == 422
    assert answer.json()["findings"]
    adi.get("/desain/cuti")
    assert "Versi lama tetap berlaku" in unescape(
        adi.post("/desain/cuti/berlakukan", {"path": "cuti.bpmn", "alasan": "uji"}, status=422)
    )
    rina.start_case()


def test_two_analysts_do_not_overwrite_each_other(adi: Browser) -> None:
    adi.get("/desain/cuti/ubah/cuti.bpmn")
    headers = {"x-csrf": csrf(adi), "if-match": "0"}
    assert adi.client.put("/desain/cuti/isi/cuti.bpmn", content=b"<a/>", headers=headers).status_code == 200
    stale = adi.client.put("/desain/cuti/isi/cuti.bpmn", content=b"<b/>", headers=headers)
    assert stale.status_code == 409
    assert stale.json()["code"] == "draft.stale"


def test_the_editor_writes_only_with_the_proof_of_its_page(adi: Browser) -> None:
    assert adi.client.put("/desain/cuti/isi/cuti.bpmn", content=b"<a/>", headers={"x-csrf": "x.y"}).status_code == 403


def test_hostile_xml_is_refused_with_the_reason(adi: Browser) -> None:
    adi.get("/desain/cuti/ubah/cuti.bpmn")
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    headers = {"x-csrf": csrf(adi)}
    answer = adi.client.post("/desain/cuti/periksa/cuti.bpmn", content=bomb, headers=headers)
    assert "doctype" in answer.json()["findings"][0]["message"].lower()


def test_a_text_file_of_the_pack_is_edited_as_text(adi: Browser) -> None:
    adi.get("/desain/cuti/ubah/pack.toml")
    text = office.MANIFEST.replace("Cuti pegawai", "Cuti dan izin")
    assert adi.post("/desain/cuti/ubah/pack.toml", {"isi": text}) == "/desain/cuti"
    adi.get("/desain/cuti")
    adi.post("/desain/cuti/buang/pack.toml", {})
    assert "Draf yang belum berlaku" not in adi.get("/desain/cuti")


def test_only_the_editor_may_use_inline_styles(adi: Browser) -> None:
    assert "style-src 'self' 'unsafe-inline'" in policy(adi, "/desain/cuti/ubah/cuti.bpmn")
    for url in ("/desain", "/desain/cuti", "/tugas", "/pantau", "/desain/cuti/ubah/pack.toml"):
        assert "unsafe" not in policy(adi, url), url


def policy(browser: Browser, url: str) -> str:
    return str(browser.client.get(url).headers["content-security-policy"])


def test_the_modeler_is_offered_what_the_pack_knows(adi: Browser) -> None:
    offered = adi.client.get("/desain/cuti/pilihan").json()
    assert {"permohonan", "pemeriksaan"} <= {choice["id"] for choice in offered["forms"]}
    assert {choice["id"] for choice in offered["roles"]} == {"staff", "head"}


LAW = {
    "key": "cuti.lama",
    "unit": "day",
    "day_type": "working",
    "legal_basis": "PP 11/2017",
    "status": "verified",
    "label_id": "Cuti tahunan",
}


def test_the_analyst_reads_value_and_article_of_each_legal_number_a_file_names(
    adi: Browser, office_world: World
) -> None:
    old = {**LAW, "value": "6", "valid_from": "2020-01-01", "valid_to": "2025-12-31", "article": "99"}
    now = {**LAW, "value": "12", "valid_from": "2026-01-01", "article": "313"}
    execute(PutParameters((old, now)), world=office_world, actor=ENGINE)
    assert "Angka hukum" not in adi.get("/desain/cuti/ubah/cuti.bpmn")
    note = '<bpmn:documentation>=parameter("cuti.lama")</bpmn:documentation>'
    named = re.sub(r"(<bpmn:process [^>]*>)", rf"\1{note}", office.PROCESS, count=1)
    headers = {"x-csrf": csrf(adi), "if-match": "0"}
    assert adi.client.put("/desain/cuti/isi/cuti.bpmn", content=named.encode(), headers=headers).status_code == 200
    shown = adi.get("/desain/cuti/ubah/cuti.bpmn")
    assert "Angka hukum dalam berkas ini" in shown
    assert "12 hari kerja" in shown
    assert "PP 11/2017, 313" in shown
    assert "PP 11/2017, 99" not in shown
