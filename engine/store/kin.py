"""Which cases led to which: those a case called, and those its messages began."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, or_, select, true

from engine.model.ids import Id
from engine.store.tables import instance, message


def begun(db: Connection, known: Collection[Id]) -> list[Id]:
    """Every case there is beside the known ones, oldest first: for an office of a scenario's own."""
    return _fresh(db, known, true())


def led_to(db: Connection, among: Collection[Id], known: Collection[Id]) -> list[Id]:
    """The cases that the cases `among` called or reached by a message, beside the known ones, oldest first."""
    reached = select(message.c.delivered_to).where(message.c.instance_id.in_(list(among)))
    return _fresh(db, known, or_(instance.c.parent_id.in_(list(among)), instance.c.id.in_(reached)))


def _fresh(db: Connection, known: Collection[Id], wanted: ColumnElement[bool]) -> list[Id]:
    query = select(instance.c.id).where(wanted)
    already = set(known)
    found = db.execute(query.order_by(instance.c.started_at, instance.c.number)).scalars()
    return [one for one in found if one not in already]
