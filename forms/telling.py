"""Answers as a scenario tells them: plain text, numbers and lists that `raw` spells again as they were typed."""

from collections.abc import Mapping
from decimal import Decimal

from engine.feel.values import Date
from engine.model.state import Value
from forms.lookups import Lookups
from forms.schema import Field, Form, Kind
from forms.spelling import plain

#: What JSON and YAML hold alike.
Told = str | int | bool | list["Told"] | dict[str, "Told"]


def told(form: Form, values: Mapping[str, Value], lookups: Lookups) -> dict[str, Told]:
    """The answers of a form without what is empty; a file is told by its name."""
    answers: dict[str, Told] = {}
    for one in form.walk():
        value = values.get(one.key)
        if one.kind is Kind.TABLE and isinstance(value, list):
            answers[one.key] = [_row(one, row, lookups) for row in value if isinstance(row, Mapping)]
        elif one.is_input and value not in (None, "", []):
            answers[one.key] = _told(one, value, lookups)
    return answers


def _row(table: Field, row: Mapping[str, Value], lookups: Lookups) -> Told:
    cells = {column.key: row.get(column.key) for column in table.components if column.is_input}
    columns = {column.key: column for column in table.components}
    return {key: _told(columns[key], value, lookups) for key, value in cells.items() if value not in (None, "")}


def _told(one: Field, value: Value, lookups: Lookups) -> Told:
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else plain(value)
    if isinstance(value, Date):
        return value.to_python().isoformat()
    if isinstance(value, Mapping):
        return str(value.get("key", ""))
    if isinstance(value, list):
        return [_item(one, item, lookups) for item in value]
    return str(value)


def _item(one: Field, item: Value, lookups: Lookups) -> Told:
    found = lookups.attachment(str(item)) if one.kind is Kind.FILES else None
    return found.name if found else str(item)
