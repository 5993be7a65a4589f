"""What a moved case has completed stays undoable, by the handler the new version has in the same place."""

from collections import defaultdict
from collections.abc import Iterator

from engine.model.definition import Definition
from engine.model.findings import Finding
from engine.model.state import Subscription
from engine.runtime.move_plan import Plan
from engine.runtime.move_state import REMEMBERED, Snapshot, inside_of, is_kept
from engine.runtime.move_words import named, refusal
from engine.runtime.undo_plan import Undo


def undoable(plan: Plan, before: Snapshot) -> Iterator[Finding]:
    """A reason for each completed activity that could no more be undone, or that nobody remembers."""
    for one in before.subscriptions:
        if one.kind == REMEMBERED and not _fits(plan, one):
            yield refusal("move.undo", one.name, name=named(plan.old, one.name))
    for scope in before.scopes:
        if "/" not in scope.node and not is_kept(scope):
            element = inside_of(scope)
            if not plan.is_same(element):
                yield from _forgotten(plan, before, scope.no)


def _fits(plan: Plan, one: Subscription) -> bool:
    for name in {one.name, str(one.data["element"])}:
        old, new = plan.old.elements.get(name), plan.new.elements.get(plan.element(name))
        if old is None or new is None or plan.scope(old.scope) != new.scope or not plan.loops_alike(old, new):
            return False
        was, now = _plan(plan.source.spec.node(old.id).undo), _plan(plan.target.spec.node(new.id).undo)
        if was[0] and not plan.element(was[0]):
            return False
        if (plan.element(was[0]), was[1]) != now:
            return False
    return True


def _plan(undo: Undo | None) -> tuple[str, bool]:
    return (undo.handler, undo.inside) if undo else ("", False)


def _forgotten(plan: Plan, before: Snapshot, number: int) -> Iterator[Finding]:
    """Activities the case may have completed when nothing could undo them, and which something can undo now."""
    standing = {one.node for one in before.tokens if one.scope == number}
    standing |= {name.partition("/")[0] for within, name in before.counters if within == number}
    passed = _before(plan.old, standing)
    for name in passed:
        new = plan.element(name)
        if new and plan.source.spec.node(name).undo is None and plan.target.spec.node(new).undo is not None:
            yield refusal("move.undo", name, name=named(plan.old, name))


def _before(definition: Definition, standing: set[str]) -> list[str]:
    """The elements from which tokens may have come to where they stand, in document order."""
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for flow in definition.flows.values():
        sources[flow.target].append(flow.source)
    for element in definition.elements.values():
        if element.attached_to:
            sources[element.id].append(element.attached_to)
    seen: set[str] = set()
    ahead = [source for one in standing for source in sources[one]]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += sources[name]
    return [name for name in definition.elements if name in seen]
