"""Registers (buku): acts on business records inside the command's transaction, under the locks of row and parent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from engine.model.ids import Id
from engine.model.register import RegisterSpec
from engine.model.state import RegisterAnswer, RegisterCall, Value
from engine.store import register_rows
from engine.store.instances import InstanceRow
from engine.store.register_fields import Refusal, amount_of, complete, fields_of, key_of, label_of
from engine.store.register_rows import (
    HoldRow,
    RegisterRow,
    by_id,
    children,
    holds,
    recomputed,
    row,
    rows,
    search,
    sums,
)
from engine.store.register_rules import Record, check
from engine.store.register_specs import children_of, spec_of
from engine.store.unit import Unit

__all__ = [
    "HoldRow",
    "RegisterRow",
    "act",
    "by_id",
    "children",
    "holds",
    "put",
    "recomputed",
    "row",
    "rows",
    "search",
    "spec_of",
    "sums",
]


@dataclass(frozen=True, slots=True)
class Act:
    """One act under way: who asks for what, on which register."""

    unit: Unit
    spec: RegisterSpec
    arguments: Mapping[str, Value]
    instance: InstanceRow | None

    @property
    def case(self) -> Id | None:
        """The case that acts."""
        return self.instance.id if self.instance else None


def act(unit: Unit, call: RegisterCall, *, instance: InstanceRow | None = None) -> RegisterAnswer:
    """Lock, check the invariants of row and parent, and only then write; a refusal changes nothing."""
    try:
        operation = _OPERATIONS.get(call.operation)
        spec = spec_of(unit, call.register)
        if operation is None or spec is None:
            named = f"{call.operation} {call.register}"
            raise Refusal("register.unknown", f"Seharusnya buku yang berlaku, tetapi {named} tidak dikenal")
        return RegisterAnswer(operation(Act(unit, spec, call.arguments, instance)).context())
    except Refusal as refusal:
        return RegisterAnswer(None, refusal.code, refusal.message)


def put(unit: Unit, register: str, arguments: Mapping[str, Value]) -> RegisterAnswer:
    """Create a row, or change the one with the same key: how data from files come in."""
    key = arguments.get("key")
    exists = isinstance(key, str) and row(unit.db, register, key) is not None
    return act(unit, RegisterCall("change" if exists else "create", register, arguments, ""))


def _create(one: Act) -> Record:
    unit, spec = one.unit, one.spec
    key = key_of({"key": one.arguments.get("key") or one.arguments.get(spec.key_field)})
    parent = _parent(one)
    data = fields_of(spec, one.arguments)
    if spec.key_field in spec.fields:
        data[spec.key_field] = key
    complete(spec, data)
    _references(one, data)
    new = RegisterRow(
        id=unit.new_id(),
        register=spec.key,
        key=key,
        parent_id=parent.id if parent else None,
        state=_first_state(one),
        unit=_unit(one),
        data=data,
        label=label_of(spec, key, data),
        reserved=Decimal(0),
        settled=Decimal(0),
        version=1,
        instance_id=one.case,
        changed_at=unit.now,
    )
    record = Record(spec, new, parent.key if parent else None, {}, children_of(unit, spec.key))
    check(unit, record)
    more = _counted(spec, new)
    _check_parent(one, parent, more)
    if not register_rows.add(unit, new):
        raise Refusal("register.exists", f"Seharusnya kunci baru, tetapi {key} sudah ada di buku {spec.key}")
    if parent:
        register_rows.add_sums(unit, parent.id, more)
    return record


def _change(one: Act) -> Record:
    unit, spec = one.unit, one.spec
    old, parent = _locked(one)
    data = old.data | fields_of(spec, one.arguments)
    complete(spec, data)
    _references(one, data)
    state = _next_state(one, old.state)
    new = _changed(one, old, state=state, data=data, label=label_of(spec, old.key, data))
    record = _record(one, new, parent)
    check(unit, record)
    before, after = _counted(spec, old), _counted(spec, new)
    more = {name: after.get(name, Decimal(0)) - before.get(name, Decimal(0)) for name in before | after}
    _check_parent(one, parent, more)
    register_rows.replace(unit, new)
    if parent:
        register_rows.add_sums(unit, parent.id, more)
    return record


def _reserve(one: Act) -> Record:
    old, parent = _locked(one)
    amount, hold = amount_of(one.arguments), _hold(one, old)
    if hold is None or hold.state == "released":
        return _held(one, old, parent, "reserved", amount, reserved=old.reserved + amount)
    _refuse_settled(hold)
    if hold.amount != amount:
        raise Refusal("register.hold_differs", f"Seharusnya cadangan {hold.amount}, tetapi diminta {amount}")
    return _record(one, old, parent)


def _settle(one: Act) -> Record:
    old, parent = _locked(one)
    hold = _live_hold(one, old)
    amount = amount_of(one.arguments) if one.arguments.get("amount") is not None else hold.amount
    if hold.state == "settled":
        if hold.amount != amount:
            _refuse_settled(hold)
        return _record(one, old, parent)
    return _held(one, old, parent, "settled", amount, reserved=old.reserved - hold.amount, settled=old.settled + amount)


def _release(one: Act) -> Record:
    old, parent = _locked(one)
    hold = _hold(one, old)
    if hold is not None and hold.state == "released":
        return _record(one, old, parent)
    hold = _live_hold(one, old)
    _refuse_settled(hold)
    freed = amount_of(one.arguments) if one.arguments.get("amount") is not None else hold.amount
    if freed > hold.amount:
        raise Refusal("register.field", f"Seharusnya paling banyak {hold.amount}, tetapi dilepas {freed}")
    left = hold.amount - freed
    state = "reserved" if left else "released"
    return _held(one, old, parent, state, left or hold.amount, reserved=old.reserved - freed)


def _held(
    one: Act, old: RegisterRow, parent: RegisterRow | None, state: str, amount: Decimal, **totals: Decimal
) -> Record:
    new = _changed(one, old, **totals)
    record = _record(one, new, parent)
    check(one.unit, record)
    key = key_of(one.arguments, "hold")
    register_rows.put_hold(one.unit, HoldRow(old.id, key, amount, state, one.case, one.unit.now))
    register_rows.replace(one.unit, new)
    return record


def _changed(one: Act, old: RegisterRow, **changes: object) -> RegisterRow:
    return replace(old, version=old.version + 1, changed_at=one.unit.now, **changes)  # type: ignore[arg-type]


def _record(one: Act, new: RegisterRow, parent: RegisterRow | None) -> Record:
    known = children_of(one.unit, one.spec.key)
    totals = sums(one.unit.db, new.id) if known else {}
    return Record(one.spec, new, parent.key if parent else None, totals, known)


def _locked(one: Act) -> tuple[RegisterRow, RegisterRow | None]:
    key = key_of(one.arguments)
    found = row(one.unit.db, one.spec.key, key)
    if found is None:
        raise Refusal("register.not_found", f"Seharusnya {key} ada di buku {one.spec.key}, tetapi tidak ada")
    return register_rows.locked(one.unit, found)


def _parent(one: Act) -> RegisterRow | None:
    if not one.spec.parent:
        return None
    key = key_of(one.arguments, "parent")
    found = row(one.unit.db, one.spec.parent, key)
    if found is None:
        raise Refusal("register.no_parent", f"Seharusnya induk {key} ada di {one.spec.parent}, tetapi tidak ada")
    # The parent alone: its own parent's sums do not change.
    return register_rows.locked(one.unit, replace(found, parent_id=None))[0]


def _check_parent(one: Act, parent: RegisterRow | None, more: Mapping[tuple[str, str], Decimal]) -> None:
    spec = spec_of(one.unit, one.spec.parent) if parent else None
    if parent is None or spec is None:
        return
    totals = sums(one.unit.db, parent.id)
    for name, value in more.items():
        totals[name] = totals.get(name, Decimal(0)) + value
    above = by_id(one.unit.db, parent.parent_id) if parent.parent_id else None
    check(one.unit, Record(spec, parent, above.key if above else None, totals, children_of(one.unit, spec.key)))


def _counted(spec: RegisterSpec, one: RegisterRow) -> dict[tuple[str, str], Decimal]:
    if one.state in spec.cancelled:
        return {}
    amounts = {(spec.key, name): Decimal(one.data.get(name) or 0) for name in spec.amounts}
    return {(spec.key, ""): Decimal(1)} | amounts


def _references(one: Act, data: Mapping[str, Value]) -> None:
    for field in one.spec.fields.values():
        kind, _, register = field.type.partition(":")
        key = data.get(field.name)
        if kind == "ref" and key and row(one.unit.db, register, str(key)) is None:
            raise Refusal("register.field", f"Seharusnya {field.name} ada di buku {register}, tetapi {key} tidak ada")


def _first_state(one: Act) -> str:
    state = one.arguments.get("state") or one.spec.states[0]
    if state not in one.spec.states:
        raise Refusal("register.transition", f"Seharusnya keadaan buku {one.spec.key}, tetapi {state} tidak dikenal")
    return str(state)


def _next_state(one: Act, old: str) -> str:
    new = one.arguments.get("state") or old
    known = new in one.spec.states or new in one.spec.cancelled
    allowed = not one.spec.transitions or (old, new) in one.spec.transitions
    if new != old and not (known and allowed):
        raise Refusal("register.transition", f"Seharusnya perubahan yang diizinkan, tetapi {old} ke {new} tidak")
    return str(new)


def _unit(one: Act) -> str:
    given = one.arguments.get("unit")
    if isinstance(given, str):
        return given[:40]
    return one.instance.unit if one.instance else ""


def _hold(one: Act, old: RegisterRow) -> HoldRow | None:
    return register_rows.hold(one.unit.db, old.id, key_of(one.arguments, "hold"))


def _live_hold(one: Act, old: RegisterRow) -> HoldRow:
    hold = _hold(one, old)
    if hold is None or hold.state == "released":
        key = one.arguments.get("hold")
        raise Refusal("register.hold_missing", f"Seharusnya ada cadangan {key}, tetapi tidak ada")
    return hold


def _refuse_settled(hold: HoldRow) -> None:
    if hold.state == "settled":
        raise Refusal("register.hold_settled", f"Seharusnya cadangan {hold.key} belum direalisasi, tetapi sudah")


_OPERATIONS: Mapping[str, Callable[[Act], Record]] = {
    "create": _create,
    "change": _change,
    "reserve": _reserve,
    "settle": _settle,
    "release": _release,
}
