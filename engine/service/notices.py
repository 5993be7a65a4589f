"""A short word to whoever answers an address: reminders and results (task type office:notify)."""

from dataclasses import dataclass
from typing import ClassVar

from engine import runtime
from engine.feel.text import to_text
from engine.model.actor import Right
from engine.model.connectors import Permanent
from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.model.step import Step
from engine.service.command import Command
from engine.service.running import Running
from engine.service.work import Lease, move
from engine.store import notices
from engine.store.jobs import JobRow
from engine.store.unit import Unit

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class NotifyOffice(Command[Id]):
    """Leave a notice for an address and go on with the case."""

    needs: ClassVar[Right] = Right.SYSTEM
    lease: Lease
    to: str
    text: str

    def run(self, unit: Unit) -> Id:
        """Raise Conflict job.lease_lost."""
        left: list[Id] = []

        def onward(case: Running, job: JobRow) -> Step:
            left.append(notices.notify(unit, case.instance.id, self.to, self.text))
            result = {"notice": str(left[0])}
            return runtime.finish(case.compiled, case.state, job.token, result, case.env)

        move(unit, self.lease, onward)
        return left[0]


@dataclass(frozen=True, slots=True)
class SeeNotice(Command[None]):
    """Put a notice away."""

    needs: ClassVar[Right] = Right.WORK
    notice_id: Id

    def run(self, unit: Unit) -> None:
        """Raise NotFound notice.unknown where it is for somebody else."""
        if not notices.seen(unit, self.notice_id, unit.actor.addresses()):
            raise NotFound("notice.unknown", "Expected a notice for you, but there is none by that name")


def notice_of(job: JobRow, lease: Lease) -> NotifyOffice:
    """The command of an office:notify job; raises Permanent where its inputs say neither to whom nor what."""
    payload = job.payload if isinstance(job.payload, dict) else {}
    to, text = payload.get("to"), payload.get("text")
    if not isinstance(to, str) or not to.startswith(("position:", "role:")) or text is None:
        raise Permanent("notice.inputs", "Expected inputs `to` (an address) and `text`, but one of them is missing")
    return NotifyOffice(lease, to[:140], to_text(text)[:LONGEST])
