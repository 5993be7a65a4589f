"""A process begun from blank runs as it is, before anybody has changed a thing."""

import pytest

from engine.model.errors import Forbidden, Invalid
from engine.model.findings import errors
from engine.service.candidates import wanted
from engine.service.newprocess import NewProcess
from engine.service.packs import ReleaseDrafts
from engine.service.views import library
from tests.office import Office

CUTI = NewProcess("Izin cuti", prefix="CUT", pack_title="Kepegawaian", role_label="Pemohon", role="requester")


def test_a_process_from_blank_is_sound_and_its_first_case_runs(office: Office) -> None:
    analyst, staff = office.as_("DKOM.ADMIN"), office.as_("DKOM.STAF")
    drafted = analyst.does(CUTI)
    assert (drafted.pack, drafted.path, drafted.process_id) == ("kepegawaian", "izin_cuti.bpmn", "izin_cuti")
    assert errors(wanted(office.world, analyst.actor, "kepegawaian").assembled.findings) == []
    assert analyst.does(ReleaseDrafts("kepegawaian", without_scenarios="Proses pertama")).number == 1
    begun = staff.starts("izin_cuti", "kepegawaian", perihal="Cuti tahunan")
    assert begun.number == "CUT-2026-00001"
    staff.completes("Kerjakan", catatan="Sudah")
    assert office.trail(begun.instance_id)[-1] == "case.completed"


def test_a_process_may_join_a_pack_and_bring_a_role(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    analyst.does(NewProcess("Pinjam alat", prefix="PJA", pack="alat", role_label="Penjaga gudang"))
    row = next(row for row in library.library(office.world, analyst.actor) if row.pack == "alat")
    assert [(one.process_id, one.released) for one in row.processes] == [
        ("permintaan_alat", True),
        ("pinjam_alat", False),
    ]
    manifest = library.file(office.world, analyst.actor, "alat", "pack.toml").content.decode()
    assert manifest.endswith(
        '[roles]\nrequester = "Pemohon"\nchecker = "Pemeriksa"\npenjaga_gudang = "Penjaga gudang"\n'
    )
    assert errors(wanted(office.world, analyst.actor, "alat").assembled.findings) == []


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        (NewProcess("", prefix="ABC", pack="alat", role="requester"), "process.name", "name"),
        (NewProcess("Permintaan alat", prefix="ABC", pack="alat", role="requester"), "process.id", "process_id"),
        (NewProcess("Pinjam", prefix="ALT", pack="alat", role="requester"), "process.prefix", "prefix"),
        (NewProcess("Pinjam", prefix="abc", pack="alat", role="requester"), "process.prefix", "prefix"),
        (NewProcess("Pinjam", prefix="PJM", pack="alat"), "process.role", "role"),
        (NewProcess("Pinjam", prefix="PJM", pack_title="Alat", role="requester"), "pack.taken", "pack_title"),
        (NewProcess("Pinjam", prefix="PJM", pack_title="!!", role="requester"), "pack.taken", "pack_title"),
        (NewProcess("Pinjam", prefix="PJM", pack="tidak_ada", role="requester"), "pack.taken", "pack"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    sqlite_office: Office, asked: NewProcess, code: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        sqlite_office.as_("DKOM.ADMIN").does(asked)
    assert (refused.value.code, list(refused.value.problems)) == (code, [field])


def test_only_an_analyst_begins_a_process(sqlite_office: Office) -> None:
    with pytest.raises(Forbidden):
        sqlite_office.as_("DKOM.STAF").does(CUTI)


def test_a_name_with_marks_of_xml_stays_a_name(sqlite_office: Office) -> None:
    analyst = sqlite_office.as_("DKOM.ADMIN")
    analyst.does(NewProcess('Izin <"A" & B>', "izin_ab", "IZN", pack_title='Uji "x" & y', role_label='Kepala "satu"'))
    found = wanted(sqlite_office.world, analyst.actor, "uji_x_y").sound()
    assert found.definitions["izin_ab"].name == 'Izin <"A" & B>'
    assert found.roles == {"kepala_satu": 'Kepala "satu"'}
