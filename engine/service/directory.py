"""Who stands behind an address today, in words."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Connection, select

from engine.model.actor import Capacity
from engine.store import people, tables


def holder_names(db: Connection, addresses: Iterable[str], day: date) -> tuple[str, ...]:
    """«Title (name)» of everybody who answers one of the addresses on a day, each once, in order of address."""
    wanted = list(dict.fromkeys(addresses))
    by_address = people.holders(db, wanted, day)
    named = (
        f"{in_capacity(holder.title, holder.capacity)} ({holder.name})"
        for address in wanted
        for holder in by_address.get(address, ())
    )
    return tuple(dict.fromkeys(named))


def in_capacity(title: str, capacity: str) -> str:
    """A position as its holder signs it: «Plt. Kepala Dinas» for who acts in it, the plain title otherwise."""
    return title if capacity == Capacity.DEFINITIF else f"{capacity.capitalize()}. {title}"


def address_names(db: Connection, addresses: Iterable[str], day: date) -> Mapping[str, str]:
    """Each address as its holders' titles; the address itself where nobody holds it that day."""
    wanted = list(dict.fromkeys(addresses))
    by_address = people.holders(db, wanted, day)
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
