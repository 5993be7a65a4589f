"""Accounts, sessions and tokens; secrets are stored as hashes only."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from engine.model.actor import Actor, Right
from engine.model.errors import Invalid, NotFound
from engine.model.facts import Fact
from engine.model.ids import Id
from engine.service.command import Command
from engine.service.passwords import LONGEST, SHORTEST, hashed
from engine.store import accounts, logins, sessions, tokens
from engine.store.unit import Unit

#: Nobody is signed in yet.
NOBODY = Actor(person=None, name="", rights=frozenset())

#: A session unused this long is over; it is over after a working day in any case.
SESSION = timedelta(hours=10)
#: Failures that are forgiven before each further one costs a wait.
FORGIVEN = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
LARGEST_FORM = 200_000


@dataclass(frozen=True, slots=True)
class NewSession:
    """What the browser gets: the token is shown once and never stored."""

    token: str
    csrf: str
    expires_at: datetime
    account_id: Id


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """An API token, shown once."""

    id: Id
    token: str


@dataclass(frozen=True, slots=True)
class OpenSession(Command[NewSession]):
    """Open a session for an account whose owner was recognised."""

    needs: ClassVar[None] = None
    secret: ClassVar[bool] = True
    account_id: Id
    #: The name that was typed; its wrong passwords are forgiven.
    username: str = ""

    def run(self, unit: Unit) -> NewSession:
        """Forgive earlier failures."""
        token, csrf = unit.world.secret(32).hex(), unit.world.secret(32).hex()
        expires_at = unit.now + SESSION
        sessions.open(unit, self.account_id, _digest(token), csrf, expires_at)
        logins.forget(unit, name_hash(self.username))
        unit.record(Fact("session.opened", data={"account": str(self.account_id)}))
        return NewSession(token, csrf, expires_at, self.account_id)


@dataclass(frozen=True, slots=True)
class RecordFailure(Command[None]):
    """Remember a log-in that failed; after a few, each costs a longer wait, whether or not the name exists."""

    needs: ClassVar[None] = None
    username: str
    #: None where there is no such account.
    account_id: Id | None

    def run(self, unit: Unit) -> None:
        """Write the failure into the office's chain as well."""
        unit.record(Fact("login.refused", data={"account": str(self.account_id or "")}))
        name = name_hash(self.username)
        count = logins.failures(unit.db, name) + 1
        beyond = count - FORGIVEN
        wait = min(FIRST_WAIT * 2 ** min(beyond, 10), LONGEST_WAIT) if beyond >= 0 else None
        logins.failed(unit, name, count, unit.now + wait if wait else None)


@dataclass(frozen=True, slots=True)
class ExtendSession(Command[None]):
    """Mark a session as used."""

    needs: ClassVar[None] = None
    token_hash: str

    def run(self, unit: Unit) -> None:
        """Do nothing where it is gone."""
        sessions.touch(unit, self.token_hash)


@dataclass(frozen=True, slots=True)
class LogOut(Command[None]):
    """Close a session."""

    needs: ClassVar[None] = None
    secret: ClassVar[bool] = True
    token: str

    def run(self, unit: Unit) -> None:
        """Do nothing where it is gone."""
        sessions.close(unit, _digest(self.token))
        unit.record(Fact("session.closed"))


@dataclass(frozen=True, slots=True)
class IssueToken(Command[IssuedToken]):
    """Make an API token for one's own account (an admin for any)."""

    needs: ClassVar[Right] = Right.WORK
    secret: ClassVar[bool] = True
    account_id: Id
    name: str

    def run(self, unit: Unit) -> IssuedToken:
        """Raise NotFound account.unknown for another's account."""
        account = accounts.by_id(unit.db, self.account_id)
        if account is None or not _owns(unit.actor, account.person_id):
            raise NotFound("account.unknown", "Expected an account of yours, but there is none by that name")
        token = f"tata_{unit.world.secret(32).hex()}"
        token_id = tokens.issue(unit, account.id, self.name[:80], _digest(token))
        unit.record(Fact("token.issued", data={"token": str(token_id), "account": str(account.id)}))
        return IssuedToken(token_id, token)


@dataclass(frozen=True, slots=True)
class RevokeToken(Command[None]):
    """End an API token at once."""

    needs: ClassVar[Right] = Right.WORK
    token_id: Id
    account_id: Id

    def run(self, unit: Unit) -> None:
        """Raise NotFound account.unknown for another's token."""
        account = accounts.by_id(unit.db, self.account_id)
        owned = account is not None and _owns(unit.actor, account.person_id)
        if not owned or self.token_id not in {row.id for row in tokens.of_account(unit.db, self.account_id)}:
            raise NotFound("account.unknown", "Expected a token of yours, but there is none by that name")
        tokens.revoke(unit, self.token_id)
        unit.record(Fact("token.revoked", data={"token": str(self.token_id)}))


@dataclass(frozen=True, slots=True)
class KeepForm(Command[str]):
    """Keep what was typed into a form whose session had expired; the answer is the cookie that gives it back."""

    needs: ClassVar[None] = None
    secret: ClassVar[bool] = True
    path: str
    fields: Mapping[str, Sequence[str]]
    username: str = ""

    def run(self, unit: Unit) -> str:
        """Raise Invalid draft.too_large."""
        if sum(len(name) + sum(map(len, values)) for name, values in self.fields.items()) > LARGEST_FORM:
            raise Invalid("draft.too_large", f"Expected a form under {LARGEST_FORM} characters, but it is larger")
        token = unit.world.secret(32).hex()
        owner = _digest(self.username) if self.username else ""
        kept = {name: list(values) for name, values in self.fields.items()}
        sessions.rescue(unit, _digest(token), owner, self.path, kept)
        return token


@dataclass(frozen=True, slots=True)
class TakeForm(Command[Mapping[str, list[str]] | None]):
    """Give a kept form back to its owner, once."""

    needs: ClassVar[Right] = Right.WORK
    secret: ClassVar[bool] = True
    token: str
    path: str
    username: str = ""

    def run(self, unit: Unit) -> Mapping[str, list[str]] | None:
        """None where there is none, it belongs to another page, or to another person."""
        row = sessions.rescued(unit.db, _digest(self.token))
        if row is None or row.path != self.path:
            return None
        if row.username_hash and row.username_hash != _digest(self.username):
            return None
        sessions.forget(unit, row.token_hash)
        return {name: list(values) for name, values in row.fields.items()}


def hash_of(password: str) -> str:
    """The stored form of a new password; raises Invalid account.password."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid("account.password", f"Expected a password of {SHORTEST} to {LONGEST} characters, but it is not")
    return hashed(password)


def name_hash(username: str) -> str:
    """What is kept of a name somebody tried: it may be a password typed into the wrong box."""
    return _digest(f"masuk:{username.strip()}")


def _owns(actor: Actor, person_id: Id) -> bool:
    return actor.person == person_id or bool(actor.rights & {Right.ADMINISTER, Right.SYSTEM})


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
