"""Complex gateways (BPMN 2.0.2 §13.4.5): an activation condition says when the tokens that wait are enough.

The first phase takes one token from each flow that has one. Then the gateway waits for reset: for a token on every
other flow, unless none can come there any more (the rule of inclusive joins, engine/runtime/inclusive.py). What waits
are counters, never rows: `gate/flow` the tokens of a flow, `gate/` whether it waits for reset, `gate/flow/` whether the
first phase took from a flow.

A flow out whose condition names `waitingForStart` is asked in both phases, every other flow in the first only: a case
is not to run what follows once more because a late token was let in.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.bpmn.names import GATE_STATE, WAITING_FOR_START
from engine.model.definition import Definition
from engine.model.state import Subscription, Value
from engine.runtime import gateways, joins
from engine.runtime.expressions import Text, condition
from engine.runtime.faults import Fault
from engine.runtime.library import Node
from engine.runtime.rows import PROCESS

if TYPE_CHECKING:
    from engine.runtime.instance import Instance
    from engine.runtime.token import LiveTask

#: A flow out with its condition; None where it has none.
Ways = tuple[tuple[str, Text | None], ...]


def ways(definition: Definition, gate: str) -> Ways:
    """The flows out of a gateway in document order, their conditions compiled."""
    flows = (definition.flows[flow] for flow in definition.elements[gate].outgoing)
    return tuple((flow.id, condition(flow.condition) if flow.condition else None) for flow in flows)


def arrive(task: "LiveTask") -> bool:
    """Take a token in; True where the gateway goes on with it. Fault where its activation condition fails."""
    element, kept = task.task_spec.element, task.row.data
    if "met" in kept:
        return True
    if not element.activation:
        kept["met"] = {"start": True, "counts": {task.via: 1} if task.via else {}}
        return True
    # Where the condition fails the token stays with an incident: a retry must know how it came.
    kept["via"] = via = kept.get("via") or task.via
    rows, scope = task.workflow.rows, task.row.scope
    rows.load_counters(scope, f"{element.id}/", [f"{element.id}/", *_names(element.id, element.incoming)])
    counts = {flow: rows.counter(scope, f"{element.id}/{flow}") + (flow == via) for flow in element.incoming}
    if not rows.counter(scope, f"{element.id}/") and _is_active(task, counts):
        _take(task, via, counts)
        return True
    rows.set_counter(scope, f"{element.id}/{via}", counts[via])
    joins.absorb(task)
    _watch(task)
    return False


def go(task: "LiveTask") -> None:
    """Choose the flows out; Fault gateway.no_flow where the first phase finds none."""
    node, met = task.task_spec, task.row.data["met"]
    chosen = _chosen(task, met["counts"], starting=met["start"])
    if not chosen and met["start"]:
        if node.element.default_flow:
            chosen = [node.element.default_flow]
        elif node.ways:
            raise Fault(
                "gateway.no_flow", "Expected a condition to be true or a default flow, but no flow can be taken."
            )
    if met["start"] and not node.element.activation:
        # Nothing is left to wait for: the reset follows at once.
        chosen += _chosen(task, met["counts"], starting=False)
    task.taken = tuple(chosen)


def reset(run: "Instance", scope: int, gate: str) -> None:
    """Let in what came after the first phase, and wait for start again."""
    rows, node = run.rows, run.spec.node(gate)
    late = {}
    for flow in node.element.incoming:
        waiting, took = rows.counter(scope, f"{gate}/{flow}"), rows.counter(scope, f"{gate}/{flow}/")
        if waiting and not took:
            rows.set_counter(scope, f"{gate}/{flow}", waiting - 1)
            late[flow] = 1
        rows.set_counter(scope, f"{gate}/{flow}/", 0)
    rows.set_counter(scope, f"{gate}/", 0)
    rows.count_live(scope, -len(late))
    run.crowd.move(scope, gate, -len(late))
    if any(text and WAITING_FOR_START in text.names for _, text in node.ways):
        token = run.place(gate, scope)
        token.row.data["met"] = {"start": False, "counts": late}
        run.enter(token)
    again(run, scope, gate)


def again(run: "Instance", scope: int, gate: str) -> None:
    """Ask the activation condition once more, where tokens wait for start."""
    rows, node = run.rows, run.spec.node(gate)
    for flow in node.element.incoming:
        waiting = rows.counter(scope, f"{gate}/{flow}")
        if waiting and not rows.counter(scope, f"{gate}/"):
            # One of them arrives anew: should the condition fail, it is what the incident holds.
            rows.set_counter(scope, f"{gate}/{flow}", waiting - 1)
            rows.count_live(scope, -1)
            run.crowd.move(scope, gate, -1)
            token = run.place(gate, scope, via=flow)
            run.enter(token)
            return


def forget(run: "Instance", scope: int) -> None:
    """Watch no variable any more for the gateways of a scope that was emptied."""
    if run.spec.weighing:
        for subscription in _watching(run, scope):
            run.rows.drop_subscription(subscription.no)


def weighing(nodes: Iterable[Node]) -> frozenset[str]:
    """The gateways whose activation condition reads more than what waits at them."""
    complex_ = (node for node in nodes if node.element.activation)
    return frozenset(
        node.element.id for node in complex_ if set(node.expressions.condition.names).difference(GATE_STATE)
    )


def _is_active(task: "LiveTask", counts: Mapping[str, int]) -> bool:
    task.local = _state(counts, starting=True)
    return gateways.holds(task, task.task_spec.expressions.condition)


def _take(task: "LiveTask", via: str, counts: Mapping[str, int]) -> None:
    """Consume one token of each flow that has one; the one that arrived goes on for all."""
    run, scope, gate = task.workflow, task.row.scope, task.element
    filled = [flow for flow, count in counts.items() if count]
    for flow in filled:
        run.rows.set_counter(scope, f"{gate}/{flow}", counts[flow] - 1)
        run.rows.set_counter(scope, f"{gate}/{flow}/", 1)
    run.rows.set_counter(scope, f"{gate}/", 1)
    run.rows.count_live(scope, 1 - len(filled))
    run.crowd.move(scope, gate, 1 - len(filled))
    del task.row.data["via"]
    task.row.data["met"] = {"start": True, "counts": {flow: counts[flow] for flow in filled}}
    if gate in run.spec.weighing:
        for subscription in _watching(run, scope, gate):
            run.rows.drop_subscription(subscription.no)


def _chosen(task: "LiveTask", counts: Mapping[str, int], *, starting: bool) -> list[str]:
    node = task.task_spec
    task.local = _state(counts, starting=starting)
    asked = [(flow, text) for flow, text in node.ways if flow != node.element.default_flow]
    if not starting:
        asked = [(flow, text) for flow, text in asked if text and WAITING_FOR_START in text.names]
    return [flow for flow, text in asked if text is None or gateways.holds(task, text)]


def _state(counts: Mapping[str, int], *, starting: bool) -> dict[str, Value]:
    numbers = {flow: Decimal(count) for flow, count in counts.items()}
    return dict(zip(GATE_STATE, (sum(numbers.values(), Decimal(0)), numbers, starting), strict=True))


def _names(gate: str, flows: Iterable[str]) -> list[str]:
    return [name for flow in flows for name in (f"{gate}/{flow}", f"{gate}/{flow}/")]


def _watch(task: "LiveTask") -> None:
    """Ask again when a variable changes that the activation condition reads."""
    run, scope = task.workflow, task.row.scope
    if task.element not in run.spec.weighing or run.rows.counter(scope, f"{task.element}/"):
        return
    if not _watching(run, scope, task.element):
        place = {"element": task.element, "scope": scope}
        run.rows.put_subscription(Subscription(run.rows.number(), None, PROCESS, "conditional", data=place))


def _watching(run: "Instance", scope: int, gate: str = "") -> list[Subscription]:
    gates = {gate} if gate else run.spec.weighing
    filed = run.rows.subscriptions_in(PROCESS, "conditional")
    return [one for one in filed if one.data["element"] in gates and one.data.get("scope") == scope]
