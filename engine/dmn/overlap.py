"""Whether rules of a table overlap or leave gaps, decided where every cell is made of constants.

Per column the constants in its cells cut the values into finitely many pieces; one value of each piece decides for all
of it. Columns are independent, so two rules overlap exactly if in every column some piece satisfies both.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import reduce
from itertools import pairwise
from operator import and_
from typing import Any

from engine.dmn.model import Aggregation, HitPolicy, Table
from engine.dmn.texts import ANY
from engine.feel import Env, Program, compile
from engine.feel.syntax import Call, Const, Name, Node
from engine.feel.text import to_text
from engine.feel.tree import children
from engine.feel.values import Date, DaysTime, YearsMonths, parse_duration
from engine.model.state import Value

#: Rules, runs of cells in a column, and steps of the search for a gap beyond which nothing is said.
RULES = 300
RUNS = 40_000
STEPS = 20_000
_ENV = Env(datetime(2026, 1, 1, tzinfo=UTC))

#: Stands for every text no cell names.
OTHER = "(lainnya)"

#: (code, element, words) of one finding.
Found = tuple[str, str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class _Column:
    label: str
    #: One value of every piece, and per value the rules (a bit mask) it satisfies.
    values: tuple[Value, ...]
    masks: tuple[int, ...]


def overlaps(table: Table, names: frozenset[str], allowed: Mapping[str, str] | None = None) -> Iterator[Found]:
    """Overlaps under UNIQUE, rules FIRST never reaches, hits that disagree under ANY, and one example of a gap.

    Nothing is said where a cell is not made of constants. `allowed` are the unary tests of the model's types by name.
    """
    if len(table.rules) > RULES or not table.rules or any(len(r.tests) != len(table.inputs) for r in table.rules):
        return
    columns = [_column(table, number, names, allowed or {}) for number in range(len(table.inputs))]
    known = [column for column in columns if column is not None]
    if len(known) < len(columns):
        return
    if table.hit_policy == HitPolicy.UNIQUE:
        yield from _pairs(table, known)
    if table.hit_policy == HitPolicy.FIRST:
        yield from _unreachable(table, known)
    if table.hit_policy == HitPolicy.ANY:
        yield from _disagreeing(table, known)
    if table.aggregation == Aggregation.LIST and not any(output.default for output in table.outputs):
        gap = _gap(known, (1 << len(table.rules)) - 1)
        if gap:
            yield "dmn.gap", table.id, {"example": _example(known, gap)}


def _pairs(table: Table, columns: Sequence[_Column]) -> Iterator[Found]:
    shared = [_partners(column, len(table.rules)) for column in columns]
    for first in range(len(table.rules)):
        every = (1 << len(table.rules)) - 1
        together = reduce(and_, (of_column[first] for of_column in shared), every) >> (first + 1)
        for second in range(first + 1, first + 1 + together.bit_length()):
            if together >> (second - first - 1) & 1:
                yield _pair(table, columns, first, second)


def _unreachable(table: Table, columns: Sequence[_Column]) -> Iterator[Found]:
    """Rules of which an earlier one takes every case."""
    covered = [_covers(column, len(table.rules)) for column in columns]
    every = (1 << len(table.rules)) - 1
    for rule in range(1, len(table.rules)):
        earlier = reduce(and_, (of_column[rule] for of_column in covered), every) & ((1 << rule) - 1)
        if earlier:
            first = (earlier & -earlier).bit_length()
            yield "dmn.unreachable", table.rules[rule].id, {"first": str(first), "second": str(rule + 1)}


def _covers(column: _Column, rules: int) -> list[int]:
    """Per rule, the rules that take every piece it takes."""
    every = (1 << rules) - 1
    covering = [every] * rules
    for mask in set(column.masks):
        for rule in range(rules):
            if mask >> rule & 1:
                covering[rule] &= mask
    return covering


def _disagreeing(table: Table, columns: Sequence[_Column]) -> Iterator[Found]:
    """Rules that match together but say different things, as far as texts tell."""
    results = [tuple(cell.text.strip() for cell in rule.results) for rule in table.rules]
    for code, element, words in _pairs(table, columns):
        if results[int(words["first"]) - 1] != results[int(words["second"]) - 1]:
            yield "dmn.disagree" if code == "dmn.overlap" else code, element, words


def _partners(column: _Column, rules: int) -> list[int]:
    """Per rule, the rules that some piece of this column satisfies together with it."""
    partners = [0] * rules
    for mask in set(column.masks):
        for rule in range(rules):
            if mask >> rule & 1:
                partners[rule] |= mask
    return partners


def _pair(table: Table, columns: Sequence[_Column], first: int, second: int) -> Found:
    both = 1 << first | 1 << second
    places = [next(place for place, mask in enumerate(c.masks) if mask & both == both) for c in columns]
    words = {"first": str(first + 1), "second": str(second + 1), "example": _example(columns, places)}
    return "dmn.overlap", table.rules[second].id, words


def _gap(columns: Sequence[_Column], every: int) -> list[int]:
    """Depth first over the pieces, remembering which sets of rules were already followed at a column."""
    seen: set[tuple[int, int]] = set()
    stack: list[tuple[int, list[int]]] = [(every, [])]
    while stack and len(seen) < STEPS:
        alive, path = stack.pop()
        if not alive:
            return path + [0] * (len(columns) - len(path))
        if len(path) == len(columns) or (len(path), alive) in seen:
            continue
        seen.add((len(path), alive))
        masks = columns[len(path)].masks
        stack.extend((alive & mask, [*path, place]) for place, mask in enumerate(masks))
    return []


def _example(columns: Sequence[_Column], places: Sequence[int]) -> str:
    return ", ".join(f"{c.label} = {to_text(c.values[p])}" for c, p in zip(columns, places, strict=True))


def _column(table: Table, number: int, names: frozenset[str], allowed: Mapping[str, str]) -> _Column | None:
    cells = [rule.tests[number].text for rule in table.rules]
    column = table.inputs[number]
    limits = column.values or allowed.get(column.type, "")
    programs = {text: compile(text, unary=True, names=names) for text in (*cells, limits) if text not in ANY}
    constants: set[Value] = set()
    for program in programs.values():
        found = _constants(program)
        if found is None:
            return None
        constants |= found
    values = [v for v in _pieces(constants, column.type) if not limits or _is(programs[limits], v)]
    if not values or len(values) * len(programs) > RUNS:
        return None
    return _Column(column.label, tuple(values), tuple(_mask(cells, programs, value) for value in values))


def _mask(cells: Sequence[str], programs: Mapping[str, Program], value: Value) -> int:
    """The rules whose cell takes the value; equal cells are tried once."""
    taken = {text for text in set(cells) if text in ANY or _is(programs[text], value)}
    return sum(1 << place for place, text in enumerate(cells) if text in taken)


def _is(program: Program, value: Value) -> bool:
    return program.run({"?": value}, _ENV).value is True


def _constants(program: Program) -> set[Value] | None:
    """The constants of a cell; None where it calls or reads something else."""
    if any(name != "?" for name in program.free):
        return None
    found: set[Value] = set()
    stack: list[Node] = [program.ast]
    while stack:
        node = stack.pop()
        constant = _constant(node)
        if constant is not None:
            found.add(constant)
            continue
        if isinstance(node, Call | Const):
            return None
        stack.extend(children(node))
    return found


def _constant(node: Node) -> Value:
    """The value of a literal, or of date("…") and the like; None for anything else, null among it."""
    if isinstance(node, Call) and isinstance(node.callee, Name) and node.callee.name in ("date", "duration"):
        only = node.arguments[0] if len(node.arguments) == 1 else None
        made = only.value if isinstance(only, Const) and isinstance(only.value, str) else ""
        return Date.parse(made) if node.callee.name == "date" else parse_duration(made)
    held = node.value if isinstance(node, Const) else None
    return held if isinstance(held, Decimal | str | bool | Date | DaysTime | YearsMonths) else None


def _pieces(constants: set[Any], type_ref: str) -> list[Value]:
    """One value of every piece the constants cut; strings have one piece more: anything else."""
    kinds = {type(c) for c in constants}
    if type_ref == "boolean" or kinds == {bool}:
        return [True, False]
    if len(kinds) != 1:
        return []
    kind = kinds.pop()
    if kind is str:
        known = type_ref in ("", "string") or type_ref not in _BUILTIN
        return [*sorted(constants), OTHER] if known else []
    steps = _STEPS.get(kind)
    if steps is None:
        return []
    to, back = steps
    numbers = sorted(to(c) for c in constants)
    if kind is Decimal:
        between = [(low + high) / 2 for low, high in pairwise(numbers)]
    else:
        between = [low + 1 for low, high in pairwise(numbers) if high - low > 1]
    return [back(n) for n in sorted({*numbers, *between, numbers[0] - 1, numbers[-1] + 1})]


#: Types of DMN that are no names of the model.
_BUILTIN = frozenset({"number", "boolean", "date", "time", "dateTime", "date and time", "Any"})
#: Kinds with an order -> as a number, and back.
_STEPS: Mapping[type, tuple[Any, Any]] = {
    Decimal: (lambda number: number, lambda number: number),
    Date: (lambda day: day.number, Date.from_number),
    DaysTime: (lambda length: length.nanos, DaysTime),
    YearsMonths: (lambda length: length.months, YearsMonths),
}
