"""Rows of registers, their holds and the maintained sums of their children."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from engine.feel import codec
from engine.model.ids import Id
from engine.model.state import Value
from engine.store import dialect
from engine.store.tables import register_hold, register_sum
from engine.store.tables import register_row as table
from engine.store.unit import Unit

#: (child register, amount field or "" for the count) -> total.
Sums = Mapping[tuple[str, str], Decimal]


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One business record as its row says; `data` holds its fields, decoded."""

    id: Id
    register: str
    key: str
    parent_id: Id | None
    state: str
    unit: str
    data: dict[str, Value]
    label: str
    reserved: Decimal
    settled: Decimal
    version: int
    instance_id: Id | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class HoldRow:
    """An amount held on a row under a key: reserved, settled or released."""

    row_id: Id
    key: str
    amount: Decimal
    state: str
    instance_id: Id | None
    changed_at: datetime


def row(db: Connection, register: str, key: str) -> RegisterRow | None:
    """One row by its business key."""
    return _maybe(db.execute(_BY_KEY, {"of_register": register, "of_key": key}).one_or_none())


def by_id(db: Connection, row_id: Id) -> RegisterRow | None:
    """One row by its identifier."""
    return _maybe(db.execute(_ROW.where(table.c.id == row_id)).one_or_none())


def locked(unit: Unit, found: RegisterRow) -> tuple[RegisterRow, RegisterRow | None]:
    """Lock a row and its parent in the order of their keys and read both again."""
    wanted = [one for one in (found.id, found.parent_id) if one is not None]
    rows = {one.id: one for one in map(_record, unit.db.execute(_LOCK, {"ids": wanted}))}
    return rows[found.id], rows.get(found.parent_id) if found.parent_id else None


def lock(unit: Unit, ids: Sequence[Id]) -> None:
    """Lock rows in the order of their keys, for a command that changes several."""
    unit.db.execute(_LOCK, {"ids": list(ids)}).all()


def created_by(db: Connection, instance_id: Id) -> list[RegisterRow]:
    """The rows a case created, newest first."""
    return [
        _record(one) for one in db.execute(_ROW.where(table.c.instance_id == instance_id).order_by(table.c.id.desc()))
    ]


def rows(db: Connection, register: str, *, limit: int = 50, after: str = "") -> list[RegisterRow]:
    """Rows of one register in the order of their keys, after a key."""
    query = _ROW.where(table.c.register == register, table.c.key > after).order_by(table.c.key).limit(limit)
    return [_record(one) for one in db.execute(query)]


def search(db: Connection, register: str, text: str, limit: int = 20) -> list[RegisterRow]:
    """Rows whose key or label holds every word of `text`."""
    query = _ROW.where(table.c.register == register)
    for word in text.lower().split():
        query = query.where(table.c.label.contains(word, autoescape=True))
    return [_record(one) for one in db.execute(query.order_by(table.c.key).limit(limit))]


def children(db: Connection, row_id: Id) -> list[RegisterRow]:
    """The rows that name this one as their parent."""
    query = _ROW.where(table.c.parent_id == row_id).order_by(table.c.register, table.c.key)
    return [_record(one) for one in db.execute(query)]


def sums(db: Connection, row_id: Id) -> dict[tuple[str, str], Decimal]:
    """The maintained counts and sums over the children of a row."""
    return {(one.child, one.field): one.total for one in db.execute(_SUMS, {"of_row": row_id})}


def recomputed(
    db: Connection, row_id: Id, amounts: Mapping[str, Collection[str]], cancelled: Mapping[str, Collection[str]]
) -> dict[tuple[str, str], Decimal]:
    """Count and sum the children anew, for an audit; `amounts` and `cancelled` per child register."""
    totals: dict[tuple[str, str], Decimal] = {}
    for child in children(db, row_id):
        if child.state in cancelled.get(child.register, ()):
            continue
        for field in ("", *amounts.get(child.register, ())):
            value = Decimal(1) if not field else child.data.get(field) or Decimal(0)
            totals[child.register, field] = totals.get((child.register, field), Decimal(0)) + value
    return totals


def holds(db: Connection, row_id: Id) -> list[HoldRow]:
    """The holds on a row."""
    query = select(*dialect.columns(register_hold, HoldRow)).where(register_hold.c.row_id == row_id)
    return [HoldRow(*one) for one in db.execute(query.order_by(register_hold.c.key))]


def hold(db: Connection, row_id: Id, key: str) -> HoldRow | None:
    """One hold on a row."""
    found = db.execute(_HOLD, {"of_row": row_id, "of_key": key}).one_or_none()
    return None if found is None else HoldRow(*found)


def put_hold(unit: Unit, one: HoldRow) -> None:
    """Write a hold on a locked row."""
    values = {name: getattr(one, name) for name in HoldRow.__slots__}
    unit.db.execute(dialect.upsert(unit.db, register_hold, "row_id", "key"), values)


def add(unit: Unit, one: RegisterRow) -> bool:
    """Write a new row; False where its key is taken."""
    values = {name: getattr(one, name) for name in RegisterRow.__slots__} | {"data": codec.encode(one.data)}
    statement = dialect.insert(unit.db, table).on_conflict_do_nothing(index_elements=["register", "key"])
    return unit.db.execute(statement.returning(table.c.id), values).first() is not None


def replace(unit: Unit, one: RegisterRow) -> None:
    """Write what changed of a locked row."""
    changed = {f"new_{name}": getattr(one, name) for name in _CHANGING} | {"new_data": codec.encode(one.data)}
    unit.db.execute(_REPLACE, {"of_row": one.id, **changed})


def add_sums(unit: Unit, row_id: Id, more: Sums) -> None:
    """Add to the maintained sums of a locked row."""
    rows = [
        {"row_id": row_id, "child": child, "field": field, "total": total}
        for (child, field), total in more.items()
        if total
    ]
    statement = dialect.insert(unit.db, register_sum)
    adding = statement.on_conflict_do_update(
        index_elements=["row_id", "child", "field"], set_={"total": register_sum.c.total + statement.excluded.total}
    )
    dialect.write(unit.db, adding, rows)


def _maybe(found: Row[Any] | None) -> RegisterRow | None:
    return None if found is None else _record(found)


def _record(found: Row[Any]) -> RegisterRow:
    values = found._asdict()
    return RegisterRow(**values | {"data": codec.decode(values["data"])})


_CHANGING: Sequence[str] = ("state", "unit", "label", "reserved", "settled", "version", "instance_id", "changed_at")
_ROW = select(*dialect.columns(table, RegisterRow))
_BY_KEY = _ROW.where(table.c.register == bindparam("of_register"), table.c.key == bindparam("of_key"))
_LOCK = (
    _ROW.where(table.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(table.c.register, table.c.key)
    .with_for_update()
)
_SUMS = select(register_sum.c.child, register_sum.c.field, register_sum.c.total).where(
    register_sum.c.row_id == bindparam("of_row")
)
_HOLD = select(*dialect.columns(register_hold, HoldRow)).where(
    register_hold.c.row_id == bindparam("of_row"), register_hold.c.key == bindparam("of_key")
)
_REPLACE = (
    update(table)
    .where(table.c.id == bindparam("of_row"))
    .values({name: bindparam(f"new_{name}") for name in (*_CHANGING, "data")})
)
