"""A real office from nothing: its first admin, and the steps until it can work (persiapan)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from sqlalchemy import Connection, insert

from engine.model.actor import Capacity, Right
from engine.model.errors import Conflict, Invalid, NotFound
from engine.model.facts import Fact
from engine.service.access import HANDED_OUT
from engine.service.command import Command
from engine.service.env import today
from engine.service.roster import cells
from engine.store import accounts, calendar, packs, parameters, people, settings, tables
from engine.store.unit import Unit

#: The setting that says how far the set-up has come.
SETUP = "setup"
#: The setting that lists the packs nobody may start yet.
PACKS_OFF = "packs_off"
STEPS = ("kantor", "organisasi", "pegawai", "kalender", "parameter", "akun", "paket")
#: Steps that may wait: the office works without them, less well.
MAY_WAIT = frozenset({"pegawai", "kalender", "parameter", "akun"})
FIRST_UNIT = "PEMDA"
FIRST_POSITION = "PEMDA.ADMIN"


@dataclass(frozen=True, slots=True)
class FoundOffice(Command[None]):
    """Make the first unit, position and admin; every pack waits to be switched on."""

    needs: ClassVar[Right] = Right.SYSTEM
    secret: ClassVar[bool] = True
    office: str
    admin: str
    username: str
    password_hash: str

    def run(self, unit: Unit) -> None:
        """Raise Conflict office.founded where it was founded before, or Invalid cell.username."""
        if settings.setting(unit.db, SETUP) is not None or people.units(unit.db):
            raise Conflict("office.founded", "Expected a new office, but this one was founded before")
        zone, username = unit.world.zone, cells.username(self.username)
        people.add_unit(unit, code=FIRST_UNIT, name=self.office, kind="city", zone=zone)
        columns = {"code": FIRST_POSITION, "title": "Admin Tatalaksana", "unit": FIRST_UNIT}
        rights = {"roles": [], "superior": None, "rights": [Right.ADMINISTER.value, Right.ANALYSE.value]}
        unit.db.execute(insert(tables.position).values(**columns, **rights))
        person = people.add_person(unit, name=self.admin)
        begun = today(unit.world) - timedelta(days=1)
        people.hold(unit, person_id=person, position_code=FIRST_POSITION, from_on=begun, capacity=Capacity.DEFINITIF)
        until = unit.now + HANDED_OUT
        account = accounts.add(unit, username, person, self.password_hash, one_time_until=until)
        off = [row.pack for row in packs.currents(unit.db)]
        values: dict[str, Any] = {"office": self.office, SETUP: {"finished": False, "waits": []}, PACKS_OFF: off}
        for key, value in values.items():
            settings.put(unit, key, value)
        unit.record(Fact("office.founded", data={"account": str(account), "packs": off}))


@dataclass(frozen=True, slots=True)
class NameOffice(Command[None]):
    """Set the office's name and what its letters carry at the head."""

    needs: ClassVar[Right] = Right.ADMINISTER
    name: str
    address: str
    contact: str

    def run(self, unit: Unit) -> None:
        """Raise Invalid cell.required."""
        for field_name, text in (("nama", self.name), ("alamat", self.address)):
            if not text.strip():
                told = f"Expected {field_name}, but it is empty"
                raise Invalid("cell.required", told, problems={field_name: [told]})
        head = {"office": self.name.strip(), "address": self.address.strip(), "contact": self.contact.strip()}
        settings.put(unit, "office", head["office"])
        settings.put(unit, "letterhead", head)
        unit.record(Fact("settings.written", data={"keys": ["letterhead", "office"]}))


@dataclass(frozen=True, slots=True)
class SwitchPacks(Command[None]):
    """Say which packs cases may be started of; running cases go on in any case."""

    needs: ClassVar[Right] = Right.ADMINISTER
    on: tuple[str, ...]
    reason: str = ""

    def run(self, unit: Unit) -> None:
        """Raise NotFound pack.unknown."""
        known = {row.pack for row in packs.currents(unit.db)}
        if set(self.on) - known:
            raise NotFound("pack.unknown", "Expected released packs, but one of them is none")
        off = sorted(known - set(self.on))
        settings.put(unit, PACKS_OFF, off)
        unit.record(Fact("packs.switched", data={"on": sorted(self.on), "off": off}), remark=self.reason.strip())


@dataclass(frozen=True, slots=True)
class LetWait(Command[None]):
    """Leave a step of the set-up for later, or take it up again."""

    needs: ClassVar[Right] = Right.ADMINISTER
    step: str
    waits: bool = True

    def run(self, unit: Unit) -> None:
        """Raise Invalid setup.step for a step the office cannot work without."""
        if self.step not in MAY_WAIT:
            raise Invalid("setup.step", "Expected a step that may wait, but the office cannot work without this one")
        kept = progress(settings.setting(unit.db, SETUP))
        waits = set(kept["waits"]) - {self.step} | ({self.step} if self.waits else set())
        settings.put(unit, SETUP, {**kept, "waits": sorted(waits)})
        unit.record(Fact("setup.deferred", data={"step": self.step, "waits": self.waits}))


@dataclass(frozen=True, slots=True)
class FinishSetup(Command[None]):
    """End the set-up: every step is done or waits by decision."""

    needs: ClassVar[Right] = Right.ADMINISTER

    def run(self, unit: Unit) -> None:
        """Raise Invalid setup.open where a step is neither done nor waits."""
        kept = progress(settings.setting(unit.db, SETUP))
        if open_steps(unit.db, today(unit.world)) - set(kept["waits"]):
            raise Invalid("setup.open", "Expected every step done or left for later, but one is neither")
        settings.put(unit, SETUP, {**kept, "finished": True})
        unit.record(Fact("setup.finished", data={"waits": kept["waits"]}))


def progress(kept: Mapping[str, Any] | None) -> dict[str, Any]:
    """How far the set-up has come; an office that was never set up step by step is finished."""
    return {"finished": True, "waits": [], **(kept or {})}


def open_steps(db: Connection, day: date) -> set[str]:
    """The steps that are not done, whether or not they wait."""
    examples = any(row.status == "contoh" for row in parameters.in_force(db, day).values())
    days = [row.status == "verified" for row in calendar.holidays(db) if row.day.year == day.year]
    held = {row.position for row in people.held(db)} - {FIRST_POSITION}
    off = settings.setting(db, PACKS_OFF, [])
    done = {
        "kantor": bool(settings.setting(db, "letterhead")),
        "organisasi": len(people.units(db)) > 1 and len(people.positions(db)) > 1,
        "pegawai": bool(held),
        "kalender": bool(days) and all(days),
        "parameter": not examples,
        "akun": bool(held) and not any(row.password_hash == "" for row in accounts.every(db) if not row.disabled),
        "paket": any(row.pack not in off for row in packs.currents(db)),
    }
    return {step for step, is_done in done.items() if not is_done}
