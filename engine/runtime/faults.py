"""What stops a token: a fault becomes an incident, a BPMN error looks for its handler."""

from collections.abc import Mapping


class Fault(Exception):
    """Stop the token where it is and open an incident `code`; `details` holds codes, never values."""

    def __init__(self, code: str, message: str, details: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details: Mapping[str, str] = details or {}


class BpmnError(Exception):
    """A business error (BPMN 2.0.2 §10.5.1): the innermost boundary event that catches `code` takes the token."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
