"""The sheets of units and positions."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, insert, update

from engine.model.errors import Invalid
from engine.service.roster import cells
from engine.service.roster.sheet import Change, Column, Key, Plan, Problem, Row, Sheet, circles, unknown
from engine.store import people, recounts, tables, zones
from engine.store.unit import Unit

#: Units a fact names; a file may hold thousands.
MOST_NAMED = 20


def unit_rows(db: Connection) -> Mapping[Key, Row]:
    """Every unit as a row."""
    return {
        (row.code,): {
            "code": row.code,
            "name": row.name,
            "kind": row.kind,
            "parent": row.parent or "",
            "zone": row.zone,
        }
        for row in people.units(db)
    }


def check_units(db: Connection, plan: Plan, _: date) -> None:
    """Parents exist, in the office or in the file, and nobody is above himself."""
    above = {key[0]: row["parent"] for key, row in unit_rows(db).items()}
    above |= {change.row["code"]: change.row["parent"] for change in plan.changes}
    unknown(plan, "parent", above, "sheet.unit")
    plan.problems += circles(plan, "parent", above)


def write_unit(unit: Unit, change: Change) -> Mapping[str, str]:
    """Write one unit; its parent may follow it in the file, so it is set by `settle_units`."""
    table, row = tables.unit, dict(change.row)
    if change.before is None:
        unit.db.execute(insert(table).values({**row, "parent": None, "local_zone": row["zone"]}))
    else:
        unit.db.execute(
            update(table)
            .where(table.c.code == row["code"])
            .values(name=row["name"], kind=row["kind"], zone=row["zone"])
        )
    return {"unit": row["code"]}


def settle_units(unit: Unit, changes: list[Change]) -> None:
    """Set the parents once every unit is there."""
    table = tables.unit
    for change in changes:
        parent = change.row["parent"] or None
        unit.db.execute(update(table).where(table.c.code == change.row["code"]).values(parent=parent))
    if changes and zones.settle(unit):
        recounts.ask(unit, {"act": "unit.zone", "units": [change.row["code"] for change in changes][:MOST_NAMED]})


def position_rows(db: Connection) -> Mapping[Key, Row]:
    """Every position as a row."""
    return {
        (row.code,): {
            "code": row.code,
            "title": row.title,
            "unit": row.unit,
            "roles": cells.written(row.roles),
            "superior": row.superior or "",
            "rights": cells.written(row.rights),
        }
        for row in people.positions(db)
    }


def check_positions(db: Connection, plan: Plan, _: date) -> None:
    """Units and superiors exist, nobody is above himself, and somebody may still administer."""
    rows = position_rows(db)
    above = {key[0]: row["superior"] for key, row in rows.items()}
    above |= {change.row["code"]: change.row["superior"] for change in plan.changes}
    unknown(plan, "unit", {row.code for row in people.units(db)}, "sheet.unit")
    unknown(plan, "superior", above, "sheet.position")
    plan.problems += circles(plan, "superior", above)
    rights = {key[0]: row["rights"] for key, row in rows.items()}
    after = rights | {change.row["code"]: change.row["rights"] for change in plan.changes}
    had, has = (any("administer" in one for one in some.values()) for some in (rights, after))
    if plan.changes and had and not has:
        error = Invalid("sheet.no_admin", "Expected a position that may administer, but none would be left")
        plan.problems.append(Problem(plan.changes[0].line, "rights", error))


def write_position(unit: Unit, change: Change) -> Mapping[str, str]:
    """Write one position; its superior may follow it in the file, so it is set by `settle_positions`."""
    table, row = tables.position, change.row
    values = {
        "title": row["title"],
        "unit": row["unit"],
        "roles": cells.listed(row["roles"]),
        "rights": cells.listed(row["rights"]),
    }
    if change.before is None:
        unit.db.execute(insert(table).values(code=row["code"], superior=None, **values))
    else:
        unit.db.execute(update(table).where(table.c.code == row["code"]).values(**values))
    return {"position": row["code"]}


def settle_positions(unit: Unit, changes: list[Change]) -> None:
    """Set the superiors once every position is there."""
    table = tables.position
    for change in changes:
        superior = change.row["superior"] or None
        unit.db.execute(update(table).where(table.c.code == change.row["code"]).values(superior=superior))


UNITS = Sheet(
    name="units",
    noun="unit",
    columns=(
        Column("code", "kode", cells.unit, required=True),
        Column("name", "nama", cells.text, required=True),
        Column("kind", "jenis", cells.role, default="unit"),
        Column("parent", "induk", cells.unit),
        Column("zone", "zona", cells.zone),
    ),
    key=lambda row: (row["code"],),
    current=unit_rows,
    check=check_units,
    write=write_unit,
    settle=settle_units,
)

POSITIONS = Sheet(
    name="positions",
    noun="position",
    columns=(
        Column("code", "kode", cells.position, required=True),
        Column("title", "jabatan", cells.text, required=True),
        Column("unit", "unit kerja", cells.unit, required=True),
        Column("roles", "peran", cells.several(cells.role)),
        Column("superior", "atasan", cells.position),
        Column("rights", "wewenang", cells.several(cells.one_of("analyse", "administer", "audit"))),
    ),
    key=lambda row: (row["code"],),
    current=position_rows,
    check=check_positions,
    write=write_position,
    settle=settle_positions,
)
