"""Handing work on, dates, comments, suspension; and what an administrator watches."""

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from engine.api.caller import Calling, language_of
from engine.api.models import CaseRef, Held, HeldOut, Reason, Row
from engine.locale.refusals import sentence
from engine.service import bulk
from engine.service.bulk import Picked, Wish
from engine.service.comments import AddComment, EraseComment
from engine.service.handover import ChangeDue, ReassignTask
from engine.service.suspension import ResumeCase, SuspendCase
from engine.service.views import cases, counts, watch
from engine.store.watch import Chosen

router = APIRouter()


class Handover(Held):
    """To which address, and why."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"version": 1, "to": "position:DKOM.KADIS", "reason": "Dinas luar"}}
    )

    to: str = Field(description="`position:<code>`, `role:<key>@<unit>`, or the bare code of a position.")
    reason: str


class NewDue(Held):
    """The new date, and why."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"version": 1, "on": "2026-11-20", "reason": "Dokumen terlambat"}}
    )

    on: date = Field(description="A working day; the task falls due when the office closes.")
    reason: str


class CommentIn(BaseModel):
    """What to say, at most 2,000 characters; about one task of the case where it is named."""

    model_config = ConfigDict(json_schema_extra={"example": {"text": "Kuitansi asli ada di meja saya"}})

    text: str
    task_id: UUID | None = None


class CommentOut(Row):
    """One comment; an erased one has no text."""

    id: UUID
    who: str
    acted_as: str
    text: str
    at: datetime
    erased: bool


class Made(BaseModel):
    """What was made."""

    id: UUID


class WatchRowOut(Row):
    """One thing that stands; `kind_of_row` is incident, task, wait, job or case."""

    id: UUID
    kind_of_row: str
    instance_id: UUID
    number: str = Field(description="Empty where the case is secret to the caller.")
    title: str
    process_name: str
    unit_name: str
    element_name: str
    message: str
    owner_name: str
    holders: tuple[str, ...]
    claimed_by: str
    at: datetime
    due: datetime | None
    attempts: int
    version: int
    suspended: bool


class WatchOut(Row):
    """One page of a section."""

    section: str
    rows: tuple[WatchRowOut, ...]
    count: int = Field(description="How many there are in all; counting stops at 1000.")
    next: str


class PickedIn(BaseModel):
    """One row of a section, by its `id`, `instance_id` and `version`."""

    id: UUID
    instance_id: UUID
    version: int = 0


class BulkIn(BaseModel):
    """The same act on at most 100 rows, each in a transaction of its own."""

    model_config = ConfigDict(json_schema_extra={"example": {"act": "suspend", "reason": "Audit", "rows": []}})

    act: str = Field(description="retry, reassign, suspend, resume or withdraw.")
    reason: str
    to: str = Field(default="", description="Where the act is reassign: an address or the code of a position.")
    rows: list[PickedIn]


class OutcomeOut(BaseModel):
    """How it ended for one row; `code` is empty where it was done."""

    instance_id: UUID
    number: str
    code: str
    detail: str


class StepOut(Row):
    """One step with the number of cases at it."""

    element: str
    name: str
    lane: str
    open: int
    late: int
    failed: int


class CountsOut(Row):
    """One version of a process; no steps where its cases are secret."""

    pack: str
    process_id: str
    name: str
    version: int
    secret: bool
    running: int
    steps: tuple[StepOut, ...]


@router.post("/tasks/{task_id}/reassign", tags=["tasks"])
def reassign(calling: Calling, task_id: UUID, sent: Handover) -> HeldOut:
    """Hand a task to another position."""
    return HeldOut.model_validate(calling.execute(ReassignTask(task_id, sent.version, sent.to, sent.reason)))


@router.post("/tasks/{task_id}/due", tags=["tasks"])
def change_due(calling: Calling, task_id: UUID, sent: NewDue) -> HeldOut:
    """Move the date of a task; for the superior of who holds it and for administrators."""
    return HeldOut.model_validate(calling.execute(ChangeDue(task_id, sent.version, sent.on, sent.reason)))


@router.get("/cases/{number}/comments", tags=["cases"])
def comments(calling: Calling, number: str) -> list[CommentOut]:
    """List the latest 100 comments of a case, oldest first."""
    page = cases.case(calling.world, calling.actor, number)
    return [CommentOut.model_validate(row) for row in page.comments]


@router.post("/cases/{number}/comments", status_code=201, tags=["cases"])
def comment(calling: Calling, number: str, sent: CommentIn) -> Made:
    """Say something about a case; whoever holds it is told."""
    page = cases.case(calling.world, calling.actor, number)
    return Made(id=calling.execute(AddComment(page.instance_id, sent.text, sent.task_id)))


@router.post("/comments/{comment_id}/erase", status_code=204, tags=["cases"])
def erase(calling: Calling, comment_id: UUID, sent: Reason) -> None:
    """Erase the text of a comment; that there was one stays in the trail."""
    calling.execute(EraseComment(comment_id, sent.reason))


@router.post("/cases/{number}/suspend", tags=["repair"])
def suspend(calling: Calling, number: str, sent: Reason) -> CaseRef:
    """Hold a case still; what comes for it meanwhile waits."""
    page = cases.case(calling.world, calling.actor, number)
    return CaseRef.model_validate(calling.execute(SuspendCase(page.instance_id, sent.reason)))


@router.post("/cases/{number}/resume", tags=["repair"])
def resume(calling: Calling, number: str, sent: Reason) -> CaseRef:
    """Let a suspended case go on."""
    page = cases.case(calling.world, calling.actor, number)
    return CaseRef.model_validate(calling.execute(ResumeCase(page.instance_id, sent.reason)))


@router.get("/monitor/{section}", tags=["repair"])
def monitor(
    calling: Calling, section: str, pack: str = "", unit: str = "", number: str = "", cursor: str = ""
) -> WatchOut:
    """List what stands, 25 a page: failed, overdue, silent, vacant, suspended or waiting."""
    chosen = Chosen(pack=pack, unit=unit, number=number)
    return WatchOut.model_validate(watch.section(calling.world, calling.actor, section, chosen, cursor))


@router.post("/monitor/bulk", tags=["repair"])
def act(calling: Calling, request: Request, sent: BulkIn) -> list[OutcomeOut]:
    """Do the same to many rows; each ends on its own, and the same Idempotency-Key does nothing twice."""
    picked = [Picked(row.id, row.instance_id, row.version) for row in sent.rows]
    wish = Wish(sent.act, sent.reason, sent.to)
    ended = bulk.carry_out(calling.world, calling.actor, wish, picked, calling.key or "")
    return [_outcome(one, language_of(request)) for one in ended]


@router.get("/monitor/processes/{pack}/{process_id}", tags=["repair"])
def figures(calling: Calling, pack: str, process_id: str, version: int = 0) -> CountsOut:
    """Count the cases at each step of one version, the newest with running cases where none is named."""
    return CountsOut.model_validate(counts.process(calling.world, calling.actor, pack, process_id, version))


def _outcome(one: bulk.Outcome, language: str) -> OutcomeOut:
    code, detail = (one.refusal.code, sentence(one.refusal, language)) if one.refusal else ("", "")
    return OutcomeOut(instance_id=one.instance_id, number=one.number, code=code, detail=detail)
