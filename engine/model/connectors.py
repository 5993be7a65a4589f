"""How an outside system is called, and the four ways a call can end badly."""

from collections.abc import Mapping
from typing import Protocol

from engine.model.state import Value


class CallFailed(Exception):
    """What every failed call has: a code for the incident and a sentence for the admin."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Retryable(CallFailed):
    """The partner did nothing and may be asked again: refused connection, 429, 503."""


class Permanent(CallFailed):
    """Asking again cannot help: the request itself is wrong, or the operation is unknown."""


class UnknownOutcome(CallFailed):
    """The request left but no answer came: only the same key, or a look-up, may follow."""


class BpmnFault(CallFailed):
    """The partner refused for a reason the diagram knows: a BPMN error with `code` (BPMN 2.0.2 §10.5.6)."""


class Connectors(Protocol):
    """Every operation this office can call, by type; called outside any transaction."""

    def call(self, type: str, payload: Mapping[str, Value], *, key: str, deadline: float) -> Mapping[str, Value]:
        """Carry out one operation within `deadline` seconds under the idempotency `key`; raise a CallFailed."""
        ...
