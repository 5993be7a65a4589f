"""What the page shows of each field: plain texts, so that the template decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from markupsafe import Markup

from engine.model.state import Value
from forms import markdown, names
from forms.choices import choices
from forms.instant import how, instant
from forms.lookups import Attached, Lookups, Option
from forms.messages import say
from forms.names import Raw
from forms.schema import CHOOSING, NUMERIC, Field, Kind
from forms.sheet import Sheet, is_given, is_hidden
from forms.spelling import shown

RESULTS = 20
NO_HTML = Markup("")


@dataclass(frozen=True, slots=True)
class Box:
    """One input of a date, or one option of a choice."""

    name: str
    id: str
    label: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """The head of one column and its total."""

    label: str
    numeric: bool
    total: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """One field on the page."""

    kind: str
    name: str
    id: str
    label: str = ""
    hint: str = ""
    errors: Sequence[str] = ()
    optional: bool = False
    #: What was typed, or what is shown.
    text: str = ""
    html: Markup = NO_HTML
    boxes: Sequence[Box] = ()
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence["View"]] = ()
    children: Sequence["View"] = ()
    files: Sequence[Attached] = ()
    accept: str = ""
    many: bool = False
    numeric: bool = False
    growing: bool = False
    searched: bool = False
    #: The key of a field the page itself may show, hide or speak about; "" for others.
    holder: str = ""
    #: True for such a field that is hidden now.
    concealed: bool = False


class Views:
    """Builds the views of one sheet."""

    def __init__(
        self, sheet: Sheet, raw: Raw, problems: Mapping[str, Sequence[str]], lookups: Lookups, language: str
    ) -> None:
        self.sheet = sheet
        self.raw = raw
        self.problems = problems
        self.lookups = lookups
        self.language = language
        self.around = sheet.around()
        self.instant = instant(sheet, raw, language)

    def of(self, fields: Sequence[Field], *, within: bool = False) -> list[View]:
        """The fields not hidden now, in order, and those the page itself can show; `within` a group that is hidden."""
        return [self._held(one, within) for one in fields if not self._is_left_out(one, within)]

    def _is_left_out(self, one: Field, within: bool) -> bool:
        if one.key not in self.sheet.hidden or one.key in self.instant.toggled:
            return False
        # Hidden with its group only: it comes with the group when the page shows that.
        return not within or is_hidden(one, self.around, self.sheet.env)

    def _held(self, one: Field, within: bool) -> View:
        view = self.one(one, within=within or one.key in self.sheet.hidden)
        if one.key in self.instant.toggled:
            concealed = is_hidden(one, self.around, self.sheet.env)
            return replace(view, holder=one.key, concealed=concealed)
        return replace(view, holder=one.key) if one.key in self.instant.judged else view

    def one(self, one: Field, *, within: bool = False) -> View:
        """One field outside a table."""
        label = one.named(self.language)
        if one.kind is Kind.GROUP:
            return View(
                "group", one.key, "", label, one.hinted(self.language), children=self.of(one.components, within=within)
            )
        if one.kind in (Kind.TEXT, Kind.SEPARATOR):
            return View(one.kind.value, "", "", html=self._text(one))
        if one.kind is Kind.TABLE:
            return self._table(one, label)
        return self._field(one, one.key, label, self.sheet.values.get(one.key), self.around)

    def _text(self, one: Field) -> Markup:
        english = one.properties.get("text_en", "") if self.language == "en" else ""
        return markdown.render(english or one.text, self.around, self.sheet.env)

    def _field(self, one: Field, name: str, label: str, value: Value, scope: Mapping[str, Value]) -> View:
        view = View(
            kind=one.kind.value,
            name=name,
            id=names.anchor(name, one.kind),
            label=label,
            hint=one.hinted(self.language),
            errors=self.problems.get(name, ()),
            optional=not one.bounds.required and one.kind is not Kind.CHECKBOX,
            text=names.first(self.raw, name),
            numeric=is_numeric(one),
        )
        if not one.is_input:
            return self._shown(one, view, scope.get(one.key) if one.readonly else value, scope)
        return self._filled(one, view, value, scope)

    def _filled(self, one: Field, view: View, value: Value, scope: Mapping[str, Value]) -> View:
        if one.kind in CHOOSING:
            return replace(view, boxes=self._choices(one, view, scope))
        if one.kind is Kind.DATE:
            return replace(view, boxes=self._date(view.name))
        if one.kind is Kind.REFERENCE:
            return self._reference(one, view, value)
        if one.kind is Kind.FILES:
            return replace(view, files=self._files(view.name), accept=one.accept, many=one.many)
        return replace(view, text="ya" if value is True else "") if one.kind is Kind.CHECKBOX else view

    def _shown(self, one: Field, view: View, value: Value, scope: Mapping[str, Value]) -> View:
        if one.properties.get("hidden") == "true":
            return replace(view, kind="nothing")
        if one.kind is Kind.FILES and isinstance(value, list):
            found = [self.lookups.attachment(str(id)) for id in value]
            return replace(view, kind="links", files=[file for file in found if file])
        labels = {choice.value: choice.label for choice in choices(one, scope, self.sheet.env)}
        listed = value if isinstance(value, list) else [value]
        text = ", ".join(labels.get(item, "") or shown(item, how(one)) for item in listed if item is not None)
        return replace(view, kind="shown", text=text, numeric=isinstance(value, Decimal))

    def _choices(self, one: Field, view: View, scope: Mapping[str, Value]) -> list[Box]:
        chosen = set(self.raw.get(view.name, ()))
        return [
            Box(
                view.name,
                view.id if number == 0 else f"{view.id}-{number}",
                choice.label_en if self.language == "en" and choice.label_en else choice.label,
                choice.value,
                choice.value in chosen,
            )
            for number, choice in enumerate(choices(one, scope, self.sheet.env))
        ]

    def _date(self, name: str) -> list[Box]:
        parts = ((names.DAY, "day"), (names.MONTH, "month"), (names.YEAR, "year"))
        return [
            Box(
                name + part,
                "isian-" + (name + part).replace(".", "-"),
                say(word, self.language),
                names.first(self.raw, name + part),
            )
            for part, word in parts
        ]

    def _reference(self, one: Field, view: View, value: Value) -> View:
        if isinstance(value, Mapping):
            return replace(view, text=str(value["key"]), html=Markup("{}").format(value["label"]))
        searched = bool(names.first(self.raw, view.name + names.SEARCHED)) or bool(view.text)
        found: Sequence[Option] = ()
        if searched:
            found = self.lookups.search(one.properties.get("register", ""), view.text, RESULTS)
        boxes = [
            Box(view.name + names.PICKED, f"{view.id}-{number}", f"{option.key} — {option.label}", option.key)
            for number, option in enumerate(found)
        ]
        return replace(view, boxes=boxes, searched=searched)

    def _files(self, name: str) -> list[Attached]:
        found = [self.lookups.attachment(id) for id in self.raw.get(name, ()) if id]
        return [file for file in found if file is not None]

    def _table(self, table: Field, label: str) -> View:
        columns = [one for one in table.components if one.properties.get("hidden") != "true"]
        rows = [self._row(table, row, columns) for row in range(len(self.sheet.rows[table.key]))]
        return View(
            kind="table",
            name=table.key,
            id=names.anchor(table.key, table.kind),
            label=label,
            hint=table.hinted(self.language),
            errors=self.problems.get(table.key, ()),
            columns=[self._column(table, one) for one in columns],
            rows=rows,
            growing=table.growing and not is_given(table),
        )

    def _row(self, table: Field, row: int, columns: Sequence[Field]) -> list[View]:
        scope = self.sheet.within(table, row)
        return [self._cell(table, row, column, scope) for column in columns]

    def _cell(self, table: Field, row: int, column: Field, scope: Mapping[str, Value]) -> View:
        name = names.cell(table, row, column)
        if name in self.sheet.hidden:
            return View("nothing", name, "")
        label = say("of_row", self.language, label=column.named(self.language), n=row + 1)
        return self._field(column, name, label, scope.get(column.key), scope)

    def _column(self, table: Field, column: Field) -> Column:
        total = ""
        if column.key in table.totals:
            rows = self.sheet.values.get(table.key) or []
            amounts = [row.get(column.key) for row in rows]
            total = shown(sum((one for one in amounts if isinstance(one, Decimal)), Decimal(0)), how(column))
        return Column(column.named(self.language), is_numeric(column), total, f"{table.key}.{column.key}")


def is_numeric(one: Field) -> bool:
    """True where the text stands to the right."""
    return one.kind in NUMERIC or one.properties.get("format") in ("rupiah", "number")
