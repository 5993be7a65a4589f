"""Invariants of registers in FEEL: evaluated before an act is written, so that a broken one changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.feel import Env, FeelError, compile
from engine.model.register import Invariant, RegisterSpec
from engine.model.state import Value
from engine.store import parameters
from engine.store.register_fields import Refusal
from engine.store.register_rows import RegisterRow, Sums
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Record:
    """A row as it will be after an act: with its parent's key and the sums of its children."""

    spec: RegisterSpec
    row: RegisterRow
    parent: str | None
    sums: Sums
    children: Sequence[RegisterSpec]

    def context(self) -> dict[str, Value]:
        """What FEEL sees of the row: fields, key, state, parent, reserved, settled, children."""
        row = self.row
        engine = {
            "key": row.key,
            "state": row.state,
            "parent": self.parent,
            "reserved": row.reserved,
            "settled": row.settled,
            "children": self._children(),
        }
        return dict.fromkeys(self.spec.fields) | row.data | engine

    def _children(self) -> dict[str, Value]:
        known: dict[str, Value] = {}
        for child in self.children:
            pack, _, name = child.key.partition(".")
            totals: dict[str, Value] = {"count": self.sums.get((child.key, ""), Decimal(0))}
            for field in child.amounts:
                totals[field] = self.sums.get((child.key, field), Decimal(0))
            # Both `children.package` and `children.pengadaan.package` are read.
            known[name] = known.get(name, {}) | totals
            known[pack] = known.get(pack, {}) | {name: totals}
        return known


def check(unit: Unit, record: Record) -> None:
    """Raise Refusal with the invariant's own error where one does not hold, or cannot be decided."""
    if not record.spec.invariants:
        return
    scope, env = record.context(), _env(unit)
    for invariant in record.spec.invariants:
        if not _holds(invariant, scope, env):
            raise Refusal(invariant.error, invariant.message_id)


def _holds(invariant: Invariant, scope: Mapping[str, Value], env: Env) -> bool:
    try:
        return compile(invariant.condition.removeprefix("=")).run(scope, env).value is True
    except FeelError:
        return False


def _env(unit: Unit) -> Env:
    zone = unit.world.zone
    today = unit.now.astimezone(ZoneInfo(zone)).date()
    return Env(now=unit.now, zone=zone, parameter=lambda key: parameters.value(unit.db, key, today))
