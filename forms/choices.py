"""The options of a choosing field: written in the form, or a FEEL list of the case."""

from collections.abc import Mapping

from engine.feel import Env
from engine.feel.text import to_text
from engine.model.state import Value
from forms.expressions import evaluate
from forms.reader import MOST_CHOICES
from forms.schema import Choice, Field


def choices(one: Field, scope: Mapping[str, Value], env: Env) -> tuple[Choice, ...]:
    """What may be chosen now."""
    if not one.choices_from:
        return one.choices
    found = evaluate(one.choices_from, scope, env)
    listed = found if isinstance(found, list) else []
    return tuple(_choice(item) for item in listed[:MOST_CHOICES] if item is not None)


def _choice(item: Value) -> Choice:
    if isinstance(item, Mapping):
        value = item.get("value", item.get("key"))
        return Choice(_text(value), _text(item.get("label", value)))
    return Choice(_text(item), _text(item))


def _text(value: Value) -> str:
    return value if isinstance(value, str) else to_text(value)
