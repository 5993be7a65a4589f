"""A decision table made ready: cells compiled once, rows tried in order, hits weighed by the hit policy."""

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.dmn.coerce import coerce, fits
from engine.dmn.errors import DecisionFailed
from engine.dmn.hits import SINGLE, Hit, aggregate, counted
from engine.dmn.index import Index, index
from engine.dmn.model import Aggregation, HitPolicy, Input, Output, Rule, Table
from engine.dmn.run import Run, shown
from engine.dmn.texts import ANY
from engine.feel import Program
from engine.model.state import Value

#: Compiles one text; True for a unary test.
Compile = Callable[[str, bool], Program]


@dataclass(frozen=True, slots=True)
class _Column:
    input: Input
    expression: Program
    allowed: Program | None


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    number: int
    #: (column, test) of the cells that restrict.
    tests: tuple[tuple[int, Program], ...]
    results: tuple[Program | None, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A table whose cells are compiled."""

    table: Table
    policy: HitPolicy
    aggregation: Aggregation
    columns: tuple[_Column, ...]
    rows: tuple[_Row, ...]
    defaults: tuple[Program | None, ...]
    priorities: tuple[Program | None, ...]
    #: None where the rules are few, or nothing can be sorted out beforehand.
    index: Index | None


def prepare(table: Table, compiled: Compile) -> Prepared:
    """Compile every cell; DecisionFailed where the policy is none of DMN or a cell cannot be read."""
    try:
        policy, aggregation = HitPolicy(table.hit_policy), Aggregation(table.aggregation)
    except ValueError:
        written = f"{table.hit_policy} {table.aggregation}".strip()
        raise DecisionFailed("dmn.hit_policy", f"Expected a DMN hit policy, but it is {written}.") from None
    rows = tuple(_row(rule, number, compiled) for number, rule in enumerate(table.rules, 1))
    return Prepared(
        table=table,
        policy=policy,
        aggregation=aggregation,
        columns=tuple(
            _Column(column, compiled(column.expression or "null", False), _maybe(column.values, True, compiled))
            for column in table.inputs
        ),
        rows=rows,
        defaults=tuple(_maybe(output.default, False, compiled) for output in table.outputs),
        priorities=tuple(compiled(f"[{o.values}]", False) if o.values else None for o in table.outputs),
        index=index([dict(row.tests) for row in rows], len(table.inputs)),
    )


def _maybe(text: str, unary: bool, compiled: Compile) -> Program | None:
    return None if text in ANY else compiled(text, unary)


def _row(rule: Rule, number: int, compiled: Compile) -> _Row:
    return _Row(
        rule.id,
        number,
        tuple((column, compiled(cell.text, True)) for column, cell in enumerate(rule.tests) if cell.text not in ANY),
        tuple(_maybe(cell.text, False, compiled) for cell in rule.results),
    )


def evaluate(prepared: Prepared, scope: Mapping[str, Value], run: Run) -> tuple[Value, tuple[str, ...]]:
    """The table's value and the ids of the rules behind it; DecisionFailed where its hit policy is broken."""
    values = [_value(column, scope, run) for column in prepared.columns]
    hits = _hits(prepared, values, scope, run)
    if not hits:
        return _default(prepared, scope, run), ()
    priorities = [[] if p is None else run.value(p, scope, "outputValues") for p in prepared.priorities]
    order = counted(prepared.policy, prepared.table.id, hits, priorities)
    if prepared.policy in SINGLE:
        return _shape(prepared.table.outputs, order[0].values), tuple(hit.rule for hit in order[:1])
    rules = tuple(hit.rule for hit in order)
    found = [_shape(prepared.table.outputs, hit.values) for hit in order]
    if prepared.policy is HitPolicy.COLLECT and prepared.aggregation is not Aggregation.LIST:
        return aggregate(prepared.aggregation, found, run.env), rules
    return found, rules


def _value(column: _Column, scope: Mapping[str, Value], run: Run) -> Value:
    label, declared = column.input.label, column.input.type
    value = coerce(run.value(column.expression, scope, label), declared)
    if not fits(value, declared):
        run.warn(label, f"Expected a {declared}, but it is {shown(value)}; null is used.")
        value = None
    if column.allowed is not None:
        tested = ChainMap({"?": value}, scope)  # type: ignore[arg-type]
        if run.value(column.allowed, tested, label) is not True:
            raise DecisionFailed(
                "dmn.input_value",
                f"Expected {label} to be one of {column.input.values}, but it is {shown(value)}.",
                f"Seharusnya {label} salah satu dari {column.input.values}, tetapi {shown(value)}.",
            )
    return value


def _hits(prepared: Prepared, values: Sequence[Value], scope: Mapping[str, Value], run: Run) -> list[Hit]:
    tests = _Tests(values, scope, run)
    hits: list[Hit] = []
    for row in _candidates(prepared, values):
        if not all(tests.holds(column, test) for column, test in row.tests):
            continue
        hits.append(Hit(row.id, row.number, _results(prepared, row, scope, run)))
        if prepared.policy is HitPolicy.FIRST:
            break
    return hits


def _candidates(prepared: Prepared, values: Sequence[Value]) -> Iterable[_Row]:
    if prepared.index is None:
        return prepared.rows
    return (prepared.rows[place] for place in prepared.index.candidates(values))


class _Tests:
    """The cells tried so far: equal cells of a column are evaluated once."""

    def __init__(self, values: Sequence[Value], scope: Mapping[str, Value], run: Run) -> None:
        self.values = values
        self.run = run
        self.tested: dict[str, Value] = {}
        self.scope = ChainMap(self.tested, scope)  # type: ignore[arg-type]
        self.known: dict[tuple[int, str], bool] = {}

    def holds(self, column: int, test: Program) -> bool:
        key = (column, test.text)
        if key not in self.known:
            self.tested["?"] = self.values[column]
            self.known[key] = self.run.value(test, self.scope, test.text) is True
        return self.known[key]


def _results(prepared: Prepared, row: _Row, scope: Mapping[str, Value], run: Run) -> tuple[Value, ...]:
    place = f"rule {row.number}"
    return tuple(
        None if program is None else coerce(run.value(program, scope, place), output.type)
        for program, output in zip(row.results, prepared.table.outputs, strict=False)
    )


def _default(prepared: Prepared, scope: Mapping[str, Value], run: Run) -> Value:
    if any(program is not None for program in prepared.defaults):
        values = tuple(None if p is None else run.value(p, scope, "default") for p in prepared.defaults)
        return _shape(prepared.table.outputs, values)
    return Decimal(0) if prepared.aggregation is Aggregation.COUNT else None


def _shape(outputs: Sequence[Output], values: Sequence[Value]) -> Value:
    """One output column gives its value, several give a context by name (DMN 1.5 §8.2.11)."""
    if len(outputs) == 1:
        return values[0]
    return {output.name: value for output, value in zip(outputs, values, strict=False)}
