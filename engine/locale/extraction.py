"""Which sentences the pages use, and which of them the Indonesian catalogue lacks."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

ENGINE = Path(__file__).parent.parent
#: Functions that take a msgid in Python; `_mark` only names one for a table.
KEYWORDS = {"gettext": None, "say": None, "mark": None, "_mark": None, "ngettext": (1, 2)}

#: One msgid, or a singular with its plural.
Message = str | tuple[str, ...]


def used() -> dict[Message, str]:
    """Every msgid of templates and page modules, with the first file that uses it."""
    found: dict[Message, str] = {}
    for path in sorted((ENGINE / "web").rglob("*.html")):
        for message in _of_template(path):
            if message:
                found.setdefault(message, path.name)
    for path in sorted((ENGINE / "web").glob("*.py")):
        for message in _of_module(path):
            if message:
                found.setdefault(message, path.name)
    return found


def untranslated() -> list[str]:
    """The msgids in use that have no Indonesian sentence."""
    with files("engine.locale").joinpath("id", "LC_MESSAGES", "messages.po").open("rb") as stream:
        catalogue = read_po(stream, locale="id")
    known = {message.id for message in catalogue if message.id and _is_complete(message.string)}
    return [str(message) for message in used() if message not in known and _first(message) not in known]


def _of_template(path: Path) -> Iterator[Message]:
    with path.open("rb") as stream:
        for _line, _function, message, _comments in babel_extract(stream, ("_", "gettext", "ngettext"), (), {}):
            yield _clean(message)


def _of_module(path: Path) -> Iterator[Message]:
    with path.open("rb") as stream:
        for _line, message, _comments, _context in extract("python", stream, keywords=KEYWORDS):
            yield _clean(message)


def _clean(message: object) -> Message:
    if isinstance(message, str):
        return message
    parts = tuple(part for part in message if isinstance(part, str)) if isinstance(message, tuple | list) else ()
    return parts[0] if len(parts) == 1 else parts


def _first(message: Message) -> str:
    return message if isinstance(message, str) else message[0]


def _is_complete(text: object) -> bool:
    return all(text) if isinstance(text, tuple | list) else bool(text)
