"""Inclusive joins (BPMN 2.0.2 §13.4.3): what may still come is known from where tokens are, never from a search.

The reset of a complex gateway (§13.4.5) follows the same rule.

Only processes with such a join keep a count of tokens per node and scope. The rule: the join goes on once a flow has a
token and no token elsewhere can reach a flow without one, unless it can also reach a flow that has one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.model.definition import Definition
from engine.runtime import complex, joins

if TYPE_CHECKING:
    from engine.runtime.instance import Instance
    from engine.runtime.token import LiveTask

#: Before the node's name in a counter of tokens; no XML id begins with it.
AT = "#"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One inclusive join: for each incoming flow, the nodes whose tokens can come by it without passing the join."""

    gate: str
    sources: Mapping[str, frozenset[str]]
    #: True for a complex gateway, which asks only while it waits for reset.
    resets: bool = False

    def filled(self, counters: Mapping[str, int]) -> list[str]:
        """The flows that have a token, or had one in the first phase; none while the gateway is not asked."""
        if self.resets and not counters.get(f"{self.gate}/"):
            return []
        names = [f"{self.gate}/{flow}" for flow in self.sources]
        found = (counters.get(name) or (self.resets and counters.get(f"{name}/")) for name in names)
        return [flow for flow, has in zip(self.sources, found, strict=True) if has]

    def threats(self, filled: Iterable[str]) -> frozenset[str]:
        """Where a token keeps the join waiting, given the flows that have one."""
        here = set(filled)
        near = frozenset[str]().union(*(self.sources[flow] for flow in here))
        return frozenset[str]().union(*(nodes for flow, nodes in self.sources.items() if flow not in here)) - near


def meetings(definition: Definition) -> Mapping[str, Meeting]:
    """Every inclusive join and weighing complex gateway of a process, in document order; found once per version."""
    before = _before(definition)
    return {
        gate.id: Meeting(
            gate.id,
            {flow: _upstream(definition, before, gate.id, flow) for flow in gate.incoming},
            resets=gate.kind == "complexGateway",
        )
        for gate in definition.elements.values()
        if (gate.kind == "inclusiveGateway" and len(gate.incoming) > 1) or gate.activation
    }


def crowded(found: Mapping[str, Meeting]) -> frozenset[str]:
    """The nodes whose tokens are counted."""
    near = (nodes for meeting in found.values() for nodes in meeting.sources.values())
    return frozenset(found).union(*near)


def _before(definition: Definition) -> Mapping[str, list[str]]:
    """Node -> the nodes a token comes to it from; to a boundary event it comes from the activity."""
    before: defaultdict[str, list[str]] = defaultdict(list)
    for flow in definition.flows.values():
        before[flow.target].append(flow.source)
    for element in definition.elements.values():
        if element.attached_to:
            before[element.id].append(element.attached_to)
    return before


def _upstream(definition: Definition, before: Mapping[str, list[str]], gate: str, flow: str) -> frozenset[str]:
    found: set[str] = set()
    ahead = [definition.flows[flow].source]
    while ahead:
        node = ahead.pop()
        if node in found:
            continue
        found.add(node)
        if node != gate:
            ahead.extend(before.get(node, ()))
    return frozenset(found)


class Crowd:
    """The tokens of one step at the nodes that matter to inclusive joins."""

    def __init__(self, run: "Instance") -> None:
        self._run = run
        self._moved: defaultdict[int, Counter[str]] = defaultdict(Counter)

    def move(self, scope: int, node: str, change: int) -> None:
        """Remember that `change` tokens came to a node (or left it)."""
        if node in self._run.spec.crowded:
            self._moved[scope][node] += change

    def cleared(self, scope: int, but: "LiveTask | None") -> None:
        """Begin anew in a scope whose counters were all set to 0; the token `but` is still there."""
        if self._run.spec.crowded:
            self._moved[scope] = Counter()
            if but:
                self.move(scope, but.element, 1)

    def forget(self, scope: int) -> None:
        """Leave out a scope that goes."""
        self._moved.pop(scope, None)

    def release(self) -> bool:
        """Let one join go on that nothing more can come to; False where there is none."""
        ripe = next(((scope, *found) for scope in self._moved for found in self._ripe(scope)), None)
        if ripe:
            self._fire(*ripe)
        return ripe is not None

    def write(self) -> None:
        """Keep the counts that changed."""
        rows = self._run.rows
        for scope, moved in self._moved.items():
            names = {AT + node + "/": change for node, change in moved.items() if change}
            rows.load_counters(scope, AT, names)
            for name, change in names.items():
                rows.set_counter(scope, name, rows.counter(scope, name) + change)
        self._moved.clear()

    def _ripe(self, scope: int) -> Iterator[tuple[Meeting, list[str]]]:
        counters = self._run.rows.counters(scope, "")
        for meeting in self._run.spec.meetings.values():
            filled = meeting.filled(counters)
            if filled and not any(self._live(scope, node, meeting, counters) for node in meeting.threats(filled)):
                yield meeting, filled

    def _live(self, scope: int, node: str, meeting: Meeting, counters: Mapping[str, int]) -> int:
        live = counters.get(AT + node + "/", 0) + self._moved[scope][node]
        if node == meeting.gate:
            # Those that wait at the join itself would have to pass it.
            live -= sum(counters.get(f"{node}/{flow}", 0) for flow in meeting.sources)
        return live

    def _fire(self, scope: int, meeting: Meeting, filled: list[str]) -> None:
        run, gate = self._run, meeting.gate
        if meeting.resets:
            complex.reset(run, scope, gate)
            return
        for flow in filled:
            name = f"{gate}/{flow}"
            run.rows.set_counter(scope, name, run.rows.counter(scope, name) - 1)
        run.rows.count_live(scope, -len(filled))
        self.move(scope, gate, -len(filled))
        token = run.place(gate, scope)
        token.row.data["met"] = True
        run.enter(token)


def arrive(task: "LiveTask") -> bool:
    """Take a token in; True where it goes on at once: nothing to wait for, or let go before."""
    if len(task.task_spec._inputs) < 2 or task.row.data.get("met"):
        return True
    rows, scope, name = task.workflow.rows, task.row.scope, f"{task.element}/{task.via}"
    rows.set_counter(scope, name, rows.counter(scope, name) + 1)
    joins.absorb(task)
    return False
