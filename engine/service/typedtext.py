"""What an analyst types for a sample value: plain text of the column's type, or `=` and FEEL."""

import re
from decimal import Decimal, InvalidOperation

from engine import feel
from engine.feel.values import Date, DateTime
from engine.model.errors import Invalid
from engine.model.state import Value

_GROUPED = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d+,\d+")
_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?")
_WORDS = {"ya": True, "benar": True, "true": True, "tidak": False, "salah": False, "false": False}


def typed(text: str, type_ref: str, env: feel.Env) -> Value:
    """The value of a typed text, None for none; raises Invalid `table.value` where it is none of the type."""
    text = text.strip()
    if not text:
        return None
    if text.startswith("="):
        return _evaluated(text[1:], env)
    kind = type_ref.removeprefix("feel:").strip()
    if kind == "string":
        return _unquoted(text)
    reader = {"number": _number, "boolean": _boolean, "date": Date.parse}.get(kind)
    if reader is None:
        return _guessed(text)
    value: Value = reader(text)
    if value is None:
        raise Invalid(
            "table.value", f"Expected a {kind}, but it is {text[:60]}", details={"kind": kind, "typed": text[:60]}
        )
    return value


def _evaluated(text: str, env: feel.Env) -> Value:
    try:
        return feel.compile(text).run({}, env).value
    except feel.FeelError as wrong:
        told = str(getattr(wrong, "message_id", wrong))
        raise Invalid("table.feel", str(wrong), details={"why": told}) from None


def _guessed(text: str) -> Value:
    for reader in (_number, _boolean, Date.parse, DateTime.parse):
        value: Value = reader(text)
        if value is not None:
            return value
    return _unquoted(text)


def _number(text: str) -> Decimal | None:
    compact = text.replace("\u00a0", "").replace(" ", "")
    if _GROUPED.fullmatch(compact):
        compact = compact.replace(".", "").replace(",", ".")
    try:
        return Decimal(compact) if _NUMBER.fullmatch(compact) else None
    except InvalidOperation:
        return None


def _boolean(text: str) -> bool | None:
    return _WORDS.get(text.lower())


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
