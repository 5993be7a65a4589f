"""From a neighbourhood's proposal to a paid asset: what each official answers, and hands for those not at a browser."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import forms
from engine.jobs.scenario_file import texts
from engine.jobs.scenario_office import ZONE
from engine.model.actor import Actor
from engine.service.cases import CaseStarted, StartCase
from engine.service.execute import execute
from engine.service.sessions import holder_of
from engine.service.tasks import CompleteTask
from engine.service.versions import current, form_of
from engine.store import cases, instances, tasks
from engine.store.tasks import TaskRow
from tests.e2e.town import PATIENCE, Town

WARD = "12.72.03.1001"
TITLE = "Komputer pelayanan Kelurahan Melayu"
PLACE = "Kantor Lurah Melayu"
PROPOSAL = {
    "nama_usulan": TITLE,
    "kamus": "WARGA-01",
    "masalah": "Warga antre karena hanya ada satu komputer",
    "rw": "001",
    "alamat": PLACE,
    "lintang": "2,9631",
    "bujur": "99,0689",
    "volume": "10",
    "perkiraan_biaya": "140.000.000",
    "penerima_manfaat": "850",
    "urutan_rw": "1",
    "kemendesakan": "tinggi",
    "status_lahan": "pemda",
    "nama_pengusul": "Warga RW 001 Melayu",
}
PAPERS = ("foto", "surat_pengantar", "berita_acara")
PASSED = {"hasil": "teruskan"}
LESS = {
    "volume_rekomendasi": "8",
    "biaya_rekomendasi": "112.000.000",
    "catatan_rekomendasi": "Dua komputer lama masih layak pakai",
}
SEEN = {"volume_ukur": "8", "harga_ukur": "14.000.000", "temuan_lapangan": "Ruang dan listrik siap untuk delapan unit"}
TRUE = ("kewenangan_kota", "sesuai_rtrw", "lahan_siap", "rincian_teknis")
LINE = {
    "uraian": "Komputer pelayanan kelurahan",
    "rekening": "5.2.02.10.01.0002",
    "sumber_dana": "Dana alokasi umum",
    "volume_belanja": "8",
    "satuan_belanja": "unit",
    "harga_satuan": "14.000.000",
    "ppn": "0",
    "masa_manfaat": "48",
    "lokasi_belanja": PLACE,
}
#: What the planning board sees: every rung with its own volume.
LADDER = (("Pengusul", "10"), ("Lurah", "10"), ("Camat", "8"), ("Perangkat daerah", "8"))
TEAM = ("BAPPEDA.TAPD", "BPKPD.TAPD", "SETDA.PEMB", "BPKPD.ASET")


def today(town: Town) -> date:
    """The day it is in the town's own time."""
    return town.clock().astimezone(ZoneInfo(ZONE)).date()


@dataclass(frozen=True)
class Hands:
    """Officials who do their work without a browser."""

    town: Town

    def starts(self, process: str, pack: str, position: str, **answers: Any) -> str:
        """Start a case; answers its number."""
        world = self.town.app.world
        with world.database.reading() as db:
            version = current(db, world, pack)
        begin = version.definitions[process].none_start()
        assert begin is not None
        raw = forms.raw(_form(version, begin.form), texts(answers))
        begun: CaseStarted = execute(StartCase(pack, process, raw), world=world, actor=self.actor(position))
        return begun.number

    def does(self, number: str, name: str, position: str, **answers: Any) -> "Hands":
        """Complete the task of that name that waits for the position."""
        actor = self.actor(position)
        task, version_id = self.awaits(number, name, actor)
        version = self.town.app.world.packs.version(version_id)
        command = CompleteTask(task.id, task.version, forms.raw(_form(version, task.form), texts(answers)))
        execute(command, world=self.town.app.world, actor=actor)
        return self

    def awaits(self, number: str, name: str, actor: Actor | None = None) -> tuple[TaskRow, Any]:
        """The open task of that name, once the worker has brought the case there."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with self.town.app.store.reading() as db:
                case = instances.by_number(db, number)
                assert case is not None
                found = [task for task in tasks.open_tasks(db, case.id) if task.name == name]
            for task in found:
                if actor is None or actor.holding_for(task.owner):
                    return task, case.version_id
            time.sleep(0.05)
        raise AssertionError(f"Expected the task «{name}» of {number} to open, but it did not")

    def led_to(self, prefix: str, title: str) -> str:
        """The number of the case of that title that another case led to."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with self.town.app.store.reading() as db:
                found = [row for row in cases.find(db, prefix, limit=100) if row.title == title]
            if found:
                return found[0].number
            time.sleep(0.05)
        raise AssertionError(f"Expected a case {prefix} «{title}» to begin, but none did")

    def actor(self, position: str) -> Actor:
        """Who holds a position."""
        found = holder_of(self.town.app.world, position)
        assert found is not None, position
        return found

    def enact_plan(self, year: int, day: date) -> None:
        """The annual plan is reviewed, facilitated and enacted."""
        draft = {"tahun": year, "nomor_konsep": "1", "program_rpjmd": True, "ringkasan": "Rancangan akhir"}
        number = self.starts("penetapan_rkpd", "perencanaan", "BAPPEDA.KABAN", **draft)
        review = {"hasil_reviu": "sesuai", "nomor_lhr": "700/1/INSP"}
        province = {"nomor_fasilitasi": "050/1", "tanggal_fasilitasi": day, "hasil_fasilitasi": "lanjut"}
        signed = {"nomor_perwal": "Perwal 18", "tanggal_perwal": day, "ditandatangani": True}
        self.does(number, "Reviu rancangan RKPD", "INSP.INSPEKTUR", **review)
        self.does(number, "Catat hasil fasilitasi provinsi", "BAPPEDA.KABAN", **province)
        self.does(number, "Tetapkan Perwal RKPD", "12.72.WALIKOTA", **signed)

    def enact_budget(self, year: int, day: date) -> None:
        """The budget is agreed, evaluated and enacted."""
        agreed = {"tahun": year, "jenis_apbd": "murni", "nomor_persetujuan": "12/DPRD", "tanggal_persetujuan": day}
        number = self.starts("penetapan_apbd", "penganggaran", "BPKPD.KABAN", **agreed)
        evaluated = {"nomor_evaluasi": "188.44/1", "tanggal_evaluasi": day, "hasil_evaluasi": "sesuai"}
        signed = {"nomor_perda": "Perda 9", "nomor_penjabaran": "Perwal 51", "tanggal_perda": day}
        self.does(number, "Catat evaluasi gubernur", "BPKPD.KABAN", **evaluated)
        self.does(number, "Tetapkan Perda APBD", "12.72.WALIKOTA", **signed, ditandatangani=True)


def _form(version: Any, name: str) -> forms.Form:
    found = form_of(version, name)
    assert found is not None, name
    return found


def cash_plan(total: str) -> Mapping[str, str]:
    """Everything in March."""
    return {f"kas_{month:02}": total if month == 3 else "0" for month in range(1, 13)}
