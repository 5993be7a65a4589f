"""Moving running cases to another version: judge, move, ask again."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from engine.api.caller import Calling
from engine.jobs import moving
from engine.service.moves.carrying import BeginMove
from engine.service.views import moves as views
from engine.service.views.moves import RunPage

router = APIRouter(prefix="/moves", tags=["repair"])


class MoveIn(BaseModel):
    """Which running cases are to be moved, and what takes the place of what is gone."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "pack": "pengadaan",
                "process": "direct_procurement",
                "source": 3,
                "target": 4,
                "mapping": {"Periksa": "Telaah"},
                "reason": "Prosedur baru berlaku",
                "dry": True,
            }
        }
    )

    pack: str
    process: str
    source: int
    target: int
    #: Old element id -> new; null for nowhere.
    mapping: dict[str, str | None] = {}
    #: Events that are waited for anew: a timer is counted from the move, a message by its new name.
    renew: list[str] = []
    reason: str = ""
    #: Judge only.
    dry: bool = False
    #: The number of one case; "" for all.
    only: str = ""
    limit: int | None = Field(default=None, ge=1)


class JudgedOut(BaseModel):
    """One case with what is to be told of it; no number where the caller may not read it."""

    case: str
    verdict: str
    findings: list[dict[str, str]]


class MoveOut(BaseModel):
    """How far a run is; the first hundred refused cases and the first hundred with notes once it has ended."""

    id: UUID
    state: str
    dry: bool
    total: int
    moved: int
    noted: int
    refused: int
    cases: list[JudgedOut]


@router.post("", status_code=202)
def move(calling: Calling, sent: MoveIn) -> MoveOut:
    """Move running cases in the background, or with `dry` only judge them; ask again for the outcome."""
    elements = tuple(sorted((old, new or "") for old, new in sent.mapping.items()))
    renew = tuple(sorted(sent.renew))
    command = BeginMove(
        pack=sent.pack,
        process_id=sent.process,
        source=sent.source,
        target=sent.target,
        elements=elements,
        renew=renew,
        reason=sent.reason,
        dry=sent.dry,
        only=sent.only,
        most=sent.limit,
    )
    begun = moving.begin(calling.world, calling.actor, command, calling.key)
    return _out(views.run_page(calling.world, calling.actor, begun.run_id))


@router.get("/{run_id}")
def moved(calling: Calling, run_id: UUID) -> MoveOut:
    """Read how far a run is and how it ended for which case."""
    return _out(views.run_page(calling.world, calling.actor, run_id))


@router.post("/{run_id}/continue", status_code=202)
def go_on(calling: Calling, run_id: UUID) -> MoveOut:
    """Let a run go on whose server went away."""
    moving.go_on(calling.world, calling.actor, run_id)
    return _out(views.run_page(calling.world, calling.actor, run_id))


def _out(found: RunPage) -> MoveOut:
    row = found.row
    shown = [*found.refused, *found.noted]
    return MoveOut(
        id=row.id,
        state=found.state,
        dry=row.dry,
        total=row.total,
        moved=row.moved,
        noted=row.noted,
        refused=row.refused,
        cases=[JudgedOut(case=one.number, verdict=one.verdict, findings=one.findings) for one in shown],
    )
