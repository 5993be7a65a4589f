"""Answers: the values of a completed form as signed, apart from facts, so that erasure leaves the chain whole."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from engine.feel import codec
from engine.model.ids import Id
from engine.model.state import Value
from engine.store import dialect
from engine.store.prepared import Prepared
from engine.store.tables import answer as table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One signed form; `value` is the context of its answers, decoded."""

    id: Id
    instance_id: Id
    task_id: Id | None
    form: str
    value: dict[str, Value]
    salt: bytes
    at: datetime
    #: Who sent it; None in rows of the first version.
    person_id: Id | None


def save(
    unit: Unit, instance_id: Id, form: str, values: Mapping[str, Value], *, salt: bytes, task_id: Id | None = None
) -> Id:
    """Keep the answers of one form; `task_id` is None for the form that started the case."""
    answer_id = unit.new_id()
    row = {"id": answer_id, "instance_id": instance_id, "task_id": task_id, "form": form, "salt": salt, "at": unit.now}
    _INSERT.run(unit.db, row | {"value": codec.encode(dict(values)), "person_id": unit.actor.person})
    return answer_id


def answers(db: Connection, instance_id: Id) -> list[AnswerRow]:
    """Every signed form of a case, oldest first."""
    query = _ROW.where(table.c.instance_id == instance_id).order_by(table.c.at, table.c.id)
    return [_answer(row) for row in db.execute(query)]


def of_task(db: Connection, instance_id: Id, task_id: Id) -> AnswerRow | None:
    """The signed form of one task."""
    query = _ROW.where(table.c.instance_id == instance_id, table.c.task_id == task_id)
    row = db.execute(query).first()
    return None if row is None else _answer(row)


def salted(salt: bytes, value: Value) -> str:
    """Hash a value for a fact: SHA-256 over the salt and the value's text, hex."""
    return hashlib.sha256(salt + codec.encode(value).encode()).hexdigest()


def _answer(row: Row[Any]) -> AnswerRow:
    values = row._asdict()
    return AnswerRow(**values | {"value": codec.decode(values["value"])})


_ROW = select(*dialect.columns(table, AnswerRow))
_INSERT = Prepared(insert(table))
