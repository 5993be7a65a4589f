"""Which rules of a table match a value, found without trying each.

Per column the constants of its cells cut the values into pieces, and a bit mask per piece says which rules match there.
A cell made of constants of the column's kind is decided by its mask alone; any other cell is `loose`: it may match
everywhere, and is run for the rules that are still in question.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.feel import Program
from engine.feel.ops import in_order
from engine.feel.syntax import Const, Interval, Node, UnaryTests
from engine.feel.values import Date
from engine.model.state import Value

#: Fewer rules are tried one by one.
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Spans:
    """A column of numbers or days: masks by piece, below, at and above each cut."""

    kind: type
    #: What a value is compared by; None for itself.
    key: Callable[[Value], Any] | None
    cuts: Sequence[Any]
    masks: Sequence[int]
    loose: int

    def match(self, value: Value) -> int:
        """The rules that match a value of this kind, the loose ones among them."""
        if self.key is not None:
            value = self.key(value)
        cuts = self.cuts
        place = bisect_left(cuts, value)
        return self.masks[2 * place + (place < len(cuts) and cuts[place] == value)]


@dataclass(frozen=True, slots=True)
class Words:
    """A column of texts or truth values: masks by value, and the rules that take others."""

    kind: type
    masks: Mapping[Any, int]
    others: int
    loose: int

    def match(self, value: Value) -> int:
        """The rules that match a value of this kind, the loose ones among them."""
        return self.masks.get(value, self.others)


@dataclass(frozen=True, slots=True)
class Index:
    """One entry for each column that restricts anything: its place, its masks, the rules with a cell in it."""

    columns: tuple[tuple[int, Spans | Words | None, int], ...]
    every: int

    def sort(self, values: Sequence[Value]) -> tuple[int, int]:
        """The rules that may match, and those of them that have a cell left to try."""
        mask, open_cells = self.every, 0
        for column, sorted_by, restricted in self.columns:
            value = values[column]
            if sorted_by is None or type(value) is not sorted_by.kind:
                open_cells |= restricted
            else:
                mask &= sorted_by.match(value)
                open_cells |= sorted_by.loose
        return mask, mask & open_cells

    def candidates(self, values: Sequence[Value]) -> Iterator[int]:
        """The places of the rules that may match, in their order."""
        return bits(self.sort(values)[0])


def bits(mask: int) -> Iterator[int]:
    """The places of the bits that are set, the lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def index(tests: Sequence[Mapping[int, Program]], columns: int) -> Index | None:
    """Build the index over each rule's tests by column; None for a table too small for one."""
    if len(tests) < FEWEST:
        return None
    found = []
    for column in range(columns):
        cells = [rule.get(column) for rule in tests]
        restricted = sum(1 << rule for rule, cell in enumerate(cells) if cell is not None)
        if restricted:
            found.append((column, _column(cells), restricted))
    return Index(tuple(found), (1 << len(tests)) - 1)


def _column(cells: Sequence[Program | None]) -> Spans | Words | None:
    """The index of one column, by the kind of constants most of its cells hold."""
    kinds = [_kind(cell) for cell in cells]
    counted = Counter(kind for kind in kinds if kind is not None)
    if not counted:
        return None
    wanted = max(counted, key=lambda kind: (counted[kind], kind.__name__))
    decided = [cell if kind is wanted else None for cell, kind in zip(cells, kinds, strict=True)]
    free = sum(1 << rule for rule, cell in enumerate(cells) if cell is None)
    loose = sum(1 << rule for rule, kind in enumerate(kinds) if kind is not wanted) & ~free
    if wanted in (str, bool):
        return _words(wanted, decided, free | loose, loose)
    return _spans(wanted, decided, free | loose, loose)


def _kind(cell: Program | None) -> type | None:
    """The kind of constants a cell is made of; None where it takes everything, or must be run."""
    if cell is None or not isinstance(cell.ast, UnaryTests) or not cell.ast.tests:
        return None
    kinds = {_kind_of_test(test) for test in cell.ast.tests}
    kind = kinds.pop() if len(kinds) == 1 else None
    return None if cell.ast.negated and kind not in (str, bool) else kind


def _kind_of_test(test: Node) -> type | None:
    if isinstance(test, Const):
        return type(test.value) if type(test.value) in (str, bool, Decimal, Date) else None
    if not isinstance(test, Interval):
        return None
    ends = [end for end in (test.low, test.high) if end is not None]
    values = [end.value for end in ends if isinstance(end, Const)]
    kinds = {type(value) for value in values}
    fits = len(values) == len(ends) and len(kinds) == 1 and kinds <= {Decimal, Date}
    return kinds.pop() if fits and (len(values) == 1 or in_order(*values)) else None


def _tests(cell: Program) -> tuple[tuple[Node, ...], bool]:
    ast = cell.ast
    return (ast.tests, ast.negated) if isinstance(ast, UnaryTests) else ((), False)


def _words(kind: type, cells: Sequence[Program | None], others: int, loose: int) -> Words:
    taken: dict[Any, int] = {}
    refused: dict[Any, int] = {}
    for rule, cell in enumerate(cells):
        if cell is None:
            continue
        tests, negated = _tests(cell)
        others |= negated << rule
        held = refused if negated else taken
        for test in tests:
            if isinstance(test, Const):
                held[test.value] = held.get(test.value, 0) | 1 << rule
    masks = {word: (others | taken.get(word, 0)) & ~refused.get(word, 0) for word in {**taken, **refused}}
    return Words(kind, masks, others, loose)


def _day(day: Value) -> tuple[int, int, int]:
    return day.year, day.month, day.day


#: First and last piece, both included.
Stretch = tuple[int, int]


def _spans(kind: type, cells: Sequence[Program | None], always: int, loose: int) -> Spans:
    key = _day if kind is Date else None
    tests = [() if cell is None else _tests(cell)[0] for cell in cells]
    ends = {end for one in tests for test in one for end in _ends(test)}
    cuts = sorted({key(end) if key else end for end in ends})
    pieces = 2 * len(cuts) + 1
    begins, after = [0] * (pieces + 1), [0] * (pieces + 1)
    for rule, one in enumerate(tests):
        for first, last in _joined([_stretch(test, cuts, key) for test in one]):
            begins[first] |= 1 << rule
            after[last + 1] |= 1 << rule
    masks, alive = [], always
    for piece in range(pieces):
        alive = alive & ~after[piece] | begins[piece]
        masks.append(alive)
    return Spans(kind, key, cuts, masks, loose)


def _ends(test: Node) -> list[Value]:
    ends = (test.low, test.high) if isinstance(test, Interval) else (test,)
    return [end.value for end in ends if isinstance(end, Const)]


def _stretch(test: Node, cuts: Sequence[Any], key: Callable[[Value], Any] | None) -> Stretch:
    """The pieces a test covers: 2n+1 is the cut n itself, the even ones lie between."""

    def place(end: Node | None) -> int:
        value = end.value if isinstance(end, Const) else None
        return 2 * bisect_left(cuts, key(value) if key else value) + 1

    if not isinstance(test, Interval):
        return place(test), place(test)
    first = 0 if test.low is None else place(test.low) + (not test.low_closed)
    last = 2 * len(cuts) if test.high is None else place(test.high) - (not test.high_closed)
    return first, last


def _joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The same pieces in stretches that neither overlap nor touch; an empty one is left out."""
    joined: list[Stretch] = []
    for first, last in sorted(stretch for stretch in stretches if stretch[0] <= stretch[1]):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
