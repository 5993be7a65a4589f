"""Answers of a sent form in words, under the labels they were asked with."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

from engine.feel.values import Date, DateTime
from engine.locale import gettext
from engine.service.views.cases import AnsweredForm
from engine.web.words import Words
from forms import Field, Kind


def spoken(answer: AnsweredForm, words: Words) -> list[tuple[str, str]]:
    """Pair each label with its answer; what was left empty is left out."""
    if answer.form is None:
        return [(name, told) for name, value in answer.values.items() if (told := tell(value, None, words))]
    fields = (field for field in answer.form.walk() if field.key and field.kind is not Kind.FILES)
    pairs = ((field.named(words.language), tell(answer.values.get(field.key), field, words)) for field in fields)
    return [(label, told) for label, told in pairs if told]


def tell(value: Any, field: Field | None, words: Words) -> str:  # noqa: ANN401 - any FEEL value
    """Say one value."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("Yes", words.language) if value else gettext("No", words.language)
    if isinstance(value, Decimal):
        return _number(value, field, words)
    if isinstance(value, Date | DateTime):
        return _moment(value, words)
    if isinstance(value, Mapping):
        return _context(value, field, words)
    if isinstance(value, list):
        return "; ".join(tell(item, field, words) for item in value)
    return _chosen(str(value), field, words.language)


def _number(value: Decimal, field: Field | None, words: Words) -> str:
    text = str(format_decimal(value, locale=words.language, decimal_quantization=False))
    is_money = field is not None and (field.kind is Kind.RUPIAH or field.properties.get("format") == "rupiah")
    return f"Rp{text}" if is_money else text


def _moment(value: Date | DateTime, words: Words) -> str:
    return words.long_day(value.to_python()) if isinstance(value, Date) else words.when(value.to_python())


def _context(value: Mapping[str, Any], field: Field | None, words: Words) -> str:
    if "label" in value and "key" in value:
        return str(value["label"])
    cells = {cell.key: cell for cell in field.components} if field else {}
    return ", ".join(told for name, item in value.items() if (told := tell(item, cells.get(name), words)))


def _chosen(text: str, field: Field | None, language: str) -> str:
    choice = next((one for one in (field.choices if field else ()) if one.value == text), None)
    return text if choice is None else (choice.label_en if language == "en" and choice.label_en else choice.label)
