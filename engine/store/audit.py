"""The hash chain of facts: each seals the one before, so that nothing is changed, dropped or slipped in later."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update

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


def canonical(data: object) -> bytes:
    """Write JSON in one way only: sorted keys, no spaces, UTF-8; what JSON lacks becomes its text."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode()


def seal(previous: bytes, row: RowMapping | dict[str, Any]) -> bytes:
    """Return SHA-256 over the previous hash and every column of a fact but its own hash."""
    person = row["person_id"]
    content = {
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
    return hashlib.sha256(previous + canonical(content)).digest()


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


def append_office(db: Connection, facts: Sequence[Fact], stamp: Stamp) -> None:
    """Append facts to the office's own chain, under the lock of its one row."""
    row = db.execute(_OFFICE_HEAD).one()
    head = append(db, OFFICE, Head(row.seq, row.hash), facts, stamp)
    db.execute(_OFFICE_MOVE, {"new_seq": head.seq, "new_hash": head.hash})


def facts(db: Connection, chain: Id) -> Iterator[RowMapping]:
    """Every fact of one chain, oldest first."""
    yield from db.execute(select(fact).where(fact.c.chain == chain).order_by(fact.c.seq)).mappings()


def verify(db: Connection) -> list[Broken]:
    """Recompute every chain and compare it with the heads; an empty list means that nothing was changed."""
    heads = _heads(db)
    broken: list[Broken] = []
    reached: dict[Id, Head] = {}
    for row in db.execute(_ALL.execution_options(yield_per=1000)).mappings():
        head = reached.get(row["chain"], Head(0, ZERO))
        broken += _link(row, head, heads)
        reached[row["chain"]] = Head(row["seq"], row["hash"])
    for chain, head in heads.items():
        if reached.get(chain, Head(0, ZERO)) != head:
            broken.append(Broken(_named(chain), head.seq, "The last fact is not the one the case remembers"))
    return broken


def _link(row: RowMapping, head: Head, heads: Mapping[Id, Head]) -> list[Broken]:
    chain, seq = row["chain"], row["seq"]
    if chain not in heads:
        return [Broken(_named(chain), seq, "The case of this fact is gone")]
    if seq != head.seq + 1:
        return [Broken(_named(chain), seq, f"Fact {head.seq + 1} is missing")]
    if seal(head.hash, row) != row["hash"]:
        return [Broken(_named(chain), seq, "The fact does not match its seal")]
    return []


def _heads(db: Connection) -> dict[Id, Head]:
    heads = {row.id: Head(row.fact_seq, row.fact_hash) for row in db.execute(_INSTANCE_HEADS)}
    office = db.execute(select(office_chain)).one()
    return heads | {OFFICE: Head(office.seq, office.hash)}


def _named(chain: Id) -> Id | None:
    return None if chain == OFFICE else chain


_INSERT = Prepared(insert(fact))
_ALL = select(fact).order_by(fact.c.chain, fact.c.seq)
_INSTANCE_HEADS = select(instance.c.id, instance.c.fact_seq, instance.c.fact_hash)
_OFFICE_HEAD = select(office_chain.c.seq, office_chain.c.hash).where(office_chain.c.id == 1).with_for_update()
_OFFICE_MOVE = (
    update(office_chain).where(office_chain.c.id == 1).values(seq=bindparam("new_seq"), hash=bindparam("new_hash"))
)
