"""One evaluation of a decision: its environment, and the warnings it collects."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.dmn.errors import DecisionFailed
from engine.feel import Env, FeelBudgetError, FeelSyntaxError, Program, compile
from engine.feel.text import to_text
from engine.model.state import Value

#: Warnings beyond this number say nothing new.
WARNINGS = 50


def compiled(text: str, unary: bool, names: frozenset[str], place: str) -> Program:
    """Compile a cell or expression; DecisionFailed `feel.syntax` with its place where it cannot be read."""
    try:
        return compile(text, unary=unary, names=names)
    except FeelSyntaxError as error:
        raise DecisionFailed("feel.syntax", f"{place}: {error.message_en}") from None


@dataclass(slots=True)
class Run:
    """What the parts of one evaluation share."""

    env: Env
    warnings: list[str] = field(default_factory=list)

    def value(self, program: Program, scope: Mapping[str, Value], place: str) -> Value:
        """Evaluate; DecisionFailed `feel.budget` where the expression costs too much."""
        try:
            result = program.run(scope, self.env)
        except FeelBudgetError as error:
            raise DecisionFailed("feel.budget", f"{place}: {error.message_en}") from None
        for warning in result.warnings:
            self.warn(place, warning.message_en)
        return result.value

    def warn(self, place: str, message: str) -> None:
        """Keep a warning with its place."""
        if len(self.warnings) < WARNINGS:
            self.warnings.append(f"{place}: {message}")


def shown(value: Value) -> str:
    """A value as it stands in a message."""
    return to_text(value)
