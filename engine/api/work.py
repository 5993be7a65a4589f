"""Inbox, tasks and cases."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Form, Response, UploadFile
from pydantic import BaseModel

import forms
from engine.api.caller import Calling
from engine.api.models import (
    Answers,
    AttachmentOut,
    Begin,
    CaseOut,
    CaseRef,
    CaseRowOut,
    CasesOut,
    Choice,
    ChosenOut,
    CompletedOut,
    Finish,
    Held,
    HeldOut,
    InboxOut,
    InboxRowOut,
    Reason,
    ReceiptOut,
    SavedOut,
    StartableOut,
    StartedOut,
    TaskOut,
)
from engine.api.values import exact, plain
from engine.service.adhoc import ChooseActivity, DeclareFinished
from engine.service.binding import Typed
from engine.service.cases import StartCase, WithdrawCase
from engine.service.drafts import SaveDraft
from engine.service.files import AttachFile
from engine.service.tasks import ClaimTask, CompleteTask, ReleaseTask
from engine.service.views import cases, files, start, tasks
from engine.service.views.inbox import InboxFilter, inbox

router = APIRouter()


# Routes are tried in this order: what programs do most comes first.
@router.post("/tasks/{task_id}/complete", response_model=CompletedOut, tags=["tasks"])
def complete(calling: Calling, task_id: UUID, sent: Answers) -> Response:
    """Complete a task; wrong answers come back per field as 422."""
    command = CompleteTask(task_id, sent.version, Typed(exact(sent.answers)))
    return _written(CompletedOut.model_validate(calling.execute(command)))


@router.post("/processes/{pack}/{process_id}/cases", response_model=StartedOut, status_code=201, tags=["cases"])
def begin(calling: Calling, pack: str, process_id: str, sent: Begin) -> Response:
    """Start a case."""
    command = StartCase(pack, process_id, Typed(exact(sent.answers)), sent.position)
    return _written(StartedOut.model_validate(calling.execute(command)), 201)


@router.get("/inbox", tags=["tasks"])
def read_inbox(  # noqa: PLR0913 - one parameter for each filter of the description
    calling: Calling,
    text: str = "",
    process: str = "",
    show: str = "all",
    cursor: str = "",
    pack: str = "",
    unit: str = "",
    late: bool = False,
) -> InboxOut:
    """List the caller's open tasks by urgency, 25 a page; `show` is all, mine, unclaimed or team (positions below)."""
    filters = InboxFilter(text=text, process=process, unit=unit, show=show, pack=pack, late=late)
    found = inbox(calling.world, calling.actor, filters, cursor)
    rows = [InboxRowOut.model_validate(row) for group in found.groups for row in group.rows]
    return InboxOut(rows=rows, next=found.next, count=found.count)


@router.get("/tasks/{task_id}", tags=["tasks"])
def read_task(calling: Calling, task_id: UUID) -> TaskOut:
    """Read one task."""
    page = tasks.task(calling.world, calling.actor, task_id)
    known = {
        "fields": list(forms.keys(page.form)) if page.form else [],
        "values": plain(page.values),
        "draft": {name: list(values) for name, values in page.draft.items()} if page.draft else None,
    }
    plainly = {name: getattr(page, name) for name in TaskOut.model_fields if name not in known}
    return TaskOut.model_validate({**plainly, **known})


@router.post("/tasks/{task_id}/claim", tags=["tasks"])
def claim(calling: Calling, task_id: UUID, held: Held) -> HeldOut:
    """Take a task."""
    return HeldOut.model_validate(calling.execute(ClaimTask(task_id, held.version)))


@router.post("/tasks/{task_id}/release", tags=["tasks"])
def release(calling: Calling, task_id: UUID, held: Held) -> HeldOut:
    """Give a task back."""
    return HeldOut.model_validate(calling.execute(ReleaseTask(task_id, held.version)))


@router.post("/tasks/{task_id}/choose", tags=["tasks"])
def choose(calling: Calling, task_id: UUID, sent: Choice) -> ChosenOut:
    """Begin one activity of an ad-hoc subprocess; a choice made on an old view is a conflict."""
    return ChosenOut.model_validate(calling.execute(ChooseActivity(task_id, sent.version, sent.element)))


@router.post("/tasks/{task_id}/finish", tags=["tasks"])
def finish(calling: Calling, task_id: UUID, sent: Finish) -> ChosenOut:
    """Say that an ad-hoc subprocess is done, where no condition decides that."""
    return ChosenOut.model_validate(calling.execute(DeclareFinished(task_id, sent.version, sent.reason)))


@router.put("/tasks/{task_id}/draft", tags=["tasks"])
def save_draft(calling: Calling, task_id: UUID, sent: Answers) -> SavedOut:
    """Keep answers without sending them."""
    page = tasks.task(calling.world, calling.actor, task_id)
    return SavedOut.model_validate(calling.execute(SaveDraft(page.subject, _raw(page.form, sent.answers))))


@router.get("/startable", tags=["cases"])
def startable(calling: Calling) -> list[StartableOut]:
    """List the processes the caller may start."""
    return [StartableOut.model_validate(row) for row in start.startable(calling.world, calling.actor)]


@router.get("/cases", tags=["cases"])
def find_cases(calling: Calling, text: str = "", cursor: str = "") -> CasesOut:
    """Find cases by number or name; without a text, the caller's own."""
    reader: Any = cases.find if text else cases.mine
    found = reader(calling.world, calling.actor, *((text, cursor) if text else (cursor,)))
    return CasesOut(rows=[CaseRowOut.model_validate(row) for row in found.rows], next=found.next)


@router.get("/cases/{number}", tags=["cases"])
def read_case(calling: Calling, number: str) -> CaseOut | ReceiptOut:
    """Read one case: status, who holds it, what happened; of a secret one, its starter reads the receipt only."""
    receipt = cases.receipt(calling.world, calling.actor, number)
    if receipt is not None:
        return ReceiptOut.model_validate(receipt)
    return CaseOut.model_validate(cases.case(calling.world, calling.actor, number))


@router.get("/cases/{number}/diagram", tags=["cases"], response_class=Response)
def diagram(calling: Calling, number: str) -> Response:
    """Read the diagram the case runs on, as BPMN 2.0 XML."""
    return Response(cases.diagram(calling.world, calling.actor, number), media_type="application/xml")


@router.post("/cases/{number}/withdraw", tags=["cases"])
def withdraw(calling: Calling, number: str, sent: Reason) -> CaseRef:
    """Withdraw a case."""
    page = cases.case(calling.world, calling.actor, number)
    return CaseRef.model_validate(calling.execute(WithdrawCase(page.instance_id, sent.reason)))


@router.get("/letters/{letter_id}", tags=["cases"], response_class=Response)
def letter(calling: Calling, letter_id: UUID) -> Response:
    """Read a letter as HTML."""
    found = cases.letter(calling.world, calling.actor, letter_id)
    return Response(found.html, media_type="text/html", headers={"Content-Security-Policy": "sandbox"})


@router.post("/attachments", status_code=201, tags=["cases"])
def attach(
    calling: Calling,
    subject: Annotated[str, Form(description="`task:<id>` or `start:<pack>/<process>`")],
    field: Annotated[str, Form()],
    file: Annotated[UploadFile, File()],
) -> AttachmentOut:
    """Keep a document for a form; its id is the answer of the file field."""
    command = AttachFile(subject, field, file.filename or "", file.file.read())
    return AttachmentOut.model_validate(calling.execute(command))


@router.get("/attachments/{attachment_id}", tags=["cases"], response_class=Response)
def download(calling: Calling, attachment_id: UUID) -> Response:
    """Read a document."""
    found = files.attachment(calling.world, calling.actor, attachment_id)
    return Response(found.content, media_type=found.media_type, headers={"Content-Disposition": "attachment"})


def _written(answer: BaseModel, status: int = 200) -> Response:
    """An answer written at once: FastAPI would check it again in one more thread."""
    return Response(answer.model_dump_json(), status, media_type="application/json")


def _raw(form: forms.Form | None, answers: dict[str, Any]) -> forms.Raw:
    return forms.raw(form, exact(answers)) if form else {}
