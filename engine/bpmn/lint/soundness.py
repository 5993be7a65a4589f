"""Whether a case can get stuck: a bounded walk through the markings of the drawing's tokens.

The supported constructs form a free-choice net: what may consume a token is decided by that token alone. So it is
enough to fire one enabled place at a time, in a fixed order, with all its alternatives (a persistent set): no deadlock
is lost. Firing the token farthest from the start finishes one branch before it begins the next: parallel branches cost
the sum of their markings, not the product; firing the nearest one first makes tokens meet where branches were merged
without being joined.

An inclusive join is not free choice: whether it may go on depends on tokens elsewhere (§13.4.3). It fires when nothing
else can, with all that has come to it; that is exact outside of loops through such joins, so what is found in a scope
with inclusive joins is advice, never an error.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

from engine.bpmn.lint.allowed import RULES
from engine.bpmn.lint.graph import edges, walked
from engine.bpmn.lint.starting import begins
from engine.bpmn.lint.subject import Subject
from engine.model.definition import Element

#: Markings looked at before the answer is "not decided".
STATES = 20_000
#: Markings looked at for tokens that meet: an answer that is only advice.
MEETINGS = 2_000
#: Tokens on one flow from which it is taken to grow without bound.
TOKENS = 4

#: Flows out of an inclusive gateway of which every combination is tried; of more only pairs and all.
WIDEST = 5

#: Place number -> tokens on it, in order of the numbers.
Marking = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A flow (or a start): where its tokens go next."""

    flow: str
    node: Element
    #: All inputs of an AND-join, its own among them; empty for anything else.
    joined: tuple[int, ...] = ()
    #: All inputs of an inclusive join: those that hold a token are taken together.
    gathered: tuple[int, ...] = ()
    #: The alternatives: the places each puts a token on; None ends the whole case.
    options: tuple[tuple[int, ...] | None, ...] = ((),)


@dataclass(slots=True)
class _Walk:
    """How far a walk may go, which tokens it moves first, and what it met."""

    bound: int
    #: Per place: the lowest fires first.
    rank: list[int]
    states: int = 0
    decided: bool = True
    fired: set[str] = field(default_factory=set)
    stuck: dict[str, set[str]] = field(default_factory=dict)
    crowded: dict[int, int] = field(default_factory=dict)


def check(subject: Subject, scope: str) -> None:
    """Report joins of one scope that can wait for ever, runaway splits and nodes that never run."""
    elements = walked(subject, scope)
    if not _is_fit(subject, elements):
        return
    places, starts = _net(subject, elements)
    near = _distances(subject, elements, places)
    walk = _Walk(STATES, [-distance for distance in near])
    meeting = _Walk(MEETINGS, near)
    for start in starts:
        _explore(places, start, walk)
        _explore(places, start, meeting)
    _report(subject, elements, walk)
    _report_meetings(subject, places, walk, meeting)


def _is_fit(subject: Subject, elements: Mapping[str, Element]) -> bool:
    """Only a drawing whose flows hold and whose nodes are all supported has a meaning to walk."""
    flows = subject.definition.flows
    inner = [flows[flow] for e in elements.values() for flow in (*e.incoming, *e.outgoing)]
    return all(e.kind in RULES for e in elements.values()) and all(
        f.source in elements and f.target in elements for f in inner
    )


def _net(subject: Subject, elements: Mapping[str, Element]) -> tuple[list[_Place], list[int]]:
    """Places by number, and those a walk begins at.

    What a non-interrupting boundary event begins is an extra token any number of times: it must finish by itself.
    """
    flows = [f for f in subject.definition.flows.values() if f.target in elements]
    number = {flow.id: place for place, flow in enumerate(flows)}
    places = [_place(subject, elements[flow.target], flow.id, number) for flow in flows]
    starts = [e for e in elements.values() if _begins(e)]
    for start in starts:
        places.append(_place(subject, start, "", number))
    return places, list(range(len(flows), len(places)))


def _begins(element: Element) -> bool:
    """Where a walk begins: a start, or what comes beside its activity."""
    return (begins(element) and not element.incoming) or not element.interrupting


def _distances(subject: Subject, elements: Mapping[str, Element], places: list[_Place]) -> list[int]:
    """Per place, the steps from a start to the node it leads to."""
    forward = edges(subject, elements)
    level = [e.id for e in elements.values() if begins(e)]
    distance = dict.fromkeys(level, 0)
    steps = 0
    while level:
        steps += 1
        level = list(dict.fromkeys(t for node in level for t in forward[node] if t not in distance))
        distance.update(dict.fromkeys(level, steps))
    return [distance.get(place.node.id, 0) for place in places]


def _place(subject: Subject, node: Element, flow: str, number: Mapping[str, int]) -> _Place:
    inputs = tuple(number[f] for f in node.incoming) if len(node.incoming) > 1 else ()
    joined = inputs if node.kind == "parallelGateway" else ()
    gathered = inputs if node.kind == "inclusiveGateway" else ()
    return _Place(flow, node, joined, gathered, _options(subject, node, number))


def _options(subject: Subject, node: Element, number: Mapping[str, int]) -> tuple[tuple[int, ...] | None, ...]:
    out = tuple(number[f] for f in node.outgoing)
    if node.kind == "endEvent":
        return (None,) if node.event in ("terminate", "error") else ((),)
    if node.kind in ("exclusiveGateway", "eventBasedGateway") and not node.parallel:
        return tuple((place,) for place in out)
    if node.kind == "inclusiveGateway":
        return _choices(out, number.get(node.default_flow))
    cuts = [boundary for boundary in subject.boundaries(node.id) if boundary.interrupting]
    return (out, *(tuple(number[f] for f in boundary.outgoing) for boundary in cuts))


def _choices(out: tuple[int, ...], default: int | None) -> tuple[tuple[int, ...], ...]:
    """What an inclusive split may put tokens on: any of its conditions together, or the default alone."""
    free = [place for place in out if place != default]
    most = len(free) if len(free) <= WIDEST else 2
    chosen = [found for size in range(1, most + 1) for found in combinations(free, size)]
    if most < len(free):
        chosen.append(tuple(free))
    return (*chosen, *(((default,),) if default is not None else ()))


def _explore(places: list[_Place], start: int, walk: _Walk) -> None:
    first: Marking = ((start, 1),)
    seen = {first}
    stack = [first]
    while stack:
        marking = stack.pop()
        walk.states += 1
        if walk.states > walk.bound:
            walk.decided = False
            return
        for following in _step(places, marking, walk):
            if following not in seen:
                seen.add(following)
                stack.append(following)


def _step(places: list[_Place], marking: Marking, walk: _Walk) -> list[Marking]:
    tokens = dict(marking)
    enabled = [p for p in tokens if all(j in tokens for j in places[p].joined)]
    chosen = min(enabled, key=lambda p: (bool(places[p].gathered), walk.rank[p], p), default=None)
    if chosen is None:
        for waiting in (places[number] for number in tokens):
            missing = {places[j].flow for j in waiting.joined if j not in tokens}
            walk.stuck.setdefault(waiting.node.id, set()).update(missing)
        return []
    place = places[chosen]
    walk.fired.add(place.node.id)
    gathered = [p for p in place.gathered if tokens.get(p)]
    for taken in place.joined or gathered or (chosen,):
        tokens[taken] -= 1
    rest = {p: n for p, n in tokens.items() if n}
    return [_put(rest, option, walk) for option in place.options if option is not None and not _is_full(rest, option)]


def _is_full(rest: Mapping[int, int], option: tuple[int, ...]) -> bool:
    return any(rest.get(place, 0) > TOKENS for place in option)


def _put(rest: Mapping[int, int], option: tuple[int, ...], walk: _Walk) -> Marking:
    tokens = dict(rest)
    for place in option:
        tokens[place] = tokens.get(place, 0) + 1
        if tokens[place] > 1:
            walk.crowded[place] = max(walk.crowded.get(place, 0), tokens[place])
    return tuple(sorted(tokens.items()))


def _report(subject: Subject, elements: Mapping[str, Element], walk: _Walk) -> None:
    advice = any(e.kind == "inclusiveGateway" and len(e.incoming) > 1 for e in elements.values())
    say = subject.report.warning if advice else subject.report.error
    for node, missing in walk.stuck.items():
        say("flow.deadlock", node, missing=", ".join(sorted(missing)) or "∅")
    if not walk.decided:
        subject.report.warning("flow.undecided", subject.process, bound=walk.bound)
    elif not walk.stuck and not _runaway(walk):
        for element in elements.values():
            if element.kind != "boundaryEvent" and element.id not in walk.fired and element.incoming:
                subject.report.warning("flow.dead", element.id)


def _report_meetings(subject: Subject, places: list[_Place], walk: _Walk, meeting: _Walk) -> None:
    runaway = sorted(_runaway(walk) | _runaway(meeting))
    for place in runaway:
        subject.report.warning("flow.unbounded", places[place].flow)
    if meeting.crowded and not runaway:
        subject.report.warning("flow.repeated", places[min(meeting.crowded)].node.id)


def _runaway(walk: _Walk) -> set[int]:
    return {place for place, most in walk.crowded.items() if most > TOKENS}
