"""Messages: rows that wait for the one subscription that correlates; their delivery is a job of its own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, insert, select, update

from engine.feel import codec
from engine.model.ids import Id
from engine.model.state import Subscription, Value
from engine.model.step import Thrown
from engine.store import dialect, jobs
from engine.store.conditions import BUFFERED_MESSAGE
from engine.store.tables import instance, subscription
from engine.store.tables import message as table
from engine.store.unit import Unit

#: How long a message waits for somebody to want it.
TTL = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message as its row says; `payload` decoded."""

    id: Id
    name: str
    key: str
    payload: Value
    instance_id: Id | None
    state: str
    created_at: datetime
    expires_at: datetime
    delivered_to: Id | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A subscription that waits for a message."""

    instance_id: Id
    no: int
    token: int | None


def buffer(
    unit: Unit,
    name: str,
    key: str,
    payload: Mapping[str, Value],
    *,
    instance_id: Id | None = None,
    ttl: timedelta = TTL,
) -> Id:
    """Store a message and the job that delivers it; `instance_id` is the case that threw it."""
    message_id = unit.new_id()
    row = {
        "id": message_id,
        "name": name,
        "key": key,
        "payload": codec.encode(dict(payload)),
        "instance_id": instance_id,
        "state": "buffered",
        "created_at": unit.now,
        "expires_at": unit.now + ttl,
    }
    unit.db.execute(_INSERT, row)
    jobs.add(unit, [_delivery(unit, message_id, instance_id)])
    return message_id


def throw(unit: Unit, instance: Id, thrown: Sequence[Thrown]) -> tuple[Id, ...]:
    """Store the messages of a step."""
    return tuple(
        buffer(unit, one.name, one.key, one.payload, instance_id=instance, ttl=TTL if one.ttl is None else one.ttl)
        for one in thrown
    )


def greet(unit: Unit, subscriptions: Sequence[Subscription]) -> None:
    """Deliver what was waiting for these new subscriptions before they existed."""
    for one in subscriptions:
        waiting = unit.db.execute(_BUFFERED, {"name": one.name, "key": one.key, "now": unit.now}).first()
        if waiting is not None:
            jobs.add(unit, [_delivery(unit, waiting.id, waiting.instance_id)])


def ring(unit: Unit, name: str, key: str) -> None:
    """Deliver the next of a name and key where one waits and somebody still wants it."""
    waiting = unit.db.execute(_BUFFERED, {"name": name, "key": key, "now": unit.now}).first()
    if waiting is not None and target(unit.db, name, key) is not None:
        jobs.add(unit, [_delivery(unit, waiting.id, waiting.instance_id)])


def call(unit: Unit, names: Collection[str], limit: int = 100) -> None:
    """Deliver what waits under names that begin a process from now on."""
    query = select(table.c.id, table.c.instance_id).where(BUFFERED_MESSAGE, table.c.name.in_(list(names)))
    kept = unit.db.execute(query.where(table.c.expires_at > unit.now).order_by(table.c.id).limit(limit))
    jobs.add(unit, [_delivery(unit, row.id, row.instance_id) for row in kept])


def message(db: Connection, message_id: Id) -> MessageRow | None:
    """One message."""
    return _maybe(db.execute(_ROW.where(table.c.id == message_id)).one_or_none())


def lock_oldest(unit: Unit, name: str, key: str) -> MessageRow | None:
    """The message of a name and key that waits longest, so that it is delivered once; lock the case first."""
    while (seen := unit.db.execute(_BUFFERED, {"name": name, "key": key, "now": unit.now}).first()) is not None:
        row = _maybe(unit.db.execute(_ROW.where(table.c.id == seen.id).with_for_update()).one_or_none())
        if row is not None and row.state == "buffered":
            return row
    return None


def target(db: Connection, name: str, key: str) -> Waiting | None:
    """The one subscription a message wakes: the oldest that correlates."""
    row = db.execute(_TARGET, {"name": name, "key": key}).first()
    return None if row is None else Waiting(*row)


def delivered(unit: Unit, message_id: Id, instance_id: Id) -> None:
    """Mark a message as taken by a case."""
    values = {"state": "delivered", "delivered_to": instance_id}
    unit.db.execute(update(table).where(table.c.id == message_id).values(**values))


def expire(unit: Unit, limit: int = 100) -> int:
    """Let go of what nobody wanted in time; returns how many."""
    late = (
        select(table.c.id)
        .where(BUFFERED_MESSAGE, table.c.expires_at <= unit.now, ~_FOR_SUSPENDED)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return unit.db.execute(update(table).where(table.c.id.in_(late)).values(state="expired")).rowcount


def deliverable(db: Connection, limit: int = 100) -> list[Id]:
    """Buffered messages somebody waits for: two transactions that crossed may each have missed the other."""
    return list(db.execute(_DELIVERABLE.limit(limit)).scalars())


def _delivery(unit: Unit, message_id: Id, instance: Id | None) -> dict[str, Any]:
    payload = codec.encode({"message": str(message_id)})
    return jobs.row(unit, instance=instance, kind="deliver", payload=payload, key=f"message:{message_id}")


def _maybe(row: Row[Any] | None) -> MessageRow | None:
    if row is None:
        return None
    values = row._asdict()
    return MessageRow(**values | {"payload": codec.decode(values["payload"])})


_INSERT = insert(table)
_ROW = select(*dialect.columns(table, MessageRow))
_BUFFERED = (
    select(table.c.id, table.c.instance_id)
    .where(table.c.name == bindparam("name"), table.c.key == bindparam("key"), BUFFERED_MESSAGE)
    .where(table.c.expires_at > bindparam("now"))
    .order_by(table.c.id)
    .limit(1)
)
_WAITS = (subscription.c.kind == "message") & subscription.c.due.is_(None)
_TARGET = (
    select(subscription.c.instance_id, subscription.c.no, subscription.c.token)
    .where(_WAITS, subscription.c.name == bindparam("name"), subscription.c.key == bindparam("key"))
    .order_by(subscription.c.instance_id, subscription.c.no)
    .limit(1)
)
_SUSPENDED = subscription.c.instance_id.in_(select(instance.c.id).where(instance.c.suspended_at.is_not(None)))
_WANTED = (_WAITS, subscription.c.name == table.c.name, subscription.c.key == table.c.key)
_FOR_SUSPENDED = exists().where(*_WANTED, _SUSPENDED)
_DELIVERABLE = select(table.c.id).where(BUFFERED_MESSAGE).where(exists().where(*_WANTED, ~_SUSPENDED))
