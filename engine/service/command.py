"""What a command is: one act, its right, and what it answers."""

from abc import ABC, abstractmethod
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar, get_type_hints

from pydantic import TypeAdapter

from engine.model.actor import Right
from engine.model.world import World
from engine.store.unit import Unit

R = TypeVar("R")


class Command(ABC, Generic[R]):
    """One act on the office; subclasses are frozen dataclasses with imperative names.

    A command locks at most one instance row and never calls another command.
    """

    __slots__ = ()

    #: The right the actor must carry; None where nobody is signed in yet.
    needs: ClassVar[Right | None]
    #: True where the answer holds a secret and must never be stored in a receipt.
    secret: ClassVar[bool] = False

    def prepare(self, world: World) -> None:
        """Do slow reading before the transaction opens, so that on SQLite nobody waits for it; nothing by default.

        What it found may be stale when `run` begins: `run` decides, and finds the work done in a cache.
        """

    @abstractmethod
    def run(self, unit: Unit) -> R:
        """Carry the act out inside the open transaction; may raise Refused."""


@cache
def answer_type(command: type[Command[Any]]) -> TypeAdapter[Any]:
    """Read and write the answers of one kind of command as JSON, for receipts."""
    return TypeAdapter(get_type_hints(command.run)["return"])
