"""Values to the text an official would have typed: for drafts, defaults, scenarios and the API."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.feel import Env
from engine.feel.text import to_text
from engine.feel.values import Date
from engine.model.money import rupiah
from engine.model.state import Value
from forms import names
from forms.expressions import evaluate, literal
from forms.names import Raw
from forms.parsing import MONTHS
from forms.schema import Field, Form, Kind

Spelled = dict[str, list[str]]
#: The format of a number nobody writes with dots: 2027, not 2.027.
YEAR = "year"


def raw(form: Form, answers: Mapping[str, Any]) -> Raw:
    """Spell answers (typed values, or plain YAML and JSON ones) as a browser would post them."""
    spelled: Spelled = {}
    for one in form.walk():
        if one.key in answers and one.kind is Kind.TABLE:
            spelled |= _rows(one, answers[one.key])
        elif one.key in answers and one.is_input:
            spelled |= _spell(one, one.key, answers[one.key])
    return spelled


def prefill(form: Form, scope: Mapping[str, Value], env: Env) -> Raw:
    """What a fresh form shows: the case's variable of the same name, else the analyst's default."""
    answers: dict[str, Value] = {}
    for one in form.walk():
        known = scope.get(one.key)
        answers[one.key] = known if known is not None else _default(one, scope, env)
    return raw(form, answers)


def _default(one: Field, scope: Mapping[str, Value], env: Env) -> Value:
    if one.kind is not Kind.TABLE or isinstance(one.default, str):
        return literal(one.default, scope, env)
    given = one.properties.get("rows")
    if given:
        return evaluate(given, scope, env)
    return one.default if isinstance(one.default, list) else [{} for _ in range(one.repetitions)]


def _rows(table: Field, rows: Any) -> Spelled:  # noqa: ANN401 - a plain value of YAML or a FEEL value
    spelled: Spelled = {}
    listed = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []
    for number, row in enumerate(listed):
        for column in table.components:
            if column.is_input:
                spelled |= _spell(column, names.cell(table, number, column), row.get(column.key))
    return spelled | {table.key + names.ROWS: [str(len(listed))]}


def _spell(one: Field, name: str, value: Any) -> Spelled:  # noqa: ANN401 - as above
    if value is None:
        return {}
    if one.kind is Kind.DATE:
        return _date(name, value)
    if one.kind in (Kind.CHECKLIST, Kind.FILES):
        return {name: [str(item) for item in (value if isinstance(value, list | tuple) else [value])]}
    if one.kind is Kind.CHECKBOX:
        return {name: ["ya"]} if value not in (False, "", "tidak") else {}
    if one.kind is Kind.REFERENCE and isinstance(value, Mapping):
        return {name: [str(value.get("key", ""))]}
    if one.properties.get("format") == YEAR:
        return {name: [to_text(value) if isinstance(value, Decimal) else str(value)]}
    return {name: [text_of(value, one.kind)]}


def _date(name: str, value: Any) -> Spelled:  # noqa: ANN401 - as above
    found = Date.parse(str(value))
    boxes = (found.day, found.month, found.year) if found else [*str(value).split(), "", "", ""][:3]
    return {name + part: [str(box)] for part, box in zip((names.DAY, names.MONTH, names.YEAR), boxes, strict=True)}


def text_of(value: Any, kind: Kind) -> str:  # noqa: ANN401 - as above
    """One value as typed: amounts with dots and a comma."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = value if isinstance(value, Decimal) else Decimal(str(value))
        return plain(number) if kind in (Kind.NUMBER, Kind.RUPIAH) else to_text(number)
    return value if isinstance(value, str) else str(value)


def plain(number: Decimal) -> str:
    """A number with dots for thousands and a comma for decimals, exact."""
    whole, _, fraction = format(number, ",f").partition(".")
    return whole.replace(",", ".") + ("," + fraction if fraction else "")


def shown(value: Value, how: str) -> str:
    """A value as read on a page: `how` is rupiah, number, year, date or text."""
    if value is None:
        return ""
    if isinstance(value, Decimal) and how == YEAR:
        return to_text(value)
    if isinstance(value, Decimal):
        return rupiah(value) if how == "rupiah" else plain(_short(value))
    if isinstance(value, Date):
        return f"{value.day} {MONTHS[value.month - 1].capitalize()} {value.year}"
    if isinstance(value, Mapping):
        return str(value.get("label", "")) or to_text(dict(value))
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    return value if isinstance(value, str) else to_text(value)


def _short(number: Decimal) -> Decimal:
    # A division leaves 34 digits; six tell an official enough, trailing zeros tell nothing.
    rounded = number.quantize(Decimal("0.000001")) if -int(number.as_tuple().exponent) > 6 else number
    return rounded.normalize() if rounded != rounded.to_integral() else rounded.quantize(Decimal(1))
