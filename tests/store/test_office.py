"""The office as rows: who holds what today, what is in force today, what was released and what is only a draft."""

import threading
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from engine.model.actor import Actor, Capacity, Right
from engine.model.errors import Conflict, NotFound
from engine.model.ids import Id
from engine.store import (
    accounts,
    answers,
    attachments,
    attempts,
    calendar,
    drafts,
    file_drafts,
    letters,
    logins,
    monitor,
    notices,
    packs,
    parameters,
    people,
    receipts,
    sessions,
    settings,
    tasks,
    tokens,
)
from engine.store.database import Store
from engine.store.unit import Unit
from tests.conftest import Clock, Writing
from tests.store import office

TODAY = date(2026, 11, 2)


def staffed(unit: Unit) -> Id:
    """An agency whose head is Budi until the end of November; Siti is commitment officer under the head."""
    people.add_unit(unit, code="DKOM", name="Dinas Kominfo", kind="dinas")
    people.add_position(
        unit, code="DKOM.KADIS", title="Kepala Dinas", in_unit="DKOM", roles=["budget_user"], rights=["audit"]
    )
    people.add_position(
        unit, code="DKOM.PPK", title="PPK", in_unit="DKOM", roles=["commitment_officer"], superior="DKOM.KADIS"
    )
    budi = people.add_person(unit, name="Budi", nip="197001012000011001")
    siti = people.add_person(unit, name="Siti")
    until = date(2026, 11, 30)
    people.hold(unit, person_id=budi, position_code="DKOM.KADIS", from_on=TODAY, capacity=Capacity.PLT, until_on=until)
    people.hold(unit, person_id=siti, position_code="DKOM.PPK", from_on=TODAY)
    return siti


def test_an_actor_has_the_positions_of_the_day(writing: Writing) -> None:
    with writing() as unit:
        siti = staffed(unit)
        actor = people.actor(unit.db, siti, TODAY, session="s")
        assert actor.addresses() == ("position:DKOM.PPK", "role:commitment_officer@DKOM")
        assert actor.rights == {Right.WORK}
        assert people.actor(unit.db, siti, TODAY - timedelta(days=1)).addresses() == ()
        budi = people.by_nip(unit.db, "197001012000011001")
        assert budi is not None
        assert people.actor(unit.db, budi.id, TODAY).rights == {Right.WORK, Right.AUDIT}
        assert people.actor(unit.db, budi.id, date(2026, 12, 1)).rights == {Right.WORK}
        with pytest.raises(NotFound):
            people.actor(unit.db, unit.new_id(), TODAY)


def test_an_address_knows_who_answers_to_it(writing: Writing) -> None:
    with writing() as unit:
        siti = staffed(unit)
        asked = ["role:budget_user@DKOM", "position:DKOM.PPK", "role:clerk@DKOM"]
        found = people.holders(unit.db, asked, TODAY)
        assert {address: [one.name for one in who] for address, who in found.items()} == {
            "role:budget_user@DKOM": ["Budi"],
            "position:DKOM.PPK": ["Siti"],
            "role:clerk@DKOM": [],
        }
        assert found["role:budget_user@DKOM"][0].capacity == "plt"
        for who in ("DKOM.PPK", "position:DKOM.PPK", str(siti)):
            assert people.superior(unit.db, who, TODAY) == "position:DKOM.KADIS"
        assert people.superior(unit.db, "DKOM.KADIS", TODAY) is None
        assert "role:budget_user@DKOM" not in people.held_addresses(unit.db, date(2026, 12, 1))


def test_the_same_row_again_changes_and_does_not_double(writing: Writing) -> None:
    with writing() as unit:
        staffed(unit)
        assert people.add_person(unit, name="Budi Santoso", nip="197001012000011001") in people.names(
            unit.db, [person.id for person in [people.by_nip(unit.db, "197001012000011001")] if person]
        )
        people.add_position(unit, code="DKOM.PPK", title="Pejabat Pembuat Komitmen", in_unit="DKOM")
        assert [row.title for row in people.positions(unit.db)] == ["Kepala Dinas", "Pejabat Pembuat Komitmen"]
        assert [row.code for row in people.units(unit.db)] == ["DKOM"]


def test_the_monitor_finds_work_nobody_answers_for(writing: Writing, clock: Clock) -> None:
    with writing() as unit:
        staffed(unit)
        version = office.released(unit)
        office.case(unit, version, address="position:DKOM.PPK")
        office.case(unit, version, tasks=2, address="role:hantu@DKOM")
        assert [(row.owner, row.tasks) for row in monitor.unheld(unit.db, TODAY)] == [("role:hantu@DKOM", 2)]
        assert len(monitor.tasks_of(unit.db, "role:hantu@DKOM")) == 2
        assert monitor.overdue(unit.db, clock()) == []
        assert monitor.failed(unit.db) == []
        assert monitor.stuck(unit.db, clock()) == []
        assert monitor.figures(unit.db, clock()) == monitor.Figures(0, 0, 0, 0)


def test_a_parameter_has_the_value_in_force_on_the_day(writing: Writing) -> None:
    with writing() as unit:
        new_year = date(2027, 1, 1)
        parameters.add(unit, key="proc.direct.max", value="200000000", valid_from=date(2018, 7, 1))
        parameters.add(unit, key="proc.direct.max", value="400000000", valid_from=new_year, unit="rupiah")
        parameters.add(unit, key="old", value='"x"', valid_from=date(2000, 1, 1), valid_to=date(2001, 1, 1))
        assert parameters.value(unit.db, "proc.direct.max", TODAY) == Decimal(200000000)
        assert parameters.value(unit.db, "proc.direct.max", new_year) == Decimal(400000000)
        assert parameters.value(unit.db, "old", TODAY) is None
        assert parameters.value(unit.db, "old", date(2001, 1, 1)) == "x"
        assert set(parameters.in_force(unit.db, TODAY)) == {"proc.direct.max"}
        assert parameters.keys(unit.db) == {"proc.direct.max", "old"}
        assert parameters.confirm(unit, "old", date(2000, 1, 1))
        assert not parameters.confirm(unit, "old", date(1999, 1, 1))
        assert [row.status for row in parameters.every(unit.db)] == ["verified", "contoh", "contoh"]


def test_a_holiday_is_no_working_day(writing: Writing) -> None:
    with writing() as unit:
        calendar.add(unit, TODAY, "Cuti bersama", "joint_leave", "SKB 3 Menteri")
        calendar.add(unit, TODAY, "Cuti bersama", "joint_leave", "SKB 3 Menteri", "verified")
        assert [row.status for row in calendar.holidays(unit.db)] == ["verified"]
        working = calendar.working(unit.db, "Asia/Jakarta")
        assert not working.is_working_day(TODAY)
        assert working.is_working_day(TODAY + timedelta(days=1))


def test_a_release_becomes_current_and_an_older_one_can_come_back(writing: Writing) -> None:
    with writing() as unit:
        first = office.release(unit, "pengadaan", hash="1" * 64)
        second = office.release(unit, "pengadaan", hash="2" * 64)
        assert [row.number for row in packs.versions(unit.db, "pengadaan")] == [2, 1]
        current = packs.current(unit.db, "pengadaan")
        assert current is not None
        assert current.id == second.id
        assert packs.make_current(unit, first.id).current
        assert [row.id for row in packs.currents(unit.db)] == [first.id]
        assert packs.files(unit.db, first.id) == {"pack.toml": b"x"}
        by_hash = packs.by_hash(unit.db, "pengadaan", "2" * 64)
        assert by_hash is not None
        assert by_hash.id == second.id
        assert packs.by_number(unit.db, "pengadaan", 3) is None
        with pytest.raises(NotFound):
            packs.make_current(unit, unit.new_id())


def test_a_stale_save_of_a_file_is_a_conflict(writing: Writing) -> None:
    with writing() as unit:
        assert file_drafts.save(unit, "pengadaan", "a.bpmn", b"1", version=0).version == 1
        assert file_drafts.save(unit, "pengadaan", "a.bpmn", b"2", version=1).version == 2
        for seen in (0, 1, 3):
            with pytest.raises(Conflict) as stale:
                file_drafts.save(unit, "pengadaan", "a.bpmn", b"3", version=seen)
            assert stale.value.code == "draft.stale"
        assert [row.content for row in file_drafts.drafts(unit.db, "pengadaan")] == [b"2"]
        file_drafts.discard(unit, "pengadaan", "a.bpmn")
        assert file_drafts.draft(unit.db, "pengadaan", "a.bpmn") is None


def test_a_session_ends_by_time_by_log_out_and_with_its_account(writing: Writing, clock: Clock) -> None:
    with writing() as unit:
        siti = staffed(unit)
        account = accounts.add(unit, "siti", siti, "argon2")
        for token in ("a", "b"):
            sessions.open(unit, account, token * 64, "csrf", unit.now + timedelta(hours=8))
        found = sessions.session(unit.db, "a" * 64, unit.now)
        assert found is not None
        assert (found.person_id, found.username) == (siti, "siti")
        sessions.touch(unit, "a" * 64)
        sessions.close(unit, "a" * 64)
        assert sessions.session(unit.db, "a" * 64, unit.now) is None
        assert [row.username for row in people.officials(unit.db, TODAY)] == ["siti"]
        accounts.disable(unit, account)
        assert sessions.session(unit.db, "b" * 64, unit.now) is None
    clock.move(hours=9)
    with writing() as unit:
        assert sessions.purge(unit) == 1


def test_wrong_passwords_are_counted_by_name_until_the_right_one(writing: Writing, clock: Clock) -> None:
    with writing() as unit:
        account = accounts.add(unit, "siti", staffed(unit), "argon2")
        row = accounts.account(unit.db, "siti")
        assert row is not None
        accounts.rehash(unit, account, "stronger", one_time_until=unit.now)
        changed = replace(row, password_hash="stronger", one_time_until=unit.now)
        assert accounts.by_id(unit.db, account) == changed
        logins.failed(unit, "a" * 64, 3, unit.now)
        assert (logins.failures(unit.db, "a" * 64), logins.locked_until(unit.db, "a" * 64)) == (3, unit.now)
        logins.forget(unit, "a" * 64)
        assert logins.failures(unit.db, "a" * 64) == 0
        logins.failed(unit, "b" * 64, 1, None)
    clock.move(days=2)
    with writing() as unit:
        assert logins.purge(unit, unit.now) == 1


def test_a_revoked_token_opens_nothing(writing: Writing) -> None:
    with writing() as unit:
        account = accounts.add(unit, "siti", staffed(unit), "argon2")
        token = tokens.issue(unit, account, "skrip", "a" * 64)
        owner = tokens.owner(unit.db, "a" * 64)
        assert owner is not None
        assert owner.username == "siti"
        assert tokens.revoke(unit, token)
        assert not tokens.revoke(unit, token)
        assert tokens.owner(unit.db, "a" * 64) is None
        assert len(tokens.of_account(unit.db, account)) == 1


def test_what_was_typed_outlives_its_session(writing: Writing) -> None:
    with writing() as unit:
        sessions.rescue(unit, "c" * 64, "u", "/tugas/1", {"harga": ["1.000"]})
        kept = sessions.rescued(unit.db, "c" * 64)
        assert kept is not None
        assert kept.fields == {"harga": ["1.000"]}
        sessions.forget(unit, "c" * 64)
        assert sessions.rescued(unit.db, "c" * 64) is None


def test_papers_of_a_case_are_kept(writing: Writing) -> None:
    with writing() as unit:
        siti = staffed(unit)
        case = office.case(unit, office.released(unit))
        task = tasks.open_tasks(unit.db, case.id)[0]
    subject = f"task:{task.id}"
    with writing(Actor(siti, "Siti")) as unit:
        drafts.save(unit, subject, {"harga": ["1"]})
        drafts.save(unit, subject, {"harga": ["2"]})
        draft = drafts.draft(unit.db, siti, subject)
        assert draft is not None
        assert draft.fields == {"harga": ["2"]}
        assert drafts.subjects(unit.db, siti) == {subject}
        drafts.discard(unit, subject)
        assert drafts.draft(unit.db, siti, subject) is None
        file = attachments.attach(unit, subject, "bukti", "a.pdf", "application/pdf", b"%PDF-1")
        gone = attachments.attach(unit, subject, "bukti", "b.pdf", "application/pdf", b"%PDF-1")
        assert attachments.remove(unit, gone.id)
        attachments.adopt(unit, subject, case.id)
        assert not attachments.remove(unit, file.id)
        assert [row.name for row in attachments.of_instance(unit.db, case.id)] == ["a.pdf"]
        assert [row.name for row in attachments.of_subject(unit.db, subject, siti)] == ["a.pdf"]
        assert attachments.content(unit.db, file.hash) == b"%PDF-1"
        answers.save(unit, case.id, "hps", {"harga": Decimal("1.10")}, salt=b"s" * 16, task_id=task.id)
        assert [row.value for row in answers.answers(unit.db, case.id)] == [{"harga": Decimal("1.10")}]
        assert answers.salted(b"a", Decimal(1)) != answers.salted(b"b", Decimal(1))
        assert [letters.number(unit, "penetapan", year=year) for year in (2026, 2026, 2027)] == [1, 2, 1]
        letter = letters.save(unit, case.id, "penetapan", "600/1", "Penetapan", "<p>")
        assert letters.letters(unit.db, case.id) == [letter]
        note = notices.notify(unit, case.id, "position:DKOM.PPK", "Segera")
        assert [row.id for row in notices.unseen(unit.db, ["position:DKOM.PPK"])] == [note]
        assert not notices.seen(unit, note, ["position:DKOM.PA"])
        assert notices.seen(unit, note, ["position:DKOM.PPK"])
        assert notices.unseen(unit.db, ["position:DKOM.PPK"]) == []
        attempts.record(unit, "task.separation", "CompleteTask", instance_id=case.id, details={"element": "A"})
        assert [(row.code, row.person_id) for row in attempts.attempts(unit.db, instance_id=case.id)] == [
            ("task.separation", siti)
        ]


def test_a_key_answers_the_same_again_and_belongs_to_one(writing: Writing) -> None:
    with writing() as unit:
        siti = office.person(unit)
    with writing(Actor(siti, "Siti")) as unit:
        assert receipts.claim(unit, "k", "CompleteTask") is None
        receipts.settle(unit, "k", {"next": None})
    with writing(Actor(siti, "Siti")) as unit:
        again = receipts.claim(unit, "k", "CompleteTask")
        assert again is not None
        assert again.result == {"next": None}
        with pytest.raises(Conflict):
            receipts.claim(unit, "k", "StartCase")
    with writing() as unit:
        with pytest.raises(Conflict):
            receipts.claim(unit, "k", "CompleteTask")
        assert receipts.purge(unit, unit.now + timedelta(seconds=1)) == 1


def test_a_twin_waits_and_gets_the_first_answer(writing: Writing, database: Store) -> None:
    found: list[object] = []
    inside = threading.Event()

    def twin() -> None:
        inside.wait()
        with writing() as unit:
            receipt = receipts.claim(unit, "k", "StartCase")
            found.append(None if receipt is None else receipt.result)

    thread = threading.Thread(target=twin)
    thread.start()
    with writing() as unit:
        assert receipts.claim(unit, "k", "StartCase") is None
        inside.set()
        thread.join(0.2)
        assert thread.is_alive()
        receipts.settle(unit, "k", {"number": "PGD-2026-00001"})
    thread.join()
    assert found == [{"number": "PGD-2026-00001"}]


def test_a_setting_is_what_was_put_last(writing: Writing) -> None:
    with writing() as unit:
        settings.put(unit, "office", "a")
        settings.put(unit, "office", {"name": "b"})
        assert settings.setting(unit.db, "office") == {"name": "b"}
        assert settings.setting(unit.db, "none", 1) == 1
