"""One run of a program: its budget, its warnings and the outside it may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from engine.feel.env import Env
from engine.feel.errors import FeelBudgetError, Warning_, position
from engine.feel.messages import sentences
from engine.feel.syntax import Type
from engine.feel.values import Value

MAX_WARNINGS = 20
MAX_CALLS = 60
MAX_TEXT = 1_000_000
MAX_LIST = 100_000
COMPOUND = frozenset({list, dict})
#: Members looked at for one step.
WEIGHED = 20
#: Letters of a text, and items of a built-in's argument, for one step.
LETTERS, ITEMS = 100, 10


class Result(NamedTuple):
    """The value, and why parts of it became null."""

    value: Value
    warnings: tuple[Warning_, ...]


@dataclass(slots=True)
class Run:
    """What closures share during one evaluation."""

    env: Env
    steps: int
    calls: int
    raw: list[tuple[str, int, tuple[str, ...]]]
    #: Types somebody defined, by the names `instance of` may use.
    types: Mapping[str, Type] | None = None

    @classmethod
    def detached(cls) -> "Run":
        """A run that sees nothing, for what a compiler may compute beforehand."""
        return cls(Env(datetime(1970, 1, 1, tzinfo=UTC)), 1_000, 0, [])

    def warn(self, code: str, pos: int, *details: str) -> Value:
        """Note that something became null at `pos`; answers None so that a closure can return it."""
        if len(self.raw) < MAX_WARNINGS:
            self.raw.append((code, pos, details))
        return None

    def charge(self, steps: int) -> None:
        """Spend steps; FeelBudgetError when none are left."""
        self.steps -= steps
        if self.steps < 0:
            raise over(f"at most {self.env.steps} steps", f"paling banyak {self.env.steps} langkah")

    def enter(self) -> None:
        """Begin a call of a function; FeelBudgetError when too deep."""
        self.calls += 1
        self.charge(1)
        if self.calls > MAX_CALLS:
            raise over(
                f"at most {MAX_CALLS} calls inside one another", f"paling banyak {MAX_CALLS} panggilan bertingkat"
            )

    def bear(self, value: Value) -> Value:
        """The value, once what it holds was counted as often as it is held: sharing must not hide a bomb."""
        kind = type(value)
        if kind in COMPOUND:
            self.charge(_weight(value, self.steps * WEIGHED) // WEIGHED)
        elif kind is str and len(value) > LETTERS:
            self.charge(len(value) // LETTERS)
        return value

    def take(self, values: list[Value]) -> None:
        """Spend what looking at the arguments of a built-in may cost: so much for each item, letter and entry."""
        for value in values:
            kind = type(value)
            if kind is str:
                if len(value) > LETTERS:
                    self.charge(len(value) // LETTERS)
            elif kind in COMPOUND and len(value) > ITEMS:
                self.charge(len(value) // ITEMS)

    def fit(self, text: str) -> str:
        """The text, where it is not too long."""
        self.fit_length(len(text))
        return text

    def fit_length(self, length: int) -> None:
        """Refuse a text that would be too long, before it is built."""
        if length > MAX_TEXT:
            raise over(f"text of at most {MAX_TEXT} characters", f"teks paling banyak {MAX_TEXT} karakter")

    def fit_list(self, length: int) -> None:
        """Refuse a list that would be too long, before it is built."""
        if length > MAX_LIST:
            raise over(f"lists of at most {MAX_LIST} items", f"daftar paling banyak {MAX_LIST} butir")

    def warnings(self, text: str) -> tuple[Warning_, ...]:
        """The warnings with sentences and places in `text`."""
        found = []
        for code, pos, details in self.raw:
            message_id, message_en = sentences(code, details)
            found.append(Warning_(code, message_id, message_en, *position(text, pos)))
        return tuple(found)


def _weight(value: Value, most: int) -> int:
    """How many members a value holds at every depth; counting ends beyond `most`."""
    found, left = 0, [value]
    while left and found <= most + WEIGHED:
        one = left.pop()
        members = list(one.values()) if isinstance(one, dict) else one if isinstance(one, list) else ()
        found += len(members)
        for member in members:
            kind = type(member)
            if kind in COMPOUND:
                left.append(member)
            elif kind is str and len(member) > LETTERS:
                found += len(member) * WEIGHED // LETTERS
    return found


def over(limit_en: str, limit_id: str) -> FeelBudgetError:
    """The error of a run beyond a limit."""
    return FeelBudgetError(
        f"Expected an expression that needs {limit_en}, but it needs more",
        f"Seharusnya ekspresi memerlukan {limit_id}, tetapi memerlukan lebih",
    )
