"""Due timers: claimed in batches, fired one case at a time; nothing is spent while none is due."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, or_, select, tuple_, update

from engine.model.ids import Id
from engine.store import starts
from engine.store.tables import subscription as table
from engine.store.unit import Unit

#: Longer than any worker claims a timer.
LONGEST_CLAIM = timedelta(minutes=10)
#: The claim of a case that is suspended lies beyond this.
FOR_EVER = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer to fire: subscription `no` of a case."""

    instance_id: Id
    no: int
    token: int | None
    due: datetime


def claim(unit: Unit, *, until: datetime, limit: int = 100) -> list[DueTimer]:
    """Claim the timers due now, earliest first; a claim not fired by `until` is free again."""
    chosen = (
        select(table.c.instance_id, table.c.no)
        .where(table.c.due <= unit.now, or_(table.c.claimed_until.is_(None), table.c.claimed_until < unit.now))
        .order_by(table.c.due)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    statement = (
        update(table)
        .where(tuple_(table.c.instance_id, table.c.no).in_(chosen))
        .values(claimed_until=until)
        .returning(table.c.instance_id, table.c.no, table.c.token, table.c.due)
    )
    return sorted((DueTimer(*row) for row in unit.db.execute(statement)), key=lambda one: (one.due, one.no))


def lost(db: Connection, now: datetime) -> bool:
    """True where a claim lies further ahead than any worker claims: it was made before the clock was set back."""
    query = select(table.c.no).where(table.c.claimed_until > now + LONGEST_CLAIM, table.c.claimed_until < FOR_EVER)
    return db.execute(query.limit(1)).first() is not None


def free_lost(unit: Unit) -> int:
    """Give such claims back; firing again what another worker still fires does no harm: the second finds it gone."""
    stray = (table.c.claimed_until > unit.now + LONGEST_CLAIM, table.c.claimed_until < FOR_EVER)
    unit.wakes = True
    return unit.db.execute(update(table).where(*stray).values(claimed_until=None)).rowcount


def next_due(db: Connection) -> datetime | None:
    """When the next timer is due, or the claim of a worker that died runs out: how long a worker may sleep."""
    found = (db.execute(_NEXT).scalar_one_or_none(), db.execute(_CLAIMED).scalar_one_or_none(), starts.next_due(db))
    return min((moment for moment in found if moment is not None), default=None)


_WAITING = select(table.c.due).where(table.c.due.is_not(None), table.c.claimed_until.is_(None))
_NEXT = _WAITING.order_by(table.c.due).limit(1)
_HELD = select(table.c.claimed_until).where(table.c.claimed_until.is_not(None))
_CLAIMED = _HELD.order_by(table.c.claimed_until).limit(1)
