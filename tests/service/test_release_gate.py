"""What is released was played first: scenarios green with exactly these files, or a reason why there are none."""

import pytest

from engine.jobs import rehearsal
from engine.model.actor import ENGINE
from engine.model.errors import Conflict, Forbidden, Invalid
from engine.service.assemble import pack_files
from engine.service.execute import execute
from engine.service.packs import DeployPack, ReleaseDrafts, SaveFileDraft
from engine.service.rehearsals import BeginRehearsal, FinishRehearsal
from engine.service.views import library, rehearsals
from tests.office import PACK, Office
from tests.service.rehearsing import PATH, SCENARIO, releases, with_scenario

FILES = pack_files(PACK)
DIAGRAM = "permintaan_alat.bpmn"
RENAMED = FILES[DIAGRAM].replace(b'name="Periksa permintaan"', b'name="Teliti permintaan"')
CLEARER = FILES[DIAGRAM].replace(b'name="Alat tercatat"', b'name="Alat tercatat di buku"')


def test_a_pack_without_scenarios_is_released_only_with_a_reason(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    analyst.does(SaveFileDraft("alat", DIAGRAM, RENAMED, 0))
    with pytest.raises(Invalid) as refused:
        analyst.does(ReleaseDrafts("alat"))
    assert refused.value.code == "release.reason"
    assert analyst.does(ReleaseDrafts("alat", without_scenarios="Skenario menyusul pekan depan")).number == 2
    row = library.library(office.world, analyst.actor)[0]
    assert (row.run_state, row.run_reason) == ("waived", "Skenario menyusul pekan depan")
    assert "scenarios.waived" in office.office_trail()


def test_the_scenarios_run_before_a_release_and_their_outcome_is_kept(office: Office) -> None:
    analyst = with_scenario(office.as_("DKOM.ADMIN"))
    analyst.does(SaveFileDraft("alat", DIAGRAM, CLEARER, 0))
    with pytest.raises(Invalid) as refused:
        analyst.does(ReleaseDrafts("alat"))
    assert refused.value.code == "release.scenarios"
    assert releases(analyst, note="Lebih jelas").number == 3
    row = library.library(office.world, analyst.actor)[0]
    assert (row.run_state, row.run_count) == ("green", 1)


def test_a_red_scenario_blocks_the_release_and_says_which_line(office: Office) -> None:
    analyst = with_scenario(office.as_("DKOM.ADMIN"))
    analyst.does(SaveFileDraft("alat", DIAGRAM, RENAMED, 0))
    begun = rehearsal.rehearse(office.world, analyst.actor, "alat")
    page = rehearsals.run(office.world, analyst.actor, "alat", begun.run_id)
    assert page.state == "red"
    assert [report["file"] for report in page.failed] == [f"alat/{PATH}"]
    assert "Periksa permintaan" in page.failed[0]["lines"][0]["why"]
    with pytest.raises(Invalid) as refused:
        analyst.does(ReleaseDrafts("alat"))
    assert refused.value.code == "release.red"
    assert refused.value.details["file"] == f"alat/{PATH}"
    mended = SCENARIO.replace("Periksa permintaan", "Teliti permintaan")
    analyst.does(SaveFileDraft("alat", PATH, mended.encode(), 0))
    assert releases(analyst).number == 3


def test_a_green_run_of_other_files_opens_nothing(office: Office) -> None:
    analyst = with_scenario(office.as_("DKOM.ADMIN"))
    analyst.does(SaveFileDraft("alat", DIAGRAM, CLEARER, 0))
    rehearsal.rehearse(office.world, analyst.actor, "alat")
    analyst.does(SaveFileDraft("alat", DIAGRAM, RENAMED, 1))
    with pytest.raises(Invalid) as refused:
        analyst.does(ReleaseDrafts("alat"))
    assert refused.value.code == "release.scenarios"


def test_nobody_writes_an_outcome_by_hand(sqlite_office: Office) -> None:
    analyst = sqlite_office.as_("DKOM.ADMIN")
    begun = analyst.does(BeginRehearsal("alat", "0" * 64))
    passed = {"file": "x", "title": "x", "passed": True, "lines": []}
    with pytest.raises(Forbidden):
        analyst.does(FinishRehearsal(begun.run_id, (passed,)))
    with pytest.raises(Forbidden):
        sqlite_office.as_("DKOM.STAF").does(BeginRehearsal("alat", "0" * 64))


def test_only_a_few_runs_go_at_one_time_and_a_lost_one_is_not_waited_for(sqlite_office: Office) -> None:
    analyst = sqlite_office.as_("DKOM.ADMIN")
    first = analyst.does(BeginRehearsal("alat", "0" * 64))
    analyst.does(BeginRehearsal("alat", "1" * 64))
    assert analyst.does(BeginRehearsal("alat", "0" * 64)).run_id == first.run_id
    with pytest.raises(Conflict) as refused:
        analyst.does(BeginRehearsal("alat", "2" * 64))
    assert refused.value.code == "rehearsal.busy"
    sqlite_office.later(minutes=3)
    assert rehearsals.run(sqlite_office.world, analyst.actor, "alat", first.run_id).state == "lost"
    assert analyst.does(BeginRehearsal("alat", "0" * 64)).fresh


def test_a_scenario_nobody_can_read_is_red(sqlite_office: Office) -> None:
    analyst = sqlite_office.as_("DKOM.ADMIN")
    analyst.does(SaveFileDraft("alat", PATH, b"judul: x\nketika: [", 0))
    rehearsal.rehearse(sqlite_office.world, analyst.actor, "alat")
    with pytest.raises(Invalid) as refused:
        analyst.does(ReleaseDrafts("alat"))
    assert refused.value.code == "release.red"


def test_a_draft_that_changes_nothing_is_no_release(sqlite_office: Office) -> None:
    analyst = sqlite_office.as_("DKOM.ADMIN")
    analyst.does(SaveFileDraft("alat", DIAGRAM, FILES[DIAGRAM], 0))
    with pytest.raises(Invalid) as refused:
        analyst.does(ReleaseDrafts("alat", without_scenarios="uji"))
    assert refused.value.code == "release.nothing"


def test_a_new_pack_is_released_first_when_it_is_sound(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    manifest = b'key = "surat"\ntitle_id = "Surat masuk"\n'
    analyst.does(SaveFileDraft("surat", "pack.toml", manifest, 0))
    analyst.does(SaveFileDraft("surat", "SOP.md", b"# Surat", 0))
    assert [row.version for row in library.library(office.world, analyst.actor) if row.pack == "surat"] == [0]
    assert analyst.does(ReleaseDrafts("surat", without_scenarios="Belum ada proses")).number == 1
    assert (
        execute(DeployPack({"pack.toml": manifest, "SOP.md": b"# Surat"}), world=office.world, actor=ENGINE).number == 1
    )


def test_the_run_happens_beside_the_server(sqlite_office: Office) -> None:
    analyst = with_scenario(sqlite_office.as_("DKOM.ADMIN"))
    analyst.does(SaveFileDraft("alat", DIAGRAM, CLEARER, 0))
    version = rehearsal.wanted(sqlite_office.world, analyst.actor, "alat").sound()
    reports = list(rehearsal.Rehearsal.of(sqlite_office.world, version).beside())
    assert [(report["file"], report["passed"]) for report in reports] == [(f"alat/{PATH}", True)]
