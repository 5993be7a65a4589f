"""A DMN model as data: decisions, their requirements, tables and literal expressions (DMN 1.5 §6–8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class HitPolicy(StrEnum):
    """Which of the matching rules count (DMN 1.5 §8.2.10)."""

    UNIQUE = "UNIQUE"
    FIRST = "FIRST"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"
    COLLECT = "COLLECT"


class Aggregation(StrEnum):
    """What COLLECT makes of its hits."""

    LIST = ""
    SUM = "SUM"
    COUNT = "COUNT"
    MIN = "MIN"
    MAX = "MAX"


@dataclass(frozen=True, slots=True)
class Input:
    """One input column; `values` are the unary tests every value must pass, "" for none."""

    id: str
    label: str
    expression: str
    type: str = ""
    values: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """One output column; `values` lists the allowed values, the most important first."""

    id: str
    name: str
    type: str = ""
    values: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One FEEL cell."""

    id: str
    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: unary tests and output expressions in the order of the columns."""

    id: str
    tests: tuple[Cell, ...]
    results: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table."""

    id: str
    #: As written; lint refuses what is no HitPolicy.
    hit_policy: str
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Literal:
    """One FEEL expression."""

    id: str
    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Context:
    """Named entries evaluated in order, each seeing those before it; an entry without a name is the result."""

    id: str
    entries: tuple[tuple[str, "Logic"], ...]


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A boxed expression that does not run yet."""

    id: str
    kind: str


Logic = Table | Literal | Context | Unsupported


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; `variable` is the name its result has for those that require it."""

    id: str
    name: str
    variable: str
    type: str = ""
    #: Ids of the decisions and input data it requires, in document order.
    requires: tuple[str, ...] = ()
    #: Ids of knowledge models it requires (they do not run yet).
    knowledge: tuple[str, ...] = ()
    logic: Logic | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class InputData:
    """A value the caller provides under `variable`."""

    id: str
    name: str
    variable: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """One DMN file."""

    name: str
    decisions: Mapping[str, Decision]
    inputs: Mapping[str, InputData]
    #: Every name of the model: FEEL must know those that hold operators or keywords.
    names: frozenset[str] = frozenset()
    #: Ids that occur more than once.
    duplicates: tuple[str, ...] = ()
    #: Parts of the file that do not run: (id, kind).
    unsupported: tuple[tuple[str, str], ...] = ()
    #: Compiled tables by place, filled when first needed: always the same, so threads may race for it.
    prepared: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
