"""Clocks that jump: what was due fires once, whichever way the clock was set, and a worker's death loses nothing."""

import pytest
from sqlalchemy import select

from engine.jobs.run import Hand, drain, fire_due, sweep
from engine.model.actor import ENGINE
from engine.model.errors import Conflict
from engine.service.execute import execute
from engine.service.failing import RetryStart, SkipStart, failing_starts
from engine.service.timers import ClaimTimers, FireTimer
from engine.service.work import LeaseJobs
from engine.store import starts
from engine.store.tables import fact
from tests.jobs.drawn import STAFF, drawing, of, release, the
from tests.jobs.test_timer_starts import by_itself, row
from tests.office import Office
from tests.runtime.drawing import Drawing


def waiting(kind: str = "duration", text: str = "PT1H", *, interrupting: bool = False) -> Drawing:
    drawn = drawing("tunggu").start("s").user("a", STAFF)
    drawn.boundary("late", "a", timer=(kind, text), interrupting=interrupting).user("esc", STAFF).end()
    return drawn.flow("s a e").flow("late esc e")


def begun(office: Office, *drawn: Drawing) -> Hand:
    release(office, "jam", *drawn)
    office.as_("DKOM.STAF").starts(process="tunggu", pack="jam")
    return Hand(office.world, office.connectors)


def fired(office: Office) -> int:
    return office.as_("DKOM.STAF").inbox().count("ESC")


def facts(office: Office) -> list[int]:
    case = the(office, "tunggu").id
    with office.store.reading() as db:
        return list(db.execute(select(fact.c.seq).where(fact.c.chain == case).order_by(fact.c.seq)).scalars())


def rest(office: Office) -> None:
    drain(office.world, office.connectors)


def test_a_clock_set_back_after_a_timer_fired_fires_it_not_again(office: Office) -> None:
    begun(office, waiting())
    office.later(hours=1)
    assert fired(office) == 1
    office.clock.move(hours=-3)
    rest(office)
    office.later(hours=5)
    assert fired(office) == 1
    assert facts(office) == list(range(1, len(facts(office)) + 1)), "facts are numbered, whatever the clock says"


def test_a_clock_set_back_before_a_timer_was_due_delays_it_and_loses_nothing(office: Office) -> None:
    begun(office, waiting())
    office.clock.move(minutes=30)
    rest(office)
    office.clock.move(hours=-1)
    rest(office)
    assert fired(office) == 0
    office.later(hours=2)
    assert fired(office) == 1


def test_a_clock_that_jumps_ahead_by_weeks_fires_each_timer_once_and_starts_no_storm(office: Office) -> None:
    begun(office, waiting(), by_itself("cycle", "R/PT1H"))
    release(office, "lain", Drawing("lain").start("s", timer=("cycle", "*/5 * * * *")).end().flow("s e"))
    office.later(days=30)
    assert fired(office) == 1
    assert (len(of(office, "laporan")), len(of(office, "lain"))) == (1, 1)
    office.later(hours=1)
    assert (len(of(office, "laporan")), len(of(office, "lain"))) == (2, 2)


def test_a_cycle_of_a_case_makes_no_storm_after_a_long_sleep(office: Office) -> None:
    begun(office, waiting("cycle", "R/PT1M"))
    office.later(days=7)
    assert fired(office) == 1
    office.later(minutes=1)
    assert fired(office) == 2


def test_a_numbered_cycle_makes_up_for_each_round_it_missed(office: Office) -> None:
    begun(office, waiting("cycle", "R3/PT1H"))
    office.later(days=7)
    assert fired(office) == 3


def test_a_case_does_not_begin_twice_though_the_clock_passes_its_moment_twice(office: Office) -> None:
    release(office, "jam", by_itself("cycle", "0 9 * * *"))
    office.later(hours=1, seconds=5)
    assert len(of(office, "laporan")) == 1
    office.clock.move(minutes=-10)
    rest(office)
    office.later(minutes=20)
    assert len(of(office, "laporan")) == 1
    office.later(days=1)
    assert len(of(office, "laporan")) == 2


def test_a_worker_killed_between_claim_and_firing_loses_nothing_and_repeats_nothing(office: Office) -> None:
    hand = begun(office, waiting())
    office.clock.move(hours=1)
    (timer,) = hand.say(ClaimTimers(90))
    assert hand.say(ClaimTimers(90)) == (), "the others pass over it meanwhile"
    office.clock.move(seconds=91)
    rest(office)
    assert fired(office) == 1
    with pytest.raises(Conflict):
        hand.say(FireTimer(timer.instance_id, timer.no))
    assert fired(office) == 1


def test_a_claim_made_before_the_clock_was_set_back_does_not_hold_its_timer(office: Office) -> None:
    hand = begun(office, waiting())
    office.clock.move(days=2)
    assert len(hand.say(ClaimTimers(90))) == 1
    office.clock.move(days=-1)
    rest(office)
    assert fired(office) == 0, "nobody claims it before a sweep"
    sweep(hand)
    fire_due(hand)
    assert fired(office) == 1


def test_a_lease_of_a_job_is_not_taken_by_a_clock_set_back(office: Office) -> None:
    told = {"to": '="position:DKOM.STAF"', "text": '="Ingat"'}
    caller = drawing("panggil").start("s").service("j", "office:notify", inputs=told).end().flow("s j e")
    release(office, "jam", caller)
    office.as_("DKOM.STAF").starts(process="panggil", pack="jam")
    leased = execute(LeaseJobs("satu", 90, 10), world=office.world, actor=ENGINE)
    assert len(leased) == 1
    office.clock.move(hours=-2)
    sweep(Hand(office.world, office.connectors))
    assert execute(LeaseJobs("dua", 90, 10), world=office.world, actor=ENGINE) == ()


def test_a_start_that_fails_waits_longer_each_time_and_an_admin_sees_it(office: Office) -> None:
    broken = by_itself("cycle", "R/P1D", caseTitle='="x" + 1')
    release(office, "waktu", broken)
    hand, admin = Hand(office.world, office.connectors), office.as_("DKOM.ADMIN")
    office.clock.move(days=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.service.beginning.begin", _fails)
        waits = []
        for _ in range(4):
            fire_due(hand)
            held = row(office)
            assert held.claimed_until is not None
            waits.append(round((held.claimed_until - office.clock()).total_seconds()))
            fire_due(hand)
            office.clock.move(seconds=waits[-1] + 1)
        assert waits == [90, 180, 360, 720]
        (seen,) = failing_starts(office.world, admin.actor)
        assert (seen.process_id, seen.attempts, seen.message) == ("laporan", 4, "RuntimeError: rusak")
        fire_due(hand)
    assert of(office, "laporan") == []
    admin.does(RetryStart("waktu", "laporan", "s"))
    fire_due(hand)
    assert len(of(office, "laporan")) == 1
    assert failing_starts(office.world, admin.actor) == ()
    with pytest.raises(Conflict):
        admin.does(RetryStart("waktu", "laporan", "s"))


def test_an_admin_lets_a_moment_pass(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    release(office, "waktu", by_itself("cycle", "R/P1D"))
    office.clock.move(days=1)
    monkeypatch.setattr("engine.service.beginning.begin", _fails)
    fire_due(Hand(office.world, office.connectors))
    office.as_("DKOM.ADMIN").does(SkipStart("waktu", "laporan", "s", "Kantor tutup"))
    held = row(office)
    assert (held.failures, held.due is not None and held.due > office.clock()) == (0, True)
    with office.store.reading() as db:
        assert starts.failing(db) == []


def _fails(*_: object) -> None:
    raise RuntimeError("rusak")
