"""People choose in an ad-hoc subprocess, through the one door, on both databases."""

import pytest
from sqlalchemy import select

from engine.model.actor import ENGINE
from engine.model.errors import Conflict, Forbidden, Invalid, NotFound
from engine.model.ids import Id
from engine.service.adhoc import ChooseActivity, Chosen, DeclareFinished
from engine.service.execute import execute
from engine.service.packs import DeployPack
from engine.service.suspension import SuspendCase
from engine.service.tasks import CompleteTask
from engine.service.views.counts import process
from engine.service.views.tasks import task
from engine.service.views.watch import section
from engine.store import tables
from tests import inquiry
from tests.office import Office, Official

NAME = "Pemeriksaan temuan"


@pytest.fixture
def ready(office: Office) -> Office:
    return deployed(office)


def deployed(office: Office, **words: str) -> Office:
    execute(DeployPack(inquiry.files("requester", "checker", **words)), world=office.world, actor=ENGINE)
    return office


def begun(office: Office) -> tuple[str, Official]:
    number = office.as_("DKOM.STAF").starts("temuan", "temuan").number
    return number, office.as_("DKOM.PERIKSA")


def chooses(official: Official, element: str, key: str | None = None) -> Chosen:
    row = official.task(NAME)
    done: Chosen = official.does(ChooseActivity(row.task_id, row.version, element), key)
    return done


def declares(official: Official, reason: str = "Bukti sudah cukup") -> Chosen:
    row = official.task(NAME)
    done: Chosen = official.does(DeclareFinished(row.task_id, row.version, reason))
    return done


def test_what_is_offered_lies_in_the_inbox_of_who_chooses(ready: Office) -> None:
    number, head = begun(ready)
    assert head.inbox() == [NAME]
    assert ready.as_("DKOM.STAF").inbox() == []
    holders = head.sees(number).holders
    assert [(one.task_name, one.choices) for one in holders] == [(NAME, ("Dengar saksi", "Minta dokumen"))]
    assert head.task(NAME).choices == ("Dengar saksi", "Minta dokumen")


def test_an_activity_is_begun_as_often_as_it_is_chosen_and_goes_to_its_own_address(ready: Office) -> None:
    _, head = begun(ready)
    first = chooses(head, "Saksi")
    assert (first.activity, first.closed, first.done) == ("Dengar saksi", False, False)
    assert first.next_task is not None
    chooses(head, "Saksi")
    chooses(head, "Dokumen")
    assert sorted(head.inbox()) == ["Dengar saksi", "Dengar saksi", NAME]
    assert ready.as_("DKOM.STAF").inbox() == ["Minta dokumen"]
    assert ready.as_("DKOM.STAF").task("Minta dokumen").origin == f"Budi Periksa: {NAME}"


def test_the_page_says_what_runs_and_how_often_more(ready: Office) -> None:
    _, head = begun(ready)
    chooses(head, "Dokumen")
    chooses(head, "Saksi")
    page = task(ready.world, head.actor, head.task(NAME).task_id)
    assert page.choosing is not None
    assert [(one.element, one.running, one.left) for one in page.choosing.activities] == [
        ("Saksi", 1, None),
        ("Dokumen", 1, 1),
    ]
    assert (page.choosing.busy, page.choosing.may_declare, page.choosing.cancels) == (False, True, True)
    chooses(head, "Dokumen")
    assert head.task(NAME).choices == ("Dengar saksi",)


def test_a_second_click_with_the_same_key_begins_nothing_twice(ready: Office) -> None:
    _, head = begun(ready)
    row = head.task(NAME)
    command = ChooseActivity(row.task_id, row.version, "Saksi")
    assert head.does(command, "k1") == head.does(command, "k1")
    assert head.inbox().count("Dengar saksi") == 1


def test_a_click_on_a_page_that_is_old_is_a_conflict(ready: Office) -> None:
    _, head = begun(ready)
    row = head.task(NAME)
    chooses(head, "Saksi")
    with pytest.raises(Conflict) as refused:
        head.does(ChooseActivity(row.task_id, row.version, "Saksi"))
    assert refused.value.code == "adhoc.stale"
    assert head.inbox().count("Dengar saksi") == 1


def test_who_does_not_answer_the_address_cannot_choose(ready: Office) -> None:
    _, head = begun(ready)
    row = head.task(NAME)
    with pytest.raises(Forbidden):
        ready.as_("DKOM.STAF").does(ChooseActivity(row.task_id, row.version, "Saksi"))
    with pytest.raises(NotFound):
        ready.as_("DKOM.LUAR").does(ChooseActivity(row.task_id, row.version, "Saksi"))


def test_only_what_is_offered_can_be_chosen(ready: Office) -> None:
    _, head = begun(ready)
    for element in ("Hari", "Laporan", "ada"):
        with pytest.raises(Conflict) as refused:
            chooses(head, element)
        assert refused.value.code == "adhoc.not_offered"


def test_a_choice_is_no_form_and_a_form_no_choice(ready: Office) -> None:
    _, head = begun(ready)
    row = head.task(NAME)
    with pytest.raises(Conflict):
        head.does(CompleteTask(row.task_id, row.version, {}))
    chooses(head, "Saksi")
    other = head.task("Dengar saksi")
    with pytest.raises(Conflict) as refused:
        head.does(ChooseActivity(other.task_id, other.version, "Saksi"))
    assert refused.value.code == "adhoc.no_choice"


def test_people_declare_it_finished_with_a_reason_that_is_kept(ready: Office) -> None:
    number, head = begun(ready)
    chooses(head, "Saksi")
    done = declares(head)
    assert done.closed
    assert head.inbox() == ["Susun laporan"]
    page = head.sees(number)
    assert "adhoc.declared" in [row.kind for row in page.history]
    assert [one.values["alasan"] for one in page.answers if one.form_id == "declaration"] == ["Bukti sudah cukup"]
    head.completes("Susun laporan")
    assert head.sees(number).state == "completed"
    assert left_behind(ready, head.sees(number).instance_id) == 0


def test_without_a_reason_it_is_not_finished(ready: Office) -> None:
    _, head = begun(ready)
    with pytest.raises(Invalid) as refused:
        declares(head, "  ")
    assert refused.value.code == "adhoc.reason"


def test_a_condition_ends_it_and_takes_the_offer_away(office: Office) -> None:
    deployed(office, until="= hari = 1")
    number = office.as_("DKOM.STAF").starts("temuan", "temuan").number
    head = office.as_("DKOM.PERIKSA")
    assert head.inbox() == ["Susun laporan"]
    assert head.sees(number).holders[0].choices == ()


def test_where_a_condition_decides_nobody_declares(office: Office) -> None:
    deployed(office, until="= cukup")
    _, head = begun(office)
    page = task(office.world, head.actor, head.task(NAME).task_id)
    assert page.choosing is not None
    assert not page.choosing.may_declare
    with pytest.raises(Conflict) as refused:
        declares(head)
    assert refused.value.code == "adhoc.condition_decides"


def test_one_after_the_other(office: Office) -> None:
    deployed(office, ordering="Sequential")
    _, head = begun(office)
    chooses(head, "Saksi")
    page = task(office.world, head.actor, head.task(NAME).task_id)
    assert page.choosing is not None
    assert page.choosing.busy
    with pytest.raises(Conflict) as refused:
        chooses(head, "Dokumen")
    assert refused.value.code == "adhoc.busy"
    head.completes("Dengar saksi")
    chooses(head, "Dokumen")
    assert office.as_("DKOM.STAF").inbox() == ["Minta dokumen"]


def test_a_suspended_case_offers_nothing(ready: Office) -> None:
    number, head = begun(ready)
    instance = head.sees(number).instance_id
    ready.as_("DKOM.ADMIN").does(SuspendCase(instance, "Audit"))
    with pytest.raises(Conflict) as refused:
        chooses(head, "Saksi")
    assert refused.value.code == "case.suspended"


def left_behind(office: Office, instance: Id) -> int:
    with office.world.database.reading() as db:
        found = [
            db.execute(select(table.c.instance_id).where(table.c.instance_id == instance)).all()
            for table in (tables.token, tables.scope, tables.counter, tables.subscription)
        ]
    return sum(len(rows) for rows in found)


def test_work_nobody_chooses_in_is_silent_and_counts_as_one_case_at_its_step(sqlite_office: Office) -> None:
    office = deployed(sqlite_office)
    number, head = begun(office)
    chooses(head, "Saksi")
    office.clock.move(days=30)
    admin = office.as_("DKOM.ADMIN")
    rows = section(office.world, admin.actor, "silent").rows
    assert {(row.number, row.element_name) for row in rows} == {(number, NAME), (number, "Dengar saksi")}
    steps = process(office.world, admin.actor, "temuan", "temuan").steps
    assert {(one.element, one.open) for one in steps if one.open} == {("Pemeriksaan", 1), ("Saksi", 1)}
