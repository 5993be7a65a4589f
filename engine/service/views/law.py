"""Legal numbers and the calendar, for the pages of the office: where a number is used, what a closed day touches."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import unescape

from sqlalchemy import Connection

from engine.feel import Env
from engine.model.actor import Actor
from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.model.world import World
from engine.service import rights, secrecy
from engine.service.env import env_for, today
from engine.service.recount import again
from engine.store import calendar, instances, packs, parameters, people, recounts
from engine.store.calendar import HolidayRow, Hours
from engine.store.parameters import ParameterRow
from engine.store.recounts import RecountRow

#: Open deadlines of each kind a preview looks through, and how many of those that move it shows.
MOST_LOOKED, MOST_SHOWN = 10_000, 50

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
    #: The counting again that a change asked for last.
    run: RecountRow | None


@dataclass(frozen=True, slots=True)
class Moving:
    """One open task whose due date a change of the calendar moves."""

    instance_id: Id
    number: str
    title: str
    name: str
    due: datetime
    to: datetime
    #: IANA zone of the case's unit.
    zone: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What moves where one day is closed, or opened where it is closed now."""

    day: date
    was_closed: HolidayRow | None
    tasks: int
    timers: int
    #: The first of the tasks, the nearest due first.
    rows: tuple[Moving, ...]
    #: True where there are more open deadlines than a page looks through: at least as many move.
    is_part: bool


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
        return YearPage(chosen, rows, calendar.hours(db), count, recounts.latest(db))


def effect(world: World, actor: Actor, day: date) -> Effect:
    """What a change of one day would move; nothing is changed."""
    rights.may_administer(actor)
    with world.database.reading() as db:
        closed = next((row for row in calendar.holidays(db) if row.day == day), None)
        now = world.clock()
        tasks = recounts.tasks(db, now, limit=MOST_LOOKED)
        timers = recounts.timers(db, now, limit=MOST_LOOKED)
        units = instances.units(db, {row.instance_id for row in tasks} | {row.instance_id for row in timers})
        envs = {code: _changed(env_for(db, world, code, now), day) for code in {"", *units.values()}}
        moving = []
        for task in tasks:
            env = envs[units[task.instance_id]]
            to = again(task.counted, task.due, env)
            if to != task.due:
                moving.append((task, to, env.zone))
        moved = sum(
            again(timer.data["counted"], timer.due, envs[units[timer.instance_id]]) != timer.due for timer in timers
        )
        moving.sort(key=lambda one: (one[0].due, one[0].instance_id, one[0].token))
        told = instances.told(db, [task.instance_id for task, _, _ in moving[:MOST_SHOWN]])
        rows = [
            Moving(task.instance_id, *told[task.instance_id], task.name, task.due, to, zone)
            for task, to, zone in moving[:MOST_SHOWN]
        ]
        part = MOST_LOOKED in (len(tasks), len(timers))
        return Effect(day, closed, len(moving), moved, secrecy.veil_all(db, world, actor, rows), part)


def _changed(env: Env, day: date) -> Env:
    """The same office with a day closed that is open, or open that is closed."""
    return replace(env, calendar=replace(env.calendar, holidays=env.calendar.holidays ^ {day}))
