"""A process begins by itself at its moment: once, in its unit, and again where its timer says so."""

import pytest

from engine.jobs.run import Hand, fire_due, sweep
from engine.model.actor import ENGINE
from engine.model.errors import Conflict, Invalid
from engine.service.execute import execute
from engine.service.releases import RestoreVersion
from engine.service.schedule import ClaimStarts, StartByTimer
from engine.store import starts, timers
from engine.store.starts import StartRow
from tests.jobs.drawn import STAFF, drawing, of, release, the, values
from tests.office import Office
from tests.runtime.drawing import Drawing


def by_itself(kind: str, text: str, process: str = "laporan", **properties: str) -> Drawing:
    drawn = drawing(process, startUnit="DKOM", **properties).start("s", timer=(kind, text)).user("a", STAFF).end()
    return drawn.flow("s a e")


def row(office: Office, pack: str = "waktu") -> StartRow:
    with office.store.reading() as db:
        (found,) = starts.of(db, pack)
    return found


def test_a_date_begins_one_case_in_the_unit_the_process_names(office: Office) -> None:
    release(office, "waktu", by_itself("date", "2026-11-05T08:00:00+07:00"))
    office.later(days=2)
    assert of(office, "laporan") == []
    office.later(days=1)
    case = the(office, "laporan")
    assert (case.unit, office.trail(case.id)[0]) == ("DKOM", "case.started")
    assert values(office, "laporan")["case"]["unit_name"] == "Dinas Komunikasi dan Informatika"
    office.later(days=30)
    assert len(of(office, "laporan")) == 1
    assert office.as_("DKOM.STAF").inbox() == ["A"]


def test_a_date_that_is_over_when_it_is_released_begins_nothing(office: Office) -> None:
    release(office, "waktu", by_itself("date", "2026-10-05T08:00:00+07:00"))
    office.later(days=2)
    assert of(office, "laporan") == []


def test_a_duration_counts_from_the_release_also_in_working_days(office: Office) -> None:
    release(office, "waktu", by_itself("duration", "=workdays(5)"))
    # Five working days after Monday 2 November is Monday 9; offices close at 16.00 in Jakarta.
    due = row(office).due
    assert due is not None
    assert due.isoformat() == "2026-11-09T09:00:00+00:00"
    office.later(days=7, hours=9)
    assert len(of(office, "laporan")) == 1


def test_a_cycle_begins_a_case_each_time_and_ends_after_its_last(office: Office) -> None:
    release(office, "waktu", by_itself("cycle", "R3/P1D"))
    for day in range(1, 6):
        office.later(days=1)
        assert len(of(office, "laporan")) == min(day, 3)
    with office.store.reading() as db:
        assert timers.next_due(db) is None


def test_times_missed_while_the_office_was_down_are_one_and_the_rhythm_stays(office: Office) -> None:
    release(office, "waktu", by_itself("cycle", "R/2026-11-02T09:00:00+07:00/P1D"))
    office.later(days=10, hours=3)
    assert len(of(office, "laporan")) == 1
    due = row(office).due
    assert due is not None
    assert due.isoformat() == "2026-11-13T02:00:00+00:00"


def test_two_workers_begin_it_once(office: Office) -> None:
    release(office, "waktu", by_itself("cycle", "R/P1D"))
    office.clock.move(days=1)
    (first,) = execute(ClaimStarts(), world=office.world, actor=ENGINE)
    assert execute(ClaimStarts(), world=office.world, actor=ENGINE) == ()
    assert first.due is not None
    command = StartByTimer(first.pack, first.process_id, first.element, first.due)
    execute(command, world=office.world, actor=ENGINE)
    with pytest.raises(Conflict) as again:
        execute(command, world=office.world, actor=ENGINE)
    assert again.value.code == "start.gone"
    assert len(of(office, "laporan")) == 1


def test_a_worker_that_died_with_a_claim_loses_nothing(office: Office) -> None:
    release(office, "waktu", by_itself("cycle", "R/P1D"))
    office.clock.move(days=1)
    execute(ClaimStarts(seconds=90), world=office.world, actor=ENGINE)
    office.settle()
    assert of(office, "laporan") == []
    with office.store.reading() as db:
        due = timers.next_due(db)
    assert due is not None, "a sleeping worker knows when to look again"
    office.clock.move(seconds=(due - office.clock()).total_seconds() + 1)
    sweep(Hand(office.world, office.connectors))
    fire_due(Hand(office.world, office.connectors))
    assert len(of(office, "laporan")) == 1


def test_a_new_version_takes_over_and_only_a_timer_that_changed_begins_anew(office: Office) -> None:
    release(office, "waktu", by_itself("duration", "P3D"))
    due = row(office).due
    office.later(days=1)
    release(office, "waktu", by_itself("duration", "P3D", documentation="baru"))
    assert row(office).due == due
    office.later(days=1)
    release(office, "waktu", by_itself("duration", "P4D"))
    office.later(days=2)
    assert of(office, "laporan") == []
    office.later(days=2)
    assert len(of(office, "laporan")) == 1
    office.as_("DKOM.ADMIN").does(RestoreVersion("waktu", 1))
    office.later(days=3)
    assert len(of(office, "laporan")) == 2


def test_a_version_without_the_timer_begins_nothing_any_more(office: Office) -> None:
    release(office, "waktu", by_itself("cycle", "R/P1D"))
    release(office, "waktu", drawing("laporan").start().end().flow("s e"))
    office.later(days=3)
    assert of(office, "laporan") == []


def test_a_timer_that_says_no_moment_is_not_released(office: Office) -> None:
    with pytest.raises(Invalid):
        release(office, "waktu", by_itself("duration", "=besok"))
