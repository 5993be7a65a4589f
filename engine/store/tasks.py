"""Human tasks: who may take one, who holds it, who did it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from engine.model.errors import Conflict, NotFound
from engine.model.ids import Id
from engine.store import dialect
from engine.store.conditions import OPEN_TASK
from engine.store.prepared import Prepared
from engine.store.tables import task as table
from engine.store.tables import token
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task as its row says."""

    id: Id
    instance_id: Id
    token: int
    element: str
    name: str
    form: str
    owner: str
    open: bool
    outcome: str
    version: int
    due: datetime | None
    priority: int
    claimed_by: Id | None
    claimed_at: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    closed_by: Id | None
    closed_as: str | None
    origin: str
    moved_at: datetime | None


def task(db: Connection, task_id: Id) -> TaskRow | None:
    """One task, open or closed."""
    row = _BY_ID.one(db, {"wanted": task_id})
    return None if row is None else TaskRow(*row)


def lock(unit: Unit, task_id: Id) -> TaskRow:
    """Read one task so that nobody claims it meanwhile; raises NotFound."""
    row = _LOCK.one(unit.db, {"wanted": task_id})
    if row is None:
        raise NotFound("task.unknown", "Expected a task, but none has this identifier")
    return TaskRow(*row)


def open_tasks(db: Connection, instance_id: Id) -> list[TaskRow]:
    """The open tasks of one case, oldest first."""
    return [TaskRow(*row) for row in db.execute(_OPEN, {"instance": instance_id})]


def of_token(db: Connection, instance_id: Id, token: int) -> TaskRow | None:
    """The open task of one token."""
    row = db.execute(_OF_TOKEN, {"instance": instance_id, "no": token}).one_or_none()
    return None if row is None else TaskRow(*row)


def claim(unit: Unit, task_id: Id, version: int) -> TaskRow:
    """Take a task for oneself; raises Conflict where it is closed, taken, or not as the actor saw it."""
    current = _fresh(unit, task_id, version)
    if current.claimed_by not in (None, unit.actor.person):
        raise _conflict("task.claimed", "Expected a task nobody holds, but somebody claimed it", current)
    return _write(unit, current, claimed_by=unit.actor.person, claimed_at=unit.now, touched_at=unit.now)


def release(unit: Unit, task_id: Id, version: int) -> TaskRow:
    """Give a claimed task back to its position; raises Conflict as `claim` does."""
    current = _fresh(unit, task_id, version)
    return _write(unit, current, claimed_by=None, claimed_at=None, touched_at=unit.now)


def hand_over(unit: Unit, task_id: Id, version: int, owner: str, origin: str) -> TaskRow:
    """Give an open task to another address, where nobody has taken it yet; raises Conflict as `claim` does."""
    nobody = {"claimed_by": None, "claimed_at": None}
    moved = {"owner": owner, "origin": origin, "moved_at": unit.now, "touched_at": unit.now}
    return _write(unit, _fresh(unit, task_id, version), **nobody, **moved)


def change_due(unit: Unit, task_id: Id, version: int, due: datetime, rank: int) -> TaskRow:
    """Let an open task fall due at a moment a person chose and no calendar moves; raises Conflict as `claim` does."""
    return _write(unit, _fresh(unit, task_id, version), due=due, rank=rank, touched_at=unit.now, counted=None)


def touch(unit: Unit, task_id: Id) -> None:
    """Remember that somebody did something about an open task."""
    unit.db.execute(update(table).where(table.c.id == task_id, OPEN_TASK).values(touched_at=unit.now))


def renew(unit: Unit, task_id: Id, version: int) -> TaskRow:
    """Give an open task a new version because what it offers was used; raises Conflict as `claim` does."""
    return _write(unit, _fresh(unit, task_id, version), touched_at=unit.now)


def offered(db: Connection, task_ids: Collection[Id]) -> dict[Id, list[str]]:
    """The activities that open tasks offer, for those that offer any."""
    if not task_ids:
        return {}
    rows = db.execute(_OFFERED, {"wanted": list(task_ids)})
    return {one: list(data["offers"]) for one, data in rows if data and "offers" in data}


def done_by(db: Connection, instance_id: Id, elements: Collection[str], person: Id) -> str | None:
    """The first of `elements` this person completed in the case: separation of duties asks it."""
    found = db.execute(_DONE_BY, {"instance": instance_id, "elements": list(elements), "person": person})
    done = set(found.scalars())
    return next((element for element in elements if element in done), None)


def last_done(db: Connection, instance_id: Id, element: str) -> TaskRow | None:
    """The latest task of an element that was completed in the case."""
    done = _ROW.where(table.c.instance_id == instance_id, table.c.element == element, table.c.outcome == "completed")
    row = db.execute(done.order_by(table.c.closed_at.desc(), table.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else TaskRow(*row)


def _fresh(unit: Unit, task_id: Id, version: int) -> TaskRow:
    current = lock(unit, task_id)
    if not current.open:
        raise _conflict("task.closed", "Expected an open task, but it was closed", current)
    if current.version != version:
        raise _conflict("task.stale", f"Expected version {version} of the task, but it changed meanwhile", current)
    return current


def _conflict(code: str, message: str, current: TaskRow) -> Conflict:
    by = current.closed_by or current.claimed_by
    at = current.closed_at or current.claimed_at
    details = {"by": str(by) if by else "", "at": at.isoformat() if at else ""}
    return Conflict(code, message, details=details)


def _write(unit: Unit, current: TaskRow, **changes: object) -> TaskRow:
    statement = (
        update(table)
        .where(table.c.id == current.id, table.c.version == current.version, OPEN_TASK)
        .values(version=current.version + 1, **changes)
        .returning(*dialect.columns(table, TaskRow))
    )
    row = unit.db.execute(statement).one_or_none()
    if row is None:
        raise _conflict("task.stale", "Expected the task unchanged, but somebody was faster", current)
    return TaskRow(*row)


_ROW = select(*dialect.columns(table, TaskRow))
_BY_ID = Prepared(_ROW.where(table.c.id == bindparam("wanted")))
_LOCK = Prepared(_ROW.where(table.c.id == bindparam("wanted")).with_for_update())
_OPEN = _ROW.where(table.c.instance_id == bindparam("instance"), OPEN_TASK).order_by(table.c.token)
_OF_TOKEN = _ROW.where(table.c.instance_id == bindparam("instance"), table.c.token == bindparam("no"), OPEN_TASK)
_OFFERED = (
    select(table.c.id, token.c.data)
    .join(token, (token.c.instance_id == table.c.instance_id) & (token.c.no == table.c.token))
    .where(table.c.id.in_(bindparam("wanted", expanding=True)), OPEN_TASK)
)
_DONE_BY = (
    select(table.c.element)
    .where(
        table.c.instance_id == bindparam("instance"),
        table.c.element.in_(bindparam("elements", expanding=True)),
        table.c.closed_by == bindparam("person"),
        table.c.outcome == "completed",
    )
    .distinct()
)
