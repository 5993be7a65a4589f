"""Everything of the little office of a trial: it is the analyst's own, so nothing is kept from him."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from engine import runtime
from engine.feel.text import to_text
from engine.model.actor import Actor
from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.world import World
from engine.service import rights
from engine.service.directory import address_names
from engine.service.env import env_for, today
from engine.service.views.casedetail import history_rows
from engine.service.views.rows import HistoryRow
from engine.store import cases, incidents, instances, letters, packs, people, tables, tasks
from engine.store.incidents import IncidentRow
from engine.store.instances import InstanceRow
from engine.store.letters import LetterRow

#: Facts one page shows.
MOST_FACTS = 300


@dataclass(frozen=True, slots=True)
class Desk:
    """A position that may do something: its code, and its title with the holder's name."""

    position: str
    label: str


@dataclass(frozen=True, slots=True)
class OpenTask:
    """One open task and the positions that answer its address."""

    task_id: Id
    element: str
    name: str
    owner: str
    owner_name: str
    due: datetime | None
    case_number: str
    desks: tuple[Desk, ...]
    #: How many open tasks of other cases have the same name.
    twins: int


@dataclass(frozen=True, slots=True)
class CaseBench:
    """One case of the trial."""

    instance_id: Id
    number: str
    title: str
    process_id: str
    process_name: str
    state: str
    diagram: str
    active: tuple[str, ...]
    done: tuple[str, ...]
    failed: tuple[str, ...]
    variables: tuple[tuple[str, str], ...]
    history: tuple[HistoryRow, ...]
    letters: tuple[LetterRow, ...]
    incidents: tuple[IncidentRow, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """Something waited for: a timer, a message, a signal, a call (job) or a message nobody took yet (buffered)."""

    kind: str
    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Bench:
    """The office as it stands."""

    now: datetime
    cases: tuple[CaseBench, ...]
    tasks: tuple[OpenTask, ...]
    pending: tuple[Pending, ...]
    attempts: tuple[str, ...]


def bench(world: World) -> Bench:
    """Read the whole office; cases oldest first."""
    with world.database.reading() as db:
        rows = _instances(db)
        return Bench(
            now=world.clock(),
            cases=tuple(_case(db, world, row) for row in rows),
            tasks=tuple(_tasks(db, world, rows)),
            pending=tuple(_pending(db, world, rows)),
            attempts=tuple(db.execute(select(tables.attempt.c.code).order_by(tables.attempt.c.at)).scalars()),
        )


def starters(world: World, pack: str, process_id: str) -> tuple[Desk, ...]:
    """The positions that may start the process, by title."""
    with world.database.reading() as db:
        row = packs.current(db, pack)
        if row is None:
            raise NotFound("pack.unknown", f"Expected a pack {pack}, but there is none")
        definition = world.packs.version(row.id).definitions[process_id]
        found = [
            Desk(one.code, one.title)
            for one in people.positions(db)
            if rights.starting_positions(_holder(db, world, one.code), definition)
        ]
    return tuple(sorted(found, key=lambda one: one.label))


def name_of(world: World, pack: str, process_id: str) -> str:
    """What the process is called in this office."""
    with world.database.reading() as db:
        row = packs.current(db, pack)
    definition = world.packs.version(row.id).definitions.get(process_id) if row else None
    return (definition.name if definition else "") or process_id


def letter(world: World, letter_id: Id) -> LetterRow:
    """One letter as printed; NotFound letter.unknown."""
    with world.database.reading() as db:
        found = letters.letter(db, letter_id)
    if found is None:
        raise NotFound("letter.unknown", "Expected a letter of this trial, but there is none by that name")
    return found


def diagram(world: World, instance_id: Id) -> bytes:
    """The diagram a case runs on."""
    with world.database.reading() as db:
        row = instances.instance(db, instance_id)
    if row is None:
        raise NotFound("case.unknown", "Expected a case of this trial, but there is none by that name")
    version = world.packs.version(row.version_id)
    return version.files[version.diagrams[row.process_id]]


def _holder(db: Connection, world: World, position: str) -> Actor:
    found = people.holders(db, [f"position:{position}"], today(world)).get(f"position:{position}", ())
    return people.actor(db, found[0].person_id, today(world)) if found else Actor(None, "")


def _instances(db: Connection) -> list[InstanceRow]:
    ids = db.execute(select(tables.instance.c.id).order_by(tables.instance.c.id)).scalars()
    return [row for one in ids if (row := instances.instance(db, one))]


def _case(db: Connection, world: World, row: InstanceRow) -> CaseBench:
    version = world.packs.version(row.version_id)
    definition = version.definitions[row.process_id]
    facts = cases.history(db, row.id, limit=MOST_FACTS)
    failed = incidents.open_incidents(db, row.id)
    broken = tuple(dict.fromkeys(one.element for one in failed))
    elements = definition.elements
    done = dict.fromkeys(fact.element for fact in facts if fact.kind in runtime.COMPLETIONS and fact.element)
    variables = cases.variables(db, row.id)
    return CaseBench(
        instance_id=row.id,
        number=row.number,
        title=row.title,
        process_id=row.process_id,
        process_name=definition.name or row.process_id,
        state=row.state,
        diagram=version.diagrams[row.process_id],
        active=tuple(node for node in cases.tokens(db, row.id) if node in elements and node not in broken),
        done=tuple(done),
        failed=broken,
        variables=tuple((name, to_text(value)) for name, value in sorted(variables.items()) if name != "case"),
        history=history_rows(facts, definition),
        letters=tuple(letters.letters(db, row.id)),
        incidents=tuple(failed),
    )


def _tasks(db: Connection, world: World, rows: list[InstanceRow]) -> list[OpenTask]:
    found = [(task, row) for row in rows for task in tasks.open_tasks(db, row.id)]
    day = env_for(db, world).calendar.day_of(world.clock())
    named = address_names(db, [task.owner for task, _ in found], day)
    desks = _desks(db)
    return [
        OpenTask(
            task_id=task.id,
            element=task.element,
            name=task.name,
            owner=task.owner,
            owner_name=named[task.owner],
            due=task.due,
            case_number=row.number,
            desks=tuple(desks.get(task.owner, ())),
            twins=sum(other.name == task.name and one.id != row.id for other, one in found),
        )
        for task, row in found
    ]


def _desks(db: Connection) -> dict[str, list[Desk]]:
    """Address -> the positions that answer it."""
    found: dict[str, list[Desk]] = {}
    for one in people.positions(db):
        for address in (f"position:{one.code}", *(f"role:{role}@{one.unit}" for role in one.roles)):
            found.setdefault(address, []).append(Desk(one.code, one.title))
    return found


def _pending(db: Connection, world: World, rows: list[InstanceRow]) -> list[Pending]:
    names = {row.id: _names(world.packs.version(row.version_id), row.process_id) for row in rows}
    job, mail = tables.job, tables.message
    found = [
        Pending(kind, ": ".join(part for part in (names.get(case, {}).get(node or "", ""), name) if part), due)
        for case, node, kind, name, due in db.execute(_waits())
    ]
    jobs = select(job.c.type, job.c.run_at).where(job.c.state.in_(("ready", "leased")))
    found += [Pending("job", one.type, one.run_at) for one in db.execute(jobs.order_by(job.c.run_at))]
    kept = select(mail.c.name).where(mail.c.state == "buffered")
    return found + [Pending("buffered", name, None) for name in db.execute(kept).scalars()]


def _waits() -> Select[Any]:
    waits, token = tables.subscription, tables.token
    at = (token.c.instance_id == waits.c.instance_id) & (token.c.no == waits.c.token)
    columns = (waits.c.instance_id, token.c.node, waits.c.kind, waits.c.name, waits.c.due)
    return select(*columns).outerjoin(token, at).order_by(waits.c.due, waits.c.instance_id, waits.c.no)


def _names(version: PackVersion, process_id: str) -> dict[str, str]:
    return {one.id: one.name or one.id for one in version.definitions[process_id].elements.values()}
