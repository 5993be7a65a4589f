"""A case an admin holds still loses nothing: answers, timers and messages wait, and nobody works on it meanwhile."""

import threading
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from engine.jobs.run import Hand, carry_out, fire_due, lease, sweep
from engine.model.errors import Conflict, Forbidden, Invalid
from engine.model.ids import Id
from engine.service.cases import WithdrawCase
from engine.service.messages import PublishMessage
from engine.service.suspension import ResumeCase, SuspendCase
from engine.service.tasks import ClaimTask, CompleteTask
from engine.service.views.inbox import inbox
from engine.store.jobs import JobRow
from engine.store.tables import job as table
from integrations.partner.faults import Fault, Kind
from tests.office import Office

WHY = "Menunggu hasil pemeriksaan inspektorat"


def submitted(office: Office) -> Id:
    staff = office.as_("DKOM.STAF")
    case = staff.starts(alat="Laptop", harga=Decimal(18_500_000))
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(18_500_000))
    return case.instance_id


def suspended(office: Office, case: Id) -> Id:
    office.as_("DKOM.ADMIN").does(SuspendCase(case, WHY))
    return case


def resumed(office: Office, case: Id) -> None:
    office.as_("DKOM.ADMIN").does(ResumeCase(case, "Pemeriksaan selesai"))
    office.settle()


def waiting_for_the_partner(office: Office) -> Id:
    """A case whose asset is about to be registered with the partner."""
    case = submitted(office)
    office.as_("DKOM.PERIKSA").completes("Periksa permintaan", keputusan="setuju")
    hand = Hand(office.world, office.connectors, "hand")
    while next_job(office) != "asset:register":
        for job in lease(hand, 1):
            carry_out(job, hand)
    return case


def next_job(office: Office) -> str:
    with office.store.reading() as db:
        return str(db.execute(select(table.c.type).where(table.c.state == "ready")).scalar_one())


def leased(office: Office) -> tuple[Hand, JobRow]:
    """A worker and the call to another system it has just taken."""
    hand = Hand(office.world, office.connectors, "hand")
    return hand, lease(hand, 1)[0]


def test_nobody_takes_or_sends_a_task_of_a_suspended_case(office: Office) -> None:
    suspended(office, submitted(office))
    checker = office.as_("DKOM.PERIKSA")
    task = checker.task("Periksa permintaan")
    with pytest.raises(Conflict, match="suspended"):
        checker.does(ClaimTask(task.task_id, task.version))
    with pytest.raises(Conflict) as refused:
        checker.does(CompleteTask(task.task_id, task.version, {"keputusan": ["setuju"]}))
    assert refused.value.code == "case.suspended"


def test_only_an_admin_suspends_and_only_with_a_reason(office: Office) -> None:
    case = submitted(office)
    with pytest.raises(Forbidden):
        office.as_("DKOM.KADIS").does(SuspendCase(case, WHY))
    with pytest.raises(Invalid):
        office.as_("DKOM.ADMIN").does(SuspendCase(case, "  "))
    assert office.trail(case)[-1] == "task.opened"


def test_the_trail_says_who_suspended_and_resumed_and_the_reason_stands_beside_it(office: Office) -> None:
    case = suspended(office, submitted(office))
    admin = office.as_("DKOM.ADMIN")
    with pytest.raises(Conflict):
        admin.does(SuspendCase(case, WHY))
    resumed(office, case)
    with pytest.raises(Conflict) as twice:
        admin.does(ResumeCase(case, WHY))
    assert twice.value.code == "case.not_suspended"
    assert office.trail(case)[-2:] == ["case.suspended", "case.resumed"]
    page = office.as_("DKOM.STAF").sees("ALT-2026-00001")
    by = {row.form_id: row.by for row in page.answers}
    assert (by["suspension"], by["resumption"], by["permintaan"]) == ("Adi Admin", "Adi Admin", "Siti Staf")


def test_a_case_goes_on_after_it_was_resumed_and_its_dates_have_not_moved(office: Office) -> None:
    case = submitted(office)
    checker = office.as_("DKOM.PERIKSA")
    due = checker.task("Periksa permintaan").due
    suspended(office, case)
    office.later(days=1)
    resumed(office, case)
    row = checker.task("Periksa permintaan")
    assert row.due == due
    checker.completes("Periksa permintaan", keputusan="setuju")
    office.settle()
    assert office.as_("DKOM.STAF").sees("ALT-2026-00001").state == "completed"


def test_a_suspended_task_comes_last_and_is_not_counted_late(office: Office) -> None:
    case = submitted(office)
    submitted(office)
    suspended(office, case)
    office.clock.move(days=30)
    checker = office.as_("DKOM.PERIKSA")
    page = inbox(office.world, checker.actor)
    assert page.overdue == 1
    assert [row.instance_id == case for row in checker.rows()] == [False, True]


def test_a_timer_that_falls_due_meanwhile_fires_once_after_the_case_goes_on(office: Office) -> None:
    case = suspended(office, submitted(office))
    office.later(days=4)
    assert "timer.fired" not in office.trail(case)
    hand = Hand(office.world, office.connectors)
    assert fire_due(hand) == 0, "a worker does not even look at it"
    resumed(office, case)
    assert office.trail(case).count("timer.fired") == 1


def test_an_answer_that_comes_meanwhile_is_kept_and_the_partner_is_not_asked_again(office: Office) -> None:
    case = waiting_for_the_partner(office)
    hand, job = leased(office)
    suspended(office, case)
    assert carry_out(job, hand) == "done"
    assert len(office.desk.ledger.entries("asset")) == 1
    before = office.trail(case)
    office.settle()
    sweep(hand)
    assert office.trail(case) == before, "nothing moves it"
    office.desk.faults.switch("asset", Fault(Kind.DOWN))
    resumed(office, case)
    assert office.as_("DKOM.STAF").sees("ALT-2026-00001").state == "completed"
    assert len(office.desk.ledger.entries("asset")) == 1


def test_a_failure_that_comes_meanwhile_is_told_afterwards(office: Office) -> None:
    case = waiting_for_the_partner(office)
    hand, job = leased(office)
    office.desk.faults.switch("asset", Fault(Kind.DOWN))
    suspended(office, case)
    assert carry_out(job, hand) == "held"
    office.desk.faults.switch("asset", Fault())
    resumed(office, case)
    office.later(minutes=5)
    assert office.as_("DKOM.STAF").sees("ALT-2026-00001").state == "completed"


def test_a_worker_that_dies_while_the_case_is_suspended_gives_its_job_back_to_wait(office: Office) -> None:
    case = waiting_for_the_partner(office)
    hand, _ = leased(office)
    suspended(office, case)
    office.clock.move(minutes=10)
    sweep(hand)
    assert lease(hand, 10) == ()
    resumed(office, case)
    assert office.as_("DKOM.STAF").sees("ALT-2026-00001").state == "completed"


def test_a_letter_is_not_printed_before_the_case_goes_on(office: Office) -> None:
    case = submitted(office)
    office.as_("DKOM.PERIKSA").completes("Periksa permintaan", keputusan="setuju")
    hand = Hand(office.world, office.connectors, "hand")
    jobs_taken = lease(hand, 10)
    suspended(office, case)
    assert {carry_out(job, hand) for job in jobs_taken} == {"held"}
    resumed(office, case)
    page = office.as_("DKOM.STAF").sees("ALT-2026-00001")
    assert (page.state, len(page.letters)) == ("completed", 1)


def test_a_message_for_a_suspended_case_waits_and_never_expires_meanwhile(office: Office) -> None:
    case = suspended(office, submitted(office))
    admin = office.as_("DKOM.ADMIN")
    admin.does(PublishMessage("permintaan.dibatalkan", "ALT-2026-00001", {}, 3600))
    office.settle()
    office.clock.move(hours=2)
    sweep(Hand(office.world, office.connectors))
    assert "message.received" not in office.trail(case)
    office.clock.move(hours=-2)
    resumed(office, case)
    assert "message.received" in office.trail(case)


def test_a_suspended_case_may_be_withdrawn(office: Office) -> None:
    case = suspended(office, waiting_for_the_partner(office))
    office.as_("DKOM.ADMIN").does(WithdrawCase(case, "Tidak jadi"))
    assert office.as_("DKOM.STAF").sees("ALT-2026-00001").state == "withdrawn"
    assert office.settle() == 0


def test_completing_and_suspending_at_once_ends_in_one_order_or_the_other(office: Office) -> None:
    case = submitted(office)
    checker, admin = office.as_("DKOM.PERIKSA"), office.as_("DKOM.ADMIN")
    task = checker.task("Periksa permintaan")
    ended: list[str] = []

    def run(act: Any) -> None:
        try:
            act()
            ended.append("done")
        except Conflict as refused:
            ended.append(refused.code)

    acts = [
        lambda: checker.does(CompleteTask(task.task_id, task.version, {"keputusan": ["setuju"]})),
        lambda: admin.does(SuspendCase(case, WHY)),
    ]
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) in (["done", "done"], ["case.suspended", "done"])
    trail = office.trail(case)
    assert trail.count("case.suspended") == 1
    office.settle()
    assert office.trail(case) == trail, "whatever came first, it stands still now"
    resumed(office, case)
