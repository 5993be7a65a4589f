"""What one cell may hold: each reader gives the canonical text or raises Invalid with a sentence for people."""

import re
from collections.abc import Callable, Collection
from datetime import date

from engine.feel import FeelError
from engine.model.errors import Invalid
from engine.store import parameters

Reader = Callable[[str], str]

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
NAME = re.compile(r"[a-z0-9][a-z0-9._@-]*")
ROLE = re.compile(r"[a-z][a-z0-9_]*")
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
#: As people and their spreadsheets write a day; the month is never first in Indonesia.
DAYS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"),
)
LONGEST = 500
#: The zones of the country and what officials call them (Keppres 41/1987).
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def text(cell: str) -> str:
    """Words in one line."""
    if len(cell) > LONGEST:
        raise Invalid("cell.long", f"Expected at most {LONGEST} characters, but there are {len(cell)}")
    return " ".join(cell.split())


def unit(cell: str) -> str:
    """The code of a unit, at most 40 characters."""
    return _match(CODE, cell, 40, "cell.code", "a code of letters, digits, dots and dashes")


def position(cell: str) -> str:
    """The code of a position, at most 60 characters."""
    return _match(CODE, cell, 60, "cell.code", "a code of letters, digits, dots and dashes")


def role(cell: str) -> str:
    """The key of a role, such as commitment_officer."""
    return _match(ROLE, cell, 60, "cell.role", "a role such as commitment_officer")


def username(cell: str) -> str:
    """A log-in name."""
    return _match(NAME, cell.lower(), 80, "cell.username", "a log-in name of small letters, digits, dots and dashes")


def key(cell: str) -> str:
    """The key of a legal parameter, such as `disc.summons.first.max`."""
    return _match(KEY, cell, 120, "cell.key", "a key such as disc.summons.first.max")


def email(cell: str) -> str:
    """An e-mail address."""
    return _match(EMAIL, cell, 200, "cell.email", "an e-mail address")


def nip(cell: str) -> str:
    """Eighteen digits; spaces are let go, a number a spreadsheet has rounded is not accepted."""
    digits = re.sub(r"[\s.'-]", "", cell) if "E" not in cell.upper() else cell
    if len(digits) == 18 and digits.isascii() and digits.isdigit():
        return digits
    if "E" in cell.upper():
        raise Invalid(
            "cell.nip_rounded", "Expected 18 digits, but the spreadsheet rounded them: format the column as text"
        )
    raise Invalid("cell.nip", f"Expected a NIP of 18 digits, but it is {cell}", details={"cell": cell})


def day(cell: str) -> str:
    """A day: 2026-12-31, or 31/12/2026 as spreadsheets write it."""
    for form in DAYS:
        found = form.fullmatch(cell)
        if found:
            return _day(cell, int(found["y"]), int(found["m"]), int(found["d"]))
    raise _no_day(cell)


def literal(cell: str) -> str:
    """A FEEL literal: 200000000, 7, "11-30", [1, 2]."""
    try:
        value = parameters.literal(cell)
    except (FeelError, ValueError, ArithmeticError):
        value = None
    if value is None:
        raise Invalid(
            "cell.literal", f"Expected a number or a text in quotes, but it is {cell}", details={"cell": cell}
        )
    return cell


def one_of(*allowed: str) -> Reader:
    """One of some words."""

    def read(cell: str) -> str:
        if cell.lower() in allowed:
            return cell.lower()
        choices = ", ".join(allowed)
        raise Invalid(
            "cell.choice", f"Expected one of {choices}, but it is {cell}", details={"choices": choices, "cell": cell}
        )

    return read


def zone(cell: str) -> str:
    """One of the three zones of the country, by its name or as WIB, WITA and WIT."""
    named = {name.lower(): zone for zone, short in ZONES.items() for name in (zone, short)}
    return named[one_of(*named)(cell)]


def several(read: Reader) -> Reader:
    """Some cells in one, with semicolons."""

    def read_all(cell: str) -> str:
        parts = [part for one in re.split(r"[;|]", cell) if (part := one.strip())]
        return ";".join(dict.fromkeys(read(part) for part in parts))

    return read_all


def listed(cell: str) -> list[str]:
    """The parts of a cell read by `several`."""
    return [part for part in cell.split(";") if part]


def day_of(cell: str) -> date | None:
    """The day of a canonical cell; None for an empty one."""
    return date.fromisoformat(cell) if cell else None


def written(value: Collection[str] | date | str | None) -> str:
    """A stored value as a canonical cell."""
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else ";".join(value or ())


def _match(form: re.Pattern[str], cell: str, longest: int, name: str, expected: str) -> str:
    if len(cell) <= longest and form.fullmatch(cell):
        return cell
    raise Invalid(name, f"Expected {expected}, but it is {cell}", details={"cell": cell})


def _day(cell: str, year: int, month: int, number: int) -> str:
    try:
        return date(year, month, number).isoformat()
    except ValueError as fault:
        raise _no_day(cell) from fault


def _no_day(cell: str) -> Invalid:
    return Invalid("cell.day", f"Expected a day such as 2026-12-31, but it is {cell}", details={"cell": cell})
