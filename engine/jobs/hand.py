"""Who works: what every worker carries from one act to the next."""

from dataclasses import dataclass
from typing import TypeVar

from engine.model.actor import ENGINE
from engine.model.connectors import Connectors
from engine.model.world import World
from engine.service.command import Command
from engine.service.execute import execute

R = TypeVar("R")

#: Seconds a job, a timer or a start may be held before another worker may take it.
LEASE = 90.0


@dataclass(frozen=True, slots=True)
class Hand:
    """Who works: the world, the partners, and the name its leases carry."""

    world: World
    connectors: Connectors
    owner: str = "hand"

    def say(self, command: Command[R]) -> R:
        """Carry a command out as the engine."""
        return execute(command, world=self.world, actor=ENGINE)
