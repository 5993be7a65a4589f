"""The token game of one scope (BPMN 2.0.2 §13): can a process stand where a moved case would stand?

A case may only be moved to where the new version comes from its own start: then it goes on as a case of that version.
Every choice counts as possible, so what is refused here no answers of people could bring about.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations
from types import MappingProxyType

from engine.model.definition import Definition, Element
from engine.runtime.inclusive import Meeting

#: Place -> tokens: a node's id, or `gate/flow` for what waits at a join.
Marking = Mapping[str, int]

#: States looked at before the answer is "not shown".
BOUND = 20_000

#: Ways out of an inclusive choice that are tried in every combination.
_MOST_WAYS = 6

_State = frozenset[tuple[str, int]]

NOWHERE: Marking = MappingProxyType({})


class Net:
    """One scope of a process; tokens inside of subprocesses are in nets of their own."""

    def __init__(self, definition: Definition, scope: str, meetings: Mapping[str, Meeting]) -> None:
        self._definition = definition
        self._meetings = meetings
        self._inside = {one.id: one for one in definition.elements.values() if one.scope == scope}
        self._attached: dict[str, list[Element]] = {}
        for one in self._inside.values():
            if one.attached_to and one.event != "compensate":
                self._attached.setdefault(one.attached_to, []).append(one)
        holder = definition.elements.get(scope)
        #: What may begin at any time: the activities of an ad-hoc subprocess.
        self._free: tuple[str, ...] = ()
        if holder is not None and holder.kind == "adHocSubProcess":
            self._free = tuple(one.id for one in self._roots())

    @property
    def is_exotic(self) -> bool:
        """True where tokens are counted in ways this game does not play: nothing is shown of such a scope."""
        inside = self._inside.values()
        counted = any(one.start_quantity != 1 or one.completion_quantity != 1 for one in inside)
        return counted or any(one.kind == "complexGateway" and is_join(one) for one in inside)

    def reaches(self, wanted: Marking) -> bool | None:
        """True where the scope can come to stand so, False where it cannot; None where it was not shown."""
        begins = [_state(first) for first in self._firsts()]
        return self._search(begins, wanted)

    def ends(self, marking: Marking) -> bool | None:
        """True where the scope can come to its end from there."""
        return self._search([_state(marking)], NOWHERE)

    def stuck(self, marking: Marking) -> str:
        """The join that has some of its tokens and lacks others; "" where there is none."""
        for place in marking:
            gate, _, flow = place.partition("/")
            if flow and any(not marking.get(f"{gate}/{other}") for other in self._inside[gate].incoming):
                return gate
        return ""

    def is_ripe(self, gate: str, marking: Marking) -> bool:
        """True where a join has a token from every side."""
        return all(marking.get(f"{gate}/{flow}") for flow in self._inside[gate].incoming)

    def _roots(self) -> Iterator[Element]:
        for one in self._inside.values():
            if not (one.incoming or one.attached_to or one.by_event or one.for_compensation):
                yield one

    def _firsts(self) -> Iterator[Marking]:
        """Where tokens can be first: at one start event, at all nodes no flow reaches, or at one of them."""
        roots = list(self._roots())
        starts = [one for one in roots if one.kind == "startEvent"]
        others = [one for one in roots if one.kind != "startEvent"]
        if self._free:
            yield NOWHERE
            return
        yield from ({one.id: 1} for one in starts)
        if others:
            yield {one.id: 1 for one in others}
            yield from ({one.id: 1} for one in others if len(others) > 1)

    def _search(self, begins: list[_State], wanted: Marking) -> bool | None:
        """First let only one token too many move at a time, which finds what is there quickly; then everything."""
        if self._visited(begins, wanted, one_by_one=True) is True:
            return True
        return self._visited(begins, wanted, one_by_one=False)

    def _visited(self, begins: list[_State], wanted: Marking, *, one_by_one: bool) -> bool | None:
        goal, ahead = _state(wanted), list(begins)
        seen = set(ahead)
        while ahead:
            state = ahead.pop()
            if state == goal:
                return True
            if len(seen) > BOUND:
                return None
            for then in self._after(dict(state), wanted, one_by_one=one_by_one):
                if then not in seen:
                    seen.add(then)
                    ahead.append(then)
        return False

    def _after(self, marking: dict[str, int], wanted: Marking, *, one_by_one: bool) -> Iterator[_State]:
        """Every state one move later; what brings the goal nearer comes last, because the last is tried first."""
        most = max(2, *wanted.values()) if wanted else 2
        surplus = [place for place in marking if "/" not in place and marking[place] > wanted.get(place, 0)]
        movable = surplus[:1] if one_by_one and surplus else [place for place in marking if "/" not in place]
        moves = [then for place in movable for then in self._moves(place, marking)]
        moves += self._joined(marking)
        moves += ({**marking, one: 1} for one in self._free if not marking.get(one))
        for then in moves:
            if all(count <= max(most, wanted.get(place, 0)) for place, count in then.items()):
                yield _state(then)

    def _moves(self, place: str, marking: Mapping[str, int]) -> Iterator[dict[str, int]]:
        node = self._inside[place]
        rest = _with(marking, {place: -1})
        if node.event == "terminate" and node.kind == "endEvent":
            yield {}
            return
        for event in self._attached.get(place, ()):
            interrupting = event.interrupting or event.event in ("error", "cancel")
            if interrupting or not marking.get(event.id):
                yield _with(rest if interrupting else marking, {event.id: 1})
        for chosen in self._ways(node):
            yield _with(rest, self._arrivals(chosen))

    def _ways(self, node: Element) -> Iterator[tuple[str, ...]]:
        out = node.outgoing
        if node.kind in ("exclusiveGateway", "eventBasedGateway"):
            yield from ((flow,) for flow in reversed(out))
        elif node.kind in ("inclusiveGateway", "complexGateway") and len(out) > 1:
            sizes = range(1, len(out) + 1) if len(out) <= _MOST_WAYS else (1, len(out))
            for size in sizes:
                yield from combinations(out, size)
        else:
            yield out

    def _arrivals(self, flows: tuple[str, ...]) -> dict[str, int]:
        places: dict[str, int] = {}
        for flow in flows:
            target = self._inside[self._definition.flows[flow].target]
            place = f"{target.id}/{flow}" if is_join(target) else target.id
            places[place] = places.get(place, 0) + 1
        return places

    def _joined(self, marking: Mapping[str, int]) -> Iterator[dict[str, int]]:
        gates = dict.fromkeys(place.partition("/")[0] for place in marking if "/" in place)
        for gate in gates:
            filled = [flow for flow in self._inside[gate].incoming if marking.get(f"{gate}/{flow}")]
            if self._opens(gate, filled, marking):
                yield _with(marking, {**{f"{gate}/{flow}": -1 for flow in filled}, gate: 1})

    def _opens(self, gate: str, filled: list[str], marking: Mapping[str, int]) -> bool:
        if len(filled) == len(self._inside[gate].incoming):
            return True
        meeting = self._meetings.get(gate)
        if meeting is None:
            return False
        here = {place.partition("/")[0] for place in marking if not place.startswith(f"{gate}/")}
        return here.isdisjoint(meeting.threats(filled))


def is_join(node: Element) -> bool:
    """True where tokens wait for each other."""
    return node.kind in ("parallelGateway", "inclusiveGateway", "complexGateway") and len(node.incoming) > 1


def _with(marking: Mapping[str, int], change: Mapping[str, int]) -> dict[str, int]:
    found = dict(marking)
    for place, count in change.items():
        left = found.get(place, 0) + count
        if left:
            found[place] = left
        else:
            found.pop(place, None)
    return found


def _state(marking: Marking) -> _State:
    return frozenset(marking.items())
