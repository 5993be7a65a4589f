"""What an admin watches: failed, late, silent and vacant work, each in pages, and one act on many rows."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import update

from engine.model.actor import ENGINE
from engine.model.errors import Forbidden, Invalid, NotFound
from engine.model.ids import Id
from engine.service import bulk
from engine.service.bulk import Picked, Wish
from engine.service.comments import AddComment
from engine.service.execute import execute
from engine.service.office import PutParameters
from engine.service.packs import DeployPack
from engine.service.suspension import SuspendCase
from engine.service.tasks import ClaimTask
from engine.service.views import counts, watch
from engine.service.views.find import find
from engine.service.views.watch import WatchRow
from engine.store.tables import holding
from engine.store.watch import Chosen
from integrations.partner.faults import Fault, Kind
from tests.jobs.test_messages import DIAGRAM, PACK
from tests.office import Office

WHY = "Ditugaskan oleh pimpinan"


def started(office: Office) -> str:
    return office.as_("DKOM.STAF").starts(alat="Laptop", harga=Decimal(18_500_000)).number


def submitted(office: Office) -> str:
    number = started(office)
    office.as_("DKOM.STAF").completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(18_500_000))
    return number


def rows(office: Office, section: str, chosen: Chosen | None = None) -> tuple[WatchRow, ...]:
    return watch.section(office.world, office.as_("DKOM.ADMIN").actor, section, chosen).rows


def numbers(office: Office, section: str, chosen: Chosen | None = None) -> list[str]:
    return [row.number for row in rows(office, section, chosen)]


def test_a_task_is_silent_after_five_working_days_and_not_before(office: Office) -> None:
    number = started(office)
    office.clock.move(days=7)
    assert numbers(office, "silent") == []
    office.clock.move(minutes=1)
    assert numbers(office, "silent") == [number]


def test_holidays_do_not_make_work_silent(office: Office) -> None:
    """Five working days with the weekend between: from Monday the 2nd to Monday the 9th."""
    started(office)
    office.clock.move(days=6, hours=23)
    assert numbers(office, "silent") == []


@pytest.mark.parametrize("act", ["claims", "comments"])
def test_whoever_does_something_about_a_task_ends_its_silence(office: Office, act: str) -> None:
    started(office)
    office.clock.move(days=10)
    staff = office.as_("DKOM.STAF")
    row = staff.task("Lengkapi permintaan")
    staff.does(ClaimTask(row.task_id, row.version) if act == "claims" else AddComment(row.instance_id, "Menunggu data"))
    assert numbers(office, "silent") == []


def test_the_office_decides_how_long_is_silent(office: Office) -> None:
    number = started(office)
    office.clock.move(days=2)
    two = {"key": "monitor.silent", "value": "1", "valid_from": "2026-01-01", "unit": "day", "day_type": "working"}
    execute(PutParameters((two,)), world=office.world, actor=ENGINE)
    assert numbers(office, "silent") == [number]


@pytest.mark.parametrize("text", ["1", "=1", '=workdays(parameter("alat.sunyi"))', '=duration("P1D")'])
def test_a_step_has_its_own_patience(office: Office, text: str) -> None:
    patient = {"key": "alat.sunyi", "value": "1", "valid_from": "2026-01-01", "unit": "day", "day_type": "working"}
    execute(PutParameters((patient,)), world=office.world, actor=ENGINE)
    own = f"<zeebe:properties><zeebe:property name='silentAfter' value='{text}'/></zeebe:properties>"
    diagram = DIAGRAM.replace(b"<zeebe:userTask/>", f"<zeebe:userTask/>{own}".encode(), 1)
    execute(DeployPack({"pack.toml": PACK, "surat.bpmn": diagram}), world=office.world, actor=ENGINE)
    letter = office.as_("DKOM.STAF").starts("pengirim", "surat").number
    started(office)
    office.clock.move(days=2)
    assert numbers(office, "silent") == [letter]


def test_a_case_that_only_waits_for_a_message_is_silent_too(office: Office) -> None:
    execute(DeployPack({"pack.toml": PACK, "surat.bpmn": DIAGRAM}), world=office.world, actor=ENGINE)
    staff = office.as_("DKOM.STAF")
    number = staff.starts("pengirim", "surat").number
    staff.completes("Tulis surat")
    office.settle()
    office.clock.move(days=10)
    found = {row.number: row for row in rows(office, "silent")}
    assert (found[number].kind_of_row, found[number].message) == ("wait", "surat.dijawab")
    page = office.as_("DKOM.ADMIN").sees(number)
    assert [(wait.kind, wait.message, wait.senders) for wait in page.waiting] == [
        ("message", "surat.dijawab", ("Penerima",))
    ]


def test_a_message_at_the_edge_of_a_task_is_not_a_step_of_its_own(office: Office) -> None:
    submitted(office)
    office.clock.move(days=30)
    assert [row.kind_of_row for row in rows(office, "silent")] == ["task"]


def test_suspended_work_is_neither_late_nor_silent_but_listed_as_suspended(office: Office) -> None:
    number = submitted(office)
    admin = office.as_("DKOM.ADMIN")
    admin.does(SuspendCase(admin.sees(number).instance_id, WHY))
    office.clock.move(days=30)
    assert (numbers(office, "overdue"), numbers(office, "silent")) == ([], [])
    assert numbers(office, "suspended") == [number]


def test_work_of_a_position_nobody_holds_any_more_is_vacant(office: Office) -> None:
    number = submitted(office)
    assert numbers(office, "vacant") == []
    with office.store.writing() as db:
        leaving = holding.c.position.in_(("DKOM.PERIKSA", "DKOM.RANGKAP"))
        db.execute(update(holding).where(leaving).values(until_on=date(2026, 11, 2)))
        db.commit()
    office.clock.move(days=1)
    assert numbers(office, "vacant") == [number]


def test_a_failed_call_is_listed_and_tried_again_in_bulk(office: Office) -> None:
    number = submitted(office)
    office.desk.faults.switch("asset", Fault(Kind.ERROR))
    office.as_("DKOM.PERIKSA").completes("Periksa permintaan", keputusan="setuju")
    office.settle()
    for _ in range(5):
        office.later(minutes=30)
    failed = rows(office, "failed")
    assert [row.number for row in failed] == [number]
    office.desk.faults.switch("asset", Fault())
    ended = bulk.carry_out(office.world, office.as_("DKOM.ADMIN").actor, Wish("retry", WHY), picked(failed), key="satu")
    assert [(one.number, one.refusal) for one in ended] == [(number, None)]
    office.settle()
    assert office.as_("DKOM.STAF").sees(number).state == "completed"


def picked(found: tuple[WatchRow, ...]) -> list[Picked]:
    return [Picked(row.id, row.instance_id, row.version) for row in found]


def test_many_cases_are_suspended_and_each_says_how_it_ended(office: Office) -> None:
    first, second = submitted(office), submitted(office)
    admin = office.as_("DKOM.ADMIN")
    admin.does(SuspendCase(admin.sees(first).instance_id, WHY))
    chosen = [Picked(page.instance_id, page.instance_id) for page in (admin.sees(first), admin.sees(second))]
    ended = bulk.carry_out(office.world, admin.actor, Wish("suspend", WHY), chosen)
    assert [(one.number, one.refusal.code if one.refusal else "") for one in ended] == [
        (first, "case.suspended"),
        (second, ""),
    ]


def test_the_same_bulk_act_sent_twice_acts_once(office: Office) -> None:
    submitted(office)
    office.clock.move(days=30)
    admin = office.as_("DKOM.ADMIN")
    wish, chosen = Wish("reassign", WHY, "DKOM.KADIS"), picked(rows(office, "overdue"))
    for _ in range(2):
        assert [one.refusal for one in bulk.carry_out(office.world, admin.actor, wish, chosen, key="k")] == [None]
    assert office.trail(chosen[0].instance_id).count("task.reassigned") == 1


@pytest.mark.parametrize(
    ("wish", "count", "code"),
    [
        (Wish("hapus", WHY), 1, "bulk.act"),
        (Wish("suspend", " "), 1, "case.reason"),
        (Wish("suspend", WHY), 0, "bulk.none"),
        (Wish("suspend", WHY), 101, "bulk.many"),
    ],
)
def test_a_bulk_act_is_known_reasoned_and_not_endless(office: Office, wish: Wish, count: int, code: str) -> None:
    chosen = [Picked(Id(int=number), Id(int=number)) for number in range(1, count + 1)]
    with pytest.raises(Invalid) as refused:
        bulk.carry_out(office.world, office.as_("DKOM.ADMIN").actor, wish, chosen)
    assert refused.value.code == code


def test_nobody_else_watches_or_acts(office: Office) -> None:
    head = office.as_("DKOM.KADIS").actor
    with pytest.raises(Forbidden):
        watch.section(office.world, head, "failed")
    with pytest.raises(Forbidden):
        bulk.carry_out(office.world, head, Wish("suspend", WHY), [Picked(Id(int=1), Id(int=1))])
    with pytest.raises(NotFound):
        watch.section(office.world, office.as_("DKOM.ADMIN").actor, "drop table")


def test_a_section_is_read_page_by_page_and_every_row_once(office: Office) -> None:
    made = [started(office) for _ in range(7)]
    office.clock.move(days=30)
    actor, seen, cursor = office.as_("DKOM.ADMIN").actor, [], ""
    while True:
        page = watch.section(office.world, actor, "silent", None, cursor, limit=3)
        assert page.count == 7
        seen += [row.number for row in page.rows]
        cursor = page.next
        if not cursor:
            break
    assert sorted(seen) == sorted(made)
    assert len(list(watch.everything(office.world, actor, "silent", Chosen()))) == 7


@pytest.mark.parametrize("cursor", ["x", "1.", "9" * 40 + ".0", ".", "1.zz"])
def test_a_cursor_somebody_meddled_with_begins_anew(office: Office, cursor: str) -> None:
    number = started(office)
    office.clock.move(days=30)
    page = watch.section(office.world, office.as_("DKOM.ADMIN").actor, "silent", None, cursor)
    assert [row.number for row in page.rows] == [number]


def test_sections_are_narrowed_to_a_family_a_unit_and_a_number(office: Office) -> None:
    number = started(office)
    office.clock.move(days=30)
    assert numbers(office, "silent", Chosen(pack="alat", unit="DKOM", number="ALT-2026")) == [number]
    for other in (Chosen(pack="lain"), Chosen(unit="BPKPD"), Chosen(number="ZZZ")):
        assert numbers(office, "silent", other) == []
    assert watch.section(office.world, office.as_("DKOM.ADMIN").actor, "silent", Chosen(pack="lain")).count == 0


def test_the_figures_of_a_process_count_who_stands_where(office: Office) -> None:
    submitted(office)
    late = submitted(office)
    started(office)
    office.clock.move(days=10)
    submitted(office)
    admin = office.as_("DKOM.ADMIN").actor
    page = counts.process(office.world, admin, "alat", "permintaan_alat")
    figures = {step.name: (step.open, step.late, step.failed) for step in page.steps}
    assert page.running == 4
    assert figures["Periksa permintaan"] == (3, 2, 0)
    assert figures["Lengkapi permintaan"] == (1, 0, 0)
    at = Chosen(process_id="permintaan_alat", version_id=page.version_id, element="Periksa")
    assert late in numbers(office, "standing", at)
    assert len(rows(office, "standing", at)) == 3


def test_a_case_is_found_by_the_beginnings_of_words(office: Office) -> None:
    staff = office.as_("DKOM.STAF")
    number = staff.starts(alat="Laptop untuk operator", harga=Decimal(1)).number
    for text in ("lap", "OPER laptop", "siti laptop", number[:8].lower()):
        assert [row.number for row in find(office.world, staff.actor, text).rows] == [number], text
    for text in ("ptop", "laptop budi", "%", "_", "'"):
        assert find(office.world, staff.actor, text).rows == (), text
    assert find(office.world, staff.actor, number).rows[0].holders == "Lengkapi permintaan – " + ", ".join(
        ("Staf Rangkap (Rina Rangkap)", "Staf Umum (Siti Staf)")
    )
