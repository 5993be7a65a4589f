"""FEEL values as JSON and back: numbers as text, so that nothing is lost."""

from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from typing import Any

from engine.model.errors import Invalid

#: Forms nest two levels; messages of other systems a few more.
DEEPEST = 60


def plain(value: Any) -> Any:  # noqa: ANN401 - any FEEL value
    """Spell a FEEL value for JSON."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value)


def exact(value: Any, depth: int = 0) -> Any:  # noqa: ANN401 - any JSON
    """Read JSON; a number keeps the digits it was sent with. Raises Invalid request.too_deep, request.number."""
    if depth > DEEPEST:
        raise Invalid("request.too_deep", f"Expected at most {DEEPEST} levels of members, but there are more")
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Mapping):
        return {name: exact(item, depth + 1) for name, item in value.items()}
    return [exact(item, depth + 1) for item in value] if isinstance(value, list) else value


def _number(value: float) -> Decimal:
    if not isfinite(value):
        raise Invalid("request.number", "Expected finite numbers, but one is too large or none at all")
    return Decimal(repr(value))
