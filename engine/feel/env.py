"""What an evaluation may know of the outside: one instant, the calendar, the parameters, who is whose superior."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.model.calendar import Calendar


def _nothing(_: str) -> None:
    return None


EVERY_WEEKDAY = Calendar()


@dataclass(frozen=True, slots=True)
class Env:
    """Pass one per step, so that now() is the same in all its expressions and a replay gives the same values."""

    #: Aware.
    now: datetime
    #: IANA zone of the office.
    zone: str = "Asia/Jakarta"
    calendar: Calendar = EVERY_WEEKDAY
    parameter: Callable[[str], Any] = _nothing
    #: Address of the superior of a person or position.
    superior: Callable[[str], str | None] = _nothing
    #: Items, calls and comparisons one run may spend (about 0.7 µs each).
    steps: int = 100_000
    #: The value of a parameter in force on another day; None where only those of today are known.
    parameter_on: Callable[[str, date], Any] | None = None
