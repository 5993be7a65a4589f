"""What an expression may know of this office: its calendar, the parameters in force, who is whose superior."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from functools import cache
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Connection, Integer, Text, bindparam, cast, func, select, type_coerce

from engine.feel import Env
from engine.model.calendar import Calendar
from engine.model.state import Value
from engine.model.world import Database, World
from engine.store import calendar, parameters, people, tables, zones
from engine.store.prepared import Prepared

#: Opens a connection for one read, or hands on the one of the running transaction.
Reads = Callable[[], AbstractContextManager[Connection]]

_DAY = cast(type_coerce(tables.holiday.c.day, Integer), BigInteger)
_ZONE = select(tables.unit.c.local_zone).where(tables.unit.c.code == bindparam("unit_code")).scalar_subquery()
#: Squares, so that a holiday moved forward and another moved back do not look like nothing happened.
_HOURS = (
    select(type_coerce(tables.setting.c.value, Text)).where(tables.setting.c.key == calendar.HOURS).scalar_subquery()
)
_STAMP = Prepared(select(func.count(), func.sum(_DAY * _DAY), _ZONE, _HOURS).select_from(tables.holiday))

#: One calendar per database and state of its holiday rows and hours: the rows are few but every command needs them.
_calendars: WeakKeyDictionary[Database, dict[tuple[str, int, int, str], Calendar]] = WeakKeyDictionary()


def today(world: World) -> date:
    """The day it is at the office, which decides who holds what."""
    return world.clock().astimezone(ZoneInfo(world.zone)).date()


def clocks(db: Connection, world: World) -> Mapping[str, str]:
    """The zone of each unit whose clocks show another than the office's."""
    return zones.differing(db, world.zone)


def env_for(db: Connection, world: World, unit_code: str = "", now: datetime | None = None) -> Env:
    """The environment of one command or view, valid while `db` is open."""
    return _env(lambda: nullcontext(db), world, unit_code, now or world.clock())


def standing_env(world: World, unit_code: str = "", now: datetime | None = None) -> Env:
    """An environment that outlives a transaction (a page being rendered): each read opens its own."""
    return _env(world.database.reading, world, unit_code, now or world.clock())


def _env(reads: Reads, world: World, unit_code: str, now: datetime) -> Env:
    with reads() as db:
        zone, working = _zone_and_calendar(db, world, unit_code)
    day = working.day_of(now)

    @cache
    def parameter(key: str) -> Value | None:
        with reads() as db:
            return parameters.value(db, key, day)

    @cache
    def parameter_on(key: str, on: date) -> Value | None:
        with reads() as db:
            return parameters.value(db, key, on)

    @cache
    def superior(who: str) -> str | None:
        with reads() as db:
            return people.superior(db, who, day)

    return Env(now=now, zone=zone, calendar=working, parameter=parameter, superior=superior, parameter_on=parameter_on)


def _zone_and_calendar(db: Connection, world: World, unit_code: str) -> tuple[str, Calendar]:
    count, total, found, hours = _STAMP.one(db, {"unit_code": unit_code}) or (0, 0, None, None)
    zone = found or world.zone
    known = _calendars.setdefault(world.database, {})
    stamp = (zone, count, int(total or 0), hours or "")
    if stamp not in known:
        # Units of several zones share what is known; a changed calendar forgets it all.
        if any(other[1:] != stamp[1:] for other in known):
            known.clear()
        known[stamp] = calendar.working(db, zone)
    return zone, known[stamp]
