"""Test rows of decision tables, decided by the real engine with the office's calendar and legal parameters."""

import time as clocks
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from engine import dmn
from engine.dmn.model import Decision, Model, Table
from engine.feel import Env
from engine.feel.ops import equal
from engine.feel.text import literal
from engine.locale.refusals import sentence
from engine.model.errors import Invalid
from engine.model.state import Value
from engine.model.world import World
from engine.service import tablefile
from engine.service.env import standing_env
from engine.service.tablefile import TestRow
from engine.service.typedtext import typed

#: The environment on a day; None for today.
EnvOn = Callable[[date | None], Env]

#: The name of the only output of a table or expression that gives it none.
RESULT = "hasil"
NOON = time(12)


@dataclass(frozen=True, slots=True)
class Column:
    """A variable a decision reads, or an output it makes."""

    name: str
    label: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One output of one test row: what came out, what was expected ("" for nothing), whether that is so."""

    name: str
    shown: str
    expected: str = ""
    matched: bool = True


@dataclass(frozen=True, slots=True)
class Tested:
    """One test row as decided; `trouble` says why it could not be, in Indonesian."""

    name: str
    cells: tuple[Cell, ...] = ()
    #: Ids of the rules behind the result, of this decision only.
    rules: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    trouble: str = ""

    @property
    def passed(self) -> bool:
        """True where the decision was made and everything expected came out."""
        return not self.trouble and all(cell.matched for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Line:
    """One test row in words."""

    text: str
    passed: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class TableReport:
    """The test rows of one decision."""

    file: str
    title: str
    lines: tuple[Line, ...] = field(default=())

    @property
    def passed(self) -> bool:
        """True where every row passed."""
        return all(line.passed for line in self.lines)


def env_on(world: World) -> EnvOn:
    """The office's environment by day: calendar and parameters as they were or will be then."""

    @cache
    def on(day: date | None) -> Env:
        now = datetime.combine(day, NOON, ZoneInfo(world.zone)) if day else None
        return standing_env(world, now=now)

    return on


def run(files: Mapping[str, bytes], env: EnvOn) -> tuple[TableReport, ...]:
    """Every test row of every table of a pack; what cannot be read is a failed line, not an exception."""
    return tuple(
        report for path in sorted(files) if path.endswith(tablefile.ENDING) for report in _reports(files, path, env)
    )


def _reports(files: Mapping[str, bytes], path: str, env: EnvOn) -> Iterable[TableReport]:
    table = path.removesuffix(tablefile.ENDING) + ".dmn"
    try:
        tests = tablefile.read(files[path])
        model = dmn.read(files.get(table, b""), others=dmn.library(files))
    except Invalid as refusal:
        yield TableReport(path, table, (Line("terbaca", False, sentence(refusal, "id")),))
        return
    for decision, rows in tests.items():
        yield TableReport(path, title(model, decision), tuple(line(one) for one in decide(model, decision, rows, env)))


def title(model: Model, decision: str) -> str:
    """What people call a decision."""
    found = model.decisions.get(decision)
    return (found.name if found else "") or decision


def line(tested: Tested) -> Line:
    """A test row in words."""
    wrong = [f"{c.name}: seharusnya {c.expected}, tetapi {c.shown}" for c in tested.cells if not c.matched]
    return Line(tested.name, tested.passed, tested.trouble or "; ".join(wrong))


def decide(
    model: Model, decision: str, rows: Sequence[TestRow], env: EnvOn, *, seconds: float | None = None
) -> list[Tested]:
    """Decide rows in order; those a limit of `seconds` leaves over are in trouble, not forgotten."""
    until = None if seconds is None else clocks.monotonic() + seconds
    found = []
    for row in rows:
        late = until is not None and clocks.monotonic() > until
        found.append(
            Tested(row.name, trouble="Tidak sempat dijalankan.") if late else _tested(model, decision, row, env)
        )
    return found


def _tested(model: Model, decision: str, row: TestRow, env: EnvOn) -> Tested:
    try:
        if decision not in model.decisions:
            return Tested(row.name, trouble=f"Keputusan {decision} tidak ada dalam tabel.")
        around = env(row.day)
        scope = _scope(model, decision, row, around)
        outcome = dmn.decide(model, decision, scope, around)
        cells = tuple(_cells(model.decisions[decision], row, outcome.value, around))
    except Invalid as refusal:
        return Tested(row.name, trouble=sentence(refusal, "id"))
    except dmn.DecisionFailed as failed:
        return Tested(row.name, trouble=failed.message_id)
    own = tuple(rule.partition("/")[2] for rule in outcome.rules if rule.partition("/")[0] == decision)
    return Tested(row.name, cells, own, outcome.warnings)


def _scope(model: Model, decision: str, row: TestRow, env: Env) -> dict[str, Value]:
    types = {column.name: column.type for column in variables(model, decision)}
    missing: dict[str, Value] = dict.fromkeys(types)
    return missing | {name: typed(text, types.get(name, ""), env) for name, text in row.given.items()}


def _cells(decision: Decision, row: TestRow, value: Value, env: Env) -> Iterable[Cell]:
    columns = outputs(decision)
    unknown = [name for name in row.expected if name not in {column.name for column in columns}]
    for column in columns:
        found = _part(value, column.name, alone=len(columns) == 1)
        text = row.expected.get(column.name, "")
        if not text:
            yield Cell(column.name, _shown(found))
            continue
        wanted = typed(text, "" if isinstance(found, list) else column.type, env)
        yield Cell(column.name, _shown(found), _shown(wanted), equal(found, wanted) is True)
    for name in unknown:
        yield Cell(name, "(kolom tidak ada)", row.expected[name], False)


def _part(value: Value, name: str, *, alone: bool) -> Value:
    """What one output column came to; of a list of rules' results, the list of that column."""
    if alone:
        return value
    if isinstance(value, list):
        return [_part(one, name, alone=False) for one in value]
    return value.get(name) if isinstance(value, Mapping) else None


def _shown(value: Value) -> str:
    return value if isinstance(value, str) and value else literal(value)


def variables(model: Model, decision: str) -> tuple[Column, ...]:
    """What a decision and those it requires read from a case, in order of appearance; raises DecisionFailed."""
    declared: dict[str, Column] = {
        item.variable: Column(item.variable, item.name, item.type) for item in model.inputs.values()
    }
    for one in model.decisions.values():
        for column in one.logic.inputs if isinstance(one.logic, Table) else ():
            declared.setdefault(column.expression, Column(column.expression, column.label, column.type))
    return tuple(declared.get(name) or Column(name, name) for name in dmn.names(model, decision))


def outputs(decision: Decision) -> tuple[Column, ...]:
    """What a decision makes: its table's output columns, or the one value of an expression."""
    if isinstance(decision.logic, Table):
        return tuple(Column(one.name or RESULT, one.name or RESULT, one.type) for one in decision.logic.outputs)
    return (Column(RESULT, decision.name or RESULT, decision.type),)
