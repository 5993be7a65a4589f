"""A form filled in: every answer read, computed fields worked out, hidden ones gone.

Conditions and computed fields may look at any other field, so the sheet is worked out in rounds until nothing changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.feel import Env
from engine.model.state import Value
from forms import names
from forms.expressions import evaluate
from forms.lookups import Lookups
from forms.names import Raw
from forms.parsing import BLANK, Typed, parse
from forms.schema import SILENT, Field, Form, Kind

#: Fields that depend on fields that depend on …: deeper chains than any office's form.
ROUNDS = 8


@dataclass(slots=True)
class Sheet:
    """The state of one form while it is shown or judged."""

    form: Form
    #: The case's variables.
    scope: Mapping[str, Value]
    env: Env
    #: Raw name -> what was read there.
    typed: dict[str, Typed] = field(default_factory=dict)
    #: Names of fields and cells hidden now.
    hidden: set[str] = field(default_factory=set)
    #: Key -> value of every field that is not hidden.
    values: dict[str, Value] = field(default_factory=dict)
    #: Table key -> its rows as the case gives them (empty where officials add rows).
    given: dict[str, list[dict[str, Value]]] = field(default_factory=dict)
    #: Table key -> every row as posted, blank ones too, with computed cells.
    rows: dict[str, list[dict[str, Value]]] = field(default_factory=dict)

    def around(self) -> dict[str, Value]:
        """The names an expression outside a table may use: fields not answered are null."""
        blank = dict.fromkeys(one.key for one in self.form.walk() if one.kind not in SILENT and not one.readonly)
        return {**self.scope, **blank, **self.values}

    def within(self, table: Field, row: int) -> dict[str, Value]:
        """The names an expression in a row may use: its cells first."""
        blank = dict.fromkeys(column.key for column in table.components)
        return {**self.around(), **blank, **self.rows[table.key][row]}


def fill(form: Form, raw: Raw, scope: Mapping[str, Value], env: Env, lookups: Lookups) -> Sheet:
    """Read everything posted and work the form out; nothing is judged yet."""
    sheet = Sheet(form, scope, env)
    for one in form.walk():
        if one.kind is Kind.TABLE:
            _read_table(sheet, one, raw, lookups)
        elif one.is_input:
            sheet.typed[one.key] = parse(one, one.key, raw, lookups)
    for _ in range(ROUNDS):
        before = (sheet.hidden, sheet.values)
        _work_out(sheet)
        if before == (sheet.hidden, sheet.values):
            break
    return sheet


def is_given(table: Field) -> bool:
    """True where the case gives the rows and officials only fill them in."""
    return "rows" in table.properties


def is_blank_row(sheet: Sheet, table: Field, row: int) -> bool:
    """True where nothing was typed in any cell of a row."""
    typed = (sheet.typed.get(names.cell(table, row, column), BLANK) for column in table.components)
    return not is_given(table) and all(not one.problem and one.value in (None, False, []) for one in typed)


def _read_table(sheet: Sheet, table: Field, raw: Raw, lookups: Lookups) -> None:
    sheet.given[table.key] = _given(sheet, table)
    count = len(sheet.given[table.key]) if is_given(table) else names.posted_rows(raw, table)
    sheet.rows[table.key] = [{} for _ in range(count)]
    for row in range(count):
        for column in table.components:
            if column.is_input:
                name = names.cell(table, row, column)
                sheet.typed[name] = parse(column, name, raw, lookups)


def _given(sheet: Sheet, table: Field) -> list[dict[str, Value]]:
    found: Any = evaluate(table.properties["rows"], sheet.scope, sheet.env) if is_given(table) else []
    listed = found if isinstance(found, list) else []
    return [dict(row) if isinstance(row, Mapping) else {} for row in listed[: table.most_rows]]


def _work_out(sheet: Sheet) -> None:
    hidden: set[str] = set()
    values: dict[str, Value] = {}
    for one, concealed in _concealed(sheet, sheet.form.fields, inherited=False):
        if concealed:
            hidden.add(one.key)
        elif one.kind is Kind.TABLE:
            values[one.key] = _table(sheet, one, hidden)
        elif one.kind is Kind.COMPUTED:
            values[one.key] = evaluate(one.expression, sheet.around() | values, sheet.env)
        elif one.is_input:
            values[one.key] = sheet.typed[one.key].value
    sheet.hidden, sheet.values = hidden, values


def _concealed(sheet: Sheet, fields: tuple[Field, ...], *, inherited: bool) -> list[tuple[Field, bool]]:
    found: list[tuple[Field, bool]] = []
    for one in fields:
        concealed = inherited or is_hidden(one, sheet.around() if one.hide else {}, sheet.env)
        found.append((one, concealed))
        if one.kind is Kind.GROUP:
            found += _concealed(sheet, one.components, inherited=concealed)
    return found


def is_hidden(one: Field, scope: Mapping[str, Value], env: Env) -> bool:
    """True where the field's condition says so; a condition that cannot be worked out hides nothing."""
    return bool(one.hide) and evaluate(one.hide, scope, env) is True


def _table(sheet: Sheet, table: Field, hidden: set[str]) -> list[dict[str, Value]]:
    kept: list[dict[str, Value]] = []
    around = sheet.around()
    for number in range(len(sheet.rows[table.key])):
        row = _row(sheet, table, number, around, hidden)
        sheet.rows[table.key][number] = row
        if not is_blank_row(sheet, table, number):
            kept.append(row)
    return kept


def _row(sheet: Sheet, table: Field, number: int, around: Mapping[str, Value], hidden: set[str]) -> dict[str, Value]:
    given = sheet.given[table.key]
    row: dict[str, Value] = dict(given[number]) if number < len(given) else {}
    cells = {**dict.fromkeys(column.key for column in table.components), **sheet.rows[table.key][number], **row}
    for column in table.components:
        name = names.cell(table, number, column)
        scope = {**around, **cells}
        if is_hidden(column, scope, sheet.env):
            hidden.add(name)
            row.pop(column.key, None)
        elif column.kind is Kind.COMPUTED:
            row[column.key] = evaluate(column.expression, scope, sheet.env)
        elif column.is_input:
            row[column.key] = sheet.typed[name].value
        cells[column.key] = row.get(column.key)
    return row
