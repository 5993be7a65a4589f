"""Partners that fail, work that waits, and admins who repair it."""

from decimal import Decimal

import pytest

from engine.jobs.run import Hand, carry_out, run_job, sweep
from engine.model.actor import ENGINE
from engine.model.errors import Conflict, Invalid
from engine.model.ids import Id
from engine.service.cases import WithdrawCase
from engine.service.execute import execute
from engine.service.messages import PublishMessage
from engine.service.repair import CorrectAndRetry, RetryIncident
from engine.service.views.due import due_jobs
from engine.service.views.inbox import inbox
from engine.service.views.monitor import incident, monitor
from engine.service.work import FinishJob, Lease, LeaseJob
from integrations.partner.faults import Fault, Kind
from tests.office import Office


def approved(office: Office, price: int = 18_500_000) -> str:
    staff = office.as_("DKOM.STAF")
    number = staff.starts(alat="Laptop", harga=Decimal(price)).number
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(price))
    office.as_("DKOM.PERIKSA").completes("Periksa permintaan", keputusan="setuju")
    return number


def only_incident(office: Office) -> Id:
    rows = monitor(office.world, office.as_("DKOM.ADMIN").actor).failed
    assert len(rows) == 1
    return rows[0].incident_id


def test_a_partner_that_errs_for_a_while_is_asked_again_with_the_same_key(office: Office) -> None:
    office.desk.faults.switch("asset", Fault(Kind.ERROR, times=2))
    number = approved(office)
    office.settle()
    assert office.as_("DKOM.STAF").sees(number).waiting[0].kind == "job"
    office.later(seconds=6)
    office.later(seconds=11)
    assert office.as_("DKOM.STAF").sees(number).state == "completed"
    assert len(office.desk.ledger.entries("asset")) == 1


def test_work_done_before_a_lost_answer_is_not_done_twice(office: Office) -> None:
    office.desk.faults.switch("asset", Fault(Kind.TIMEOUT_AFTER, times=1))
    number = approved(office)
    office.settle()
    office.later(seconds=6)
    assert office.as_("DKOM.STAF").sees(number).state == "completed"
    assert len(office.desk.ledger.entries("asset")) == 1


def test_a_partner_that_stays_down_becomes_an_incident_an_admin_retries(office: Office) -> None:
    office.desk.faults.switch("asset", Fault(Kind.DOWN))
    number = approved(office)
    office.settle()
    for _ in range(4):
        office.later(minutes=5)
    page = office.as_("DKOM.STAF").sees(number)
    assert (page.failed, page.diagram.failed) == (True, ("Aset",))
    office.desk.faults.switch("asset", Fault(Kind.NORMAL))
    found = only_incident(office)
    repaired = office.as_("DKOM.ADMIN").does(RetryIncident(found))
    assert not repaired.reopened
    office.settle()
    assert office.as_("DKOM.STAF").sees(number).state == "completed"
    assert len(office.desk.ledger.entries("asset")) == 1
    with pytest.raises(Conflict) as refused:
        office.as_("DKOM.ADMIN").does(RetryIncident(found))
    assert refused.value.code == "incident.closed"


def test_a_wrong_value_is_corrected_by_an_admin_with_a_reason(office: Office) -> None:
    office.desk.faults.switch("asset", Fault(Kind.DOWN))
    number = approved(office)
    office.settle()
    for _ in range(4):
        office.later(minutes=5)
    office.desk.faults.switch("asset", Fault(Kind.NORMAL))
    admin, found = office.as_("DKOM.ADMIN"), only_incident(office)
    shown = {row.name: (row.text, row.type) for row in incident(office.world, admin.actor, found).variables}
    assert shown["harga"] == ("18500000", "rupiah")
    with pytest.raises(Invalid) as wrong:
        admin.does(CorrectAndRetry(found, {"harga": "mahal"}, "salah ketik"))
    assert set(wrong.value.problems) == {"harga"}
    with pytest.raises(Invalid) as silent:
        admin.does(CorrectAndRetry(found, {"harga": "1"}, " "))
    assert silent.value.code == "repair.reason"
    admin.does(CorrectAndRetry(found, {"harga": "Rp 19.000.000"}, "salah ketik"))
    office.settle()
    page = office.as_("DKOM.STAF").sees(number)
    assert page.state == "completed"
    assert office.variables(page.instance_id)["harga"] == Decimal(19_000_000)
    resolved = next(row for row in page.history if row.kind == "incident.resolved")
    assert "harga" in resolved.data["fields"]  # type: ignore[operator]
    assert "salah ketik" not in str(page.history)


def test_a_job_whose_case_was_withdrawn_is_gone(office: Office) -> None:
    number = approved(office)
    job_id = due_jobs(office.world)[0]
    held = execute(LeaseJob(job_id, "w1", 60), world=office.world, actor=ENGINE)
    assert held is not None
    office.as_("DKOM.STAF").does(WithdrawCase(office.as_("DKOM.STAF").sees(number).instance_id, "batal"))
    assert carry_out(held, Hand(office.world, office.connectors, "w1")) == "gone"
    assert office.desk.ledger.entries("asset") == []


def test_of_two_workers_only_the_one_with_the_lease_is_heard(office: Office) -> None:
    approved(office)
    job_id = due_jobs(office.world)[0]
    first = execute(LeaseJob(job_id, "w1", 60), world=office.world, actor=ENGINE)
    assert first is not None
    assert run_job(job_id, office.world, office.connectors, owner="w2") == "gone"
    office.clock.move(seconds=61)
    assert sweep(Hand(office.world, office.connectors, "w2")) == 1
    second = execute(LeaseJob(job_id, "w2", 60), world=office.world, actor=ENGINE)
    assert second is not None
    with pytest.raises(Conflict) as late:
        execute(FinishJob(Lease(job_id, "w1", first.attempts), None), world=office.world, actor=ENGINE)
    assert late.value.code == "job.lease_lost"
    assert carry_out(second, Hand(office.world, office.connectors, "w2")) == "done"


def test_a_checker_who_waits_three_days_is_reminded_once(office: Office) -> None:
    staff = office.as_("DKOM.STAF")
    staff.starts(alat="Laptop", harga=Decimal(1))
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(1))
    office.later(days=2)
    checker = office.as_("DKOM.PERIKSA")
    assert inbox(office.world, checker.actor).notices == ()
    office.later(days=1, minutes=1)
    assert [notice.text for notice in inbox(office.world, checker.actor).notices] == ["Menunggu: Laptop"]
    office.later(days=9)
    assert len(inbox(office.world, checker.actor).notices) == 1
    assert checker.inbox() == ["Periksa permintaan"]


def test_a_message_reaches_exactly_the_case_it_names(office: Office) -> None:
    staff = office.as_("DKOM.STAF")
    numbers = []
    for name in ("Laptop", "Meja"):
        numbers.append(staff.starts(alat=name, harga=Decimal(1)).number)
        staff.completes("Lengkapi permintaan", alat=name, harga=Decimal(1))
    office.as_("DKOM.ADMIN").does(PublishMessage("permintaan.dibatalkan", numbers[1], {"alasan": "ganda"}))
    office.settle()
    assert [staff.sees(number).state for number in numbers] == ["active", "completed"]
    assert office.variables(staff.sees(numbers[1]).instance_id)["alasan"] == "ganda"


def test_a_message_nobody_waits_for_yet_is_kept_until_somebody_does_or_it_expires(office: Office) -> None:
    staff, admin = office.as_("DKOM.STAF"), office.as_("DKOM.ADMIN")
    number = staff.starts(alat="Laptop", harga=Decimal(1)).number
    admin.does(PublishMessage("permintaan.dibatalkan", number, {}, ttl_seconds=3600))
    office.settle()
    assert staff.sees(number).state == "active"
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(1))
    office.settle()
    assert staff.sees(number).state == "completed"
    other = staff.starts(alat="Meja", harga=Decimal(1)).number
    admin.does(PublishMessage("permintaan.dibatalkan", other, {}, ttl_seconds=3600))
    office.later(hours=2)
    staff.completes("Lengkapi permintaan", alat="Meja", harga=Decimal(1))
    office.settle()
    assert staff.sees(other).state == "active"


def test_letters_of_a_register_and_year_are_numbered_without_a_gap(office: Office) -> None:
    numbers = [approved(office, 1_000) for _ in range(3)]
    office.settle()
    letters = [office.as_("DKOM.STAF").sees(number).letters[0].number for number in numbers]
    assert sorted(letters) == [f"00{n}/PERSETUJUAN/DKOM/2026" for n in (1, 2, 3)]
