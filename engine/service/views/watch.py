"""What an admin watches (pantau): failed, late, silent, vacant, suspended and waiting work, page by page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from engine.bpmn.names import SUBPROCESSES
from engine.feel import Env
from engine.model.actor import Actor
from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.model.world import World
from engine.service import rights
from engine.service.directory import address_names, holder_names, unit_names
from engine.service.env import clocks, env_for
from engine.service.secrecy import veil_all
from engine.service.silence import Quiet, quiet
from engine.service.views.rows import awaited, definition_of, process_name
from engine.store import cases, packs, people, watch
from engine.store.watch import Chosen, Cursor, Row, Section

SECTIONS = ("failed", "overdue", "silent", "vacant", "suspended", "waiting")
#: Rows of one page, and of a table that is saved as a file.
PAGE, MOST = 25, 10_000
#: What a section shows on the overview.
FEW = 5
#: Activities in which somebody works while a message is awaited at their edge.
_WORKED = SUBPROCESSES | {"callActivity", "serviceTask", "sendTask"}


@dataclass(frozen=True, slots=True)
class WatchRow:
    """One thing that stands: an incident, a task, a wait, a call or a case."""

    id: Id
    kind_of_row: str
    instance_id: Id
    number: str
    title: str
    process_name: str
    unit_name: str
    element_name: str
    message: str
    owner_name: str
    holders: tuple[str, ...]
    claimed_by: str
    at: datetime
    due: datetime | None
    attempts: int
    version: int
    suspended: bool
    #: IANA zone of the case's unit where it is not the office's.
    zone: str = ""


@dataclass(frozen=True, slots=True)
class WatchPage:
    """One section: some rows, how many there are in all (at most `watch.MANY`), and where the next page begins."""

    section: str
    rows: tuple[WatchRow, ...]
    count: int
    next: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """The first rows of every section."""

    sections: tuple[WatchPage, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """What the filters offer: families and units by key."""

    packs: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]


def overview(world: World, actor: Actor) -> Overview:
    """The first of everything that stands; Forbidden without oversight."""
    rights.may_watch(actor)
    with world.database.reading() as db:
        watcher = Watcher(db, world, actor)
        return Overview(tuple(watcher.page(name, Chosen(), None, FEW) for name in SECTIONS))


def section(
    world: World, actor: Actor, name: str, chosen: Chosen | None = None, cursor: str = "", limit: int = PAGE
) -> WatchPage:
    """One page of one section; NotFound where there is none of this name."""
    rights.may_watch(actor)
    if name not in SECTIONS and name != "standing":
        raise NotFound("page.unknown", f"Expected a part of the monitor, but {name} is none")
    with world.database.reading() as db:
        return Watcher(db, world, actor).page(name, chosen or Chosen(), Cursor.read(cursor), limit)


def everything(world: World, actor: Actor, name: str, chosen: Chosen) -> Iterator[WatchRow]:
    """Every row of a section, page by page, at most MOST: for a file."""
    cursor, left = "", MOST
    while left > 0:
        found = section(world, actor, name, chosen, cursor, min(left, 500))
        yield from found.rows
        left -= 500
        cursor = found.next
        if not cursor:
            return


def offered(world: World, actor: Actor) -> Offered:
    """Families in force and units, for the filters."""
    rights.may_watch(actor)
    with world.database.reading() as db:
        titles = {row.pack: world.packs.version(row.id).title_id or row.pack for row in packs.currents(db)}
        return Offered(tuple(sorted(titles.items())), tuple((row.code, row.name) for row in people.units(db)))


class Watcher:
    """Reads sections on one snapshot for one actor."""

    def __init__(self, db: Connection, world: World, actor: Actor) -> None:
        self._db, self._world, self._actor = db, world, actor
        self._env: Env = env_for(db, world)
        self._zones = clocks(db, world)
        self._today: date = self._env.calendar.day_of(self._env.now)

    def page(self, name: str, chosen: Chosen, after: Cursor | None, limit: int) -> WatchPage:
        """Some rows of a section, as much of each as the actor may see."""
        if name == "silent":
            return self._silent(chosen, after, limit)
        found = self._section(name, chosen)
        if found is None:
            return WatchPage(name, (), 0)
        rows = watch.page(self._db, found, chosen, after=after, limit=limit + 1)
        counted = watch.count(self._db, found, chosen)
        return self._made(name, [(KINDS[name], row) for row in rows], counted, limit)

    def _section(self, name: str, chosen: Chosen) -> Section | None:
        now = self._env.now
        plain: Mapping[str, Callable[[], Section]] = {
            "failed": watch.failed,
            "overdue": lambda: watch.overdue(now),
            "suspended": watch.suspended,
            "waiting": lambda: watch.waiting(now),
            "standing": lambda: watch.standing_at(chosen.element),
        }
        if name in plain:
            return plain[name]()
        held = people.held_addresses(self._db, self._today)
        lonely = [owner for owner in watch.owners(self._db) if owner not in held]
        return watch.of_addresses(lonely) if lonely else None

    def _silent(self, chosen: Chosen, after: Cursor | None, limit: int) -> WatchPage:
        """Tasks, waits, and cases that wait for ever, merged by how long they have been quiet."""
        still = self._quiet()
        own = [(*key, moment) for key, moment in still.own.items()]
        tasks = watch.silent_tasks(still.usual, still.latest, own)
        waits = watch.silent_waits(still.latest)
        found = [("task", row) for row in watch.page(self._db, tasks, chosen, after=after, limit=limit + 1)]
        found += [("wait", row) for row in self._waits(waits, still, chosen, after, limit + 1)]
        starved = watch.starved()
        found += [("starved", row) for row in watch.page(self._db, starved, chosen, after=after, limit=limit + 1)]
        counted = watch.count(self._db, tasks, chosen) + watch.count(self._db, starved, chosen)
        counted += len(self._waits(waits, still, chosen, None, watch.MANY))
        found.sort(key=lambda one: (one[1].at, one[1].id.hex))
        return self._made("silent", found[: limit + 1], min(counted, watch.MANY), limit)

    def _waits(self, waits: Section, still: Quiet, chosen: Chosen, after: Cursor | None, limit: int) -> list[Row]:
        rows = watch.page(self._db, waits, chosen, after=after, limit=limit)
        return [row for row in rows if self._only_waits(row) and row.at < _cutoff(still, row)]

    def _only_waits(self, row: Row) -> bool:
        """False for an activity with a message at its edge: somebody works inside it."""
        definition = definition_of(self._world, row.version_id, row.process_id)
        element = definition.elements.get(row.element) if definition else None
        return element is None or element.kind not in _WORKED

    def _quiet(self) -> Quiet:
        running = cases.running(self._db)
        found = [(version, definition_of(self._world, version, process)) for version, process in running]
        return quiet(self._env, [(version, definition) for version, definition in found if definition])

    def _made(self, name: str, found: Sequence[tuple[str, Row]], counted: int, limit: int) -> WatchPage:
        shown = found[:limit]
        last = shown[-1][1] if len(found) > limit else None
        rows = [row for _, row in shown]
        units = unit_names(self._db, {row.unit for row in rows})
        owners = {row.owner for row in rows if row.owner}
        titles = address_names(self._db, owners, self._today)
        holders = {owner: holder_names(self._db, [owner], self._today) for owner in owners}
        names = people.names(self._db, [row.claimed_by for row in rows if row.claimed_by])
        made = [
            replace(
                self._row(kind, row),
                unit_name=units.get(row.unit, row.unit),
                zone=self._zones.get(row.unit, ""),
                owner_name=titles.get(row.owner, row.owner),
                holders=holders.get(row.owner, ()),
                claimed_by=names.get(row.claimed_by, "") if row.claimed_by else "",
            )
            for kind, row in shown
        ]
        veiled = veil_all(self._db, self._world, self._actor, made)
        return WatchPage(name, veiled, counted, Cursor(last.at, last.id).text() if last else "")

    def _row(self, kind: str, row: Row) -> WatchRow:
        definition = definition_of(self._world, row.version_id, row.process_id)
        return WatchRow(
            id=row.id,
            kind_of_row=kind,
            instance_id=row.instance_id,
            number=row.number,
            title=row.title,
            process_name=process_name(self._world, row.version_id, row.process_id),
            unit_name="",
            element_name=row.name if kind == "task" else awaited(definition, row.element) if row.element else "",
            message=row.message or (row.name if kind in ("wait", "job") else ""),
            owner_name="",
            holders=(),
            claimed_by="",
            at=row.at,
            due=row.due,
            attempts=row.attempts,
            version=row.version,
            suspended=row.suspended_at is not None,
        )


#: What the rows of a section are.
KINDS = {
    "failed": "incident",
    "overdue": "task",
    "vacant": "task",
    "suspended": "case",
    "waiting": "job",
    "standing": "case",
}


def _cutoff(still: Quiet, row: Row) -> datetime:
    return still.of(row.version_id, row.process_id, row.element)
