"""Setting an office up from rows of text: units, positions, people, holdings, calendar, parameters, registers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select

from engine.model.actor import Capacity, Right
from engine.model.errors import Invalid, NotFound
from engine.model.facts import Fact
from engine.model.ids import Id
from engine.service.accounts import hash_of
from engine.service.command import Command
from engine.service.registerrows import arguments_of
from engine.store import accounts, calendar, dialect, parameters, recounts, registers, settings, tables, zones
from engine.store.unit import Unit

#: Rows as csv.DictReader gives them.
Rows = tuple[Mapping[str, str], ...]

ZONES = frozenset({"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"})


@dataclass(frozen=True, slots=True)
class PutUnits(Command[int]):
    """Write units: code, name, kind, parent, zone; parents before their children."""

    needs: ClassVar[Right] = Right.ADMINISTER
    rows: Rows

    def run(self, unit: Unit) -> int:
        """Answer how many rows were read; raise Invalid office.row."""
        made = [
            {
                "code": _text(row, "code"),
                "name": _text(row, "name"),
                "kind": row.get("kind") or "unit",
                "parent": row.get("parent") or None,
                "zone": _one_of(row, "zone", ZONES, "" if row.get("parent") else unit.world.zone),
            }
            for row in self.rows
        ]
        count = _put(unit, tables.unit, made, "code")
        zones.settle(unit)
        return count


@dataclass(frozen=True, slots=True)
class PutPositions(Command[int]):
    """Write positions: code, title, unit, roles (;), superior, rights (;); superiors may follow."""

    needs: ClassVar[Right] = Right.ADMINISTER
    rows: Rows

    def run(self, unit: Unit) -> int:
        """Answer how many rows were read; raise Invalid office.row."""
        made = [
            {
                "code": _text(row, "code"),
                "title": _text(row, "title"),
                "unit": _text(row, "unit"),
                "roles": _list(row, "roles"),
                "superior": None,
                "rights": [Right(name).value for name in _list(row, "rights")],
            }
            for row in self.rows
        ]
        _put(unit, tables.position, made, "code")
        superiors = [
            {**one, "superior": row["superior"]}
            for one, row in zip(made, self.rows, strict=True)
            if row.get("superior")
        ]
        dialect.write(unit.db, dialect.upsert(unit.db, tables.position, "code"), superiors)
        return len(made)


@dataclass(frozen=True, slots=True)
class PutPeople(Command[int]):
    """Write people: nip, name, email, language, and username with password for who signs in."""

    needs: ClassVar[Right] = Right.ADMINISTER
    rows: Rows

    def run(self, unit: Unit) -> int:
        """Answer how many rows were read; raise Invalid account.password."""
        hashes: dict[str, str] = {}
        known = _people(unit)
        for row in self.rows:
            nip = _text(row, "nip")
            person = known.get(nip) or unit.new_id()
            columns = {
                "id": person,
                "nip": nip,
                "name": _text(row, "name"),
                "email": row.get("email") or None,
                "language": row.get("language") or "id",
                "active": True,
            }
            unit.db.execute(dialect.upsert(unit.db, tables.person, "nip"), columns)
            _account(unit, person, row, hashes)
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class PutHoldings(Command[int]):
    """Write who holds what: nip, position, capacity, warrant, from_on, until_on."""

    needs: ClassVar[Right] = Right.ADMINISTER
    rows: Rows

    def run(self, unit: Unit) -> int:
        """Answer how many are new; raise NotFound person.unknown."""
        known, table = _people(unit), tables.holding
        have = {tuple(one) for one in unit.db.execute(select(table.c.person_id, table.c.position, table.c.from_on))}
        made = []
        for row in self.rows:
            person = known.get(_text(row, "nip"))
            if person is None:
                raise NotFound("person.unknown", f"Expected a person with NIP {row['nip']}, but there is none")
            one = {
                "id": unit.new_id(),
                "person_id": person,
                "position": _text(row, "position"),
                "capacity": Capacity(row.get("capacity") or "definitif").value,
                "warrant": row.get("warrant") or "",
                "from_on": _day(row, "from_on"),
                "until_on": _maybe_day(row, "until_on"),
            }
            if (person, one["position"], one["from_on"]) not in have:
                made.append(one)
        dialect.write(unit.db, table.insert(), made)
        unit.record(Fact("holdings.written", data={"count": len(made)}))
        return len(made)


@dataclass(frozen=True, slots=True)
class PutHolidays(Command[int]):
    """Write closed days: day, name, kind, legal_basis, status."""

    needs: ClassVar[Right] = Right.ADMINISTER
    rows: Rows

    def run(self, unit: Unit) -> int:
        """Answer how many rows were read."""
        for row in self.rows:
            kind, basis = row.get("kind") or "national", row.get("legal_basis") or ""
            calendar.add(unit, _day(row, "day"), _text(row, "name"), kind, basis, row.get("status") or "contoh")
        unit.record(Fact("holidays.written", data={"count": len(self.rows)}))
        recounts.ask(unit, {"act": "holidays.written"})
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class PutParameters(Command[int]):
    """Write legal parameters: key, value (a FEEL literal), valid_from, and the other columns where known."""

    needs: ClassVar[Right] = Right.ADMINISTER
    rows: Rows

    def run(self, unit: Unit) -> int:
        """Answer how many rows were read; a value in force keeps its confirmation only while it stays the same."""
        words = ("unit", "day_type", "legal_basis", "article", "label_id")
        for row in self.rows:
            columns: dict[str, Any] = {name: row.get(name) or "" for name in words}
            columns["valid_to"] = _maybe_day(row, "valid_to")
            columns["status"] = row.get("status") or "contoh"
            parameters.add(
                unit, key=_text(row, "key"), value=_text(row, "value"), valid_from=_day(row, "valid_from"), **columns
            )
        unit.record(Fact("parameters.written", data={"count": len(self.rows)}))
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class ConfirmParameter(Command[None]):
    """Vouch for a parameter's value: status verified, by whom and when."""

    needs: ClassVar[Right] = Right.ADMINISTER
    key: str
    valid_from: date
    #: Where it was checked.
    reason: str = ""

    def run(self, unit: Unit) -> None:
        """Raise NotFound parameter.unknown."""
        if not parameters.confirm(unit, self.key, self.valid_from):
            raise NotFound("parameter.unknown", f"Expected a parameter {self.key}, but there is none")
        data = {"key": self.key, "valid_from": self.valid_from.isoformat()}
        unit.record(Fact("parameter.confirmed", data=data), remark=self.reason.strip())


@dataclass(frozen=True, slots=True)
class PutSettings(Command[int]):
    """Write settings such as `letterhead` and `office`."""

    needs: ClassVar[Right] = Right.ADMINISTER
    values: Mapping[str, Any]

    def run(self, unit: Unit) -> int:
        """Answer how many."""
        for key, value in self.values.items():
            settings.put(unit, key, value)
        unit.record(Fact("settings.written", data={"keys": sorted(self.values)}))
        return len(self.values)


@dataclass(frozen=True, slots=True)
class PutRegisterRows(Command[int]):
    """Write rows of one register through its invariants: key, parent, unit, state and its fields as text."""

    needs: ClassVar[Right] = Right.ADMINISTER
    # Command is abstract: without field() the metaclass's own `register` is taken for a default.
    register: str = field()
    rows: Rows = field()

    def run(self, unit: Unit) -> int:
        """Answer how many rows were read; raise NotFound register.unknown or Invalid with the invariant's code."""
        spec = registers.spec_of(unit, self.register)
        if spec is None:
            raise NotFound("register.unknown", f"Expected a register {self.register}, but no released pack has it")
        for number, row in enumerate(self.rows, start=1):
            answer = registers.put(unit, self.register, arguments_of(spec, row))
            if not answer.accepted:
                where = f"{self.register} row {number}"
                raise Invalid(answer.error_code, f"Expected {where} to be accepted, but {answer.error_message}")
        unit.record(Fact("register.written", data={"register": self.register, "count": len(self.rows)}))
        return len(self.rows)


def _put(unit: Unit, table: Any, made: Sequence[Mapping[str, Any]], key: str) -> int:  # noqa: ANN401 - a Table
    dialect.write(unit.db, dialect.upsert(unit.db, table, key), made)
    unit.record(Fact(f"{table.name}s.written", data={"count": len(made)}))
    return len(made)


def _people(unit: Unit) -> dict[str, Id]:
    person = tables.person
    return {nip: found for nip, found in unit.db.execute(select(person.c.nip, person.c.id)) if nip}


def _account(unit: Unit, person: Id, row: Mapping[str, str], hashes: dict[str, str]) -> None:
    username, password = row.get("username") or "", row.get("password") or ""
    if not username or not password or accounts.account(unit.db, username):
        return
    # Demo people share a password: hashing it once per person would take a minute.
    if password not in hashes:
        hashes[password] = hash_of(password)
    accounts.add(unit, username, person, hashes[password])


def _text(row: Mapping[str, str], name: str) -> str:
    value = (row.get(name) or "").strip()
    if not value:
        raise Invalid("office.row", f"Expected {name} in every row, but it is empty in {dict(row)}")
    return value


def _list(row: Mapping[str, str], name: str) -> list[str]:
    return [part for text in (row.get(name) or "").split(";") if (part := text.strip())]


def _one_of(row: Mapping[str, str], name: str, allowed: frozenset[str], default: str) -> str:
    value = row.get(name) or default
    if value not in allowed | {default}:
        raise Invalid("office.row", f"Expected {name} to be one of {sorted(allowed)}, but it is {value}")
    return value


def _day(row: Mapping[str, str], name: str) -> date:
    return _read(date.fromisoformat, _text(row, name), name)


def _maybe_day(row: Mapping[str, str], name: str) -> date | None:
    return _day(row, name) if (row.get(name) or "").strip() else None


def _read(reader: Callable[[str], date], text: str, name: str) -> date:
    try:
        return reader(text)
    except ValueError as fault:
        raise Invalid("office.row", f"Expected {name} as yyyy-mm-dd, but it is {text}") from fault
