"""What the released packs say about registers: the newest release binds the cases of every version."""

from collections.abc import Mapping

from sqlalchemy import select

from engine.model.register import RegisterSpec
from engine.store.conditions import CURRENT_VERSION
from engine.store.tables import pack_version
from engine.store.unit import Unit

_CURRENT = select(pack_version.c.id, pack_version.c.pack).where(CURRENT_VERSION)


def spec_of(unit: Unit, register: str) -> RegisterSpec | None:
    """The register `pack.name` as its pack's newest release declares it."""
    pack = register.partition(".")[0]
    version = unit.db.execute(_CURRENT.where(pack_version.c.pack == pack)).first()
    if version is None:
        return None
    return _named(unit.world.packs.version(version.id).registers, register)


def children_of(unit: Unit, register: str) -> list[RegisterSpec]:
    """Every released register whose rows have rows of `register` as parents, whatever its pack."""
    versions = [unit.world.packs.version(row.id) for row in unit.db.execute(_CURRENT)]
    return [spec for version in versions for spec in version.registers.values() if spec.parent == register]


def _named(registers: Mapping[str, RegisterSpec], register: str) -> RegisterSpec | None:
    return next((spec for spec in registers.values() if spec.key == register), None)
