"""What registers.toml says: the registers (buku) a pack declares (architecture §5)."""

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from engine.feel import FeelSyntaxError
from engine.feel import compile as feel
from engine.model.findings import Finding, Severity
from engine.model.register import Invariant, RegisterField, RegisterSpec

FILE = "registers.toml"
TYPES = frozenset({"text", "number", "rupiah", "date", "boolean"})


def read_registers(pack: str, data: bytes | None) -> tuple[Mapping[str, RegisterSpec], list[Finding]]:
    """Read every register of a pack by its full key `pack.name`; what cannot be read is a finding."""
    if data is None:
        return {}, []
    try:
        tables = tomllib.loads(data.decode()).get("register", [])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as fault:
        return {}, [_wrong("", f"{FILE} tidak terbaca: {fault}", f"{FILE} cannot be read: {fault}")]
    if not isinstance(tables, list):
        return {}, [_wrong("", "Seharusnya buku ditulis [[register]]", "Expected registers written as [[register]]")]
    specs: dict[str, RegisterSpec] = {}
    findings: list[Finding] = []
    for table in tables:
        try:
            spec = _spec(pack, table)
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            name = str(table.get("name", "")) if isinstance(table, dict) else ""
            findings.append(
                _wrong(name, f"Buku {name} tidak lengkap: {fault}", f"Register {name} is incomplete: {fault}")
            )
            continue
        specs[spec.key] = spec
        findings.extend(_check(spec))
    return specs, findings


def _spec(pack: str, table: Mapping[str, Any]) -> RegisterSpec:
    fields = [_field(row) for row in table.get("field", [])]
    parent = str(table.get("parent", ""))
    return RegisterSpec(
        key=f"{pack}.{table['name']}",
        title_id=str(table["title_id"]),
        title_en=str(table.get("title_en", "")),
        key_field=str(table["key_field"]),
        fields={field.name: field for field in fields},
        parent=parent if "." in parent or not parent else f"{pack}.{parent}",
        amounts=tuple(table.get("amounts", ())),
        states=tuple(table.get("states", ("active",))),
        cancelled=tuple(table.get("cancelled", ("cancelled",))),
        invariants=tuple(_invariant(row) for row in table.get("invariant", [])),
        transitions=tuple((str(a), str(b)) for a, b in table.get("transitions", [])),
        label_fields=tuple(table.get("label_fields", ())),
        documentation=str(table.get("documentation", "")),
        secret=bool(table.get("secret", False)),
        readers=tuple(str(role) for role in table.get("readers", ())),
    )


def _field(row: Mapping[str, Any]) -> RegisterField:
    return RegisterField(
        name=str(row["name"]),
        type=str(row["type"]),
        label_id=str(row.get("label_id", row["name"])),
        label_en=str(row.get("label_en", "")),
        required=bool(row.get("required", False)),
        personal=bool(row.get("personal", False)),
    )


def _invariant(row: Mapping[str, Any]) -> Invariant:
    return Invariant(
        name=str(row["name"]),
        condition=str(row["condition"]),
        error=str(row["error"]),
        message_id=str(row["message_id"]),
        message_en=str(row.get("message_en", "")),
    )


def _check(spec: RegisterSpec) -> Sequence[Finding]:
    name = spec.key
    found = [
        _wrong(name, f"Jenis kolom {f.name} tidak dikenal: {f.type}", f"Field {f.name} has an unknown type: {f.type}")
        for f in spec.fields.values()
        if f.type not in TYPES and not f.type.startswith("ref:")
    ]
    found += [
        _wrong(name, f"Kolom {missing} tidak ada dalam buku", f"The register has no field {missing}")
        for missing in (spec.key_field, *spec.amounts, *spec.label_fields)
        if missing not in spec.fields
    ]
    found += [
        _wrong(name, f"Keadaan {state} tidak ada dalam states", f"The state {state} is not among states")
        for state in {s for pair in spec.transitions for s in pair}
        if state not in spec.states and state not in spec.cancelled
    ]
    found += [
        _wrong(
            name,
            f"Kolom pribadi {label} tidak boleh menjadi nama baris: dengan nama itu siapa pun dapat mencarinya",
            f"The personal field {label} may not name a row: anybody could search by it",
        )
        for label in spec.label_fields
        if label in spec.fields and spec.fields[label].personal
    ]
    return [*found, *(finding for invariant in spec.invariants for finding in _condition(spec, invariant))]


def _condition(spec: RegisterSpec, invariant: Invariant) -> Sequence[Finding]:
    try:
        feel(invariant.condition.removeprefix("="))
    except FeelSyntaxError as fault:
        where = f"{spec.key}/{invariant.name}"
        return [_wrong(where, f"Syarat buku salah: {fault.message_id}", f"The invariant is wrong: {fault.message_en}")]
    return []


def _wrong(element: str, message_id: str, message_en: str) -> Finding:
    return Finding("pack.register", Severity.ERROR, element, message_id, message_en, file=FILE)
