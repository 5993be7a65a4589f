"""On whose desk a case is (di meja siapa): the people of each open task, and whatever else it waits for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection, select

from engine.feel import Env
from engine.model.actor import Actor
from engine.model.definition import Definition
from engine.model.ids import Id
from engine.model.world import World
from engine.service import secrecy
from engine.service.directory import address_names, holder_names
from engine.service.env import today
from engine.service.reading import thrown_by
from engine.service.secrecy import Sight
from engine.service.views.choosing import offered_names
from engine.service.views.incidents import IncidentRow
from engine.service.views.parameters import named_by_timer
from engine.service.views.rows import ParameterRow, awaited, urgency
from engine.store import instances, packs, people, tables, tasks
from engine.store.conditions import OPEN_TASK
from engine.store.instances import InstanceRow

#: States of a job the case still waits for.
PENDING = ("ready", "leased", "held")


@dataclass(frozen=True, slots=True)
class Holder:
    """One open task: who may do it today, and who took it."""

    task_id: Id
    task_name: str
    element: str
    owner_name: str
    holders: tuple[str, ...]
    claimed_by: str
    since: datetime
    due: datetime | None
    urgency: str
    may_open: bool
    version: int = 0
    #: Where people choose what is done: the names of what they may begin.
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that is no person: `kind` is timer, message, signal, condition, job, call or incident."""

    element: str
    name: str
    kind: str
    #: Of a timer when it goes off; of a job when it is tried next.
    due: datetime | None
    since: datetime | None = None
    #: Of a job: the operation, how it is called, how often it was tried, and whether it stands still.
    operation: str = ""
    titles: tuple[str, str] = ("", "")
    attempts: int = 0
    held: bool = False
    #: Of a timer: the legal numbers it was reckoned from.
    parameters: tuple[ParameterRow, ...] = ()
    #: Of a message: its name, and the processes that send it.
    message: str = ""
    senders: tuple[str, ...] = ()
    #: The case it waits for, where the reader may see that.
    number: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Facing:
    """One case with what is needed to say what it waits for."""

    db: Connection
    world: World
    actor: Actor
    found: InstanceRow
    definition: Definition
    env: Env
    incidents: Sequence[IncidentRow] = field(default=())


def holders(case: Facing) -> tuple[Holder, ...]:
    """The open tasks of a case with everybody who answers them today, acting officials included."""
    db, day = case.db, case.env.calendar.day_of(case.env.now)
    rows = tasks.open_tasks(db, case.found.id)
    titles = address_names(db, [row.owner for row in rows], day)
    claimed = people.names(db, [row.claimed_by for row in rows if row.claimed_by])
    offered = offered_names(db, [(row.id, row.element) for row in rows], case.definition)
    return tuple(
        Holder(
            task_id=row.id,
            task_name=row.name,
            element=row.element,
            owner_name=titles[row.owner],
            holders=holder_names(db, [row.owner], day),
            claimed_by=claimed.get(row.claimed_by, "") if row.claimed_by else "",
            since=row.moved_at or row.opened_at,
            due=row.due,
            urgency=urgency(row.due, case.env),
            may_open=case.actor.holding_for(row.owner) is not None,
            version=row.version,
            choices=offered.get(row.id, ()),
        )
        for row in rows
    )


def waiting(case: Facing) -> tuple[Waiting, ...]:
    """What a case waits for that is nobody's task."""
    faults = (Waiting(one.element, _name(case, one.element), "incident", None, one.opened_at) for one in case.incidents)
    return (*_subscribed(case), *_calling(case), *_called(case), *faults)


def holding_lines(db: Connection, world: World, ids: Sequence[Id]) -> Mapping[Id, str]:
    """One line per running case for a list: «Susun HPS – PPK (Rina)»; the first task, and how many more there are."""
    task = tables.task
    query = select(task.c.instance_id, task.c.name, task.c.owner, tables.person.c.name.label("claimed")).where(
        task.c.instance_id.in_(ids)
    )
    rows = db.execute(query.outerjoin(tables.person, tables.person.c.id == task.c.claimed_by).where(OPEN_TASK)).all()
    day = today(world)
    named = {owner: holder_names(db, [owner], day) for owner in {row.owner for row in rows}}
    lines: dict[Id, list[str]] = {}
    for row in rows:
        who = row.claimed or ", ".join(named[row.owner]) or row.owner
        lines.setdefault(row.instance_id, []).append(f"{row.name} – {who}")
    return {case: _line(found) for case, found in lines.items()}


def _line(found: list[str]) -> str:
    return found[0] if len(found) == 1 else f"{found[0]} (+{len(found) - 1})"


def _subscribed(case: Facing) -> Iterator[Waiting]:
    subscription, token = tables.subscription, tables.token
    on = (token.c.instance_id == subscription.c.instance_id) & (token.c.no == subscription.c.token)
    asked = select(token.c.node, *(subscription.c[name] for name in ("kind", "name", "key", "due", "since", "data")))
    rows = asked.join(token, on).where(subscription.c.instance_id == case.found.id).order_by(subscription.c.no)
    for node, kind, name, key, due, since, data in case.db.execute(rows):
        element = (data or {}).get("element") or node
        wait = Waiting(element, _name(case, element), kind, due, since)
        yield _dated(case, wait) if kind == "timer" else _awaited(case, wait, name, key)


def _dated(case: Facing, wait: Waiting) -> Waiting:
    element = case.definition.elements.get(wait.element)
    return replace(wait, parameters=named_by_timer(case.db, element, case.env) if element else ())


def _awaited(case: Facing, wait: Waiting, name: str, key: str) -> Waiting:
    other = instances.by_number(case.db, key) if key and key != case.found.number else None
    shown = other is not None and secrecy.sight(case.db, case.actor, other) is Sight.FULL
    senders = _senders(case, name) if wait.kind == "message" else ()
    number, title = (other.number, other.title) if other is not None and shown else ("", "")
    return replace(wait, message=name, senders=senders, number=number, title=title)


def _senders(case: Facing, name: str) -> tuple[str, ...]:
    """The processes in force that send a message of this name: whose turn it is."""
    found = (
        definition.name or definition.process_id
        for row in packs.currents(case.db)
        for definition in case.world.packs.version(row.id).definitions.values()
        if name in thrown_by(definition.elements.values())
    )
    return tuple(dict.fromkeys(found))


def _calling(case: Facing) -> Iterator[Waiting]:
    job = tables.job
    columns = ("element", "type", "kind", "attempts", "run_at", "created_at", "state")
    asked = select(*(job.c[name] for name in columns)).where(job.c.instance_id == case.found.id)
    of_case = asked.where(job.c.state.in_(PENDING), job.c.kind.in_(("call", "continue"))).order_by(job.c.created_at)
    operations = case.world.catalogue.operations()
    for element, type_, _, attempts, run_at, made, state in case.db.execute(of_case):
        known = operations.get(type_)
        titles = (known.title_id, known.title_en) if known else ("", "")
        wait = Waiting(element, _name(case, element), "job", run_at, made)
        yield replace(wait, operation=type_, titles=titles, attempts=attempts, held=state == "held")


def _called(case: Facing) -> Iterator[Waiting]:
    children = [child for child in instances.children(case.db, case.found.id) if child.state == "active"]
    seen = secrecy.sights(case.db, case.actor, [child.id for child in children])
    token = tables.token
    rows = select(token.c.no, token.c.node).where(token.c.instance_id == case.found.id)
    nodes = {no: node for no, node in case.db.execute(rows)} if children else {}
    for child in children:
        element = nodes.get(child.parent_token or 0, "")
        wait = Waiting(element, _name(case, element), "call", None, child.started_at)
        full = seen.get(child.id) is Sight.FULL
        yield replace(wait, number=child.number if full else "", title=child.title if full else "")


def _name(case: Facing, element: str) -> str:
    return awaited(case.definition, element)
