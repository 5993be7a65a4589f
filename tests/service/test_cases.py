"""A request for office tools from its start to the registered asset, as the office lives it."""

from decimal import Decimal

import pytest

from engine.model.errors import Conflict, Forbidden, Invalid, NotFound
from engine.service.cases import StartCase, WithdrawCase
from engine.service.tasks import ClaimTask, CompleteTask, ReleaseTask
from tests.office import Office


def started(office: Office) -> str:
    return office.as_("DKOM.STAF").starts(alat="Laptop", harga=Decimal(18_500_000)).number


def submitted(office: Office) -> str:
    number = started(office)
    office.as_("DKOM.STAF").completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(18_500_000))
    return number


def test_a_request_that_is_approved_is_reserved_printed_and_registered(office: Office) -> None:
    number = submitted(office)
    done = office.as_("DKOM.PERIKSA").completes("Periksa permintaan", keputusan="setuju")
    assert not done.done
    office.settle()
    page = office.as_("DKOM.STAF").sees(number)
    assert page.state == "completed"
    assert [letter.number for letter in page.letters] == ["001/PERSETUJUAN/DKOM/2026"]
    assert len(office.desk.ledger.entries("asset")) == 1
    assert office.variables(page.instance_id)["nomor_surat"] == "001/PERSETUJUAN/DKOM/2026"
    assert office.trail(page.instance_id)[-1] == "case.completed"


def test_the_case_is_named_and_numbered_and_says_who_holds_it(office: Office) -> None:
    number = submitted(office)
    page = office.as_("DKOM.STAF").sees(number)
    assert (number, page.title, page.unit_name) == ("ALT-2026-00001", "Laptop", "Dinas Komunikasi dan Informatika")
    assert [holder.holders for holder in page.holders] == [
        ("Pemeriksa (Budi Periksa)", "Staf Rangkap (Rina Rangkap)"),
    ]
    assert page.diagram.active == ("Periksa",)
    assert page.diagram.done == ("Mulai", "Susun")


def test_a_request_sent_back_returns_to_its_author_with_the_reason(office: Office) -> None:
    number = submitted(office)
    office.as_("DKOM.PERIKSA").completes("Periksa permintaan", keputusan="kembali", catatan="Harga terlalu tinggi")
    author = office.as_("DKOM.STAF")
    assert author.inbox() == ["Lengkapi permintaan"]
    assert author.task("Lengkapi permintaan").origin == "Budi Periksa: Periksa permintaan"
    assert author.sees(number).answers[-1].values["catatan"] == "Harga terlalu tinggi"


def test_a_deadline_of_three_working_days_ends_when_the_office_closes(office: Office) -> None:
    submitted(office)
    due = office.as_("DKOM.PERIKSA").task("Periksa permintaan").due
    assert due is not None
    assert due.isoformat() == "2026-11-05T09:00:00+00:00"


def test_the_budget_cannot_be_overdrawn(office: Office) -> None:
    staff = office.as_("DKOM.STAF")
    staff.starts(alat="Peladen", harga=Decimal(60_000_000))
    staff.completes("Lengkapi permintaan", alat="Peladen", harga=Decimal(60_000_000))
    office.as_("DKOM.PERIKSA").completes("Periksa permintaan", keputusan="setuju")
    assert staff.inbox() == ["Lengkapi permintaan"]


def test_a_form_with_mistakes_names_each_field_and_changes_nothing(office: Office) -> None:
    started(office)
    staff = office.as_("DKOM.STAF")
    row = staff.task("Lengkapi permintaan")
    with pytest.raises(Invalid) as refused:
        staff.does(CompleteTask(row.task_id, row.version, {"alat": [""], "harga": ["banyak"]}))
    assert refused.value.code == "form.invalid"
    assert set(refused.value.problems) == {"alat", "harga"}
    assert staff.inbox() == ["Lengkapi permintaan"]


def test_who_prepared_a_request_never_checks_it(office: Office) -> None:
    both = office.as_("DKOM.RANGKAP")
    both.starts(alat="Laptop", harga=Decimal(18_500_000))
    both.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(18_500_000))
    assert both.inbox() == []
    row = office.as_("DKOM.PERIKSA").task("Periksa permintaan")
    with pytest.raises(Forbidden) as refused:
        both.does(CompleteTask(row.task_id, row.version, {"keputusan": ["setuju"]}))
    assert refused.value.code == "task.separation"
    assert office.attempts() == ["task.separation"]


def test_outsiders_do_not_learn_that_a_case_exists(office: Office) -> None:
    number = submitted(office)
    outsider = office.as_("DKOM.LUAR")
    row = office.as_("DKOM.PERIKSA").task("Periksa permintaan")
    with pytest.raises(NotFound):
        outsider.sees(number)
    with pytest.raises(NotFound):
        outsider.does(CompleteTask(row.task_id, row.version, {"keputusan": ["setuju"]}))
    assert office.as_("DKOM.ADMIN").sees(number).number == number


def test_only_roles_of_the_process_start_it(office: Office) -> None:
    with pytest.raises(Forbidden) as refused:
        office.as_("DKOM.LUAR").does(StartCase("alat", "permintaan_alat", {"alat": ["x"], "harga": ["1"]}))
    assert refused.value.code == "process.may_not_start"
    assert office.attempts() == ["process.may_not_start"]


def test_a_taken_task_is_not_completed_by_a_colleague(office: Office) -> None:
    started(office)
    staff, colleague = office.as_("DKOM.STAF"), office.as_("DKOM.RANGKAP")
    row = staff.task("Lengkapi permintaan")
    held = staff.does(ClaimTask(row.task_id, row.version))
    with pytest.raises(Conflict) as refused:
        colleague.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(1))
    assert (refused.value.code, refused.value.details["by"]) == ("task.claimed", "Siti Staf")
    staff.does(ReleaseTask(row.task_id, held.version))
    assert colleague.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(1)).next_task is None


def test_the_second_of_two_who_complete_a_task_hears_who_was_first_and_when(office: Office) -> None:
    started(office)
    staff, colleague = office.as_("DKOM.STAF"), office.as_("DKOM.RANGKAP")
    row = colleague.task("Lengkapi permintaan")
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(1))
    with pytest.raises(Conflict) as refused:
        colleague.does(CompleteTask(row.task_id, row.version, {"alat": ["Laptop"], "harga": ["1"]}))
    assert refused.value.code == "task.closed"
    assert refused.value.details["by"] == "Siti Staf"
    assert refused.value.details["at"].startswith("2026-11-02T01:00")


def test_the_starter_withdraws_with_a_reason_and_nobody_else_does(office: Office) -> None:
    number = submitted(office)
    page = office.as_("DKOM.STAF").sees(number)
    checker = office.as_("DKOM.PERIKSA")
    with pytest.raises(Forbidden) as refused:
        checker.does(WithdrawCase(page.instance_id, "tidak perlu"))
    assert refused.value.code == "case.not_starter"
    with pytest.raises(Invalid):
        office.as_("DKOM.STAF").does(WithdrawCase(page.instance_id, "  "))
    office.as_("DKOM.STAF").does(WithdrawCase(page.instance_id, "Sudah ada gantinya"))
    assert office.as_("DKOM.STAF").sees(number).state == "withdrawn"
    assert checker.inbox() == []
    with pytest.raises(Conflict) as over:
        office.as_("DKOM.STAF").does(WithdrawCase(page.instance_id, "lagi"))
    assert over.value.code == "case.ended"


def test_facts_hold_field_names_and_hashes_but_no_values(office: Office) -> None:
    number = submitted(office)
    page = office.as_("DKOM.STAF").sees(number)
    given = [row.data["fields"] for row in page.history if row.kind == "task.completed"]
    assert [set(fields) for fields in given if isinstance(fields, dict)] == [{"alat", "harga", "lampiran"}]
    assert "Laptop" not in str(page.history)
