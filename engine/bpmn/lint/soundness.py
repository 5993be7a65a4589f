"""Whether a case can always finish: joins that wait for ever, tokens that multiply, nodes that never run.

Errors are only what no run can pass: a join that waits for what comes from behind itself. Where another choice, or
other tokens, would let the case go on, the drawing is legal BPMN and runs as it is drawn; the finding names the path
that ends in the trap (docs/decisions/0008-legal-deadlocks-are-warnings.md).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, lru_cache

from engine.bpmn.lint.allowed import RULES
from engine.bpmn.lint.graph import Edges, components, edges, entries, reach, walked
from engine.bpmn.lint.net import Net, net, smaller
from engine.bpmn.lint.subject import Subject
from engine.bpmn.lint.walk import MEETING_WORK, MEETINGS, STATES, TOKENS, WORK, Stuck, Walk
from engine.bpmn.names import ACTIVITIES, GATE_STATE
from engine.feel import Env, FeelError, Program, compile
from engine.model.definition import Element

#: A condition over counts alone asks no clock.
_NOW = Env(now=datetime(2000, 1, 1, tzinfo=UTC))
#: The choices of a path that are named, the last ones.
SHOWN = 6
#: Tokens that are followed at most, where activities leave several.
MOST = 2_000
#: Without a loop their number is bounded by the drawing.
ANY_NUMBER = 1 << 62
#: Nodes behind a join that never goes on of which each is named.
DEAD = 20


def check(subject: Subject, scope: str) -> None:
    """Report joins of one scope that can wait for ever, runaway splits and nodes that never run."""
    elements = walked(subject, scope)
    if not _is_fit(subject, elements):
        return
    forward = edges(subject, elements)
    trapped = _behind_itself(subject, elements, forward)
    for join, missing in trapped.items():
        subject.report.error("flow.deadlock", join, missing=_listed(missing))
    if not trapped:
        _walk(subject, elements, forward)


def _is_fit(subject: Subject, elements: Mapping[str, Element]) -> bool:
    """Only a drawing whose flows hold and whose nodes are all supported has a meaning to walk."""
    flows = subject.definition.flows
    inner = [flows[flow] for e in elements.values() for flow in (*e.incoming, *e.outgoing)]
    return all(e.kind in RULES for e in elements.values()) and all(
        f.source in elements and f.target in elements for f in inner
    )


def _behind_itself(subject: Subject, elements: Mapping[str, Element], forward: Edges) -> dict[str, list[str]]:
    """Parallel joins that need a token from behind themselves: they never go on, whatever anybody does."""
    flows = subject.definition.flows
    starts = [e.id for e in entries(elements.values())]
    circling = {node for loop in components(forward) if len(loop) > 1 for node in loop}
    found: dict[str, list[str]] = {}
    for join in elements.values():
        if join.kind == "parallelGateway" and len(join.incoming) > 1 and join.id in circling and join.id not in starts:
            reached = reach(starts, {node: () if node == join.id else ahead for node, ahead in forward.items()})
            missing = sorted(flow for flow in join.incoming if flows[flow].source not in reached)
            # What no start leads to at all is said elsewhere.
            if missing and join.id in reached:
                found[join.id] = missing
    return found


def _walk(subject: Subject, elements: Mapping[str, Element], forward: Edges) -> None:
    whole = net(subject, elements)
    reduced = smaller(whole)
    near = _distances(elements, whole, forward)
    most = _most(elements, forward)
    upstream = _upstream(subject, forward)
    walk = Walk(reduced.places, [-distance for distance in near], _enough, upstream, most=most)
    merging = smaller(whole, blocks=False)
    meeting = Walk(merging.places, near, _enough, upstream, states=MEETINGS, work=MEETING_WORK, most=most)
    for start in whole.starts:
        walk.explore(start)
        meeting.explore(start)
    for join, stuck in walk.stuck.items():
        _stuck(subject, elements[join], stuck)
    if not walk.decided:
        subject.report.warning("flow.undecided", subject.process, bound=STATES, work=WORK)
    elif not (walk.runaway or meeting.runaway):
        _dead(subject, elements, forward, reduced, walk)
    _meetings(subject, elements, whole, walk, meeting)


def _upstream(subject: Subject, forward: Edges) -> Callable[[Element], Mapping[str, Collection[str]]]:
    """For a join, per flow into it, the nodes whose tokens can come by it without passing the join; found once each."""
    backward: dict[str, tuple[str, ...]] = {}
    for source, targets in forward.items():
        for target in targets:
            backward[target] = (*backward.get(target, ()), source)

    @cache
    def of(join: str) -> Mapping[str, Collection[str]]:
        flows, before = subject.definition.flows, backward | {join: ()}
        return {flow: reach([flows[flow].source], before) for flow in subject.definition.elements[join].incoming}

    return lambda join: of(join.id)


def _most(elements: Mapping[str, Element], forward: Edges) -> int:
    """The tokens one place may hold before it counts as growing, which only a drawing with a loop can make it do."""
    if all(len(loop) == 1 and loop[0] not in forward[loop[0]] for loop in components(forward)):
        return ANY_NUMBER
    most = max(TOKENS, *(len(e.outgoing) for e in elements.values()))
    for element in elements.values():
        most = min(most * element.completion_quantity, MOST)
    return max(most, *(e.start_quantity for e in elements.values()))


def _distances(elements: Mapping[str, Element], whole: Net, forward: Edges) -> list[int]:
    """Per place, the steps from a start to the node it leads to."""
    level = [e.id for e in entries(elements.values())]
    distance = dict.fromkeys(level, 0)
    steps = 0
    while level:
        steps += 1
        level = list(dict.fromkeys(t for node in level for t in forward[node] if t not in distance))
        distance.update(dict.fromkeys(level, steps))
    return [distance.get(place.node.id, 0) for place in whole.places]


def _stuck(subject: Subject, join: Element, stuck: Stuck) -> None:
    path = _listed(stuck.path[-SHOWN:])
    words = {
        "path_id": f"pada jalan {path}" if stuck.path else "pada setiap jalan",
        "path_en": f"on the path {path}" if stuck.path else "on every path",
    }
    if join.kind in ACTIVITIES:
        subject.report.warning("flow.starving", join.id, needed=join.start_quantity, count=stuck.tokens, **words)
    else:
        missing = _listed(stuck.missing)
        subject.report.warning("flow.deadlock_path", join.id, missing=missing, **words)


def _listed(names: Sequence[str]) -> str:
    """Some names as they stand in a sentence, and how many more there are."""
    more = f" (+{len(names) - SHOWN})" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more or "∅"


def _dead(subject: Subject, elements: Mapping[str, Element], forward: Edges, reduced: Net, walk: Walk) -> None:
    """Nodes that only a join leads to which never goes on; where a case may end early, order decides: none is named."""
    if any(e.kind == "endEvent" and e.event in ("terminate", "error", "cancel") for e in elements.values()):
        return
    joins = {place.node.id for place in reduced.places if place.is_join}
    closed = joins - walk.fired - reduced.settled
    if closed:
        starts = [e.id for e in entries(elements.values())]
        reached = reach(starts, {node: () if node in closed else ahead for node, ahead in forward.items()})
        dead = [e for e in elements.values() if e.id not in reached and e.incoming and e.kind != "boundaryEvent"]
        for element in dead[:DEAD]:
            subject.report.warning("flow.dead", element.id)


def _meetings(subject: Subject, elements: Mapping[str, Element], whole: Net, walk: Walk, meeting: Walk) -> None:
    flows = {whole.places[place].flow for place in walk.runaway | meeting.runaway} - {""}
    for flow in sorted(flows):
        subject.report.warning("flow.unbounded", flow)
    meant = any(e.start_quantity > 1 or e.completion_quantity > 1 or e.activation for e in elements.values())
    if meeting.crowded and not flows and not meant:
        subject.report.warning("flow.repeated", _merged(subject, elements, whole.places[min(meeting.crowded)].flow))


def _merged(subject: Subject, elements: Mapping[str, Element], flow: str) -> str:
    """The first node behind the merge that tokens meet at, found from a flow further on."""
    flows, seen = subject.definition.flows, {flow}
    while len((source := elements[flows[flow].source]).incoming) == 1 and source.incoming[0] not in seen:
        flow = source.incoming[0]
        seen.add(flow)
    return flows[flow].target


def _enough(gate: Element, counts: Mapping[str, int]) -> bool:
    """Ask an activation condition that only counts tokens; one that reads variables may hold with any."""
    program = _activation(gate.activation)
    if program is None or not any(counts.values()):
        return bool(any(counts.values()))
    numbers = {flow: Decimal(count) for flow, count in counts.items()}
    values = dict(zip(GATE_STATE, (sum(numbers.values(), Decimal(0)), numbers, True), strict=True))
    try:
        return program.run(values, _NOW).value is not False
    except FeelError:
        return True


@lru_cache(maxsize=256)
def _activation(text: str) -> Program | None:
    try:
        program = compile(text.removeprefix("="))
    except FeelError:
        return None
    return program if set(program.free) <= set(GATE_STATE) else None
