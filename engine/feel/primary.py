"""What an expression may begin with: literals, names, brackets, contexts, and the forms with a leading keyword."""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.feel.errors import FeelSyntaxError
from engine.feel.lexer import spaced, unescape
from engine.feel.number import number
from engine.feel.syntax import (
    At,
    Call,
    Const,
    Context,
    For,
    FunctionOf,
    If,
    Interval,
    Iterator,
    ListOf,
    Name,
    Negate,
    Node,
    Quantified,
    Test,
    Type,
)
from engine.feel.typeref import read_type
from engine.feel.values import Date, DateTime, Time, parse_duration

if TYPE_CHECKING:
    from engine.feel.parser import Parser

MINUS = 7
MAX_ENTRIES = 5_000


def read(parser: "Parser") -> Node:
    """Take one primary expression."""
    token = parser.token
    form = FORMS.get(token.text) if token.kind in ("op", "word") else LITERALS.get(token.kind)
    if form is not None and not (token.kind == "word" and parser.specials.match(parser.text, token)):
        return form(parser)
    if token.kind not in ("word", "quoted"):
        parser.refuse()
    return Name(token.start, parser.name())


def _number(parser: "Parser") -> Node:
    token = parser.advance()
    return Const(token.start, number(token.text))


def _string(parser: "Parser") -> Node:
    token = parser.advance()
    return Const(token.start, unescape(token.text))


def _at(parser: "Parser") -> Node:
    token = parser.advance()
    text = unescape(token.text[1:].lstrip())
    value = temporal(text)
    return At(token.start, text) if value is None else Const(token.start, value)


def temporal(text: str) -> Date | DateTime | Time | object | None:
    """The date, date and time, time or duration the text spells."""
    if "P" in text[:2]:
        return parse_duration(text)
    return Date.parse(text) or (DateTime.parse(text) if "T" in text else Time.parse(text))


def _constant(value: bool | None) -> Callable[["Parser"], Node]:
    return lambda parser: Const(parser.advance().start, value)


def _minus(parser: "Parser") -> Node:
    pos = parser.advance().start
    operand = parser.climb(MINUS)
    if isinstance(operand, Const) and isinstance(operand.value, Decimal):
        return Const(pos, -operand.value)
    return Negate(pos, operand)


def _bracket(parser: "Parser") -> Node:
    pos = parser.advance().start
    if parser.at("]"):
        parser.advance()
        return ListOf(pos, ())
    items = [parser.expression()]
    if parser.at(".."):
        return _range(parser, pos, items[0], low_closed=True)
    while parser.at(","):
        parser.advance()
        items.append(parser.expression())
    parser.expect("]")
    return ListOf(pos, tuple(items))


def _reversed_bracket(parser: "Parser") -> Node:
    pos = parser.advance().start
    return _range(parser, pos, parser.expression(), low_closed=False)


def _parenthesis(parser: "Parser") -> Node:
    pos = parser.advance().start
    if parser.at("<", "<=", ">", ">=", "=", "!="):
        test = parser.test()
        parser.expect(")")
        return _as_range(test)
    inner = parser.expression()
    if parser.at(".."):
        return _range(parser, pos, inner, low_closed=False)
    parser.expect(")")
    return inner


def _as_range(test: Node) -> Node:
    if isinstance(test, Test) and test.op == "=":
        return Interval(test.pos, test.operand, test.operand, True, True)
    return test


def _range(parser: "Parser", pos: int, low: Node, *, low_closed: bool) -> Node:
    """The rest of a range from `..`; the last bracket may look like a filter of the end point."""
    parser.expect("..")

    def end() -> Node | None:
        high = parser.climb(0)
        return high if parser.at("]", ")", "[") else None

    held, parser.may_filter = parser.may_filter, True
    high = parser.attempt(end)
    if high is None:
        parser.may_filter = False
        high = parser.climb(0)
    parser.may_filter = held
    if not parser.at("]", ")", "["):
        parser.refuse('"]", ")" or "["', '"]", ")" atau "["')
    return Interval(pos, low, high, low_closed, parser.advance().text == "]")


def _context(parser: "Parser") -> Node:
    pos = parser.advance().start
    entries: list[tuple[str, Node]] = []
    while not parser.at("}"):
        if entries:
            parser.expect(",")
        key = _key(parser)
        entries.append((key, parser.expression()))
        parser.specials.declare(key)
    parser.advance()
    return Context(pos, tuple(entries))


def _key(parser: "Parser") -> str:
    if parser.token.kind == "str":
        key = unescape(parser.advance().text)
    else:
        key = raw_name(parser, ":")
    parser.expect(":")
    return key


def raw_name(parser: "Parser", *stops: str) -> str:
    """A declared name: everything up to one of the stops, as written."""
    first = parser.token
    if first.kind not in ("word", "quoted"):
        parser.refuse("a name", "sebuah nama")
    last = first
    while not parser.at(*stops):
        if parser.token.kind in ("end", "str", "at") or parser.at("{", "}", "(", "[", "]"):
            parser.refuse(f'"{stops[0]}"')
        last = parser.advance()
    return spaced(parser.text[first.start : last.end]).strip("`")


def _if(parser: "Parser") -> Node:
    pos = parser.advance().start
    condition = parser.expression()
    parser.expect("then")
    then = parser.expression()
    parser.expect("else")
    return If(pos, condition, then, parser.climb(0))


def _iterators(parser: "Parser") -> tuple[Iterator, ...]:
    read: list[Iterator] = []
    while not read or parser.at(","):
        parser.advance()
        name = raw_name(parser, "in")
        parser.specials.declare(name)
        parser.expect("in")
        domain = parser.expression()
        upto = None
        if parser.at(".."):
            parser.advance()
            upto = parser.expression()
        read.append(Iterator(name, domain, upto))
    return tuple(read)


def _for(parser: "Parser") -> Node:
    pos = parser.token.start
    iterators = _iterators(parser)
    parser.expect("return")
    return For(pos, iterators, parser.climb(0))


def _quantified(parser: "Parser") -> Node:
    token = parser.token
    iterators = _iterators(parser)
    parser.expect("satisfies")
    return Quantified(token.start, token.text == "every", iterators, parser.climb(0))


def _function(parser: "Parser") -> Node:
    pos = parser.advance().start
    parser.expect("(")
    parameters: list[tuple[str, Type | None]] = []
    while not parser.at(")"):
        if parameters:
            parser.expect(",")
        name = raw_name(parser, ",", ":", ")")
        parser.specials.declare(name)
        declared = read_type(parser) if parser.at(":") and parser.advance() else None
        parameters.append((name, declared))
    parser.advance()
    external = parser.at("external") and bool(parser.advance())
    return FunctionOf(pos, tuple(parameters), parser.climb(0), external)


def arguments(parser: "Parser", callee: Node, pos: int) -> Node:
    """The rest of a call behind its opening parenthesis."""
    names: list[str] = []
    given: list[Node] = []
    while not parser.at(")"):
        if given:
            parser.expect(",")
        if _is_named(parser):
            names.append(raw_name(parser, ":"))
            parser.expect(":")
        given.append(parser.expression())
    if names and len(names) != len(given):
        raise FeelSyntaxError(
            "Expected all arguments with names or none, but they are mixed",
            "Seharusnya semua argumen memakai nama atau tidak sama sekali, tetapi tercampur",
            text=parser.text,
            offset=pos,
        )
    parser.advance()
    return Call(callee.pos, callee, tuple(given), tuple(names) if names else None)


def _is_named(parser: "Parser") -> bool:
    if parser.token.kind not in ("word", "quoted"):
        return False
    for index in range(parser.index, len(parser.tokens)):
        token = parser.tokens[index]
        if token.text == ":" and token.kind == "op":
            return True
        if token.kind in ("end", "str", "at") or token.text in "()[]{},":
            return False
    return False


LITERALS: dict[str, Callable[["Parser"], Node]] = {"num": _number, "str": _string, "at": _at}
FORMS: dict[str, Callable[["Parser"], Node]] = {
    "true": _constant(True),
    "false": _constant(False),
    "null": _constant(None),
    "-": _minus,
    "[": _bracket,
    "]": _reversed_bracket,
    "(": _parenthesis,
    "{": _context,
    "if": _if,
    "for": _for,
    "some": _quantified,
    "every": _quantified,
    "function": _function,
}
