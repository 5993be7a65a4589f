"""A draft is tried on the real engine, in an office of its own; the city's cases and books never notice."""

from decimal import Decimal
from typing import Any

import pytest
import yaml
from sqlalchemy import func, select

import forms
from engine.jobs import rehearsal, trial
from engine.jobs.benches import _benches, benches
from engine.jobs.scenario_text import written
from engine.model.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from engine.model.ids import Id
from engine.service.assemble import pack_files
from engine.service.packs import Broken, ReleaseDrafts, SaveFileDraft
from engine.service.trials import MOST, BeginTrial, mine
from engine.service.views import bench as views
from engine.store import tables
from tests.office import PACK, Office, Official

DIAGRAM = "permintaan_alat.bpmn"
OWN = pack_files(PACK)[DIAGRAM]
RENAMED = OWN.replace(b'name="Periksa permintaan"', b'name="Teliti permintaan"')
BUDGET = {"buku": {"alat.budget": [{"key": "A1", "name": "Peralatan", "ceiling": 50000000}]}}
ASKED: dict[str, Any] = {"alat": "Laptop", "harga": 1000}


class Bench:
    """An analyst at a trial."""

    def __init__(self, analyst: Official, starts: str = "2026-11-02 08:00") -> None:
        self.analyst = analyst
        self.world = analyst.office.world
        self.id: Id = analyst.does(BeginTrial("alat", "permintaan_alat", starts))

    @property
    def trial(self) -> trial.Trial:
        return trial.open_trial(self.world, self.analyst.actor, self.id)

    def does(self, step: dict[str, Any]) -> "Bench":
        trial.do(self.world, self.analyst.actor, self.trial, step)
        return self

    def fills(self, position: str, answers: dict[str, Any], task: str = "") -> "Bench":
        """Fill in the form a position sees and send it."""
        now = self.trial
        if task:
            row = next(row for row in self.sees().tasks if row.name == task)
            sheet = trial.task_sheet(now, row.task_id, position)
        else:
            sheet = trial.start_sheet(now, position)
        assert sheet.form is not None
        return self.does(trial.answered(now, sheet, forms.raw(sheet.form, answers)))

    def sees(self) -> views.Bench:
        return views.bench(self.trial.world)

    def tasks(self) -> list[str]:
        return [row.name for row in self.sees().tasks]


def counted(office: Office) -> int:
    with office.world.database.reading() as db:
        return db.execute(select(func.count()).select_from(tables.instance)).scalar_one()


def test_a_draft_is_played_to_its_end_and_the_city_has_no_case_of_it(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    analyst.does(SaveFileDraft("alat", DIAGRAM, RENAMED, 0))
    bench = Bench(analyst).does(BUDGET).fills("DKOM.STAF", ASKED).fills("DKOM.STAF", ASKED, "Lengkapi permintaan")
    assert bench.tasks() == ["Teliti permintaan"]
    bench.fills("DKOM.PERIKSA", {"keputusan": "setuju"}, "Teliti permintaan")
    (case,) = bench.sees().cases
    assert (case.state, [letter.title for letter in case.letters]) == ("completed", ["Persetujuan"])
    assert dict(case.variables)["alat"] == "Laptop"
    assert len(bench.trial.bench.office.desk.ledger.entries("asset")) == 1
    assert counted(office) == 0
    assert office.desk.ledger.entries("asset") == []


def test_a_refusal_is_the_one_an_official_would_meet_and_changes_nothing(sqlite_office: Office) -> None:
    bench = Bench(sqlite_office.as_("DKOM.ADMIN")).does(BUDGET).fills("DKOM.STAF", ASKED)
    with pytest.raises(Invalid) as invalid:
        bench.fills("DKOM.STAF", {"alat": ""}, "Lengkapi permintaan")
    assert set(invalid.value.problems) == {"alat", "harga"}
    with pytest.raises(Refused) as refused:
        bench.fills("DKOM.PERIKSA", ASKED, "Lengkapi permintaan")
    assert refused.value.status in (403, 404)
    assert len(bench.trial.row.steps) == 2


def test_time_passes_when_told_and_reminders_come(sqlite_office: Office) -> None:
    bench = Bench(sqlite_office.as_("DKOM.ADMIN")).does(BUDGET).fills("DKOM.STAF", ASKED)
    bench.fills("DKOM.STAF", ASKED, "Lengkapi permintaan")
    assert [one.kind for one in bench.sees().pending] == ["message", "timer"]
    bench.does({"tunggu": "4 hari"})
    assert "timer.fired" in [row.kind for row in bench.sees().cases[0].history]


def test_a_trial_goes_on_after_a_restart_where_it_was(sqlite_office: Office) -> None:
    bench = Bench(sqlite_office.as_("DKOM.ADMIN")).does(BUDGET).fills("DKOM.STAF", ASKED)
    bench.fills("DKOM.STAF", ASKED, "Lengkapi permintaan")
    before = bench.sees()
    _benches.pop(bench.world.database)
    after = bench.sees()
    assert [(row.task_id, row.name) for row in after.tasks] == [(row.task_id, row.name) for row in before.tasks]
    assert after.cases == before.cases


def test_a_step_is_taken_back(sqlite_office: Office) -> None:
    bench = Bench(sqlite_office.as_("DKOM.ADMIN")).does(BUDGET).fills("DKOM.STAF", ASKED)
    bench.fills("DKOM.STAF", ASKED, "Lengkapi permintaan")
    trial.back(bench.world, bench.analyst.actor, bench.trial)
    assert bench.tasks() == ["Lengkapi permintaan"]


def test_the_same_steps_are_played_with_the_newest_drafts_and_say_where_they_no_longer_go(
    sqlite_office: Office,
) -> None:
    analyst = sqlite_office.as_("DKOM.ADMIN")
    bench = Bench(analyst).does(BUDGET).fills("DKOM.STAF", ASKED).fills("DKOM.STAF", ASKED, "Lengkapi permintaan")
    bench.fills("DKOM.PERIKSA", {"keputusan": "setuju"}, "Periksa permintaan")
    analyst.does(SaveFileDraft("alat", DIAGRAM, RENAMED, 0))
    bench.id = trial.again(bench.world, analyst.actor, bench.id)
    stuck = bench.trial.bench.stuck
    assert stuck is not None
    assert stuck[0] == 3
    assert bench.tasks() == ["Teliti permintaan"]


def test_a_trial_is_kept_as_a_scenario_that_is_green_and_opens_the_release(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    bench = Bench(analyst).does(BUDGET).fills("DKOM.STAF", ASKED).fills("DKOM.STAF", ASKED, "Lengkapi permintaan")
    bench.fills("DKOM.PERIKSA", {"keputusan": "setuju"}, "Periksa permintaan")
    wanted = trial.expectations(bench.trial)
    text = written("Laptop disetujui", bench.trial.row.starts, bench.trial.row.steps, wanted)
    assert yaml.safe_load(text)["maka"] == {
        "berkas": "selesai",
        "gangguan": [],
        "surat": ["persetujuan"],
        "mitra": {"aset": {"aset": 1}},
    }
    analyst.does(SaveFileDraft("alat", "scenarios/01-laptop.yaml", text.encode(), 0))
    rehearsal.rehearse(office.world, analyst.actor, "alat")
    assert analyst.does(ReleaseDrafts("alat")).number == 2


def test_a_trial_belongs_to_the_analyst_who_began_it(sqlite_office: Office) -> None:
    bench = Bench(sqlite_office.as_("DKOM.ADMIN"))
    other = sqlite_office.as_("DKOM.STAF")
    with pytest.raises(NotFound):
        trial.open_trial(bench.world, other.actor, bench.id)
    with pytest.raises(Forbidden):
        other.does(BeginTrial("alat", "permintaan_alat", "2026-11-02 08:00"))


def test_two_windows_do_not_write_over_each_other(sqlite_office: Office) -> None:
    bench = Bench(sqlite_office.as_("DKOM.ADMIN"))
    seen = bench.trial
    bench.does(BUDGET)
    with pytest.raises(Conflict) as refused:
        trial.do(bench.world, bench.analyst.actor, seen, {"tunggu": "1 hari"})
    assert refused.value.code == "trial.stale"
    assert bench.trial.bench.office.clock() == bench.trial.bench.office.clock.now
    assert len(bench.trial.bench.steps) == 1


def test_an_analyst_has_a_few_trials_and_a_broken_draft_none(sqlite_office: Office) -> None:
    analyst = sqlite_office.as_("DKOM.ADMIN")
    for _ in range(MOST):
        Bench(analyst)
    with pytest.raises(Conflict) as refused:
        Bench(analyst)
    assert refused.value.code == "trial.many"
    for row in mine(sqlite_office.world, analyst.actor):
        trial.drop(sqlite_office.world, analyst.actor, row.id)
    broken = OWN.replace(b'formId="pemeriksaan"', b'formId="tidak_ada"')
    analyst.does(SaveFileDraft("alat", DIAGRAM, broken, 0))
    with pytest.raises(Broken):
        Bench(analyst)


def test_an_unused_trial_is_forgotten(sqlite_office: Office) -> None:
    analyst = sqlite_office.as_("DKOM.ADMIN")
    old = Bench(analyst)
    sqlite_office.clock.move(days=15)
    Bench(analyst)
    assert old.id not in [row.id for row in mine(sqlite_office.world, analyst.actor)]


def test_open_trials_of_one_office_do_not_fill_the_disk(sqlite_office: Office) -> None:
    bench = Bench(sqlite_office.as_("DKOM.ADMIN"))
    folder = benches(bench.world)._folder
    opened = bench.trial
    assert len(list(folder.rglob("[0-9].sqlite"))) == 1
    benches(bench.world).close(opened.row.id)
    assert list(folder.rglob("[0-9].sqlite")) == []
    assert Decimal(sum(file.stat().st_size for file in folder.rglob("*.sqlite"))) < 20_000_000
