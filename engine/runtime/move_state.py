"""All live rows of one case, and the same rows under the names of another version."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.model.state import RegisterAnswer, RegisterCall, Scope, State, Subscription, Token, Value
from engine.runtime import compensable
from engine.runtime.inclusive import AT
from engine.runtime.move_plan import Plan
from engine.runtime.rows import PROCESS

#: The kind of subscription that says an activity was completed and may be undone.
REMEMBERED = compensable.KIND

#: Before the name of a counter that says a scope was found starved: found again where it is.
STARVED = "!"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every live row of one case, tokens and subscriptions in order of number."""

    tokens: Sequence[Token]
    scopes: Sequence[Scope]
    counters: Mapping[tuple[int, str], int]
    subscriptions: Sequence[Subscription]


def inside_of(scope: Scope) -> str:
    """The element whose inside a scope is: of a loop the activity, of an undoing the event, of the process ""."""
    return "" if scope.no == PROCESS else scope.node.partition("/")[0]


def is_kept(scope: Scope) -> bool:
    """True for what is kept of a completed activity because it may be undone: nothing waits there."""
    return scope.no != PROCESS and scope.holder is None


class Moved:
    """The rows after the move, read through the port as the runtime reads a stored case; values stay where they are."""

    def __init__(self, plan: Plan, before: Snapshot, state: State, *, dry: bool) -> None:
        self._state = state
        self._dry = dry
        self.next_no = state.next_no
        self.called = state.called
        self.tokens = {one.no: _token(plan, one.copy()) for one in before.tokens}
        self.scopes = {one.no: replace(one, node=_scope_node(plan, one)) for one in before.scopes}
        self.subscriptions = {one.no: _subscription(plan, one) for one in before.subscriptions}
        self.counts = dict(_counters(plan, before, self.tokens.values()))

    def drop_scope(self, number: int) -> None:
        """Leave out a scope nothing of the new version reads."""
        self.scopes.pop(number, None)

    # the port

    def token(self, no: int) -> Token | None:
        """One live token."""
        return self.tokens.get(no)

    def tokens_in(self, scope: int) -> Sequence[Token]:
        """Every live token of one scope."""
        return [one for one in self.tokens.values() if one.scope == scope]

    def scope(self, no: int) -> Scope | None:
        """One scope."""
        return self.scopes.get(no)

    def scope_held_by(self, token: int) -> Scope | None:
        """The scope a token holds open."""
        return next((one for one in self.scopes.values() if one.holder == token), None)

    def counter(self, scope: int, name: str) -> int:
        """A counter; 0 where there is none."""
        return self.counts.get((scope, name), 0)

    def counters(self, scope: int, prefix: str) -> Mapping[str, int]:
        """The counters of a scope whose names start with `prefix`."""
        return {name: n for (no, name), n in self.counts.items() if no == scope and name.startswith(prefix)}

    def subscription(self, no: int) -> Subscription | None:
        """One subscription."""
        return self.subscriptions.get(no)

    def subscriptions_of(self, token: int) -> Sequence[Subscription]:
        """What one token waits for."""
        return [one for one in self.subscriptions.values() if one.token == token]

    def subscriptions_in(self, scope: int, kind: str) -> Sequence[Subscription]:
        """The subscriptions of one kind in one scope."""
        return [one for one in self.subscriptions.values() if one.scope == scope and one.kind == kind]

    def variables(self, scope: int, names: Collection[str] | None) -> Mapping[str, Value]:
        """The variables as they are stored."""
        return self._state.variables(scope, names)

    def register(self, call: RegisterCall) -> RegisterAnswer:
        """Act on a register; where a case is only judged, nothing is acted upon."""
        return RegisterAnswer({}) if self._dry else self._state.register(call)


def _token(plan: Plan, one: Token) -> Token:
    if "start" in one.data:
        # Which start event of an event subprocess it began at.
        one.data["start"] = plan.element(one.data["start"])
    one.node = plan.element(one.node)
    return one


def _scope_node(plan: Plan, scope: Scope) -> str:
    if scope.no == PROCESS:
        return plan.new.process_id
    base = inside_of(scope)
    return plan.element(base) + scope.node.removeprefix(base) if base else scope.node


def _subscription(plan: Plan, one: Subscription) -> Subscription:
    element = plan.element(str(one.data.get("element", "")))
    name = plan.element(one.name) or one.name if one.kind == REMEMBERED else one.name
    return replace(one, name=name, data={**one.data, "element": element})


def _counters(plan: Plan, before: Snapshot, tokens: Collection[Token]) -> Iterator[tuple[tuple[int, str], int]]:
    """Joins by their new names; how many of their flows have something, and who is where, is counted anew."""
    found: dict[tuple[int, str], int] = {}
    same = {one.no for one in before.scopes if plan.is_same(inside_of(one))}
    for (scope, name), count in before.counters.items():
        gate, slash, flow = name.partition("/")
        if scope in same:
            yield (scope, name), count
            continue
        if name.startswith((AT, STARVED)) or (slash and not flow and plan.element(gate)):
            continue
        renamed = f"{plan.element(gate)}/{plan.flow(flow)}" if plan.element(gate) and flow else name
        found[scope, renamed] = found.get((scope, renamed), 0) + count
    yield from found.items()
    yield from _filled(plan, found)
    yield from _crowd(plan, found, [one for one in tokens if one.scope not in same])


def arrivals(counters: Mapping[tuple[int, str], int], elements: Collection[str]) -> dict[tuple[int, str], int]:
    """What waits at joins: (scope, gate/flow) -> tokens."""
    split = ((key, count, key[1].partition("/")) for key, count in counters.items())
    return {key: n for key, n, (gate, _, flow) in split if flow and gate in elements}


def _filled(plan: Plan, counters: Mapping[tuple[int, str], int]) -> Iterator[tuple[tuple[int, str], int]]:
    filled: defaultdict[tuple[int, str], int] = defaultdict(int)
    for scope, name in arrivals(counters, plan.new.elements):
        gate = name.partition("/")[0]
        if plan.new.elements[gate].kind == "parallelGateway":
            filled[scope, f"{gate}/"] += 1
    yield from filled.items()


def _crowd(
    plan: Plan, counters: Mapping[tuple[int, str], int], tokens: Collection[Token]
) -> Iterator[tuple[tuple[int, str], int]]:
    """Who is where, for inclusive joins: the tokens at a node, and those that wait there as a number."""
    crowded, found = plan.target.spec.crowded, defaultdict[tuple[int, str], int](int)
    for one in tokens:
        if one.node in crowded:
            found[one.scope, f"{AT}{one.node}/"] += 1
    for (scope, name), count in arrivals(counters, plan.new.elements).items():
        gate = name.partition("/")[0]
        if gate in crowded:
            found[scope, f"{AT}{gate}/"] += count
    yield from found.items()
