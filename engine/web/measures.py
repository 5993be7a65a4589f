"""Legal numbers with their unit, in the words of the reader."""

import re
from decimal import Decimal, InvalidOperation

from babel.numbers import format_decimal, format_percent

from engine.locale import gettext, mark

DAY_TYPES = {
    "": mark("days"),
    "calendar": mark("calendar days"),
    "working": mark("working days"),
    "calendar_end_on_working_time": mark("calendar days, ending on a working day"),
}
UNITS = {
    "week": mark("weeks"),
    "month": mark("months"),
    "year": mark("years"),
    "hour": mark("hours"),
    "minute": mark("minutes"),
    "person": mark("people"),
}
_RUPIAH = frozenset({"rupiah", "rp", "idr"})
_SHARES = {"percent": Decimal(100), "ratio": Decimal(1)}
_RANGE = re.compile(r"[\[(]\s*(\S+?)\s*\.\.\s*(\S+?)\s*[\])]")


def measure(value: str, unit: str, day_type: str, language: str) -> str:
    """Say a value as FEEL stores it: Rp200.000.000, 7 hari kerja, 5%; text and units nobody knows stay as they are."""
    name = unit.lower()
    number = _number(value)
    if number is not None and name in _RUPIAH:
        return f"Rp{_amount(number, language)}"
    if number is not None and name in _SHARES:
        return str(format_percent(number / _SHARES[name], locale=language, decimal_quantization=False))
    shown = _amount(number, language) if number is not None else _plain(value)
    return f"{shown} {_unit(name, day_type, language)}".rstrip()


def _unit(name: str, day_type: str, language: str) -> str:
    base, _, per = name.partition("/")
    known = DAY_TYPES.get(day_type, DAY_TYPES[""]) if base.rstrip("s") == "day" else UNITS.get(base.rstrip("s"))
    said = gettext(known, language) if known else base
    return f"{said} {gettext('a year', language)}" if per in ("yr", "year") else said


def _number(value: str) -> Decimal | None:
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _amount(number: Decimal, language: str) -> str:
    return str(format_decimal(number, locale=language, decimal_quantization=False))


def _plain(value: str) -> str:
    found = _RANGE.fullmatch(value)
    return f"{found[1]}–{found[2]}" if found else value.strip('"')
