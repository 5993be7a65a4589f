"""What a form may ask of the outside: rows of registers, and the files already uploaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Option:
    """One row a reference may point at, as it stands now."""

    key: str
    label: str
    row: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attached:
    """One stored file; `size` in bytes."""

    id: str
    name: str
    size: int
    url: str


class Lookups(Protocol):
    """Answers with what the actor may see and nothing else."""

    def search(self, register: str, text: str, limit: int) -> Sequence[Option]:
        """The best rows for a typed text."""
        ...

    def find(self, register: str, key: str) -> Option | None:
        """The row with exactly this key."""
        ...

    def attachment(self, id: str) -> Attached | None:
        """A file this task or draft may use."""
        ...


class _None:
    def search(self, register: str, text: str, limit: int) -> Sequence[Option]:
        return ()

    def find(self, register: str, key: str) -> Option | None:
        return None

    def attachment(self, id: str) -> Attached | None:
        return None


NO_LOOKUPS: Lookups = _None()
