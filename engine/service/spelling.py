"""Files the browser editors write: the stored bytes where nothing changed, else one spelling, so Git stays quiet."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from math import isfinite

from engine.bpmn.spell import spell as spell_diagram
from engine.dmn.spell import spell
from engine.model.errors import Invalid
from engine.service.reading import FORM


def spelled(path: str, sent: bytes, stored: bytes | None) -> bytes:
    """What to keep of a sent file: the stored bytes where both say the same, else our spelling of it.

    A file that cannot be read is kept as it was sent: a draft may be broken.
    """
    how = next((one for ending, one in SPELLINGS.items() if path.endswith(ending)), None)
    if how is None or sent == stored:
        return sent
    try:
        wanted = how(sent)
    except Invalid:
        return sent
    try:
        return stored if stored is not None and how(stored) == wanted else wanted
    except Invalid:
        return wanted


def _form(data: bytes) -> bytes:
    try:
        found = json.loads(data.decode(), parse_float=_number, parse_constant=_refused)
        return (json.dumps(found, indent=2, ensure_ascii=False) + "\n").encode()
    except (ValueError, RecursionError) as fault:
        raise Invalid("form.not_json", f"Expected JSON, but {fault}") from None


def _number(text: str) -> float:
    """The number, where a float holds it digit by digit; ValueError otherwise, so that the file stays as sent."""
    value = float(text)
    if not isfinite(value) or Decimal(repr(value)) != Decimal(text):
        raise ValueError(text)
    return value


def _refused(text: str) -> None:
    raise ValueError(text)


SPELLINGS: Mapping[str, Callable[[bytes], bytes]] = {".bpmn": spell_diagram, ".dmn": spell, FORM: _form}
