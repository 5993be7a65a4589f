"""Signing in, drafts, files, and what a page says before anybody presses a button."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest

from engine.model.errors import Forbidden, Invalid, NotFound
from engine.service import sessions
from engine.service.accounts import NOBODY, IssueToken, KeepForm, LogOut, RevokeToken, TakeForm
from engine.service.drafts import DropDraft, SaveDraft
from engine.service.execute import execute
from engine.service.files import AttachFile, RemoveFile, clean_name
from engine.service.media import media_type
from engine.service.views import start, tasks
from engine.service.views.files import attachment
from engine.store import sessions as stored
from tests.office import PASSWORD, Office

PDF = b"%PDF-1.7 isi"


def test_a_password_opens_a_session_that_knows_todays_positions(office: Office) -> None:
    opened = sessions.log_in(office.world, "siti", PASSWORD)
    found = sessions.signed_in(office.world, opened.token)
    assert found is not None
    assert [holding.position for holding in found.actor.holdings] == ["DKOM.STAF"]
    with office.world.database.reading() as db:
        assert stored.session(db, opened.token, office.clock()) is None, "the token itself is never stored"
    execute(LogOut(opened.token), world=office.world, actor=NOBODY)
    assert sessions.signed_in(office.world, opened.token) is None


def test_a_wrong_password_and_an_unknown_name_are_refused_alike(office: Office) -> None:
    for name in ("siti", "tidak.ada"):
        with pytest.raises(Forbidden) as refused:
            sessions.log_in(office.world, name, "salah-salah")
        assert refused.value.code == "login.refused"


def test_many_failures_make_everybody_wait_even_with_the_right_password(office: Office) -> None:
    for _ in range(5):
        with pytest.raises(Forbidden):
            sessions.log_in(office.world, "siti", "salah-salah")
    with pytest.raises(Forbidden) as refused:
        sessions.log_in(office.world, "siti", PASSWORD)
    assert refused.value.code == "login.throttled"
    office.clock.move(seconds=31)
    assert sessions.log_in(office.world, "siti", PASSWORD).token


def test_a_session_ends_with_the_working_day(office: Office) -> None:
    opened = sessions.enter(office.world, "siti")
    office.clock.now += timedelta(hours=10, seconds=1)
    assert sessions.signed_in(office.world, opened.token) is None


def test_a_token_speaks_for_its_person_until_revoked(office: Office) -> None:
    opened = sessions.enter(office.world, "siti")
    staff = office.as_("DKOM.STAF")
    issued = staff.does(IssueToken(opened.account_id, "skrip"))
    found = sessions.bearer(office.world, issued.token)
    assert found is not None
    assert found.actor.name == "Siti Staf"
    with pytest.raises(NotFound):
        office.as_("DKOM.PERIKSA").does(RevokeToken(issued.id, opened.account_id))
    staff.does(RevokeToken(issued.id, opened.account_id))
    assert sessions.bearer(office.world, issued.token) is None


def test_a_form_typed_into_an_expired_session_comes_back_to_its_owner_once(office: Office) -> None:
    token = execute(KeepForm("/tugas/1", {"alat": ["Laptop"]}, "siti"), world=office.world, actor=NOBODY)
    staff, other = office.as_("DKOM.STAF"), office.as_("DKOM.PERIKSA")
    assert other.does(TakeForm(token, "/tugas/1", "budi")) is None
    assert staff.does(TakeForm(token, "/tugas/1", "siti")) == {"alat": ["Laptop"]}
    assert staff.does(TakeForm(token, "/tugas/1", "siti")) is None


def test_a_draft_is_kept_as_typed_and_goes_when_the_form_is_sent(office: Office) -> None:
    staff = office.as_("DKOM.STAF")
    subject = "start:alat/permintaan_alat"
    staff.does(SaveDraft(subject, {"alat": ["Lap"], "harga": ["belum tahu"]}))
    page = tasks.start_page(office.world, staff.actor, "alat", "permintaan_alat")
    assert page.draft == {"alat": ["Lap"], "harga": ["belum tahu"]}
    assert start.startable(office.world, staff.actor)[0].has_draft
    staff.starts(alat="Laptop", harga=Decimal(1))
    assert tasks.start_page(office.world, staff.actor, "alat", "permintaan_alat").draft is None
    staff.does(SaveDraft(subject, {"alat": ["x"]}))
    staff.does(DropDraft(subject))
    assert not start.startable(office.world, staff.actor)[0].has_draft


def test_nobody_drafts_or_attaches_to_a_form_that_is_not_his(office: Office) -> None:
    outsider, staff = office.as_("DKOM.LUAR"), office.as_("DKOM.STAF")
    staff.starts(alat="Laptop", harga=Decimal(1))
    subject = f"task:{staff.task('Lengkapi permintaan').task_id}"
    for command in (SaveDraft(subject, {}), AttachFile(subject, "lampiran", "a.pdf", PDF), SaveDraft("task:x", {})):
        with pytest.raises(NotFound):
            outsider.does(command)


def test_a_file_goes_with_the_form_it_was_sent_with(office: Office) -> None:
    staff = office.as_("DKOM.STAF")
    started = staff.starts(alat="Laptop", harga=Decimal(1))
    row = staff.task("Lengkapi permintaan")
    attached = staff.does(AttachFile(f"task:{row.task_id}", "lampiran", "penawaran.pdf", PDF))
    extra = staff.does(AttachFile(f"task:{row.task_id}", "lampiran", "salah.pdf", PDF))
    staff.does(RemoveFile(extra.id))
    with pytest.raises(NotFound):
        attachment(office.world, office.as_("DKOM.PERIKSA").actor, attached.id)
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(1), lampiran=[str(attached.id)])
    assert [file.name for file in staff.sees(started.number).attachments] == ["penawaran.pdf"]
    assert attachment(office.world, office.as_("DKOM.PERIKSA").actor, attached.id).content == PDF
    with pytest.raises(NotFound):
        staff.does(RemoveFile(attached.id))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("kosong.pdf", b"", "file.empty"),
        ("besar.pdf", PDF + b"x" * 10 * 1024 * 1024, "file.too_large"),
        ("program.pdf", b"MZ\x90\x00", "file.type"),
        ("halaman.txt", b"<html><script>", "file.type"),
        ("gambar.svg", b"<svg onload=x>", "file.type"),
    ],
)
def test_only_harmless_files_are_taken(sqlite_office: Office, name: str, content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        sqlite_office.as_("DKOM.STAF").does(AttachFile("start:alat/permintaan_alat", "lampiran", name, content))
    assert refused.value.code == code


def test_an_office_document_with_macros_is_refused() -> None:
    def document(*members: str) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for member in members:
                archive.writestr(member, "x")
        return made.getvalue()

    assert (media_type("a.docx", document("word/document.xml")) or "").endswith("wordprocessingml.document")
    assert media_type("a.docm", document("word/document.xml", "word/vbaProject.bin")) is None
    assert media_type("a.zip", document("x")) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("..\\..\\etc/penawaran.pdf", "penawaran.pdf"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("  .pdf", "pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_cannot_lead_elsewhere(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


def test_a_task_page_says_what_the_form_needs_and_who_goes_on(office: Office) -> None:
    staff, checker = office.as_("DKOM.STAF"), office.as_("DKOM.PERIKSA")
    number = staff.starts(alat="Laptop", harga=Decimal(18_500_000)).number
    page = tasks.task(office.world, staff.actor, staff.task("Lengkapi permintaan").task_id)
    assert page.may_complete
    assert page.values == {"alat": "Laptop", "harga": Decimal(18_500_000), "lampiran": []}
    assert [(step.name, step.holders) for step in page.next_steps] == [
        ("Periksa permintaan", ("Pemeriksa (Budi Periksa)", "Staf Rangkap (Rina Rangkap)"))
    ]
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(18_500_000))
    checking = tasks.task(office.world, checker.actor, checker.task("Periksa permintaan").task_id)
    assert set(checking.scope) == {"alat", "case"}
    assert [(row.key, row.value) for row in checking.parameters] == [("alat.periksa", "3")]
    assert checking.urgency == "week"
    closed = tasks.task(office.world, checker.actor, page.task_id)
    assert (closed.open, closed.closed_by, closed.number) == (False, "Siti Staf", number)
    watching = tasks.task(office.world, staff.actor, checking.task_id)
    assert watching.refusal is not None
    assert watching.refusal.code == "task.not_yours"
