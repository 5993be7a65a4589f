"""The analyst's bench without a script: library, new process, import, trial, scenario, gate, comparison."""

import re
import time

from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.packs import SaveFileDraft
from tests.service.test_importing import CAMUNDA
from tests.web import office
from tests.web.office import Browser

RENAMED = office.PROCESS.replace("Periksa permohonan", "Teliti permohonan").encode()


def follow(browser: Browser, url: str, fields: dict[str, object]) -> str:
    """Send a form and open where it leads."""
    return browser.get(browser.post(url, fields))


def drafted(browser: Browser, content: bytes = RENAMED) -> None:
    """Save the diagram as the modeler would."""
    browser.get("/desain/cuti/ubah/cuti.bpmn")
    headers = {"x-csrf": re.findall(r'data-csrf="([^"]+)"', browser.page)[0], "if-match": "0"}
    assert browser.client.put("/desain/cuti/isi/cuti.bpmn", content=content, headers=headers).status_code == 200


def test_the_library_is_searched_and_narrowed(adi: Browser) -> None:
    assert "Izin cuti" in adi.get("/desain")
    assert "belum ada skenario" in adi.page
    assert "Izin cuti" not in adi.get("/desain?q=pengadaan")
    assert "Izin cuti" in adi.get("/desain?q=IZIN&status=tanpa")
    assert "Izin cuti" not in adi.get("/desain?status=draf")
    drafted(adi)
    assert "Izin cuti" in adi.get("/desain?status=draf")


def test_a_process_page_leads_to_everything_it_is_made_of(adi: Browser) -> None:
    page = adi.get("/desain/cuti/proses/cuti")
    for path in ("cuti.bpmn", "forms/permohonan.form.json", "forms/pemeriksaan.form.json"):
        assert f'href="/desain/cuti/ubah/{path}"' in page
    assert "Versi 1 berlaku" in page
    adi.get("/desain/cuti/proses/tidak_ada", status=404)


def test_a_process_is_begun_from_blank_and_what_is_wrong_stands_at_its_field(adi: Browser) -> None:
    adi.get("/desain/baru")
    asked = {
        "name": "Pinjam ruang",
        "prefix": "CUT",
        "pack": "",
        "pack_title": "Ruang",
        "role": "+",
        "role_label": "X1",
    }
    assert 'id="prefix-error"' in adi.post("/desain/baru", asked, status=422)
    assert follow(adi, "/desain/baru", {**asked, "prefix": "pjr"}).count("Pinjam ruang") > 1
    assert "belum pernah berlaku" in adi.page.lower()
    for path in ("pinjam_ruang.bpmn", "forms/pinjam_ruang_isian.form.json", "pack.toml"):
        adi.get(f"/desain/ruang/ubah/{path}")
    assert "Pinjam ruang" in adi.get("/desain?status=baru")


def test_an_import_says_what_it_understood_and_what_it_refused(adi: Browser) -> None:
    adi.get("/desain/impor")
    told = adi.post("/desain/impor", {"pack": "cuti"}, status=422, files={"berkas": ("x.bpmn", b"bukan xml")})
    assert "tidak dapat dibaca" in told or "XML" in told
    where = adi.post("/desain/impor", {"pack": "cuti"}, files={"berkas": ("Pinjam.bpmn", CAMUNDA)})
    page = adi.get(where)
    assert "1 × tugas pejabat" in page
    assert "camunda:formKey" in page
    assert "hitung" in page


def test_a_draft_is_tried_as_every_position_and_kept_as_a_scenario(adi: Browser) -> None:
    drafted(adi)
    adi.get("/desain/cuti/coba?proses=cuti")
    here = adi.post("/desain/cuti/coba", {"proses": "cuti", "sekarang": "2026-11-02 08:00"})
    assert "DKOM.STAF" in adi.get(here)
    adi.get(f"{here}?sebagai=DKOM.STAF")
    wrong = adi.post(here, {"_tugas": "", "_sebagai": "DKOM.STAF", "_kirim": "1"}, status=422)
    assert "Nama pegawai" in wrong
    follow(adi, here, {"_tugas": "", "_sebagai": "DKOM.STAF", "nama": "Budi", "_kirim": "1"})
    assert "Teliti permohonan" in adi.page
    assert "CUT-2026-00001" in adi.page
    task = re.findall(r'href="([^"]+tugas=[^"]+sebagai=DKOM\.KABID)"', adi.page)[0].replace("&amp;", "&")
    adi.get(task)
    fields = {"_tugas": task.split("tugas=")[1][:36], "_sebagai": "DKOM.KABID", "lama": "2", "_kirim": "1"}
    follow(adi, here, fields)
    assert "Selesai" in adi.page
    assert b"Teliti" in adi.client.get(f"{here}/diagram.bpmn?proses=cuti").content
    follow(adi, here, {"_tunggu": "1 hari"})
    assert "2026-11-03 08.00" in adi.page
    follow(adi, here, {"_mundur": "1"})
    assert "2026-11-02 08.00" in adi.page
    proposed = adi.get(f"{here}/skenario")
    text = (
        re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", proposed, re.S)[0].replace("&#39;", "'").replace("&#34;", '"')
    )
    assert "tugas: Teliti permohonan" in text
    assert "nama" in adi.post(f"{here}/skenario", {"nama": "", "isi": text}, status=422)
    kept = adi.post(f"{here}/skenario", {"nama": "Cuti dua hari", "isi": text})
    assert kept == "/desain/cuti/ubah/scenarios/01-cuti-dua-hari.yaml"
    adi.get(kept)
    adi.post("/desain/cuti/mainkan/scenarios/01-cuti-dua-hari.yaml", {}, status=200)
    assert "Berjalan sebagaimana tertulis" in adi.page
    assert adi.get("/berkas")
    assert "CUT-2026" not in adi.page


def test_somebody_elses_trial_is_not_there(adi: Browser, rina: Browser) -> None:
    adi.get("/desain/cuti/coba")
    here = adi.post("/desain/cuti/coba", {"proses": "cuti", "sekarang": "2026-11-02"})
    rina.get(here, status=403)
    adi.get("/desain/coba")
    assert follow(adi, here, {"_hapus": "1"})
    adi.get(here, status=404)


def test_a_release_waits_for_its_scenarios_on_a_page_that_asks_again(adi: Browser) -> None:
    scenario = (
        "judul: Cuti diajukan\ndiketahui: {sekarang: 2026-11-02 08:00}\nketika:\n"
        "  - {mulai: cuti, oleh: DKOM.STAF, isian: {nama: Budi}}\nmaka: {tugas: [Periksa permohonan]}\n"
    )
    adi.get("/desain/cuti")
    world = adi.client.app.state.site.world  # type: ignore[attr-defined]
    execute(SaveFileDraft("cuti", "scenarios/01-ajukan.yaml", scenario.encode(), 0), world=world, actor=ENGINE)
    drafted(adi)
    adi.get("/desain/cuti")
    run = adi.post(
        "/desain/cuti/berlakukan", {"path": ["cuti.bpmn", "scenarios/01-ajukan.yaml"], "catatan": "Nama baru"}
    )
    assert run.startswith("/desain/cuti/uji/")
    for _ in range(240):
        if 'http-equiv="refresh"' not in adi.get(run):
            break
        time.sleep(0.25)
    assert "Belum berlaku" in adi.page
    assert "Seharusnya [&#39;Periksa permohonan&#39;], tetapi [&#39;Teliti permohonan&#39;]" in adi.page
    assert "Versi 1 berlaku" in adi.get("/desain/cuti")
    adi.get("/desain/cuti/ubah/scenarios/01-ajukan.yaml")
    mended = scenario.replace("Periksa", "Teliti")
    adi.post("/desain/cuti/ubah/scenarios/01-ajukan.yaml", {"isi": mended})
    adi.get("/desain/cuti")
    run = adi.post("/desain/cuti/berlakukan", {"catatan": "Nama baru"})
    for _ in range(240):
        if 'http-equiv="refresh"' not in adi.get(run):
            break
        time.sleep(0.25)
    assert "Semua 1 skenario lulus" in adi.page
    adi.post("/desain/cuti/berlakukan", {"catatan": "Nama baru"})
    assert "Versi 2 berlaku" in adi.get("/desain/cuti")
    assert "Skenario lulus" in adi.page


def test_two_versions_are_compared_in_words(adi: Browser) -> None:
    drafted(adi)
    page = adi.get("/desain/cuti/banding?dari=1&ke=draf")
    assert "nama dari «Periksa permohonan» menjadi «Teliti permohonan»" in page
    assert b"Teliti" in adi.client.get("/desain/cuti/versi/draf/cuti.bpmn").content
    assert b"Teliti" not in adi.client.get("/desain/cuti/versi/1/cuti.bpmn").content
    adi.get("/desain/cuti/banding?dari=7", status=404)


def test_an_unreadable_scenario_says_so_when_it_is_saved(adi: Browser) -> None:
    adi.get("/desain/cuti/ubah/pack.toml")
    told = adi.post(
        "/desain/cuti/ubah/scenarios/02-salah.yaml", {"isi": "judul: x\nketika: [", "_versi": "0"}, status=200
    )
    assert "berkas YAML yang terbaca" in told


def test_who_may_not_design_sees_none_of_it(rina: Browser) -> None:
    for url in (
        "/desain",
        "/desain/baru",
        "/desain/impor",
        "/desain/coba",
        "/desain/cuti/coba",
        "/desain/cuti/banding",
    ):
        rina.get(url, status=403)
