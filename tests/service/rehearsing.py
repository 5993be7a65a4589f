"""A scenario for the small pack of the tests, and an analyst who releases through the gate."""

from typing import Any

from engine.jobs import rehearsal
from engine.service.packs import Released, ReleaseDrafts, SaveFileDraft
from tests.office import Official

PATH = "scenarios/01-laptop.yaml"
SCENARIO = """\
judul: Laptop disetujui dan tercatat
diketahui:
  sekarang: 2026-11-02 08:00
  buku: {alat.budget: [{key: A1, name: Peralatan, ceiling: 50000000}]}
ketika:
  - mulai: permintaan_alat
    oleh: DKOM.STAF
    isian: {alat: Laptop, harga: 1000}
  - tugas: Lengkapi permintaan
    oleh: DKOM.STAF
    isian: {alat: Laptop, harga: 1000}
  - tugas: Periksa permintaan
    oleh: DKOM.PERIKSA
    isian: {keputusan: setuju}
maka:
  berkas: selesai
  gangguan: []
"""


def with_scenario(analyst: Official, text: str = SCENARIO) -> Official:
    """Add a scenario to the pack and release it."""
    analyst.does(SaveFileDraft("alat", PATH, text.encode(), 0))
    releases(analyst)
    return analyst


def releases(analyst: Official, *paths: str, note: str = "") -> Released:
    """Play the scenarios, then release; raises where they are red."""
    rehearsal.rehearse(analyst.office.world, analyst.actor, "alat", paths)
    done: Any = analyst.does(ReleaseDrafts("alat", paths, note))
    assert isinstance(done, Released)
    return done
