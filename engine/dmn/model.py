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
class Parameter:
    """A named, typed value: a variable, a formal parameter, a column."""

    name: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Invocation:
    """A call of a knowledge model, service or function by name with bound parameters (DMN 1.5 §7.3.6)."""

    id: str
    called: "Logic"
    bindings: tuple[tuple[str, "Logic"], ...]


@dataclass(frozen=True, slots=True)
class FunctionOf:
    """A boxed function; `kind` is FEEL, or names a language this engine does not run (§7.3.9)."""

    id: str
    parameters: tuple[Parameter, ...]
    body: "Logic"
    kind: str = "FEEL"


@dataclass(frozen=True, slots=True)
class ListOf:
    """A boxed list."""

    id: str
    items: tuple["Logic", ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A boxed relation: a list of contexts with the same entries."""

    id: str
    columns: tuple[str, ...]
    rows: tuple[tuple["Logic", ...], ...]


@dataclass(frozen=True, slots=True)
class Conditional:
    """A boxed if."""

    id: str
    condition: "Logic"
    then: "Logic"
    otherwise: "Logic"


@dataclass(frozen=True, slots=True)
class Filter:
    """A boxed filter: `match` sees `item` and its members."""

    id: str
    source: "Logic"
    match: "Logic"


@dataclass(frozen=True, slots=True)
class Iteration:
    """A boxed for, every or some."""

    id: str
    kind: str
    variable: str
    source: "Logic"
    body: "Logic"


@dataclass(frozen=True, slots=True)
class Typed:
    """A boxed expression that declares the type of its value."""

    logic: "Logic"
    type: str

    @property
    def id(self) -> str:
        """The id of what it types."""
        return self.logic.id


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A boxed expression that does not run."""

    id: str
    kind: str


Logic = (
    Table
    | Literal
    | Context
    | Invocation
    | FunctionOf
    | ListOf
    | Relation
    | Conditional
    | Filter
    | Iteration
    | Typed
    | Unsupported
)


@dataclass(frozen=True, slots=True)
class ItemType:
    """An item definition (DMN 1.5 §7.3.2): another type, a list of it, or a structure, with what it allows."""

    name: str
    base: str = ""
    many: bool = False
    #: Unary tests every value (of a list: every item) must pass; "" for none.
    allowed: str = ""
    members: tuple["ItemType", ...] = ()
    #: A function item: it types functions, whose parameters are not looked into.
    function: bool = False


@dataclass(frozen=True, slots=True)
class Needed:
    """What a requirement points to: an element of this file, or of an imported one by its namespace."""

    id: str
    namespace: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; `variable` is the name its result has for those that require it."""

    id: str
    name: str
    variable: str
    type: str = ""
    #: The decisions and input data it requires, in document order.
    requires: tuple[Needed, ...] = ()
    #: The knowledge models and services it requires.
    knowledge: tuple[Needed, ...] = ()
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
class Knowledge:
    """A business knowledge model: a function with a name (§6.3.8)."""

    id: str
    name: str
    variable: str
    function: FunctionOf
    type: str = ""
    knowledge: tuple[Needed, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A decision service: decisions called as a function of what they need from outside (§6.3.9)."""

    id: str
    name: str
    variable: str
    type: str = ""
    outputs: tuple[Needed, ...] = ()
    inner: tuple[Needed, ...] = ()
    input_decisions: tuple[Needed, ...] = ()
    input_data: tuple[Needed, ...] = ()


@dataclass(frozen=True, slots=True)
class Import:
    """Another file, whose elements are named `name.element` here."""

    name: str
    namespace: str


@dataclass(frozen=True, slots=True)
class Model:
    """One DMN file, with those it imports."""

    name: str
    decisions: Mapping[str, Decision]
    inputs: Mapping[str, InputData]
    namespace: str = ""
    #: "" for FEEL of DMN 1.5, or `camunda` where the file states it as its expressionLanguage.
    dialect: str = ""
    knowledge: Mapping[str, Knowledge] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)
    types: Mapping[str, ItemType] = field(default_factory=dict)
    imports: tuple[Import, ...] = ()
    #: The imported models by namespace; one that is missing is a finding.
    imported: Mapping[str, "Model"] = field(default_factory=dict)
    #: Every name of the model: FEEL must know those that hold operators or keywords.
    names: frozenset[str] = frozenset()
    #: Ids that occur more than once.
    duplicates: tuple[str, ...] = ()
    #: Parts of the file that do not run: (id, kind).
    unsupported: tuple[tuple[str, str], ...] = ()
    #: Compiled tables by place, and the types; made when first needed and always the same, so threads may race for it.
    prepared: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    #: What is decided before each decision, the decision last; made as `prepared` is.
    orders: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
