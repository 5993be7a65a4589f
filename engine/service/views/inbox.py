"""The inbox (kotak tugas): what the actor may do, most urgent first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection

from engine.feel import Env
from engine.model.actor import Actor
from engine.model.ids import Id
from engine.model.world import World
from engine.service import rights
from engine.service.directory import unit_names
from engine.service.env import env_for
from engine.service.views.rows import definition_of, process_name, urgency
from engine.store import drafts, instances, notices, tasks
from engine.store import inbox as rows

#: Rows read per round, and rounds, when a filter leaves few of them.
ROUND = 100
ROUNDS = 10


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What to show: `show` is all, mine (taken by me) or unclaimed."""

    text: str = ""
    process: str = ""
    unit: str = ""
    show: str = "all"


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One task with what a person needs to choose it."""

    task_id: Id
    version: int
    name: str
    number: str
    title: str
    process_id: str
    process_name: str
    instance_id: Id
    unit: str
    due: datetime | None
    urgency: str
    owner: str
    owner_name: str
    claimed_by: str
    mine: bool
    origin: str
    has_draft: bool
    opened_at: datetime
    priority: int


@dataclass(frozen=True, slots=True)
class InboxGroup:
    """Tasks of one urgency: overdue, today, week or later."""

    key: str
    rows: tuple[InboxRow, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A short word to an address of the actor."""

    id: Id
    text: str
    at: datetime
    number: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of tasks by urgency, the notices, and what the filters offer."""

    groups: tuple[InboxGroup, ...]
    next: str
    notices: tuple[Notice, ...]
    processes: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    count: int
    overdue: int


def inbox(world: World, actor: Actor, filters: InboxFilter | None = None, cursor: str = "", limit: int = 25) -> Inbox:
    """The tasks of every position the actor holds today; those separation forbids are not his and not shown."""
    filters = filters or InboxFilter()
    with world.database.reading() as db:
        env = env_for(db, world)
        counted = rows.counts(db, actor.addresses(), env.now)
        found, following = _page(db, world, actor, filters, cursor, limit)
        made = tuple(_rows(db, world, actor, env, found))
        kinds = _kinds(db, actor, found, whole=filters == InboxFilter() and not cursor and not following)
        units = unit_names(db, {kind.unit for kind in kinds} | {holding.unit for holding in actor.holdings})
        return Inbox(
            groups=tuple(InboxGroup(key, tuple(same)) for key, same in groupby(made, key=lambda row: row.urgency)),
            next=following,
            notices=_notices(db, actor),
            processes=_processes(world, kinds),
            units=tuple(sorted(units.items())),
            count=counted.total,
            overdue=counted.overdue,
        )


def _kinds(db: Connection, actor: Actor, found: Sequence[rows.InboxRow], *, whole: bool) -> Sequence[rows.Kind]:
    """What the filters offer: all of the actor's open work, not only the page that is shown."""
    if whole:
        return [rows.Kind(row.version_id, row.process_id, row.unit) for row in found]
    return rows.kinds(db, actor.addresses())


def _processes(world: World, kinds: Sequence[rows.Kind]) -> tuple[tuple[str, str], ...]:
    named = {kind.process_id: process_name(world, kind.version_id, kind.process_id) for kind in kinds}
    return tuple(sorted(named.items()))


def _page(
    db: Connection, world: World, actor: Actor, filters: InboxFilter, cursor: str, limit: int
) -> tuple[list[rows.InboxRow], str]:
    kept: list[rows.InboxRow] = []
    after = rows.Cursor.read(cursor) if cursor else None
    for _ in range(ROUNDS):
        page = rows.inbox(db, actor.addresses(), after=after, limit=limit if filters == InboxFilter() else ROUND)
        kept += [row for row in page.rows if _fits(row, filters, actor) and _is_his(db, world, actor, row)]
        after = page.next
        if after is None or len(kept) >= limit:
            break
    if len(kept) > limit:
        last = kept[limit - 1]
        return kept[:limit], rows.Cursor(_rank(last), last.id).text()
    return kept, after.text() if after else ""


def _rank(row: rows.InboxRow) -> int:
    return round(row.due.timestamp() * 1000) if row.due else 1 << 62


def _fits(row: rows.InboxRow, filters: InboxFilter, actor: Actor) -> bool:
    text = f"{row.name} {row.number} {row.title}".lower()
    return (
        all(word in text for word in filters.text.lower().split())
        and filters.process in ("", row.process_id)
        and filters.unit in ("", row.unit)
        and _shown(row, filters.show, actor)
    )


def _shown(row: rows.InboxRow, show: str, actor: Actor) -> bool:
    if show == "mine":
        return row.claimed_by == actor.person
    return row.claimed_by is None if show == "unclaimed" else True


def _is_his(db: Connection, world: World, actor: Actor, row: rows.InboxRow) -> bool:
    definition = definition_of(world, row.version_id, row.process_id)
    others = rights.separated_from(definition.elements.get(row.element) if definition else None)
    return not (others and actor.person and tasks.done_by(db, row.instance_id, others, actor.person))


def _rows(db: Connection, world: World, actor: Actor, env: Env, found: Sequence[rows.InboxRow]) -> Iterator[InboxRow]:
    saved = drafts.subjects(db, actor.person) if actor.person else set()
    for row in found:
        holding = actor.holding_for(row.owner)
        yield InboxRow(
            task_id=row.id,
            version=row.version,
            name=row.name,
            number=row.number,
            title=row.title,
            process_id=row.process_id,
            process_name=process_name(world, row.version_id, row.process_id),
            instance_id=row.instance_id,
            unit=row.unit,
            due=row.due,
            urgency=urgency(row.due, env),
            owner=row.owner,
            owner_name=holding.title if holding else row.owner,
            claimed_by=row.claimed_name or "",
            mine=row.claimed_by is not None and row.claimed_by == actor.person,
            origin=row.origin,
            has_draft=f"task:{row.id}" in saved,
            opened_at=row.opened_at,
            priority=row.priority,
        )


def _notices(db: Connection, actor: Actor) -> tuple[Notice, ...]:
    unseen: Iterable[notices.NoticeRow] = notices.unseen(db, actor.addresses())
    made = []
    for row in unseen:
        case = instances.instance(db, row.instance_id)
        made.append(Notice(row.id, row.text, row.at, case.number if case else ""))
    return tuple(made)
