"""range("[1..5]"): literals only, at most one open end, which must be excluded (DMN 1.5 §10.3.4.1)."""

from engine.feel.errors import FeelSyntaxError
from engine.feel.ops import in_order
from engine.feel.parser import parse
from engine.feel.syntax import Call, Const, Name, Node
from engine.feel.temporal import Date, DateTime, Time
from engine.feel.values import Range, Value, parse_duration

CONSTRUCTORS = {"date": Date.parse, "date and time": DateTime.parse, "time": Time.parse, "duration": parse_duration}


def read(text: str) -> Range | None:
    """The range the text spells; None where it spells none."""
    body = text.strip()
    if len(body) < 4 or body[0] not in "[(]" or body[-1] not in "])[" or ".." not in body:
        return None
    left, _, right = body[1:-1].partition("..")
    try:
        low, high = _end(left), _end(right)
    except FeelSyntaxError:
        return None
    held = Range(low, high, body[0] == "[", body[-1] == "]")
    return held if low is not _BAD and high is not _BAD and _is_range(held) else None


_BAD = object()


def _end(text: str) -> Value:
    if not text.strip():
        return None
    node = parse(text)
    if isinstance(node, Const) and node.value is not None and not isinstance(node.value, bool):
        return node.value
    return _constructed(node)


def _constructed(node: Node) -> Value:
    if not isinstance(node, Call) or not isinstance(node.callee, Name) or len(node.arguments) != 1:
        return _BAD
    argument, constructor = node.arguments[0], CONSTRUCTORS.get(node.callee.name)
    if constructor is None or not isinstance(argument, Const) or not isinstance(argument.value, str):
        return _BAD
    value = constructor(argument.value)
    return _BAD if value is None else value


def _is_range(held: Range) -> bool:
    if held.low is None and held.high is None:
        return False
    if (held.low is None and held.low_closed) or (held.high is None and held.high_closed):
        return False
    return in_order(held.low, held.high)
