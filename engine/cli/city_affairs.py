"""What a demo city's procedures have in common: a beginning some days ago, and steps done one after the other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Step = Mapping[str, Any]
#: Makes a step from the day it is done on.
Action = Callable[[date], Step]


@dataclass(frozen=True, slots=True)
class Affair:
    """One case of the city's history, whatever its procedure."""

    #: Spreads the acts of many affairs over the day.
    salt: int
    #: Working days before today on which it began.
    age: int
    begin: Action
    #: Working days to wait before each step, and the step.
    steps: tuple[tuple[int, Action], ...] = ()
    #: What befalls it after its last step: none, draft, withdrawn, down.
    fate: str = "none"
    #: Who withdraws it or left a draft behind.
    owner: str = ""


def task(name: str, position: str, **answers: Any) -> Action:  # noqa: ANN401 - form answers
    """A step that completes the open task of that name, the same on any day."""
    return lambda _: {"tugas": name, "oleh": position, "isian": answers}
