"""FEEL values as partners take them, and partners' answers as FEEL values."""

from collections.abc import Mapping
from decimal import Decimal

from engine.feel.text import to_text
from engine.feel.values import of_python
from engine.model.state import Value


def plain(value: Value) -> Value:
    """None, bool, Decimal, text, lists and contexts; dates and durations as ISO text."""
    if value is None or isinstance(value, bool | Decimal | str):
        return value
    if isinstance(value, Mapping):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [plain(member) for member in value]
    return to_text(value)


def payload(value: Value) -> Mapping[str, Value]:
    """The inputs of a call; nothing where the task maps none."""
    shown = plain(value)
    return shown if isinstance(shown, dict) else {}


def typed(answer: object) -> Value:
    """A partner's answer as a FEEL value: numbers exact, texts stay texts."""
    return of_python(answer)
