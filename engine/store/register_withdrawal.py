"""What a withdrawn case leaves in the registers: its reservations are released, the rows it created cancelled."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, or_, select

from engine.model.ids import Id
from engine.model.register import RegisterSpec
from engine.model.state import RegisterAnswer, RegisterCall
from engine.store import register_rows, registers
from engine.store.instances import InstanceRow
from engine.store.register_rows import RegisterRow
from engine.store.register_specs import spec_of
from engine.store.tables import register_hold, register_row
from engine.store.unit import Unit


def withdraw(unit: Unit, instance: InstanceRow) -> Iterator[tuple[RegisterCall, RegisterAnswer]]:
    """Release every live hold of the case, then cancel the rows it created, newest first; what settled stays."""
    register_rows.lock(unit, _touched(unit, instance.id))
    for call in (*_releases(unit, instance.id), *_cancellations(unit, instance.id)):
        yield call, registers.act(unit, call, instance=instance)


def _touched(unit: Unit, case: Id) -> list[Id]:
    held = select(register_hold.c.row_id).where(_is_live(case))
    row = register_row.c
    query = select(row.id, row.parent_id).where(or_(row.instance_id == case, row.id.in_(held)))
    return sorted({one for found in unit.db.execute(query) for one in found if one is not None})


def _releases(unit: Unit, case: Id) -> list[RegisterCall]:
    row, hold = register_row.c, register_hold.c
    query = select(row.register, row.key, hold.key.label("hold")).join(register_hold, hold.row_id == row.id)
    found = unit.db.execute(query.where(_is_live(case)).order_by(row.register, row.key, hold.key))
    return [RegisterCall("release", one.register, {"key": one.key, "hold": one.hold}, "") for one in found]


def _is_live(case: Id) -> ColumnElement[bool]:
    return (register_hold.c.instance_id == case) & (register_hold.c.state == "reserved")


def _cancellations(unit: Unit, case: Id) -> Iterator[RegisterCall]:
    for row in register_rows.created_by(unit.db, case):
        spec = spec_of(unit, row.register)
        state = _cancelled(spec, row) if spec else ""
        if state:
            yield RegisterCall("change", row.register, {"key": row.key, "state": state}, "")


def _cancelled(spec: RegisterSpec, row: RegisterRow) -> str:
    return next((state for state in spec.cancelled if (row.state, state) in spec.transitions), "")
