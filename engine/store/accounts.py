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
    """One account; `failures` counts wrong passwords since the last right one."""

    id: Id
    username: str
    person_id: Id
    password_hash: str
    disabled: bool
    failures: int
    locked_until_at: datetime | None


def add(unit: Unit, username: str, person_id: Id, password_hash: str) -> Id:
    """Open an account for a person."""
    account_id = unit.new_id()
    row = {"id": account_id, "username": username, "person_id": person_id, "password_hash": password_hash}
    unit.db.execute(insert(table), row)
    return account_id


def account(db: Connection, username: str) -> AccountRow | None:
    """One account by its name."""
    row = db.execute(_ROW.where(table.c.username == username)).one_or_none()
    return None if row is None else AccountRow(*row)


def by_id(db: Connection, account_id: Id) -> AccountRow | None:
    """One account."""
    row = db.execute(_ROW.where(table.c.id == account_id)).one_or_none()
    return None if row is None else AccountRow(*row)


def failed(unit: Unit, account_id: Id, *, lock_until: datetime | None = None) -> int:
    """Count a wrong password; returns how many there were in a row."""
    changes: dict[str, object] = {"failures": table.c.failures + 1}
    if lock_until is not None:
        changes["locked_until_at"] = lock_until
    statement = update(table).where(table.c.id == account_id).values(**changes).returning(table.c.failures)
    return int(unit.db.execute(statement).scalar_one())


def succeeded(unit: Unit, account_id: Id) -> None:
    """Forget the wrong passwords."""
    unit.db.execute(update(table).where(table.c.id == account_id).values(failures=0, locked_until_at=None))


def rehash(unit: Unit, account_id: Id, password_hash: str) -> None:
    """Set another password, or the same with stronger parameters."""
    unit.db.execute(update(table).where(table.c.id == account_id).values(password_hash=password_hash))


def disable(unit: Unit, account_id: Id) -> None:
    """Close an account for good."""
    unit.db.execute(update(table).where(table.c.id == account_id).values(disabled=True))


_ROW = select(*dialect.columns(table, AccountRow))
