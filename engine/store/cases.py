"""Cases as people look for them and look at them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, exists, false, func, or_, select

from engine.feel import codec
from engine.model.ids import Id
from engine.model.state import Value
from engine.store import audit
from engine.store.conditions import ACTIVE_CASE
from engine.store.tables import case_word, fact, instance, person, token, variable
from engine.store.words import words_of

#: From so many cases with one word on, walking the newest cases finds a page sooner.
MANY = 1000


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in a list."""

    id: Id
    number: str
    title: str
    pack: str
    process_id: str
    version_id: Id
    state: str
    unit: str
    incidents: int
    started_at: datetime
    changed_at: datetime
    ended_at: datetime | None
    started_by: Id | None
    suspended_at: datetime | None
    started_name: str | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One fact of a case with the name of who did it."""

    seq: int
    at: datetime
    kind: str
    element: str
    token: int | None
    person_id: Id | None
    person_name: str | None
    acted_as: str
    data: dict[str, Any] | None


def find(db: Connection, text: str, *, limit: int = 20, after: Id | None = None) -> list[CaseRow]:
    """Cases whose number begins with `text`, or whose title and starter have words that begin so; newest first."""
    wanted = text.strip()
    if not wanted:
        return []
    numbered = _newest(_by_number(wanted.upper()), limit, after)
    found = [CaseRow(*row) for row in db.execute(numbered)]
    return found or [CaseRow(*row) for row in db.execute(_newest(_by_words(db, wanted), limit, after))]


def mine(db: Connection, person_id: Id, *, limit: int = 20, after: Id | None = None) -> list[CaseRow]:
    """The cases a person started, newest first."""
    query = _newest(_CASES.where(instance.c.started_by == person_id), limit, after)
    return [CaseRow(*row) for row in db.execute(query)]


def history(db: Connection, instance_id: Id, *, after: int = 0, limit: int = 200) -> list[HistoryRow]:
    """What happened in a case, oldest first, after a number of the chain."""
    asked = {"chain": instance_id, "after": after, "size": limit}
    return [HistoryRow(*row) for row in db.execute(_HISTORY, asked)]


def latest(db: Connection, instance_id: Id, *, limit: int = 10) -> list[HistoryRow]:
    """The last things that happened in a case, oldest of them first."""
    query = _FACTS.where(fact.c.chain == instance_id).order_by(fact.c.seq.desc()).limit(limit)
    return [HistoryRow(*row) for row in db.execute(query)][::-1]


def office(db: Connection, *, after: int = 0, limit: int = 200) -> list[HistoryRow]:
    """What happened in the office outside of cases."""
    return history(db, audit.OFFICE, after=after, limit=limit)


def office_latest(db: Connection, firsts: Collection[str], *, before: int = 0, limit: int = 100) -> list[HistoryRow]:
    """The last things that happened in the office, the latest first; `firsts` are the first words of their kinds."""
    query = _FACTS.where(fact.c.chain == audit.OFFICE, or_(*(fact.c.kind.startswith(f"{one}.") for one in firsts)))
    if before:
        query = query.where(fact.c.seq < before)
    return [HistoryRow(*row) for row in db.execute(query.order_by(fact.c.seq.desc()).limit(limit))]


def packs(db: Connection) -> tuple[str, ...]:
    """The packs there are cases of."""
    return tuple(db.execute(select(instance.c.pack).distinct().order_by(instance.c.pack)).scalars())


def tokens(db: Connection, instance_id: Id) -> dict[str, int]:
    """How many live tokens each node of a case has."""
    query = select(token.c.node, func.count()).where(token.c.instance_id == instance_id).group_by(token.c.node)
    return {node: count for node, count in db.execute(query)}


def standing_in(db: Connection, instance_id: Id, scope: int) -> dict[str, int]:
    """How many live tokens each node of one scope has."""
    query = select(token.c.node, func.count()).where(token.c.instance_id == instance_id, token.c.scope == scope)
    return {node: count for node, count in db.execute(query.group_by(token.c.node))}


def done(db: Connection, instance_id: Id, kinds: Collection[str]) -> dict[str, int]:
    """How often each element of a case was left; `kinds` are the facts that say so (runtime.COMPLETIONS)."""
    counted = select(fact.c.element, func.count()).where(fact.c.chain == instance_id)
    rows = db.execute(counted.where(fact.c.kind.in_(list(kinds))).group_by(fact.c.element))
    return {element: count for element, count in rows}


def variables(db: Connection, instance_id: Id, *, scope: int = 0) -> dict[str, Value]:
    """The variables of one scope of a case."""
    query = select(variable.c.name, variable.c.value)
    rows = db.execute(query.where(variable.c.instance_id == instance_id, variable.c.scope == scope))
    return {name: codec.decode(value) for name, value in rows}


def running(db: Connection) -> dict[tuple[Id, str], int]:
    """How many cases run on each version and process."""
    counted = select(instance.c.version_id, instance.c.process_id, func.count()).where(ACTIVE_CASE)
    rows = db.execute(counted.group_by(instance.c.version_id, instance.c.process_id))
    return {(version, process): count for version, process, count in rows}


def _by_number(number: str) -> Select[Any]:
    # A range instead of LIKE: the unique index serves it on both databases.
    return _CASES.where(instance.c.number >= number, instance.c.number < f"{number}\U0010ffff")


def _by_words(db: Connection, text: str) -> Select[Any]:
    """Cases with a word beginning like each of the words: by the rarer way, a range of words or the newest cases."""
    words = words_of(text)
    if not words:
        return _CASES.where(false())
    longest = max(words, key=len)
    few = select(case_word.c.instance_id).where(_begins(longest))
    rare = db.execute(select(func.count()).select_from(few.limit(MANY).subquery())).scalar_one() < MANY
    query = _CASES.where(instance.c.id.in_(few)) if rare else _CASES
    others = [word for word in words if not (rare and word == longest)]
    return query.where(*(exists().where(case_word.c.instance_id == instance.c.id, _begins(word)) for word in others))


def _begins(word: str) -> ColumnElement[bool]:
    return and_(case_word.c.word >= word, case_word.c.word < f"{word}\U0010ffff")


def _newest(query: Select[Any], limit: int, after: Id | None) -> Select[Any]:
    # Identifiers are time-ordered (UUID version 7).
    if after is not None:
        query = query.where(instance.c.id < after)
    return query.order_by(instance.c.id.desc()).limit(limit)


_CASES = select(*(instance.c[name] for name in CaseRow.__slots__ if name != "started_name"), person.c.name).outerjoin(
    person, person.c.id == instance.c.started_by
)
_FACTS = select(
    fact.c.seq,
    fact.c.at,
    fact.c.kind,
    fact.c.element,
    fact.c.token,
    fact.c.person_id,
    person.c.name,
    fact.c.acted_as,
    fact.c.data,
).outerjoin(person, person.c.id == fact.c.person_id)
_HISTORY = (
    _FACTS.where(fact.c.chain == bindparam("chain"), fact.c.seq > bindparam("after"))
    .order_by(fact.c.seq)
    .limit(bindparam("size"))
)
