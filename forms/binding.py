"""From what was typed to what a case may keep: the one place where answers are accepted."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.feel import Env
from engine.model.state import Value
from forms import names
from forms.judgement import Judge
from forms.lookups import Lookups
from forms.messages import say
from forms.names import Raw
from forms.schema import Field, Form, Kind, keys
from forms.sheet import Sheet, fill, is_blank_row


@dataclass(frozen=True, slots=True)
class Bound:
    """The answers; `problems` by raw name, empty where everything is accepted."""

    values: dict[str, Value] = field(default_factory=dict)
    problems: dict[str, list[str]] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        """True where the answers may be kept."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary: the id on the page to jump to, and the sentence."""

    anchor: str
    label: str
    message: str


def bind(
    form: Form, raw: Raw, scope: Mapping[str, Value], env: Env, lookups: Lookups, *, language: str = "id"
) -> Bound:
    """Check every answer by the form's rules; hidden fields are neither asked for nor kept."""
    sheet = fill(form, raw, scope, env, lookups)
    stored = {key: sheet.values[key] for key in keys(form) if key in sheet.values}
    return Bound(stored, judged(sheet, language))


def judged(sheet: Sheet, language: str) -> dict[str, list[str]]:
    """The problems of a sheet by raw name, in the order of the page."""
    judge = Judge(sheet.env, language)
    around = sheet.around()
    problems: dict[str, list[str]] = {}
    for one in sheet.form.walk():
        if one.key in sheet.hidden:
            continue
        if one.kind is Kind.TABLE:
            problems |= _table(sheet, one, judge, around)
        elif one.kind is Kind.COMPUTED:
            problems[one.key] = judge.check(one, sheet.values.get(one.key), around, one.named(language))
        elif one.is_input:
            problems[one.key] = judge.problems(one, sheet.typed[one.key], around, one.named(language))
    return {name: found for name, found in problems.items() if found}


def _table(sheet: Sheet, table: Field, judge: Judge, around: Mapping[str, Value]) -> dict[str, list[str]]:
    label = table.named(judge.language)
    problems = {table.key: _rows(sheet, table, judge, label)}
    for row in range(len(sheet.rows[table.key])):
        if not is_blank_row(sheet, table, row):
            problems |= _row(sheet, table, row, judge)
    # The analyst's rule for the whole table is only worth reading once its cells are right.
    if not any(problems.values()):
        problems[table.key] = judge.check(table, sheet.values.get(table.key), around, label)
    return problems


def _rows(sheet: Sheet, table: Field, judge: Judge, label: str) -> list[str]:
    if len(sheet.rows[table.key]) > table.most_rows:
        return [judge.say("too_many_rows", label=label, n=table.most_rows)]
    if len(sheet.values.get(table.key) or []) < table.least_rows:
        return [judge.say("rows", label=label, n=table.least_rows)]
    return []


def _row(sheet: Sheet, table: Field, row: int, judge: Judge) -> dict[str, list[str]]:
    scope = sheet.within(table, row)
    problems: dict[str, list[str]] = {}
    for column in table.components:
        name = names.cell(table, row, column)
        label = judge.say("of_row", label=column.named(judge.language), n=row + 1)
        if name in sheet.hidden:
            continue
        if column.kind is Kind.COMPUTED:
            problems[name] = judge.check(column, scope.get(column.key), scope, label)
        elif column.is_input:
            problems[name] = judge.problems(column, sheet.typed[name], scope, label)
    return problems


def summary(form: Form, problems: Mapping[str, list[str]], *, language: str = "id") -> list[Problem]:
    """The lines of the error summary, each with the id of the field it is about."""
    fields = {one.key: one for one in form.walk()}
    lines: list[Problem] = []
    for name, found in problems.items():
        one = _field_of(fields, name)
        label = one.named(language) if one else say("error", language)
        anchor = names.anchor(name, one.kind) if one else names.anchor(name, Kind.TEXTFIELD)
        lines += [Problem(anchor, label, message) for message in found]
    return lines


def _field_of(fields: Mapping[str, Field], name: str) -> Field | None:
    table, _, rest = name.partition(".")
    one = fields.get(table)
    key = rest.rpartition(".")[2]
    return next((column for column in one.components if column.key == key), one) if one and rest else one
