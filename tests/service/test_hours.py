"""The calendar and the switches of an office: what changes, and what stays as it was set."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from engine.model.errors import Conflict, Forbidden, Invalid, NotFound
from engine.service.founding import SwitchPacks
from engine.service.hours import AddHoliday, AddHours, ConfirmCalendar, RemoveHoliday, RemoveHours, SetOfficeHours
from engine.service.office import ConfirmParameter
from engine.service.posts import EndHolding
from engine.service.roster import WriteRows
from engine.service.views import law, staffing, start
from engine.store import calendar, people
from tests.office import Office

DECREE = "Kepwal 100/2026"
#: Fridays in January, Ramadan and after; a Thursday; a Saturday that is worked; one that is not.
HOURS_OF = (
    date(2026, 1, 9),
    date(2026, 2, 20),
    date(2026, 11, 6),
    date(2026, 11, 5),
    date(2026, 11, 7),
    date(2026, 11, 14),
)


def due(office: Office) -> list[date]:
    """The deadlines of the checker's tasks, in the order they were set."""
    rows = sorted(office.as_("DKOM.PERIKSA").rows(), key=lambda row: row.number)
    return [row.due.date() for row in rows if row.due]


def asked(office: Office, tool: str) -> None:
    staff = office.as_("DKOM.STAF")
    staff.starts(alat=tool, harga=Decimal(1))
    staff.completes("Lengkapi permintaan", alat=tool, harga=Decimal(1))


def test_a_closed_day_is_closed_once_and_opened_by_decree(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    admin.does(AddHoliday(date(2026, 11, 4), "Libur daerah", "local", DECREE))
    asked(office, "Meja")
    assert due(office) == [date(2026, 11, 6)]
    with pytest.raises(Conflict):
        admin.does(AddHoliday(date(2026, 11, 4), "Lagi", "local", DECREE))
    admin.does(RemoveHoliday(date(2026, 11, 4), DECREE))
    asked(office, "Kursi")
    assert due(office) == [date(2026, 11, 6), date(2026, 11, 5)], "the first moves once a worker counts it again"
    with pytest.raises(NotFound):
        admin.does(RemoveHoliday(date(2026, 11, 4), DECREE))


def test_other_hours_are_dated_and_those_that_began_later_win(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    admin.does(AddHours(date(2026, 1, 1), None, (4,), time(8), time(11, 30), "Jumat", DECREE))
    admin.does(AddHours(date(2026, 2, 18), date(2026, 3, 19), (0, 1, 2, 3, 4), time(8), time(15), "Ramadan", DECREE))
    admin.does(AddHours(date(2026, 11, 7), date(2026, 11, 7), (5,), time(8), time(12), "Pengganti", DECREE))
    with office.store.reading() as db:
        kept = calendar.working(db, "Asia/Jakarta")
    closing = {day: f"{kept.close_of(day) + timedelta(hours=7):%H.%M}" for day in HOURS_OF}
    assert list(closing.values()) == ["11.30", "15.00", "11.30", "16.00", "12.00", "16.00"]
    assert kept.is_working_day(date(2026, 11, 7))
    assert not kept.is_working_day(date(2026, 11, 14))
    with pytest.raises(Conflict):
        admin.does(AddHours(date(2026, 1, 1), None, (4,), time(8), time(11), "Jumat", DECREE))
    for wrong in (
        AddHours(date(2026, 3, 1), date(2026, 2, 1), (4,), time(8), time(11), "x", DECREE),
        AddHours(date(2026, 3, 1), None, (), time(8), time(11), "x", DECREE),
        AddHours(date(2026, 3, 1), None, (4,), time(12), time(11), "x", DECREE),
        AddHours(date(2026, 3, 1), None, (4,), time(8), time(11), " ", DECREE),
    ):
        with pytest.raises(Invalid):
            admin.does(wrong)
    with pytest.raises(NotFound):
        admin.does(RemoveHours(date(2026, 5, 1), None, (4,), DECREE))
    admin.does(RemoveHours(date(2026, 1, 1), None, (4,), DECREE))
    with office.store.reading() as db:
        assert calendar.working(db, "Asia/Jakarta").hours_of(date(2026, 11, 6)) == (time(8), time(16))


def test_a_six_day_week_counts_its_saturdays(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    office.clock.move(days=3)
    asked(office, "Laptop")
    admin.does(SetOfficeHours((0, 1, 2, 3, 4, 5), time(7, 30), time(14), "Perwal 5/2026"))
    asked(office, "Meja")
    assert due(office) == [date(2026, 11, 10), date(2026, 11, 9)]
    for days, opens, closes in (((), time(8), time(16)), ((7,), time(8), time(16)), ((0,), time(16), time(8))):
        with pytest.raises(Invalid):
            admin.does(SetOfficeHours(days, opens, closes, DECREE))


def test_a_year_is_confirmed_with_its_decree(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    with pytest.raises(NotFound):
        admin.does(ConfirmCalendar(2027, "SKB 1/2026"))
    admin.does(WriteRows("holidays", ((1, {"day": "2027-01-01", "name": "Tahun Baru"}),), "add"))
    assert admin.does(ConfirmCalendar(2027, "SKB 1/2026")) == 1
    page = law.year(office.world, admin.actor, 2027)
    assert [(row.status, row.legal_basis) for row in page.rows] == [("verified", "SKB 1/2026")]


def test_a_number_is_confirmed_and_says_where_it_is_used(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    with pytest.raises(Forbidden):
        office.as_("DKOM.STAF").does(ConfirmParameter("alat.periksa", date(2026, 1, 1)))
    admin.does(ConfirmParameter("alat.periksa", date(2026, 1, 1), "Naskah Perwal"))
    page = law.number(office.world, admin.actor, "alat.periksa")
    assert page.current is not None
    assert page.current.status == "verified"
    assert page.confirmed_by == {admin.actor.person: "Adi Admin"}
    assert {use.pack for use in page.uses} == {"alat"}


def test_nothing_starts_of_a_pack_that_is_not_switched_on(office: Office) -> None:
    admin, staff = office.as_("DKOM.ADMIN"), office.as_("DKOM.STAF")
    number = staff.starts(alat="Laptop", harga=Decimal(1)).number
    admin.does(SwitchPacks(()))
    assert start.startable(office.world, staff.actor) == ()
    with pytest.raises(Forbidden) as refused:
        staff.starts(alat="Meja", harga=Decimal(1))
    assert refused.value.code == "pack.off"
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(1))
    assert staff.sees(number).state == "active", "what runs goes on"
    with pytest.raises(NotFound):
        admin.does(SwitchPacks(("tidak_ada",)))
    admin.does(SwitchPacks(("alat",)))
    assert staff.starts(alat="Meja", harga=Decimal(1)).number


def test_a_vacancy_is_seen_before_it_begins(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    acting = {"nip": "198001012005011003", "position": "DKOM.KADIS", "capacity": "plt", "warrant": "800/1"}
    with office.store.reading() as db:
        kadis = next(row for row in people.held(db) if row.position == "DKOM.KADIS")
    assert staffing.vacancies(office.world, admin.actor) == ()
    admin.does(EndHolding(kadis.id, date(2026, 11, 30), "Pensiun"))
    gap = staffing.vacancies(office.world, admin.actor)
    assert [(one.since, one.until) for one in gap] == [(date(2026, 12, 1), None)]
    admin.does(WriteRows("holdings", ((1, {**acting, "from_on": "2026-12-11", "until_on": "2027-01-31"}),), "add"))
    gap = staffing.vacancies(office.world, admin.actor)
    assert [(one.since, one.until) for one in gap] == [
        (date(2026, 12, 1), date(2026, 12, 10)),
        (date(2027, 2, 1), None),
    ]
    assert gap[0].last is not None
    assert gap[0].last.name == "Ani Kadis"
