"""A scope as a net: every flow is a place for tokens, every node says where they go next; and the net made smaller.

Making it smaller changes neither whether a run can get stuck nor at which join: a node that only passes a token on is
skipped, a split whose branches all meet again in its own join becomes one step (Murata 1989, fusion rules). What is
drawn in blocks shrinks to nothing, however wide or deep it is.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from engine.bpmn.lint.starting import begins
from engine.bpmn.lint.subject import Subject
from engine.model.definition import Element

#: Conditional flows out of a gateway of which every combination is tried; of more only each alone and all together.
WIDEST = 5
#: How often the rules go over a net: blocks nested deeper are walked as they are.
PASSES = 100


@dataclass(frozen=True, slots=True)
class Option:
    """One way on: what the analyst would call it, and the places that get a token; None ends the whole case."""

    name: str
    puts: tuple[int, ...] | None


@dataclass(slots=True)
class Place:
    """Where tokens wait for one node; the flows into an activity that needs several tokens are one place."""

    flow: str
    node: Element
    #: All inputs of a parallel join, its own among them; empty for anything else.
    joined: tuple[int, ...] = ()
    #: All inputs of an inclusive or complex join: those that hold a token are taken together.
    gathered: tuple[int, ...] = ()
    #: Tokens taken from this place at once.
    needs: int = 1
    options: tuple[Option, ...] = (Option("", ()),)

    @property
    def is_join(self) -> bool:
        """True where a token may have to wait for others."""
        return bool(self.joined or self.gathered or self.needs > 1)


@dataclass(frozen=True, slots=True)
class Net:
    """The places by number, the markings a walk begins with, and the joins that were found sound in passing."""

    places: list[Place]
    starts: tuple[tuple[int, ...], ...]
    #: Ids of joins that always get all their tokens.
    settled: frozenset[str] = frozenset()


def net(subject: Subject, elements: Mapping[str, Element]) -> Net:
    """The net of the nodes of one scope.

    What a non-interrupting boundary event begins is an extra token any number of times: it must finish by itself.
    """
    flows = [f for f in subject.definition.flows.values() if f.target in elements]
    number: dict[str, int] = {}
    places: list[tuple[str, Element]] = []
    pools: dict[str, int] = {}
    for flow in flows:
        target = elements[flow.target]
        if target.start_quantity > 1 and target.id in pools:
            number[flow.id] = pools[target.id]
            continue
        pools[target.id] = number[flow.id] = len(places)
        places.append((flow.id, target))
    firsts = [e for e in elements.values() if begins(e) and not e.incoming]
    together = [] if firsts else [e for e in elements.values() if not e.incoming and e.kind != "boundaryEvent"]
    beside = [e for e in elements.values() if e.kind == "boundaryEvent" and not e.interrupting]
    starts: list[tuple[int, ...]] = []
    for group in ([[e] for e in firsts], [together] if together else [], [[e] for e in beside]):
        for entries in group:
            starts.append(tuple(range(len(places), len(places) + len(entries))))
            places += [("", e) for e in entries]
    return Net([_place(subject, node, flow, number) for flow, node in places], tuple(starts))


def _place(subject: Subject, node: Element, flow: str, number: Mapping[str, int]) -> Place:
    inputs = tuple(dict.fromkeys(number[f] for f in node.incoming)) if flow else ()
    several = inputs if len(inputs) > 1 else ()
    return Place(
        flow,
        node,
        joined=several if node.kind == "parallelGateway" else (),
        gathered=inputs if node.activation else several if node.kind == "inclusiveGateway" else (),
        needs=node.start_quantity if flow else 1,
        options=tuple(dict.fromkeys(_options(subject, node, number))),
    )


def _options(subject: Subject, node: Element, number: Mapping[str, int]) -> Iterator[Option]:
    out = [(flow, number[flow]) for flow in node.outgoing]
    if node.kind == "endEvent":
        yield Option("", None if node.event in ("terminate", "error", "cancel") else ())
    elif node.kind == "exclusiveGateway" or (node.kind == "eventBasedGateway" and not node.parallel):
        yield from [Option(flow, (place,)) for flow, place in out] or [Option("", ())]
    elif node.kind in ("inclusiveGateway", "complexGateway"):
        yield from _choices(subject, node, out)
    else:
        yield Option(node.id, tuple(place for _, place in out for _ in range(node.completion_quantity)))
        for boundary in subject.boundaries(node.id):
            if boundary.interrupting and boundary.event != "compensate":
                yield Option(boundary.id, tuple(number[f] for f in boundary.outgoing))


def _choices(subject: Subject, node: Element, out: Sequence[tuple[str, int]]) -> Iterator[Option]:
    """What a split may put tokens on: any of its conditions together, or the default alone."""
    free = node.kind == "complexGateway"
    flows = subject.definition.flows
    always = [(flow, p) for flow, p in out if free and not flows[flow].condition and flow != node.default_flow]
    asked = [(flow, p) for flow, p in out if flow != node.default_flow and (flow, p) not in always]
    default = [(flow, p) for flow, p in out if flow == node.default_flow]
    sizes = range(1, len(asked) + 1) if len(asked) <= WIDEST else (1, len(asked))
    picked = [found for size in sizes for found in combinations(asked, size)]
    if always:
        picked.append(())
    for found in picked:
        chosen = [*always, *found]
        named = "+".join(flow for flow, _ in chosen[:WIDEST])
        more = f"+…({len(chosen) - WIDEST})" if len(chosen) > WIDEST else ""
        yield Option(named + more, tuple(p for _, p in chosen))
    if default and not always:
        yield Option(default[0][0], (default[0][1],))
    if not out:
        yield Option("", ())


def smaller(whole: Net, *, blocks: bool = True) -> Net:
    """The same net with what passes tokens on skipped, and blocks fused; without `blocks` ends stay too."""
    places = [Place(p.flow, p.node, p.joined, p.gathered, p.needs, p.options) for p in whole.places]
    settled: set[str] = set()
    for _ in range(PASSES):
        changed = _skip(places, _passing(places, ends=blocks))
        if not ((blocks and _fuse(places, whole.starts, settled)) or changed):
            break
    return Net(places, whole.starts, frozenset(settled))


def _passing(places: Sequence[Place], *, ends: bool) -> dict[int, tuple[int, ...]]:
    """Place -> where its token is at once, for every node that does nothing but pass one on."""
    direct = {}
    for number, place in enumerate(places):
        puts = place.options[0].puts
        if place.is_join or len(place.options) > 1 or puts is None or puts == (number,):
            continue
        if len(puts) == 1 or (ends and not puts):
            direct[number] = puts
    found: dict[int, tuple[int, ...]] = {}
    for number in direct:
        way: dict[int, None] = {}
        at: tuple[int, ...] = (number,)
        while at and at[0] in direct and at[0] not in found and at[0] not in way:
            way[at[0]] = None
            at = direct[at[0]]
        # A ring of nodes that only pass on has no way out: it is left as it is.
        end = found.get(at[0], at) if at and at[0] not in way else at
        found.update({one: end for one in way if (one,) != end})
    return found


def _skip(places: list[Place], passing: Mapping[int, tuple[int, ...]]) -> bool:
    changed = False
    for place in places:
        options = dict.fromkeys(
            Option(o.name, None if o.puts is None else tuple(sorted(q for p in o.puts for q in passing.get(p, (p,)))))
            for o in place.options
        )
        once = tuple({option.puts: option for option in reversed(options)}.values())[::-1]
        if once != place.options:
            place.options = once
            changed = True
    return changed


def _fuse(places: list[Place], starts: Collection[tuple[int, ...]], settled: set[str]) -> bool:
    """A split whose branches meet in one join, into which nothing else leads, goes on behind the join at once."""
    # What was skipped is still in the list, but no token comes there.
    live = [places[p] for p in sorted(_marked(places, starts))]
    fed = Counter(p for place in live for p in _reached(place))
    fed.update(p for start in starts for p in start)
    changed = False
    for place in live:
        reached = _reached(place)
        join = next((places[p] for p in reached if places[p].is_join and places[p].node is not place.node), None)
        if join is None or place.is_join or join.needs > 1 or join.node.activation:
            continue
        inputs = set(join.joined or join.gathered)
        options = _behind(place, join, inputs) if all(fed[p] == (p in reached) for p in inputs) else None
        if options is not None:
            place.options = options
            settled.add(join.node.id)
            fed.subtract(reached)
            fed.update(_reached(place))
            changed = True
    return changed


def _marked(places: Sequence[Place], starts: Collection[tuple[int, ...]]) -> set[int]:
    """The places a token may come to."""
    stack = [p for start in starts for p in start]
    seen = set(stack)
    while stack:
        ahead = _reached(places[stack.pop()]) - seen
        seen |= ahead
        stack.extend(ahead)
    return seen


def _reached(place: Place) -> set[int]:
    return {p for option in place.options for p in option.puts or ()}


def _behind(place: Place, join: Place, inputs: Collection[int]) -> tuple[Option, ...] | None:
    """The ways on of a split with the join taken in; None where a branch may not come, or come twice."""
    found: list[Option] = []
    for option in place.options:
        there = Counter(p for p in option.puts or () if p in inputs)
        if not there:
            found.append(option)
            continue
        if max(there.values()) > 1 or (join.joined and len(there) != len(inputs)):
            return None
        rest = [p for p in option.puts or () if p not in inputs]
        for following in join.options:
            if following.puts is None and rest:
                return None
            puts = None if following.puts is None else tuple(sorted([*rest, *following.puts]))
            name = option.name if len(join.options) == 1 else following.name
            found.append(Option(name, puts))
    return tuple({one.puts: one for one in reversed(found)}.values())[::-1]
