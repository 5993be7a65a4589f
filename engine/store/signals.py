"""Signals: a job for everybody who waits at the moment one is thrown (BPMN 2.0.2 §10.5.5)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from engine.feel import codec
from engine.model.ids import Id
from engine.model.state import Value
from engine.model.step import Broadcast
from engine.store import jobs, packs
from engine.store.instances import InstanceRow
from engine.store.tables import subscription
from engine.store.unit import Unit


def throw(unit: Unit, instance: InstanceRow, signals: Sequence[Broadcast]) -> None:
    """Fan the signals of a step out."""
    for one in signals:
        broadcast(unit, one.name, one.payload, sender=instance, before=one.before)


def broadcast(
    unit: Unit, name: str, payload: Mapping[str, Value], *, sender: InstanceRow | None = None, before: int = 0
) -> int:
    """Write one job for each subscription that waits now and each current process it starts; returns how many.

    The sender's own subscriptions count where they are older than number `before`.
    """
    said = {"signal": name, "payload": dict(payload)}
    waiting = unit.db.execute(_WAITING, {"name": name}).all()
    rows = [
        _job(unit, row.instance_id, said | {"no": str(row.no)}, f"signal:{row.no}")
        for row in waiting
        if sender is None or row.instance_id != sender.id or row.no < before
    ]
    unit_code = sender.unit if sender else ""
    rows += [
        _job(unit, None, said | {"version": str(version), "process": process, "unit": unit_code}, f"signal:{process}")
        for version, process in _starting(unit, name)
    ]
    jobs.add(unit, rows)
    return len(rows)


def _starting(unit: Unit, name: str) -> Iterator[tuple[Id, str]]:
    for row in packs.currents(unit.db):
        for process, definition in unit.world.packs.version(row.id).definitions.items():
            if name in definition.signal_starts:
                yield row.id, process


def _job(unit: Unit, receiver: Id | None, said: Mapping[str, Any], key: str) -> dict[str, Any]:
    return jobs.row(unit, instance=receiver, kind="signal", payload=codec.encode(dict(said)), key=key[:80])


_WAITING = (
    select(subscription.c.instance_id, subscription.c.no)
    .where(subscription.c.kind == "signal", subscription.c.due.is_(None), subscription.c.name == bindparam("name"))
    .order_by(subscription.c.instance_id, subscription.c.no)
)
