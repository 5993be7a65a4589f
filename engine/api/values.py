"""FEEL values as JSON and back: numbers as text, so that nothing is lost."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def plain(value: Any) -> Any:  # noqa: ANN401 - any FEEL value
    """Spell a FEEL value for JSON."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value)


def exact(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Read JSON; a number keeps the digits it was sent with as far as its text shows them."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {name: exact(item) for name, item in value.items()}
    return [exact(item) for item in value] if isinstance(value, list) else value
