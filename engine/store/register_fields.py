"""The fields of a register row: right types, nothing unknown, money in whole sen."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from engine.feel.values import Date
from engine.model.register import RegisterField, RegisterSpec
from engine.model.state import Value

#: Arguments of an act that are no fields.
RESERVED = frozenset({"key", "parent", "state", "unit", "hold", "amount", "register"})


class Refusal(Exception):
    """Refuse an act on a register: a BPMN error code and the sentence for the people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def is_money(value: Value) -> bool:
    """Tell whether a value is an amount in whole sen, not negative and small enough to store."""
    return isinstance(value, Decimal) and 0 <= value < 10**16 and value == round(value, 2)


_TYPES: Mapping[str, Callable[[Value], bool]] = {
    "text": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, Decimal),
    "rupiah": is_money,
    "date": lambda value: isinstance(value, Date),
    "boolean": lambda value: isinstance(value, bool),
}


def fields_of(spec: RegisterSpec, arguments: Mapping[str, Value]) -> dict[str, Value]:
    """Take the fields out of the arguments of an act; raises Refusal register.field."""
    given = {name: value for name, value in arguments.items() if name in spec.fields or name not in RESERVED}
    for name, value in given.items():
        if name not in spec.fields:
            raise Refusal("register.field", f"Seharusnya isian buku {spec.key}, tetapi {name} tidak dikenal")
        _check(spec, spec.fields[name], value)
    return given


def complete(spec: RegisterSpec, data: Mapping[str, Value]) -> None:
    """Refuse a row that lacks a required field."""
    for field in spec.fields.values():
        if field.required and data.get(field.name) in (None, ""):
            raise Refusal("register.field", f"Seharusnya isian {field.name} terisi, tetapi kosong")


def label_of(spec: RegisterSpec, key: str, data: Mapping[str, Value]) -> str:
    """What a look-up searches: the key and the label fields, lower case."""
    words = [key, *(str(data[name]) for name in spec.label_fields if data.get(name) is not None)]
    return " ".join(dict.fromkeys(words)).lower()


def key_of(arguments: Mapping[str, Value], name: str = "key") -> str:
    """One key among the arguments, as text; raises Refusal register.field."""
    value = arguments.get(name)
    if isinstance(value, Decimal):
        value = format(value, "f")
    if not isinstance(value, str) or not value.strip() or len(value) > 120:
        raise Refusal("register.field", f"Seharusnya {name} berupa teks 1–120 huruf, tetapi tidak demikian")
    return value.strip()


def amount_of(arguments: Mapping[str, Value]) -> Decimal:
    """The amount of an act in rupiah, more than nothing; raises Refusal register.field."""
    value = arguments.get("amount")
    if not is_money(value) or not value:
        raise Refusal("register.field", "Seharusnya jumlah rupiah lebih dari nol, tetapi tidak demikian")
    return Decimal(value)


def _check(spec: RegisterSpec, field: RegisterField, value: Value) -> None:
    # A reference is a key of another register; whether that row exists is the act's question.
    fits = _TYPES.get(field.type, _TYPES["text"])
    if field.name in spec.amounts:
        fits = is_money
    if value is not None and not fits(value):
        raise Refusal("register.field", f"Seharusnya isian {field.name} berjenis {field.type}, tetapi bukan")
