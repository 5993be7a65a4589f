"""A case page says in words what waits, what the office's machinery did, and which values a repair is about."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine import bpmn
from engine.model.world import World
from engine.service.env import env_for
from engine.service.formscope import names_of
from engine.service.views.rows import HistoryRow, awaited, urgency
from engine.web.happenings import is_told
from tests.web.office import Browser
from tests.web.test_repair import stopped

PURCHASE = Path(__file__).parents[2] / "processes" / "pengadaan" / "pengadaan_langsung.bpmn"


def test_a_reminder_is_named_by_what_it_sets_off() -> None:
    definition = bpmn.definitions(bpmn.read(PURCHASE.read_bytes()))["pengadaan_langsung"]
    assert awaited(definition, "Waktu_Ingat") == "2 hari kerja: Ingatkan PPK"
    assert awaited(definition, "Waktu_Eskalasi") == "Lewat tenggat: Tindak lanjuti keterlambatan HPS"
    assert awaited(definition, "Tugas_HPS") == "Susun HPS"


def done(kind: str, job_type: str = "") -> HistoryRow:
    return HistoryRow(datetime(2026, 11, 2, tzinfo=UTC), "element.completed", "X", "X", "", "", {}, kind, job_type)


def test_automatic_steps_are_told_once() -> None:
    assert is_told(done("serviceTask", "finance:payment.request"))
    assert is_told(done("serviceTask", "letter:print"))
    assert is_told(done("scriptTask"))
    assert not is_told(done("serviceTask", "register:create")), "the register's own fact tells it"
    assert not is_told(done("businessRuleTask")), "the decision's own fact tells it"
    assert not is_told(done("startEvent"))


def test_the_reason_of_a_withdrawal_is_not_taken_for_the_start_form(rina: Browser) -> None:
    number = rina.start_case()
    rina.get(f"/berkas/{number}")
    rina.post(f"/berkas/{number}/tarik", {"alasan": "Tidak jadi"})
    page = rina.get(f"/berkas/{number}")
    assert page.count("Permohonan awal") == 1
    assert "Alasan penarikan" in page
    assert not re.search(r"<summary[^>]*>\s*(<span[^>]*>\s*</span>)?\s*</summary>", page)


def test_the_diagram_is_found_beside_the_status(rina: Browser) -> None:
    number = rina.start_case()
    main = rina.get(f"/berkas/{number}").split("<aside")[0]
    assert f'href="/berkas/{number}/alur"' in main
    assert "Sekarang di sini" in rina.get(f"/berkas/{number}/alur"), "the steps stand there without JavaScript"


def test_a_repair_shows_first_what_the_failed_step_reads(rina: Browser, joko: Browser, adi: Browser) -> None:
    stopped(rina, joko)
    link = re.search(r'href="(/pantau/gangguan/[^"]+)"', adi.get("/pantau"))
    assert link
    first, _, rest = adi.get(link.group(1)).partition('<details class="govuk-details">\n<summary')
    assert 'name="nilai:sisa"' in first
    assert 'name="nilai:nama"' not in first
    assert 'name="nilai:nama"' in rest
    assert "Nama pegawai" in rest


def test_this_week_is_the_next_seven_days(office_world: World) -> None:
    with office_world.database.reading() as db:
        env = env_for(db, office_world)
    days = [urgency(env.now + timedelta(days=ahead), env) for ahead in (-1, 0, 1, 6, 7, 8)]
    assert days == ["overdue", "today", "week", "week", "week", "later"]


def test_the_engines_own_variable_is_not_offered_first_for_correction() -> None:
    definition = bpmn.definitions(bpmn.read(PURCHASE.read_bytes()))["pengadaan_langsung"]
    assert "kode_barang" in names_of(definition, "Aset")
    assert "case" not in names_of(definition, "Aset")
