"""The personnel system (SIKDA / SIASN): recorded disciplinary decisions (PP 94/2021)."""

from typing import Annotated, Literal

from pydantic import Field

from integrations.connector import Payload, Port, Reply
from integrations.finance import Day, Text


class DisciplineRecord(Payload):
    """A decision in force; the file itself never travels, only its hash."""

    case_number: Text
    nip: Annotated[str, Field(pattern=r"^\d{18}$")]
    decree_number: Text
    decree_date: Day
    penalty_code: Text
    effective_from: Day
    effective_until: Day | None = None
    status: Literal["berlaku", "keberatan", "banding", "dibatalkan"] = "berlaku"
    file_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class Recorded(Reply):
    """The personnel system's receipt."""

    record_number: str
    recorded_on: str


PORTS = (
    Port(
        type="personnel:discipline.record",
        title_id="Pencatatan hukuman disiplin ke SIKDA",
        title_en="Record of a disciplinary decision",
        path="/personnel/discipline-records",
        input=DisciplineRecord,
        output=Recorded,
        errors=("PERSONNEL_REFUSED",),
    ),
)
