"""The sheets of people, and of who holds which position from when to when."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, func, insert, select, update

from engine.model.actor import Capacity
from engine.model.errors import Invalid
from engine.model.ids import Id
from engine.service.roster import acting, cells
from engine.service.roster.sheet import Change, Column, Key, Plan, Problem, Row, Sheet, unknown
from engine.store import accounts, people, tables
from engine.store.unit import Unit


def person_key(row: Row) -> Key:
    """A person is known by the NIP, without one by the log-in name."""
    return (row["nip"] or f"@{row['username']}",)


def person_rows(db: Connection) -> Mapping[Key, Row]:
    """Everybody as a row."""
    return {person_key(row): row for row in _people(db).values()}


def check_people(db: Connection, plan: Plan, _: date) -> None:
    """Everybody has a NIP or a log-in name, and no log-in name is given twice."""
    owners = {row["username"]: key for key, row in person_rows(db).items() if row["username"]}
    for change in plan.changes:
        name, key = change.row["username"], person_key(change.row)
        if key == ("@",):
            told = Invalid("sheet.nameless", "Expected a NIP or a log-in name, but both are empty")
            plan.problems.append(Problem(change.line, "nip", told))
        if name and owners.setdefault(name, key) != key:
            taken = Invalid("account.username", f"Expected a free log-in name, but {name} is taken")
            plan.problems.append(Problem(change.line, "username", taken))


def write_person(unit: Unit, change: Change) -> Mapping[str, str]:
    """Write a person, and an account nobody can use until a password is handed out."""
    row, table = change.row, tables.person
    values = {"name": row["name"], "email": row["email"] or None, "language": row["language"]}
    found = person_of(unit.db, row) if change.before else None
    person = found or unit.new_id()
    if found:
        unit.db.execute(update(table).where(table.c.id == person).values(**values))
    else:
        unit.db.execute(insert(table).values(id=person, nip=row["nip"] or None, **values))
    _named(unit, person, row["username"])
    return {"person": str(person)}


def holding_rows(db: Connection) -> Mapping[Key, Row]:
    """Every holding there is or was, as a row."""
    known, table = _people(db), tables.holding
    rows = {}
    for one in db.execute(select(table).order_by(table.c.from_on, table.c.position)):
        person = known[one.person_id]
        row = {
            "nip": person["nip"],
            "username": "" if person["nip"] else person["username"],
            "name": person["name"],
            "position": one.position,
            "capacity": one.capacity,
            "warrant": one.warrant,
            "warrant_on": cells.written(one.warrant_on),
            "from_on": cells.written(one.from_on),
            "until_on": cells.written(one.until_on),
        }
        rows[holding_key(row)] = row
    return rows


def holding_key(row: Row) -> Key:
    """Who, what, and since when."""
    return (*person_key(row), row["position"], row["from_on"])


def check_holdings(db: Connection, plan: Plan, day: date) -> None:
    """People and positions exist, names fit, periods are sound, and one position has one definitive holder."""
    known = {person_key(row): row["name"] for row in _people(db).values()}
    positions = {row.code: row for row in people.positions(db)}
    unknown(plan, "position", positions, "sheet.position")
    for change in plan.changes:
        plan.problems += _person_problems(change, known)
        plan.problems += acting.problems(change, positions)
    rows = dict(holding_rows(db))
    rows |= {holding_key(change.row): change.row for change in plan.changes}
    plan.problems += acting.overlaps(plan, rows)
    plan.warnings += acting.too_long(db, plan, rows, day)


def write_holding(unit: Unit, change: Change) -> Mapping[str, str]:
    """Write one holding."""
    row, table = change.row, tables.holding
    person = person_of(unit.db, row)
    values = {
        "capacity": row["capacity"],
        "warrant": row["warrant"],
        "warrant_on": cells.day_of(row["warrant_on"]),
        "until_on": cells.day_of(row["until_on"]),
    }
    since = cells.day_of(row["from_on"])
    same = (table.c.person_id == person, table.c.position == row["position"], table.c.from_on == since)
    if change.before is None:
        keys = {"id": unit.new_id(), "person_id": person, "position": row["position"], "from_on": since}
        unit.db.execute(insert(table).values(**keys, **values))
    else:
        unit.db.execute(update(table).where(*same).values(**values))
    return {"person": str(person), "position": row["position"], "capacity": row["capacity"], "from": row["from_on"]}


def _person_problems(change: Change, known: Mapping[Key, str]) -> list[Problem]:
    key, told = person_key(change.row), change.row["name"]
    if key not in known:
        return [
            Problem(change.line, "nip", Invalid("sheet.person", "Expected a person of the office, but there is none"))
        ]
    if told and told.casefold() != known[key].casefold():
        details = {"name": known[key], "cell": told}
        return [
            Problem(
                change.line, "name", Invalid("sheet.name", f"Expected {known[key]}, but it is {told}", details=details)
            )
        ]
    return []


def _people(db: Connection) -> dict[Id, Row]:
    person, account = tables.person, tables.account
    named = (
        select(account.c.person_id, func.min(account.c.username).label("username"))
        .group_by(account.c.person_id)
        .subquery()
    )
    query = select(person, named.c.username).outerjoin(named, named.c.person_id == person.c.id).order_by(person.c.name)
    return {
        row.id: {
            "nip": row.nip or "",
            "name": row.name,
            "email": row.email or "",
            "language": row.language,
            "username": row.username or "",
        }
        for row in db.execute(query)
    }


def person_of(db: Connection, row: Row) -> Id | None:
    """The person a row names by NIP, or by the name of an account."""
    if row["nip"]:
        found = people.by_nip(db, row["nip"])
        return found.id if found else None
    named = accounts.account(db, row["username"])
    return named.person_id if named else None


def _named(unit: Unit, person: Id, username: str) -> None:
    found = accounts.of_person(unit.db, person)
    if username and found is None:
        accounts.add(unit, username, person, "")
    elif username and found and found.username != username:
        accounts.rename(unit, found.id, username)


PEOPLE = Sheet(
    name="people",
    noun="person",
    columns=(
        Column("nip", "nip", cells.nip),
        Column("name", "nama", cells.text, required=True),
        Column("email", "surel", cells.email),
        Column("language", "bahasa", cells.one_of("id", "en"), default="id"),
        Column("username", "nama pengguna", cells.username),
    ),
    key=person_key,
    current=person_rows,
    check=check_people,
    write=write_person,
)

HOLDINGS = Sheet(
    name="holdings",
    noun="holding",
    columns=(
        Column("nip", "nip", cells.nip),
        Column("username", "nama pengguna", cells.username),
        Column("name", "nama", cells.text, told=True),
        Column("position", "jabatan", cells.position, required=True),
        Column("capacity", "sebagai", cells.one_of(*Capacity), default="definitif"),
        Column("warrant", "nomor surat", cells.text),
        Column("warrant_on", "tanggal surat", cells.day),
        Column("from_on", "mulai", cells.day, required=True),
        Column("until_on", "sampai", cells.day),
    ),
    key=holding_key,
    current=holding_rows,
    check=check_holdings,
    write=write_holding,
)
