"""The rules of a form as data for the page, so that the browser shows at once what the server will say.

Only what the browser computes exactly is sent (engine.feel.browser); the rest waits for the server, which decides
everything in any case. Nothing here is needed: without scripts the page works as it is.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from engine.feel import FeelError, browser
from engine.model.state import Value
from forms import names
from forms.expressions import source
from forms.messages import say
from forms.names import Raw
from forms.schema import CHOOSING, SILENT, Field, Kind
from forms.sheet import Sheet, is_given

#: How the page reads an answer of each kind.
READS = {
    Kind.TEXTFIELD: "t",
    Kind.TEXTAREA: "a",
    Kind.NUMBER: "n",
    Kind.RUPIAH: "r",
    Kind.DATE: "d",
    Kind.SELECT: "s",
    Kind.RADIO: "s",
    Kind.CHECKBOX: "b",
    Kind.CHECKLIST: "m",
    Kind.FILES: "f",
    Kind.REFERENCE: "x",
    Kind.COMPUTED: "c",
    Kind.TABLE: "l",
    Kind.GROUP: "g",
}
#: A page carries at most so many characters of rules; a longer form waits for the server.
MOST = 30_000
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Instant:
    """The rules as JSON ("" for none), and the keys of fields the page itself can show and hide."""

    text: str = ""
    toggled: frozenset[str] = frozenset()
    #: Keys of fields whose messages the page may change.
    judged: frozenset[str] = frozenset()


def instant(sheet: Sheet, raw: Raw, language: str) -> Instant:
    """The rules of a form over what is known now."""
    making = _Making(sheet, raw, language)
    fields = list(making.fields(sheet.form.fields, ""))
    if not any(making.rules):
        return Instant()
    told = {"fields": fields, "error": say("error", language), "empty": say("empty", language)}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace("&", "\\u0026")
    if len(text) > MOST:
        return Instant()
    return Instant(text, frozenset(making.toggled), frozenset(making.judged))


@dataclass(slots=True)
class _Making:
    sheet: Sheet
    raw: Raw
    language: str
    toggled: set[str] = field(default_factory=set)
    judged: set[str] = field(default_factory=set)
    #: One entry for each rule the page got.
    rules: list[str] = field(default_factory=list)

    def fields(self, fields: Iterable[Field], group: str) -> Iterator[Json]:
        """The fields with their rules, those of a group behind it and with its key."""
        for one in fields:
            if one.kind in READS or one.hide:
                yield self.field(one) | ({"g": group} if group else {})
            if one.kind is Kind.GROUP:
                yield from self.fields(one.components, one.key)

    def field(self, one: Field) -> Json:
        """One field: how to read it, and its rules."""
        answers = self._answers()
        told: Json = {"k": one.key, "t": READS.get(one.kind, "-")}
        if one.readonly and one.kind is not Kind.TABLE:
            told["t"] = "-"
        if one.hide:
            self._hide(one, answers, told)
        if one.kind is Kind.TABLE:
            told |= self._table(one, answers)
        elif one.is_input or one.kind is Kind.COMPUTED:
            told |= self._read(one, one.key, self._value(one))
            self._rules(one, told, answers)
        return told

    def _answers(self) -> set[str]:
        return {one.key for one in self.sheet.form.walk() if one.kind not in SILENT and not one.readonly}

    def _value(self, one: Field) -> Value:
        return self.sheet.values.get(one.key)

    def _hide(self, one: Field, answers: set[str], told: Json) -> None:
        tree = self._tree(one.hide, answers)
        if tree is None:
            # Only the server knows: the page keeps the field as it is.
            told["hidden"] = one.key in self.sheet.hidden
        else:
            told["hide"] = tree
            self.toggled.add(one.key)

    def _read(self, one: Field, name: str, value: Value) -> Json:
        told: Json = {}
        if one.digits is not None:
            told["digits"] = one.digits
        if one.kind is Kind.REFERENCE:
            told["was"] = names.first(self.raw, name + names.PICKED) or names.first(self.raw, name)
            _constant(told, "value", value)
        return told

    def _rules(self, one: Field, told: Json, answers: set[str]) -> None:
        label = one.named(self.language)
        if one.kind is Kind.COMPUTED:
            self._put(told, "calc", one.expression, answers)
            told["how"] = how(one)
            if "calc" not in told:
                _constant(told, "value", self._value(one))
        self._check(one, told, answers)
        if one.bounds.required and one.is_input:
            chosen = one.kind in (*CHOOSING, Kind.REFERENCE)
            words = {Kind.CHECKBOX: "tick", Kind.FILES: "attach"}
            told["need"] = say("choose" if chosen else words.get(one.kind, "required"), self.language, label=label)
            self.judged.add(one.key)

    def _check(self, one: Field, told: Json, answers: set[str]) -> None:
        if one.properties.get("check") and self._put(told, "check", one.properties["check"], answers):
            english = one.properties.get("checkMessage_en", "") if self.language == "en" else ""
            own = english or one.properties.get("checkMessage", "")
            told["say"] = own or say("check", self.language, label=one.named(self.language))
            self.judged.add(one.key)

    def _table(self, table: Field, answers: set[str]) -> Json:
        inside = answers | {column.key for column in table.components}
        columns: list[Json] = []
        for column in table.components:
            told: Json = {"k": column.key, "t": "-" if column.readonly else READS[column.kind]}
            if column.kind is Kind.REFERENCE:
                told["t"] = "?"
            if column.digits is not None:
                told["digits"] = column.digits
            if column.hide and not self._put(told, "hide", column.hide, inside):
                told["t"] = "?"
            if column.kind is Kind.COMPUTED and not self._put(told, "calc", column.expression, inside):
                told["t"] = "?"
            told["how"] = how(column)
            columns.append(told)
        told = {"columns": columns, "totals": list(table.totals), "hidden": table.key in self.sheet.hidden}
        if is_given(table):
            _constant(told, "given", self.sheet.given[table.key])
        self._check(table, told, answers)
        self.rules += ["total"] * len(table.totals)
        if table.hide:
            told.pop("hidden")
        return told

    def _put(self, told: Json, name: str, text: str, answers: set[str]) -> bool:
        tree = self._tree(text, answers)
        if tree is not None:
            told[name] = tree
        return tree is not None

    def _tree(self, text: str, answers: set[str]) -> Json | None:
        try:
            tree = browser.compile(source(text), answers, self.sheet.scope, self.sheet.env)
        except FeelError:
            return None
        self.rules.append(text)
        return tree


def how(one: Field) -> str:
    """How a value is written on the page."""
    return one.properties.get("format", "rupiah" if one.kind is Kind.RUPIAH else "number")


def _constant(told: Json, name: str, value: Value) -> None:
    """Put a value; left out where the browser has none like it: it is then unknown."""
    try:
        told[name] = browser.constant(value)
    except ValueError:
        return
