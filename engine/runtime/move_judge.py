"""Can one case go on as a case of the new version? Every live row is looked at; the first reason of each is named."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial

from SpiffWorkflow import TaskState

from engine.model.definition import Definition, Element
from engine.model.findings import Finding
from engine.model.state import Scope, Token
from engine.runtime.inclusive import AT
from engine.runtime.move_net import is_join
from engine.runtime.move_plan import Plan
from engine.runtime.move_state import STARVED, Snapshot, inside_of, is_kept
from engine.runtime.move_undo import undoable
from engine.runtime.move_words import named, refusal
from engine.runtime.rows import PROCESS

#: What this module knows a token to keep; whatever else it keeps must find everything as it was.
KNOWN = frozenset(
    {"open", "armed", "item", "loop", "ended", "came", "unarmed", "incident", "continues", "child", "met", "start"}
)

#: Kinds of elements that are the same to a token which waits there.
_PLAIN = frozenset({"task", "manualTask"})

#: Gateways whose counters are known here: tokens by the flow they came by.
_JOINS = frozenset({"parallelGateway", "inclusiveGateway"})


def judge(plan: Plan, before: Snapshot) -> list[Finding]:
    """The reasons against moving a case; none where it can move."""
    found = list(dict.fromkeys(_tokens(plan, before)))
    found += dict.fromkeys(_kept(plan, before))
    found += dict.fromkeys(undoable(plan, before))
    # Where tokens stand says nothing as long as it is not known what stands for them in the new version.
    return found or list(dict.fromkeys(_places(plan, before)))


def is_outside(token: Token) -> bool:
    """True while a token waits for a job or a called case."""
    return bool(token.state == TaskState.STARTED)


def _tokens(plan: Plan, before: Snapshot) -> Iterator[Finding]:
    for token in before.tokens:
        old = plan.old.elements.get(token.node)
        new = plan.new.elements.get(plan.element(token.node))
        if old is None or new is None:
            yield refusal("move.gone", token.node, name=named(plan.old, token.node))
        else:
            yield from _token(plan, token, old, new)


def _token(plan: Plan, token: Token, old: Element, new: Element) -> Iterator[Finding]:
    """The first reason against moving one token."""
    told = partial(refusal, element=token.node, name=named(plan.old, token.node))
    if not _is_alike(old, new):
        yield told("move.kind", old=_kind(old), new=_kind(new))
    elif plan.scope(old.scope) != new.scope:
        yield told("move.scope")
    elif not plan.loops_alike(old, new):
        yield told("move.loop")
    elif token.state == TaskState.STARTED and old.job_type != new.job_type:
        yield told("move.job", old=old.job_type or "-", new=new.job_type or "-")
    elif "start" in token.data and not plan.element(token.data["start"]):
        yield refusal("move.gone", token.data["start"], name=named(plan.old, token.data["start"]))
    elif old.by_event and _interrupts(plan.old, old) != _interrupts(plan.new, new):
        yield told("move.handler")
    elif _is_foreign(token, old) and not plan.is_same(old.id if old.ad_hoc else old.scope):
        yield told("move.unknown", what=", ".join(sorted(token.data.keys() - KNOWN)) or old.kind)


def _is_alike(old: Element, new: Element) -> bool:
    if old.kind in _PLAIN and new.kind in _PLAIN:
        return True
    return (old.kind, old.event, old.by_event) == (new.kind, new.event, new.by_event)


def _kind(element: Element) -> str:
    return f"{element.kind} ({element.event})" if element.event not in ("", "none") else element.kind


def _is_foreign(token: Token, element: Element) -> bool:
    """True for what keeps more than is known here: whoever wrote it leans on the scope as it was drawn."""
    weighs = isinstance(token.data.get("met"), dict)
    return weighs or element.ad_hoc is not None or element.for_compensation or not token.data.keys() <= KNOWN


def _interrupts(definition: Definition, handler: Element) -> bool:
    inside = (one for one in definition.elements.values() if one.scope == handler.id and one.kind == "startEvent")
    start = next(inside, None)
    return start is not None and (start.interrupting or start.event == "error")


def _kept(plan: Plan, before: Snapshot) -> Iterator[Finding]:
    """Scopes and counters that no live token speaks for."""
    for scope in before.scopes:
        element = inside_of(scope)
        if element and not plan.element(element):
            yield refusal("move.gone", element, name=named(plan.old, element))
    of = {scope.no: inside_of(scope) for scope in before.scopes}
    for (number, name), count in before.counters.items():
        gate, _, flow = name.partition("/")
        around, old = of.get(number, ""), plan.old.elements.get(gate)
        if not count or name.startswith((AT, STARVED)) or plan.is_same(around):
            continue
        if old is None or old.kind not in _JOINS:
            yield refusal("move.unknown", gate or around, name=named(plan.old, gate or around), what=name)
        elif flow:
            yield from _arrived(plan, gate, flow)


def _arrived(plan: Plan, gate: str, flow: str) -> Iterator[Finding]:
    new = plan.new.elements.get(plan.element(gate))
    told = partial(refusal, element=gate, name=named(plan.old, gate))
    old = plan.old.elements[gate]
    if new is None:
        yield told("move.gone")
    elif new.kind != old.kind:
        yield told("move.kind", old=_kind(old), new=_kind(new))
    elif plan.scope(old.scope) != new.scope:
        yield told("move.scope")
    elif not is_join(new) or not plan.flow(flow):
        yield told("move.join_lost", flow=flow)


def _places(plan: Plan, before: Snapshot) -> Iterator[Finding]:
    """Every scope must stand where the new version could stand."""
    for scope in before.scopes:
        if "/" in scope.node or is_kept(scope) or _is_drawer(plan, scope):
            continue
        element = inside_of(scope)
        marking = _marking(plan, before, scope.no)
        if marking and not plan.has_same_shape(element):
            yield from _shown(plan, element, marking)


def _is_drawer(plan: Plan, scope: Scope) -> bool:
    return scope.no != PROCESS and scope.node not in plan.old.elements


def _marking(plan: Plan, before: Snapshot, number: int) -> Mapping[str, int]:
    """Where the tokens of a scope would stand in the new version; handlers that run beside are left out."""
    places: Counter[str] = Counter()
    for token in before.tokens:
        if token.scope != number or "item" in token.data or "offers" in token.data:
            continue
        element = plan.new.elements[plan.element(token.node)]
        if not element.by_event:
            places[element.id] += 1
    for (scope, name), count in before.counters.items():
        gate, _, flow = name.partition("/")
        if scope == number and flow and gate in plan.old.elements:
            places[f"{plan.element(gate)}/{plan.flow(flow)}"] += count
    return places


def _shown(plan: Plan, scope: str, marking: Mapping[str, int]) -> Iterator[Finding]:
    key = (scope, frozenset(marking.items()))
    if key not in plan.verdicts:
        plan.verdicts[key] = _verdict(plan, scope, marking)
    code, element = plan.verdicts[key]
    if code:
        at = plan.origins.get(element, element)
        places = sorted({_called(plan, place.partition("/")[0]) for place in marking})
        name = ", ".join(places) if code == "move.together" else _called(plan, element)
        yield refusal(code, at, name=name)


def _called(plan: Plan, new: str) -> str:
    found = plan.new.elements.get(new)
    return found.name if found and found.name else new


def _verdict(plan: Plan, scope: str, marking: Mapping[str, int]) -> tuple[str, str]:
    net = plan.net(plan.scope(scope) or "")
    first = next(iter(marking)).partition("/")[0]
    if net.is_exotic:
        return "move.unproven", first
    for place in marking:
        if "/" in place and net.is_ripe(place.partition("/")[0], marking):
            return "move.join_ripe", place.partition("/")[0]
    ends = net.ends(marking)
    if ends is False:
        return "move.deadlock", net.stuck(marking) or _waiting(plan, marking) or first
    reached = net.reaches(marking)
    if reached is None or ends is None:
        return "move.unproven", first
    return ("", "") if reached else ("move.together", first)


def _waiting(plan: Plan, marking: Mapping[str, int]) -> str:
    """A join the tokens come to, where none has come to it yet."""
    ahead, seen = [place.partition("/")[0] for place in marking], set[str]()
    while ahead:
        node = plan.new.elements[ahead.pop(0)]
        if node.id in seen:
            continue
        seen.add(node.id)
        if is_join(node) and node.kind == "parallelGateway":
            return node.id
        ahead += [plan.new.flows[flow].target for flow in node.outgoing]
    return ""
