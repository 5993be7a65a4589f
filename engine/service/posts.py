"""Who sits where, one act at a time: a holding ends, a position closes, a person changes name or number."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from sqlalchemy import select, update

from engine.model.actor import Right
from engine.model.errors import Conflict, Invalid, NotFound
from engine.model.facts import Fact
from engine.model.ids import Id
from engine.service.access import reason_of
from engine.service.command import Command
from engine.service.env import today
from engine.service.roster import Problem, WrongRows, cells
from engine.store import people, tables
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class EndHolding(Command[None]):
    """Let a holding end with a day; one that has not begun before that day never was in force."""

    needs: ClassVar[Right] = Right.ADMINISTER
    holding_id: Id
    on: date
    #: The decree or the reason.
    reason: str

    def run(self, unit: Unit) -> None:
        """Raise NotFound holding.unknown, Conflict holding.ended, Invalid holding.past or office.reason."""
        table, day = tables.holding, today(unit.world)
        row = unit.db.execute(select(table).where(table.c.id == self.holding_id).with_for_update()).one_or_none()
        if row is None:
            raise NotFound("holding.unknown", "Expected a holding, but there is none by that name")
        reason = reason_of(self.reason)
        if row.until_on is not None and row.until_on < day:
            raise Conflict("holding.ended", "Expected a holding that lasts, but it has ended")
        if self.on < day - timedelta(days=1):
            raise Invalid("holding.past", "Expected an end from today on, but what was done meanwhile stays done")
        until = max(self.on, row.from_on - timedelta(days=1))
        unit.db.execute(update(table).where(table.c.id == row.id).values(until_on=until))
        data = {"person": str(row.person_id), "position": row.position, "until": until.isoformat()}
        unit.record(Fact("holding.ended", data=data), remark=reason)


@dataclass(frozen=True, slots=True)
class ClosePosition(Command[None]):
    """Close a position with a day: nobody holds it afterwards, and its past stays readable."""

    needs: ClassVar[Right] = Right.ADMINISTER
    code: str
    on: date
    reason: str

    def run(self, unit: Unit) -> None:
        """Raise NotFound position.unknown, Conflict position.held, Invalid sheet.no_admin or office.reason."""
        table, holding = tables.position, tables.holding
        row = unit.db.execute(select(table).where(table.c.code == self.code).with_for_update()).one_or_none()
        if row is None:
            raise NotFound("position.unknown", "Expected a position, but there is none by that name")
        reason = reason_of(self.reason)
        held = select(holding.c.id).where(holding.c.position == self.code)
        if unit.db.execute(held.where((holding.c.until_on.is_(None)) | (holding.c.until_on > self.on))).first():
            raise Conflict("position.held", "Expected a position nobody holds after that day, but somebody does")
        others = [one for one in people.positions(unit.db) if one.code != self.code and one.closed_on is None]
        if "administer" in row.rights and not any("administer" in one.rights for one in others):
            raise Invalid("sheet.no_admin", "Expected a position that may administer, but none would be left")
        unit.db.execute(update(table).where(table.c.code == self.code).values(closed_on=self.on))
        unit.record(Fact("position.closed", data={"position": self.code, "on": self.on.isoformat()}), remark=reason)


@dataclass(frozen=True, slots=True)
class ChangePerson(Command[None]):
    """Correct a person's name, NIP, address or language; who left the office can no longer log in."""

    needs: ClassVar[Right] = Right.ADMINISTER
    person_id: Id
    name: str
    nip: str
    email: str
    language: str = "id"
    active: bool = True
    reason: str = ""

    def run(self, unit: Unit) -> None:
        """Raise NotFound person.unknown or Invalid with a problem for each field."""
        before = people.person(unit.db, self.person_id)
        if before is None:
            raise NotFound("person.unknown", "Expected a person of the office, but there is none")
        after = self._read()
        nip = after["nip"]
        owner = people.by_nip(unit.db, str(nip)) if nip else None
        if owner and owner.id != self.person_id:
            raise Invalid("person.nip", "Expected a NIP of one person, but another has it", problems={"nip": ["taken"]})
        if not self.active and self.person_id == unit.actor.person:
            raise Invalid("account.own", "Expected another's account, but it is your own")
        fields = sorted(name for name, value in after.items() if value != getattr(before, name))
        if not fields:
            return
        table = tables.person
        unit.db.execute(update(table).where(table.c.id == self.person_id).values(**after))
        unit.record(Fact("person.changed", data={"person": str(self.person_id), "fields": fields}), remark=self.reason)

    def _read(self) -> dict[str, str | bool | None]:
        readers = {
            "name": (cells.text, self.name),
            "nip": (cells.nip, self.nip),
            "email": (cells.email, self.email),
            "language": (cells.one_of("id", "en"), self.language),
        }
        read: dict[str, str | bool | None] = {"active": self.active}
        problems: list[Problem] = []
        for field, (reader, typed) in readers.items():
            try:
                read[field] = reader(typed.strip()) if typed.strip() else None
            except Invalid as error:
                problems.append(Problem(1, field, error))
        if not self.name.strip():
            problems.append(Problem(1, "name", Invalid("cell.required", "Expected name, but it is empty")))
        if problems:
            raise WrongRows(problems)
        return read
