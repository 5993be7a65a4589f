"""What a form may look up: rows of registers, and files already attached to the same draft."""

from collections.abc import Sequence
from contextlib import nullcontext

from sqlalchemy import Connection

import forms
from engine.model.actor import Actor
from engine.model.ids import Id
from engine.model.register import RegisterSpec
from engine.model.world import World
from engine.service.env import Reads
from engine.service.secrecy import readable
from engine.store import attachments, registers
from engine.store.registers import RegisterRow
from engine.store.unit import Unit

#: Rows of a secret register one search looks at.
MOST_SECRET = 2000


class OfficeLookups:
    """Answer for one actor and one form; only the actor's own files of this form exist for it."""

    def __init__(self, reads: Reads, world: World, actor: Actor, subject: str) -> None:
        self._reads = reads
        self._world = world
        self._actor = actor
        self._subject = subject

    def search(self, register: str, text: str, limit: int) -> Sequence[forms.Option]:
        """The best rows for a typed text."""
        with self._reads() as db:
            spec = self._spec(db, register)
            # A secret register is read whole: a limit before the filter would tell how much there is.
            asked = limit if spec is None or not spec.secret else MOST_SECRET
            found = readable(db, self._actor, spec, registers.search(db, register, text, asked))
            return [self._option(row, spec) for row in found[:limit]]

    def find(self, register: str, key: str) -> forms.Option | None:
        """The row with exactly this key."""
        with self._reads() as db:
            row = registers.row(db, register, key)
            spec = self._spec(db, register)
            found = readable(db, self._actor, spec, [row] if row else [])
            return self._option(found[0], spec) if found else None

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

    def _spec(self, db: Connection, register: str) -> RegisterSpec | None:
        return registers.spec_of(Unit(db, self._actor, self._world.clock(), self._world), register)

    def _option(self, row: RegisterRow, spec: RegisterSpec | None) -> forms.Option:
        hidden = self._hidden(row, spec)
        fields = {name: value for name, value in row.data.items() if name not in hidden}
        return forms.Option(row.key, row.label, {**fields, "key": row.key, "state": row.state})

    def _hidden(self, row: RegisterRow, spec: RegisterSpec | None) -> set[str]:
        """Personal fields are for the unit the row belongs to."""
        if spec is None or any(holding.unit == row.unit for holding in self._actor.holdings):
            return set()
        return {field.name for field in spec.fields.values() if field.personal}


def lookups_in(unit: Unit, subject: str) -> OfficeLookups:
    """Look-ups inside the running transaction."""
    return OfficeLookups(lambda: nullcontext(unit.db), unit.world, unit.actor, subject)


def standing_lookups(world: World, actor: Actor, subject: str) -> OfficeLookups:
    """Look-ups that outlive a transaction: a page being rendered."""
    return OfficeLookups(world.database.reading, world, actor, subject)
