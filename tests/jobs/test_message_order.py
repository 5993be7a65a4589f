"""One message, one receiver; the oldest message first; kept as long as its sender says."""

import threading
from decimal import Decimal

import pytest
from sqlalchemy import select

from engine.jobs.run import Hand, run_job
from engine.model.actor import ENGINE
from engine.service.assemble import assemble
from engine.service.execute import execute
from engine.service.messages import DeliverMessage, PublishMessage
from engine.service.surroundings import around
from engine.service.views.due import due_jobs
from engine.store.tables import message
from tests.jobs.drawn import STAFF, drawing, of, open_jobs, release, stopped, the
from tests.office import Office
from tests.runtime.drawing import Drawing


def publish(office: Office, name: str, key: str = "", **payload: Decimal) -> None:
    execute(PublishMessage(name, key, payload), world=office.world, actor=ENGINE)


def waiting(key: str = "=nomor") -> Drawing:
    drawn = drawing("tunggu").start().script("k", '="K-1"', "nomor").catch("c", message="kabar", key=key)
    return drawn.user("a", STAFF).end().flow("s k c a e")


def received(office: Office) -> list[int]:
    found = [office.variables(row.id).get("n") for row in of(office, "tunggu")]
    return [int(one) for one in found if one is not None]


def states(office: Office) -> list[str]:
    with office.store.reading() as db:
        return list(db.execute(select(message.c.state).order_by(message.c.id)).scalars())


def test_of_two_receivers_of_one_message_the_older_gets_it(office: Office) -> None:
    release(office, "surat", waiting())
    for _ in range(2):
        office.as_("DKOM.STAF").starts("tunggu", "surat")
    publish(office, "kabar", "K-1", n=Decimal(1))
    office.settle()
    assert [office.variables(row.id).get("n") for row in of(office, "tunggu")] == [Decimal(1), None]
    assert (states(office), open_jobs(office)) == (["delivered"], [])


def test_messages_are_taken_in_the_order_they_were_sent(office: Office) -> None:
    release(office, "surat", waiting())
    for n in (1, 2, 3):
        publish(office, "kabar", "K-1", n=Decimal(n))
    office.settle()
    for _ in range(3):
        office.as_("DKOM.STAF").starts("tunggu", "surat")
        office.settle()
    assert received(office) == [1, 2, 3]
    assert states(office) == ["delivered"] * 3


def test_whichever_message_rings_the_oldest_is_taken(office: Office) -> None:
    release(office, "surat", waiting())
    for n in (1, 2):
        publish(office, "kabar", "K-1", n=Decimal(n))
    office.as_("DKOM.STAF").starts("tunggu", "surat")
    with office.store.reading() as db:
        newest = db.execute(select(message.c.id).order_by(message.c.id.desc())).scalars().first()
    assert newest is not None
    assert execute(DeliverMessage(newest), world=office.world, actor=ENGINE)
    assert received(office) == [1]


def test_workers_that_race_give_each_message_one_receiver(office: Office) -> None:
    release(office, "surat", waiting())
    staff = office.as_("DKOM.STAF")
    for _ in range(6):
        staff.starts("tunggu", "surat")
    for n in range(4):
        publish(office, "kabar", "K-1", n=Decimal(n))
    rung = due_jobs(office.world)

    def work(name: str) -> None:
        for job in rung:
            run_job(job, office.world, office.connectors, owner=name)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    office.settle()
    assert sorted(received(office)) == [0, 1, 2, 3]
    assert states(office) == ["delivered"] * 4
    assert staff.inbox() == ["A"] * 4


def test_a_reminder_that_does_not_interrupt_is_heard_each_time_also_what_came_before_it(office: Office) -> None:
    drawn = drawing("ingat").start().user("a", STAFF).end().flow("s a e")
    drawn.boundary("b", "a", message="kabar", key="=case.number", interrupting=False).user("y", STAFF).end("e2")
    release(office, "surat", drawn.flow("b y e2"))
    staff = office.as_("DKOM.STAF")
    for n in (1, 2):
        publish(office, "kabar", "INGAT-2026-00001", n=Decimal(n))
    office.settle()
    staff.starts("ingat", "surat")
    office.settle()
    assert sorted(staff.inbox()) == ["A", "Y", "Y"]
    publish(office, "kabar", "INGAT-2026-00001", n=Decimal(3))
    office.settle()
    assert sorted(staff.inbox()) == ["A", "Y", "Y", "Y"]
    assert states(office) == ["delivered"] * 3


def test_a_message_with_a_key_nobody_waits_for_begins_a_new_case_and_one_somebody_waits_for_does_not(
    office: Office,
) -> None:
    drawn = drawing("surat", startUnit="DKOM").start("s", message="kabar").catch("c", message="kabar", key="=asal")
    release(office, "surat", drawn.user("a", STAFF).end().flow("s c a e"))
    execute(PublishMessage("kabar", "X-1", {"asal": "X-1"}), world=office.world, actor=ENGINE)
    office.settle()
    assert (the(office, "surat").unit, office.as_("DKOM.STAF").inbox()) == ("DKOM", [])
    execute(PublishMessage("kabar", "X-1", {"asal": "X-1"}), world=office.world, actor=ENGINE)
    office.settle()
    assert len(of(office, "surat")) == 1
    execute(PublishMessage("kabar", "X-2", {"asal": "X-2"}), world=office.world, actor=ENGINE)
    office.settle()
    assert len(of(office, "surat")) == 2
    assert office.as_("DKOM.STAF").inbox() == ["A"]


def test_a_message_wakes_an_event_subprocess(office: Office) -> None:
    handling = Drawing("h").start("hs", message="kabar", key="=case.number").user("y", STAFF).end("he").flow("hs y he")
    drawn = drawing("tugas").start().user("a", STAFF).end().flow("s a e").on("h", handling)
    release(office, "surat", drawn)
    office.as_("DKOM.STAF").starts("tugas", "surat")
    publish(office, "kabar", the(office, "tugas").number)
    office.settle()
    assert office.as_("DKOM.STAF").inbox() == ["Y"]


def test_a_message_waits_as_long_as_its_sender_says(office: Office) -> None:
    sender = drawing("kirim").start().throw("t", message="kabar", key='="K-1"', timeToLive="PT2H").end().flow("s t e")
    release(office, "surat", sender, waiting())
    staff = office.as_("DKOM.STAF")
    staff.starts("kirim", "surat")
    office.later(hours=1)
    staff.starts("tunggu", "surat")
    office.settle()
    assert staff.inbox() == ["A"]
    staff.starts("kirim", "surat")
    office.later(hours=3)
    staff.starts("tunggu", "surat")
    office.settle()
    assert staff.inbox() == ["A"]


@pytest.mark.parametrize("written", ["besok", "-PT1H", "P1M"])
def test_a_time_to_live_that_is_no_duration_is_an_incident(sqlite_office: Office, written: str) -> None:
    sender = drawing("kirim").start().throw("t", message="kabar", timeToLive=written).end().flow("s t e")
    release(sqlite_office, "surat", sender)
    sqlite_office.as_("DKOM.STAF").starts("kirim", "surat")
    assert stopped(sqlite_office, "kirim") == ["message.bad_ttl"]


def test_what_waited_for_a_process_begins_it_once_it_is_released(office: Office) -> None:
    publish(office, "kabar", n=Decimal(1))
    office.settle()
    drawn = drawing("surat", startUnit="DKOM").start("s", message="kabar").user("a", STAFF).end().flow("s a e")
    release(office, "surat", drawn)
    office.settle()
    assert len(of(office, "surat")) == 1
    release(office, "surat", drawn, drawing("lain").start().end().flow("s e"))
    office.settle()
    assert len(of(office, "surat")) == 1


def test_a_message_that_lost_its_receiver_finds_the_next_at_once(office: Office) -> None:
    hand = Hand(office.world, office.connectors)
    release(office, "surat", waiting())
    for _ in range(2):
        office.as_("DKOM.STAF").starts("tunggu", "surat")
    for n in (1, 2):
        publish(office, "kabar", "K-1", n=Decimal(n))
    for job in due_jobs(office.world):
        assert run_job(job, hand.world, hand.connectors, owner="w") == "done"
    assert received(office) == [1, 2]


def test_of_two_processes_a_message_begins_the_first_by_pack_gets_it_and_a_release_says_so(office: Office) -> None:
    packs = ("satu", "dua")
    for pack in packs:
        drawn = drawing(f"mulai_{pack}").start("s", message="kabar").script("x", "=1", "x").end().flow("s x e")
        release(office, pack, drawn)
    publish(office, "kabar")
    office.settle()
    assert (len(of(office, "mulai_dua")), len(of(office, "mulai_satu"))) == (1, 0)
    with office.store.reading() as db:
        files = {"pack.toml": b'key = "tiga"\ntitle_id = "Tiga"\n', "t.bpmn": drawn.xml()}
        found = assemble(files, around(db, office.world, "tiga")).findings
    (told,) = [one for one in found if one.code == "message.several_starts"]
    assert "dua/mulai_dua" in told.message_id
