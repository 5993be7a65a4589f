"""A sheet of the office as a file that comes back without a change; and the registers that files may fill."""

from engine.model.actor import Actor
from engine.model.errors import NotFound
from engine.model.register import RegisterSpec
from engine.model.world import World
from engine.service import rights
from engine.service.registerrows import COMMON
from engine.service.roster import Sheet, written
from engine.store import packs


def content(world: World, actor: Actor, sheet: Sheet, *, empty: bool = False) -> bytes:
    """Every row as CSV; only the head where `empty`."""
    rights.may_administer(actor)
    head = [column.name for column in sheet.columns]
    if empty:
        return written(head, ())
    with world.database.reading() as db:
        rows = sheet.current(db).values()
    return written(head, rows)


def registers(world: World, actor: Actor) -> tuple[RegisterSpec, ...]:
    """The registers of the packs in force that files may fill; secret ones are filled by their procedures only."""
    rights.may_administer(actor)
    with world.database.reading() as db:
        versions = [world.packs.version(row.id) for row in packs.currents(db)]
    return tuple(spec for version in versions for spec in version.registers.values() if not spec.secret)


def register(world: World, actor: Actor, key: str) -> RegisterSpec:
    """One of them; NotFound register.unknown."""
    found = next((spec for spec in registers(world, actor) if spec.key == key), None)
    if found is None:
        raise NotFound("register.unknown", f"Expected a register {key}, but no released pack has it")
    return found


def columns(spec: RegisterSpec) -> tuple[str, ...]:
    """The columns of its file."""
    return (*COMMON, *(name for name in spec.fields if name not in COMMON))
