"""A partner that takes no key of ours is never asked twice on a guess: an admin looks first."""

from dataclasses import replace

from engine.jobs.run import Hand, carry_out, run_job, sweep
from engine.model.actor import ENGINE
from engine.model.world import World
from engine.service.execute import execute
from engine.service.repair import RetryIncident
from engine.service.views.due import due_jobs
from engine.service.views.monitor import monitor
from engine.service.work import LeaseJob
from engine.store import jobs
from integrations.partner.faults import Fault, Kind
from integrations.registry import Registry
from tests.jobs.test_run import approved
from tests.office import Office


def blind(office: Office) -> Hand:
    """The same partner, said to take no idempotency key."""
    connectors = {
        name: replace(one, ports=tuple(replace(port, idempotency="none") for port in one.ports))
        for name, one in office.connectors.connectors.items()
    }
    registry = Registry(connectors)
    world: World = replace(office.world, catalogue=registry)
    return Hand(world, registry, "w1")


def failed(office: Office) -> list[str]:
    return [row.code for row in monitor(office.world, office.as_("DKOM.ADMIN").actor).failed]


def until_asset(office: Office, hand: Hand) -> None:
    """Do what is due up to, but not, the call of the asset system."""
    while office.desk.ledger.entries("asset") == []:
        job_id = due_jobs(office.world)[0]
        with office.store.reading() as db:
            row = jobs.job(db, job_id)
        if row is not None and row.type == "asset:register":
            return
        run_job(job_id, hand.world, hand.connectors, owner=hand.owner)


def test_no_answer_becomes_an_incident_at_once_and_the_work_is_not_done_twice(office: Office) -> None:
    office.desk.faults.switch("asset", Fault(Kind.TIMEOUT_AFTER, times=1))
    approved(office)
    hand = blind(office)
    until_asset(office, hand)
    assert run_job(due_jobs(office.world)[0], hand.world, hand.connectors, owner="w1") == "incident"
    assert failed(office) == ["partner.no_answer"]
    office.later(hours=2)
    assert len(office.desk.ledger.entries("asset")) == 1


def test_a_job_that_kills_every_worker_ends_as_an_incident(office: Office) -> None:
    approved(office)
    hand = Hand(office.world, office.connectors, "w1")
    until_asset(office, hand)
    job_id = due_jobs(office.world)[0]
    with office.store.reading() as db:
        row = jobs.job(db, job_id)
    assert row is not None
    for number in range(row.retries):
        assert execute(LeaseJob(job_id, f"dead{number}", 60), world=office.world, actor=ENGINE) is not None
        office.clock.move(minutes=2)
        assert sweep(hand) == 1
    assert run_job(job_id, hand.world, hand.connectors, owner="w1") == "incident"
    assert failed(office) == ["job.worker_died"]
    assert office.desk.ledger.entries("asset") == []


def test_a_worker_that_died_in_the_call_leaves_an_incident_an_admin_decides_on(office: Office) -> None:
    number = approved(office)
    hand = blind(office)
    until_asset(office, hand)
    job_id = due_jobs(office.world)[0]
    assert execute(LeaseJob(job_id, "dead", 60), world=office.world, actor=ENGINE) is not None
    office.clock.move(minutes=2)
    assert sweep(hand) == 1
    assert run_job(job_id, hand.world, hand.connectors, owner="w1") == "incident"
    assert failed(office) == ["job.worker_died"]
    assert office.desk.ledger.entries("asset") == []
    found = monitor(office.world, office.as_("DKOM.ADMIN").actor).failed[0].incident_id
    office.as_("DKOM.ADMIN").does(RetryIncident(found))
    again = execute(LeaseJob(due_jobs(office.world)[0], "w1", 60), world=office.world, actor=ENGINE)
    assert again is not None
    assert carry_out(again, hand) == "done"
    assert office.as_("DKOM.STAF").sees(number).state == "completed"


def test_a_partner_that_takes_our_key_is_simply_asked_again(office: Office) -> None:
    number = approved(office)
    hand = Hand(office.world, office.connectors, "w1")
    until_asset(office, hand)
    job_id = due_jobs(office.world)[0]
    assert execute(LeaseJob(job_id, "dead", 60), world=office.world, actor=ENGINE) is not None
    office.clock.move(minutes=2)
    assert sweep(hand) == 1
    office.settle()
    assert office.as_("DKOM.STAF").sees(number).state == "completed"
