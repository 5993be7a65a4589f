"""The words officials read: English msgids, a complete Indonesian catalogue (the default), English second."""

import gettext as library
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("id", "en")


@cache
def catalogue(language: str) -> library.NullTranslations:
    """Compile the catalogue of `language` once per process; English needs none, its msgids are the sentences."""
    if language == "en":
        return library.NullTranslations()
    source = files(__name__).joinpath(language, "LC_MESSAGES", "messages.po")
    compiled = BytesIO()
    with source.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=language))
    compiled.seek(0)
    return library.GNUTranslations(compiled)


def gettext(text: str, language: str) -> str:
    """Say `text` in `language`."""
    return catalogue(language).gettext(text)


def ngettext(one: str, many: str, count: int, language: str) -> str:
    """Say `one` or `many` as `count` asks in `language`."""
    return catalogue(language).ngettext(one, many, count)


def mark(text: str) -> str:
    """Name a msgid for the catalogue where it is said later."""
    return text
