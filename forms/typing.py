"""The kinds of value a form's answers are, for the analysis of what reads them; None where it is not certain."""

from engine import feel
from engine.feel.infer import NUMBER, STRING, infer
from engine.feel.syntax import Type
from forms.expressions import source
from forms.schema import SILENT, Field, Form, Kind

_TEXTS = Type("list", (STRING,))
#: A snapshot of a row: its key, its label, and fields only the register knows.
_ROW = Type("context", members=(("key", STRING), ("label", STRING), ("row", Type("Any"))))
_KINDS = {
    Kind.TEXTFIELD: STRING,
    Kind.TEXTAREA: STRING,
    Kind.SELECT: STRING,
    Kind.RADIO: STRING,
    Kind.NUMBER: NUMBER,
    Kind.RUPIAH: NUMBER,
    Kind.DATE: Type("date"),
    Kind.CHECKBOX: Type("boolean"),
    Kind.CHECKLIST: _TEXTS,
    Kind.FILES: _TEXTS,
    Kind.REFERENCE: _ROW,
}


def answers(form: Form) -> dict[str, Type | None]:
    """The kind of each variable the form makes; what it only shows is not certain."""
    known: dict[str, Type | None] = {
        one.key: _answer(one) for one in form.walk() if one.kind not in SILENT and not one.readonly
    }
    # A computed field may read another that stands behind it: twice is enough for what forms do.
    for _ in range(2):
        known |= {one.key: computed(one, known) for one in form.walk() if one.kind is Kind.COMPUTED}
    return known


def of_row(table: Field) -> dict[str, Type | None]:
    """The kinds of the cells of a row."""
    known = {column.key: None if column.readonly else _KINDS.get(column.kind) for column in table.components}
    return known | {one.key: computed(one, known) for one in table.components if one.kind is Kind.COMPUTED}


def computed(one: Field, known: dict[str, Type | None]) -> Type | None:
    """The kind of a computed field."""
    try:
        program = feel.compile(source(one.expression))
    except feel.FeelError:
        return None
    found = infer(program.ast, known, program.builtins)[0]
    return None if found is None or found.name == "Null" else found


def _answer(one: Field) -> Type | None:
    if one.kind is not Kind.TABLE:
        return _KINDS.get(one.kind)
    # Rows the case gives bring members of their own.
    given = "rows" in one.properties
    members = () if given else tuple((name, of or Type("Any")) for name, of in of_row(one).items())
    return Type("list", (Type("context", members=members),))
