"""Tokens of FEEL (DMN 1.5 §10.3.1.2), cut by one expression; names are put together by the parser."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from engine.feel.errors import FeelSyntaxError

MAX_SOURCE = 20_000
WORD = r"\?|(?:[^\W\d]|[\U00010000-\U000EFFFF])(?:\w|[\U00010000-\U000EFFFF])*"
TOKEN = re.compile(
    r"(?P<blank>(?:[\s\u180e\ufeff\u200b]+|//[^\n]*|/\*.*?\*/)+)"
    r"|(?P<num>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|(?<!\.)\.[0-9]+(?:[eE][+-]?[0-9]+)?)"
    r'|(?P<str>"(?:[^"\\]|\\.)*")'
    r'|(?P<at>@\s*"(?:[^"\\]|\\.)*")'
    r"|(?P<quoted>`[^`]+`)"
    rf"|(?P<word>{WORD})"
    r"|(?P<op>\*\*|\.\.|->|!=|<=|>=|.)",
    re.S,
)
ESCAPE = re.compile(r"\\(?:U([0-9a-fA-F]{6})|u([0-9a-fA-F]{4})|(.))", re.S)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
BLANKS = re.compile(r"\s+")
#: Words that end a name, so `a and b` is never one.
ENDING = frozenset({"and", "or", "then", "else", "in", "return", "satisfies", "between"})
PLAIN_NAME = re.compile(rf"(?:{WORD})(?:\s+(?:{WORD}|[0-9]+))*")


class Token(NamedTuple):
    """One token: kind is num, str, at, quoted, word, op or end."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Cut the text; the last token is `end`."""
    if len(text) > MAX_SOURCE:
        raise FeelSyntaxError(
            f"Expected at most {MAX_SOURCE} characters, but the expression has {len(text)}",
            f"Seharusnya paling banyak {MAX_SOURCE} karakter, tetapi ekspresi ini {len(text)} karakter",
        )
    found = [
        Token(match.lastgroup or "", match.group(), match.start(), match.end())
        for match in TOKEN.finditer(text)
        if match.lastgroup != "blank"
    ]
    found.append(Token("end", "", len(text), len(text)))
    return found


def unescape(quoted: str) -> str:
    """The string a literal stands for; two surrogate escapes become one character."""
    body = quoted[1:-1]
    if "\\" not in body:
        return body
    plain = ESCAPE.sub(_escaped, body)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _escaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else "\ufffd"
    return ESCAPES.get(match[3], match[3] if match[3] in "\"'\\" else match[0])


def spaced(name: str) -> str:
    """The name with single blanks."""
    return BLANKS.sub(" ", name.strip())


def is_special(name: str) -> bool:
    """True for a name that cannot be told from an expression without being declared: operators, keywords."""
    if PLAIN_NAME.fullmatch(name) is None:
        return True
    words = name.split()
    return any(word in ENDING for word in words) or words[0] in STARTING or "instance of" in name


#: Words that begin an expression of their own.
STARTING = frozenset({"if", "for", "some", "every", "function", "true", "false", "null"})


class Specials:
    """Declared special names by their first token, longest first."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        for name in names:
            self.declare(name)

    def declare(self, name: str) -> None:
        """Add one name where it is special; later declarations of the same name change nothing."""
        if not is_special(name):
            return
        first = tokens(name)[0].text
        held = self._by_first.setdefault(first, [])
        if all(name != known for known, _ in held):
            held.append((name, re.compile(re.escape(name).replace(r"\ ", r"\s+"))))
            held.sort(key=lambda pair: -len(pair[0]))

    def match(self, text: str, token: Token) -> tuple[str, int] | None:
        """The longest special name that starts at the token, with the offset behind it."""
        for name, pattern in self._by_first.get(token.text, ()):
            found = pattern.match(text, token.start)
            if found is not None:
                return name, found.end()
        return None
