"""How many cases of one process version stand at each element, and how many of them are late or failed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from engine.model.ids import Id
from engine.store.conditions import ACTIVE_CASE, DUE_TASK, OPEN_INCIDENT, OPEN_TASK
from engine.store.tables import incident, instance, task, token


def standing(db: Connection, version_id: Id, process_id: str) -> dict[str, int]:
    """Live tokens by node."""
    return _counted(db, token, token.c.node, version_id, process_id)


def late(db: Connection, version_id: Id, process_id: str, now: datetime) -> dict[str, int]:
    """Open tasks past their date by element; cases held still are not late."""
    due = (DUE_TASK, task.c.due < now, instance.c.suspended_at.is_(None))
    return _counted(db, task, task.c.element, version_id, process_id, *due)


def open_tasks(db: Connection, version_id: Id, process_id: str) -> dict[str, int]:
    """Open tasks by element."""
    return _counted(db, task, task.c.element, version_id, process_id, OPEN_TASK)


def failed(db: Connection, version_id: Id, process_id: str) -> dict[str, int]:
    """Open incidents by element."""
    return _counted(db, incident, incident.c.element, version_id, process_id, OPEN_INCIDENT)


def _counted(db: Connection, table: Any, element: Any, version: Id, process: str, *where: Any) -> dict[str, int]:  # noqa: ANN401
    query: Select[Any] = select(element, func.count()).select_from(
        instance.join(table, table.c.instance_id == instance.c.id)
    )
    mine = (ACTIVE_CASE, instance.c.version_id == version, instance.c.process_id == process)
    return {name: count for name, count in db.execute(query.where(*mine, *where).group_by(element))}
