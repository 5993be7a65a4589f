"""What the API takes and gives of tasks and cases, described for OpenAPI; money and other numbers are texts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class Row(BaseModel):
    """Anything read out of a view."""

    model_config = ConfigDict(from_attributes=True)


class InboxRowOut(Row):
    """One open task."""

    task_id: UUID
    version: int
    name: str
    number: str
    title: str
    process_id: str
    process_name: str
    due: datetime | None
    urgency: str
    owner: str
    owner_name: str
    claimed_by: str | None
    mine: bool
    origin: str
    has_draft: bool
    opened_at: datetime
    suspended: bool
    choices: tuple[str, ...] = Field(default=(), description="In an ad-hoc subprocess: what may be begun.")


class InboxOut(BaseModel):
    """One page of the inbox, the most urgent first."""

    rows: list[InboxRowOut]
    next: str = Field(description="Cursor of the next page; empty on the last.")
    count: int


class ActivityOut(Row):
    """One activity that may be begun in an ad-hoc subprocess."""

    element: str
    name: str
    documentation: str
    owner_name: str
    running: int = Field(description="How many of it are open.")
    left: int | None = Field(description="How often more it may be begun; null without limit.")


class ChoosingOut(Row):
    """What may be begun; `busy` where one activity must be done before the next."""

    activities: tuple[ActivityOut, ...]
    busy: bool
    one_by_one: bool
    may_declare: bool = Field(description="True where people say when it is done.")
    cancels: bool = Field(description="True where what is open is cancelled then.")


class TaskOut(Row):
    """One task with what its form asks and what the case already knows."""

    task_id: UUID
    version: int
    element: str
    name: str
    documentation: str
    open: bool
    outcome: str
    number: str
    title: str
    process_name: str
    due: datetime | None
    owner: str
    owner_name: str
    claimed_by: str | None
    mine: bool
    may_complete: bool
    may_claim: bool
    fields: list[str] = Field(default_factory=list, description="Keys of the form, computed ones included.")
    values: dict[str, Any] = Field(default_factory=dict)
    draft: dict[str, list[str]] | None = None
    choosing: ChoosingOut | None = Field(default=None, description="In an ad-hoc subprocess, in place of a form.")


class Choice(BaseModel):
    """The activity to begin, and the version of the task the caller saw."""

    model_config = ConfigDict(json_schema_extra={"example": {"version": 1, "element": "Dengar_saksi"}})

    version: int
    element: str


class Finish(BaseModel):
    """Why the work is done, and the version of the task the caller saw."""

    model_config = ConfigDict(json_schema_extra={"example": {"version": 3, "reason": "Bukti sudah cukup"}})

    version: int
    reason: str


class ChosenOut(Row):
    """What became of a choice; `closed` where nothing more can be chosen."""

    instance_id: UUID
    number: str
    title: str
    task_name: str
    activity: str
    next_task: UUID | None
    closed: bool
    done: bool
    next_holders: tuple[str, ...]


class Held(BaseModel):
    """The version of the task the caller saw; a stale one is a conflict."""

    model_config = ConfigDict(json_schema_extra={"example": {"version": 1}})

    version: int


class Answers(BaseModel):
    """Answers by form key: texts, numbers (as text where they must be exact), booleans, lists of rows."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"version": 1, "answers": {"hps": "184500000", "tanggal": "2026-11-02"}}}
    )

    version: int = 0
    answers: dict[str, Any] = Field(default_factory=dict)


class Begin(BaseModel):
    """Answers of a start form, and the position to act as where the caller holds several."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"answers": {"nama_paket": "Pengadaan laptop"}, "position": "DKOM.PPK"}}
    )

    answers: dict[str, Any] = Field(default_factory=dict)
    position: str = ""


class HeldOut(Row):
    """The task and its new version."""

    task_id: UUID
    version: int


class CompletedOut(Row):
    """What became of the case."""

    instance_id: UUID
    number: str
    title: str
    task_name: str
    next_task: UUID | None
    done: bool
    next_holders: tuple[str, ...]


class SavedOut(Row):
    """When the draft was kept."""

    saved_at: datetime


class StartedOut(Row):
    """The new case."""

    instance_id: UUID
    number: str
    title: str
    next_task: UUID | None


class CaseRef(Row):
    """The case a write concerned."""

    instance_id: UUID
    number: str


class StartableOut(Row):
    """One process the caller may start."""

    pack: str
    process_id: str
    name: str
    documentation: str
    pack_title: str


class CaseRowOut(Row):
    """One case in a list."""

    instance_id: UUID
    number: str
    title: str
    process_name: str
    state: str
    failed: bool
    started_at: datetime
    changed_at: datetime
    unit_name: str
    holders: str
    suspended: bool


class CasesOut(BaseModel):
    """One page of cases."""

    rows: list[CaseRowOut]
    next: str


class HolderOut(Row):
    """Who holds one open task of a case."""

    task_id: UUID
    task_name: str
    owner_name: str
    holders: tuple[str, ...]
    claimed_by: str | None
    since: datetime
    due: datetime | None
    choices: tuple[str, ...] = Field(default=(), description="In an ad-hoc subprocess: what may be begun.")


class WaitingOut(Row):
    """What else the case waits for: `kind` is timer, message, signal, condition, job, call or incident."""

    element: str
    name: str
    kind: str
    due: datetime | None
    since: datetime | None
    operation: str
    attempts: int
    message: str
    senders: tuple[str, ...]
    number: str


class HistoryOut(Row):
    """One thing that happened."""

    at: datetime
    kind: str
    element_name: str
    who: str | None
    acted_as: str | None


class LetterOut(Row):
    """One letter."""

    id: UUID
    number: str
    title: str
    at: datetime


class AttachmentOut(Row):
    """One document."""

    id: UUID
    name: str
    media_type: str
    size: int


class ReceiptOut(Row):
    """What the starter of a secret case may know of it."""

    number: str
    process_name: str
    state: str
    started_at: datetime
    ended_at: datetime | None


class CaseOut(Row):
    """One case: status, holders, history."""

    instance_id: UUID
    number: str
    title: str
    pack: str
    process_id: str
    process_name: str
    version_number: int
    state: str
    failed: bool
    started_at: datetime
    ended_at: datetime | None
    unit_name: str
    holders: tuple[HolderOut, ...]
    waiting: tuple[WaitingOut, ...]
    history: tuple[HistoryOut, ...]
    letters: tuple[LetterOut, ...]
    attachments: tuple[AttachmentOut, ...]
    may_withdraw: bool
    suspended_at: datetime | None


class Reason(BaseModel):
    """Why; it stays in the history."""

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "Paket digabung dengan PGD-2026-00041"}})

    reason: str = ""
