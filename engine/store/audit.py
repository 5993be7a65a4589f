"""The hash chain of facts: each seals the one before, so that nothing is changed, dropped or slipped in later."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, insert, select, update

from engine.model.facts import Fact
from engine.model.ids import Id
from engine.store.prepared import Prepared
from engine.store.tables import fact, instance, office_chain

#: The chain of acts that belong to no case.
OFFICE: Id = UUID(int=0)
#: What the first fact of a chain follows.
ZERO = bytes(32)


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and by whom facts happened: the person, and the position and capacity acted in."""

    at: datetime
    person: Id | None
    acted_as: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last fact of a chain."""

    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Broken:
    """One place where a chain does not hold; `chain` is None for the office's own."""

    chain: Id | None
    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """What was recomputed: chains, facts, and where they do not hold; `last` is the chain to go on after."""

    chains: int
    facts: int
    broken: tuple[Broken, ...]
    last: Id | None


def canonical(data: object) -> bytes:
    """Write JSON in one way only: sorted keys, no spaces, UTF-8; what JSON lacks becomes its text."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode()


def content(row: RowMapping | dict[str, Any]) -> dict[str, Any]:
    """Every column of a fact but its own hash, as it is sealed."""
    person = row["person_id"]
    return {
        "chain": row["chain"].hex,
        "seq": row["seq"],
        "at": round(row["at"].timestamp() * 1000),
        "kind": row["kind"],
        "element": row["element"],
        "token": row["token"],
        "person": person.hex if person else None,
        "acted_as": row["acted_as"],
        "data": row["data"],
    }


def seal(previous: bytes, row: RowMapping | dict[str, Any]) -> bytes:
    """Return SHA-256 over the previous hash and the content of a fact."""
    return hashlib.sha256(previous + canonical(content(row))).digest()


def append(db: Connection, chain: Id, head: Head, facts: Sequence[Fact], stamp: Stamp) -> Head:
    """Append facts to a chain whose lock the caller holds; the caller writes the new head."""
    rows = []
    for one in facts:
        row: dict[str, Any] = {
            "chain": chain,
            "seq": head.seq + 1,
            "at": stamp.at,
            "kind": one.kind,
            "element": one.element,
            "token": one.token,
            "person_id": stamp.person,
            "acted_as": stamp.acted_as,
            # Through JSON and back, so that what is sealed is what a reader will find.
            "data": json.loads(canonical(one.data)) if one.data else None,
        }
        head = Head(head.seq + 1, seal(head.hash, row))
        row["hash"] = head.hash
        rows.append(row)
    _INSERT.each(db, rows)
    return head


def append_office(db: Connection, facts: Sequence[Fact], stamp: Stamp) -> Head:
    """Append facts to the office's own chain, under the lock of its one row; returns its new head."""
    row = db.execute(_OFFICE_HEAD).one()
    head = append(db, OFFICE, Head(row.seq, row.hash), facts, stamp)
    db.execute(_OFFICE_MOVE, {"new_seq": head.seq, "new_hash": head.hash})
    return head


def hold_office(db: Connection) -> None:
    """Let one change of the office happen at a time: what was checked holds until it is written."""
    db.execute(_OFFICE_HEAD).one()


def facts(db: Connection, chain: Id) -> Iterator[RowMapping]:
    """Every fact of one chain, oldest first."""
    yield from db.execute(select(fact).where(fact.c.chain == chain).order_by(fact.c.seq)).mappings()


def hashes(db: Connection, chain: Id, seqs: Collection[int]) -> dict[int, str]:
    """The seals of some facts of a chain, hex."""
    query = select(fact.c.seq, fact.c.hash).where(fact.c.chain == chain, fact.c.seq.in_(list(seqs)))
    return {row.seq: bytes(row.hash).hex() for row in db.execute(query)} if seqs else {}


def verify(db: Connection) -> list[Broken]:
    """Recompute every chain and compare it with the heads; an empty list means that nothing was changed."""
    broken: list[Broken] = []
    part: Part | None = verify_part(db)
    while part is not None:
        broken += part.broken
        part = verify_part(db, part.last) if part.last is not None else None
    return broken


def verify_part(db: Connection, after: Id | None = None, *, most: int = 500) -> Part:
    """Recompute the chains that follow `after`, at most so many; facts of a case that is gone are found as well."""
    heads = _heads(db, after, most)
    last = max(heads) if len(heads) >= most else None
    query = _ALL if after is None else _ALL.where(fact.c.chain > after)
    query = query if last is None else query.where(fact.c.chain <= last)
    broken: list[Broken] = []
    reached: dict[Id, Head] = {}
    count = 0
    for row in db.execute(query.execution_options(yield_per=1000)).mappings():
        count += 1
        head = reached.get(row["chain"], Head(0, ZERO))
        broken += _link(row, head, heads)
        reached[row["chain"]] = Head(row["seq"], row["hash"])
    for chain, head in heads.items():
        if reached.get(chain, Head(0, ZERO)) != head:
            broken.append(Broken(_named(chain), head.seq, "The last fact is not the one the case remembers"))
    return Part(len(heads), count, tuple(broken), last)


def verify_chain(db: Connection, chain: Id) -> Part:
    """Recompute one chain: a case's, or the office's own."""
    heads = {OFFICE: _office_head(db)} if chain == OFFICE else _instance_heads(db, instance.c.id == chain)
    broken: list[Broken] = []
    head, count = Head(0, ZERO), 0
    for row in facts(db, chain):
        count += 1
        broken += _link(row, head, heads)
        head = Head(row["seq"], row["hash"])
    if heads.get(chain, Head(0, ZERO)) != head:
        broken.append(Broken(_named(chain), head.seq, "The last fact is not the one the case remembers"))
    return Part(1, count, tuple(broken), None)


def _link(row: RowMapping, head: Head, heads: Mapping[Id, Head]) -> list[Broken]:
    chain, seq = row["chain"], row["seq"]
    if chain not in heads:
        return [Broken(_named(chain), seq, "The case of this fact is gone")]
    if seq != head.seq + 1:
        return [Broken(_named(chain), seq, f"Fact {head.seq + 1} is missing")]
    if seal(head.hash, row) != row["hash"]:
        return [Broken(_named(chain), seq, "The fact does not match its seal")]
    return []


def _heads(db: Connection, after: Id | None, most: int) -> dict[Id, Head]:
    """The heads of the next chains in their order; the office's own is the first of all."""
    first = {OFFICE: _office_head(db)} if after is None else {}
    condition = instance.c.id > (after or OFFICE)
    return first | _instance_heads(db, condition, most - len(first))


def _instance_heads(db: Connection, condition: ColumnElement[bool], most: int = 1) -> dict[Id, Head]:
    rows = db.execute(_INSTANCE_HEADS.where(condition).order_by(instance.c.id).limit(most))
    return {row.id: Head(row.fact_seq, row.fact_hash) for row in rows}


def _office_head(db: Connection) -> Head:
    office = db.execute(select(office_chain)).one()
    return Head(office.seq, office.hash)


def _named(chain: Id) -> Id | None:
    return None if chain == OFFICE else chain


_INSERT = Prepared(insert(fact))
_ALL = select(fact).order_by(fact.c.chain, fact.c.seq)
_INSTANCE_HEADS = select(instance.c.id, instance.c.fact_seq, instance.c.fact_hash)
_OFFICE_HEAD = select(office_chain.c.seq, office_chain.c.hash).where(office_chain.c.id == 1).with_for_update()
_OFFICE_MOVE = (
    update(office_chain).where(office_chain.c.id == 1).values(seq=bindparam("new_seq"), hash=bindparam("new_hash"))
)
