"""One door: one effect per key, one winner per task, and a trace of what was refused."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest

from engine.model.actor import ENGINE
from engine.model.errors import Conflict, Forbidden, Invalid, Refused
from engine.service.accounts import IssueToken
from engine.service.cases import StartCase
from engine.service.execute import execute
from engine.service.tasks import ClaimTask, CompleteTask
from engine.service.timers import ClaimTimers
from engine.service.views import audit
from tests.office import Office, Official

RAW = {"alat": ["Laptop"], "harga": ["18.500.000"]}
THREADS, TASKS = 8, 20


def start(official: Official, key: str | None = None) -> str:
    number: str = official.does(StartCase("alat", "permintaan_alat", RAW), key).number
    return number


def test_a_doubled_click_starts_one_case_and_both_hear_its_number(office: Office) -> None:
    staff = office.as_("DKOM.STAF")
    first = staff.does(StartCase("alat", "permintaan_alat", RAW), "k1")
    again = staff.does(StartCase("alat", "permintaan_alat", RAW), "k1")
    assert first == again
    assert staff.inbox() == ["Lengkapi permintaan"]


def test_two_at_the_same_moment_with_one_key_have_one_effect(office: Office) -> None:
    staff = office.as_("DKOM.STAF")
    together = Barrier(4)

    def click(_: int) -> object:
        together.wait()
        return staff.does(StartCase("alat", "permintaan_alat", RAW), "same")

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(click, range(4)))
    assert len(set(map(str, answers))) == 1
    assert staff.inbox() == ["Lengkapi permintaan"]


def test_a_key_belongs_to_one_person_and_one_act(office: Office) -> None:
    staff, other = office.as_("DKOM.STAF"), office.as_("DKOM.RANGKAP")
    start(staff, "k1")
    row = staff.task("Lengkapi permintaan")
    for who, command in ((other, StartCase("alat", "permintaan_alat", RAW)), (staff, ClaimTask(row.task_id, 1))):
        with pytest.raises(Conflict) as refused:
            who.does(command, "k1")
        assert refused.value.code == "key.reused"


def test_a_key_sent_again_with_other_answers_is_a_conflict_and_never_looks_done(office: Office) -> None:
    staff = office.as_("DKOM.STAF")
    start(staff, "k1")
    other = {name: [*values[:-1], values[-1] + "0"] for name, values in RAW.items()}
    with pytest.raises(Conflict) as refused:
        staff.does(StartCase("alat", "permintaan_alat", other), "k1")
    assert refused.value.code == "key.reused"
    assert len(staff.inbox()) == 1


def test_a_refused_act_leaves_its_key_free(office: Office) -> None:
    staff = office.as_("DKOM.STAF")
    with pytest.raises(Invalid):
        staff.does(StartCase("alat", "permintaan_alat", {"alat": [""]}), "k1")
    assert start(staff, "k1") == "ALT-2026-00001"


def test_a_secret_answer_is_never_kept_for_a_second_showing(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        office.as_("DKOM.STAF").does(IssueToken(ENGINE.person or office.world.ids(), "x"), "k1")
    assert refused.value.code == "key.secret"


def test_people_cannot_speak_for_the_engine(office: Office) -> None:
    with pytest.raises(Forbidden) as refused:
        office.as_("DKOM.ADMIN").does(ClaimTimers())
    assert refused.value.code == "right.missing"
    assert office.attempts() == ["right.missing"]


def test_of_eight_who_complete_twenty_tasks_at_once_each_task_has_one_winner(office: Office) -> None:
    staff = office.as_("DKOM.STAF")
    for _ in range(TASKS):
        start(staff)
    rows = staff.rows()
    assert len(rows) == TASKS
    together = Barrier(THREADS)

    def race(_: int) -> list[str]:
        together.wait()
        return [complete(staff, row.task_id, row.version) for row in rows]

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = Counter(outcome for found in pool.map(race, range(THREADS)) for outcome in found)
    assert outcomes == {"won": TASKS, "task.closed": TASKS * (THREADS - 1)}
    assert len(office.as_("DKOM.PERIKSA").rows()) == TASKS
    assert audit.verify(office.world) == []


def complete(staff: Official, task_id: object, version: int) -> str:
    try:
        staff.does(CompleteTask(task_id, version, {"alat": ["Laptop"], "harga": [str(Decimal(5))]}))  # type: ignore[arg-type]
    except Refused as refusal:
        return refusal.code
    return "won"


def test_waking_happens_once_after_a_commit_that_left_work(sqlite_office: Office) -> None:
    rung: list[str] = []
    object.__setattr__(sqlite_office.world, "wake", lambda: rung.append("ring"))
    staff = sqlite_office.as_("DKOM.STAF")
    start(staff)
    assert rung == []
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(1))
    assert rung == ["ring"]
    with pytest.raises(Refused):
        execute(StartCase("alat", "tidak_ada", {}), world=sqlite_office.world, actor=staff.actor)
    assert rung == ["ring"]
