"""What a moved case waits for: what both versions wait for goes on, what is new begins at the move, what is gone ends.

A timer that runs keeps its moment, whatever the new version says, unless its element is named to be renewed. A message
must have the same name and key in both, unless it is to be renewed: one on its way would find nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from SpiffWorkflow import TaskState

from engine.model.definition import Element
from engine.model.findings import Finding
from engine.model.state import Scope, Subscription, Token
from engine.runtime.bind import THROWN
from engine.runtime.library import Node
from engine.runtime.move_plan import Plan
from engine.runtime.move_state import REMEMBERED, Snapshot, inside_of, is_kept
from engine.runtime.move_words import named, note, refusal
from engine.runtime.rows import PROCESS

#: One part of an event of several triggers that has come: the others are still waited for.
CAME = "came"


@dataclass(slots=True)
class Waits:
    """What becomes of the subscriptions of a case."""

    #: Numbers of those that end.
    dropped: list[int] = field(default_factory=list)
    #: Token number -> nodes it waits for from the move on.
    armed: dict[int, list[Node]] = field(default_factory=dict)
    #: Scope number -> start events of event subprocesses that wait in it from the move on.
    handlers: dict[int, list[Node]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def waits(plan: Plan, before: Snapshot) -> Waits:
    """Compare what each token and each scope waits for with what the new version lets it wait for."""
    found = Waits()
    for token in before.tokens:
        mine = [one for one in before.subscriptions if one.token == token.no]
        _of_token(plan, token, mine, found)
    for scope in before.scopes:
        if "/" not in scope.node and not is_kept(scope):
            armed = [one for one in before.subscriptions if _is_armed(one) and _place(one) == scope.no]
            _of_scope(plan, scope, armed, before, found)
    return found


def _is_armed(one: Subscription) -> bool:
    return one.token is None and one.kind != REMEMBERED


def _place(subscription: Subscription) -> int:
    return int(subscription.data.get("scope", subscription.scope))


def _is_settled(plan: Plan, scope: str) -> bool:
    """True where a scope is drawn alike and nothing in it is to be renewed: all that waits there goes on as it is."""
    return plan.is_same(scope) and not any(plan.new.elements[one].scope == scope for one in plan.mapping.renew)


def _of_token(plan: Plan, token: Token, mine: Sequence[Subscription], found: Waits) -> None:
    if "offers" in token.data or _is_settled(plan, plan.old.elements[token.node].scope):
        return
    wanted = {node.element.id: node for node in _awaited(plan, token)}
    kept = _compared(plan, mine, wanted, found)
    known = {plan.element(one.id) for one in _caught_before(plan, token)}
    fresh = [node for name, node in wanted.items() if name not in kept and (name not in known or name in kept.values())]
    renewed = [wanted[name] for name in kept.values() if name and name in wanted]
    fresh = [node for node in fresh if node not in renewed] + renewed
    if fresh and _stays(token):
        found.armed[token.no] = fresh
        found.findings += [
            note("move.event_added", n.element.id, name=_said(n.element)) for n in fresh if n not in renewed
        ]


def _of_scope(plan: Plan, scope: Scope, armed: Sequence[Subscription], before: Snapshot, found: Waits) -> None:
    element = inside_of(scope)
    if scope.no != PROCESS and element not in plan.old.elements:
        return
    if _is_settled(plan, element) and all(_is_settled(plan, one.element.scope) for one in _handlers(plan, element)):
        return
    starts = plan.target.spec.handlers.get(plan.scope(element) or "", ())
    wanted = {one.element.id: one for one in starts if one.element.event not in THROWN}
    kept = _compared(plan, armed, wanted, found)
    old = plan.source.spec.handlers.get(element, ())
    known = {plan.element(one.element.id) for one in old if one.element.event not in THROWN}
    renewed = [wanted[name] for name in kept.values() if name and name in wanted]
    fresh = [node for name, node in wanted.items() if name not in kept and name not in known]
    if _is_interrupted(plan, scope, before) or any(
        "unarmed" in one.data for one in before.tokens if one.scope == scope.no
    ):
        # Nothing waits there any more, or not yet.
        return
    if fresh or renewed:
        found.handlers[scope.no] = [*fresh, *renewed]
        found.findings += [note("move.event_added", n.element.id, name=_said(n.element)) for n in fresh]


def _handlers(plan: Plan, scope: str) -> Iterator[Node]:
    yield from plan.source.spec.handlers.get(scope, ())
    yield from plan.target.spec.handlers.get(plan.scope(scope) or "", ())


def _compared(plan: Plan, mine: Sequence[Subscription], wanted: dict[str, Node], found: Waits) -> dict[str, str]:
    """New element -> "" where its subscription goes on, its own id where it is to be armed anew."""
    kept: dict[str, str] = {}
    for one in mine:
        was = plan.old.elements.get(str(one.data.get("element", "")))
        if was is None or one.kind == CAME or was.kind.endswith("Gateway"):
            what = str(one.data.get("element", one.kind))
            found.findings.append(refusal("move.unknown", what, name=named(plan.old, what), what=one.kind))
            continue
        node = wanted.get(plan.element(was.id))
        if node is None or _event(node.element) != _event(was):
            found.dropped.append(one.no)
            found.findings.append(note("move.event_removed", was.id, name=_said(was)))
            continue
        now = node.element
        anew = now.id in plan.mapping.renew or _must_renew(was, now)
        kept[now.id] = now.id if anew else ""
        if anew:
            found.dropped.append(one.no)
            found.findings.append(note("move.event_renewed", now.id, name=_said(now)))
        elif (was.message, was.correlation_key) != (now.message, now.correlation_key):
            found.findings.append(refusal("move.message", was.id, name=_said(was)))
        elif was.timer != now.timer and one.due is not None:
            when = f"{one.due:%Y-%m-%d %H:%M} UTC"
            found.findings.append(note("move.timer_kept", now.id, name=_said(now), when=when))
    return kept


def _must_renew(was: Element, now: Element) -> bool:
    """Nothing is lost where these are asked in the new words: no signal is kept, and a condition is asked again."""
    return was.signal != now.signal or was.condition != now.condition


def _event(element: Element) -> str:
    return element.event or "message"


def _awaited(plan: Plan, token: Token) -> Iterator[Node]:
    """The nodes a token in the new version waits for, while it stays."""
    name = plan.element(token.node)
    if not name:
        return
    spec = plan.target.spec
    node = spec.node(name)
    if node.element.kind == "eventBasedGateway":
        yield from (spec.edges[flow].target for flow in node.element.outgoing)
    elif node.catches and (node.element.loop is None or "item" in token.data):
        yield node
    if "item" not in token.data:
        yield from node.waits


def _caught_before(plan: Plan, token: Token) -> Iterator[Element]:
    """The same in the old version: what it waited for once and waits for no more is not waited for again."""
    node = plan.source.spec.task_specs.get(token.node)
    if node is None:
        return
    if node.element.kind == "eventBasedGateway":
        yield from (plan.source.spec.edges[flow].target.element for flow in node.element.outgoing)
    elif node.catches:
        yield node.element
    for one in node.waits:
        now = plan.new.elements.get(plan.element(one.element.id))
        # One that became an event of another kind, or of another activity, is new.
        if now and _event(now) == _event(one.element) and now.attached_to == plan.element(token.node):
            yield one.element


def _stays(token: Token) -> bool:
    """True where it is inside its activity, so that its boundary events wait."""
    if "incident" in token.data:
        return "armed" in token.data
    return "open" in token.data or token.state in (TaskState.STARTED, TaskState.WAITING)


def _is_interrupted(plan: Plan, scope: Scope, before: Snapshot) -> bool:
    """True while an interrupting event subprocess runs: nothing else of its scope may follow it."""
    starts = plan.source.spec.handlers.get(inside_of(scope), ())
    running = {one.node for one in before.tokens if one.scope == scope.no}
    return any(
        one.element.scope in running and (one.element.interrupting or one.element.event == "error") for one in starts
    )


def _said(element: Element) -> str:
    return element.name or element.id
