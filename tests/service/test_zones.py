"""The zone of a unit: its own, else inherited; deadlines and timers of its cases follow it, and so do its pages."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from engine.jobs.run import drain
from engine.service.env import clocks, env_for
from engine.service.office import PutUnits
from engine.service.roster import WriteRows
from engine.store import people, timers
from engine.web.words import Words
from tests.jobs.drawn import STAFF, drawing, release
from tests.office import Office

EAST = {"code": "DKOM", "name": "Dinas Kominfo", "kind": "dinas", "parent": "", "zone": "Asia/Jayapura"}
PART = {"code": "DKOM.A", "name": "Seksi A", "kind": "unit", "parent": "DKOM", "zone": ""}


def shown(office: Office) -> dict[str, str]:
    with office.store.reading() as db:
        return {row.code: row.local_zone for row in people.units(db)}


def test_a_unit_inherits_the_zone_of_what_it_is_part_of(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    rows = (PART, {**PART, "code": "DKOM.A.1", "parent": "DKOM.A"}, {**PART, "code": "DKOM.B", "zone": "Asia/Makassar"})
    admin.does(WriteRows("units", tuple(enumerate(rows, 2)), "add"))
    assert shown(office) == {
        "DKOM": "Asia/Jakarta",
        "DKOM.A": "Asia/Jakarta",
        "DKOM.A.1": "Asia/Jakarta",
        "DKOM.B": "Asia/Makassar",
    }
    admin.does(WriteRows("units", ((1, EAST),), "change"))
    found = shown(office)
    assert (found["DKOM"], found["DKOM.A"], found["DKOM.A.1"]) == ("Asia/Jayapura",) * 3
    with office.store.reading() as db:
        assert set(clocks(db, office.world)) == {"DKOM", "DKOM.A", "DKOM.A.1", "DKOM.B"}
        assert env_for(db, office.world, "DKOM.A.1").zone == "Asia/Jayapura"
        assert env_for(db, office.world, "DKOM.A.1").calendar.zone == "Asia/Jayapura"
        assert env_for(db, office.world, "NOWHERE").zone == "Asia/Jakarta"


def test_units_loaded_without_a_zone_take_that_of_their_parent(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    admin.does(PutUnits((EAST, {**PART})))
    assert shown(office)["DKOM.A"] == "Asia/Jayapura"


def test_deadlines_and_timers_follow_the_zone_of_the_unit(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    admin.does(WriteRows("units", ((1, EAST),), "change"))
    drawn = drawing("laporan").start("s").user("a", STAFF, due="=workdays(1)")
    drawn.boundary("late", "a", timer=("cycle", "0 9 * * *"), interrupting=False).user("esc", STAFF)
    drawn.boundary("then", "a", timer=("date", "2026-11-20T10:00:00"), interrupting=False).end()
    release(office, "waktu", drawn.flow("s a e").flow("late esc e").flow("then esc"))
    office.as_("DKOM.STAF").starts(process="laporan", pack="waktu")
    (row,) = office.as_("DKOM.STAF").rows()
    assert row.due == datetime(2026, 11, 3, 7, 0, tzinfo=UTC), "16.00 WIT"
    with office.store.reading() as db:
        assert timers.next_due(db) == datetime(2026, 11, 3, 0, 0, tzinfo=UTC), "09.00 WIT"
    assert row.zone == "Asia/Jayapura"


def test_a_unit_that_moves_to_another_zone_takes_its_deadlines_along(office: Office) -> None:
    staff = office.as_("DKOM.STAF")
    staff.starts(alat="Laptop", harga=Decimal(1))
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(1))
    (row,) = office.as_("DKOM.PERIKSA").rows()
    office.as_("DKOM.ADMIN").does(WriteRows("units", ((1, EAST),), "change"))
    drain(office.world, office.connectors)
    (moved,) = office.as_("DKOM.PERIKSA").rows()
    assert row.due is not None
    assert moved.due == row.due - timedelta(hours=2)


def test_times_of_another_zone_are_told_with_its_name() -> None:
    home = Words("id", "Asia/Jakarta")
    moment = datetime(2026, 11, 3, 16, 30, tzinfo=UTC)
    assert home.in_zone("") is home
    assert home.in_zone("Asia/Jakarta") is home
    assert home.until(moment) == "3 Nov 2026"
    assert home.in_zone("Asia/Jayapura").until(moment) == "4 Nov 2026, 01.30 WIT"
    assert home.in_zone("Asia/Makassar").when(moment) == "4 Nov 2026, 00.30 WITA"
    assert home.in_zone("Asia/Makassar").long_until(moment) == "Rabu, 04 November 2026, 00.30 WITA"
    assert home.sortable(moment) == "2026-11-03 23:30"
    assert home.in_zone("Asia/Jayapura").sortable(moment) == "2026-11-04 01:30 WIT"
