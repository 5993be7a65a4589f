"""Who stands behind an address today, in words."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Connection, select

from engine.model.world import World
from engine.service.env import env_for
from engine.store import people, tables


def holder_names(db: Connection, world: World, addresses: Iterable[str]) -> tuple[str, ...]:
    """«Title (name)» of everybody who answers one of the addresses today, each once, in order of address."""
    wanted = list(dict.fromkeys(addresses))
    by_address = people.holders(db, wanted, _today(db, world))
    named = (f"{holder.title} ({holder.name})" for address in wanted for holder in by_address.get(address, ()))
    return tuple(dict.fromkeys(named))


def address_names(db: Connection, world: World, addresses: Iterable[str]) -> Mapping[str, str]:
    """Each address as its holders' titles; the address itself where nobody holds it today."""
    wanted = list(dict.fromkeys(addresses))
    by_address = people.holders(db, wanted, _today(db, world))
    return {address: _titles([holder.title for holder in by_address.get(address, ())]) or address for address in wanted}


def unit_name(db: Connection, code: str) -> str:
    """The name of a unit; its code where there is none."""
    return unit_names(db, [code]).get(code, code)


def unit_names(db: Connection, codes: Iterable[str]) -> Mapping[str, str]:
    """The names of units by code."""
    unit = tables.unit
    rows = db.execute(select(unit.c.code, unit.c.name).where(unit.c.code.in_(sorted(set(codes)))))
    return {code: name for code, name in rows}


def _titles(titles: list[str]) -> str:
    return ", ".join(dict.fromkeys(titles))


def _today(db: Connection, world: World) -> date:
    env = env_for(db, world)
    return env.calendar.day_of(env.now)
