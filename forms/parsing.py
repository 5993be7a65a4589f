"""Typed text to values: one reading per kind, the same for a field and for a cell."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from engine.feel.values import Date
from engine.model.money import parse_rupiah
from engine.model.state import Value
from forms import names
from forms.lookups import Lookups, Option
from forms.names import Raw
from forms.schema import Field, Kind

NUMBER = re.compile(r"-?(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
#: Sen fit a 64-bit column far above this; nothing a city pays comes near.
TOO_MUCH = Decimal(10) ** 15
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LONGEST_NUMBER = 40
MONTHS = (
    *("januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember"),
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was read of one field: a value, or the code of the sentence that says why not."""

    value: Value = None
    problem: str = ""
    #: Words for the sentence.
    words: Mapping[str, object] = field(default_factory=dict)


BLANK = Typed()


def parse(one: Field, name: str, raw: Raw, lookups: Lookups) -> Typed:
    """Read the answer of one field (choices and bounds are judged later)."""
    return PARSERS[one.kind](one, name, raw, lookups)


def amount(text: str) -> Decimal | None:
    """A number as Indonesians write it: dots for thousands, a comma for decimals; None where it is not one."""
    compact = text.replace("\u00a0", "").replace(" ", "")
    if len(compact) > LONGEST_NUMBER or not NUMBER.fullmatch(compact):
        return None
    return Decimal(compact.replace(".", "").replace(",", "."))


def _bad(problem: str, typed: str, **words: object) -> Typed:
    return Typed(None, problem, {"typed": typed[:60], **words})


def _line(one: Field, name: str, raw: Raw, _: Lookups) -> Typed:
    return _stored(" ".join(names.first(raw, name).split("\n")).replace("\r", "").strip())


def _text(one: Field, name: str, raw: Raw, _: Lookups) -> Typed:
    return _stored(names.first(raw, name).replace("\r\n", "\n").replace("\r", "\n").strip())


def _stored(text: str) -> Typed:
    if CONTROL.search(text):
        return Typed(None, "characters")
    return Typed(text) if text else BLANK


def _number(one: Field, name: str, raw: Raw, _: Lookups) -> Typed:
    text = names.first(raw, name).strip()
    if not text:
        return BLANK
    value = amount(text)
    if value is None:
        return _bad("not_number", text)
    if one.digits is not None and -int(value.as_tuple().exponent) > one.digits:
        return _bad("digits", text, n=one.digits)
    return Typed(value) if abs(value) < TOO_MUCH else _bad("too_large", text)


def _rupiah(one: Field, name: str, raw: Raw, _: Lookups) -> Typed:
    text = names.first(raw, name).strip()
    if not text:
        return BLANK
    # "0.500" would be read as five hundred: nobody writes a thousand that way.
    odd = len(text) > LONGEST_NUMBER or not text.isascii() or re.search(r"(?<![0-9.])0[.]", text)
    value = None if odd else parse_rupiah(text)
    if value is None:
        return _bad("not_rupiah", text)
    return Typed(value) if abs(value) < TOO_MUCH else _bad("too_large", text)


def _date(one: Field, name: str, raw: Raw, _: Lookups) -> Typed:
    boxes = [names.first(raw, name + part).strip() for part in (names.DAY, names.MONTH, names.YEAR)]
    if not any(boxes):
        return BLANK
    if not all(boxes):
        return Typed(None, "part_of_date", {})
    found = day_of(*boxes)
    return Typed(found) if found else _bad("not_date", " ".join(boxes))


def day_of(day: str, month: str, year: str) -> Date | None:
    """The date of three boxes; a month may be a number or an Indonesian name. None where there is no such day."""
    numbers = [text for text in (day, _month(month), year) if text.isascii() and text.isdigit() and len(text) <= 4]
    if len(numbers) != 3 or len(year) != 4:
        return None
    try:
        return Date.from_python(datetime.date(int(numbers[2]), int(numbers[1]), int(numbers[0])))
    except ValueError:
        return None


def _month(text: str) -> str:
    starts = [index for index, name in enumerate(MONTHS, 1) if len(text) > 2 and name.startswith(text.lower())]
    return str(starts[0]) if starts else text


def _choice(one: Field, name: str, raw: Raw, _: Lookups) -> Typed:
    text = names.first(raw, name)
    return Typed(text) if text else BLANK


def _several(one: Field, name: str, raw: Raw, _: Lookups) -> Typed:
    return Typed(list(dict.fromkeys(text for text in raw.get(name, ()) if text)))


def _tick(one: Field, name: str, raw: Raw, _: Lookups) -> Typed:
    return Typed(names.first(raw, name) not in ("", "tidak"))


def _reference(one: Field, name: str, raw: Raw, lookups: Lookups) -> Typed:
    text = (names.first(raw, name + names.PICKED) or names.first(raw, name)).strip()
    if not text:
        return BLANK
    found = None if CONTROL.search(text) else lookups.find(one.properties.get("register", ""), text)
    return Typed(snapshot(found)) if found else _bad("not_found", text)


def snapshot(option: Option) -> dict[str, Value]:
    """What a case keeps of a row it points at: later changes of the register do not reach it."""
    return {"key": option.key, "label": option.label, "row": dict(option.row)}


def _files(one: Field, name: str, raw: Raw, lookups: Lookups) -> Typed:
    ids = list(dict.fromkeys(text for text in raw.get(name, ()) if text))
    if any(lookups.attachment(id) is None for id in ids):
        return Typed(None, "no_file")
    if len(ids) > 1 and not one.many:
        return Typed(None, "one_file", {"n": len(ids)})
    return Typed(ids)


PARSERS: Mapping[Kind, Callable[[Field, str, Raw, Lookups], Typed]] = {
    Kind.TEXTFIELD: _line,
    Kind.TEXTAREA: _text,
    Kind.NUMBER: _number,
    Kind.RUPIAH: _rupiah,
    Kind.DATE: _date,
    Kind.SELECT: _choice,
    Kind.RADIO: _choice,
    Kind.CHECKLIST: _several,
    Kind.CHECKBOX: _tick,
    Kind.REFERENCE: _reference,
    Kind.FILES: _files,
}
