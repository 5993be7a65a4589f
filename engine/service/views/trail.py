"""What an auditor reads: the trail of a case and of the office, what was blocked, and whether the chains hold."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping

from engine.model.actor import Actor
from engine.model.definition import Definition
from engine.model.ids import Id
from engine.model.world import World
from engine.service import rights, secrecy
from engine.service.directory import in_capacity
from engine.service.views.earlier import remembering
from engine.service.views.rows import definition_of, element_name, process_name
from engine.store import audit, blocked, cases, instances, packs, people, remarks
from engine.store.audit import OFFICE, Part
from engine.store.blocked import BlockedRow, Wanted
from engine.store.cases import HistoryRow
from engine.store.people import HoldingRow, UnitRow

PAGE = 100
#: Which facts of the office belong together; the first word of a kind decides.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "parameter": ("parameter", "parameters", "holiday", "holidays", "calendar", "hours"),
    "jabatan": ("holding", "holdings", "position", "positions", "unit", "units", "person", "persons", "office"),
    "rilis": ("version", "process", "packs", "scenarios", "pack"),
    "akun": ("account", "password", "token"),
    "masuk": ("session", "login"),
    "lain": ("settings", "register", "setup", "message"),
}


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One fact with all a reader needs to judge it."""

    seq: int
    at: datetime
    kind: str
    element: str
    element_name: str
    who: str
    #: Position and capacity in words, and the warrant of the row in force that day.
    capacity: str
    warrant: str
    data: Mapping[str, Any]
    hash: str
    remark: str = ""
    #: False where the reason is not the one the fact sealed.
    is_remark_whole: bool = True


@dataclass(frozen=True, slots=True)
class Trail:
    """Some facts of one chain, and the state of the whole of it."""

    rows: tuple[TrailRow, ...]
    #: The number to go on after; 0 for none.
    next: int
    part: Part
    number: str = ""
    title: str = ""
    process: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Blocked:
    """Some blocked acts, and the cursor of the next ones."""

    rows: tuple[BlockedRow, ...]
    next: str
    packs: tuple[str, ...]
    units: tuple[UnitRow, ...]
    #: By the key of a row: position and capacity of who tried, and what the register's own rule says.
    names: Mapping[str, str]
    rules: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a verification has come; the last one `is_done`."""

    chains: int
    facts: int
    broken: tuple[audit.Broken, ...]
    is_done: bool


def case(world: World, actor: Actor, number: str, *, after: int = 0, limit: int = PAGE) -> Trail:
    """The trail of a case, its chain recomputed; NotFound for who may not see it."""
    rights.may_audit(actor)
    with world.database.reading() as db:
        found = rights.may_see_case(db, actor, instances.by_number(db, number))
        rows = cases.history(db, found.id, after=after, limit=limit + 1)
        definition = definition_of(world, found.version_id, found.process_id)
        told = _told(db, world, found.id, rows[:limit], definition)
        onward = rows[limit - 1].seq if len(rows) > limit else 0
        name = process_name(world, found.version_id, found.process_id)
        part = audit.verify_chain(db, found.id)
        return Trail(told, onward, part, found.number, found.title, name, str(found.state))


def exported(world: World, actor: Actor, number: str) -> tuple[Mapping[str, Any], ...]:
    """Every fact of a case with its seal, as it is stored: enough to recompute the chain elsewhere."""
    rights.may_audit(actor)
    with world.database.reading() as db:
        found = rights.may_see_case(db, actor, instances.by_number(db, number))
        return tuple(_raw(row) for row in audit.facts(db, found.id))


def office(world: World, actor: Actor, *, group: str = "", before: int = 0, limit: int = PAGE) -> Trail:
    """The office's own chain, the latest first, of one group where asked; log-ins only where asked for."""
    rights.may_audit(actor)
    firsts = GROUPS.get(group) or tuple(one for name, words in GROUPS.items() if name != "masuk" for one in words)
    with world.database.reading() as db:
        rows = cases.office_latest(db, firsts, before=before, limit=limit + 1)
        told = _told(db, world, OFFICE, rows[:limit], None)
        onward = rows[limit - 1].seq if len(rows) > limit else 0
        return Trail(told, onward, audit.verify_chain(db, OFFICE))


def what_was_blocked(world: World, actor: Actor, wanted: Wanted, cursor: str = "", limit: int = 50) -> Blocked:
    """Refused acts and refusals of registers; secret cases are masked, and never found by what a mask hides."""
    rights.may_audit(actor)
    with world.database.reading() as db:
        found = blocked.blocked(db, wanted, after=_after(cursor), limit=limit + 1)
        rows = secrecy.veil_all(db, world, actor, found[:limit])
        if wanted.code or wanted.person:
            rows = tuple(row for row in rows if row.instance_id is None or row.number)
        onward = f"{round(found[limit - 1].at.timestamp() * 1000)}.{found[limit - 1].key}" if len(found) > limit else ""
        names = _in_words(db, world, [(row.person_id, row.acted_as, row.at) for row in rows])
        told = {row.key: names.get((row.person_id, row.acted_as, row.at), ("", ""))[0] for row in rows}
        rules = {row.key: rule for row in rows if (rule := _rule(db, world, row))}
        return Blocked(rows, onward, cases.packs(db), tuple(people.units(db)), told, rules)


def _rule(db: Connection, world: World, row: BlockedRow) -> str:
    """What the invariant of a register says that refused an act; "" where the code is not one of its own."""
    name = str(row.details.get("register", ""))
    version = packs.current(db, name.partition(".")[0]) if name else None
    specs = world.packs.version(version.id).registers.values() if version else ()
    found = (one.message_id for spec in specs if spec.key == name for one in spec.invariants if one.error == row.code)
    return next(found, "")


def verification(world: World, actor: Actor) -> Iterator[Progress]:
    """Recompute every chain part by part, as `tata audit verify` does; each part reads a view of its own."""
    rights.may_audit(actor)
    return _verified(world)


def _verified(world: World) -> Iterator[Progress]:
    chains = facts = 0
    last: Id | None = None
    is_done = False
    while not is_done:
        with world.database.reading() as db:
            part = audit.verify_part(db, last)
        chains, facts, last = chains + part.chains, facts + part.facts, part.last
        is_done = last is None
        yield Progress(chains, facts, part.broken, is_done)


def _raw(row: RowMapping) -> Mapping[str, Any]:
    return {**audit.content(row), "hash": bytes(row["hash"]).hex()}


def _told(
    db: Connection, world: World, chain: Id, rows: list[HistoryRow], definition: Definition | None
) -> tuple[TrailRow, ...]:
    words = _in_words(db, world, [(row.person_id, row.acted_as, row.at) for row in rows])
    hashes = audit.hashes(db, chain, [row.seq for row in rows])
    kept = remarks.remarks(db, [row.seq for row in rows]) if chain == OFFICE else {}
    made, definition = [], remembering(db, world, definition, rows)
    for row in rows:
        capacity, warrant = words.get((row.person_id, row.acted_as, row.at), ("", ""))
        data = dict(row.data or {})
        remark, seal = kept.get(row.seq, ("", ""))
        sealed = data.pop("remark", "")
        made.append(
            TrailRow(
                seq=row.seq,
                at=row.at,
                kind=row.kind,
                element=row.element,
                element_name=element_name(definition, row.element) if row.element else "",
                who=row.person_name or "",
                capacity=capacity,
                warrant=warrant,
                data=data,
                hash=hashes.get(row.seq, ""),
                remark=remark,
                is_remark_whole=sealed == seal,
            )
        )
    return tuple(made)


def _in_words(
    db: Connection, world: World, acts: Iterable[tuple[Id | None, str, datetime]]
) -> dict[tuple[Id | None, str, datetime], tuple[str, str]]:
    """Position and capacity of each act, and the warrant of the holding that was in force on its day."""
    wanted = {(who, as_, at) for who, as_, at in acts if as_}
    codes = {as_.rpartition("/")[0] for _, as_, _ in wanted}
    held = [row for row in people.held(db) if row.position in codes] if codes else []
    titles = {row.code: row.title for row in people.positions(db) if row.code in codes}
    found = {}
    for who, as_, at in wanted:
        code, _, capacity = as_.rpartition("/")
        said = in_capacity(titles.get(code, code), capacity)
        found[(who, as_, at)] = (said, _warrant(held, who, code, capacity, at.astimezone(ZoneInfo(world.zone)).date()))
    return found


def _warrant(held: Iterable[HoldingRow], who: Id | None, code: str, capacity: str, day: date) -> str:
    for row in held:
        same = (row.person_id, row.position, row.capacity) == (who, code, capacity)
        if same and row.from_on <= day and (row.until_on is None or row.until_on >= day):
            return row.warrant
    return ""


def _after(cursor: str) -> tuple[datetime, str] | None:
    moment, _, key = cursor.partition(".")
    if not (moment.isascii() and moment.isdigit() and len(moment) < 15 and key):
        return None
    from_epoch = datetime.fromisoformat("1970-01-01T00:00:00+00:00") + timedelta(milliseconds=int(moment))
    return from_epoch, key
