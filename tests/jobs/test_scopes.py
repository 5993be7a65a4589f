"""Hearings inside a case, through the one door: several people, a deadline beside, a stop that takes over."""

from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.messages import PublishMessage
from engine.service.repair import CorrectAndRetry
from engine.store import incidents
from tests.jobs import drawn
from tests.office import Office
from tests.runtime.drawing import Drawing


def hearing() -> Drawing:
    """Everybody named is asked at the same time; after two days a reminder; a stop ends the round."""
    stop = Drawing().start("on_stop", message="sidang.batal", key="=case.number").user("Tutup", drawn.STAFF).end("e3")
    within = Drawing().start("s1").user("Tanya", '="position:" + siapa').end("e1").flow("s1 Tanya e1")
    within.each("Tanya", "=nama", "siapa", output="=catatan", outputs="hasil")
    within.boundary("ingat", "Tanya", timer=("duration", "P2D"), interrupting=False).user("Ingatkan", drawn.STAFF)
    within.end("e2").flow("ingat Ingatkan e2").on("batal", stop.flow("on_stop Tutup e3"))
    drawing = drawn.drawing("sidang").start().script("daftar", '=["DKOM.STAF", "DKOM.PERIKSA"]', "nama")
    drawing.sub("k", within).user("Putus", drawn.STAFF).end()
    return drawing.flow("s daftar k Putus e")


def test_everybody_is_asked_reminded_and_heard_in_order(office: Office) -> None:
    drawn.release(office, "sidang", hearing())
    staff, checker = office.as_("DKOM.STAF"), office.as_("DKOM.PERIKSA")
    staff.starts("sidang", "sidang")
    assert (staff.inbox(), checker.inbox()) == (["TANYA"], ["TANYA"])
    office.later(days=3)
    assert sorted(staff.inbox()) == ["INGATKAN", "TANYA"]
    checker.completes("TANYA")
    staff.completes("TANYA")
    staff.completes("INGATKAN")
    staff.completes("PUTUS")
    case = drawn.the(office, "sidang")
    assert (case.state, drawn.values(office, "sidang")["hasil"]) == ("completed", [None, None])
    assert [kind for kind in office.trail(case.id) if kind.startswith(("subprocess", "loop"))] == [
        "subprocess.entered",
        "loop.completed",
    ]


def test_a_stop_from_outside_takes_the_whole_hearing_over(office: Office) -> None:
    drawn.release(office, "sidang", hearing())
    staff, checker = office.as_("DKOM.STAF"), office.as_("DKOM.PERIKSA")
    number = staff.starts("sidang", "sidang").number
    execute(PublishMessage("sidang.batal", number, {}), world=office.world, actor=ENGINE)
    office.settle()
    assert (staff.inbox(), checker.inbox()) == (["TUTUP"], [])
    staff.completes("TUTUP")
    staff.completes("PUTUS")
    assert drawn.the(office, "sidang").state == "completed"


def test_one_who_cannot_be_asked_is_corrected_for_that_one_alone(office: Office) -> None:
    drawing = (
        drawn.drawing("sidang")
        .start()
        .script("daftar", '=["DKOM.STAF", null]', "nama")
        .user("Putus", drawn.STAFF)
        .end()
    )
    drawing.user("Tanya", '="position:" + siapa').each("Tanya", "=nama", "siapa").flow("s daftar Tanya Putus e")
    drawn.release(office, "sidang", drawing)
    staff, checker = office.as_("DKOM.STAF"), office.as_("DKOM.PERIKSA")
    staff.starts("sidang", "sidang")
    case = drawn.the(office, "sidang")
    with office.store.reading() as db:
        (stuck,) = incidents.open_incidents(db, case.id)
    admin = office.as_("DKOM.ADMIN")
    admin.does(CorrectAndRetry(stuck.id, {"siapa": '="DKOM.PERIKSA"'}, "nama lupa diisi"))
    assert (staff.inbox(), checker.inbox()) == (["TANYA"], ["TANYA"])
    assert drawn.values(office, "sidang")["nama"] == ["DKOM.STAF", None]
