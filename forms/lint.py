"""Findings on a form before it is released: each would show an official a broken page."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation

import regex

from engine import feel
from engine.feel.infer import Types
from engine.feel.values import Date
from engine.model.errors import Invalid
from engine.model.findings import Finding, Severity
from forms.expressions import source
from forms.markdown import INSERT
from forms.messages import say
from forms.reader import read
from forms.schema import CHOOSING, NUMERIC, SILENT, Field, Form, Kind
from forms.typing import answers, of_row

#: Variables the engine itself gives every case.
RESERVED = frozenset({"case", "item", "partial", "loopCounter"})


def lint_file(data: bytes, *, names: Collection[str] | None = None, registers: Collection[str] = ()) -> list[Finding]:
    """Findings on a file as stored, an unreadable one included."""
    try:
        return lint(read(data), names=names, registers=registers)
    except Invalid as refused:
        return [finding(refused.code, refused.details.get("key", ""), **refused.details)]


def lint(form: Form, *, names: Collection[str] | None = None, registers: Collection[str] = ()) -> list[Finding]:
    """Findings on a form; `names` are the case's variables (None: not checked), `registers` the known registers."""
    known = None if names is None else {*names, "case", *(one.key for one in form.walk())}
    found = list(_keys(form))
    types = answers(form)
    for one in form.walk():
        found += [*_field(one, registers), *_feel(one, known, types)]
        for column in one.components if one.kind is Kind.TABLE else ():
            row = None if known is None else {*known, *(cell.key for cell in one.components)}
            found += [*_field(column, registers), *_feel(column, row, types | of_row(one))]
    return found


def finding(code: str, element: str, severity: Severity = Severity.ERROR, /, **words: object) -> Finding:
    """One finding with its sentence in both languages."""
    filled = {"key": element, **words}
    return Finding(code, severity, element, say(code, "id", **filled), say(code, "en", **filled))


def _keys(form: Form) -> Iterator[Finding]:
    inputs = [one.key for one in form.walk() if one.kind not in SILENT]
    if not inputs and not any(one.kind is Kind.TEXT for one in form.walk()):
        yield finding("form.no_fields", "")
    tables = [[column.key for column in one.components] for one in form.walk() if one.kind is Kind.TABLE]
    for group in (inputs, *tables):
        yield from (finding("form.duplicate_key", key) for key, count in Counter(group).items() if count > 1)
    yield from (finding("form.reserved_key", key) for key in inputs if key in RESERVED)


def _field(one: Field, registers: Collection[str]) -> Iterator[Finding]:
    if one.kind not in SILENT and not one.label and one.properties.get("hidden") != "true":
        yield finding("form.no_label", one.key)
    if one.kind in CHOOSING:
        yield from _choices(one)
    if one.kind is Kind.REFERENCE:
        register = one.properties.get("register", "")
        if not register or (registers and register not in registers):
            yield finding("form.no_register", one.key, typed=register)
    if one.kind is Kind.TABLE:
        yield from _table(one)
    yield from _bounds(one)
    if one.properties.get("check") and not one.properties.get("checkMessage"):
        yield finding("form.no_message", one.key, Severity.WARNING)


def _choices(one: Field) -> Iterator[Finding]:
    if not one.choices and not one.choices_from and not one.readonly:
        yield finding("form.no_choices", one.key)
    counted = Counter(choice.value for choice in one.choices)
    yield from (finding("form.duplicate_choice", one.key, typed=value) for value, n in counted.items() if n > 1)


def _table(table: Field) -> Iterator[Finding]:
    if not table.components:
        yield finding("form.no_columns", table.key)
    columns = {column.key: column for column in table.components}
    for name in table.totals:
        column = columns.get(name)
        if column is None or column.kind not in (*NUMERIC, Kind.COMPUTED):
            yield finding("form.total", table.key, typed=name)
    if "rows" not in table.properties and any(column.readonly for column in table.components):
        yield finding("form.no_rows", table.key)


def _bounds(one: Field) -> Iterator[Finding]:
    bounds = one.bounds
    literals = [text for text in (bounds.low, bounds.high) if text and not text.startswith("=")]
    for text in literals:
        if _literal(text) is None:
            yield finding("form.bounds", one.key, typed=text)
    low, high = _literal(bounds.low), _literal(bounds.high)
    if isinstance(low, Decimal) and isinstance(high, Decimal) and low > high:
        yield finding("form.bounds_order", one.key)
    if bounds.longest and bounds.shortest > bounds.longest:
        yield finding("form.bounds_order", one.key)
    try:
        regex.compile(bounds.pattern)
    except regex.error as why:
        yield finding("form.pattern", one.key, why=why)


def _literal(text: str) -> Decimal | Date | None:
    try:
        number = Decimal(text)
        return number if number.is_finite() else None
    except InvalidOperation:
        return Date.parse(text)


def _feel(one: Field, known: Collection[str] | None, types: Types) -> Iterator[Finding]:
    for name, text in _expressions(one):
        if not text.startswith("="):
            yield finding("form.no_equals", one.key, name=name, typed=text[:60])
            continue
        try:
            program = feel.compile(source(text))
        except feel.FeelSyntaxError as wrong:
            yield _placed(Finding(
                "feel.syntax", Severity.ERROR, one.key, wrong.message_id, wrong.message_en,
                text_line=wrong.line, text_column=wrong.column,
            ), name)  # fmt: skip
            continue
        condition = name in ("conditional.hide", "properties.check")
        for found in feel.analyse(program, known, types=types, condition=condition):
            yield _placed(replace(found, element=one.key), name)


def _placed(found: Finding, name: str) -> Finding:
    """The finding with the place of its text in front."""
    line, column = found.text_line, found.text_column
    return replace(
        found,
        message_id=f"{name}, baris {line} kolom {column}: {found.message_id}",
        message_en=f"{name}, line {line} column {column}: {found.message_en}",
    )


def _expressions(one: Field) -> Iterator[tuple[str, str]]:
    given = {
        "conditional.hide": one.hide,
        "valuesExpression": one.choices_from,
        "properties.check": one.properties.get("check", ""),
        "properties.rows": one.properties.get("rows", ""),
    }
    yield from ((name, text) for name, text in given.items() if text)
    if one.kind is Kind.COMPUTED:
        yield "expression", one.text
    maybe = (("validate.min", one.bounds.low), ("validate.max", one.bounds.high), ("defaultValue", one.default))
    yield from ((name, text) for name, text in maybe if isinstance(text, str) and text.startswith("="))
    if one.kind is Kind.TEXT:
        yield from (("text", insert[1]) for insert in INSERT.finditer(one.text))
