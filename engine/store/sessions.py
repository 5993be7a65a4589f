"""Sessions on the server, known by the hash of their cookie; and what was typed when one had expired."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from engine.model.ids import Id
from engine.store import dialect
from engine.store.prepared import Prepared
from engine.store.tables import account, person, rescued_form
from engine.store.tables import session as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One live session with its account and person."""

    token_hash: str
    account_id: Id
    person_id: Id
    username: str
    csrf: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    #: The language of the person.
    language: str
    #: Set while the password is a one-time one.
    one_time_until: datetime | None


@dataclass(frozen=True, slots=True)
class RescuedRow:
    """A form that came after its session had expired."""

    token_hash: str
    username_hash: str
    path: str
    fields: dict[str, Any]
    created_at: datetime


def open(unit: Unit, account_id: Id, token_hash: str, csrf: str, expires_at: datetime) -> None:
    """Open a session."""
    row = {"token_hash": token_hash, "account_id": account_id, "csrf": csrf, "expires_at": expires_at}
    unit.db.execute(insert(table), row | {"created_at": unit.now, "seen_at": unit.now})


def session(db: Connection, token_hash: str, now: datetime) -> SessionRow | None:
    """The live session of a cookie, unless its account was disabled."""
    row = _SESSION.one(db, {"wanted": token_hash, "now": now})
    return None if row is None else SessionRow(*row)


def touch(unit: Unit, token_hash: str, expires_at: datetime | None = None) -> None:
    """Note that a session was used, and prolong it where asked."""
    changes = {"seen_at": unit.now} | ({"expires_at": expires_at} if expires_at else {})
    unit.db.execute(update(table).where(table.c.token_hash == token_hash).values(**changes))


def close(unit: Unit, token_hash: str) -> None:
    """End a session."""
    unit.db.execute(delete(table).where(table.c.token_hash == token_hash))


def close_all(unit: Unit, account_id: Id, *, but: str = "") -> None:
    """End every session of an account except one."""
    unit.db.execute(delete(table).where(table.c.account_id == account_id, table.c.token_hash != but))


def purge(unit: Unit) -> int:
    """Drop the sessions that expired; returns how many."""
    return unit.db.execute(delete(table).where(table.c.expires_at < unit.now)).rowcount


def rescue(unit: Unit, token_hash: str, username_hash: str, path: str, fields: Mapping[str, Any]) -> None:
    """Keep a form for its owner until the next log-in."""
    row = {"token_hash": token_hash, "username_hash": username_hash, "path": path, "fields": dict(fields)}
    unit.db.execute(dialect.upsert(unit.db, rescued_form, "token_hash"), row | {"created_at": unit.now})


def rescued(db: Connection, token_hash: str) -> RescuedRow | None:
    """The form kept under a token."""
    query = select(*dialect.columns(rescued_form, RescuedRow)).where(rescued_form.c.token_hash == token_hash)
    row = db.execute(query).one_or_none()
    return None if row is None else RescuedRow(*row)


def forget(unit: Unit, token_hash: str) -> None:
    """Drop a kept form."""
    unit.db.execute(delete(rescued_form).where(rescued_form.c.token_hash == token_hash))


def purge_rescued(unit: Unit, before: datetime) -> int:
    """Drop the forms nobody came back for; returns how many."""
    return unit.db.execute(delete(rescued_form).where(rescued_form.c.created_at < before)).rowcount


_SESSION = Prepared(
    select(
        table.c.token_hash,
        table.c.account_id,
        account.c.person_id,
        account.c.username,
        table.c.csrf,
        table.c.created_at,
        table.c.seen_at,
        table.c.expires_at,
        person.c.language,
        account.c.one_time_until,
    )
    .join(account, account.c.id == table.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(table.c.token_hash == bindparam("wanted"), table.c.expires_at > bindparam("now"))
    .where(account.c.disabled.is_(False))
)
