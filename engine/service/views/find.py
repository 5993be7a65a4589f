"""Finding a case by number or name, and one's own cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from engine.model.actor import Actor
from engine.model.ids import Id
from engine.model.world import World
from engine.service import rights
from engine.service.directory import unit_names
from engine.service.views.rows import Page, process_name
from engine.store import cases, tables
from engine.store.cases import CaseRow as Stored


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in a list; `holders` names the open tasks."""

    instance_id: Id
    number: str
    title: str
    process_name: str
    state: str
    failed: bool
    started_at: datetime
    changed_at: datetime
    unit_name: str
    holders: str


def find(world: World, actor: Actor, text: str, cursor: str = "", limit: int = 25) -> Page[CaseRow]:
    """Cases the actor may see whose number begins with `text`, or whose title or starter holds its words."""
    with world.database.reading() as db:
        kept: list[Stored] = []
        after = _cursor(cursor)
        for _ in range(10):
            found = cases.find(db, text, limit=100, after=after)
            allowed = _visible(db, actor, found)
            kept += [row for row in found if row.id in allowed]
            if len(found) < 100 or len(kept) > limit:
                break
            after = found[-1].id
        return _page(db, world, kept, limit)


def mine(world: World, actor: Actor, cursor: str = "", limit: int = 25) -> Page[CaseRow]:
    """The cases the actor started, newest first."""
    if actor.person is None:
        return Page(())
    with world.database.reading() as db:
        return _page(db, world, cases.mine(db, actor.person, limit=limit + 1, after=_cursor(cursor)), limit)


def _page(db: Connection, world: World, found: list[Stored], limit: int) -> Page[CaseRow]:
    shown = found[:limit]
    units = unit_names(db, {row.unit for row in shown})
    open_tasks = _open_tasks(db, [row.id for row in shown])
    rows = tuple(
        CaseRow(
            instance_id=row.id,
            number=row.number,
            title=row.title,
            process_name=process_name(world, row.version_id, row.process_id),
            state=row.state,
            failed=row.incidents > 0,
            started_at=row.started_at,
            changed_at=row.changed_at,
            unit_name=units.get(row.unit, row.unit),
            holders=", ".join(open_tasks.get(row.id, ())),
        )
        for row in shown
    )
    return Page(rows, str(shown[-1].id) if len(found) > limit else "")


def _visible(db: Connection, actor: Actor, found: Iterable[Stored]) -> set[Id]:
    ids = {row.id: row.started_by for row in found}
    if rights.sees_everything(actor):
        return set(ids)
    own = {case for case, starter in ids.items() if starter is not None and starter == actor.person}
    task = tables.task
    touched = or_(task.c.owner.in_(actor.addresses()), task.c.closed_by == actor.person)
    query = select(task.c.instance_id).where(task.c.instance_id.in_(list(ids)), touched).distinct()
    return own | set(db.execute(query).scalars())


def _open_tasks(db: Connection, ids: list[Id]) -> dict[Id, list[str]]:
    task = tables.task
    rows = db.execute(select(task.c.instance_id, task.c.name).where(task.c.instance_id.in_(ids), task.c.open))
    found: dict[Id, list[str]] = {}
    for case, name in rows:
        found.setdefault(case, []).append(name)
    return found


def _cursor(text: str) -> Id | None:
    try:
        return Id(text) if text else None
    except ValueError:
        return None
