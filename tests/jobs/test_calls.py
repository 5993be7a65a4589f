"""A case calls another: its own number, lock and chain; what it is given, what it leaves, and how both may end."""

from decimal import Decimal
from typing import Any

import pytest

from engine.jobs.run import Hand, carry_out
from engine.model.actor import ENGINE
from engine.model.errors import Conflict
from engine.service.calls import ReturnCall, StartChild
from engine.service.cases import WithdrawCase
from engine.service.execute import execute
from engine.service.repair import RetryIncident
from engine.service.suspension import ResumeCase, SuspendCase
from engine.service.views.due import due_jobs
from engine.service.work import Lease, LeaseJob
from engine.store import audit, incidents
from engine.store.jobs import JobRow
from tests.jobs.drawn import STAFF, drawing, of, open_jobs, release, stopped, the, values
from tests.office import Office
from tests.runtime.drawing import Drawing


def caller(process: str = "induk", **how: Any) -> Drawing:
    """A script that sets n, the call, and a person's task after it."""
    drawn = drawing(process).start().script("n1", "=41", "n").call("c", how.pop("to", "anak"), **how)
    return drawn.user("z", STAFF).end().flow("s n1 c z e")


def child(process: str = "anak", expression: str = "=n + 1") -> Drawing:
    """One person's task, then a script that answers m."""
    return drawing(process).start().user("a", STAFF).script("m1", expression, "m").end().flow("s a m1 e")


def begun(office: Office, *drawings: Drawing, process: str = "induk", pack: str = "panggil") -> None:
    release(office, pack, *drawings)
    office.as_("DKOM.STAF").starts(process, pack)
    office.settle()


def leased(office: Office, kind: str) -> JobRow:
    """The one job of a kind, in the hands of a worker."""
    for job_id in due_jobs(office.world):
        held = execute(LeaseJob(job_id, "w1", 60), world=office.world, actor=ENGINE)
        if held is not None and held.kind == kind:
            return held
    raise AssertionError(f"no {kind} job is due")


def unbroken(office: Office) -> bool:
    with office.store.reading() as db:
        return not audit.verify(db)


def test_the_called_case_sees_what_its_caller_has_and_leaves_what_it_found(office: Office) -> None:
    begun(office, caller(), child())
    staff, called = office.as_("DKOM.STAF"), the(office, "anak")
    assert (called.parent_id, called.unit) == (the(office, "induk").id, "DKOM")
    assert values(office, "anak")["n"] == Decimal(41)
    assert values(office, "anak")["case"]["parent"] == the(office, "induk").number
    assert values(office, "anak")["case"]["number"] == called.number
    assert staff.inbox() == ["A"]
    staff.completes("A")
    office.settle()
    assert staff.inbox() == ["Z"]
    assert values(office, "induk")["m"] == Decimal(42)
    assert values(office, "induk")["case"]["number"] == the(office, "induk").number
    assert (open_jobs(office), unbroken(office)) == ([], True)
    assert "call.started" in office.trail(the(office, "induk").id)
    assert office.trail(called.id)[0] == "case.called"


def test_only_what_is_mapped_goes_in_and_out(office: Office) -> None:
    how: dict[str, Any] = {
        "passes_all": False,
        "returns_all": False,
        "inputs": {"n": "=n * 2"},
        "outputs": {"hasil": "=m"},
    }
    begun(office, caller(**how), child())
    assert set(values(office, "anak")) == {"n", "case"}
    office.as_("DKOM.STAF").completes("A")
    office.settle()
    found = values(office, "induk")
    assert found["hasil"] == Decimal(83)
    assert "m" not in found


def test_nothing_returns_where_the_diagram_maps_nothing(office: Office) -> None:
    begun(office, caller(returns_all=False), child())
    office.as_("DKOM.STAF").completes("A")
    office.settle()
    assert "m" not in values(office, "induk")
    assert office.as_("DKOM.STAF").inbox() == ["Z"]


def test_a_process_of_another_pack_is_called_in_its_newest_version(office: Office) -> None:
    release(office, "lain", child(expression="=1"))
    begun(office, caller())
    assert the(office, "anak").pack == "lain"
    release(office, "lain", child(expression="=2"))
    office.as_("DKOM.STAF").starts("induk", "panggil")
    office.settle()
    versions = [row.version_id for row in of(office, "anak")]
    assert len(set(versions)) == 2
    office.as_("DKOM.STAF").completes("A")
    office.as_("DKOM.STAF").completes("A")
    office.settle()
    with office.store.reading():
        found = sorted(office.variables(row.id)["m"] for row in of(office, "induk"))
    assert found == [Decimal(1), Decimal(2)]


def test_a_version_tag_binds_the_call_to_the_version_that_carries_it(office: Office) -> None:
    for tag in ("2025", "2026"):
        drawn = Drawing("anak", tag=tag, caseNumber="ANAK").start().script("m1", f"={tag}", "m").end()
        release(office, "lain", drawn.flow("s m1 e"))
    begun(office, caller(tag="2025"))
    assert values(office, "induk")["m"] == Decimal(2025)


def test_a_process_nobody_released_is_an_incident_that_names_it_and_is_repaired_by_releasing_it(office: Office) -> None:
    begun(office, caller())
    assert stopped(office, "induk") == ["call.unknown"]
    with office.store.reading() as db:
        (row,) = incidents.open_incidents(db, the(office, "induk").id)
    assert "anak" in row.message
    release(office, "lain", child())
    office.as_("DKOM.ADMIN").does(RetryIncident(row.id))
    office.settle()
    assert office.as_("DKOM.STAF").inbox() == ["A"]


def test_a_process_that_calls_itself_for_ever_stops_with_an_incident(office: Office) -> None:
    drawn = drawing("ular").start().call("c", "ular").end().flow("s c e")
    begun(office, drawn, process="ular")
    assert len(of(office, "ular")) == 21
    assert stopped(office, "ular") == ["call.too_deep"]
    assert open_jobs(office) == []


def test_an_error_of_the_called_case_is_caught_where_it_was_called(office: Office) -> None:
    failing = drawing("anak").start().user("a", STAFF).end("x", error="TOLAK").flow("s a x")
    drawn = caller().boundary("b", "c", error="TOLAK").user("y", STAFF).end("e2").flow("b y e2")
    begun(office, drawn, failing)
    office.as_("DKOM.STAF").completes("A")
    office.settle()
    assert office.as_("DKOM.STAF").inbox() == ["Y"]
    assert (the(office, "anak").state, open_jobs(office)) == ("failed", [])


def test_an_error_nobody_catches_is_an_incident_of_the_caller(office: Office) -> None:
    failing = drawing("anak").start().end("x", error="TOLAK").flow("s x")
    begun(office, caller(), failing)
    assert stopped(office, "induk") == ["error.uncaught"]
    assert (the(office, "anak").state, stopped(office, "anak")) == ("failed", [])


def test_a_deadline_on_the_call_withdraws_the_called_case(office: Office) -> None:
    drawn = caller().boundary("b", "c", timer=("duration", "P3D")).user("y", STAFF).end("e2").flow("b y e2")
    begun(office, drawn, child())
    office.later(days=3)
    assert office.as_("DKOM.STAF").inbox() == ["Y"]
    assert (the(office, "anak").state, the(office, "induk").state) == ("withdrawn", "active")
    assert (stopped(office, "induk"), open_jobs(office), unbroken(office)) == ([], [], True)


def test_a_case_under_a_withdrawn_one_is_withdrawn_down_to_the_last(office: Office) -> None:
    middle = drawing("tengah").start().call("c", "anak").end().flow("s c e")
    begun(office, caller(to="tengah"), middle, child())
    staff = office.as_("DKOM.STAF")
    staff.does(WithdrawCase(the(office, "induk").id, "batal"))
    office.settle()
    assert [the(office, name).state for name in ("induk", "tengah", "anak")] == ["withdrawn"] * 3
    assert (staff.inbox(), open_jobs(office)) == ([], [])


def test_a_call_withdrawn_before_its_case_began_never_begins(office: Office) -> None:
    release(office, "panggil", caller(), child())
    staff = office.as_("DKOM.STAF")
    staff.starts("induk", "panggil")
    job = leased(office, "child")
    staff.does(WithdrawCase(the(office, "induk").id, "batal"))
    assert carry_out(job, Hand(office.world, office.connectors, "w1")) == "gone"
    office.settle()
    assert (of(office, "anak"), open_jobs(office)) == ([], [])


def test_a_called_case_withdrawn_by_an_admin_stops_its_caller_and_a_new_try_starts_another(office: Office) -> None:
    begun(office, caller(), child())
    office.as_("DKOM.ADMIN").does(WithdrawCase(the(office, "anak").id, "salah"))
    office.settle()
    assert stopped(office, "induk") == ["call.withdrawn"]
    with office.store.reading() as db:
        (row,) = incidents.open_incidents(db, the(office, "induk").id)
    office.as_("DKOM.ADMIN").does(RetryIncident(row.id))
    office.settle()
    assert [one.state for one in of(office, "anak")] == ["withdrawn", "active"]
    office.as_("DKOM.STAF").completes("A")
    office.settle()
    assert office.as_("DKOM.STAF").inbox() == ["Z"]


def test_a_call_asked_for_twice_starts_one_case(office: Office) -> None:
    release(office, "panggil", caller(), child())
    office.as_("DKOM.STAF").starts("induk", "panggil")
    job = leased(office, "child")
    command = StartChild(Lease(job.id, "w1", job.attempts))
    assert execute(command, world=office.world, actor=ENGINE)
    with pytest.raises(Conflict) as again:
        execute(command, world=office.world, actor=ENGINE)
    assert again.value.code == "job.lease_lost"
    office.settle()
    assert len(of(office, "anak")) == 1


def test_a_return_told_twice_moves_the_caller_once(office: Office) -> None:
    begun(office, caller(), child())
    office.as_("DKOM.STAF").completes("A")
    job = leased(office, "return")
    command = ReturnCall(Lease(job.id, "w1", job.attempts))
    assert execute(command, world=office.world, actor=ENGINE)
    with pytest.raises(Conflict):
        execute(command, world=office.world, actor=ENGINE)
    office.settle()
    assert office.as_("DKOM.STAF").inbox() == ["Z"]


def test_a_worker_that_dies_at_any_hop_of_a_call_neither_loses_nor_doubles_it(office: Office) -> None:
    release(office, "panggil", caller(), child())
    office.as_("DKOM.STAF").starts("induk", "panggil")
    leased(office, "child")
    office.later(minutes=2)
    assert len(of(office, "anak")) == 0
    _sweep(office)
    assert len(of(office, "anak")) == 1
    office.as_("DKOM.STAF").completes("A")
    leased(office, "return")
    office.later(minutes=2)
    _sweep(office)
    assert office.as_("DKOM.STAF").inbox() == ["Z"]
    assert (len(of(office, "anak")), open_jobs(office)) == (1, [])


def _sweep(office: Office) -> None:
    from engine.jobs.run import sweep

    sweep(Hand(office.world, office.connectors))
    office.settle()


def test_an_escalation_of_the_called_case_reaches_its_caller_and_the_case_goes_on(office: Office) -> None:
    rising = drawing("anak").start().throw("t", escalation="LAMBAT").user("a", STAFF).end().flow("s t a e")
    drawn = caller().boundary("b", "c", escalation="LAMBAT", interrupting=False).user("y", STAFF).end("e2")
    begun(office, drawn.flow("b y e2"), rising)
    staff = office.as_("DKOM.STAF")
    assert sorted(staff.inbox()) == ["A", "Y"]
    staff.completes("A")
    office.settle()
    assert sorted(staff.inbox()) == ["Y", "Z"]


def test_an_escalation_at_the_end_of_the_called_case_is_heard_before_its_return(office: Office) -> None:
    rising = drawing("anak").start().end("x", escalation="LAMBAT").flow("s x")
    drawn = caller().boundary("b", "c", escalation="LAMBAT").user("y", STAFF).end("e2").flow("b y e2")
    begun(office, drawn, rising)
    assert office.as_("DKOM.STAF").inbox() == ["Y"]
    assert (the(office, "anak").state, open_jobs(office)) == ("completed", [])


def test_one_case_is_called_for_each_item_and_their_answers_keep_the_order_of_the_items(office: Office) -> None:
    drawn = drawing("induk").start().script("l", "=[3, 1, 2]", "daftar").call("c", "anak")
    drawn.each("c", "=daftar", "n", output="=m", outputs="hasil").user("z", STAFF).end().flow("s l c z e")
    begun(office, drawn, child())
    assert len(of(office, "anak")) == 3
    for _ in range(3):
        office.as_("DKOM.STAF").completes("A")
    office.settle()
    assert values(office, "induk")["hasil"] == [Decimal(4), Decimal(2), Decimal(3)]
    assert office.as_("DKOM.STAF").inbox() == ["Z"]


def test_what_returns_to_a_suspended_case_waits_until_it_goes_on(office: Office) -> None:
    begun(office, caller(), child())
    admin, above = office.as_("DKOM.ADMIN"), the(office, "induk").id
    admin.does(SuspendCase(above, "diperiksa"))
    office.as_("DKOM.STAF").completes("A")
    office.settle()
    assert (the(office, "anak").state, office.as_("DKOM.STAF").inbox()) == ("completed", [])
    admin.does(ResumeCase(above, "selesai diperiksa"))
    office.settle()
    assert office.as_("DKOM.STAF").inbox() == ["Z"]
