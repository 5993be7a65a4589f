"""What a connector is: named operations with typed payloads over one outside system."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.model.connectors import Permanent
from engine.model.world import Operation

#: Plain values only: None, bool, Decimal, str (dates as ISO 8601), list, dict.
Plain = Mapping[str, Any]


class Payload(BaseModel):
    """Base of every payload: unknown fields are refused, so a typing mistake in a diagram is seen at once."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Reply(BaseModel):
    """Base of every answer: partners add fields without telling, so unknown ones are kept out silently."""

    model_config = ConfigDict(extra="ignore")


class Transport(Protocol):
    """Carries one request to the outside system, with its idempotency key, before a deadline in seconds."""

    def send(self, path: str, body: Mapping[str, Any], *, key: str, deadline: float) -> Mapping[str, Any]:
        """Return the partner's JSON answer; raises the faults of engine.model.connectors."""
        ...


PayloadModel = type[Payload]
ReplyModel = type[Reply]


@dataclass(frozen=True, slots=True)
class Port:
    """One operation bound to its path and types."""

    type: str
    title_id: str
    title_en: str
    path: str
    input: PayloadModel
    output: ReplyModel
    errors: tuple[str, ...] = ()
    idempotency: str = "key"

    def operation(self) -> Operation:
        """The face the modeler and the lint see."""
        return Operation(
            type=self.type,
            title_id=self.title_id,
            title_en=self.title_en,
            input_schema=self.input.model_json_schema(),
            output_schema=self.output.model_json_schema(),
            idempotency=self.idempotency,
            errors=self.errors,
        )

    def check(self, payload: Plain) -> dict[str, Any]:
        """The payload as JSON, or `Permanent` naming each wrong field: an admin corrects the value and retries."""
        try:
            return self.input.model_validate(dict(payload)).model_dump(mode="json", exclude_none=True)
        except ValidationError as error:
            raise Permanent("payload.invalid", sentences(error)) from error

    def read(self, answer: Plain) -> dict[str, Any]:
        """The answer's known fields; `Permanent` when the partner's answer lacks what was promised."""
        try:
            return self.output.model_validate(dict(answer)).model_dump(mode="python", exclude_none=True)
        except ValidationError as error:
            raise Permanent("answer.invalid", sentences(error)) from error


def sentences(error: ValidationError) -> str:
    """One line per wrong field, with its path."""
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False))


@dataclass(frozen=True, slots=True)
class Connector:
    """One outside system: its ports and how its transport is made."""

    name: str
    ports: tuple[Port, ...]
    #: Made on first use, so that a worker without the system configured still starts.
    transport: Callable[[], Transport]
    by_type: Mapping[str, Port] = field(init=False)

    def __post_init__(self) -> None:
        """Index the ports."""
        object.__setattr__(self, "by_type", {port.type: port for port in self.ports})
