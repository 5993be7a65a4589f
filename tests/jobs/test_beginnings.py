"""Where cases begin, through commands and workers: receive tasks, gateways, several triggers, global tasks."""

from typing import Any

from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.failing import FailStart, SkipStart
from engine.service.messages import PublishMessage
from engine.service.office import PutParameters
from engine.service.signals import BroadcastSignal
from engine.store import messages, starts
from tests.jobs.drawn import STAFF, drawing, of, release, stopped, the, values
from tests.office import Office
from tests.runtime.drawing import Drawing


def send(office: Office, name: str, key: str = "", **payload: Any) -> str:
    """Publish a message, let the workers act, and say what became of it."""
    sent = execute(PublishMessage(name, key, payload), world=office.world, actor=ENGINE)
    office.settle()
    with office.store.reading() as db:
        found = messages.message(db, sent)
    return found.state if found else ""


def place(process: str = "pesanan", kind: str = "Exclusive") -> Drawing:
    drawn = drawing(process).first("g", instantiate="true", eventGatewayType=kind)
    drawn.catch("m", message="pesan", key="=no").catch("n", message="bayar", key="=no").user("a", STAFF)
    return drawn.user("b", STAFF).end("e1").end("e2").flow("g m a e1").flow("g n b e2")


def test_each_message_begins_a_case_at_a_receive_task(office: Office) -> None:
    release(
        office,
        "mulai",
        drawing("terima").receive("r", "surat", instantiate="true").user("a", STAFF).end().flow("r a e"),
    )
    assert send(office, "surat", no="1") == "delivered"
    assert send(office, "surat", no="2") == "delivered"
    assert len(of(office, "terima")) == 2
    assert office.as_("DKOM.STAF").inbox() == ["A", "A"]


def test_another_pool_begins_by_the_message_it_is_sent_as_a_case_of_its_own(office: Office) -> None:
    sender = drawing("kirim").start().throw("t", message="surat", inputs={"no": '="7"'}).end().flow("s t e")
    receiver = drawing("terima").receive("r", "surat", instantiate="true").user("a", STAFF).end().flow("r a e")
    release(office, "kolam", sender, receiver)
    office.as_("DKOM.STAF").starts("kirim", "kolam")
    office.settle()
    assert the(office, "kirim").state == "completed"
    assert values(office, "terima")["no"] == "7"
    assert the(office, "terima").unit == "DKOM"


def test_a_parallel_gateway_gathers_what_belongs_together_by_its_key(office: Office) -> None:
    release(office, "mulai", place(kind="Parallel"))
    for name, no in (("pesan", "1"), ("bayar", "2"), ("bayar", "1"), ("pesan", "2")):
        assert send(office, name, no, no=no) == "delivered"
    assert len(of(office, "pesanan")) == 2
    staff = office.as_("DKOM.STAF")
    assert sorted(staff.inbox()) == ["A", "A", "B", "B"]
    for name in ("A", "A", "B", "B"):
        staff.completes(name)
    assert {case.state for case in of(office, "pesanan")} == {"completed"}


def test_an_exclusive_gateway_begins_a_case_for_each_message(office: Office) -> None:
    release(office, "mulai", place())
    send(office, "pesan", "1", no="1")
    send(office, "bayar", "1", no="1")
    assert len(of(office, "pesanan")) == 2
    assert sorted(office.as_("DKOM.STAF").inbox()) == ["A", "B"]


def test_a_start_of_several_triggers_begins_by_any_of_them(office: Office) -> None:
    drawn = drawing("siaga", startUnit="DKOM").several(
        "startEvent", "s", {"message": "lapor"}, {"signal": "banjir"}, {"timer": ("cycle", "R/P1D")}
    )
    release(office, "mulai", drawn.user("a", STAFF).end().flow("s a e"))
    assert send(office, "lapor") == "delivered"
    execute(BroadcastSignal("banjir", {}), world=office.world, actor=ENGINE)
    office.settle()
    assert len(of(office, "siaga")) == 2
    office.later(days=1, hours=1)
    assert len(of(office, "siaga")) == 3


def test_a_start_that_needs_all_messages_begins_with_the_last_of_one_key(office: Office) -> None:
    drawn = drawing("lengkap").several(
        "startEvent", "s", {"message": "surat"}, {"message": "lampiran"}, {"message": "izin"}, together=True
    )
    release(office, "mulai", drawn.user("a", STAFF).end().flow("s a e"))
    assert send(office, "lampiran", "1", lampiran="x") == "buffered"
    assert send(office, "surat", "2") == "buffered"
    assert send(office, "izin", "1") == "buffered"
    assert of(office, "lengkap") == []
    assert send(office, "surat", "1", surat="y") == "delivered"
    assert values(office, "lengkap")["lampiran"] == "x"
    assert values(office, "lengkap")["surat"] == "y"
    assert send(office, "surat", "1") == "buffered", "what was taken is not taken twice"
    assert len(of(office, "lengkap")) == 1


def test_messages_that_came_before_the_release_begin_the_case_that_needs_them(office: Office) -> None:
    assert send(office, "surat", "1") == "buffered"
    assert send(office, "izin", "1") == "buffered"
    drawn = drawing("lengkap").several("startEvent", "s", {"message": "surat"}, {"message": "izin"}, together=True)
    release(office, "mulai", drawn.user("a", STAFF).end().flow("s a e"))
    office.settle()
    assert len(of(office, "lengkap")) == 1


def test_a_boundary_keeps_what_came_first_in_the_store(office: Office) -> None:
    says = {"attachedToRef": "a", "cancelActivity": "true"}
    drawn = drawing("tunggu").start().script("k", '="1"', "no").user("a", STAFF).end().user("z", STAFF).end("f")
    drawn.several("boundaryEvent", "b", {"message": "izin", "key": "=no"}, {"signal": "banjir"}, together=True, **says)
    release(office, "mulai", drawn.flow("s k a e").flow("b z f"))
    staff = office.as_("DKOM.STAF")
    staff.starts("tunggu", "mulai")
    assert send(office, "izin", "1", by="x") == "delivered"
    assert staff.inbox() == ["A"]
    assert send(office, "izin", "1") == "buffered", "the same trigger is not waited for twice"
    execute(BroadcastSignal("banjir", {}), world=office.world, actor=ENGINE)
    office.settle()
    assert staff.inbox() == ["Z"]
    assert values(office, "tunggu")["by"] == "x"
    staff.completes("Z")
    assert the(office, "tunggu").state == "completed"


def test_a_loop_throws_to_other_cases_and_to_its_own_boundary(office: Office) -> None:
    drawn = drawing("putar").start().script("t", "=loopCounter", "x").each("t", times="=3", one={"signal": "mulai"})
    drawn.boundary("b", "t", signal="mulai").user("z", STAFF).end("f").user("y", STAFF).end()
    listening = drawing("dengar").start("s", signal="mulai").end().flow("s e")
    release(office, "mulai", drawn.flow("s t y e").flow("b z f"), listening)
    office.as_("DKOM.STAF").starts("putar", "mulai")
    office.settle()
    assert sorted(office.as_("DKOM.STAF").inbox()) == ["Y", "Z"]
    assert len(of(office, "dengar")) == 1


def test_a_call_activity_calls_a_global_task(office: Office) -> None:
    drawn = drawing("induk").start().call("c", "periksa").user("z", STAFF).end().flow("s c z e")
    drawn.beside_task("globalUserTask", "periksa", STAFF)
    release(office, "mulai", drawn)
    staff = office.as_("DKOM.STAF")
    staff.starts("induk", "mulai")
    office.settle()
    assert staff.inbox() == ["Periksa"]
    staff.completes("Periksa")
    office.settle()
    assert staff.inbox() == ["Z"]
    assert the(office, "periksa").state == "completed"
    assert stopped(office, "induk") == []


def test_a_process_without_start_events_is_called_at_every_node_no_flow_reaches(office: Office) -> None:
    caller = drawing("induk").start().call("c", "anak").user("z", STAFF).end().flow("s c z e")
    release(office, "mulai", caller, drawing("anak").user("a", STAFF).user("b", STAFF))
    staff = office.as_("DKOM.STAF")
    staff.starts("induk", "mulai")
    office.settle()
    assert sorted(staff.inbox()) == ["A", "B"]
    staff.completes("A")
    staff.completes("B")
    office.settle()
    assert staff.inbox() == ["Z"]


def test_a_process_that_only_a_message_begins_cannot_be_called(office: Office) -> None:
    caller = drawing("induk").start().call("c", "anak").end().flow("s c e")
    release(office, "mulai", caller, drawing("anak").receive("r", "m", instantiate="true").end().flow("r e"))
    office.as_("DKOM.STAF").starts("induk", "mulai")
    office.settle()
    assert stopped(office, "induk") == ["call.unknown"]


def by_condition(condition: str) -> Drawing:
    return drawing("syarat", startUnit="DKOM").start("s", condition=condition).user("a", STAFF).end().flow("s a e")


def test_a_condition_on_the_clock_begins_one_case_each_time_it_becomes_true(office: Office) -> None:
    # Monday 2 November 2026, 08.00: true from 10.00 to 12.00 on every day.
    inside = "=now().hour >= 10 and now().hour < 12"
    release(office, "mulai", by_condition(inside))
    office.settle()
    assert of(office, "syarat") == []
    for hours, cases in ((1, 0), (2, 1), (1, 1), (3, 1), (19, 2)):
        office.later(hours=hours)
        assert len(of(office, "syarat")) == cases
    assert {case.unit for case in of(office, "syarat")} == {"DKOM"}


def test_a_condition_that_holds_at_its_release_begins_a_case_and_a_release_of_the_same_does_not(office: Office) -> None:
    release(office, "mulai", by_condition("=true"))
    office.settle()
    assert len(of(office, "syarat")) == 1
    release(office, "mulai", by_condition("=true").boundary("b", "a", timer=("duration", "P1D")).end("f").flow("b f"))
    office.later(hours=5)
    assert len(of(office, "syarat")) == 1


def test_a_condition_asks_at_once_when_a_parameter_changes(office: Office) -> None:
    row = {"key": "siaga", "value": "false", "valid_from": "2026-01-01"}
    execute(PutParameters([row]), world=office.world, actor=ENGINE)
    release(office, "mulai", by_condition('=parameter("siaga") = true'))
    office.later(minutes=90)
    assert of(office, "syarat") == []
    execute(PutParameters([row | {"value": "true"}]), world=office.world, actor=ENGINE)
    office.settle()
    assert len(of(office, "syarat")) == 1


def test_a_condition_whose_case_failed_to_begin_and_was_skipped_is_asked_on(office: Office) -> None:
    release(office, "mulai", by_condition("=now().hour >= 9"))
    with office.store.reading() as db:
        (row,) = starts.of(db, "mulai")
    execute(FailStart("mulai", "syarat", "s", row.due, "broken"), world=office.world, actor=ENGINE)
    execute(SkipStart("mulai", "syarat", "s", "not now"), world=office.world, actor=ENGINE)
    office.later(hours=3)
    assert of(office, "syarat") == [], "it was skipped while it holds"
    office.later(hours=20)
    assert len(of(office, "syarat")) == 0
    office.later(hours=3)
    assert len(of(office, "syarat")) == 1, "it became true again the next morning"
