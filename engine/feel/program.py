"""Compiled FEEL: cached by text, run many times, safe in several threads because a frame belongs to one run."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import getcontext, setcontext
from functools import lru_cache

from engine.feel.builtins.camunda import CAMUNDA, KEYWORDED
from engine.feel.builtins.library import BUILTINS, Builtin
from engine.feel.closures import compiled
from engine.feel.env import Env
from engine.feel.errors import FeelSyntaxError
from engine.feel.free import Reads, reads
from engine.feel.lexer import is_special
from engine.feel.number import CONTEXT
from engine.feel.parser import parse
from engine.feel.run import Result, Run, over
from engine.feel.scopes import Closure
from engine.feel.syntax import Node
from engine.feel.values import Value

CACHED = 4_096
#: What states the dialect in front of a text.
CAMUNDA_MARK = "/*camunda*/"


@dataclass(frozen=True, slots=True)
class Program:
    """One compiled expression or cell."""

    text: str
    ast: Node
    _closure: Closure = field(repr=False)
    _size: int = field(repr=False)
    _reads: Reads = field(repr=False)
    #: The functions it may call.
    builtins: Mapping[str, Builtin] = field(default_factory=lambda: BUILTINS, repr=False, compare=False)

    @property
    def free(self) -> tuple[str, ...]:
        """Every root variable it may read, also those a filter may find in its item; built-in names excluded."""
        return self._reads.free

    @property
    def certain(self) -> tuple[str, ...]:
        """The root variables that cannot be members of a filtered item."""
        return self._reads.certain

    @property
    def paths(self) -> tuple[str, ...]:
        """What it reads, dotted: `case.unit`."""
        return self._reads.paths

    @property
    def parameters(self) -> tuple[str, ...]:
        """The literal keys passed to parameter()."""
        return self._reads.parameters

    @property
    def functions(self) -> tuple[str, ...]:
        """The names it calls that it does not define."""
        return self._reads.functions

    def run(self, scope: Mapping[str, Value], env: Env) -> Result:
        """Evaluate; misuse gives null with warnings. FeelBudgetError beyond the budget, never another exception."""
        run = Run(env, env.steps, 0, [])
        held = getcontext()
        setcontext(CONTEXT)
        try:
            value = self.within(scope, run)
        finally:
            setcontext(held)
        return Result(value, run.warnings(self.text) if run.raw else ())

    def within(self, scope: Mapping[str, Value], run: Run) -> Value:
        """Evaluate as a part of a longer run, whose budget and warnings it shares; the decimal context is FEEL's."""
        frame: list[Value] = [scope, run]
        if self._size > 2:
            frame += [None] * (self._size - 2)
        try:
            return self._closure(frame)
        except (RecursionError, MemoryError):
            raise over("less depth and memory", "kedalaman dan memori lebih sedikit") from None


def compile(text: str, *, unary: bool = False, names: Collection[str] = (), dialect: str = "") -> Program:
    """Compile FEEL, a decision cell where `unary`; `names` matter only where they hold operators or keywords.

    The dialect is DMN 1.5, or `camunda`: stated here, or by a text that begins with the comment `/*camunda*/`.
    """
    if text.startswith(CAMUNDA_MARK):
        text, dialect = text[len(CAMUNDA_MARK) :], "camunda"
    special = tuple(sorted(name for name in names if is_special(name))) if names else ()
    return _compiled(text, unary, special, dialect)


def expression(text: str, names: Collection[str] = ()) -> Program | str:
    """Compile what follows a leading `=`; any other text is a literal."""
    return compile(text[1:], names=names) if text.startswith("=") else text


@lru_cache(maxsize=CACHED)
def _compiled(text: str, unary: bool, names: tuple[str, ...], dialect: str) -> Program:
    held = getcontext()
    setcontext(CONTEXT)
    builtins = CAMUNDA if dialect == "camunda" else BUILTINS
    try:
        ast = parse(text, names if dialect != "camunda" else (*names, *KEYWORDED), unary=unary)
        closure, size = compiled(ast, builtins)
        return Program(text, ast, closure, size, reads(ast, builtins), builtins)
    except RecursionError:
        raise FeelSyntaxError(
            "Expected a flatter expression, but it is nested too deep",
            "Seharusnya ekspresi lebih datar, tetapi bersarang terlalu dalam",
            text=text,
        ) from None
    finally:
        setcontext(held)
