"""A scope in which nothing can move any more: all its tokens wait at joins for others that do not come.

BPMN lets it wait (§13.4.1), so it is no incident; but nobody may have to find out by asking why a case is quiet. The
step in which it happens says so with a fact, and a counter `!gate/` of the scope marks it for the office's monitor,
until the scope ends or is emptied. A step that leaves a token in the scope pays nothing; another reads one range of
counters.
"""

from typing import TYPE_CHECKING

from engine.model.definition import Definition
from engine.model.state import Scope
from engine.model.step import InstanceState
from engine.runtime.bind import THROWN
from engine.runtime.library import Node
from engine.runtime.rows import PROCESS

if TYPE_CHECKING:
    from engine.runtime.instance import Instance

#: Before the gateway's name in the mark of a scope; no XML id begins with it.
MARK = "!"


def absorbs(definition: Definition) -> bool:
    """True for a process in which tokens may wait for others without a row."""
    return any(
        one.start_quantity > 1
        or one.activation
        or (one.kind in ("parallelGateway", "inclusiveGateway") and len(one.incoming) > 1)
        for one in definition.elements.values()
    )


def check(run: "Instance", left: set[int]) -> None:
    """Mark the scopes this step left without a token that can move; `left` are those that lost one."""
    step = run.rows.step
    if not run.spec.absorbs or step.state is not InstanceState.ACTIVE:
        return
    moving = {token.scope for token in step.tokens.values() if token}
    for number in sorted(left.union(scope for scope, name in step.counters if not name.endswith("/")) - moving):
        scope = run.rows.scope(number)
        if scope and scope.live:
            _look(run, scope)


def _look(run: "Instance", scope: Scope) -> None:
    counters = run.rows.counters(scope.no, "")
    waiting = {name.partition("/")[0]: n for name, n in counters.items() if not name.endswith("/")}
    marked = [name for name in counters if name.startswith(MARK)]
    absorbed = sum(n for name, n in counters.items() if not name.endswith("/"))
    starved = absorbed == scope.live and not _may_be_saved(run, scope, set(waiting))
    if starved and not marked:
        gate = min(waiting)
        run.rows.set_counter(scope.no, f"{MARK}{gate}/", 1)
        run.rows.fact("join.starved", gate)
    elif marked and not starved:
        for name in marked:
            run.rows.set_counter(scope.no, name, 0)


def _may_be_saved(run: "Instance", scope: Scope | None, gates: set[str]) -> bool:
    """True where an event, a person or a changed variable may still end the wait, here or further out."""
    if not gates.isdisjoint(run.spec.weighing):
        return True
    while scope:
        node = "" if scope.no == PROCESS else scope.node
        if any(_comes(start) for start in run.spec.handlers.get(node, ())):
            return True
        holder = run.load(scope.holder) if scope.holder is not None else None
        if holder and (holder.task_spec.element.ad_hoc or any(_comes(one) for one in holder.task_spec.boundaries)):
            return True
        scope = run.rows.scope(scope.parent) if scope.parent is not None else None
    return False


def _comes(start: Node) -> bool:
    """True for an event from outside that ends what it interrupts."""
    return bool(start.element.interrupting and start.element.event not in THROWN)
