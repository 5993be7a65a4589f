"""What a form may look up: rows of registers, and files already attached to the same draft."""

from collections.abc import Sequence
from contextlib import nullcontext

from sqlalchemy import Connection

import forms
from engine.model.actor import Actor
from engine.model.ids import Id
from engine.model.world import World
from engine.service.env import Reads
from engine.store import attachments, registers
from engine.store.registers import RegisterRow


class OfficeLookups:
    """Answer for one actor and one form; only the actor's own files of this form exist for it."""

    def __init__(self, reads: Reads, actor: Actor, subject: str) -> None:
        self._reads = reads
        self._actor = actor
        self._subject = subject

    def search(self, register: str, text: str, limit: int) -> Sequence[forms.Option]:
        """The best rows for a typed text."""
        with self._reads() as db:
            return [_option(row) for row in registers.search(db, register, text, limit)]

    def find(self, register: str, key: str) -> forms.Option | None:
        """The row with exactly this key."""
        with self._reads() as db:
            row = registers.row(db, register, key)
        return None if row is None else _option(row)

    def attachment(self, id: str) -> forms.Attached | None:
        """A file uploaded for this form by this person."""
        try:
            wanted = Id(id)
        except ValueError:
            return None
        with self._reads() as db:
            row = attachments.attachment(db, wanted)
        if row is None or row.subject != self._subject or row.person_id != self._actor.person:
            return None
        return forms.Attached(id, row.name, row.size, f"/berkas-lampiran/{id}")


def lookups_in(db: Connection, actor: Actor, subject: str) -> OfficeLookups:
    """Look-ups inside the running transaction."""
    return OfficeLookups(lambda: nullcontext(db), actor, subject)


def standing_lookups(world: World, actor: Actor, subject: str) -> OfficeLookups:
    """Look-ups that outlive a transaction: a page being rendered."""
    return OfficeLookups(world.database.reading, actor, subject)


def _option(row: RegisterRow) -> forms.Option:
    fields = {**row.data, "key": row.key, "state": row.state}
    return forms.Option(row.key, row.label, fields)
