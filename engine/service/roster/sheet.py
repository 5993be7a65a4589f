"""A sheet: its columns, what the office has of it today, and what a file of it would change."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from engine.model.errors import Invalid
from engine.service.roster.cells import Reader
from engine.service.roster.csvfile import Table
from engine.store.unit import Unit

#: Every column of a row as canonical text.
Row = Mapping[str, str]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the file, the other name people may use, and how a cell is read."""

    name: str
    alias: str
    read: Reader
    required: bool = False
    #: What an empty cell stands for.
    default: str = ""
    #: True where the column only says something again for a reader; it never makes a row differ.
    told: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where: the line of the file (1 is the head) and the column."""

    line: int
    column: str
    error: Invalid


class WrongRows(Invalid):
    """Rows that cannot be written; `found` says where and why, each in words of its own."""

    def __init__(self, found: Sequence[Problem]) -> None:
        told: dict[str, list[str]] = {}
        for problem in found:
            told.setdefault(problem.column, []).append(problem.error.message)
        first = found[0].error
        super().__init__(first.code, first.message, problems=told, details=first.details)
        self.found = tuple(found)


@dataclass(frozen=True, slots=True)
class Change:
    """What one row would do: added, changed or same; `fields` are the columns that differ."""

    line: int
    how: str
    row: Row
    before: Row | None = None
    fields: tuple[str, ...] = ()


@dataclass(slots=True)
class Plan:
    """All that a file would do, all or nothing; a warning must be accepted, a problem cannot."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def of(self, how: str) -> list[Change]:
        """The rows that are added, changed or the same."""
        return [change for change in self.changes if change.how == how]

    @property
    def seal(self) -> str:
        """A hash of all it would do: what was previewed is what is done."""
        told = [(c.how, sorted(c.row.items()), sorted((c.before or {}).items())) for c in self.changes]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of rows of the office."""

    name: str
    #: What a fact calls one row: unit, position …
    noun: str
    columns: tuple[Column, ...]
    key: Callable[[Row], Key]
    #: Every row of today by its key, canonical.
    current: Callable[[Connection], Mapping[Key, Row]]
    #: What no single cell can know: names that must exist, periods that must not meet; warnings are yielded as such.
    check: Callable[[Connection, Plan, date], None]
    #: Write one row and say what the fact holds of it.
    write: Callable[[Unit, Change], Mapping[str, str]]
    #: What can only be written once every row is there: parents and superiors.
    settle: Callable[[Unit, list[Change]], None] | None = None

    def rows(self, table: Table) -> tuple[list[tuple[int, Row]], list[Problem]]:
        """The rows of a file by the names of our columns, and what is wrong with its head and its shape."""
        names, problems = self._head(table.head)
        if problems:
            return [], problems
        rows: list[tuple[int, Row]] = []
        for line, cells in table.rows:
            if len(cells) > len(names) and any(cells[len(names) :]):
                problems.append(
                    Problem(
                        line, "", Invalid("sheet.cells", "Expected as many cells as the head has, but there are more")
                    )
                )
            rows.append((line, dict(zip(names, cells, strict=False))))
        return rows, problems

    def planned(self, db: Connection, rows: Sequence[tuple[int, Row]], day: date) -> Plan:
        """What rows would change, checked against the office of today."""
        plan, current, seen = Plan(), self.current(db), dict[Key, int]()
        for line, raw in rows:
            row = self._row(line, raw, plan)
            if row is None:
                continue
            key = self.key(row)
            if key in seen:
                told = {"line": str(seen[key])}
                again = Invalid(
                    "sheet.twice", f"Expected each row once, but line {seen[key]} is the same", details=told
                )
                plan.problems.append(Problem(line, self.columns[0].name, again))
                continue
            seen[key] = line
            plan.changes.append(self._change(line, row, current.get(key)))
        self.check(db, plan, day)
        return plan

    def _head(self, head: Sequence[str]) -> tuple[list[str], list[Problem]]:
        known = {alias: column.name for column in self.columns for alias in (column.name, column.alias)}
        names = [known.get(name, "") for name in head]
        problems = [
            Problem(
                1,
                name,
                Invalid(
                    "sheet.column", f"Expected a column of this sheet, but {name} is none", details={"column": name}
                ),
            )
            for name, ours in zip(head, names, strict=True)
            if name and not ours
        ]
        missing = [column.name for column in self.columns if column.required and column.name not in names]
        problems += [
            Problem(
                1,
                name,
                Invalid("sheet.missing", f"Expected a column {name}, but it is missing", details={"column": name}),
            )
            for name in missing
        ]
        return names, problems

    def _row(self, line: int, raw: Row, plan: Plan) -> Row | None:
        row: dict[str, str] = {}
        for column in self.columns:
            cell = (raw.get(column.name) or "").strip()
            try:
                row[column.name] = column.read(cell) if cell else column.default
                if column.required and not cell:
                    raise Invalid("cell.required", f"Expected {column.name}, but it is empty")
            except Invalid as error:
                plan.problems.append(Problem(line, column.name, error))
        return row if len(row) == len(self.columns) and not _has(plan, line) else None

    def _change(self, line: int, row: Row, before: Row | None) -> Change:
        if before is None:
            return Change(line, "added", row)
        fields = tuple(c.name for c in self.columns if not c.told and row[c.name] != before.get(c.name, ""))
        return Change(line, "changed" if fields else "same", row, before, fields)


def unknown(plan: Plan, column: str, known: Mapping[str, object] | set[str], code: str) -> None:
    """Add a problem for each row whose cell names something that does not exist."""
    for change in plan.changes:
        cell = change.row[column]
        if cell and cell not in known:
            error = Invalid(code, f"Expected {column} to exist, but there is no {cell}", details={"cell": cell})
            plan.problems.append(Problem(change.line, column, error))


def circles(plan: Plan, column: str, above: Mapping[str, str]) -> Iterator[Problem]:
    """The rows that stand above themselves."""
    for change in plan.changes:
        code, seen = change.row[column], {change.row["code"]}
        while code and code not in seen:
            seen.add(code)
            code = above.get(code, "")
        if code:
            yield Problem(
                change.line, column, Invalid("cell.circle", "Expected nobody above himself, but this goes in a circle")
            )


def _has(plan: Plan, line: int) -> bool:
    return any(problem.line == line for problem in plan.problems)
