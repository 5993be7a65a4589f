"""The inbox (kotak tugas): what the actor may do, most urgent first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection

from engine.feel import Env
from engine.model.actor import Actor
from engine.model.ids import Id
from engine.model.world import World
from engine.service import hierarchy, rights
from engine.service.directory import address_names, unit_names
from engine.service.env import clocks, env_for
from engine.service.secrecy import Sight, is_about, sight
from engine.service.views.choosing import offered_names
from engine.service.views.rows import definition_of, process_name, urgency
from engine.store import drafts, instances, notices, tasks
from engine.store import inbox as rows
from engine.store.instances import RAHASIA, InstanceRow

#: Rows read per round, and rounds, when a filter leaves few of them.
ROUND = 100
ROUNDS = 10
#: What a notice from a secret case says to who may not read it.
UNREAD = "Ada kabar dari berkas rahasia; isinya disampaikan langsung oleh pejabat yang menanganinya."


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What to show: `show` is all, mine (taken by me), unclaimed, or team (of the positions directly below)."""

    text: str = ""
    process: str = ""
    unit: str = ""
    show: str = "all"
    #: A family of procedures, by the key of its pack.
    pack: str = ""
    #: Only what is past its date.
    late: bool = False


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
    secret: bool = False
    suspended: bool = False
    #: IANA zone of the case's unit where it is not the office's.
    zone: str = ""
    #: Where people choose what is done: the names of what they may begin.
    choices: tuple[str, ...] = ()


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
    packs: tuple[tuple[str, str], ...] = ()
    #: True where positions stand directly below one of the actor's.
    leads: bool = False


def inbox(world: World, actor: Actor, filters: InboxFilter | None = None, cursor: str = "", limit: int = 25) -> Inbox:
    """The tasks of every position the actor holds today; those separation forbids are not his and not shown."""
    filters = filters or InboxFilter()
    with world.database.reading() as db:
        env = env_for(db, world)
        counted = rows.counts(db, actor.addresses(), env.now)
        team = hierarchy.team(db, actor)
        addresses = team if filters.show == "team" else actor.addresses()
        found, following = _page(db, world, actor, filters, addresses, cursor, limit)
        made = tuple(_rows(db, world, actor, env, found))
        whole = replace(filters, show="all") == InboxFilter() and not cursor and not following
        kinds = _kinds(db, addresses, found, whole=whole and filters.show in ("all", "team"))
        units = unit_names(db, {kind.unit for kind in kinds} | {holding.unit for holding in actor.holdings})
        return Inbox(
            groups=tuple(InboxGroup(key, tuple(same)) for key, same in groupby(made, key=lambda row: row.urgency)),
            next=following,
            notices=_notices(db, actor),
            processes=_processes(world, kinds),
            units=tuple(sorted(units.items())),
            count=counted.total,
            overdue=counted.overdue,
            packs=_packs(world, kinds),
            leads=bool(team),
        )


def _kinds(
    db: Connection, addresses: Sequence[str], found: Sequence[rows.InboxRow], *, whole: bool
) -> Sequence[rows.Kind]:
    """What the filters offer: all open work of the addresses, not only the page that is shown."""
    if whole:
        return [rows.Kind(row.version_id, row.process_id, row.unit) for row in found]
    return rows.kinds(db, addresses)


def _processes(world: World, kinds: Sequence[rows.Kind]) -> tuple[tuple[str, str], ...]:
    named = {kind.process_id: process_name(world, kind.version_id, kind.process_id) for kind in kinds}
    return tuple(sorted(named.items()))


def _packs(world: World, kinds: Sequence[rows.Kind]) -> tuple[tuple[str, str], ...]:
    versions = [world.packs.version(version) for version in {kind.version_id for kind in kinds}]
    return tuple(sorted({version.pack: version.title_id or version.pack for version in versions}.items()))


def _page(
    db: Connection,
    world: World,
    actor: Actor,
    filters: InboxFilter,
    addresses: Sequence[str],
    cursor: str,
    limit: int,
) -> tuple[list[rows.InboxRow], str]:
    kept: list[rows.InboxRow] = []
    after = rows.Cursor.read(cursor) if cursor else None
    now = world.clock()
    for _ in range(ROUNDS):
        page = rows.inbox(db, addresses, after=after, limit=limit if filters == InboxFilter() else ROUND)
        kept += [row for row in page.rows if _fits(row, filters, actor, now) and _shows(db, world, actor, filters, row)]
        # Urgent work comes first: after the first task that is not late there is no other that is.
        after = page.next if not filters.late or page.next is None or page.rows[-1].rank < _millis(now) else None
        if after is None or len(kept) >= limit:
            break
    if len(kept) > limit:
        last = kept[limit - 1]
        return kept[:limit], rows.Cursor(last.rank, last.id).text()
    return kept, after.text() if after else ""


def _millis(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _shows(db: Connection, world: World, actor: Actor, filters: InboxFilter, row: rows.InboxRow) -> bool:
    """What separation forbids is not his; of the positions below one sees what is not secret."""
    if filters.show == "team":
        return row.classification != RAHASIA
    return _is_his(db, world, actor, row)


def _fits(row: rows.InboxRow, filters: InboxFilter, actor: Actor, now: datetime) -> bool:
    text = f"{row.name} {row.number} {row.title}".lower()
    return (
        all(word in text for word in filters.text.lower().split())
        and filters.process in ("", row.process_id)
        and filters.unit in ("", row.unit)
        and filters.pack in ("", row.pack)
        and not (filters.late and row.rank >= _millis(now))
        and _shown(row, filters.show, actor)
    )


def _shown(row: rows.InboxRow, show: str, actor: Actor) -> bool:
    if show == "mine":
        return row.claimed_by == actor.person
    return row.claimed_by is None if show == "unclaimed" else True


def _is_his(db: Connection, world: World, actor: Actor, row: rows.InboxRow) -> bool:
    if row.about is not None and row.about == actor.person:
        return False
    definition = definition_of(world, row.version_id, row.process_id)
    others = rights.separated_from(definition.elements.get(row.element) if definition else None)
    return not (others and actor.person and tasks.done_by(db, row.instance_id, others, actor.person))


def _rows(db: Connection, world: World, actor: Actor, env: Env, found: Sequence[rows.InboxRow]) -> Iterator[InboxRow]:
    saved = drafts.subjects(db, actor.person) if actor.person else set()
    others = [row.owner for row in found if actor.holding_for(row.owner) is None]
    titles = address_names(db, others, env.calendar.day_of(env.now)) if others else {}
    offered, zones = _offered(db, world, found), clocks(db, world)
    for row in found:
        zone = zones.get(row.unit, "")
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
            urgency="suspended" if row.suspended_at else urgency(row.due, env, zone),
            owner=row.owner,
            owner_name=holding.title if holding else titles[row.owner],
            claimed_by=row.claimed_name or "",
            mine=row.claimed_by is not None and row.claimed_by == actor.person,
            origin=row.origin,
            has_draft=f"task:{row.id}" in saved,
            opened_at=row.opened_at,
            priority=row.priority,
            secret=row.classification == RAHASIA,
            suspended=row.suspended_at is not None,
            zone=zone,
            choices=offered.get(row.id, ()),
        )


def _offered(db: Connection, world: World, found: Sequence[rows.InboxRow]) -> dict[Id, tuple[str, ...]]:
    offered: dict[Id, tuple[str, ...]] = {}
    for row in found:
        definition = definition_of(world, row.version_id, row.process_id)
        if definition is not None:
            offered |= offered_names(db, [(row.id, row.element)], definition)
    return offered


def _notices(db: Connection, actor: Actor) -> tuple[Notice, ...]:
    unseen: Iterable[notices.NoticeRow] = notices.unseen(db, actor.addresses())
    cases = instances.several(db, {row.instance_id for row in unseen})
    with_cases = [(row, cases.get(row.instance_id)) for row in unseen]
    return tuple(_notice(db, actor, row, case) for row, case in with_cases if not (case and is_about(actor, case)))


def _notice(db: Connection, actor: Actor, row: notices.NoticeRow, case: InstanceRow | None) -> Notice:
    """A word from a secret case says to others only that it came; its starter may at least know from which."""
    much = sight(db, actor, case) if case and case.secret else Sight.FULL
    text = row.text if much is Sight.FULL else UNREAD
    number = case.number if case and much in (Sight.FULL, Sight.RECEIPT) else ""
    return Notice(row.id, text, row.at, number)
