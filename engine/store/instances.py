"""Cases (berkas): one row each, which is the lock, the version and the head of the chain of facts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.model.definition import Definition
from engine.model.errors import NotFound
from engine.model.facts import Fact
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.step import InstanceState
from engine.store import audit, dialect, tasks
from engine.store.prepared import Prepared
from engine.store.tables import case_number, case_word
from engine.store.tables import instance as table
from engine.store.tables import task as task_table
from engine.store.unit import Unit
from engine.store.words import words_of

#: The classification of a case only who takes part may read (Permendagri 1/2023, «rahasia»).
RAHASIA = "rahasia"


@dataclass(frozen=True, slots=True)
class InstanceRow:
    """One case as its row says."""

    id: Id
    number: str
    version_id: Id
    pack: str
    process_id: str
    title: str
    state: str
    unit: str
    next_no: int
    started_by: Id | None
    started_at: datetime
    ended_at: datetime | None
    changed_at: datetime
    incidents: int
    fact_seq: int
    fact_hash: bytes
    classification: str = ""
    starter_sees: str = ""
    about: Id | None = None
    #: Since when, and by whom, the case is held still.
    suspended_at: datetime | None = None
    suspended_by: Id | None = None
    #: The case that called this one, and the token there that waits for it.
    parent_id: Id | None = None
    parent_token: int | None = None

    @property
    def secret(self) -> bool:
        """True where only who takes part may read it."""
        return self.classification == RAHASIA


def create(  # noqa: PLR0913 - a case is all of these
    unit: Unit,
    version: PackVersion,
    definition: Definition,
    title: str,
    unit_code: str,
    *,
    about: Id | None = None,
    parent: InstanceRow | None = None,
    parent_token: int | None = None,
) -> InstanceRow:
    """Open a case under the next number of its prefix and year, without a gap.

    A case called by a secret one (`parent`) is secret too, and about the same person.
    """
    prefix = definition.properties.get("caseNumber") or version.pack[:3].upper()
    year = unit.now.astimezone(ZoneInfo(unit.world.zone)).year
    classification = _classification(version, definition, parent)
    row = InstanceRow(
        id=unit.new_id(),
        number=f"{prefix}-{year}-{next_number(unit, prefix, year):05d}",
        version_id=version.id,
        pack=version.pack,
        process_id=definition.process_id,
        title=title,
        state=InstanceState.ACTIVE,
        unit=unit_code,
        next_no=1,
        started_by=unit.actor.person,
        started_at=unit.now,
        ended_at=None,
        changed_at=unit.now,
        incidents=0,
        fact_seq=0,
        fact_hash=audit.ZERO,
        classification=classification,
        starter_sees=definition.properties.get("starterSees", ""),
        about=(parent.about if parent else about) if classification else None,
        parent_id=parent.id if parent else None,
        parent_token=parent_token,
    )
    _INSERT.run(unit.db, {name: getattr(row, name) for name in InstanceRow.__slots__})
    _spell(unit, row)
    return row


def _spell(unit: Unit, row: InstanceRow) -> None:
    """Let the case be found by the words of its title and of its starter's name."""
    starter = unit.actor.name if row.started_by else ""
    dialect.write(unit.db, _WORDS, [{"word": one, "instance_id": row.id} for one in words_of(row.title, starter)])


def _classification(version: PackVersion, definition: Definition, parent: InstanceRow | None) -> str:
    if parent is not None and parent.secret:
        return RAHASIA
    return definition.properties.get("classification") or version.classification


def next_number(unit: Unit, prefix: str, year: int) -> int:
    """Take the next number of a prefix and year; the row stays locked until the commit, so that no number is lost."""
    statement = _next_number(unit.db.dialect.name)
    return int(unit.db.execute(statement, {"of": prefix, "in_year": year}).scalar_one())


@cache
def _next_number(dialect_name: str) -> Any:  # noqa: ANN401 - the two dialects share no class
    statement = dialect.insert_of(dialect_name, case_number)
    first = statement.values(prefix=bindparam("of"), year=bindparam("in_year"), last=1)
    return first.on_conflict_do_update(
        index_elements=["prefix", "year"], set_={"last": case_number.c.last + 1}
    ).returning(case_number.c.last)


def lock(unit: Unit, instance_id: Id) -> InstanceRow:
    """Take the one lock a command may hold on cases; raises NotFound."""
    row = _LOCK.one(unit.db, {"wanted": instance_id})
    if row is None:
        raise NotFound("case.unknown", "Expected a case, but none has this identifier")
    return InstanceRow(*row)


def lock_by_task(unit: Unit, task_id: Id) -> tuple[InstanceRow, tasks.TaskRow]:
    """Lock the case of a task and read the task, as every completion does; raises NotFound."""
    row = _LOCK_OF_TASK.one(unit.db, {"wanted": task_id})
    # Read after the lock was granted: nobody changes a task without holding its case.
    found = tasks.task(unit.db, task_id)
    if row is None or found is None:
        raise NotFound("task.unknown", "Expected a task, but none has this identifier")
    return InstanceRow(*row), found


def instance(db: Connection, instance_id: Id) -> InstanceRow | None:
    """One case by its identifier."""
    row = db.execute(_BY_ID, {"wanted": instance_id}).one_or_none()
    return None if row is None else InstanceRow(*row)


def several(db: Connection, ids: Collection[Id]) -> dict[Id, InstanceRow]:
    """Some cases by their identifiers."""
    rows = db.execute(_ROW.where(table.c.id.in_(list(ids)))) if ids else ()
    return {row.id: InstanceRow(*row) for row in rows}


def by_number(db: Connection, number: str) -> InstanceRow | None:
    """One case by its number, e.g. PGD-2026-00042."""
    row = db.execute(_BY_NUMBER, {"wanted": number}).one_or_none()
    return None if row is None else InstanceRow(*row)


def of_version(db: Connection, version_id: Id) -> list[InstanceRow]:
    """Every case of one pack version, oldest first."""
    rows = db.execute(_ROW.where(table.c.version_id == version_id).order_by(table.c.id))
    return [InstanceRow(*row) for row in rows]


def children(db: Connection, parent_id: Id) -> list[InstanceRow]:
    """The cases another one called, oldest first."""
    return [InstanceRow(*row) for row in db.execute(_CHILDREN, {"wanted": parent_id})]


def running_children(db: Connection, parent_id: Id, tokens: Sequence[int]) -> list[Id]:
    """The running cases that the given tokens of a case wait for."""
    called = table.c.parent_id == parent_id, table.c.parent_token.in_(list(tokens))
    return list(db.execute(select(table.c.id).where(*called, table.c.state == InstanceState.ACTIVE)).scalars())


def depth(db: Connection, instance: InstanceRow) -> int:
    """How many cases stand above one: 0 for one nobody called."""
    above, found = instance.parent_id, 0
    while above is not None:
        found += 1
        above = db.execute(_PARENT, {"wanted": above}).scalar_one_or_none()
    return found


def units(db: Connection, wanted: Collection[Id]) -> dict[Id, str]:
    """The units of some cases."""
    found: dict[Id, str] = {}
    left = list(wanted)
    while left:
        asked, left = left[:_MOST_NAMED], left[_MOST_NAMED:]
        found |= {case: code for case, code in db.execute(_UNITS.where(table.c.id.in_(asked)))}
    return found


def told(db: Connection, wanted: Collection[Id]) -> dict[Id, tuple[str, str]]:
    """Number and title of some cases."""
    rows = db.execute(select(table.c.id, table.c.number, table.c.title).where(table.c.id.in_(list(wanted))))
    return {case: (number, title) for case, number, title in rows}


def record(unit: Unit, instance: InstanceRow, facts: Sequence[Fact]) -> InstanceRow:
    """Append facts to the chain of a locked case, outside of any step."""
    head = append(unit, instance, facts)
    unit.db.execute(_MOVE, {"wanted": instance.id, "seq": head.seq, "hash": head.hash, "at": unit.now})
    return replace(instance, fact_seq=head.seq, fact_hash=head.hash, changed_at=unit.now)


def append(unit: Unit, instance: InstanceRow, facts: Sequence[Fact]) -> audit.Head:
    """Seal facts behind the head of a locked case; the caller writes the head."""
    stamp = audit.Stamp(unit.now, unit.actor.person, unit.acted_as)
    return audit.append(unit.db, instance.id, audit.Head(instance.fact_seq, instance.fact_hash), facts, stamp)


#: Cases one statement may name.
_MOST_NAMED = 5_000
_UNITS = select(table.c.id, table.c.unit)
_INSERT = Prepared(insert(table))
_WORDS = insert(case_word)
_ROW = select(*dialect.columns(table, InstanceRow))
_BY_ID = _ROW.where(table.c.id == bindparam("wanted"))
_CHILDREN = _ROW.where(table.c.parent_id == bindparam("wanted")).order_by(table.c.started_at, table.c.id)
_PARENT = select(table.c.parent_id).where(table.c.id == bindparam("wanted"))
_BY_NUMBER = _ROW.where(table.c.number == bindparam("wanted"))
_LOCK = Prepared(_BY_ID.with_for_update())
_OF_TASK = select(task_table.c.instance_id).where(task_table.c.id == bindparam("wanted")).scalar_subquery()
_LOCK_OF_TASK = Prepared(_ROW.where(table.c.id == _OF_TASK).with_for_update(of=table))
_MOVE = (
    update(table)
    .where(table.c.id == bindparam("wanted"))
    .values(fact_seq=bindparam("seq"), fact_hash=bindparam("hash"), changed_at=bindparam("at"))
)
