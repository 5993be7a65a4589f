"""What the outside gives to the engine, built once in engine/app.py and passed in: no globals anywhere."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from engine.model.ids import Ids
from engine.model.pack import Packs

#: The current moment, aware, UTC.
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a connector, as lint, modeler and forms see it."""

    #: `finance:payment.request`
    type: str
    title_id: str
    title_en: str
    #: JSON Schemas of input and output (2020-12).
    input_schema: Mapping[str, Any]
    output_schema: Mapping[str, Any]
    #: key: the partner takes our idempotency key; lookup: it can be asked; none: no retry after an unknown outcome.
    idempotency: str
    #: BPMN error codes the operation may end with.
    errors: Sequence[str] = ()


class Catalogue(Protocol):
    """The connector operations this office has; never their addresses or secrets."""

    def operations(self) -> Mapping[str, Operation]:
        """Every operation by type."""
        ...


class Database(Protocol):
    """Opens transactions; the connections are the store's business (SQLAlchemy Core)."""

    def writing(self) -> AbstractContextManager[Any]:
        """A transaction that may write: alone on SQLite, row locks on PostgreSQL. Only `execute` opens one."""
        ...

    def reading(self) -> AbstractContextManager[Any]:
        """A read-only view of what is committed."""
        ...

    def asking(self) -> AbstractContextManager[Any]:
        """Single questions, each with a view of its own; cheaper than `reading` where one is enough."""
        ...


#: Told what a step warned of: the number of the case, and (element, sentence) for each warning.
Warned = Callable[[str, Sequence[tuple[str, str]]], None]


def _unheard(number: str, warnings: Sequence[tuple[str, str]]) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class World:
    """Clock, identifiers, wake-up, released packs and the catalogue of connectors."""

    clock: Clock
    ids: Ids
    #: Called after a commit that left work for workers.
    wake: Callable[[], None]
    catalogue: Catalogue
    packs: Packs
    database: Database
    #: IANA zone of the office, e.g. Asia/Jakarta.
    zone: str = "Asia/Jakarta"
    #: n unguessable bytes: session tokens, salts of hashed answers.
    secret: Callable[[int], bytes] = secrets.token_bytes
    warned: Warned = _unheard
