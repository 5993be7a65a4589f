"""Run the FEEL of a form; a released form was linted, so what still fails is null."""

from collections.abc import Mapping

from engine import feel
from engine.feel import Env
from engine.model.state import Value


def source(text: str) -> str:
    """The FEEL behind the leading `=`."""
    return text.removeprefix("=")


def evaluate(text: str, scope: Mapping[str, Value], env: Env) -> Value:
    """The value of a FEEL text; null where it cannot be read or costs too much."""
    try:
        return feel.compile(source(text)).run(scope, env).value
    except feel.FeelError:
        return None


def literal(text: object, scope: Mapping[str, Value], env: Env) -> Value:
    """The value of a text that is FEEL after `=` and itself otherwise."""
    if isinstance(text, str) and text.startswith("="):
        return evaluate(text, scope, env)
    return text
