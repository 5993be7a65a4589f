"""A signal is heard by everybody who waits for it at that moment, and by nobody later (BPMN 2.0.2 §10.5.5)."""

from decimal import Decimal

import pytest

from engine.model.actor import ENGINE
from engine.model.errors import Conflict, Forbidden
from engine.service.execute import execute
from engine.service.signals import BroadcastSignal, DeliverSignal
from engine.service.views.due import due_jobs
from engine.service.work import Lease, LeaseJob
from tests.jobs.drawn import STAFF, drawing, of, open_jobs, release, the, values
from tests.office import Office
from tests.runtime.drawing import Drawing


def waiting(process: str = "tunggu") -> Drawing:
    drawn = drawing(process).start().catch("c", signal="buka").user("a", STAFF).end()
    return drawn.flow("s c a e")


def sent(office: Office, name: str = "buka", **payload: Decimal) -> int:
    heard: int = execute(BroadcastSignal(name, payload), world=office.world, actor=ENGINE)
    office.settle()
    return heard


def test_everybody_who_waits_hears_it_and_who_comes_later_does_not(office: Office) -> None:
    release(office, "isyarat", waiting())
    staff = office.as_("DKOM.STAF")
    for _ in range(3):
        staff.starts("tunggu", "isyarat")
    assert sent(office, tahun=Decimal(2026)) == 3
    assert staff.inbox() == ["A"] * 3
    staff.starts("tunggu", "isyarat")
    office.settle()
    assert staff.inbox() == ["A"] * 3
    assert [office.variables(row.id).get("tahun") for row in of(office, "tunggu")][:3] == [Decimal(2026)] * 3
    assert open_jobs(office) == []


def test_a_case_throws_it_and_other_processes_hear_it_with_what_it_carries(office: Office) -> None:
    thrower = drawing("kirim").start().throw("t", signal="buka", inputs={"tahun": "=1 + 1"}).end().flow("s t e")
    release(office, "isyarat", waiting(), thrower)
    staff = office.as_("DKOM.STAF")
    staff.starts("tunggu", "isyarat")
    staff.starts("kirim", "isyarat")
    office.settle()
    assert staff.inbox() == ["A"]
    assert values(office, "tunggu")["tahun"] == Decimal(2)
    assert "signal.thrown" in office.trail(the(office, "kirim").id)
    assert "signal.received" in office.trail(the(office, "tunggu").id)


def test_a_case_hears_its_own_signal_where_it_waited_before_and_not_where_it_waits_after(office: Office) -> None:
    drawn = drawing("gema").start().both("f").catch("before", signal="buka").user("a", STAFF)
    drawn.user("w", STAFF).throw("t", signal="buka").catch("after", signal="buka").user("b", STAFF).end()
    release(office, "isyarat", drawn.flow("s f").flow("f before a e").flow("f w t after b e"))
    staff = office.as_("DKOM.STAF")
    staff.starts("gema", "isyarat")
    staff.completes("W")
    office.settle()
    assert staff.inbox() == ["A"]
    sent(office)
    assert sorted(staff.inbox()) == ["A", "B"]


def test_it_starts_one_case_of_each_current_process_that_begins_with_it(office: Office) -> None:
    for pack in ("satu", "dua"):
        drawn = drawing(f"mulai_{pack}", startUnit="DKOM").start("s", signal="buka").user("a", STAFF).end()
        release(office, pack, drawn.flow("s a e"))
    release(office, "dua", drawing("mulai_dua").start("s", signal="buka").script("x", "=1", "x").end().flow("s x e"))
    assert sent(office, tahun=Decimal(2026)) == 2
    assert (the(office, "mulai_satu").unit, the(office, "mulai_dua").state) == ("DKOM", "completed")
    assert values(office, "mulai_satu")["case"]["unit_name"] == "Dinas Komunikasi dan Informatika"
    assert values(office, "mulai_dua")["tahun"] == Decimal(2026)


def test_a_boundary_signal_interrupts_or_runs_beside(office: Office) -> None:
    drawn = drawing("batas").start().user("a", STAFF).end().flow("s a e")
    drawn.boundary("stop", "a", signal="stop").user("x", STAFF).end("e1").flow("stop x e1")
    drawn.boundary("beside", "a", signal="beside", interrupting=False).user("y", STAFF).end("e2").flow("beside y e2")
    release(office, "isyarat", drawn)
    staff = office.as_("DKOM.STAF")
    staff.starts("batas", "isyarat")
    sent(office, "beside")
    sent(office, "beside")
    assert sorted(staff.inbox()) == ["A", "Y", "Y"]
    sent(office, "stop")
    assert sorted(staff.inbox()) == ["X", "Y", "Y"]
    assert sent(office, "beside") == 0


def test_a_delivery_told_twice_is_heard_once(office: Office) -> None:
    release(office, "isyarat", waiting())
    office.as_("DKOM.STAF").starts("tunggu", "isyarat")
    execute(BroadcastSignal("buka", {}), world=office.world, actor=ENGINE)
    job = execute(LeaseJob(due_jobs(office.world)[0], "w1", 60), world=office.world, actor=ENGINE)
    assert job is not None
    command = DeliverSignal(Lease(job.id, "w1", job.attempts))
    assert execute(command, world=office.world, actor=ENGINE)
    with pytest.raises(Conflict):
        execute(command, world=office.world, actor=ENGINE)
    assert office.as_("DKOM.STAF").inbox() == ["A"]


def test_a_case_that_went_on_before_its_turn_does_not_hear_it(office: Office) -> None:
    drawn = drawing("pilih").start().first("g").catch("c", signal="buka").catch("t", signal="tutup")
    release(
        office, "isyarat", drawn.user("a", STAFF).user("b", STAFF).end().flow("s g").flow("g c a e").flow("g t b e")
    )
    office.as_("DKOM.STAF").starts("pilih", "isyarat")
    for name in ("buka", "tutup"):
        execute(BroadcastSignal(name, {}), world=office.world, actor=ENGINE)
    office.settle()
    assert len(office.as_("DKOM.STAF").inbox()) == 1
    assert open_jobs(office) == []


def test_only_an_admin_sends_one_from_outside(office: Office) -> None:
    with pytest.raises(Forbidden):
        office.as_("DKOM.STAF").does(BroadcastSignal("buka", {}))
