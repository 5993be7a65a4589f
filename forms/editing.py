"""The buttons inside a form: rows, searches and files, without JavaScript."""

from collections.abc import Mapping, Sequence

from forms import names
from forms.names import Raw
from forms.schema import Field, Form, Kind

BUTTONS = (names.ADD, names.REMOVE, names.SEARCH, names.DETACH, names.UPLOAD)

Edited = dict[str, Sequence[str]]


def is_edit(raw: Raw) -> bool:
    """True where a button of the form itself was pressed: show it again, keep nothing."""
    return any(name == names.RECALCULATE or name.startswith(BUTTONS) for name in raw)


def edit(form: Form, raw: Raw) -> Raw:
    """Carry out the pressed button on what was typed; the rest stays as typed."""
    edited: Edited = {name: list(texts) for name, texts in raw.items() if not _is_button(name)}
    tables = {one.key: one for one in form.walk() if one.kind is Kind.TABLE and one.growing}
    for name in raw:
        if name.startswith(names.ADD):
            _add(edited, tables.get(name.removeprefix(names.ADD)))
        elif name.startswith(names.REMOVE):
            edited = _remove(edited, tables, name.removeprefix(names.REMOVE))
        elif name.startswith(names.SEARCH):
            _search(edited, name.removeprefix(names.SEARCH))
        elif name.startswith(names.DETACH):
            _detach(edited, name.removeprefix(names.DETACH))
    return edited


def _is_button(name: str) -> bool:
    return name == names.RECALCULATE or name.startswith(BUTTONS)


def _add(raw: Edited, table: Field | None) -> None:
    if table is not None:
        count = names.posted_rows(raw, table)
        raw[table.key + names.ROWS] = [str(min(count + 1, table.most_rows))]


def _remove(raw: Edited, tables: Mapping[str, Field], which: str) -> Edited:
    key, _, number = which.partition(":")
    table = tables.get(key)
    if table is None or not (number.isascii() and number.isdigit()):
        return raw
    count = names.posted_rows(raw, table)
    removed = int(number[:6])
    if removed >= count:
        return raw
    moved: Edited = {}
    for name, texts in raw.items():
        kept = _moved(name, key, removed)
        if kept:
            moved[kept] = texts
    return moved | {key + names.ROWS: [str(count - 1)]}


def _moved(name: str, table: str, removed: int) -> str:
    """The name of a cell once row `removed` is gone; "" for a cell of that row."""
    prefix, _, rest = name.partition(".")
    number, _, cell = rest.partition(".")
    if prefix != table or not (number.isascii() and number.isdigit()) or int(number[:6]) < removed:
        return name
    return "" if int(number[:6]) == removed else f"{table}.{int(number[:6]) - 1}.{cell}"


def _search(raw: Edited, name: str) -> None:
    raw[name + names.SEARCHED] = ["1"]
    raw.pop(name + names.PICKED, None)


def _detach(raw: Edited, which: str) -> None:
    name, _, id = which.partition(":")
    raw[name] = [one for one in raw.get(name, ()) if one != id]
