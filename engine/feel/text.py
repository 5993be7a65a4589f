"""Values as FEEL's string() writes them."""

from decimal import Decimal

from engine.feel.lexer import PLAIN_NAME
from engine.feel.number import plain
from engine.feel.values import OPEN, Function, Range, Value

MAX_DEPTH = 100


def to_text(value: Value) -> str:
    """The text of a value: a string as it is, also the ones inside lists and contexts in quotes."""
    return value if isinstance(value, str) else literal(value)


def literal(value: Value, depth: int = 0) -> str:
    """The value as FEEL would write it, temporal values without @."""
    if depth > MAX_DEPTH:
        return "…"
    if isinstance(value, list):
        return "[" + ", ".join(literal(item, depth + 1) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {literal(item, depth + 1)}" for key, item in value.items()) + "}"
    if isinstance(value, Range):
        return _range(value, depth + 1)
    return _scalar(value)


def _scalar(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return value.name if isinstance(value, Function) else str(value)


def _key(key: str) -> str:
    return key if PLAIN_NAME.fullmatch(key) else _scalar(key)


def _range(held: Range, depth: int) -> str:
    if held.low is OPEN:
        return f"({'<=' if held.high_closed else '<'} {literal(held.high, depth)})"
    if held.high is OPEN:
        return f"({'>=' if held.low_closed else '>'} {literal(held.low, depth)})"
    left, right = "[" if held.low_closed else "(", "]" if held.high_closed else ")"
    return f"{left}{literal(held.low, depth)}..{literal(held.high, depth)}{right}"
