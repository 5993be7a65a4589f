"""The purchase of ten laptops for Rp 185 million: its answers, and hands that do a part of it without a browser."""

import time
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import forms
from engine.jobs.scenario_office import ZONE
from engine.model.actor import Actor
from engine.model.ids import Id
from engine.service.cases import CaseStarted, StartCase
from engine.service.execute import execute
from engine.service.sessions import holder_of
from engine.service.tasks import CompleteTask
from engine.service.versions import current, form_of
from engine.store import incidents, instances, register_rows, tasks
from engine.store.tasks import TaskRow
from tests.e2e.town import PATIENCE, Town

LINE = "DPA-2026-DKOM-LAPTOP"
#: Today in the office: a contract of today may be handed over today.
TODAY = datetime.now(ZoneInfo(ZONE)).date()
CONTRACT = "000.3.3/SPK-99/DKOM/2026"
TITLE = "Pengadaan laptop pelayanan publik"

PACKAGE = {
    "nama_paket": TITLE,
    "jenis": "barang",
    "pagu": "185.000.000",
    "tanggal_rup": date(2026, 1, 20),
    "nama_barang": "Laptop 14 inci",
    "jumlah_barang": "10",
    "satuan": "unit",
    "kode_barang": "1.3.2.10.01.02.001",
    "lokasi": "Ruang pelayanan lantai 1",
    "uraian": "Penggantian laptop berumur lebih dari tujuh tahun",
}
REFERENCES = (
    {"sumber": "Katalog elektronik", "tanggal": TODAY, "harga": "18.300.000"},
    {"sumber": "Toko komputer di Pematangsiantar", "tanggal": TODAY, "harga": "18.500.000"},
)
ESTIMATE = {"spesifikasi": "Layar 14 inci, memori 16 GB, penyimpanan 512 GB", "hps": "184.000.000"}
RESULT = {"hasil_penawaran": "ada"}
OFFER = {
    "penyedia_nama": "CV Contoh Makmur",
    "penyedia_alamat": "Jalan Contoh 12, Pematangsiantar",
    "penyedia_npwp": "0012345678901000",
    "penyedia_bank": "Bank Sumut",
    "penyedia_rekening": "10001234567",
    "merek": "Contoh Book 14",
    "harga_penawaran": "183.500.000",
    "harga_negosiasi": "182.040.000",
    "pakta_integritas": True,
}
DECISION = {"keputusan": "setuju"}
AWARD = {"tanggal_sppbj": TODAY}
SIGNED = {
    "nomor_kontrak": CONTRACT,
    "tanggal_kontrak": TODAY,
    "nilai_dasar": "164.000.000",
    "tanggal_mulai": TODAY,
    "tanggal_selesai": TODAY,
    "dasar_denda": "bagian",
}
HANDOVER = {"tanggal_bast": TODAY, "jumlah_diterima": "10", "catatan_periksa": "Lengkap dan berfungsi"}

#: Task, who does it, everything its form is told.
STAGES: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("Susun HPS", "DKOM.PPK", {**ESTIMATE, "pembanding": list(REFERENCES)}),
    ("Evaluasi penawaran", "DKOM.PP", {**RESULT, **OFFER}),
    ("Tetapkan penyedia", "DKOM.PPK", {**DECISION, **AWARD}),
    ("Susun kontrak", "DKOM.PPK", SIGNED),
    ("Periksa dan terima barang", "DKOM.PPK", HANDOVER),
)


def begin(town: Town, *, until: str = "Susun HPS", **changed: Any) -> str:
    """Start a purchase as its commitment officer and bring it to the open task `until`; answers its number."""
    world = town.app.world
    with world.database.reading() as db:
        version = current(db, world, "pengadaan")
    raw = _raw(form_of(version, "paket"), {**PACKAGE, "baris_dpa": LINE, **changed})
    command = StartCase("pengadaan", "pengadaan_langsung", raw)
    begun: CaseStarted = execute(command, world=world, actor=_actor(town, "DKOM.PPK"))
    for name, position, answers in STAGES:
        if name == until:
            break
        complete(town, begun.number, name, position, answers)
    opened(town, begun.number, until)
    return begun.number


def complete(town: Town, number: str, name: str, position: str, answers: Mapping[str, Any]) -> None:
    """Complete the open task of that name."""
    task, version_id = opened(town, number, name)
    form = form_of(town.app.world.packs.version(version_id), task.form)
    command = CompleteTask(task.id, task.version, _raw(form, answers))
    execute(command, world=town.app.world, actor=_actor(town, position))


def opened(town: Town, number: str, name: str) -> tuple[TaskRow, Any]:
    """The open task of that name, once the worker has brought the case there."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with town.app.store.reading() as db:
            case = instances.by_number(db, number)
            assert case is not None
            found = [task for task in tasks.open_tasks(db, case.id) if task.name == name]
        if found:
            return found[0], case.version_id
        time.sleep(0.05)
    raise AssertionError(f"Expected the task «{name}» of {number} to open, but it did not")


def settled(town: Town, number: str) -> str:
    """The state of a case once it no longer runs, or `active` when patience ends."""
    deadline = time.monotonic() + PATIENCE
    state = "active"
    while state == "active" and time.monotonic() < deadline:
        time.sleep(0.05)
        with town.app.store.reading() as db:
            case = instances.by_number(db, number)
        state = str(case.state) if case else "unknown"
    return state


def stopped(town: Town, number: str) -> Id:
    """The open incident of a case, once the partner was tried often enough."""
    for _ in range(100):
        town.passes(timedelta(hours=1))
        with town.app.store.reading() as db:
            case = instances.by_number(db, number)
            found = incidents.open_incidents(db, case.id) if case else []
        if found:
            return found[0].id
        time.sleep(0.1)
    raise AssertionError(f"Expected {number} to be held up, but it is not")


def row(town: Town, register: str, key: str) -> Any:
    """One row of a register."""
    with town.app.store.reading() as db:
        return register_rows.row(db, register, key)


def _raw(form: forms.Form | None, answers: Mapping[str, Any]) -> forms.Raw:
    assert form is not None
    return forms.raw(form, _plain(answers))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _actor(town: Town, position: str) -> Actor:
    actor = holder_of(town.app.world, position)
    assert actor is not None, position
    return actor
