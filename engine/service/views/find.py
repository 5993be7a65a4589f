"""Finding a case by number or name, and one's own cases."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from engine.model.actor import Actor
from engine.model.ids import Id
from engine.model.world import World
from engine.service import secrecy
from engine.service.directory import unit_names
from engine.service.secrecy import Sight
from engine.service.views.desk import holding_lines
from engine.service.views.rows import Page, process_name
from engine.store import cases
from engine.store.cases import CaseRow as Stored


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in a list; `holders` says on whose desk it is."""

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
    suspended: bool = False


def find(world: World, actor: Actor, text: str, cursor: str = "", limit: int = 25) -> Page[CaseRow]:
    """Cases the actor may see whose number begins with `text`, or whose title or starter holds its words."""
    with world.database.reading() as db:
        kept: list[Stored] = []
        after = _cursor(cursor)
        for _ in range(10):
            found = cases.find(db, text, limit=100, after=after)
            seen = secrecy.sights(db, actor, [row.id for row in found])
            kept += [row for row in found if seen[row.id] is Sight.FULL]
            if len(found) < 100 or len(kept) > limit:
                break
            after = found[-1].id
        return _page(db, world, kept, limit)


def mine(world: World, actor: Actor, cursor: str = "", limit: int = 25) -> Page[CaseRow]:
    """The cases the actor started, newest first."""
    if actor.person is None:
        return Page(())
    with world.database.reading() as db:
        found = _page(db, world, cases.mine(db, actor.person, limit=limit + 1, after=_cursor(cursor)), limit)
        seen = secrecy.sights(db, actor, [row.instance_id for row in found.rows])
    rows = (_receipt(row) if seen[row.instance_id] is Sight.RECEIPT else row for row in found.rows)
    return Page(tuple(rows), found.next)


def _receipt(row: CaseRow) -> CaseRow:
    """What the starter of a secret case keeps: its number, and whether it is still worked on."""
    return replace(row, title=row.process_name, failed=False, changed_at=row.started_at, unit_name="", holders="")


def _page(db: Connection, world: World, found: list[Stored], limit: int) -> Page[CaseRow]:
    shown = found[:limit]
    units = unit_names(db, {row.unit for row in shown})
    lines = holding_lines(db, world, [row.id for row in shown])
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
            holders=lines.get(row.id, ""),
            suspended=row.suspended_at is not None,
        )
        for row in shown
    )
    return Page(rows, str(shown[-1].id) if len(found) > limit else "")


def _cursor(text: str) -> Id | None:
    try:
        return Id(text) if text else None
    except ValueError:
        return None
