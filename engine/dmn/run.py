"""One evaluation of a decision: its environment, its budget, and the warnings it collects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Context, getcontext, setcontext

from engine.dmn.errors import DecisionFailed
from engine.feel import Env, FeelBudgetError, FeelSyntaxError, Program, compile
from engine.feel.number import CONTEXT
from engine.feel.run import Run as FeelRun
from engine.feel.text import to_text
from engine.model.state import Value


class Over(dict[str, Value]):
    """Names before those of an outer scope: a dictionary, so that a name it holds is found at its speed."""

    __slots__ = ("outer",)

    def __init__(self, names: Mapping[str, Value], outer: Mapping[str, Value]) -> None:
        super().__init__(names)
        self.outer = outer

    def __missing__(self, name: str) -> Value:
        return self.outer[name]

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self.outer

    def get(self, name: str, default: Value = None) -> Value:
        """The value of a name here or outside."""
        try:
            return self[name]
        except KeyError:
            return default


#: Warnings beyond this number say nothing new.
WARNINGS = 50
#: A decision with all it requires may cost as much as this many expressions.
EXPRESSIONS = 20


def compiled(text: str, unary: bool, names: frozenset[str], place: str, dialect: str = "") -> Program:
    """Compile a cell or expression; DecisionFailed `feel.syntax` with its place where it cannot be read."""
    try:
        return compile(text, unary=unary, names=names, dialect=dialect)
    except FeelSyntaxError as error:
        raise DecisionFailed("feel.syntax", f"{place}: {error.message_en}") from None


@dataclass(slots=True)
class Run:
    """What the parts of one evaluation share."""

    env: Env
    feel: FeelRun
    warnings: list[str] = field(default_factory=list)

    #: The caller's decimal context, given back at the end.
    held: Context = field(default_factory=getcontext)

    @classmethod
    def begin(cls, env: Env) -> "Run":
        """A run, to be used as a context manager: inside it numbers are FEEL's."""
        return cls(env, FeelRun(env, env.steps * EXPRESSIONS, 0, []))

    def __enter__(self) -> "Run":
        setcontext(CONTEXT)
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        setcontext(self.held)
        if isinstance(error, FeelBudgetError):
            raise DecisionFailed("feel.budget", error.message_en) from None

    def value(self, program: Program, scope: Mapping[str, Value], place: str) -> Value:
        """Evaluate; DecisionFailed `feel.budget` where the decision costs too much."""
        # A function called on the way evaluates texts of its own: their warnings are kept apart.
        outer, self.feel.raw = self.feel.raw, []
        try:
            value = program.within(scope, self.feel)
        except FeelBudgetError as error:
            raise DecisionFailed("feel.budget", f"{place}: {error.message_en}") from None
        finally:
            raw, self.feel.raw = self.feel.raw, outer
        if raw:
            self._tell(raw, program, place)
        return value

    def _tell(self, raw: list[tuple[str, int, tuple[str, ...]]], program: Program, place: str) -> None:
        for warning in FeelRun(self.env, 0, 0, raw).warnings(program.text):
            self.warn(place, warning.message_en)

    def warn(self, place: str, message: str) -> None:
        """Keep a warning with its place."""
        if len(self.warnings) < WARNINGS:
            self.warnings.append(f"{place}: {message}")


def shown(value: Value) -> str:
    """A value as it stands in a message."""
    return to_text(value)
