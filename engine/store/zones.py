"""The zones of units: each its own, else that of the unit it is part of, else the office's."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, select, update

from engine.store import dialect
from engine.store.tables import unit as table
from engine.store.unit import Unit


def settle(unit: Unit) -> bool:
    """Let every unit show the zone it has or inherits; True where the clock of one changed."""
    rows = {row.code: row for row in unit.db.execute(_ROWS)}
    changed = []
    for code, row in rows.items():
        zone, above, looked = row.zone, row.parent, 0
        while not zone and above in rows and looked < len(rows):
            zone, above, looked = rows[above].zone, rows[above].parent, looked + 1
        if zone != row.local_zone:
            changed.append({"of": code, "to": zone})
    dialect.write(unit.db, _SET, changed)
    return bool(changed)


def differing(db: Connection, office: str) -> Mapping[str, str]:
    """The units whose clocks show another zone than the office's."""
    found = db.execute(_LOCAL.where(table.c.local_zone != office))
    return {code: zone for code, zone in found}


_ROWS = select(table.c.code, table.c.parent, table.c.zone, table.c.local_zone)
_LOCAL = select(table.c.code, table.c.local_zone).where(table.c.local_zone != "")
_SET = update(table).where(table.c.code == bindparam("of")).values(local_zone=bindparam("to"))
