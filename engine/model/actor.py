"""Who acts: a person, in the capacity of the positions held today."""

from dataclasses import dataclass
from enum import StrEnum

from engine.model.ids import Id


class Capacity(StrEnum):
    """How a person holds a position (SE BKN 1/SE/I/2021; UU 30/2014 art. 14)."""

    DEFINITIF = "definitif"
    PLT = "plt"
    PLH = "plh"
    PJ = "pj"
    PJS = "pjs"


class Right(StrEnum):
    """What a position (or a system account) may do beyond its own tasks."""

    WORK = "work"
    ANALYSE = "analyse"
    ADMINISTER = "administer"
    AUDIT = "audit"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Holding:
    """One position the person holds today."""

    position: str
    title: str
    unit: str
    unit_name: str
    roles: tuple[str, ...]
    capacity: Capacity = Capacity.DEFINITIF
    warrant: str = ""

    def addresses(self) -> tuple[str, ...]:
        """Task addresses this holding answers to: its position, and each of its roles in its unit."""
        return (f"position:{self.position}", *(f"role:{role}@{self.unit}" for role in self.roles))


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the engine itself) with today's holdings and rights."""

    person: Id | None
    name: str
    holdings: tuple[Holding, ...] = ()
    rights: frozenset[Right] = frozenset({Right.WORK})
    session: str = ""

    def addresses(self) -> tuple[str, ...]:
        """Every address whose tasks this actor may do, in the order of the holdings."""
        seen: dict[str, None] = {}
        for holding in self.holdings:
            seen.update(dict.fromkeys(holding.addresses()))
        return tuple(seen)

    def holding_for(self, address: str) -> Holding | None:
        """The holding that answers to `address`, if any."""
        return next((h for h in self.holdings if address in h.addresses()), None)


#: The engine acting for itself: timers, results of integrations, deliveries of messages.
ENGINE = Actor(person=None, name="Tatalaksana", rights=frozenset({Right.SYSTEM}))
