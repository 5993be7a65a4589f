"""Legal numbers and the calendar, for the pages of the office: where a number is used, what a closed day touches."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from html import unescape
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.model.actor import Actor
from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.model.world import World
from engine.service import rights, secrecy
from engine.service.env import today
from engine.store import calendar, packs, parameters, people, staffing
from engine.store.calendar import HolidayRow, Hours
from engine.store.parameters import ParameterRow
from engine.store.staffing import DueLine

_NAMED = re.compile(r'parameter\(\s*\\?"([^"\\]+)\\?"')


@dataclass(frozen=True, slots=True)
class Use:
    """One file of a pack in force that names a number."""

    pack: str
    pack_title: str
    path: str


@dataclass(frozen=True, slots=True)
class Family:
    """The numbers of one field of law: the first word of their keys."""

    name: str
    rows: tuple[ParameterRow, ...]


@dataclass(frozen=True, slots=True)
class NumberPage:
    """Every value of one number, the latest first, and where it is used."""

    key: str
    rows: tuple[ParameterRow, ...]
    #: The row in force today.
    current: ParameterRow | None
    uses: tuple[Use, ...]
    confirmed_by: dict[Id, str]
    today: date


@dataclass(frozen=True, slots=True)
class YearPage:
    """The closed days of a year."""

    year: int
    rows: tuple[HolidayRow, ...]
    hours: Hours
    working_days: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What is due on or after a day: set before and therefore unchanged, whatever the calendar says now."""

    day: date
    was_closed: HolidayRow | None
    tasks: int
    timers: int
    #: Those due on that very day, which may now be a closed one, first.
    rows: tuple[DueLine, ...]


def families(world: World, actor: Actor, status: str = "") -> tuple[Family, ...]:
    """Every number in force today by its family; only examples where asked."""
    rights.may_administer(actor)
    with world.database.reading() as db:
        rows = parameters.in_force(db, today(world))
    grouped: defaultdict[str, list[ParameterRow]] = defaultdict(list)
    for key, row in sorted(rows.items()):
        if status in ("", row.status):
            grouped[key.partition(".")[0]].append(row)
    return tuple(Family(name, tuple(found)) for name, found in grouped.items())


def number(world: World, actor: Actor, key: str) -> NumberPage:
    """One number; NotFound parameter.unknown."""
    rights.may_administer(actor)
    with world.database.reading() as db:
        rows = [row for row in parameters.every(db) if row.key == key]
        if not rows:
            raise NotFound("parameter.unknown", f"Expected a parameter {key}, but there is none")
        names = people.names(db, [row.confirmed_by for row in rows if row.confirmed_by])
        now = today(world)
        current = parameters.in_force(db, now).get(key)
        return NumberPage(key, tuple(reversed(rows)), current, uses(db).get(key, ()), names, now)


def uses(db: Connection) -> dict[str, tuple[Use, ...]]:
    """Where each number is named: diagrams, tables, forms, registers and letters of the packs in force."""
    found: defaultdict[str, list[Use]] = defaultdict(list)
    for version in packs.currents(db):
        for path, content in packs.files(db, version.id).items():
            if path.startswith("scenarios/"):
                continue
            for key in set(_NAMED.findall(unescape(content.decode(errors="replace")))):
                found[key].append(Use(version.pack, version.title_id, path))
    return {key: tuple(places) for key, places in found.items()}


def year(world: World, actor: Actor, wanted: int = 0) -> YearPage:
    """The closed days of one year; this one where none is asked for."""
    rights.may_administer(actor)
    chosen = wanted if 2000 <= wanted <= 2100 else today(world).year
    with world.database.reading() as db:
        rows = tuple(row for row in calendar.holidays(db) if row.day.year == chosen)
        working = calendar.working(db, world.zone)
        count = working.working_days(date(chosen, 1, 1), date(chosen, 12, 31))
        return YearPage(chosen, rows, calendar.hours(db), count)


def effect(world: World, actor: Actor, day: date) -> Effect:
    """What a change of one day leaves as it is."""
    rights.may_administer(actor)
    begin = datetime.combine(day, time(), ZoneInfo(world.zone))
    with world.database.reading() as db:
        tasks, timers = staffing.counts_from(db, begin)
        rows = secrecy.veil_all(db, world, actor, staffing.due_from(db, begin))
        closed = next((row for row in calendar.holidays(db) if row.day == day), None)
        return Effect(day, closed, tasks, timers, tuple(rows))
