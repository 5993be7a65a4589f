"""Moving a closed day: open deadlines follow with a fact, what is over or decided stays, on both databases."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from engine.jobs.hand import Hand
from engine.jobs.recount import recount
from engine.jobs.run import drain
from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.handover import ChangeDue
from engine.service.hours import AddHoliday, AddHours, RemoveHoliday, RemoveHours, SetOfficeHours
from engine.service.recount import RecountCase
from engine.service.roster import WriteRows
from engine.service.suspension import ResumeCase, SuspendCase
from engine.service.views import law
from engine.store import notices, recounts, timers
from tests.jobs.drawn import STAFF, drawing, release, the
from tests.office import Office
from tests.runtime.drawing import Drawing

DECREE = "Kepwal 100/2026"
#: The checker has three working days from Monday 2 November: until Thursday 5, 16.00.


def asked(office: Office, tool: str = "Laptop") -> str:
    staff = office.as_("DKOM.STAF")
    number = staff.starts(alat=tool, harga=Decimal(1)).number
    staff.completes("Lengkapi permintaan", alat=tool, harga=Decimal(1))
    return str(number)


def rest(office: Office) -> None:
    drain(office.world, office.connectors)


def dues(office: Office) -> list[str]:
    rows = sorted(office.as_("DKOM.PERIKSA").rows(), key=lambda row: row.number)
    return [f"{row.due + timedelta(hours=7):%m-%d %H.%M}" for row in rows if row.due]


def close(office: Office, day: date, name: str = "Libur daerah") -> None:
    office.as_("DKOM.ADMIN").does(AddHoliday(day, name, "local", DECREE))


def moved(office: Office, number: str) -> list[dict[str, object]]:
    page = office.as_("DKOM.ADMIN").sees(number)
    return [dict(row.data or {}) for row in page.history if row.kind == "deadline.moved"]


def test_a_day_closed_moves_what_was_counted_over_it_and_says_why(office: Office) -> None:
    number = asked(office)
    close(office, date(2026, 11, 4))
    assert dues(office) == ["11-05 16.00"], "the worker does it, not the admin's request"
    rest(office)
    assert dues(office) == ["11-06 16.00"]
    (fact,) = moved(office, number)
    assert fact["why"] == [{"act": "holiday.added", "day": "2026-11-04", "name": "Libur daerah"}]
    assert (fact["from"], fact["to"]) == ("2026-11-05T09:00:00+00:00", "2026-11-06T09:00:00+00:00")
    with office.store.reading() as db:
        (told,) = notices.unseen(db, office.as_("DKOM.PERIKSA").actor.addresses())
    assert "bergeser dari 5 Nov 2026 ke 6 Nov 2026" in told.text


def test_a_day_opened_again_moves_it_back_and_counting_twice_moves_nothing(office: Office) -> None:
    number = asked(office)
    close(office, date(2026, 11, 4))
    rest(office)
    case = next(row.instance_id for row in office.as_("DKOM.PERIKSA").rows())
    assert execute(RecountCase(case, ()), world=office.world, actor=ENGINE) == 0
    office.as_("DKOM.ADMIN").does(RemoveHoliday(date(2026, 11, 4), DECREE))
    rest(office)
    assert dues(office) == ["11-05 16.00"]
    assert len(moved(office, number)) == 2


def test_what_ends_before_the_day_or_is_over_stays(office: Office) -> None:
    number = asked(office)
    close(office, date(2026, 11, 6))
    rest(office)
    assert moved(office, number) == []
    office.clock.move(days=4)
    close(office, date(2026, 11, 4))
    rest(office)
    assert dues(office) == ["11-05 16.00"], "late is late"


def test_what_a_person_chose_no_calendar_moves(office: Office) -> None:
    number = asked(office)
    checker = office.as_("DKOM.PERIKSA")
    task = checker.rows()[0]
    office.as_("DKOM.KADIS").does(ChangeDue(task.task_id, task.version, date(2026, 11, 10), "Menunggu vendor"))
    close(office, date(2026, 11, 4))
    rest(office)
    assert dues(office) == ["11-10 16.00"]
    assert moved(office, number) == []


def test_a_reopened_day_makes_nobody_late_at_once(office: Office) -> None:
    asked(office)
    close(office, date(2026, 11, 4))
    close(office, date(2026, 11, 5))
    rest(office)
    assert dues(office) == ["11-09 16.00"]
    office.clock.move(days=4)  # Friday 6 November, 08.00
    admin = office.as_("DKOM.ADMIN")
    admin.does(RemoveHoliday(date(2026, 11, 4), DECREE))
    admin.does(RemoveHoliday(date(2026, 11, 5), DECREE))
    rest(office)
    assert dues(office) == ["11-06 16.00"], "counted again it is Thursday, which is over: today's closing"


def test_other_hours_move_the_end_of_the_day(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    asked(office)
    admin.does(AddHours(date(2026, 11, 1), date(2026, 11, 30), (3,), time(8), time(15), "Ramadan", "SE 1"))
    rest(office)
    assert dues(office) == ["11-05 15.00"]
    admin.does(SetOfficeHours((0, 1, 2, 3, 4), time(7, 30), time(15, 30), "Perwal 5"))
    rest(office)
    assert dues(office) == ["11-05 15.00"]
    admin.does(RemoveHours(date(2026, 11, 1), date(2026, 11, 30), (3,), "SE 2"))
    rest(office)
    assert dues(office) == ["11-05 15.30"]


def test_a_file_of_closed_days_is_one_run(office: Office) -> None:
    number = asked(office)
    rows = tuple((line, {"day": f"2026-11-{line:02d}", "name": f"Libur {line}"}) for line in (3, 4))
    office.as_("DKOM.ADMIN").does(WriteRows("holidays", rows, "add"))
    rest(office)
    assert dues(office) == ["11-09 16.00"]
    (fact,) = moved(office, number)
    assert [one["day"] for one in fact["why"]] == ["2026-11-03", "2026-11-04"]  # type: ignore[attr-defined]


def test_a_preview_counts_what_would_move_and_moves_nothing(office: Office) -> None:
    number, admin = asked(office), office.as_("DKOM.ADMIN")
    told = law.effect(office.world, admin.actor, date(2026, 11, 4))
    assert (told.tasks, told.is_part, told.was_closed) == (1, False, None)
    assert [(row.number, row.due.day, row.to.day) for row in told.rows] == [(number, 5, 6)]
    assert law.effect(office.world, admin.actor, date(2026, 11, 7)).tasks == 0
    close(office, date(2026, 11, 4))
    rest(office)
    told = law.effect(office.world, admin.actor, date(2026, 11, 4))
    assert [(row.due.day, row.to.day) for row in told.rows] == [(6, 5)]
    assert len(moved(office, number)) == 1


def reminding(kind: str, text: str) -> Drawing:
    drawn = drawing("laporan").start("s").user("a", STAFF, due="=office days(5)")
    drawn.boundary("late", "a", timer=(kind, text), interrupting=False).user("esc", STAFF).end()
    return drawn.flow("s a e").flow("late esc e")


def timer_due(office: Office) -> datetime:
    with office.store.reading() as db:
        found = timers.next_due(db)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [("=workdays(3)", 5, 6), ("=office days(2)", 4, 5), ("=calendar days(2)", 4, 4), ("P2D", 4, 4)],
)
def test_a_timer_moves_with_the_calendar_it_was_counted_by(office: Office, text: str, before: int, after: int) -> None:
    release(office, "waktu", reminding("duration", text))
    office.as_("DKOM.STAF").starts(process="laporan", pack="waktu")
    assert timer_due(office).day == before
    close(office, date(2026, 11, 4))
    rest(office)
    assert timer_due(office).day == after
    office.later(days=after - 2, hours=9)
    assert office.as_("DKOM.STAF").inbox().count("ESC") == 1, "it goes off once, at its new moment"


def test_a_day_computed_from_a_variable_moves_and_a_stored_one_does_not(office: Office) -> None:
    text = '=date and time(add workdays(today(), 3), time("00:00:00"))'
    release(office, "waktu", reminding("date", text))
    office.as_("DKOM.STAF").starts(process="laporan", pack="waktu")
    assert f"{timer_due(office) + timedelta(hours=7):%d %H.%M}" == "05 00.00"
    close(office, date(2026, 11, 4))
    rest(office)
    assert f"{timer_due(office) + timedelta(hours=7):%d %H.%M}" == "06 00.00"


def test_a_suspended_case_is_counted_too_and_stays_suspended(office: Office) -> None:
    release(office, "waktu", reminding("duration", "=workdays(3)"))
    office.as_("DKOM.STAF").starts(process="laporan", pack="waktu")
    case, admin = the(office, "laporan"), office.as_("DKOM.ADMIN")
    admin.does(SuspendCase(case.id, "Menunggu putusan"))
    close(office, date(2026, 11, 4))
    rest(office)
    office.later(days=10)
    assert office.as_("DKOM.STAF").inbox().count("ESC") == 0
    admin.does(ResumeCase(case.id, "Putusan turun"))
    rest(office)
    assert office.as_("DKOM.STAF").inbox().count("ESC") == 1


def test_a_run_goes_on_where_a_worker_died(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for tool in ("Laptop", "Meja", "Kursi"):
        asked(office, tool)
    close(office, date(2026, 11, 4))
    monkeypatch.setattr("engine.service.recount.BATCH", 1)
    hand = Hand(office.world, office.connectors)
    assert recount(hand) == 2
    # Killed after the case, before the run was noted: the next worker looks at it again and moves nothing.
    with office.store.reading() as db:
        run = recounts.first(db)
    assert run is not None
    assert (run.seen, run.moved) == (1, 1)
    while recount(Hand(office.world, office.connectors, "another")):
        pass
    with office.store.reading() as db:
        done = recounts.latest(db)
    assert done is not None
    assert (done.seen, done.moved, done.finished_at is not None) == (3, 3, True)
    assert dues(office) == ["11-06 16.00"] * 3
