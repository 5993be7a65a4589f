"""An evaluation as the engine does it: compile, run in an environment of a fixed instant and the calendar of 2026."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine import feel
from engine.model.calendar import Calendar
from tests.model.calendar_2026 import HOLIDAYS_2026, HOLIDAYS_2027

PARAMETERS = {"pbj.direct.goods.max": Decimal(200_000_000), "disc.summons.first.max": Decimal(7)}
SUPERIORS = {"position:DKOM.PPK": "position:DKOM.KADIS"}

Evaluate = Callable[..., feel.Result]


@pytest.fixture(scope="session")
def env() -> feel.Env:
    """Monday 2 November 2026, 08.00 WIB."""
    return feel.Env(
        now=datetime(2026, 11, 2, 1, 0, tzinfo=UTC),
        calendar=Calendar(HOLIDAYS_2026 | HOLIDAYS_2027),
        parameter=PARAMETERS.get,
        superior=SUPERIORS.get,
    )


@pytest.fixture(scope="session")
def evaluate(env: feel.Env) -> Evaluate:
    """Evaluate a text over variables given as FEEL text."""

    def run(text: str, variables: dict[str, Any] | None = None, *, unary: bool = False) -> feel.Result:
        scope = {name: feel.compile(value).run({}, env).value for name, value in (variables or {}).items()}
        return feel.compile(text, unary=unary, names=scope).run(scope, env)

    return run
