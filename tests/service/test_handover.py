"""Handing work on and moving its date: whom the order of the office allows, with a reason, and told to the receiver."""

import threading
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine.model.errors import Conflict, Forbidden, Invalid, NotFound
from engine.service.handover import ChangeDue, ReassignTask
from engine.service.tasks import ClaimTask, CompleteTask
from engine.service.views.inbox import InboxFilter, inbox
from engine.service.views.tasks import TaskPage, task
from tests.office import Office, Official

WHY = "Sedang dinas luar sampai Jumat"


def submitted(office: Office) -> str:
    staff = office.as_("DKOM.STAF")
    number = staff.starts(alat="Laptop", harga=Decimal(18_500_000)).number
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(18_500_000))
    return number


def page(official: Official, name: str = "Periksa permintaan") -> TaskPage:
    return task(official.office.world, official.actor, official.task(name).task_id)


def hands(official: Official, to: str, name: str = "Periksa permintaan", reason: str = WHY) -> Any:
    row = official.task(name)
    return official.does(ReassignTask(row.task_id, row.version, to, reason))


def test_a_checker_may_hand_to_a_colleague_of_the_same_role_and_to_the_head(office: Office) -> None:
    submitted(office)
    receivers = page(office.as_("DKOM.PERIKSA")).handling.receivers
    assert [(one.address, one.way) for one in receivers] == [
        ("position:DKOM.KADIS", "superior"),
        ("position:DKOM.RANGKAP", "role"),
    ]
    assert receivers[0].holders == ("Kepala Dinas (Ani Kadis)",)


def test_the_receiver_sees_from_whom_the_task_came_and_why(office: Office) -> None:
    number = submitted(office)
    hands(office.as_("DKOM.PERIKSA"), "position:DKOM.KADIS")
    head = office.as_("DKOM.KADIS")
    assert head.task("Periksa permintaan").origin == f"Budi Periksa: {WHY}"
    assert office.as_("DKOM.PERIKSA").inbox() == []
    case = head.sees(number)
    assert case.holders[0].holders == ("Kepala Dinas (Ani Kadis)",)
    assert [row.by for row in case.answers if row.form_id == "handover"] == ["Budi Periksa"]
    fact = next(row for row in case.history if row.kind == "task.reassigned")
    assert (fact.acted_as, fact.data) == (
        "DKOM.PERIKSA/definitif",
        {"from": "role:checker@DKOM", "to": "position:DKOM.KADIS"},
    )


def test_the_trail_never_holds_the_reason(office: Office) -> None:
    number = submitted(office)
    hands(office.as_("DKOM.PERIKSA"), "position:DKOM.KADIS")
    assert not any(WHY in str(row.data) for row in office.as_("DKOM.KADIS").sees(number).history)


def test_a_task_is_not_handed_to_a_stranger(office: Office) -> None:
    submitted(office)
    with pytest.raises(Forbidden) as refused:
        hands(office.as_("DKOM.PERIKSA"), "position:DKOM.LUAR")
    assert refused.value.code == "task.may_not_hand_over"
    assert "task.may_not_hand_over" in office.attempts()


@pytest.mark.parametrize(
    "to", ["position:TIDAK.ADA", "role:checker@MANA", "", "x" * 500, "position:'; drop table task"]
)
def test_an_address_nobody_has_is_refused(office: Office, to: str) -> None:
    submitted(office)
    with pytest.raises(Invalid) as refused:
        hands(office.as_("DKOM.PERIKSA"), to)
    assert refused.value.code == "address.unknown"


def test_a_task_is_handed_over_with_a_reason_only(office: Office) -> None:
    submitted(office)
    with pytest.raises(Invalid) as refused:
        hands(office.as_("DKOM.PERIKSA"), "position:DKOM.KADIS", reason=" \n ")
    assert refused.value.code == "task.reason"


def test_who_has_no_part_in_it_learns_nothing(office: Office) -> None:
    submitted(office)
    row = office.as_("DKOM.PERIKSA").task("Periksa permintaan")
    with pytest.raises(NotFound):
        office.as_("DKOM.LUAR").does(ReassignTask(row.task_id, row.version, "position:DKOM.LUAR", WHY))


def test_an_admin_hands_it_to_anybody_and_the_former_holder_is_told(office: Office) -> None:
    submitted(office)
    checker = office.as_("DKOM.PERIKSA")
    row = checker.task("Periksa permintaan")
    checker.does(ClaimTask(row.task_id, row.version))
    office.as_("DKOM.ADMIN").does(ReassignTask(row.task_id, row.version + 1, "DKOM.LUAR", WHY))
    moved = office.as_("DKOM.LUAR").task("Periksa permintaan")
    assert moved.claimed_by == ""
    notices = inbox(office.world, checker.actor).notices
    assert [one.text for one in notices] == ["«Periksa permintaan» dialihkan oleh Adi Admin"]


def test_separation_of_duties_is_asked_of_the_receiver(office: Office) -> None:
    """Rina filled the request in and may not check it, whoever hands it to her."""
    rina = office.as_("DKOM.RANGKAP")
    rina.starts(alat="Laptop", harga=Decimal(1))
    rina.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(1))
    row = office.as_("DKOM.PERIKSA").task("Periksa permintaan")
    hands(office.as_("DKOM.PERIKSA"), "position:DKOM.RANGKAP")
    with pytest.raises(Forbidden) as refused:
        rina.does(CompleteTask(row.task_id, row.version + 1, {"keputusan": ["setuju"]}))
    assert refused.value.code == "task.separation"


def test_a_colleague_does_not_take_work_out_of_a_colleagues_hands_but_the_head_may(office: Office) -> None:
    submitted(office)
    checker, other, head = office.as_("DKOM.PERIKSA"), office.as_("DKOM.RANGKAP"), office.as_("DKOM.KADIS")
    row = checker.task("Periksa permintaan")
    checker.does(ClaimTask(row.task_id, row.version))
    with pytest.raises(Conflict) as refused:
        other.does(ReassignTask(row.task_id, row.version + 1, "position:DKOM.PERIKSA", WHY))
    assert refused.value.code == "task.claimed"
    head.does(ReassignTask(row.task_id, row.version + 1, "position:DKOM.RANGKAP", WHY))
    assert other.inbox() == ["Periksa permintaan"]


def test_who_completes_while_it_is_handed_over_is_told_that_it_changed(office: Office) -> None:
    submitted(office)
    checker = office.as_("DKOM.PERIKSA")
    row = checker.task("Periksa permintaan")
    hands(office.as_("DKOM.RANGKAP"), "position:DKOM.PERIKSA")
    with pytest.raises(Conflict) as refused:
        checker.does(CompleteTask(row.task_id, row.version, {"keputusan": ["setuju"]}))
    assert refused.value.code == "task.stale"


def test_completing_and_handing_over_at_once_ends_in_one_of_them(office: Office) -> None:
    submitted(office)
    checker, other = office.as_("DKOM.PERIKSA"), office.as_("DKOM.RANGKAP")
    row = checker.task("Periksa permintaan")
    assert sorted(
        at_once(
            lambda: checker.does(CompleteTask(row.task_id, row.version, {"keputusan": ["setuju"]})),
            lambda: other.does(ReassignTask(row.task_id, row.version, "position:DKOM.PERIKSA", WHY)),
        )
    ) in (["done", "task.closed"], ["done", "task.stale"], ["done", "task.not_yours"])


def test_two_who_take_a_task_at_once_do_not_both_hold_it(office: Office) -> None:
    submitted(office)
    row = office.as_("DKOM.PERIKSA").task("Periksa permintaan")
    people = [office.as_("DKOM.PERIKSA"), office.as_("DKOM.RANGKAP")]
    acts = [lambda who=who: who.does(ClaimTask(row.task_id, row.version)) for who in people]
    first, second = sorted(at_once(*acts))
    assert first == "done"
    assert second in ("task.claimed", "task.stale")


def at_once(*acts: Any) -> list[str]:
    """How each of several acts ends when all begin together."""
    ended: list[str] = []
    start = threading.Barrier(len(acts))

    def run(act: Any) -> None:
        start.wait()
        try:
            act()
            ended.append("done")
        except (Conflict, Forbidden) as refused:
            ended.append(refused.code)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


def test_the_same_key_hands_over_once(office: Office) -> None:
    submitted(office)
    checker = office.as_("DKOM.PERIKSA")
    row = checker.task("Periksa permintaan")
    command = ReassignTask(row.task_id, row.version, "position:DKOM.KADIS", WHY)
    assert checker.does(command, key="satu") == checker.does(command, key="satu")
    assert office.trail(row.instance_id).count("task.reassigned") == 1


def test_taking_and_giving_back_are_facts(office: Office) -> None:
    submitted(office)
    checker = office.as_("DKOM.PERIKSA")
    row = checker.task("Periksa permintaan")
    checker.does(ClaimTask(row.task_id, row.version))
    assert office.trail(row.instance_id)[-1] == "task.claimed"


def test_the_head_moves_a_date_and_its_holder_is_told(office: Office) -> None:
    number = submitted(office)
    head, checker = office.as_("DKOM.KADIS"), office.as_("DKOM.PERIKSA")
    row = checker.task("Periksa permintaan")
    head.does(ChangeDue(row.task_id, row.version, date(2026, 11, 20), "Penyedia terlambat"))
    moved = checker.task("Periksa permintaan")
    assert moved.due == datetime(2026, 11, 20, 9, tzinfo=UTC), "the office closes at 16.00 WIB"
    assert [one.text for one in inbox(office.world, checker.actor).notices] == [
        "Tenggat «Periksa permintaan» diubah oleh Ani Kadis"
    ]
    fact = next(row for row in checker.sees(number).history if row.kind == "task.due_changed")
    assert fact.data["to"] == "2026-11-20T09:00:00+00:00"


def test_a_moved_date_changes_the_order_of_the_inbox(office: Office) -> None:
    submitted(office)
    second = submitted(office)
    checker = office.as_("DKOM.PERIKSA")
    row = next(row for row in checker.rows() if row.number == second)
    office.as_("DKOM.KADIS").does(ChangeDue(row.task_id, row.version, date(2026, 11, 3), "Mendesak"))
    assert checker.rows()[0].number == second


def test_nobody_moves_the_date_of_his_own_task(office: Office) -> None:
    submitted(office)
    checker = office.as_("DKOM.PERIKSA")
    row = checker.task("Periksa permintaan")
    with pytest.raises(Forbidden) as refused:
        checker.does(ChangeDue(row.task_id, row.version, date(2026, 11, 20), WHY))
    assert refused.value.code == "task.may_not_change_due"
    assert page(checker).handling.may_change_due is False


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2026, 11, 1), "due.past"), (date(2026, 11, 7), "due.closed"), (date(9999, 12, 31), "due.past")],
)
def test_a_date_is_a_working_day_to_come(office: Office, day: date, code: str) -> None:
    submitted(office)
    row = office.as_("DKOM.PERIKSA").task("Periksa permintaan")
    with pytest.raises(Invalid) as refused:
        office.as_("DKOM.ADMIN").does(ChangeDue(row.task_id, row.version, day, WHY))
    assert refused.value.code == code


def test_a_head_finds_the_work_of_the_positions_below(office: Office) -> None:
    submitted(office)
    head = office.as_("DKOM.KADIS")
    assert inbox(office.world, head.actor).groups == ()
    team = inbox(office.world, head.actor, InboxFilter(show="team"))
    assert [(row.name, row.owner_name) for group in team.groups for row in group.rows] == [
        ("Periksa permintaan", "Pemeriksa, Staf Rangkap")
    ]
    assert team.leads


def test_the_inbox_shows_late_work_alone_where_asked(office: Office) -> None:
    late = submitted(office)
    office.clock.move(days=7)
    fresh = submitted(office)
    checker = office.as_("DKOM.PERIKSA")
    shown = inbox(office.world, checker.actor, InboxFilter(late=True))
    assert [row.number for group in shown.groups for row in group.rows] == [late]
    assert {row.number for row in checker.rows()} == {late, fresh}
    assert inbox(office.world, checker.actor, InboxFilter(pack="lain")).groups == ()
