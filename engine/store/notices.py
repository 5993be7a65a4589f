"""Notices: a short word to whoever answers an address."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from engine.model.ids import Id
from engine.store import dialect
from engine.store.tables import notice as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice; unseen until somebody of its address has seen it."""

    id: Id
    instance_id: Id
    owner: str
    text: str
    at: datetime
    seen_at: datetime | None


def notify(unit: Unit, instance_id: Id, owner: str, text: str) -> Id:
    """Leave a notice for an address."""
    notice_id = unit.new_id()
    row = {"id": notice_id, "instance_id": instance_id, "owner": owner, "text": text, "at": unit.now}
    unit.db.execute(insert(table), row)
    return notice_id


def unseen(db: Connection, addresses: Collection[str], limit: int = 20) -> list[NoticeRow]:
    """What these addresses have not seen, newest first."""
    if not addresses:
        return []
    query = _ROW.where(table.c.owner.in_(list(addresses)), table.c.seen_at.is_(None))
    return [NoticeRow(*row) for row in db.execute(query.order_by(table.c.at.desc(), table.c.id.desc()).limit(limit))]


def of_instance(db: Connection, instance_id: Id) -> list[NoticeRow]:
    """Every notice of a case, oldest first."""
    query = _ROW.where(table.c.instance_id == instance_id).order_by(table.c.at, table.c.id)
    return [NoticeRow(*row) for row in db.execute(query)]


def seen(unit: Unit, notice_id: Id, addresses: Collection[str]) -> bool:
    """Mark a notice as seen by one of its addressees; False where it is none of theirs."""
    mine = (table.c.id == notice_id, table.c.owner.in_(list(addresses)), table.c.seen_at.is_(None))
    return unit.db.execute(update(table).where(*mine).values(seen_at=unit.now)).rowcount == 1


_ROW = select(*dialect.columns(table, NoticeRow))
