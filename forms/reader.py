"""Read form-js JSON into a Form; what we do not know is refused by name, never skipped."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NoReturn

from engine.model.errors import Invalid
from forms import messages
from forms.schema import CELLS, CHOOSING, SILENT, Bounds, Choice, Field, Form, Kind

LARGEST = 256 * 1024
DEEPEST = 6
MOST_FIELDS = 400
MOST_CHOICES = 500
KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
#: The page has buttons of its own.
IGNORED = frozenset({"button", "submit"})
ALIASES = {"spacer": "separator", "datetime": "date"}

Json = Mapping[str, Any]


def read(data: bytes) -> Form:
    """Read one form. Raises Invalid with a code of this family: form.not_json, form.too_deep, form.unknown_type …"""
    if len(data) > LARGEST:
        refuse("form.too_large", n=LARGEST, typed=len(data))
    root = _object(_json(data), "form")
    properties = _texts(root, "form")
    fields = _Reading().fields(root.get("components", []), 1)
    identity = _text(root, "id", "form")
    return Form(
        identity, properties.get("title_id", "") or _text(root, "title", "form"), properties.get("title_en", ""), fields
    )


def refuse(code: str, **words: object) -> NoReturn:
    """Raise the refusal of `code` in English; its words go along for the translation."""
    details = {name: str(word)[:200] for name, word in words.items()}
    raise Invalid(code, messages.say(code, "en", **details), details=details)


def _json(data: bytes) -> object:
    try:
        return json.loads(data.decode("utf-8"), parse_float=Decimal, parse_constant=_not_a_number)
    except RecursionError:
        refuse("form.too_deep", n=DEEPEST)
    except ValueError as why:
        refuse("form.not_json", why=why)


def _not_a_number(text: str) -> NoReturn:
    raise ValueError(text)


class _Reading:
    """Counts the fields of one form while they are read."""

    def __init__(self) -> None:
        self.count = 0

    def fields(self, components: object, depth: int, *, cells: bool = False) -> tuple[Field, ...]:
        if depth > DEEPEST:
            refuse("form.too_deep", n=DEEPEST)
        if not isinstance(components, list):
            refuse("form.schema", name="components", key="form", what="list")
        return tuple(self.field(_object(one, "component"), depth, cells) for one in components if not _ignored(one))

    def field(self, raw: Json, depth: int, cells: bool) -> Field:
        self.count += 1
        if self.count > MOST_FIELDS:
            refuse("form.too_many", n=MOST_FIELDS)
        kind = _kind(raw)
        key = _key(raw, kind, self.count)
        if cells and kind not in CELLS:
            refuse("form.cell", key=key, typed=kind.value)
        nested = self.fields(raw.get("components", []), depth + 1, cells=kind is Kind.TABLE)
        one = _field(raw, kind, key, nested)
        return shown_only(one) if kind is Kind.TABLE and one.readonly else one


def shown_only(table: Field) -> Field:
    """A read-only table: the rows of the case's variable, nothing typed."""
    columns = tuple(replace(column, readonly=True) for column in table.components)
    return replace(table, components=columns, properties={**table.properties, "rows": f"={table.key}"})


def _ignored(raw: object) -> bool:
    return isinstance(raw, dict) and raw.get("type") in IGNORED


def _kind(raw: Json) -> Kind:
    typed = raw.get("type")
    name = typed if isinstance(typed, str) else ""
    shown = str(raw.get("key") or raw.get("label") or raw.get("id") or "?")
    if name == "datetime" and raw.get("subtype") != "date":
        refuse("form.unknown_type", key=shown, typed=f"datetime/{raw.get('subtype')}")
    try:
        return Kind(ALIASES.get(name, name))
    except ValueError:
        refuse("form.unknown_type", key=shown, typed=typed)


def _key(raw: Json, kind: Kind, number: int) -> str:
    if kind in SILENT:
        # Unlike any key of an answer, and unlike each other: a hidden text must not hide its neighbour.
        return f"{_text(raw, 'id', kind.value) or kind.value}#{number}"
    key = raw.get("path" if kind is Kind.TABLE and "path" in raw else "key")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        refuse("form.key", typed=key)
    return key


def _field(raw: Json, kind: Kind, key: str, nested: tuple[Field, ...]) -> Field:
    return Field(
        kind=kind,
        key=key,
        label=_text(raw, "label", key),
        hint=_text(raw, "description", key),
        text=_text(raw, "expression" if kind is Kind.COMPUTED else "text", key),
        bounds=_bounds(_object(raw.get("validate") or {}, key), key),
        readonly=_flag(raw, "readonly", key) or _flag(raw, "disabled", key),
        hide=_text(_object(raw.get("conditional") or {}, key), "hide", key),
        default=raw.get("defaultValue"),
        choices=_choices(raw, kind, key),
        choices_from=_choices_from(raw, key),
        digits=_number(raw, "decimalDigits", key),
        many=_flag(raw, "multiple", key),
        accept=_text(raw, "accept", key),
        growing=raw.get("allowAddRemove", True) is not False,
        repetitions=min(_number(raw, "defaultRepetitions", key) or 1, 50),
        components=nested,
        properties=_texts(raw, key),
    )


def _bounds(raw: Json, key: str) -> Bounds:
    return Bounds(
        required=_flag(raw, "required", key),
        low=_bound(raw, "min", key),
        high=_bound(raw, "max", key),
        shortest=_number(raw, "minLength", key) or 0,
        longest=_number(raw, "maxLength", key) or 0,
        pattern=_text(raw, "pattern", key),
    )


def _choices(raw: Json, kind: Kind, key: str) -> tuple[Choice, ...]:
    found = raw.get("values", []) if kind in CHOOSING else []
    if not isinstance(found, list) or len(found) > MOST_CHOICES:
        refuse("form.schema", name="values", key=key, what=f"list (<= {MOST_CHOICES})")
    return tuple(_choice(_object(one, key), key) for one in found)


def _choice(raw: Json, key: str) -> Choice:
    value = _text(raw, "value", key)
    return Choice(value, _text(raw, "label", key) or value, _text(raw, "label_en", key))


def _choices_from(raw: Json, key: str) -> str:
    variable = _text(raw, "valuesKey", key)
    return f"={variable}" if variable else _text(raw, "valuesExpression", key)


def _object(raw: object, key: str) -> Json:
    if not isinstance(raw, dict):
        refuse("form.schema", name="component", key=key, what="object")
    return raw


def _text(raw: Json, name: str, key: str) -> str:
    value = raw.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        refuse("form.schema", name=name, key=key, what="text")
    return value


def _flag(raw: Json, name: str, key: str) -> bool:
    value = raw.get(name, False)
    if not isinstance(value, bool):
        refuse("form.schema", name=name, key=key, what="true/false")
    return value


def _number(raw: Json, name: str, key: str) -> int | None:
    value = raw.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100_000):
        refuse("form.schema", name=name, key=key, what="whole number 0..100000")
    return value


def _bound(raw: Json, name: str, key: str) -> str:
    value = raw.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        refuse("form.schema", name=name, key=key, what="number / text")
    return str(value)


def _texts(raw: Json, key: str) -> dict[str, str]:
    found = _object(raw.get("properties") or {}, key)
    if not all(isinstance(value, str | int | Decimal) for value in found.values()):
        refuse("form.schema", name="properties", key=key, what="texts")
    return {name: _plain(value) for name, value in found.items()}


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
