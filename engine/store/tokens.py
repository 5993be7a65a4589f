"""Tokens of the API: one account's, known by their hash, revocable."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.model.ids import Id
from engine.store.prepared import Prepared
from engine.store.tables import account, person
from engine.store.tables import api_token as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One API token with its account and person."""

    id: Id
    account_id: Id
    person_id: Id
    username: str
    name: str
    created_at: datetime
    revoked_at: datetime | None
    #: The language of the person.
    language: str


def issue(unit: Unit, account_id: Id, name: str, token_hash: str) -> Id:
    """Keep the hash of a new token."""
    token_id = unit.new_id()
    row = {"id": token_id, "account_id": account_id, "name": name, "token_hash": token_hash, "created_at": unit.now}
    unit.db.execute(insert(table), row)
    return token_id


def owner(db: Connection, token_hash: str) -> TokenRow | None:
    """Whose token this is, unless it was revoked or its account disabled."""
    row = _OWNER.one(db, {"wanted": token_hash})
    return None if row is None else TokenRow(*row)


def token(db: Connection, token_id: Id) -> TokenRow | None:
    """One token."""
    row = db.execute(_ROW.where(table.c.id == token_id)).one_or_none()
    return None if row is None else TokenRow(*row)


def of_account(db: Connection, account_id: Id) -> list[TokenRow]:
    """The tokens of an account, newest first."""
    query = _ROW.where(table.c.account_id == account_id).order_by(table.c.id.desc())
    return [TokenRow(*row) for row in db.execute(query)]


def revoke(unit: Unit, token_id: Id) -> bool:
    """Revoke a token; False where it was not valid any more."""
    statement = update(table).where(table.c.id == token_id, table.c.revoked_at.is_(None))
    return unit.db.execute(statement.values(revoked_at=unit.now)).rowcount == 1


_ROW = (
    select(
        table.c.id,
        table.c.account_id,
        account.c.person_id,
        account.c.username,
        table.c.name,
        table.c.created_at,
        table.c.revoked_at,
        person.c.language,
    )
    .join(account, account.c.id == table.c.account_id)
    .join(person, person.c.id == account.c.person_id)
)
_OWNER = Prepared(
    _ROW.where(table.c.token_hash == bindparam("wanted"), table.c.revoked_at.is_(None), account.c.disabled.is_(False))
)
