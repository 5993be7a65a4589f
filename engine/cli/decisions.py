"""Ask one decision of a DMN file from the command line, with no office around it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from engine import dmn
from engine.cli.console import say, stop, told
from engine.feel import Env, FeelSyntaxError, compile
from engine.feel.values import of_python
from engine.jobs.plain import plain
from engine.model.errors import Invalid
from engine.model.state import Value
from engine.settings import Settings

app = typer.Typer(help="Decisions (DMN)", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Keep `evaluate` a command of its own name."""


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A .dmn file")],
    decision: Annotated[str, typer.Argument(help="Id or name of a decision or decision service")],
    data: Annotated[str, typer.Option(help="The variables: a JSON object, or FEEL after a leading =")] = "{}",
    parameters: Annotated[str, typer.Option(help="Legal parameters the table asks for, as a JSON object")] = "{}",
    at: Annotated[str, typer.Option(help="The moment today() and now() are taken at, ISO 8601 with offset")] = "",
) -> None:
    """Print value, rules and warnings as JSON, a broken number as text; files beside FILE may be imported."""
    env = Env(_moment(at), zone=Settings().zone, parameter=_object(parameters, "--parameters").get)
    try:
        model = dmn.read(file.read_bytes(), others=_beside(file))
        outcome = _ask(model, decision, _scope(data, env), env)
    except Invalid as refused:
        stop(told(refused))
    except dmn.DecisionFailed as failed:
        stop(f"{failed.message} [{failed.code}]")
    answer = {"value": plain(outcome.value), "rules": list(outcome.rules), "warnings": list(outcome.warnings)}
    say(json.dumps(answer, ensure_ascii=False, indent=2, default=_number))


def _ask(model: dmn.Model, wanted: str, scope: Mapping[str, Value], env: Env) -> dmn.Outcome:
    for key, service in model.services.items():
        if wanted in (key, service.name):
            return dmn.serve(model, key, scope, env)
    named = {decision.name: key for key, decision in model.decisions.items()}
    return dmn.decide(model, wanted if wanted in model.decisions else named.get(wanted, wanted), scope, env)


def _beside(file: Path) -> Mapping[str, bytes]:
    return dmn.library({path.name: path.read_bytes() for path in sorted(file.parent.glob("*.dmn")) if path != file})


def _scope(written: str, env: Env) -> Mapping[str, Value]:
    if not written.startswith("="):
        return _object(written, "--data")
    try:
        value = compile(written[1:]).run({}, env).value
    except FeelSyntaxError as error:
        stop(f"--data: {error.message_en}")
    return value if isinstance(value, dict) else stop("Expected --data to be a FEEL context, but it is none")


def _object(written: str, option: str) -> dict[str, Value]:
    try:
        read = json.loads(written, parse_float=Decimal)
    except ValueError as error:
        stop(f"Expected {option} to be a JSON object, but {error}")
    if not isinstance(read, dict):
        stop(f"Expected {option} to be a JSON object, but it is a {type(read).__name__}")
    return cast("dict[str, Value]", of_python(read))


def _moment(written: str) -> datetime:
    if not written:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        stop(f"Expected --at to be a moment such as 2026-11-02T08:00:00+07:00, but it is {written}")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _number(value: Any) -> object:  # noqa: ANN401 - what json cannot write itself
    if not isinstance(value, Decimal):
        raise TypeError(f"Expected a value JSON can hold, but got {type(value).__name__}")
    whole = value == value.to_integral_value() and abs(value) < 10**15
    return int(value) if whole else str(value)
