"""How far the set-up of the office has come, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from engine.model.actor import Actor
from engine.model.world import World
from engine.service import founding, rights
from engine.service.env import today
from engine.store import packs, parameters, people, settings, staffing


@dataclass(frozen=True, slots=True)
class Step:
    """One step: done, waiting or open."""

    name: str
    state: str
    may_wait: bool


@dataclass(frozen=True, slots=True)
class Role:
    """One role a pack needs, and how many hold a position with it today."""

    key: str
    label: str
    holders: int


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack that may be switched on."""

    key: str
    title: str
    processes: tuple[str, ...]
    on: bool
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Misnamed:
    """One legal number that names a unit this office does not have: work addressed by it would reach nobody."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class SetupPage:
    """The steps, and what each shows of the office."""

    steps: tuple[Step, ...]
    finished: bool
    office: str
    letterhead: Mapping[str, str]
    zone: str
    figures: Mapping[str, int]
    packs: tuple[Pack, ...]
    misnamed: tuple[Misnamed, ...]

    @property
    def may_finish(self) -> bool:
        """True where nothing is open."""
        return not self.finished and all(step.state != "open" for step in self.steps)


def setup(world: World, actor: Actor) -> SetupPage:
    """The guided page."""
    rights.may_administer(actor)
    day = today(world)
    with world.database.reading() as db:
        kept = founding.progress(settings.setting(db, founding.SETUP))
        still = founding.open_steps(db, day)
        figures = {**staffing.figures(db, day), "units": len(people.units(db))}
        return SetupPage(
            tuple(_step(name, still, kept) for name in founding.STEPS),
            bool(kept["finished"]),
            settings.setting(db, "office", ""),
            settings.setting(db, "letterhead", {}),
            world.zone,
            figures,
            _packs(db, world),
            _misnamed(db, day),
        )


def _step(name: str, still: set[str], kept: Mapping[str, Any]) -> Step:
    state = "done" if name not in still else "waits" if name in kept["waits"] else "open"
    return Step(name, state, name in founding.MAY_WAIT)


def _packs(db: Connection, world: World) -> tuple[Pack, ...]:
    off = rights.switched_off(db)
    held: dict[str, int] = {}
    for address in people.held_addresses(db, today(world)):
        if address.startswith("role:"):
            key = address.removeprefix("role:").partition("@")[0]
            held[key] = held.get(key, 0) + 1
    found = []
    for row in packs.currents(db):
        version = world.packs.version(row.id)
        names = tuple(one.name or name for name, one in version.definitions.items())
        roles = tuple(Role(key, label, held.get(key, 0)) for key, label in version.roles.items())
        found.append(Pack(row.pack, row.title_id, names, row.pack not in off, roles))
    return tuple(found)


def _misnamed(db: Connection, day: date) -> tuple[Misnamed, ...]:
    """Numbers measured in units (`office.…`) whose value is the code of none."""
    known = {unit.code for unit in people.units(db)}
    rows = parameters.in_force(db, day).values()
    named = [(row, str(parameters.literal(row.value))) for row in rows if row.unit == "unit"]
    return tuple(Misnamed(row.key, row.label_id, code) for row, code in named if code not in known)
