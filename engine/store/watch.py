"""What an admin watches, page by page: each section is a range of an index, ordered by how long it has stood."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy import text as sql

from engine.model.ids import Id
from engine.store.conditions import ACTIVE_CASE, DUE_TASK, OPEN_INCIDENT, OPEN_TASK, READY_JOB, STARVED_SCOPE
from engine.store.tables import counter, incident, instance, job, subscription, task, token
from engine.store.types import IdType, Moment

#: Where counting stops.
MANY = 1000


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the moment and identifier of its last row."""

    at: datetime
    id: Id

    def text(self) -> str:
        """Write it into a link."""
        return f"{round(self.at.timestamp() * 1000)}.{self.id.hex}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """Read it back; None for what is none."""
        at, _, id_ = text.partition(".")
        try:
            return cls(Moment().process_result_value(int(at), None), Id(id_))  # type: ignore[arg-type]
        except (ValueError, OverflowError, OSError):
            return None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which cases: of a family (pack), a unit, whose number begins so; "" means any."""

    pack: str = ""
    unit: str = ""
    number: str = ""
    process_id: str = ""
    version_id: Id | None = None
    element: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that stands: `at` is since when, or its due date; `id` of the incident, task, job or case."""

    id: Id
    at: datetime
    instance_id: Id
    element: str
    name: str
    owner: str
    claimed_by: Id | None
    version: int
    due: datetime | None
    code: str
    message: str
    attempts: int
    number: str
    title: str
    pack: str
    process_id: str
    version_id: Id
    unit: str
    suspended_at: datetime | None
    incidents: int


#: A column of a row that its section does not have.
_NONE: dict[str, ColumnElement[Any]] = {
    "element": literal(""),
    "name": literal(""),
    "owner": literal(""),
    "claimed_by": type_coerce(null(), IdType()),
    "version": literal(0),
    "due": type_coerce(null(), Moment()),
    "code": literal(""),
    "message": literal(""),
    "attempts": literal(0),
}
_CASE = ("number", "title", "pack", "process_id", "version_id", "unit", "suspended_at", "incidents")
_RUNS = and_(instance.c.state == "active", instance.c.suspended_at.is_(None))


@dataclass(frozen=True, slots=True)
class Section:
    """A query of rows with the two columns that order it."""

    query: Select[Any]
    at: ColumnElement[Any]
    id: ColumnElement[Any]


def _section(table: Any, at: Any, id_: Any, *where: Any, **columns: Any) -> Section:  # noqa: ANN401 - any table
    named = [columns.get(name, empty).label(name) for name, empty in _NONE.items()]
    cases = (instance.c[name] for name in _CASE)
    query = select(id_, at, instance.c.id, *named, *cases).select_from(table).where(*where)
    return Section(query, at, id_)


def _of_case(table: Any) -> Any:  # noqa: ANN401 - a join
    return table.join(instance, instance.c.id == table.c.instance_id)


_TASK = {name: task.c[name] for name in ("element", "name", "owner", "claimed_by", "version", "due")}


def failed() -> Section:
    """Open incidents, the oldest first."""
    joined = _of_case(incident).outerjoin(job, job.c.id == incident.c.job_id)
    own = {"element": incident.c.element, "code": incident.c.code, "message": incident.c.message}
    attempts = func.coalesce(job.c.attempts, 0)
    return _section(joined, incident.c.opened_at, incident.c.id, OPEN_INCIDENT, **own, attempts=attempts)


def overdue(now: datetime) -> Section:
    """Open tasks past their date in cases that run, the longest late first."""
    return _section(_of_case(task), task.c.due, task.c.id, DUE_TASK, task.c.due < now, _RUNS, **_TASK)


def silent_tasks(usual: datetime, latest: datetime, own: Sequence[tuple[Id, str, str, datetime]]) -> Section:
    """Open tasks nobody touched since before their step's own moment, or the usual one."""
    special = [
        and_(instance.c.version_id == version, instance.c.process_id == process, task.c.element == element)
        for version, process, element, _ in own
    ]
    theirs = [and_(one, task.c.touched_at < moment) for one, (*_, moment) in zip(special, own, strict=True)]
    rest = and_(task.c.touched_at < usual, not_(or_(*special))) if special else task.c.touched_at < usual
    quiet = or_(rest, *theirs)
    return _section(
        _of_case(task), task.c.touched_at, task.c.id, OPEN_TASK, task.c.touched_at < latest, quiet, _RUNS, **_TASK
    )


def silent_waits(latest: datetime) -> Section:
    """Steps that only wait for a message or a signal, with no date on which the wait ends; by the case's identifier."""
    same = (subscription.c.instance_id, subscription.c.token)
    other = subscription.alias("other")
    joined = _of_case(subscription).join(
        token, and_(token.c.instance_id == subscription.c.instance_id, token.c.no == subscription.c.token)
    )
    worked = exists().where(task.c.instance_id == same[0], task.c.token == same[1], OPEN_TASK)
    called = exists().where(job.c.instance_id == same[0], job.c.token == same[1], job.c.state.in_(_LIVE))
    dated = exists().where(other.c.instance_id == same[0], other.c.token == same[1], other.c.due.is_not(None))
    first = ~exists().where(
        other.c.instance_id == same[0],
        other.c.due.is_(None),
        other.c.no < subscription.c.no,
        other.c.since.is_not(None),
    )
    where = (
        sql("subscription.due is null"),
        subscription.c.since < latest,
        subscription.c.kind.in_(("message", "signal", "condition")),
        ~worked,
        ~called,
        ~dated,
        first,
        _RUNS,
    )
    named = {"element": token.c.node, "name": subscription.c.name}
    return _section(joined, subscription.c.since, subscription.c.instance_id, *where, **named)


def starved() -> Section:
    """Cases in which all tokens of a scope wait at a gateway for others that do not come, by the case's identifier."""
    gate = func.substr(counter.c.name, 2, func.length(counter.c.name) - 2)
    since = instance.c.changed_at
    return _section(_of_case(counter), since, instance.c.id, STARVED_SCOPE, _RUNS, element=gate)


def of_addresses(addresses: Sequence[str]) -> Section:
    """Open tasks of some addresses, the longest waiting first."""
    return _section(
        _of_case(task), task.c.opened_at, task.c.id, task.c.owner.in_(list(addresses)), OPEN_TASK, _RUNS, **_TASK
    )


def suspended() -> Section:
    """Cases held still, the longest first."""
    held = instance.c.suspended_at.is_not(None)
    return _section(instance, instance.c.suspended_at, instance.c.id, held, instance.c.state == "active")


def waiting(now: datetime) -> Section:
    """Calls that failed once and wait, or should have run by now."""
    own = {"element": job.c.element, "name": job.c.type, "code": job.c.kind, "attempts": job.c.attempts}
    late = or_(job.c.attempts > 0, job.c.run_at < now)
    message = func.coalesce(job.c.error, "")
    return _section(_of_case(job), job.c.run_at, job.c.id, READY_JOB, late, **own, message=message)


def standing_at(element: str) -> Section:
    """Running cases with a token at an element, in the order they were started."""
    here = exists().where(token.c.instance_id == instance.c.id, token.c.node == element)
    return _section(instance, instance.c.started_at, instance.c.id, ACTIVE_CASE, here)


def page(
    db: Connection, section: Section, chosen: Chosen, *, after: Cursor | None = None, limit: int = 25
) -> list[Row]:
    """Some rows of a section after where the last page ended."""
    query = section.query.where(*_chosen(chosen)).order_by(section.at, section.id).limit(limit)
    if after is not None:
        here = tuple_(literal(after.at, Moment()), literal(after.id, IdType()))
        query = query.where(tuple_(section.at, section.id) > here)
    return [Row(*row) for row in db.execute(query)]


def count(db: Connection, section: Section, chosen: Chosen) -> int:
    """How many rows a section has, up to MANY."""
    some = section.query.where(*_chosen(chosen)).with_only_columns(section.id).limit(MANY)
    return int(db.execute(select(func.count()).select_from(some.subquery())).scalar_one())


def owners(db: Connection) -> list[str]:
    """Every address with open tasks: a walk over the index, one step per address."""
    return [row[0] for row in db.execute(_OWNERS)]


def _chosen(chosen: Chosen) -> list[ColumnElement[bool]]:
    wanted = {"pack": chosen.pack, "unit": chosen.unit, "process_id": chosen.process_id}
    found = [instance.c[name] == value for name, value in wanted.items() if value]
    if chosen.version_id is not None:
        found.append(instance.c.version_id == chosen.version_id)
    if chosen.number:
        found += [instance.c.number >= chosen.number, instance.c.number < f"{chosen.number}\U0010ffff"]
    return found


_LIVE = ("ready", "leased", "held")
#: Distinct owners without reading every task: from each to the next one the index has.
_OWNERS = sql(
    "with recursive owners(owner) as ("
    "select min(owner) from task where task.open "
    "union all "
    "select (select min(task.owner) from task where task.open and task.owner > owners.owner) "
    "from owners where owners.owner is not null"
    ") select owner from owners where owner is not null"
)
