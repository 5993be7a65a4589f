"""The inbox: one index range for each address, merged by urgency, paged by where the last page ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Connection, bindparam, func, select, tuple_, union_all

from engine.model.ids import Id
from engine.store.conditions import OPEN_TASK
from engine.store.tables import instance, person
from engine.store.tables import task as table
from engine.store.types import IdType

#: Where counting stops: nobody reads an exact number beyond, and a badge must not cost more the more there is.
MANY = 1000


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the urgency and identifier of its last task."""

    rank: int
    id: Id

    def text(self) -> str:
        """Write it into a link."""
        return f"{self.rank}.{self.id.hex}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """Read it back; None for what is none."""
        rank, _, task_id = text.partition(".")
        try:
            return cls(int(rank), Id(task_id))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One open task with the case it belongs to and the name of who claimed it."""

    id: Id
    instance_id: Id
    element: str
    name: str
    owner: str
    version: int
    due: datetime | None
    priority: int
    claimed_by: Id | None
    opened_at: datetime
    origin: str
    number: str
    title: str
    pack: str
    process_id: str
    unit: str
    version_id: Id
    started_by: Id | None
    classification: str
    about: Id | None
    suspended_at: datetime | None
    claimed_name: str | None
    #: What it sorts by: its due date in milliseconds, or later than any.
    rank: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some tasks, most urgent first, and where the next ones begin."""

    rows: list[InboxRow]
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits; MANY means as many or more."""

    total: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Kind:
    """A process and a unit that open tasks belong to; the version says how the process is called."""

    version_id: Id
    process_id: str
    unit: str


def inbox(db: Connection, addresses: Sequence[str], *, after: Cursor | None = None, limit: int = 50) -> Page:
    """The open tasks of some addresses."""
    if not addresses:
        return Page([], None)
    asked: dict[str, Any] = {f"owner_{i}": address for i, address in enumerate(addresses)} | {"size": limit + 1}
    if after is not None:
        asked |= {"after_rank": after.rank, "after_id": after.id}
    rows = db.execute(_query(len(addresses), after is not None), asked).all()
    last = rows[limit - 1] if len(rows) > limit else None
    made = [InboxRow(*(*row[1:], row.rank)) for row in rows[:limit]]
    return Page(made, None if last is None else Cursor(last.rank, last.id))


def counts(db: Connection, addresses: Sequence[str], now: datetime) -> Counts:
    """How many tasks wait for some addresses, and how many of them are late, up to MANY."""
    if not addresses:
        return Counts(0, 0)
    asked = {"owners": list(addresses)}
    late = db.execute(_LATE, asked | {"now": round(now.timestamp() * 1000)}).scalar_one()
    return Counts(db.execute(_TOTAL, asked).scalar_one(), late)


def kinds(db: Connection, addresses: Sequence[str]) -> list[Kind]:
    """Which processes and units the open tasks of some addresses belong to, up to MANY tasks."""
    if not addresses:
        return []
    return [Kind(*row) for row in db.execute(_KINDS, {"owners": list(addresses)})]


# The statement depends on the number of addresses only; the database's own plan cache does the rest.
@lru_cache(maxsize=128)
def _query(addresses: int, paged: bool) -> Any:  # noqa: ANN401 - a select
    ranges = [_range(i, paged) for i in range(addresses)]
    first = union_all(*ranges).order_by("rank", "id").limit(bindparam("size")).subquery("first")
    return (
        select(first.c.rank, *(first.c[name] for name in _TASK), *(instance.c[name] for name in _CASE))
        .add_columns(person.c.name)
        .join(instance, instance.c.id == first.c.instance_id)
        .outerjoin(person, person.c.id == first.c.claimed_by)
        .order_by(first.c.rank, first.c.id)
    )


def _range(index: int, paged: bool) -> Any:  # noqa: ANN401 - a select
    query = select(table.c.rank, *(table.c[name] for name in _TASK))
    query = query.where(table.c.owner == bindparam(f"owner_{index}"), OPEN_TASK)
    if paged:
        here = tuple_(bindparam("after_rank", type_=BigInteger), bindparam("after_id", type_=IdType()))
        query = query.where(tuple_(table.c.rank, table.c.id) > here)
    # SQLite takes ORDER BY and LIMIT inside a union only in a subquery.
    return select(query.order_by(table.c.rank, table.c.id).limit(bindparam("size")).subquery())


_TASK = (
    "id",
    "instance_id",
    "element",
    "name",
    "owner",
    "version",
    "due",
    "priority",
    "claimed_by",
    "opened_at",
    "origin",
)
_CASE = (
    "number",
    "title",
    "pack",
    "process_id",
    "unit",
    "version_id",
    "started_by",
    "classification",
    "about",
    "suspended_at",
)
_THEIRS = select(table.c.id).where(table.c.owner.in_(bindparam("owners", expanding=True)), OPEN_TASK)
_TOTAL = select(func.count()).select_from(_THEIRS.limit(MANY).subquery())
_LATE = select(func.count()).select_from(_THEIRS.where(table.c.rank < bindparam("now")).limit(MANY).subquery())
_SOME = select(table.c.instance_id).where(table.c.owner.in_(bindparam("owners", expanding=True)), OPEN_TASK)
_KINDS = (
    select(instance.c.version_id, instance.c.process_id, instance.c.unit)
    .where(instance.c.id.in_(select(_SOME.limit(MANY).subquery().c.instance_id)))
    .distinct()
)
