"""Rows of a file as rows of a register: text becomes what the field's type says."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from engine.feel.values import Date
from engine.model.errors import Invalid
from engine.model.register import RegisterSpec
from engine.model.state import Value

#: Columns every register has beside its own fields.
COMMON = ("key", "parent", "unit", "state")


def arguments_of(spec: RegisterSpec, row: Mapping[str, str]) -> dict[str, Value]:
    """The arguments of one act on the register; empty cells are left out. Raises Invalid register.field."""
    arguments: dict[str, Value] = {name: row[name] for name in COMMON if row.get(name)}
    for field in spec.fields.values():
        text = (row.get(field.name) or "").strip()
        if text:
            arguments[field.name] = _typed(spec.key, field.name, field.type, text)
    return arguments


def _typed(register: str, name: str, kind: str, text: str) -> Value:
    reader = READERS.get(kind, str)
    try:
        value = reader(text)
    except (InvalidOperation, ValueError, KeyError):
        value = None
    if value is None:
        raise Invalid("register.field", f"Expected {register}.{name} as {kind}, but it is «{text}»")
    return value


READERS: Mapping[str, Callable[[str], Value]] = {
    "number": Decimal,
    "rupiah": Decimal,
    "date": Date.parse,
    "boolean": lambda text: {"true": True, "ya": True, "false": False, "tidak": False}[text.lower()],
}
