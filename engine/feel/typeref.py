"""Types as FEEL writes them: `number`, `list<string>`, `context<a: date>`, `function<number> -> boolean`."""

import re
from typing import TYPE_CHECKING

from engine.feel.lexer import ENDING
from engine.feel.syntax import Type

if TYPE_CHECKING:
    from engine.feel.parser import Parser

KEYWORDED = re.compile(r"date\s+and\s+time(?!\w)|days\s+and\s+time\s+duration|years\s+and\s+months\s+duration")


def read_type(parser: "Parser") -> Type:
    """Take one type."""
    name = _type_name(parser)
    if not parser.at("<"):
        return Type(name)
    parser.advance()
    if name == "context":
        read = Type(name, members=_members(parser))
    else:
        read = Type(name, arguments=_arguments(parser))
    parser.expect(">")
    if name != "function":
        return read
    parser.expect("->")
    return Type(name, read.arguments, result=read_type(parser))


def _arguments(parser: "Parser") -> tuple[Type, ...]:
    if parser.at(">"):
        return ()
    read = [read_type(parser)]
    while parser.at(","):
        parser.advance()
        read.append(read_type(parser))
    return tuple(read)


def _members(parser: "Parser") -> tuple[tuple[str, Type], ...]:
    read: list[tuple[str, Type]] = []
    while not parser.at(">"):
        name = parser.name()
        parser.expect(":")
        read.append((name, read_type(parser)))
        if parser.at(","):
            parser.advance()
    return tuple(read)


def _type_name(parser: "Parser") -> str:
    found = KEYWORDED.match(parser.text, parser.token.start)
    if found is not None:
        while parser.token.start < found.end() and parser.token.kind != "end":
            parser.advance()
        return " ".join(found.group().split())
    if parser.token.kind not in ("word", "quoted"):
        parser.refuse("a type", "sebuah tipe")
    words = [parser.advance().text.strip("`")]
    while parser.at(".") or (parser.token.kind == "word" and parser.token.text not in ENDING and _goes_on(parser)):
        words.append(parser.advance().text)
    return " ".join(words).replace(" . ", ".")


def _goes_on(parser: "Parser") -> bool:
    return parser.token.text not in ("external", "instance")
