"""Work outside a transaction: leased once, fenced, given back; timers and messages wake exactly one."""

from datetime import timedelta
from decimal import Decimal

import pytest

from engine.model.actor import ENGINE
from engine.model.errors import Conflict
from engine.model.ids import Id
from engine.model.state import Subscription, Token
from engine.model.step import NewJob, Step, Thrown
from engine.store import apply, jobs, messages, timers
from engine.store.database import Store
from engine.store.unit import Unit
from tests.conftest import Clock, Writing, build_world
from tests.store import office

MINUTE = timedelta(minutes=1)


def call(unit: Unit, **attributes: int) -> Id:
    instance = office.case(unit, office.released(unit))
    payload = {"net": Decimal("1.10")}
    new = NewJob(2, "Bayar", "call", "finance:payment.request", payload, {"a": "b"}, **attributes)
    step = Step(tokens={2: Token(2, "Bayar", 0, 32)}, jobs=[new], next_no=3)
    unit.wakes = False
    done = apply.apply(unit, instance, step)
    assert unit.wakes
    return done.jobs[2]


def test_a_job_is_leased_to_one_worker(writing: Writing) -> None:
    with writing() as unit:
        job_id = call(unit)
        leased = jobs.lease(unit, "a", until=unit.now + MINUTE)
        assert [(one.id, one.attempts, one.payload, one.headers) for one in leased] == [
            (job_id, 1, {"net": Decimal("1.10")}, {"a": "b"})
        ]
        assert jobs.lease(unit, "b", until=unit.now + MINUTE) == []
        assert jobs.lease_one(unit, job_id, "b", until=unit.now + MINUTE) is None
        assert jobs.finish(unit, job_id, "a", 1).state == "done"
        assert jobs.pending(unit.db) == 0


def test_workers_of_two_processes_never_take_the_same_job(postgres_database: Store, clock: Clock) -> None:
    world = build_world(postgres_database, clock)
    with postgres_database.writing() as connection:
        call(Unit(connection, ENGINE, clock(), world))
        connection.commit()
    with postgres_database.writing() as first, postgres_database.writing() as second:
        one, two = (Unit(db, ENGINE, clock(), world) for db in (first, second))
        assert len(jobs.lease(one, "a", until=clock() + MINUTE)) == 1
        assert jobs.lease(two, "b", until=clock() + MINUTE) == []


def test_a_worker_that_lost_its_lease_changes_nothing(writing: Writing, clock: Clock) -> None:
    with writing() as unit:
        job_id = call(unit)
        jobs.lease(unit, "a", until=unit.now + MINUTE)
    clock.move(minutes=2)
    with writing() as unit:
        assert jobs.sweep(unit) == [job_id]
        again = jobs.lease_one(unit, job_id, "b", until=unit.now + MINUTE)
        assert again is not None
        assert again.attempts == 2
        with pytest.raises(Conflict) as lost:
            jobs.finish(unit, job_id, "a", 1)
        assert lost.value.code == "job.lease_lost"
        with pytest.raises(Conflict):
            jobs.fail(unit, job_id, "a", 1, "late")
        jobs.extend(unit, again, unit.now + 2 * MINUTE)
        assert jobs.finish(unit, job_id, "b", 2).state == "done"


def test_a_failed_job_waits_longer_each_time_and_then_for_an_admin(writing: Writing, clock: Clock) -> None:
    with writing() as unit:
        job_id = call(unit, retries=3)
    waits = []
    for attempt in (1, 2, 3):
        with writing() as unit:
            assert [one.attempts for one in jobs.lease(unit, "a", until=unit.now + MINUTE)] == [attempt]
            row = jobs.fail(unit, job_id, "a", attempt, "galat 500")
            waits.append((row.state, (row.run_at - unit.now).total_seconds()))
            assert jobs.lease(unit, "a", until=unit.now + MINUTE) == []
        clock.move(hours=2)
    assert waits[:2] == [("ready", 5), ("ready", 10)]
    assert waits[2][0] == "failed"
    with writing() as unit:
        assert jobs.reopen(unit, job_id).attempts == 0
        with pytest.raises(Conflict):
            jobs.reopen(unit, job_id)
    assert jobs.back_off(40) == timedelta(hours=1)


def test_due_timers_are_claimed_once_in_batches(writing: Writing, clock: Clock) -> None:
    with writing() as unit:
        instance = office.case(unit, office.released(unit))
        step = Step(next_no=200)
        for no in range(10, 15):
            step.subscriptions[no] = Subscription(no, 1, 0, "timer", due=unit.now + timedelta(hours=no))
        apply.apply(unit, instance, step)
        assert timers.claim(unit, until=unit.now + MINUTE) == []
        assert timers.next_due(unit.db) == clock() + timedelta(hours=10)
    clock.move(hours=12)
    with writing() as unit:
        assert [one.no for one in timers.claim(unit, until=unit.now + MINUTE, limit=2)] == [10, 11]
        assert [one.no for one in timers.claim(unit, until=unit.now + MINUTE)] == [12]
        assert timers.claim(unit, until=unit.now + MINUTE) == []
    clock.move(minutes=2)
    with writing() as unit:
        assert [one.no for one in timers.claim(unit, until=unit.now + MINUTE)] == [10, 11, 12]


def waiting(unit: Unit, *, key: str = "K1") -> Id:
    instance = office.case(unit, office.released(unit))
    step = Step(next_no=10, subscriptions={5: Subscription(5, 1, 0, "message", "jawaban", key)})
    return apply.apply(unit, instance, step).instance.id


def delivery_jobs(unit: Unit) -> list[str]:
    return [one.payload["message"] for one in jobs.lease(unit, "w", until=unit.now + MINUTE, kinds=["deliver"])]


def test_a_message_wakes_the_one_case_that_correlates(writing: Writing) -> None:
    with writing() as unit:
        waiting(unit, key="K2")
        instance = waiting(unit, key="K1")
        message_id = messages.buffer(unit, "jawaban", "K1", {"a": Decimal(1)})
        assert delivery_jobs(unit) == [str(message_id)]
        found = messages.target(unit.db, "jawaban", "K1")
        assert found == messages.Waiting(instance, 5, 1)
        assert messages.target(unit.db, "jawaban", "K9") is None
        row = messages.lock_oldest(unit, "jawaban", "K1")
        assert row is not None
        assert row.payload == {"a": Decimal(1)}
        messages.delivered(unit, message_id, instance)
        assert messages.deliverable(unit.db) == []


def test_a_message_that_came_early_finds_its_case_later(writing: Writing) -> None:
    with writing() as unit:
        message_id = messages.buffer(unit, "jawaban", "K1", {})
        assert delivery_jobs(unit) == [str(message_id)]
        assert messages.deliverable(unit.db) == []
        waiting(unit)
        assert delivery_jobs(unit) == [str(message_id)]
        assert messages.deliverable(unit.db) == [message_id]


def test_a_message_nobody_wants_expires(writing: Writing, clock: Clock) -> None:
    with writing() as unit:
        message_id = messages.buffer(unit, "jawaban", "K1", {}, ttl=timedelta(hours=1))
    clock.move(hours=2)
    with writing() as unit:
        delivery_jobs(unit)
        assert messages.expire(unit) == 1
        waiting(unit)
        assert delivery_jobs(unit) == []
        assert messages.message(unit.db, message_id).state == "expired"  # type: ignore[union-attr]


def test_a_thrown_message_is_a_row_and_a_job(writing: Writing) -> None:
    with writing() as unit:
        instance = office.case(unit, office.released(unit))
        done = apply.apply(unit, instance, Step(messages=[Thrown("jawaban", "K1", {"a": "b"}, "Kirim")]))
        assert delivery_jobs(unit) == [str(done.messages[0])]


def test_a_cancelled_job_is_not_run(writing: Writing) -> None:
    with writing() as unit:
        job_id = call(unit)
        instance = jobs.job(unit.db, job_id).instance_id  # type: ignore[union-attr]
        assert instance is not None
        jobs.cancel(unit, instance, [2])
        assert jobs.lease(unit, "a", until=unit.now + MINUTE) == []
