"""What the API takes and gives of incidents, packs, messages, tokens and parameters."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from engine.api.models import Reason, Row


class Corrections(Reason):
    """Values by variable name, as an administrator would type them."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"reason": "NPWP salah ketik", "corrections": {"npwp_penyedia": "0123456789012345"}}
        }
    )

    corrections: dict[str, str]


class IncidentOut(Row):
    """One fault that waits for repair."""

    incident_id: UUID
    instance_id: UUID
    number: str
    title: str
    process_name: str
    element: str
    element_name: str
    code: str
    message: str
    opened_at: datetime
    open: bool
    job_type: str | None
    attempts: int | None


class VariableOut(Row):
    """One value of the case, as typed."""

    name: str
    text: str
    type: str


class IncidentDetailOut(BaseModel):
    """One incident with the values that may be corrected."""

    incident: IncidentOut
    variables: list[VariableOut]
    may_repair: bool


class RepairedOut(Row):
    """The case that goes on."""

    instance_id: UUID
    number: str
    reopened: bool


class ProcessOut(Row):
    """One process of a pack."""

    process_id: str
    name: str
    path: str
    running: int


class PackOut(Row):
    """One pack in force."""

    pack: str
    title_id: str
    title_en: str
    version: int
    released_at: datetime
    origin: str
    drafts: int
    processes: tuple[ProcessOut, ...]


class FileOut(Row):
    """One file of a pack."""

    path: str
    kind: str
    size: int
    draft_version: int | None


class VersionOut(Row):
    """One released version."""

    number: int
    released_at: datetime
    released_by: str | None
    note: str
    origin: str
    current: bool
    running: int


class PackDetailOut(BaseModel):
    """One pack with its files and versions."""

    pack: PackOut
    files: list[FileOut]
    versions: list[VersionOut]


class Release(BaseModel):
    """Which drafts to release; none named means all."""

    model_config = ConfigDict(json_schema_extra={"example": {"paths": ["pengadaan.bpmn"], "note": "Tambah verifikasi"}})

    paths: tuple[str, ...] = ()
    note: str = ""
    #: Why a pack without scenarios is released all the same.
    without_scenarios: str = ""


class Rehearse(BaseModel):
    """Which drafts to play the scenarios with; none named means all."""

    model_config = ConfigDict(json_schema_extra={"example": {"paths": ["pengadaan.bpmn"], "note": ""}})

    paths: tuple[str, ...] = ()
    note: str = ""


class RehearsalOut(Row):
    """One run of a pack's scenarios: running, lost, green, red or waived."""

    run_id: UUID
    pack: str
    #: Of exactly the files that were played.
    hash: str
    state: str
    total: int
    done: int
    #: What did not go as written: file, title, lines.
    failed: tuple[dict[str, Any], ...]
    started_at: datetime
    finished_at: datetime | None


class ReleasedOut(BaseModel):
    """The new version in force."""

    version_id: UUID
    number: int
    findings: list[dict[str, Any]] = Field(default_factory=list)


class DraftedOut(BaseModel):
    """The draft's version and what a check found in it."""

    version: int
    findings: list[dict[str, Any]]


class FindingsOut(BaseModel):
    """What a check found."""

    findings: list[dict[str, Any]]


class MessageIn(BaseModel):
    """One message for whichever case correlates."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"name": "sp2d_terbit", "key": "PGD-2026-00042", "payload": {"nomor": "SP2D-7"}}}
    )

    name: str
    key: str
    payload: dict[str, Any] = Field(default_factory=dict)
    ttl_seconds: int = Field(default=86400 * 30, gt=0)


class SignalIn(BaseModel):
    """One signal for everybody who waits for it now."""

    model_config = ConfigDict(json_schema_extra={"example": {"name": "anggaran.dibuka", "payload": {"tahun": 2026}}})

    name: str
    payload: dict[str, Any] = Field(default_factory=dict)


class HeardOut(BaseModel):
    """How many hear it: cases that wait, and processes it begins."""

    heard: int


class PublishedOut(BaseModel):
    """The message as stored."""

    id: UUID


class TokenIn(BaseModel):
    """What the token is for."""

    model_config = ConfigDict(json_schema_extra={"example": {"name": "Dasbor Diskominfo"}})

    name: str


class TokenOut(Row):
    """A token, shown this once."""

    id: UUID
    token: str


class ParameterOut(Row):
    """One legal number with its basis and validity."""

    key: str
    value: str
    unit: str
    day_type: str
    legal_basis: str
    article: str
    valid_from: date
    valid_to: date | None
    status: str
    label_id: str
