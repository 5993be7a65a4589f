"""A bounded walk through the markings of a net: where tokens may wait for ever, and where they meet.

The supported constructs form a free-choice net: what may consume a token is decided by that token alone. So it is
enough to fire one enabled place at a time, in a fixed order, with all its alternatives (a persistent set): no deadlock
is lost. Firing the token farthest from the start finishes one branch before it begins the next: parallel branches cost
the sum of their markings, not the product; firing the nearest one first makes tokens meet where branches were merged
without being joined.

Inclusive joins are not free choice: whether they may go on depends on tokens elsewhere (§13.4.3). They are asked when
nothing else can move, by the rule the runtime follows. Complex gateways go last, with all that has come to them.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from engine.bpmn.lint.net import Option, Place
from engine.model.definition import Element

#: Markings looked at, and tokens looked at in them, before the answer is "not decided".
STATES = 20_000
WORK = 300_000
#: The same for tokens that meet: an answer that is only advice.
MEETINGS = 2_000
MEETING_WORK = 40_000
#: Tokens in one place from which it is taken to grow without bound, where no activity asks for several.
TOKENS = 4

#: Place number -> tokens on it, in order of the numbers.
Marking = tuple[tuple[int, int], ...]
#: Whether a complex gateway goes on with so many tokens by flow.
Enough = Callable[[Element, Mapping[str, int]], bool]


@dataclass(frozen=True, slots=True)
class Stuck:
    """A marking in which nothing can move: the join, the flows it misses, and the choices that led there."""

    place: int
    tokens: int
    missing: tuple[str, ...]
    path: tuple[str, ...]


@dataclass(slots=True)
class Walk:
    """How far a walk may go, which tokens it moves first, and what it met."""

    places: Sequence[Place]
    #: Per place: the lowest fires first.
    rank: Sequence[int]
    enough: Enough
    #: Per flow into an inclusive join, the nodes whose tokens can come by it without passing the join.
    upstream: Callable[[Element], Mapping[str, Collection[str]]]
    states: int = STATES
    work: int = WORK
    #: The most tokens on one place that are followed.
    most: int = TOKENS
    decided: bool = True
    fired: set[str] = field(default_factory=set)
    stuck: dict[str, Stuck] = field(default_factory=dict)
    crowded: dict[int, int] = field(default_factory=dict)
    _before: dict[Marking, tuple[Marking | None, str]] = field(default_factory=dict)

    def explore(self, start: tuple[int, ...]) -> None:
        """Follow every run that begins with these tokens."""
        first = _marking(dict.fromkeys(start, 1))
        self._before = {first: (None, "")}
        stack = [first]
        while stack:
            marking = stack.pop()
            self.states -= 1
            self.work -= len(marking)
            if self.states < 0 or self.work < 0:
                self.decided = False
                return
            for name, following in self._step(marking):
                if following not in self._before:
                    self._before[following] = (marking, name)
                    stack.append(following)

    @property
    def runaway(self) -> set[int]:
        """The places where tokens grow without bound."""
        return {place for place, most in self.crowded.items() if most > self.most}

    def _step(self, marking: Marking) -> list[tuple[str, Marking]]:
        tokens = dict(marking)
        ready = [p for p in tokens if self._is_enabled(p, tokens)]
        free = [p for p in ready if not self.places[p].gathered] or self._gathering(ready, tokens)
        chosen = min(free, key=lambda p: (self.rank[p], p), default=None)
        if chosen is None:
            self._stop(marking, tokens)
            return []
        place = self.places[chosen]
        self.fired.add(place.node.id)
        for taken in place.joined or [p for p in place.gathered if tokens.get(p)] or (chosen,):
            tokens[taken] -= place.needs
        rest = {p: n for p, n in tokens.items() if n}
        several = len(place.options) > 1
        return [
            (option.name if several else "", self._put(rest, option))
            for option in place.options
            if option.puts is not None and all(rest.get(p, 0) <= self.most for p in option.puts)
        ]

    def _gathering(self, ready: Sequence[int], tokens: Mapping[int, int]) -> Sequence[int]:
        """The joins to which nothing more can come; complex gateways, which need not wait, only after them."""
        joins = {self.places[p].node.id: p for p in ready}
        elsewhere = {self.places[p].node.id for p in tokens}
        ripe = [p for p in joins.values() if self._is_ripe(self.places[p], tokens, elsewhere)]
        return ripe or [p for p in joins.values() if self.places[p].node.activation]

    def _is_ripe(self, place: Place, tokens: Mapping[int, int], elsewhere: Collection[str]) -> bool:
        sources = self.upstream(place.node)
        self.work -= len(place.gathered) * len(elsewhere)
        filled = [sources[self.places[p].flow] for p in place.gathered if p in tokens]
        empty = [sources[self.places[p].flow] for p in place.gathered if p not in tokens]
        return not any(
            any(node in nodes for nodes in empty) and not any(node in nodes for nodes in filled)
            for node in elsewhere
            if node != place.node.id
        )

    def _is_enabled(self, number: int, tokens: Mapping[int, int]) -> bool:
        place = self.places[number]
        if place.joined:
            return all(p in tokens for p in place.joined)
        if place.node.activation and place.gathered:
            return self.enough(place.node, {self.places[p].flow: tokens.get(p, 0) for p in place.gathered})
        return tokens[number] >= place.needs

    def _put(self, rest: Mapping[int, int], option: Option) -> Marking:
        tokens = dict(rest)
        for place in option.puts or ():
            tokens[place] = tokens.get(place, 0) + 1
            if tokens[place] > 1:
                self.crowded[place] = max(self.crowded.get(place, 0), tokens[place])
        return _marking(tokens)

    def _stop(self, marking: Marking, tokens: Mapping[int, int]) -> None:
        for number in tokens:
            place = self.places[number]
            if place.node.id not in self.stuck:
                awaited = (self.places[j].flow for j in place.joined or place.gathered if j not in tokens)
                missing = tuple(sorted(awaited))
                self.stuck[place.node.id] = Stuck(number, tokens[number], missing, self._path(marking))

    def _path(self, marking: Marking) -> tuple[str, ...]:
        found: list[str] = []
        at: Marking | None = marking
        while at is not None:
            at, name = self._before[at]
            if name:
                found.append(name)
        return tuple(reversed(found))


def _marking(tokens: Mapping[int, int]) -> Marking:
    return tuple(sorted(tokens.items()))
