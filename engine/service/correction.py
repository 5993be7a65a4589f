"""Typed text to a value of a case's variable, by the form that made it or by what it is now."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from engine import feel
from engine.feel import Env
from engine.feel.values import Date
from engine.model.errors import Invalid
from engine.model.money import parse_rupiah
from engine.model.pack import PackVersion
from engine.model.state import Value
from engine.service.reading import FORM, form
from forms.schema import Field, Kind

KINDS = {
    Kind.RUPIAH: "rupiah",
    Kind.NUMBER: "number",
    Kind.DATE: "date",
    Kind.CHECKBOX: "boolean",
    Kind.TEXTFIELD: "text",
    Kind.TEXTAREA: "text",
    Kind.SELECT: "text",
    Kind.RADIO: "text",
}
WORDS = {"ya": True, "true": True, "benar": True, "tidak": False, "false": False, "salah": False}


def corrected(version: PackVersion, name: str, text: str, now: Value, env: Env) -> Value:
    """The value `text` stands for; ValueError with a sentence where it stands for none of that kind."""
    if text.startswith("="):
        return _feel(text[1:], env)
    readers: dict[str, Callable[[str], Value]] = {
        "rupiah": _rupiah,
        "number": _rupiah,
        "date": _date,
        "boolean": _boolean,
        "text": str,
    }
    kind = kind_of(version, name, now)
    return readers[kind](text) if kind in readers else _feel(text, env)


def kind_of(version: PackVersion, name: str, now: Value) -> str:
    """text, number, rupiah, date, boolean, or feel for what has parts."""
    for path, data in version.files.items():
        if path.startswith("forms/") and path.endswith(FORM):
            kind = _in_form(data, name)
            if kind:
                return kind
    types: tuple[tuple[type, str], ...] = ((bool, "boolean"), (Decimal, "number"), (str, "text"), (Date, "date"))
    return next((kind for type_, kind in types if isinstance(now, type_)), "feel")


def labels_of(version: PackVersion) -> Mapping[str, str]:
    """What people call the variables a form of the version asks for, by name."""
    found: dict[str, str] = {}
    for path, data in sorted(version.files.items()):
        if path.startswith("forms/") and path.endswith(FORM):
            for field in _fields(data):
                if field.key and field.label:
                    found.setdefault(field.key, field.label)
    return found


def _in_form(data: bytes, name: str) -> str:
    fields = _fields(data)
    return next((KINDS[field.kind] for field in fields if field.key == name and field.kind in KINDS), "")


def _fields(data: bytes) -> Sequence[Field]:
    try:
        return tuple(_inputs(form(data).fields))
    except Invalid:
        return ()


def _inputs(fields: Iterable[Field]) -> Iterable[Field]:
    for field in fields:
        yield field
        if field.kind is Kind.GROUP:
            yield from _inputs(field.components)


def _rupiah(text: str) -> Decimal:
    value = parse_rupiah(text)
    if value is None:
        raise ValueError(f"Expected a number, but «{text}» is none")
    return value


def _date(text: str) -> Date:
    parts = text.strip().replace("/", "-").split("-")
    iso = text.strip() if len(parts[0]) == 4 else "-".join(part.zfill(2) for part in reversed(parts))
    value = Date.parse(iso)
    if value is None:
        raise ValueError(f"Expected a date such as 2026-11-30 or 30-11-2026, but «{text}» is none")
    return value


def _boolean(text: str) -> bool:
    value = WORDS.get(text.strip().lower())
    if value is None:
        raise ValueError(f"Expected ya or tidak, but «{text}» is neither")
    return value


def _feel(text: str, env: Env) -> Value:
    try:
        result = feel.compile(text).run({}, env)
    except feel.FeelError as fault:
        raise ValueError(f"Expected a value in FEEL, but {fault}") from fault
    if result.warnings:
        raise ValueError(f"Expected a value in FEEL, but {result.warnings[0].message_en}")
    return result.value


READERS: Mapping[str, Callable[[str], Value]] = {
    "rupiah": _rupiah,
    "number": _rupiah,
    "date": _date,
    "boolean": _boolean,
    "text": str,
}
