"""The drawing as a graph: what can be reached, what leads to an end, which loops nobody stops."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from engine.bpmn.lint.starting import begins
from engine.bpmn.lint.subject import Subject
from engine.bpmn.names import SUBPROCESSES
from engine.bpmn.undoing import is_apart
from engine.model.definition import Element

#: A token stops here until a person, a partner, a message or the clock moves it on.
_WAITING = frozenset({"userTask", "receiveTask", "intermediateCatchEvent", "eventBasedGateway", "callActivity"})

Edges = Mapping[str, tuple[str, ...]]


def check(subject: Subject) -> Collection[str]:
    """Report what cannot be reached or left, and automatic loops; the scopes where every node can be reached."""
    return [scope for scope in subject.scopes if _scope(subject, walked(subject, scope))]


def walked(subject: Subject, scope: str) -> dict[str, Element]:
    """The nodes of a scope that tokens walk: event subprocesses and what undoes stand apart."""
    inside = subject.scopes[scope].items()
    return {key: element for key, element in inside if not (element.by_event or is_apart(element))}


def _scope(subject: Subject, elements: Mapping[str, Element]) -> bool:
    forward = edges(subject, elements)
    starts = [e.id for e in entries(elements.values())]
    reached = reach(starts, forward)
    if starts:
        for element in elements.values():
            if element.id not in reached and (element.incoming or element.kind == "boundaryEvent"):
                subject.report.error("flow.unreachable", element.id)
    _exits(subject, elements, forward, reached)
    _automatic_loops(subject, elements, forward)
    return bool(starts) and len(reached) == len(elements)


def entries(elements: Iterable[Element]) -> list[Element]:
    """Where tokens of a scope begin: at what begins by itself, else at every node no flow reaches (§10.5.2)."""
    inside = list(elements)
    return [e for e in inside if begins(e)] or [e for e in inside if not e.incoming and e.kind != "boundaryEvent"]


def edges(subject: Subject, elements: Mapping[str, Element]) -> Edges:
    """Node -> the nodes a token may go to next, boundary events included."""
    flows = subject.definition.flows
    return {
        element.id: (
            *(flows[flow].target for flow in element.outgoing if flows[flow].target in elements),
            *(boundary.id for boundary in subject.boundaries(element.id) if boundary.id in elements),
        )
        for element in elements.values()
    }


def reach(sources: Iterable[str], forward: Edges) -> set[str]:
    """Everything a walk from `sources` can come to."""
    seen = set(sources)
    stack = list(seen)
    while stack:
        for target in forward.get(stack.pop(), ()):
            if target not in seen:
                seen.add(target)
                stack.append(target)
    return seen


def _exits(subject: Subject, elements: Mapping[str, Element], forward: Edges, reached: set[str]) -> None:
    backward: dict[str, list[str]] = {}
    for source, targets in forward.items():
        for target in targets:
            backward.setdefault(target, []).append(source)
    finishing = reach(
        [e.id for e in elements.values() if not forward[e.id]], {k: tuple(v) for k, v in backward.items()}
    )
    # Reported once per trap, at its first node in the drawing.
    trapped = [node for node in elements if node in reached and node not in finishing]
    told: set[str] = set()
    for node in trapped:
        if node not in told:
            subject.report.warning("flow.no_exit", node)
            told |= reach([node], forward)


def _automatic_loops(subject: Subject, elements: Mapping[str, Element], forward: Edges) -> None:
    automatic = {e.id for e in elements.values() if not _waits(subject, e)}
    inner = {node: tuple(t for t in forward[node] if t in automatic) for node in elements if node in automatic}
    order = {node: number for number, node in enumerate(elements)}
    for loop in components(inner):
        if len(loop) > 1 or loop[0] in inner[loop[0]]:
            first, inside = min(loop, key=order.__getitem__), set(loop)
            if all(target in inside for node in loop for target in forward[node]):
                subject.report.error("flow.endless", first)
            else:
                subject.report.warning("flow.automatic_loop", first)


def _waits(subject: Subject, element: Element) -> bool:
    if element.kind in SUBPROCESSES:
        return any(_stops(inner) for inner in _inside(subject, element.id))
    return _stops(element)


def _stops(element: Element) -> bool:
    # A connector call is a durable job: a loop through it ends in an incident when the partner keeps failing.
    is_job = bool(element.job_type) and not element.job_type.startswith("register:")
    return element.kind in _WAITING or (element.kind in ("serviceTask", "sendTask") and is_job)


def _inside(subject: Subject, scope: str) -> Iterator[Element]:
    """Every node within a subprocess, at any depth; ids may be broken, so no scope is entered twice."""
    scopes, entered = [scope], {""}
    while scopes:
        here = scopes.pop()
        if here not in entered:
            entered.add(here)
            inside = walked(subject, here).values()
            yield from inside
            scopes += [element.id for element in inside if element.kind in SUBPROCESSES]


def components(forward: Edges) -> list[list[str]]:
    """Strongly connected components (Tarjan 1972), with an explicit stack: a drawing may be 10,000 nodes long."""
    search = _Search(forward)
    for root in forward:
        if root not in search.index:
            search.walk(root)
    return search.found


class _Search:
    def __init__(self, forward: Edges) -> None:
        self.forward = forward
        self.index: dict[str, int] = {}
        self.low: dict[str, int] = {}
        #: Nodes whose component is not yet known, in the order they were met.
        self.open: dict[str, None] = {}
        self.found: list[list[str]] = []

    def walk(self, root: str) -> None:
        work = [(root, self.enter(root))]
        while work:
            node, targets = work[-1]
            target = next(targets, None)
            if target is None:
                work.pop()
                self.leave(node, work[-1][0] if work else None)
            elif target not in self.index:
                work.append((target, self.enter(target)))
            elif target in self.open:
                self.low[node] = min(self.low[node], self.index[target])

    def enter(self, node: str) -> Iterator[str]:
        self.index[node] = self.low[node] = len(self.index)
        self.open[node] = None
        return iter(self.forward[node])

    def leave(self, node: str, parent: str | None) -> None:
        if parent is not None:
            self.low[parent] = min(self.low[parent], self.low[node])
        if self.low[node] == self.index[node]:
            component: list[str] = []
            while not component or component[-1] != node:
                component.append(self.open.popitem()[0])
            self.found.append(component)
