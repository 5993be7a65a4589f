"""FEEL text to syntax tree: operator precedence climbing over the tokens (DMN 1.5 §10.3.1.2)."""

from collections.abc import Callable, Collection
from typing import NoReturn

from engine.feel import primary
from engine.feel.errors import FeelSyntaxError
from engine.feel.lexer import ENDING, Specials, Token, spaced, tokens
from engine.feel.syntax import (
    Arithmetic,
    Between,
    Compare,
    Filter,
    In,
    InstanceOf,
    Interval,
    Logic,
    Node,
    Path,
    Test,
    UnaryTests,
)
from engine.feel.typeref import read_type

MAX_DEPTH = 100
#: Readings begun for each token, and for any text, before it counts as nested too deep.
READINGS_A_TOKEN, READINGS = 4, 2_000
OR, AND, COMPARISON, SUM, PRODUCT, POWER, MINUS, POSTFIX = 1, 2, 3, 4, 5, 6, 7, 9
BINDING = {
    "or": OR,
    "and": AND,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "between", "in"), COMPARISON),
    **dict.fromkeys("+-", SUM),
    **dict.fromkeys("*/", PRODUCT),
    "**": POWER,
    **dict.fromkeys(("[", "(", ".", "instance"), POSTFIX),
}
ORDERING = ("<", "<=", ">", ">=")
#: Built-in names with a keyword inside: names only in front of their arguments.
KEYWORDED = Specials(("date and time", "years and months duration"))


class Parser:
    """One pass over one text."""

    def __init__(self, text: str, names: Collection[str] = ()) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.index = 0
        self.token = self.tokens[0]
        self.depth = 0
        #: Expressions begun; bounded, because a second reading of a bracket inside another doubles the work.
        self.begun = 0
        self.readings = READINGS + READINGS_A_TOKEN * len(self.tokens)
        self.may_filter = True
        self.specials = Specials(names)

    # tokens

    def advance(self) -> Token:
        """Take the current token."""
        taken = self.token
        self.index += 1
        self.token = self.tokens[min(self.index, len(self.tokens) - 1)]
        return taken

    def go_to(self, index: int) -> None:
        """Move to a token seen before or ahead."""
        self.index = index
        self.token = self.tokens[min(index, len(self.tokens) - 1)]

    def ahead(self, distance: int = 1) -> Token:
        """The token so many places further."""
        return self.tokens[min(self.index + distance, len(self.tokens) - 1)]

    def at(self, *texts: str) -> bool:
        """True where the current token is one of these operators or words."""
        return self.token.text in texts and self.token.kind in ("op", "word")

    def expect(self, text: str) -> Token:
        """Take this token or refuse."""
        if not self.at(text):
            self.refuse(f'"{text}"')
        return self.advance()

    def refuse(self, wanted: str = "an expression", wanted_id: str = "") -> NoReturn:
        """Raise the syntax error at the current token."""
        found = f'"{self.token.text}"' if self.token.kind != "end" else ""
        wanted_id = wanted_id or ("sebuah ekspresi" if wanted == "an expression" else wanted)
        raise FeelSyntaxError(
            f"Expected {wanted}, but found {found or 'the end of the expression'}",
            f"Seharusnya {wanted_id}, tetapi ditemukan {found or 'akhir ekspresi'}",
            text=self.text,
            offset=self.token.start,
        )

    def attempt(self, read: Callable[[], Node | None]) -> Node | None:
        """What `read` gives; None and no move where it refuses or gives None."""
        mark, depth, may_filter = self.index, self.depth, self.may_filter
        try:
            node = read()
        except FeelSyntaxError:
            node = None
        if node is None:
            self.go_to(mark)
            self.depth, self.may_filter = depth, may_filter
        return node

    # names

    def name(self) -> str:
        """Take the longest name: a declared special one, else every word and whole number that follows."""
        if self.token.kind == "quoted":
            return spaced(self.advance().text[1:-1])
        special = self._special()
        if special is not None:
            return special
        if self.token.kind != "word":
            self.refuse("a name", "sebuah nama")
        words = [self.advance().text]
        while words[0] != "?" and self._continues_name():
            words.append(self.advance().text)
        return " ".join(words)

    def _special(self) -> str | None:
        found = self.specials.match(self.text, self.token)
        if found is None:
            found = KEYWORDED.match(self.text, self.token)
            if found is not None and not self.text[found[1] :].lstrip().startswith("("):
                return None
        if found is None:
            return None
        index = self.index
        while self.tokens[index].end < found[1]:
            index += 1
        if self.tokens[index].end != found[1]:
            return None
        self.go_to(index + 1)
        return found[0]

    def _continues_name(self) -> bool:
        token = self.token
        if token.kind == "num":
            return token.text.isdigit()
        if token.kind != "word" or token.text in ENDING or token.text == "?":
            return False
        return not (token.text == "instance" and self.ahead().text == "of")

    # expressions

    def expression(self) -> Node:
        """A whole expression, filters allowed whatever surrounds it."""
        held, self.may_filter = self.may_filter, True
        node = self.climb(0)
        self.may_filter = held
        return node

    def climb(self, least: int) -> Node:
        """An expression whose operators bind tighter than `least`."""
        self.depth += 1
        self.begun += 1
        links = 0
        self._check_depth(0)
        node = primary.read(self)
        while self.token.kind in ("op", "word") and BINDING.get(self.token.text, 0) > least:
            extended = self._extend(node)
            if extended is None:
                break
            node = extended
            links += 1
            self._check_depth(links)
        self.depth -= 1
        return node

    def _check_depth(self, links: int) -> None:
        if self.depth + links > MAX_DEPTH or self.begun > self.readings:
            raise FeelSyntaxError(
                f"Expected at most {MAX_DEPTH} levels, but the expression is nested deeper",
                f"Seharusnya paling banyak {MAX_DEPTH} tingkat, tetapi ekspresi ini bersarang lebih dalam",
                text=self.text,
                offset=self.token.start,
            )

    def _extend(self, left: Node) -> Node | None:
        op = self.token.text
        binding = BINDING[op]
        if binding == POSTFIX:
            return self._postfix(left)
        pos = self.advance().start
        if binding <= AND:
            return self._logic(op, binding, left)
        if binding == COMPARISON:
            return self._comparison(op, left, pos)
        return Arithmetic(pos, op, left, self.climb(binding))

    def _logic(self, op: str, binding: int, left: Node) -> Node:
        operands = [left, self.climb(binding)]
        while self.at(op):
            self.advance()
            operands.append(self.climb(binding))
        return Logic(left.pos, op, tuple(operands))

    def _comparison(self, op: str, left: Node, pos: int) -> Node:
        if op == "in":
            return In(pos, left, self._in_tests())
        if op == "between":
            low = self.climb(COMPARISON)
            self.expect("and")
            return Between(pos, left, low, self.climb(COMPARISON))
        return Compare(pos, op, left, self.climb(COMPARISON))

    def _postfix(self, left: Node) -> Node | None:
        token = self.token
        if token.text == "[":
            return self._filter(left) if self.may_filter else None
        if token.text == "instance":
            return self._instance(left)
        self.advance()
        if token.text == ".":
            return Path(token.start, left, self.name())
        return primary.arguments(self, left, token.start)

    def _filter(self, left: Node) -> Node:
        pos = self.advance().start
        condition = self.expression()
        self.expect("]")
        return Filter(pos, left, condition)

    def _instance(self, left: Node) -> Node:
        pos = self.advance().start
        self.expect("of")
        return InstanceOf(pos, left, read_type(self))

    # tests

    def _in_tests(self) -> tuple[Node, ...]:
        if self.at("("):
            listed = self.attempt(self._listed_tests)
            if isinstance(listed, UnaryTests):
                return listed.tests
        if self.at(*ORDERING, "=", "!="):
            return (self.test(),)
        return (self.climb(COMPARISON),)

    def _listed_tests(self) -> Node | None:
        pos = self.expect("(").start
        tests = self._tests()
        self.expect(")")
        return None if self.at("[", ".", "(", "+", "-", "*", "/", "**") else UnaryTests(pos, tests, False)

    def _tests(self) -> tuple[Node, ...]:
        tests = [self.test()]
        while self.at(","):
            self.advance()
            tests.append(self.test())
        return tuple(tests)

    def test(self) -> Node:
        """One positive unary test: an operator with its operand, or an expression."""
        pos = self.token.start
        if self.at("=", "!="):
            return Test(pos, self.advance().text, self.climb(COMPARISON))
        if not self.at(*ORDERING):
            return self.expression()
        op = self.advance().text
        end = self.climb(COMPARISON)
        if op[0] == "<":
            return Interval(pos, None, end, False, op == "<=")
        return Interval(pos, end, None, op == ">=", False)

    def unary_tests(self) -> Node:
        """A cell: `-`, tests, or not(tests)."""
        if self.at("-") and self.ahead().kind == "end":
            self.advance()
            return UnaryTests(0, (), False)
        negated = self.attempt(self._negated) if self.at("not") else None
        return negated or UnaryTests(0, self._tests(), False)

    def _negated(self) -> Node | None:
        self.advance()
        self.expect("(")
        tests = self._tests()
        self.expect(")")
        return UnaryTests(0, tests, True) if self.token.kind == "end" else None


def parse(text: str, names: Collection[str] = (), *, unary: bool = False) -> Node:
    """The tree of a whole text; FeelSyntaxError where it is no FEEL."""
    parser = Parser(text, names)
    node = parser.unary_tests() if unary else parser.expression()
    if parser.token.kind != "end":
        parser.refuse("an operator or the end", "sebuah operator atau akhir ekspresi")
    return node
