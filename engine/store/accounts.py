"""Accounts: how a person logs in; passwords only as Argon2id hashes made elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from engine.model.ids import Id
from engine.store import dialect
from engine.store.tables import account as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account; `one_time_until` is set while its password is one an admin handed out."""

    id: Id
    username: str
    person_id: Id
    password_hash: str
    disabled: bool
    one_time_until: datetime | None


def add(unit: Unit, username: str, person_id: Id, password_hash: str, *, one_time_until: datetime | None = None) -> Id:
    """Open an account for a person; an empty hash lets nobody in until a password is set."""
    account_id = unit.new_id()
    row = {"id": account_id, "username": username, "person_id": person_id, "password_hash": password_hash}
    unit.db.execute(insert(table), row | {"one_time_until": one_time_until})
    return account_id


def account(db: Connection, username: str) -> AccountRow | None:
    """One account by its name."""
    row = db.execute(_ROW.where(table.c.username == username)).one_or_none()
    return None if row is None else AccountRow(*row)


def by_id(db: Connection, account_id: Id) -> AccountRow | None:
    """One account."""
    row = db.execute(_ROW.where(table.c.id == account_id)).one_or_none()
    return None if row is None else AccountRow(*row)


def of_person(db: Connection, person_id: Id) -> AccountRow | None:
    """The account of a person: the one in use, else the last one."""
    query = _ROW.where(table.c.person_id == person_id).order_by(table.c.disabled, table.c.id.desc())
    row = db.execute(query).first()
    return None if row is None else AccountRow(*row)


def every(db: Connection) -> list[AccountRow]:
    """Every account, by name."""
    return [AccountRow(*row) for row in db.execute(_ROW.order_by(table.c.username))]


def rehash(unit: Unit, account_id: Id, password_hash: str, *, one_time_until: datetime | None = None) -> None:
    """Set another password."""
    values = {"password_hash": password_hash, "one_time_until": one_time_until}
    unit.db.execute(update(table).where(table.c.id == account_id).values(**values))


def rename(unit: Unit, account_id: Id, username: str) -> None:
    """Set another log-in name."""
    unit.db.execute(update(table).where(table.c.id == account_id).values(username=username))


def disable(unit: Unit, account_id: Id, *, disabled: bool = True) -> None:
    """Close an account, or open it again."""
    unit.db.execute(update(table).where(table.c.id == account_id).values(disabled=disabled))


_ROW = select(*dialect.columns(table, AccountRow))
