"""What was blocked: refused acts, and refusals of the registers inside a case; one list, the latest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, false, or_, select

from engine.model.ids import Id
from engine.store.conditions import REFUSED_FACT
from engine.store.tables import attempt, fact, instance, person, position


@dataclass(frozen=True, slots=True)
class BlockedRow:
    """One act that did not happen; `source` is attempt or register."""

    key: str
    at: datetime
    source: str
    code: str
    command: str
    element: str
    instance_id: Id | None
    number: str
    title: str
    pack: str
    unit: str
    person_id: Id | None
    person_name: str
    acted_as: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty means everything. `code` is the beginning of one."""

    code: str = ""
    pack: str = ""
    unit: str = ""
    person: str = ""
    since: datetime | None = None
    until: datetime | None = None


def blocked(
    db: Connection, wanted: Wanted, *, after: tuple[datetime, str] | None = None, limit: int = 50
) -> list[BlockedRow]:
    """The latest blocked acts; `after` is moment and key of the last one seen."""
    rows = [*_attempts(db, wanted, after, limit + 1), *_refusals(db, wanted, after, limit + 1)]
    rows.sort(key=lambda row: (row.at, row.key), reverse=True)
    return [row for row in rows if after is None or (row.at, row.key) < after][:limit]


def _attempts(db: Connection, wanted: Wanted, after: tuple[datetime, str] | None, limit: int) -> list[BlockedRow]:
    query = (
        select(attempt, instance.c.number, instance.c.title, instance.c.pack, instance.c.unit, person.c.name)
        .outerjoin(instance, instance.c.id == attempt.c.instance_id)
        .outerjoin(person, person.c.id == attempt.c.person_id)
        .order_by(attempt.c.at.desc(), attempt.c.id.desc())
    )
    if wanted.code:
        query = query.where(attempt.c.code.startswith(wanted.code, autoescape=True))
    query = _narrowed(query, wanted, attempt.c.at, attempt.c.acted_as, after).limit(limit)
    return [
        BlockedRow(
            key=row.id.hex,
            at=row.at,
            source="attempt",
            code=row.code,
            command=row.command,
            element="",
            instance_id=row.instance_id,
            number=row.number or "",
            title=row.title or "",
            pack=row.pack or "",
            unit=row.unit or "",
            person_id=row.person_id,
            person_name=row.name or "",
            acted_as=row.acted_as,
            details=row.details or {},
        )
        for row in db.execute(query)
    ]


def _refusals(db: Connection, wanted: Wanted, after: tuple[datetime, str] | None, limit: int) -> list[BlockedRow]:
    query = (
        select(fact, instance.c.number, instance.c.title, instance.c.pack, instance.c.unit, person.c.name)
        .join(instance, instance.c.id == fact.c.chain)
        .outerjoin(person, person.c.id == fact.c.person_id)
        .where(REFUSED_FACT)
        .order_by(fact.c.at.desc(), fact.c.chain.desc(), fact.c.seq.desc())
    )
    query = _narrowed(query, wanted, fact.c.at, fact.c.acted_as, after)
    found = []
    # The code is inside the fact's sealed data, so it is compared here; the index has refusals only.
    for row in db.execute(query.execution_options(yield_per=200)):
        data = row.data or {}
        if not str(data.get("error", "")).startswith(wanted.code):
            continue
        found.append(
            BlockedRow(
                key=f"{row.chain.hex}{row.seq:08}",
                at=row.at,
                source="register",
                code=str(data.get("error", "")),
                command="",
                element=row.element,
                instance_id=row.chain,
                number=row.number,
                title=row.title,
                pack=row.pack,
                unit=row.unit,
                person_id=row.person_id,
                person_name=row.name or "",
                acted_as=row.acted_as,
                details=data,
            )
        )
        if len(found) >= limit:
            break
    return found


def _narrowed(
    query: Select[Any],
    wanted: Wanted,
    at: ColumnElement[datetime],
    acted_as: ColumnElement[str],
    after: tuple[datetime, str] | None,
) -> Select[Any]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.pack:
        conditions.append(instance.c.pack == wanted.pack)
    if wanted.unit:
        conditions.append(or_(instance.c.unit == wanted.unit, _acted_in(acted_as, wanted.unit)))
    if wanted.person:
        words = wanted.person.lower().split()
        named = [person.c.name.icontains(word, autoescape=True) for word in words]
        conditions.append(or_(person.c.nip == wanted.person, and_(*named) if named else false()))
    if wanted.since:
        conditions.append(at >= wanted.since)
    if wanted.until:
        conditions.append(at < wanted.until)
    if after:
        conditions.append(at <= after[0])
    return query.where(*conditions)


def _acted_in(acted_as: ColumnElement[str], unit: str) -> ColumnElement[bool]:
    """True where the position acted in, whatever the capacity, is one of the unit."""
    seat = select(position.c.code).where(position.c.unit == unit)
    return exists(seat.where(acted_as.startswith(position.c.code + "/")))
