"""What one operation of the runtime changed: the only thing the store ever writes of an instance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from engine.model.facts import Fact
from engine.model.state import Scope, Subscription, Token, Value


class InstanceState(StrEnum):
    """The life of a case (berkas)."""

    ACTIVE = "active"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    #: A called case that ended with an error its caller has to handle.
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A human task that just opened."""

    token: int
    element: str
    name: str
    form: str
    #: One address: `position:<code>` or `role:<key>@<unit>`.
    address: str
    #: Aware moment; None where the diagram sets none.
    due: datetime | None = None
    priority: int = 50
    #: What the due date was counted from (engine.feel.Deadline), where the office's calendar had a say.
    counted: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class NewJob:
    """Work outside the transaction: a connector call, or the continuation of a step.

    `kind` is `call` (a connector operation `type` with `payload`) or `continue` (a token that reached a second
    register task). The key of an outside effect is instance + token number: fixed across retries.
    """

    token: int
    element: str
    kind: str
    type: str = ""
    payload: Mapping[str, Value] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    retries: int = 3


@dataclass(frozen=True, slots=True)
class Thrown:
    """A message thrown: a row; its delivery is a command of its own."""

    name: str
    key: str
    payload: Mapping[str, Value]
    element: str
    #: How long it waits for somebody who wants it; None leaves it to the store.
    ttl: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A signal thrown: it reaches everybody who waits for it at this moment, and nobody later."""

    name: str
    payload: Mapping[str, Value]
    element: str
    #: The instance's counter when it was thrown: its own later subscriptions do not hear it.
    before: int


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call activity that starts a child instance, by a command of its own (architecture §3)."""

    token: int
    element: str
    process_id: str
    version_tag: str
    variables: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class NewIncident:
    """A fault of the engine, a diagram or a partner, stored for an admin to repair; the token stays."""

    token: int
    element: str
    #: feel.null, feel.error, gateway.no_flow, error.uncaught, decision.failed, job.failed …
    code: str
    message: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Step:
    """The rows one operation changes; None means the row goes."""

    tokens: dict[int, Token | None] = field(default_factory=dict)
    scopes: dict[int, Scope | None] = field(default_factory=dict)
    #: (scope, name) -> n; 0 removes the row.
    counters: dict[tuple[int, str], int] = field(default_factory=dict)
    subscriptions: dict[int, Subscription | None] = field(default_factory=dict)
    #: (scope, name) -> value. A scope that goes takes its variables and counters with it, the process (0) only at last.
    variables: dict[tuple[int, str], Value] = field(default_factory=dict)
    opened: list[OpenTask] = field(default_factory=list)
    #: Token number -> completed | cancelled: its human task closes.
    closed: dict[int, str] = field(default_factory=dict)
    jobs: list[NewJob] = field(default_factory=list)
    #: Tokens whose pending job is cancelled.
    cancelled_jobs: list[int] = field(default_factory=list)
    messages: list[Thrown] = field(default_factory=list)
    signals: list[Broadcast] = field(default_factory=list)
    calls: list[NewCall] = field(default_factory=list)
    #: Codes of escalations nobody caught: for the caller, if there is one.
    escalations: list[str] = field(default_factory=list)
    #: Tokens whose child instance is withdrawn.
    cancelled_calls: list[int] = field(default_factory=list)
    incidents: list[NewIncident] = field(default_factory=list)
    #: Tokens whose incident is resolved.
    resolved: list[int] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    #: (element, text): what FEEL warned of, such as an unknown variable; shown by checks, never stored.
    warnings: list[tuple[str, str]] = field(default_factory=list)
    next_no: int = 0
    state: InstanceState = InstanceState.ACTIVE
    #: Code and message a FAILED instance hands to its caller.
    error: tuple[str, str] = ("", "")
    #: What the instance leaves to its caller when it completes.
    returned: Mapping[str, Value] = field(default_factory=dict)
