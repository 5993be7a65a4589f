"""The unit of work: one open transaction, who acts, when, and in which world."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from engine.model.actor import Actor
from engine.model.facts import Fact
from engine.model.ids import Id
from engine.model.world import World
from engine.store import audit, remarks


@dataclass(slots=True)
class Unit:
    """Carry one transaction through a command; `execute` alone commits it."""

    db: Connection
    actor: Actor
    now: datetime
    world: World
    #: Position and capacity acted in, `DKOM.KADIS/plt`: set once the rights are checked.
    acted_as: str = ""
    #: True once rows were written that wait for a worker.
    wakes: bool = False

    def new_id(self) -> Id:
        """Make one identifier."""
        return self.world.ids()

    def record(self, *facts: Fact, remark: str = "") -> None:
        """Append facts that belong to no case to the office's own chain; a typed reason is kept beside the first."""
        if not facts:
            return
        salt = self.world.secret(16) if remark else b""
        if remark:
            sealed = remarks.sealed(salt, remark)
            facts = (replace(facts[0], data={**facts[0].data, "remark": sealed}), *facts[1:])
        head = audit.append_office(self.db, facts, audit.Stamp(self.now, self.actor.person, self.acted_as))
        if remark:
            remarks.keep(self.db, head.seq - len(facts) + 1, salt, remark)
