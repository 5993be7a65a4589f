"""XPath regular expressions (DMN 1.5 §10.3.4.3), bounded in length and time: the pattern may come from a form."""

from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import regex

from engine.feel.run import over

MAX_PATTERN = 1_000
SECONDS: Final = 0.1
DIGITS = frozenset("0123456789")
FLAGS = {"s": regex.DOTALL, "m": regex.MULTILINE, "i": regex.IGNORECASE, "x": 0, "q": 0}


def matches(text: str, pattern: str, flags: str) -> bool | None:
    """True where the pattern occurs; None for a bad pattern or flag."""
    compiled = _compiled(pattern, flags)
    return None if compiled is None else _bounded(lambda: compiled.search(text, timeout=SECONDS) is not None)


def replace(text: str, pattern: str, replacement: str, flags: str) -> str | None:
    """Every occurrence replaced; None for a bad pattern, flag or replacement, or where the empty text matches."""
    compiled = _compiled(pattern, flags)
    if compiled is None or compiled.search("") is not None:
        return None
    parts: list[str | int] | None = [replacement] if "q" in flags else _template(replacement, compiled.groups)
    if parts is None:
        return None
    fixed = parts
    replaced: str = _bounded(lambda: compiled.sub(lambda found: _filled(fixed, found), text, timeout=SECONDS))
    return replaced


def split(text: str, delimiter: str) -> list[str] | None:
    """The parts between the occurrences; None for a bad pattern or one that matches the empty text."""
    compiled = _compiled(delimiter, "")
    if compiled is None or compiled.search("") is not None:
        return None
    spans = _bounded(lambda: [found.span() for found in compiled.finditer(text, timeout=SECONDS)])
    edges = [(0, 0), *spans, (len(text), len(text))]
    return [text[left[1] : right[0]] for left, right in pairwise(edges)]


def extract(text: str, pattern: str, flags: str) -> list[str] | None:
    """Every occurrence; None for a bad pattern or flag."""
    compiled = _compiled(pattern, flags)
    if compiled is None:
        return None
    found: list[str] = _bounded(lambda: [one.group() for one in compiled.finditer(text, timeout=SECONDS)])
    return found


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> Any:  # noqa: ANN401 - regex has no types
    if len(pattern) > MAX_PATTERN or not set(flags) <= FLAGS.keys():
        return None
    bits = regex.V0
    for flag in flags:
        bits |= FLAGS[flag]
    if "q" in flags:
        return regex.compile(regex.escape(pattern), bits & ~(regex.DOTALL | regex.MULTILINE))
    return _translated(_without_blanks(pattern) if "x" in flags else pattern, bits)


def _translated(pattern: str, bits: int) -> Any:  # noqa: ANN401 - regex has no types
    # Imported here because it brings a whole XPath engine: 0.2 s that a command line without patterns saves.
    from elementpath.regex import RegexError, translate_pattern

    try:
        return regex.compile(translate_pattern(pattern, bits & ~regex.V0, "1.0", back_references=True), bits)
    except (RegexError, regex.error, ValueError, IndexError, RecursionError):
        return None


def _without_blanks(pattern: str) -> str:
    kept: list[str] = []
    depth = 0
    for place, character in enumerate(pattern):
        escaped = place > 0 and pattern[place - 1] == "\\"
        if not escaped:
            depth += (character == "[") - (character == "]" and depth > 0)
        if depth or character not in " \t\n\r":
            kept.append(character)
    return "".join(kept)


def _template(replacement: str, groups: int) -> list[str | int] | None:
    """Text and group numbers; `$12` is group 1 and a 2 where there are fewer than 12 groups."""
    parts: list[str | int] = []
    place = 0
    while place < len(replacement):
        character = replacement[place]
        follower = replacement[place + 1 : place + 2]
        if character == "\\":
            if follower not in ("\\", "$"):
                return None
            parts.append(follower)
            place += 2
        elif character == "$":
            if follower not in DIGITS:
                return None
            number, place = _group(replacement, place + 1, groups)
            parts.append(number)
        else:
            parts.append(character)
            place += 1
    return parts


def _group(replacement: str, place: int, groups: int) -> tuple[int, int]:
    number = int(replacement[place])
    place += 1
    while replacement[place : place + 1] in DIGITS and number * 10 + int(replacement[place]) <= groups:
        number = number * 10 + int(replacement[place])
        place += 1
    return number, place


def _filled(parts: list[str | int], found: Any) -> str:  # noqa: ANN401 - regex has no types
    return "".join(
        part if isinstance(part, str) else (found.group(part) or "") if part <= found.re.groups else ""
        for part in parts
    )


def _bounded(search: Any) -> Any:  # noqa: ANN401 - regex has no types
    try:
        return search()
    except TimeoutError:
        raise over("quickly matched patterns", "pola yang cepat dicocokkan") from None
