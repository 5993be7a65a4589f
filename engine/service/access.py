"""Accounts in the hands of an admin: opened, reset, renamed, closed; and the owner's own password."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from engine.model.actor import Actor, Right
from engine.model.errors import Forbidden, Invalid, NotFound
from engine.model.facts import Fact
from engine.model.ids import Id
from engine.model.world import World
from engine.service.accounts import hash_of
from engine.service.command import Command
from engine.service.env import today
from engine.service.execute import execute
from engine.service.passwords import is_right, one_time
from engine.service.rights import may_administer
from engine.service.roster import cells
from engine.service.sessions import SignedIn
from engine.store import accounts, people, sessions
from engine.store.accounts import AccountRow
from engine.store.unit import Unit

#: How long a one-time password waits for its owner.
HANDED_OUT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Slip:
    """What is handed to one person, shown once: the password is stored as a hash only."""

    name: str
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class OpenAccount(Command[Id]):
    """Give a person a log-in name; a password is handed out apart."""

    needs: ClassVar[Right] = Right.ADMINISTER
    person_id: Id
    username: str

    def run(self, unit: Unit) -> Id:
        """Raise NotFound person.unknown or Invalid account.username, account.second."""
        if people.person(unit.db, self.person_id) is None:
            raise NotFound("person.unknown", "Expected a person of the office, but there is none")
        if accounts.of_person(unit.db, self.person_id):
            raise Invalid("account.second", "Expected one account for each person, but there is one already")
        account = accounts.add(unit, _free(unit, self.username), self.person_id, "")
        unit.record(Fact("account.opened", data={"account": str(account), "person": str(self.person_id)}))
        return account


@dataclass(frozen=True, slots=True)
class ResetPassword(Command[None]):
    """Set a one-time password; every session of the account ends."""

    needs: ClassVar[Right] = Right.ADMINISTER
    secret: ClassVar[bool] = True
    account_id: Id
    password_hash: str

    def run(self, unit: Unit) -> None:
        """Raise NotFound account.unknown or Invalid account.disabled."""
        account = _account(unit, self.account_id)
        if account.disabled:
            raise Invalid("account.disabled", "Expected an account in use, but it is closed")
        accounts.rehash(unit, account.id, self.password_hash, one_time_until=unit.now + HANDED_OUT)
        sessions.close_all(unit, account.id)
        unit.record(Fact("password.reset", data={"account": str(account.id)}))


@dataclass(frozen=True, slots=True)
class RenameAccount(Command[None]):
    """Set another log-in name."""

    needs: ClassVar[Right] = Right.ADMINISTER
    account_id: Id
    username: str

    def run(self, unit: Unit) -> None:
        """Raise NotFound account.unknown or Invalid account.username."""
        account = _account(unit, self.account_id)
        accounts.rename(unit, account.id, _free(unit, self.username))
        unit.record(Fact("account.renamed", data={"account": str(account.id)}))


@dataclass(frozen=True, slots=True)
class DisableAccount(Command[None]):
    """Close an account: its owner cannot log in, and every session ends."""

    needs: ClassVar[Right] = Right.ADMINISTER
    account_id: Id
    reason: str

    def run(self, unit: Unit) -> None:
        """Raise NotFound account.unknown, Invalid office.reason or Forbidden account.own."""
        account = _account(unit, self.account_id)
        reason = reason_of(self.reason)
        if account.person_id == unit.actor.person:
            raise Forbidden("account.own", "Expected another's account, but it is your own")
        accounts.disable(unit, account.id)
        sessions.close_all(unit, account.id)
        unit.record(Fact("account.disabled", data={"account": str(account.id)}), remark=reason)


@dataclass(frozen=True, slots=True)
class EnableAccount(Command[None]):
    """Open a closed account again."""

    needs: ClassVar[Right] = Right.ADMINISTER
    account_id: Id
    reason: str

    def run(self, unit: Unit) -> None:
        """Raise NotFound account.unknown or Invalid office.reason."""
        account, reason = _account(unit, self.account_id), reason_of(self.reason)
        accounts.disable(unit, account.id, disabled=False)
        unit.record(Fact("account.enabled", data={"account": str(account.id)}), remark=reason)


@dataclass(frozen=True, slots=True)
class ChangePassword(Command[None]):
    """Set one's own password; other sessions of the account end."""

    needs: ClassVar[Right] = Right.WORK
    secret: ClassVar[bool] = True
    account_id: Id
    password_hash: str

    def run(self, unit: Unit) -> None:
        """Raise NotFound account.unknown for another's account."""
        account = accounts.by_id(unit.db, self.account_id)
        if account is None or account.person_id != unit.actor.person:
            raise NotFound("account.unknown", "Expected an account of yours, but there is none by that name")
        accounts.rehash(unit, account.id, self.password_hash)
        sessions.close_all(unit, account.id, but=unit.actor.session)
        unit.record(Fact("password.changed", data={"account": str(account.id)}))


def hand_out(world: World, actor: Actor, account_ids: Sequence[Id]) -> tuple[Slip, ...]:
    """Set one-time passwords and answer them once; the hashes are made outside of any transaction."""
    may_administer(actor)
    slips = []
    for account_id in account_ids:
        password = one_time(world.secret(12))
        execute(ResetPassword(account_id, hash_of(password)), world=world, actor=actor)
        slips.append(_slip(world, account_id, password))
    return tuple(slips)


def change_password(world: World, signed: SignedIn, old: str, new: str) -> None:
    """Change one's own password; raises Invalid account.old, account.same or account.password."""
    with world.database.reading() as db:
        account = accounts.by_id(db, signed.account_id)
    if account is None or not is_right(account.password_hash, old):
        raise Invalid("account.old", "Expected the password of today, but it is another", problems={"lama": ["old"]})
    if new == old:
        raise Invalid("account.same", "Expected another password, but it is the same", problems={"baru": ["same"]})
    execute(ChangePassword(signed.account_id, hash_of(new)), world=world, actor=signed.actor)


def without_password(world: World, actor: Actor, unit_code: str = "") -> tuple[Id, ...]:
    """The accounts of people at work nobody has handed a password to yet, of one unit where given."""
    may_administer(actor)
    day = today(world)
    with world.database.reading() as db:
        rows = accounts.every(db)
        here = {row.username for row in people.officials(db, day) if unit_code in ("", row.unit)}
    return tuple(row.id for row in rows if not row.password_hash and not row.disabled and row.username in here)


def reason_of(text: str) -> str:
    """A reason or decree number; raises Invalid office.reason where it is empty or endless."""
    reason = text.strip()
    if not 1 <= len(reason) <= 2000:
        raise Invalid("office.reason", "Expected a reason, but it is empty", problems={"alasan": ["empty"]})
    return reason


def _slip(world: World, account_id: Id, password: str) -> Slip:
    with world.database.reading() as db:
        account = accounts.by_id(db, account_id)
        person = people.person(db, account.person_id) if account else None
    return Slip(person.name if person else "", account.username if account else "", password)


def _account(unit: Unit, account_id: Id) -> AccountRow:
    found = accounts.by_id(unit.db, account_id)
    if found is None:
        raise NotFound("account.unknown", "Expected an account, but there is none by that name")
    return found


def _free(unit: Unit, username: str) -> str:
    name = cells.username(username.strip())
    if accounts.account(unit.db, name):
        raise Invalid("account.username", "Expected a free username of at most 80 characters, but it is not")
    return name
