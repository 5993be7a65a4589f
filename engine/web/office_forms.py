"""What the forms of the office share: acts that come back with what is wrong, days as typed, reasons."""

from collections.abc import Callable, Iterable
from datetime import date

from fastapi import Response

from engine.locale import mark as _mark
from engine.locale.refusals import sentence
from engine.model.errors import Invalid, Refused
from engine.service.roster import WrongRows, cells
from engine.service.views.staffing import Seat
from engine.web.filling import Problem
from engine.web.pages import page, see
from engine.web.visit import Visit

Show = Callable[[list[Problem], int], Response]

#: What people call the columns of the office's sheets.
LABELS = {
    "code": _mark("Code"),
    "name": _mark("Name"),
    "kind": _mark("Kind"),
    "parent": _mark("Part of"),
    "zone": _mark("Time zone"),
    "title": _mark("Title of the position"),
    "unit": _mark("Unit"),
    "roles": _mark("Roles"),
    "superior": _mark("Superior"),
    "rights": _mark("Rights"),
    "nip": _mark("NIP"),
    "email": _mark("E-mail"),
    "language": _mark("Language"),
    "username": _mark("User name"),
    "position": _mark("Position"),
    "capacity": _mark("Held as"),
    "warrant": _mark("Number of the warrant"),
    "warrant_on": _mark("Date of the warrant"),
    "from_on": _mark("From"),
    "until_on": _mark("Until"),
    "day": _mark("Day"),
    "legal_basis": _mark("Legal basis"),
    "status": _mark("Status"),
    "key": _mark("Key"),
    "value": _mark("Value"),
    "day_type": _mark("Kind of days"),
    "article": _mark("Article"),
    "valid_from": _mark("In force from"),
    "valid_to": _mark("In force until"),
    "label_id": _mark("What it is"),
    "alasan": _mark("Reason or decree number"),
}

KINDS = {
    "national": _mark("National holiday"),
    "joint_leave": _mark("Joint leave"),
    "local": _mark("Local holiday"),
}
RIGHTS = {"analyse": _mark("Analyst"), "administer": _mark("Administrator"), "audit": _mark("Auditor")}


def attempted(act: Callable[[], object], visit: Visit, show: Show, onward: str) -> Response:
    """Act and go on; where what was typed is wrong, show the form again with it."""
    try:
        act()
    except Invalid as error:
        return show(problems_of(visit, error), 422)
    return see(f"{onward}{'&' if '?' in onward else '?'}tersimpan=1")


def problems_of(visit: Visit, error: Invalid) -> list[Problem]:
    """A refusal as lines of the error summary, each with its field."""
    if isinstance(error, WrongRows):
        return [
            Problem(one.column, label(visit, one.column), sentence(one.error, visit.language)) for one in error.found
        ]
    fields = list(error.problems) or [""]
    return [Problem(fields[0], label(visit, fields[0]), sentence(error, visit.language))]


def office_page(visit: Visit, template: str, *, status: int = 200, **context: object) -> Response:
    """Render one page of the office."""
    return page(visit, template, status=status, options=options, seats_of=seats_of, **context)


def options(rows: Iterable[object], key: str, name: str) -> list[tuple[str, str]]:
    """Rows as the choices of a list."""
    return [(getattr(row, key), getattr(row, name)) for row in rows]


def seats_of(seats: Iterable[Seat]) -> list[tuple[str, str]]:
    """Positions that are open as the choices of a list, with their unit where the title does not say it."""
    open_seats = [one for one in seats if one.row.closed_on is None]
    return [(one.row.code, f"{one.row.title} ({one.row.code})") for one in open_seats]


def label(visit: Visit, column: str) -> str:
    """What people call a column."""
    return visit.say(LABELS[column]) if column in LABELS else column


def day(text: str, field: str) -> date:
    """A day as a browser or a person writes it; raises Invalid with the field."""
    try:
        if not text.strip():
            raise Invalid("cell.required", f"Expected {field}, but it is empty")
        return date.fromisoformat(cells.day(text.strip()))
    except Refused as error:
        raise Invalid(error.code, error.message, details=error.details, problems={field: [error.message]}) from error
