"""The one family of refusals a person can meet; faults of engine or partner are incidents instead."""

from collections.abc import Mapping, Sequence

from engine.model.ids import Id


class Refused(Exception):
    """Refuse an act: `code` for machines, `message` («Expected …, but …») and `problems` per field for people."""

    status = 400

    def __init__(
        self,
        code: str,
        message: str,
        *,
        problems: Mapping[str, Sequence[str]] | None = None,
        details: Mapping[str, str] | None = None,
        leaves_trace: bool = False,
        instance: Id | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.problems: Mapping[str, Sequence[str]] = problems or {}
        #: Values for the translated sentence of `code`; never personal data.
        self.details: Mapping[str, str] = details or {}
        #: True where the inspector must see the attempt (architecture §3).
        self.leaves_trace = leaves_trace
        #: The case it concerned, for the trace.
        self.instance = instance


class NotFound(Refused):
    """The named thing does not exist, or the actor may not know that it does."""

    status = 404


class Forbidden(Refused):
    """The actor's positions today do not carry the right."""

    status = 403


class Conflict(Refused):
    """Somebody or something else was first; the actor's view was stale."""

    status = 409


class Invalid(Refused):
    """What was sent cannot be accepted; `problems` says it per field."""

    status = 422
