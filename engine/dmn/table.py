"""A decision table made ready: cells compiled once, rows tried in order, hits weighed by the hit policy."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from engine.dmn.coerce import class_of, coerce, fits
from engine.dmn.errors import DecisionFailed
from engine.dmn.hits import SINGLE, Hit, aggregate, counted
from engine.dmn.index import Index, bits, index
from engine.dmn.model import Aggregation, HitPolicy, Input, Output, Rule, Table
from engine.dmn.run import Over, Run, shown
from engine.dmn.texts import ANY
from engine.feel import Program
from engine.feel.syntax import Const, Name
from engine.model.state import Value

#: Compiles one text; True for a unary test.
Compile = Callable[[str, bool], Program]


@dataclass(frozen=True, slots=True)
class _Column:
    input: Input
    expression: Program
    allowed: Program | None
    #: The one variable the expression is; "" where it computes something.
    variable: str
    #: Values of this class fit as they are; None where everything does.
    fits: type | None


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    number: int
    #: (column, test) of the cells that restrict.
    tests: tuple[tuple[int, Program], ...]
    results: tuple[Program | None, ...]
    #: The results where all are constants.
    fixed: tuple[Value, ...] | None


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


def prepare(table: Table, compiled: Compile, allowed: Mapping[str, str]) -> Prepared:
    """Compile every cell; DecisionFailed where the policy is none of DMN or a cell cannot be read.

    `allowed` are the unary tests of the model's types: a column without values of its own takes those of its type.
    """
    try:
        policy, aggregation = HitPolicy(table.hit_policy), Aggregation(table.aggregation)
    except ValueError:
        written = f"{table.hit_policy} {table.aggregation}".strip()
        raise DecisionFailed("dmn.hit_policy", f"Expected a DMN hit policy, but it is {written}.") from None
    rows = tuple(_row(rule, number, table.outputs, compiled) for number, rule in enumerate(table.rules, 1))
    return Prepared(
        table=table,
        policy=policy,
        aggregation=aggregation,
        columns=tuple(_column(column, compiled, allowed) for column in table.inputs),
        rows=rows,
        defaults=tuple(_maybe(output.default, False, compiled) for output in table.outputs),
        priorities=tuple(compiled(f"[{o.values}]", False) if o.values else None for o in table.outputs),
        index=index([dict(row.tests) for row in rows], len(table.inputs)),
    )


def _maybe(text: str, unary: bool, compiled: Compile) -> Program | None:
    return None if text in ANY else compiled(text, unary)


def _column(column: Input, compiled: Compile, allowed: Mapping[str, str]) -> _Column:
    column = replace(column, values=column.values or allowed.get(column.type, ""))
    expression = compiled(column.expression or "null", False)
    name = expression.ast.name if isinstance(expression.ast, Name) else ""
    return _Column(column, expression, _maybe(column.values, True, compiled), name, class_of(column.type))


def _row(rule: Rule, number: int, outputs: Sequence[Output], compiled: Compile) -> _Row:
    results = tuple(_maybe(cell.text, False, compiled) for cell in rule.results)
    fixed = tuple(
        coerce(ast.value, output.type) if ast is not None else None
        for ast, output in zip((one and one.ast for one in results), outputs, strict=False)
        if ast is None or isinstance(ast, Const)
    )
    return _Row(
        rule.id,
        number,
        tuple((column, compiled(cell.text, True)) for column, cell in enumerate(rule.tests) if cell.text not in ANY),
        results,
        fixed if len(fixed) == min(len(results), len(outputs)) else None,
    )


def evaluate(prepared: Prepared, scope: Mapping[str, Value], run: Run) -> tuple[Value, tuple[str, ...]]:
    """The table's value and the ids of the rules behind it; DecisionFailed where its hit policy is broken."""
    values = [_value(column, scope, run) for column in prepared.columns]
    hits = _hits(prepared, values, scope, run)
    if not hits:
        return _default(prepared, scope, run), ()
    policy = prepared.policy
    if len(hits) == 1 and policy in SINGLE:
        return _shape(prepared.table.outputs, hits[0].values), (hits[0].rule,)
    priorities = [[] if p is None else run.value(p, scope, "outputValues") for p in prepared.priorities]
    order = counted(policy, prepared.table.id, hits, priorities)
    if policy in SINGLE:
        return _shape(prepared.table.outputs, order[0].values), tuple(hit.rule for hit in order[:1])
    rules = tuple(hit.rule for hit in order)
    found = [_shape(prepared.table.outputs, hit.values) for hit in order]
    if policy is HitPolicy.COLLECT and prepared.aggregation is not Aggregation.LIST:
        return aggregate(prepared.aggregation, found, run.env), rules
    return found, rules


def _value(column: _Column, scope: Mapping[str, Value], run: Run) -> Value:
    if column.variable and column.allowed is None:
        # The usual column: one variable of the declared type.
        try:
            value = scope[column.variable]
        except KeyError:
            return _computed(column, scope, run)
        if column.fits is None or type(value) is column.fits:
            return value
    return _computed(column, scope, run)


def _computed(column: _Column, scope: Mapping[str, Value], run: Run) -> Value:
    label, declared = column.input.label, column.input.type
    value = coerce(run.value(column.expression, scope, label), declared)
    if not fits(value, declared):
        run.warn(label, f"Expected a {declared}, but it is {shown(value)}; null is used.")
        value = None
    if column.allowed is not None and run.value(column.allowed, Over({"?": value}, scope), label) is not True:
        raise DecisionFailed(
            "dmn.input_value",
            f"Expected {label} to be one of {column.input.values}, but it is {shown(value)}.",
            f"Seharusnya {label} salah satu dari {column.input.values}, tetapi {shown(value)}.",
        )
    return value


def _hits(prepared: Prepared, values: Sequence[Value], scope: Mapping[str, Value], run: Run) -> list[Hit]:
    found = None if prepared.index is None else prepared.index.sort(values)
    places, untried = (range(len(prepared.rows)), -1) if found is None else (bits(found[0]), found[1])
    tests: _Tests | None = None
    hits: list[Hit] = []
    for place in places:
        row = prepared.rows[place]
        if untried >> place & 1:
            tests = tests or _Tests(values, scope, run)
            if not tests.all(row.tests):
                continue
        hits.append(Hit(row.id, row.number, row.fixed or _results(prepared, row, scope, run)))
        if prepared.policy is HitPolicy.FIRST:
            break
    return hits


class _Tests:
    """The cells tried so far: equal cells of a column are evaluated once."""

    def __init__(self, values: Sequence[Value], scope: Mapping[str, Value], run: Run) -> None:
        self.values = values
        self.run = run
        self.scope = Over({}, scope)
        self.known: dict[tuple[int, str], bool] = {}

    def all(self, tests: Iterable[tuple[int, Program]]) -> bool:
        """True where every cell holds."""
        return all(self.holds(column, test) for column, test in tests)

    def holds(self, column: int, test: Program) -> bool:
        """True where a cell of a column holds."""
        key = (column, test.text)
        if key not in self.known:
            self.scope["?"] = self.values[column]
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
