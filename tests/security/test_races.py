"""Acts that meet on one case at the same moment: nobody hangs, nobody meets a fault, the trail holds."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier

from engine.jobs.run import Hand, fire_due, run_job, sweep
from engine.model.errors import Conflict, Invalid, NotFound
from engine.model.ids import Id
from engine.service.cases import WithdrawCase
from engine.service.packs import ReleaseDrafts, SaveFileDraft
from engine.service.tasks import ClaimTask, CompleteTask, ReleaseTask
from engine.service.views.due import due_jobs
from engine.store import audit
from tests.office import PACK, Office, office, sqlite_office

__all__ = ["office", "sqlite_office"]

Outcome = str


def _together(*acts: Callable[[], object]) -> list[Outcome]:
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> Outcome:
        gate.wait(10)
        try:
            act()
        except (Conflict, NotFound) as refusal:
            return refusal.code
        except Invalid as refusal:
            return refusal.code if refusal.code == "release.nothing" else f"unexpected {refusal.code}"
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return [one.result(60) for one in [pool.submit(run, act) for act in acts]]


def _checked(office: Office) -> None:
    with office.world.database.reading() as db:
        assert audit.verify(db) == []


def _prepared(office: Office) -> tuple[Id, str]:
    staff = office.as_("DKOM.STAF")
    begun = staff.starts(alat="Laptop", harga=Decimal(1_000_000))
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(1_000_000))
    return begun.instance_id, begun.number


def _everybody_at_once(office: Office) -> None:
    case, number = _prepared(office)
    staff, checker, other = (office.as_(code) for code in ("DKOM.STAF", "DKOM.PERIKSA", "DKOM.RANGKAP"))
    row = next(one for one in checker.rows() if one.instance_id == case)
    office.clock.now += timedelta(days=3, hours=1)
    complete = CompleteTask(row.task_id, row.version, {"keputusan": ["setuju"]})
    outcomes = _together(
        lambda: staff.does(WithdrawCase(case, "Tidak perlu lagi")),
        lambda: checker.does(complete, "kunci-" + number),
        lambda: checker.does(complete, "kunci-" + number),
        lambda: other.does(complete),
        lambda: other.does(ClaimTask(row.task_id, row.version)),
        lambda: other.does(ReleaseTask(row.task_id, row.version)),
        lambda: fire_due(Hand(office.world, office.connectors, "pelomba")),
    )
    assert outcomes[6] == "done"
    assert outcomes[0] in ("done", "case.ended")
    office.settle()
    assert staff.sees(number).state in ("withdrawn", "completed")


def test_withdrawing_completing_claiming_and_a_timer_meet_on_one_case(office: Office) -> None:
    for _ in range(4):
        _everybody_at_once(office)
    _checked(office)


def _doubled_and_withdrawn(office: Office, case: Id, job: Id) -> None:
    staff = office.as_("DKOM.STAF")
    outcomes = _together(
        lambda: run_job(job, office.world, office.connectors, owner="a"),
        lambda: run_job(job, office.world, office.connectors, owner="b"),
        lambda: staff.does(WithdrawCase(case, "Tidak perlu lagi")),
        lambda: sweep(Hand(office.world, office.connectors, "c")),
    )
    assert outcomes[:2] == ["done", "done"]


def test_a_job_that_ends_while_its_case_is_withdrawn_has_one_winner(office: Office) -> None:
    for _ in range(4):
        case, number = _prepared(office)
        office.as_("DKOM.PERIKSA").completes("Periksa permintaan", keputusan="setuju")
        while found := due_jobs(office.world, 5):
            _doubled_and_withdrawn(office, case, found[0])
        office.settle()
        assert office.as_("DKOM.STAF").sees(number).state in ("withdrawn", "completed")
    _checked(office)


def test_a_release_while_cases_start_leaves_every_case_on_one_whole_version(office: Office) -> None:
    admin, staff = office.as_("DKOM.ADMIN"), office.as_("DKOM.STAF")
    content = (PACK / "forms" / "permintaan.form.json").read_bytes()
    admin.does(SaveFileDraft("alat", "forms/permintaan.form.json", content.replace(b"Nama alat", b"Nama barang"), 0))
    begun: list[str] = []

    def start() -> None:
        begun.append(staff.starts(alat="Laptop", harga=Decimal(1_000_000)).number)

    def release() -> None:
        admin.does(ReleaseDrafts("alat", without_scenarios="uji"))

    outcomes = _together(start, release, start, release, start)
    assert [outcomes[0], outcomes[2], outcomes[4]] == ["done"] * 3
    assert len(set(begun)) == 3
    assert sorted([outcomes[1], outcomes[3]]) == ["done", "release.nothing"]
    _checked(office)
