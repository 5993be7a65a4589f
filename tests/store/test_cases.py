"""A case is rows: a step writes what it changed, and the State port reads it back."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from engine.model.actor import ENGINE, Actor
from engine.model.errors import Conflict, NotFound
from engine.model.facts import Fact
from engine.model.state import Scope, Subscription, Token
from engine.model.step import InstanceState, NewIncident, NewJob, Step
from engine.model.world import World
from engine.store import apply, audit, cases, inbox, incidents, instances, jobs, tasks
from engine.store.database import Store
from engine.store.rows import RowState
from engine.store.unit import Unit
from tests.conftest import Clock, Writing
from tests.store import office


def test_case_numbers_have_no_gap_and_begin_anew_each_year(writing: Writing, clock: Clock) -> None:
    with writing() as unit:
        version = office.released(unit)
        assert [office.case(unit, version).number for _ in range(2)] == ["PGD-2026-00001", "PGD-2026-00002"]
    # 17:30 UTC on New Year's Eve is already the new year in western Indonesia.
    clock.now = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
    with writing() as unit:
        assert office.case(unit, version).number == "PGD-2027-00001"


def test_a_number_of_a_case_that_failed_to_start_is_given_again(
    writing: Writing, database: Store, world: World
) -> None:
    with writing() as unit:
        version = office.released(unit)
    with database.writing() as connection:
        # Left without a commit: the transaction is rolled back.
        office.case(Unit(connection, ENGINE, world.clock(), world), version)
    with writing() as unit:
        assert office.case(unit, version).number == "PGD-2026-00001"


def test_the_state_port_reads_back_what_a_step_wrote(writing: Writing, clock: Clock) -> None:
    due = clock() + timedelta(days=3)
    step = Step(next_no=9)
    step.scopes = {0: Scope(0, None, None, "p", 3), 4: Scope(4, 0, 2, "Sub", 1)}
    step.tokens = {
        1: Token(1, "A", 0, 16, data={"x": [1]}),
        2: Token(2, "Sub", 0, 32),
        3: Token(3, "B", 0, 8, parent=2),
        5: Token(5, "C", 4, 16, parent=2),
    }
    step.counters = {(0, "join:G"): 2, (0, "join:H"): 1, (0, "live"): 3, (4, "join:G"): 9}
    step.subscriptions = {
        6: Subscription(6, 3, 0, "message", "jawaban", "PGD-1", data={"on": "B"}),
        7: Subscription(7, 3, 0, "timer", due=due),
    }
    step.variables = {(0, "a"): Decimal("1.50"), (0, "b"): {"c": [True, None]}, (4, "a"): "dalam"}
    with writing() as unit:
        instance = instances.create(unit, office.released(unit), office.DEFINITION, "Uji", "DKOM")
        instance = apply.apply(unit, instance, step).instance
        state = RowState(unit, instance)
        assert state.next_no == 9
        assert state.token(1) == step.tokens[1]
        assert state.token(99) is None
        assert [token.no for token in state.tokens_in(0)] == [1, 2, 3]
        assert [token.no for token in state.tokens_in(4)] == [5]
        assert state.scope(4) == step.scopes[4]
        assert state.scope_held_by(2) == step.scopes[4]
        assert state.scope_held_by(1) is None
        assert state.counter(0, "join:G") == 2
        assert state.counter(0, "unknown") == 0
        assert state.counters(0, "join:") == {"join:G": 2, "join:H": 1}
        assert state.subscription(6) == step.subscriptions[6]
        assert [one.no for one in state.subscriptions_of(3)] == [6, 7]
        assert state.subscriptions_in(0, "timer") == [step.subscriptions[7]]
        assert state.variables(0, ["a", "nowhere"]) == {"a": Decimal("1.50")}
        assert state.variables(0, None) == {"a": Decimal("1.50"), "b": {"c": [True, None]}}
        assert state.variables(0, []) == {}


def test_a_step_changes_and_removes_rows(writing: Writing) -> None:
    with writing() as unit:
        instance = office.case(unit, office.released(unit), tasks=2)
        step = Step(next_no=5, state=InstanceState.ACTIVE)
        step.tokens = {1: None, 2: Token(2, "Lain", 0, 16), 3: None}
        step.variables = {(0, "baru"): "x", (4, "dalam"): "y"}
        step.counters = {(0, "j"): 1}
        step.counters[4, "j"] = 2
        step.scopes = {0: Scope(0, None, None, "p", 1), 4: Scope(4, 0, 2, "k")}
        instance = apply.apply(unit, instance, step).instance
        instance = apply.apply(unit, instance, Step(counters={(0, "j"): 0}, scopes={0: None, 4: None})).instance
        state = RowState(unit, instance)
        assert [token.node for token in state.tokens_in(0)] == ["Lain"]
        assert state.variables(0, None) == {"harga": Decimal("185000000.00"), "baru": "x"}
        assert (state.variables(4, None), state.counters(4, "")) == ({}, {})
        assert state.counters(0, "") == {}
        assert state.scope(0) is None
        assert instance.next_no == 5


def test_completing_a_task_closes_it_for_its_doer_and_opens_the_next(writing: Writing, database: Store) -> None:
    with writing() as unit:
        version = office.released(unit)
        siti = office.person(unit)
        instance = office.case(unit, version)
    with writing(Actor(siti, "Siti"), acted_as="DKOM.PPK/definitif") as unit:
        open_task = tasks.open_tasks(unit.db, instance.id)[0]
        instance, task = instances.lock_by_task(unit, open_task.id)
        done = apply.apply(unit, instance, office.completed(instance, task.token, hps=Decimal(1)), origin="dari Siti")
    with database.reading() as db:
        closed = tasks.task(db, task.id)
        assert closed is not None
        assert (closed.open, closed.outcome, closed.closed_by) == (False, "completed", siti)
        assert closed.closed_as == "DKOM.PPK/definitif"
        assert [row.origin for row in tasks.open_tasks(db, instance.id)] == ["dari Siti"]
        assert tasks.done_by(db, instance.id, ["Tetapkan", "Susun_HPS"], siti) == "Susun_HPS"
        assert tasks.done_by(db, instance.id, ["Tetapkan"], siti) is None
        assert inbox.inbox(db, ["position:DKOM.PPK"]).rows == []
        page = inbox.inbox(db, ["position:DKOM.PA"])
        assert [(row.name, row.number) for row in page.rows] == [("Tetapkan HPS", "PGD-2026-00001")]
        history = cases.history(db, instance.id)
        assert [row.kind for row in history] == ["case.started", "task.completed", "task.opened"]
        assert history[1].person_name == "Siti"
        assert cases.done(db, instance.id, ["task.completed"]) == {"Susun_HPS": 1}
        assert cases.tokens(db, instance.id) == {"Tetapkan": 1}
        assert audit.verify(db) == []
        assert instances.instance(db, instance.id) == done.instance


def test_of_two_who_claim_a_task_one_wins(writing: Writing) -> None:
    with writing() as unit:
        siti, budi = office.person(unit, "Siti"), office.person(unit, "Budi")
        instance = office.case(unit, office.released(unit))
        task = tasks.open_tasks(unit.db, instance.id)[0]
    with writing(Actor(siti, "Siti")) as unit:
        held = tasks.claim(unit, task.id, task.version)
        assert (held.claimed_by, held.version) == (siti, 2)
    with pytest.raises(Conflict) as stale, writing(Actor(budi, "Budi")) as unit:
        tasks.claim(unit, task.id, task.version)
    assert stale.value.code == "task.stale"
    with pytest.raises(Conflict) as taken, writing(Actor(budi, "Budi")) as unit:
        tasks.claim(unit, task.id, held.version)
    assert (taken.value.code, taken.value.details["by"]) == ("task.claimed", str(siti))
    with writing(Actor(siti, "Siti")) as unit:
        assert tasks.release(unit, task.id, held.version).claimed_by is None


def test_an_incident_keeps_the_case_open_until_it_is_resolved(writing: Writing, database: Store) -> None:
    with writing() as unit:
        instance = office.case(unit, office.released(unit))
        step = Step(tokens={2: Token(2, "Bayar", 0, 32)}, jobs=[NewJob(2, "Bayar", "call", "finance:payment.request")])
        step.next_no = 3
        created = apply.apply(unit, instance, step)
        job = jobs.lease(unit, "w", until=unit.now + timedelta(minutes=1))[0]
        jobs.exhaust(unit, job.id, "w", job.attempts, "down")
        failed = Step(incidents=[NewIncident(2, "Bayar", "job.failed", "down")])
        instance = apply.apply(unit, created.instance, failed).instance
        assert instance.incidents == 1
        assert [(one.code, one.job_id) for one in incidents.open_incidents(unit.db, instance.id)] == [
            ("job.failed", job.id)
        ]
        again = Step(resolved=[2], cancelled_jobs=[2], jobs=[NewJob(2, "Bayar", "call", "finance:payment.request")])
        instance = apply.apply(unit, instance, again).instance
        assert instance.incidents == 0
        assert incidents.open_incidents(unit.db, instance.id) == []
        retried = jobs.of_token(unit.db, instance.id, 2)
        assert retried is not None
        assert retried.id != job.id
        assert retried.key == job.key == f"{instance.id}:2"


def test_a_finished_case_keeps_its_variables_and_ends_once(writing: Writing, clock: Clock) -> None:
    with writing() as unit:
        instance = office.case(unit, office.released(unit))
        step = Step(state=InstanceState.COMPLETED, tokens={1: None}, scopes={0: None}, closed={1: "completed"})
        step.facts = [Fact("case.completed")]
        instance = apply.apply(unit, instance, step).instance
        assert (instance.state, instance.ended_at) == ("completed", clock())
        assert cases.variables(unit.db, instance.id) == {"harga": Decimal("185000000.00")}
        assert RowState(unit, instance).tokens_in(0) == []


def test_an_unknown_case_or_task_is_refused(writing: Writing) -> None:
    with writing() as unit:
        with pytest.raises(NotFound):
            instances.lock(unit, unit.new_id())
        with pytest.raises(NotFound):
            instances.lock_by_task(unit, unit.new_id())


def test_the_inbox_pages_by_urgency_over_all_addresses(writing: Writing, clock: Clock) -> None:
    with writing() as unit:
        version = office.released(unit)
        for number in range(7):
            office.case(unit, version, address=f"position:P{number % 2}")
        addresses = ["position:P0", "position:P1", "role:ppk@DKOM"]
        seen, after = [], None
        while True:
            page = inbox.inbox(unit.db, addresses, after=after, limit=3)
            seen += [row.number for row in page.rows]
            if page.next is None:
                break
            after = inbox.Cursor.read(page.next.text())
        assert seen == [f"PGD-2026-{number:05d}" for number in range(1, 8)]
        assert inbox.counts(unit.db, addresses, clock()) == inbox.Counts(7, 0)
        assert inbox.inbox(unit.db, []).rows == []


@pytest.mark.parametrize("text", ["pgd-2026-0000", "laptop", "dkom LAPTOP"])
def test_a_case_is_found_by_number_or_by_words(writing: Writing, text: str) -> None:
    with writing() as unit:
        version = office.released(unit)
        office.case(unit, version)
        office.case(unit, version)
        assert [row.number for row in cases.find(unit.db, text)] == ["PGD-2026-00002", "PGD-2026-00001"]
        assert cases.find(unit.db, "mobil") == []
        assert cases.find(unit.db, "100%") == []
