"""Which rules of a table can match a value, found without trying each: for tables of many rules.

Per column the constants of its cells cut the numbers into pieces, and a bit mask per piece says which rules may match
there. The index only leaves out rules that cannot match; those it gives are still tried cell by cell.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.feel import Program
from engine.feel.syntax import Const, Interval, Node, UnaryTests
from engine.model.state import Value

#: Fewer rules are tried one by one.
FEWEST = 8


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of numbers: masks by piece, below, at and above each cut."""

    cuts: Sequence[Decimal]
    masks: Sequence[int]

    def may_match(self, value: Value) -> int | None:
        """The rules that may match; None where nothing is known."""
        if not isinstance(value, Decimal):
            return None
        place = bisect_left(self.cuts, value)
        return self.masks[2 * place + (place < len(self.cuts) and self.cuts[place] == value)]


@dataclass(frozen=True, slots=True)
class Words:
    """A column of texts: masks by value, and the rules that take others."""

    masks: Mapping[str, int]
    others: int

    def may_match(self, value: Value) -> int | None:
        """The rules that may match; None where nothing is known."""
        return self.masks.get(value, self.others) if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class Index:
    """The columns that sort rules out."""

    columns: tuple[tuple[int, Numbers | Words], ...]
    every: int

    def candidates(self, values: Sequence[Value]) -> Iterator[int]:
        """The places of the rules that may match, in their order."""
        mask = self.every
        for column, index in self.columns:
            found = index.may_match(values[column])
            mask &= self.every if found is None else found
        while mask:
            lowest = mask & -mask
            yield lowest.bit_length() - 1
            mask ^= lowest


def index(tests: Sequence[Mapping[int, Program]], columns: int) -> Index | None:
    """Build the index over each rule's tests by column; None where it would sort nothing out."""
    if len(tests) < FEWEST:
        return None
    found = ((column, _column([rule.get(column) for rule in tests])) for column in range(columns))
    sorting = tuple((column, one) for column, one in found if one is not None)
    return Index(sorting, (1 << len(tests)) - 1) if sorting else None


def _column(cells: Sequence[Program | None]) -> Numbers | Words | None:
    """The index of one column, by the kind of constants most of its cells hold."""
    parts = [_parts(cell) for cell in cells]
    if any(part is not None and all(_numeric(test) for test in part) for part in parts):
        return _numbers(parts)
    if any(part is not None and all(isinstance(test, Const) for test in part) for part in parts):
        return _words(parts)
    return None


def _parts(cell: Program | None) -> tuple[Node, ...] | None:
    """The alternatives of a cell; None where it takes everything or is read otherwise."""
    if cell is None or not isinstance(cell.ast, UnaryTests) or cell.ast.negated or not cell.ast.tests:
        return None
    return cell.ast.tests


def _numeric(test: Node) -> bool:
    if isinstance(test, Interval):
        ends = [end for end in (test.low, test.high) if end is not None]
        return bool(ends) and all(_is_number(end) for end in ends)
    return _is_number(test)


def _is_number(node: Node) -> bool:
    return isinstance(node, Const) and isinstance(node.value, Decimal)


def _numbers(parts: Sequence[tuple[Node, ...] | None]) -> Numbers:
    spans = [_spans(part) for part in parts]
    cuts = sorted({cut for one in spans for span in one or () for cut in span if cut is not None})
    pieces = 2 * len(cuts) + 1
    begins, ends, always = [0] * (pieces + 1), [0] * (pieces + 1), 0
    for rule, one in enumerate(spans):
        if one is None:
            always |= 1 << rule
            continue
        for low, high in one:
            begins[0 if low is None else 2 * bisect_left(cuts, low) + 1] |= 1 << rule
            ends[pieces if high is None else 2 * bisect_left(cuts, high) + 2] |= 1 << rule
    return Numbers(cuts, [mask | always for mask in _swept(spans, begins, ends, pieces)])


#: From and to, both included; None for no end.
Span = tuple[Decimal | None, Decimal | None]


def _spans(part: tuple[Node, ...] | None) -> list[Span] | None:
    """What a cell covers, one span for each alternative; None where one alternative is no number."""
    if part is None or not all(_numeric(test) for test in part):
        return None
    return [_span(test) for test in part]


def _span(test: Node) -> Span:
    if isinstance(test, Interval):
        return _end(test.low), _end(test.high)
    return _end(test), _end(test)


def _end(node: Node | None) -> Decimal | None:
    return node.value if isinstance(node, Const) else None


def _swept(
    spans: Sequence[list[Span] | None], begins: Sequence[int], ends: Sequence[int], pieces: int
) -> Iterator[int]:
    """The rules alive in each piece; a rule of several alternatives stays from its first to its last."""
    several = sum(1 << rule for rule, one in enumerate(spans) if one is not None and len(one) > 1)
    last = _last(ends, several)
    alive = 0
    for piece in range(pieces):
        alive &= ~((ends[piece] & ~several) | last.get(piece, 0))
        alive |= begins[piece]
        yield alive


def _last(ends: Sequence[int], several: int) -> dict[int, int]:
    """Where rules of several alternatives end for good: piece -> rules."""
    found: dict[int, int] = {}
    left = several
    for piece in range(len(ends) - 1, -1, -1):
        here = ends[piece] & left
        if here:
            found[piece] = here
            left &= ~here
    return found


def _words(parts: Sequence[tuple[Node, ...] | None]) -> Words:
    masks: dict[str, int] = {}
    others = 0
    for rule, part in enumerate(parts):
        words = None if part is None else [_word(test) for test in part]
        if words is None or None in words:
            others |= 1 << rule
            continue
        for word in words:
            masks[str(word)] = masks.get(str(word), 0) | 1 << rule
    return Words({word: mask | others for word, mask in masks.items()}, others)


def _word(test: Node) -> str | None:
    return test.value if isinstance(test, Const) and isinstance(test.value, str) else None
