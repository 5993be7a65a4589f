"""Signing in: the password is checked outside any transaction, the outcome is a command."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from engine.model.actor import Actor
from engine.model.errors import Forbidden, NotFound
from engine.model.ids import Id
from engine.model.world import World
from engine.service.accounts import NOBODY, ExtendSession, NewSession, OpenSession, RecordFailure, name_hash
from engine.service.env import today
from engine.service.execute import execute
from engine.service.passwords import is_right
from engine.store import accounts, logins, people, sessions, tokens
from engine.store.people import Official

__all__ = [
    "NewSession",
    "Official",
    "SignedIn",
    "actor_of",
    "bearer",
    "enter",
    "fingerprint",
    "holder_of",
    "log_in",
    "officials",
    "signed_in",
]

#: A session is marked as seen at most this often.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is behind a session or an API token, with today's positions."""

    actor: Actor
    account_id: Id
    csrf: str
    language: str
    expires_at: datetime | None
    #: True while the password is a one-time one: nothing else is done before it is changed.
    must_change: bool = False


def log_in(world: World, username: str, password: str) -> NewSession:
    """Open a session; raises Forbidden login.refused (which of the two was wrong is not said) or login.throttled.

    A name nobody has is throttled like any other, so that waiting tells nothing about who works here.
    """
    with world.database.reading() as db:
        until = logins.locked_until(db, name_hash(username))
        account = accounts.account(db, username.strip())
    if until and until > world.clock():
        told = until.isoformat()
        raise Forbidden(
            "login.throttled", f"Expected you to wait until {told}, but you tried again", details={"until": told}
        )
    right = is_right(account.password_hash if account else None, password)
    if account is None or account.disabled or not right:
        execute(RecordFailure(username, account.id if account else None), world=world, actor=NOBODY)
        raise _refused()
    if account.one_time_until and account.one_time_until < world.clock():
        raise Forbidden(
            "login.one_time", "Expected a one-time password in its time, but it is too old; ask for another"
        )
    return execute(OpenSession(account.id, username), world=world, actor=NOBODY)


def enter(world: World, username: str) -> NewSession:
    """Open a session without a password: the demo's list of officials; the caller makes sure it is a demo."""
    with world.database.reading() as db:
        account = accounts.account(db, username)
    if account is None or account.disabled:
        raise _refused()
    return execute(OpenSession(account.id, username), world=world, actor=NOBODY)


def signed_in(world: World, token: str) -> SignedIn | None:
    """Who a session belongs to; None where it expired or its person left. Use is noted at most once a minute."""
    digest = fingerprint(token)
    now = world.clock()
    with world.database.reading() as db:
        row = sessions.session(db, digest, now)
        if row is None:
            return None
        actor = _at_work(db, world, row.person_id, digest)
    if actor is None:
        return None
    if now - row.seen_at >= SEEN_EVERY:
        execute(ExtendSession(digest), world=world, actor=actor)
    return SignedIn(actor, row.account_id, row.csrf, row.language, row.expires_at, row.one_time_until is not None)


def bearer(world: World, token: str) -> SignedIn | None:
    """Who an API token belongs to; None where there is none, or it was revoked."""
    with world.database.asking() as db:
        row = tokens.owner(db, fingerprint(token))
        if row is None:
            return None
        actor = _at_work(db, world, row.person_id, "")
        return SignedIn(actor, row.account_id, "", row.language, None) if actor else None


def officials(world: World) -> tuple[Official, ...]:
    """Everybody who can sign in, one row per position held today, by unit: the demo's log-in list."""
    with world.database.reading() as db:
        return tuple(people.officials(db, today(world)))


def actor_of(world: World, person_id: Id) -> Actor:
    """A person with the positions held today."""
    with world.database.reading() as db:
        return _actor(db, world, person_id, "")


def holder_of(world: World, position: str) -> Actor | None:
    """Who holds a position today; the first by capacity where two do."""
    address = f"position:{position}"
    with world.database.reading() as db:
        found = people.holders(db, [address], today(world)).get(address, ())
        return _actor(db, world, found[0].person_id, "") if found else None


def fingerprint(token: str) -> str:
    """What is stored of a secret token: SHA-256, hex (256 random bits need no slow hash)."""
    return hashlib.sha256(token.encode()).hexdigest()


def _actor(db: Connection, world: World, person_id: Id, session: str) -> Actor:
    return people.actor(db, person_id, today(world), session=session)


def _at_work(db: Connection, world: World, person_id: Id, session: str) -> Actor | None:
    """Nobody where the person left the office: what they signed in with is worth nothing then."""
    try:
        return _actor(db, world, person_id, session)
    except NotFound:
        return None


def _refused() -> Forbidden:
    return Forbidden("login.refused", "Expected a username and its password, but they do not go together")
