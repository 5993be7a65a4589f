"""What has served its time and is let go of; facts, cases and answers are never among it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from engine.model.actor import Right
from engine.service.command import Command
from engine.store import logins, receipts, sessions
from engine.store.unit import Unit

#: How long a repeated request still finds its first answer.
RECEIPT = timedelta(days=30)
#: How long a form typed into an expired session waits for its owner.
FORM = timedelta(days=30)
#: How long wrong passwords are held against a name.
FAILURES = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ForgetOld(Command[int]):
    """Drop old receipts, expired sessions, and typed forms nobody came back for."""

    needs: ClassVar[Right] = Right.SYSTEM

    def run(self, unit: Unit) -> int:
        """Answer how many rows went."""
        forms = sessions.purge_rescued(unit, unit.now - FORM)
        names = logins.purge(unit, unit.now - FAILURES)
        return receipts.purge(unit, unit.now - RECEIPT) + sessions.purge(unit) + forms + names
