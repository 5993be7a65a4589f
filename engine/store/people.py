"""The office: units, positions, people, and who holds which position on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import Connection, and_, bindparam, insert, or_, select, update

from engine.model.actor import Actor, Capacity, Holding, Right
from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.store import dialect, zones
from engine.store.prepared import Prepared, listed, places
from engine.store.tables import account, holding, position
from engine.store.tables import person as table
from engine.store.tables import unit as unit_table
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One office unit."""

    code: str
    name: str
    kind: str
    parent: str | None
    #: As it was set; "" for that of the unit it is part of.
    zone: str
    #: The zone its clocks show; "" for the office's.
    local_zone: str = ""


@dataclass(frozen=True, slots=True)
class PositionRow:
    """One position (jabatan); `roles` and `rights` are keys."""

    code: str
    title: str
    unit: str
    roles: list[str]
    superior: str | None
    rights: list[str]
    #: Nobody holds it after this day.
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person."""

    id: Id
    name: str
    nip: str | None
    email: str | None
    language: str
    active: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """Who answers to an address today, and as what."""

    person_id: Id
    name: str
    position: str
    title: str
    capacity: str


@dataclass(frozen=True, slots=True)
class Official:
    """One position somebody with an account holds today."""

    username: str
    person_id: Id
    name: str
    position: str
    title: str
    unit: str
    unit_name: str
    roles: tuple[str, ...]
    rights: tuple[str, ...]
    capacity: str


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """Who holds or held a position from when to when, both days included."""

    id: Id
    person_id: Id
    name: str
    position: str
    title: str
    unit: str
    capacity: str
    warrant: str
    warrant_on: date | None
    from_on: date
    until_on: date | None


def add_unit(
    unit: Unit, *, code: str, name: str, kind: str, parent: str | None = None, zone: str = "Asia/Jakarta"
) -> None:
    """Write a unit, over one of the same code; zone "" for that of its parent."""
    row = {"code": code, "name": name, "kind": kind, "parent": parent or None, "zone": zone, "local_zone": zone}
    unit.db.execute(dialect.upsert(unit.db, unit_table, "code"), row)
    zones.settle(unit)


def add_position(
    unit: Unit,
    *,
    code: str,
    title: str,
    in_unit: str,
    roles: Collection[str] = (),
    superior: str | None = None,
    rights: Collection[str] = (),
) -> None:
    """Write a position, over one of the same code; its superior must be there already."""
    row = {"code": code, "title": title, "unit": in_unit, "superior": superior or None}
    keys = {"roles": list(roles), "rights": list(rights)}
    unit.db.execute(dialect.upsert(unit.db, position, "code"), row | keys)


def add_person(unit: Unit, *, name: str, nip: str | None = None, email: str | None = None, language: str = "id") -> Id:
    """Write a person, over the one with the same civil servant number (NIP)."""
    values = {"name": name, "email": email, "language": language}
    if nip:
        known: Id | None = unit.db.execute(
            update(table).where(table.c.nip == nip).values(**values).returning(table.c.id)
        ).scalar_one_or_none()
        if known is not None:
            return known
    person_id = unit.new_id()
    unit.db.execute(insert(table).values(id=person_id, nip=nip or None, **values))
    return person_id


def hold(
    unit: Unit,
    *,
    person_id: Id,
    position_code: str,
    from_on: date,
    capacity: str = Capacity.DEFINITIF,
    warrant: str = "",
    until_on: date | None = None,
) -> Id:
    """Let a person hold a position between two days, both included; the same start again changes the rest."""
    same = (holding.c.person_id == person_id, holding.c.position == position_code, holding.c.from_on == from_on)
    values = {"capacity": str(capacity), "warrant": warrant, "until_on": until_on}
    known: Id | None = (
        unit.db.execute(update(holding).where(*same).values(**values).returning(holding.c.id)).scalars().first()
    )
    if known is not None:
        return known
    holding_id = unit.new_id()
    keys = {"id": holding_id, "person_id": person_id, "position": position_code, "from_on": from_on}
    unit.db.execute(insert(holding).values(**keys, **values))
    return holding_id


def person(db: Connection, person_id: Id) -> PersonRow | None:
    """One person."""
    row = db.execute(_PERSON.where(table.c.id == person_id)).one_or_none()
    return None if row is None else PersonRow(*row)


def by_nip(db: Connection, nip: str) -> PersonRow | None:
    """One person by civil servant number."""
    row = db.execute(_PERSON.where(table.c.nip == nip)).one_or_none()
    return None if row is None else PersonRow(*row)


def names(db: Connection, ids: Collection[Id]) -> dict[Id, str]:
    """The names of people by identifier."""
    if not ids:
        return {}
    return {row.id: row.name for row in db.execute(select(table.c.id, table.c.name).where(table.c.id.in_(list(ids))))}


def units(db: Connection) -> list[UnitRow]:
    """Every unit, by code."""
    query = select(*dialect.columns(unit_table, UnitRow)).order_by(unit_table.c.code)
    return [UnitRow(*row) for row in db.execute(query)]


def positions(db: Connection) -> list[PositionRow]:
    """Every position, by code."""
    query = select(*dialect.columns(position, PositionRow)).order_by(position.c.code)
    return [PositionRow(*row) for row in db.execute(query)]


def title(db: Connection, code: str) -> str:
    """The title of a position; its code where there is none."""
    found: str | None = db.execute(select(position.c.title).where(position.c.code == code)).scalar_one_or_none()
    return found or code


def actor(db: Connection, person_id: Id, day: date, *, session: str = "") -> Actor:
    """A person with the positions held on a day and the rights they carry; raises NotFound."""
    rows = _ACTOR.all(db, {"wanted": person_id, "day": day})
    if not rows:
        raise NotFound("person.unknown", "Expected a person at work, but none has this identifier")
    held, rights, name = [], {Right.WORK}, rows[0][3]
    for _, capacity, warrant, _, code, title, in_unit, roles, carried, unit_name in rows:
        if code is not None:
            held.append(Holding(code, title, in_unit, unit_name, tuple(roles), Capacity(capacity), warrant))
            rights |= {Right(right) for right in carried}
    return Actor(person_id, name, tuple(held), frozenset(rights), session)


def holders(db: Connection, addresses: Collection[str], day: date) -> dict[str, list[Holder]]:
    """Who answers to each address on a day; an address nobody holds has an empty list."""
    answer: dict[str, list[Holder]] = {address: [] for address in addresses}
    codes = [address.removeprefix("position:") for address in answer if address.startswith("position:")]
    in_units = [address.rpartition("@")[2] for address in answer if address.startswith("role:")]
    if not codes and not in_units:
        return answer
    asked = {"day": day, **listed("code", codes), **listed("unit", in_units)}
    for person_id, capacity, _, name, code, title, unit, roles, *_ in _holders(len(codes), len(in_units)).all(
        db, asked
    ):
        for address in _addresses(code, unit, roles):
            if address in answer:
                answer[address].append(Holder(person_id, name, code, title, capacity))
    return answer


def held_addresses(db: Connection, day: date) -> set[str]:
    """Every address somebody answers to on a day."""
    return {address for row in db.execute(_HELD, {"day": day}) for address in _addresses(row.code, row.unit, row.roles)}


def superior(db: Connection, who: str, day: date) -> str | None:
    """The address of the position above a position (code or address) or above a person (identifier as text)."""
    code = who.removeprefix("position:")
    query = select(position.c.superior).where(position.c.code == code)
    if _is_id(code):
        above = _HELD.with_only_columns(position.c.superior).where(holding.c.person_id == Id(code))
        query = above.order_by(holding.c.capacity != Capacity.DEFINITIF, holding.c.from_on)
    found = db.execute(query, {"day": day}).scalars().first()
    return f"position:{found}" if found else None


def officials(db: Connection, day: date) -> list[Official]:
    """Everybody with an account, one row for each position held on a day."""
    query = _HELD.add_columns(account.c.username).join(account, account.c.person_id == table.c.id)
    query = query.where(account.c.disabled.is_(False))
    rows = db.execute(query.order_by(position.c.unit, position.c.code, table.c.name), {"day": day})
    return [
        Official(
            username=row.username,
            person_id=row.person_id,
            name=row.name,
            position=row.code,
            title=row.title,
            unit=row.unit,
            unit_name=row.unit_name,
            roles=tuple(row.roles),
            rights=tuple(row.rights),
            capacity=row.capacity,
        )
        for row in rows
    ]


def held(db: Connection, person_id: Id | None = None, position_code: str = "") -> list[HoldingRow]:
    """The holdings of a person or of a position, the latest first; of everybody where neither is given."""
    query = _HOLDING
    if person_id is not None:
        query = query.where(holding.c.person_id == person_id)
    if position_code:
        query = query.where(holding.c.position == position_code)
    return [HoldingRow(*row) for row in db.execute(query)]


def _addresses(code: str, unit: str, roles: Collection[str]) -> list[str]:
    return [f"position:{code}", *(f"role:{role}@{unit}" for role in roles)]


def _is_id(text: str) -> bool:
    try:
        Id(text)
    except ValueError:
        return False
    return True


_PERSON = select(*dialect.columns(table, PersonRow))
_POSITION = holding.join(position, position.c.code == holding.c.position).join(
    unit_table, unit_table.c.code == position.c.unit
)
_HOLDING = (
    select(
        holding.c.id,
        holding.c.person_id,
        table.c.name,
        holding.c.position,
        position.c.title,
        position.c.unit,
        holding.c.capacity,
        holding.c.warrant,
        holding.c.warrant_on,
        holding.c.from_on,
        holding.c.until_on,
    )
    .join(table, table.c.id == holding.c.person_id)
    .join(position, position.c.code == holding.c.position)
    .order_by(holding.c.from_on.desc(), holding.c.position)
)
_TODAY = and_(
    holding.c.from_on <= bindparam("day"), or_(holding.c.until_on.is_(None), holding.c.until_on >= bindparam("day"))
)
_OFFICE = select(
    holding.c.person_id,
    holding.c.capacity,
    holding.c.warrant,
    table.c.name,
    position.c.code,
    position.c.title,
    position.c.unit,
    position.c.roles,
    position.c.rights,
    unit_table.c.name.label("unit_name"),
).where(table.c.active)
_HELD = _OFFICE.select_from(_POSITION.join(table, table.c.id == holding.c.person_id)).where(_TODAY)
#: One row with no position for a person who holds none.
_ACTOR = Prepared(
    _OFFICE.select_from(table.outerjoin(_POSITION, and_(holding.c.person_id == table.c.id, _TODAY)))
    .where(table.c.id == bindparam("wanted"))
    .order_by(holding.c.from_on, position.c.code)
)


@lru_cache(maxsize=256)
def _holders(codes: int, units: int) -> Prepared:
    """Who holds positions of these codes or in these units; how many are asked for, one at least."""
    wanted = []
    if codes:
        wanted.append(position.c.code.in_(places("code", codes)))
    if units:
        wanted.append(position.c.unit.in_(places("unit", units)))
    return Prepared(_HELD.where(or_(*wanted)).order_by(position.c.code, table.c.name))
