"""Move one case to another version of its process: the rows it lives by get their new names, nothing is lost.

Facts stay as they are: what happened, happened on the old version. A case that cannot go on there is not touched.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from SpiffWorkflow import TaskState

from engine.feel import Env, FeelBudgetError
from engine.model.findings import Finding, errors
from engine.model.state import State, Subscription
from engine.model.step import Step
from engine.runtime import mapping as io
from engine.runtime import scopes
from engine.runtime.faults import BpmnError, Fault
from engine.runtime.inclusive import AT
from engine.runtime.instance import Instance
from engine.runtime.move_events import Waits, waits
from engine.runtime.move_judge import judge
from engine.runtime.move_plan import Plan
from engine.runtime.move_state import Moved, Snapshot
from engine.runtime.move_words import named, note, refusal
from engine.runtime.token import LiveTask


@dataclass(frozen=True, slots=True)
class Move:
    """What moving a case means; `step` is None where it is refused."""

    findings: tuple[Finding, ...]
    step: Step | None = None
    #: Subscriptions that go on under a new name; only their data change.
    renamed: Mapping[int, Subscription] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        """True where the case stays on its version."""
        return self.step is None


def move(plan: Plan, before: Snapshot, state: State, env: Env, *, dry: bool = False) -> Move:
    """Find whether a case can be moved, and the rows that change; nothing is written here.

    A condition that holds in its new words acts at once, which may change a register: not where the run is `dry`.
    """
    against = judge(plan, before)
    events = waits(plan, before) if not against else Waits()
    found = [*against, *events.findings]
    if errors(found):
        return Move(tuple(found))
    after = Moved(plan, before, state, dry=dry)
    run = Instance(plan.target, after, env)
    try:
        found += _inputs(plan, before, run)
        _arm(events, run)
        _touch(plan, before, run)
        step = run.settle()
    except _Stopped as stopped:
        return Move((*found, refusal("move.event", stopped.element, name=stopped.name, why=stopped.why)))
    for number in events.dropped:
        step.subscriptions.setdefault(number, None)
    return Move((*found, *_said(plan, before)), _merged(before, after, step), _renamed(before, after, step))


class _Stopped(Exception):
    """A text of the new version that cannot be evaluated for this case."""

    def __init__(self, element: str, name: str, why: str) -> None:
        super().__init__(why)
        self.element = element
        self.name = name
        self.why = why


def _try(element: str, name: str, act: Callable[[], object]) -> None:
    try:
        act()
    except (Fault, BpmnError) as fault:
        raise _Stopped(element, name, str(fault)) from fault
    except FeelBudgetError as fault:
        raise _Stopped(element, name, fault.message_en) from fault


def _inputs(plan: Plan, before: Snapshot, run: Instance) -> list[Finding]:
    """What a token keeps of its inputs: found anew where an open task reads others, let go where nothing reads them."""
    held = {one.holder: one for one in before.scopes if one.holder is not None}
    found = []
    for token in before.tokens:
        old, node = plan.old.elements[token.node], plan.target.spec.node(plan.element(token.node))
        if "offers" in token.data or node.opens or (old.loop and "item" not in token.data):
            continue
        is_item, has, is_open = "item" in token.data, token.no in held, "open" in token.data
        waits_outside = token.state == TaskState.STARTED
        changed = is_open and old.inputs != node.element.inputs
        lacking = node.stores and not has and (is_open or waits_outside)
        task = run.load(token.no)
        assert task is not None  # noqa: S101 - the rows are the moved ones
        if has and not is_item and (changed or not node.stores):
            scopes.drop(run, held[token.no])
        if changed or lacking:
            _try(old.id, named(plan.old, old.id), lambda task=task: _given(task))  # type: ignore[misc]
            found.append(note("move.inputs", old.id, name=named(plan.old, old.id)))
    return found


def _given(task: LiveTask) -> None:
    if io.inputs(task):
        io.keep(task)


def _arm(events: Waits, run: Instance) -> None:
    for number, nodes in events.armed.items():
        task = run.load(number)
        assert task is not None  # noqa: S101 - the rows are the moved ones
        _try(nodes[0].element.id, nodes[0].element.name, lambda t=task, n=nodes: run.event_manager.arm(t, n))  # type: ignore[misc]
        if task.task_spec.waits and "item" not in task.row.data:
            task.row.data["armed"] = True
            run.rows.put_token(task.row)
    for scope, nodes in events.handlers.items():
        watching = scopes.onlooker(run, nodes[0], scope)
        _try(nodes[0].element.id, nodes[0].element.name, lambda w=watching, n=nodes: run.event_manager.arm(w, n))  # type: ignore[misc]


def _touch(plan: Plan, before: Snapshot, run: Instance) -> None:
    """Let inclusive joins be asked again: in the new version nothing more may come."""
    for scope, name in before.counters:
        gate = plan.element(name.partition("/")[0])
        if not name.startswith(AT) and gate in plan.target.spec.meetings:
            run.crowd.move(scope, gate, 0)


def _merged(before: Snapshot, after: Moved, step: Step) -> Step:
    """Every row that differs from what is stored, under what the move itself set off."""
    tokens = {one.no: one for one in before.tokens}
    for number, token in after.tokens.items():
        if token != tokens[number]:
            step.tokens.setdefault(number, token)
    stored = {one.no: one for one in before.scopes}
    for number, scope in after.scopes.items():
        if scope != stored[number]:
            step.scopes.setdefault(number, scope)
    gone = {number for number, scope in step.scopes.items() if scope is None}
    for key in [*before.counters, *(one for one in after.counts if one not in before.counters)]:
        count = after.counts.get(key, 0)
        if count != before.counters.get(key, 0) and key[0] not in gone:
            step.counters.setdefault(key, count)
    return step


def _renamed(before: Snapshot, after: Moved, step: Step) -> dict[int, Subscription]:
    stored = {one.no: one for one in before.subscriptions}
    changed = ((number, one) for number, one in after.subscriptions.items() if number not in step.subscriptions)
    return {number: one for number, one in changed if one != stored[number]}


def _said(plan: Plan, before: Snapshot) -> Iterator[Finding]:
    """What an admin wants to know of the tokens that go on."""
    for token in before.tokens:
        old, new = plan.old.elements[token.node], plan.new.elements[plan.element(token.node)]
        if (old.name or old.id) != (new.name or new.id) and "item" not in token.data:
            yield note("move.renamed", old.id, name=old.name or old.id, new=new.name or new.id)
        if "incident" in token.data:
            yield note("move.incident", old.id, name=old.name or old.id)
