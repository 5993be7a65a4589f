"""What a letter may do to a value: amounts in figures and in words, dates as an Indonesian letter writes them."""

from collections.abc import Mapping
from decimal import Decimal

from jinja2.sandbox import ImmutableSandboxedEnvironment

from engine.feel.text import to_text
from engine.feel.values import Date, DateTime
from engine.model.money import rupiah, terbilang
from engine.model.state import Value

MONTHS = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
)


def date_in_words(value: Value) -> str:
    """«30 November 2026»; a text that is no date stays as it is, nothing stays empty."""
    if isinstance(value, DateTime):
        value = value.date
    day = Date.parse(value) if isinstance(value, str) else value
    if not isinstance(day, Date):
        return "" if value is None else to_text(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def environment() -> ImmutableSandboxedEnvironment:
    """The one environment of letters: sandboxed, escaping, without loader, globals or ranges."""
    made = ImmutableSandboxedEnvironment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.globals.clear()
    made.filters |= {"rupiah": _rupiah, "terbilang": _words, "tanggal": date_in_words}
    made.finalize = _shown
    return made


def _rupiah(value: Value) -> str:
    return rupiah(value) if isinstance(value, Decimal) else ""


def _words(value: Value) -> str:
    return terbilang(value) if isinstance(value, Decimal) else ""


def _shown(value: object) -> object:
    """Numbers without exponent, dates in words, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, Date | DateTime):
        return date_in_words(value)
    if isinstance(value, bool | Decimal):
        return to_text(value)
    if isinstance(value, Mapping):
        return to_text(dict(value))
    return value
