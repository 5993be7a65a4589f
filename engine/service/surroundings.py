"""What surrounds a pack in this office: other packs' registers, the catalogue, the parameters, the form library."""

from functools import cache
from importlib.resources import files as resources

from sqlalchemy import Connection, Table, select

from engine.model.register import RegisterSpec
from engine.model.world import World
from engine.service.reading import FORM, Surroundings, thrown_by
from engine.store import packs, parameters, tables


@cache
def library() -> dict[str, bytes]:
    """The shared forms by id, as shipped."""
    folder = resources("forms") / "library"
    if not folder.is_dir():
        return {}
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(FORM)), key=lambda entry: entry.name)
    return {entry.name.removesuffix(FORM): entry.read_bytes() for entry in found}


def around(db: Connection, world: World, pack: str) -> Surroundings:
    """What `pack` may lean on outside itself, as released today."""
    registers: dict[str, RegisterSpec] = {}
    thrown: set[str] = set()
    processes: set[str] = set()
    starts: dict[str, str] = {}
    for row in packs.currents(db):
        if row.pack == pack:
            continue
        version = world.packs.version(row.id)
        registers |= version.registers
        thrown |= {name for one in version.definitions.values() for name in thrown_by(one.elements.values())}
        processes |= version.definitions.keys()
        for process, definition in sorted(version.definitions.items()):
            for name in definition.message_starts:
                starts.setdefault(name, f"{row.pack}/{process}")
    keys = parameters.keys(db)
    return Surroundings(
        operations=world.catalogue.operations(),
        registers=registers,
        # An office without any parameter row is being set up: nothing to resolve against yet.
        parameters=keys or None,
        library=library(),
        messages=thrown,
        processes=processes,
        message_starts=starts,
        # As with parameters: before an office has them, there is nothing to resolve against.
        positions=_codes(db, tables.position) or None,
        units=_codes(db, tables.unit) or None,
    )


def _codes(db: Connection, table: Table) -> set[str]:
    return set(db.execute(select(table.c.code)).scalars())
