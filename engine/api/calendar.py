"""The office's calendar for programs: closed days, what a change would move, and processes that did not begin."""

from datetime import date, datetime

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from engine.api.caller import Calling
from engine.api.models import Reason, Row
from engine.service.failing import RetryStart, SkipStart, failing_starts
from engine.service.hours import AddHoliday, RemoveHoliday
from engine.service.views import law

router = APIRouter()


class HolidayOut(Row):
    """One closed day."""

    day: date
    name: str
    kind: str = Field(description="national, joint_leave or local.")
    legal_basis: str
    status: str


class YearOut(Row):
    """The closed days of a year, and the counting again that a change asked for last."""

    year: int
    working_days: int
    rows: list[HolidayOut]


class MovingOut(Row):
    """One open task whose date would move."""

    number: str
    title: str
    name: str
    due: datetime
    to: datetime
    zone: str = Field(description="IANA zone of the case's unit.")


class EffectOut(Row):
    """What closing a day, or opening a closed one, would move; nothing is changed by asking."""

    day: date
    closed: bool = Field(description="True where the day is closed now, so that opening it is meant.")
    tasks: int
    timers: int
    is_part: bool = Field(description="True where at least so many move: not every open deadline was looked at.")
    rows: list[MovingOut] = Field(description="The first 50 of the tasks, the nearest due first.")


class NewHoliday(BaseModel):
    """A day to close, and the decree that says so."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"name": "Pilkada", "kind": "national", "decree": "Keppres 1/2026"}}
    )

    name: str
    kind: str = Field("local", description="national, joint_leave or local.")
    decree: str


class StartOut(Row):
    """A process that should have begun by itself and did not."""

    pack: str
    process_id: str
    process_name: str
    element: str
    due: datetime
    since: datetime
    attempts: int
    next: datetime = Field(description="When it is tried again by itself.")
    message: str


@router.get("/calendar/{year}", tags=["calendar"])
def year(calling: Calling, year: int) -> YearOut:
    """List the closed days of a year."""
    return YearOut.model_validate(law.year(calling.world, calling.actor, year))


@router.get("/calendar/days/{day}/effect", tags=["calendar"])
def effect(calling: Calling, day: date) -> EffectOut:
    """Say what closing a day, or opening a closed one, would move."""
    found = law.effect(calling.world, calling.actor, day)
    return EffectOut(
        day=found.day,
        closed=found.was_closed is not None,
        tasks=found.tasks,
        timers=found.timers,
        is_part=found.is_part,
        rows=[MovingOut.model_validate(row) for row in found.rows],
    )


@router.put("/calendar/days/{day}", status_code=204, tags=["calendar"])
def close(calling: Calling, day: date, sent: NewHoliday) -> None:
    """Close the office on a day; open deadlines counted over it move in the background."""
    calling.execute(AddHoliday(day, sent.name, sent.kind, sent.decree))


@router.post("/calendar/days/{day}/open", status_code=204, tags=["calendar"])
def reopen(calling: Calling, day: date, sent: Reason) -> None:
    """Let the office be open on a closed day again; the reason names the decree."""
    calling.execute(RemoveHoliday(day, sent.reason))


@router.get("/starts/failing", tags=["repair"])
def failing(calling: Calling) -> list[StartOut]:
    """List the processes that should have begun by themselves and did not."""
    return [StartOut.model_validate(row) for row in failing_starts(calling.world, calling.actor)]


@router.post("/starts/{pack}/{process_id}/{element}/retry", status_code=204, tags=["repair"])
def retry(calling: Calling, pack: str, process_id: str, element: str) -> None:
    """Begin one of them now."""
    calling.execute(RetryStart(pack, process_id, element))


@router.post("/starts/{pack}/{process_id}/{element}/skip", status_code=204, tags=["repair"])
def skip(calling: Calling, pack: str, process_id: str, element: str, sent: Reason) -> None:
    """Let this moment pass and wait for the next."""
    calling.execute(SkipStart(pack, process_id, element, sent.reason))
