"""The living state of one instance, as rows; and the port the runtime reads it through.

Numbers (`no`) are unique inside an instance and come from its one counter, so they order what happened.
Nothing finished is ever here: a finished token leaves as a fact (engine.md §3).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

#: A FEEL value: None, bool, Decimal, str, list, dict, or a value of engine.feel.values.
Value = Any


@dataclass(slots=True)
class Token:
    """One live token: `node` is the compiled node's name, `state` the library's task state."""

    no: int
    node: str
    scope: int
    state: int
    #: The holder this token lives under: an open boundary or start split, a loop, a multi-instance.
    parent: int | None = None
    data: dict[str, Any] = field(default_factory=dict)

    def copy(self) -> "Token":
        """A copy that may be changed without changing the stored one."""
        return replace(self, data=dict(self.data))


@dataclass(slots=True)
class Scope:
    """One scope (process, subprocess, multi-instance item); number 0 is the process itself."""

    no: int
    parent: int | None
    #: The token that holds this scope open; None for the process.
    holder: int | None
    node: str
    #: Live tokens inside; the scope ends at 0.
    live: int = 0


@dataclass(slots=True)
class Subscription:
    """What a token (or an armed handler) waits for; an index finds it, nobody polls."""

    no: int
    #: None for an armed event subprocess: it keeps no scope alive.
    token: int | None
    scope: int
    #: message, signal, timer, condition.
    kind: str
    name: str = ""
    key: str = ""
    due: datetime | None = None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RegisterCall:
    """One act on a register (buku): runs inside the command's transaction (architecture §5)."""

    #: create, reserve, release, settle, change.
    operation: str
    #: `pack.register`, e.g. penganggaran.dpa_line.
    register: str
    arguments: Mapping[str, Value]
    element: str


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """The row after the act; or the broken invariant as a BPMN error."""

    row: Mapping[str, Value] | None
    error_code: str = ""
    error_message: str = ""

    @property
    def accepted(self) -> bool:
        """True where the act was carried out."""
        return not self.error_code


class State(Protocol):
    """What the runtime reads of one instance: rows in production, dicts in tests; lazy, and nothing is written here."""

    #: The next free number of the instance.
    next_no: int
    #: True where another case called this one and waits for it.
    called: bool

    def token(self, no: int) -> Token | None:
        """One live token."""
        ...

    def tokens_in(self, scope: int) -> Sequence[Token]:
        """Every live token of one scope (used to end or cancel it)."""
        ...

    def scope(self, no: int) -> Scope | None:
        """One scope."""
        ...

    def scope_held_by(self, token: int) -> Scope | None:
        """The scope a subprocess token holds open."""
        ...

    def counter(self, scope: int, name: str) -> int:
        """A join or live counter; 0 where there is none."""
        ...

    def counters(self, scope: int, prefix: str) -> Mapping[str, int]:
        """The counters of a scope whose names start with `prefix`."""
        ...

    def subscription(self, no: int) -> Subscription | None:
        """One subscription."""
        ...

    def subscriptions_of(self, token: int) -> Sequence[Subscription]:
        """What one token waits for."""
        ...

    def subscriptions_in(self, scope: int, kind: str) -> Sequence[Subscription]:
        """The subscriptions of one kind in one scope (conditions, armed handlers)."""
        ...

    def variables(self, scope: int, names: Collection[str] | None) -> Mapping[str, Value]:
        """The named variables of exactly this scope that exist (one query); all of them for None."""
        ...

    def register(self, call: RegisterCall) -> RegisterAnswer:
        """Lock the rows in key order, check the invariants, act. At most once per step."""
        ...
