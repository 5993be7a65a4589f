"""Facts (jejak): the audit trail, past tense, never a personal value (architecture §4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened: `kind` is noun.past, e.g. task.completed, case.started, attempt.refused.

    `data` holds ids, field names and codes only; values live in scope, answer and register rows.
    """

    kind: str
    element: str = ""
    #: Token number inside the instance, where there is one.
    token: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
