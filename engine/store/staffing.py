"""The office as its admin looks at it: people and their accounts, positions and their holders, work that waits."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, exists, func, or_, select

from engine.model.ids import Id
from engine.store.conditions import OPEN_TASK
from engine.store.tables import account, holding, person, position, task


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person with the account, if there is one."""

    id: Id
    name: str
    nip: str | None
    email: str | None
    language: str
    active: bool
    account_id: Id | None
    username: str | None
    disabled: bool | None
    has_password: bool | None
    one_time_until: datetime | None


def people(db: Connection, text: str = "", *, limit: int = 50, offset: int = 0) -> list[PersonLine]:
    """People by name; those whose name, NIP or log-in name holds the text."""
    query = _PEOPLE
    for word in text.lower().split():
        found = (func.lower(person.c.name), person.c.nip, account.c.username)
        query = query.where(or_(*(column.contains(word, autoescape=True) for column in found)))
    return [
        PersonLine(*row) for row in db.execute(query.order_by(person.c.name, person.c.id).limit(limit).offset(offset))
    ]


def one(db: Connection, person_id: Id) -> PersonLine | None:
    """One person."""
    rows = [
        PersonLine(*row) for row in db.execute(_PEOPLE.where(person.c.id == person_id).order_by(account.c.disabled))
    ]
    return rows[0] if rows else None


def waiting(db: Connection, owners: Collection[str]) -> dict[str, int]:
    """How many open tasks wait at each address."""
    counted = select(task.c.owner, func.count()).where(OPEN_TASK).group_by(task.c.owner)
    return {owner: count for owner, count in db.execute(counted) if owner in owners}


def figures(db: Connection, day: date) -> dict[str, int]:
    """How many there are of each, for the first page."""
    held = exists().where(holding.c.position == position.c.code, holding.c.from_on <= day)
    held = held.where(or_(holding.c.until_on.is_(None), holding.c.until_on >= day))
    open_position = or_(position.c.closed_on.is_(None), position.c.closed_on >= day)
    counted = {
        "people": select(func.count()).select_from(person).where(person.c.active),
        "positions": select(func.count()).select_from(position).where(open_position),
        "vacant": select(func.count()).select_from(position).where(open_position, ~held),
        "accounts": select(func.count()).select_from(account).where(account.c.disabled.is_(False)),
        "unhanded": select(func.count())
        .select_from(account)
        .where(account.c.disabled.is_(False), account.c.password_hash == ""),
    }
    return {name: int(db.execute(query).scalar_one()) for name, query in counted.items()}


_PEOPLE = select(
    person.c.id,
    person.c.name,
    person.c.nip,
    person.c.email,
    person.c.language,
    person.c.active,
    account.c.id,
    account.c.username,
    account.c.disabled,
    (account.c.password_hash != "").label("has_password"),
    account.c.one_time_until,
).outerjoin(account, account.c.person_id == person.c.id)
