"""Ad-hoc subprocesses: people or a list say what is done inside, in any order (BPMN 2.0.2 §10.3.5, §13.3.5).

The rule. The inner nodes that no flow reaches are the roots. Where the diagram lists what begins, exactly that begins
at entry. Else those a person begins are offered, again and again, and the others begin at entry, once. Sequential
ordering lets one activity run at a time, the others wait in the order they came. After each inner activity, and when
nothing is left inside, the completion condition is asked; null means not yet.

Who may choose has one *offer*: a token in a scope beside the inside, `desk`, so that the inside is empty when nothing
runs there. Times begun, the turn and the queue are counters of the inside: choosing costs the same at any number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from SpiffWorkflow import TaskState

from engine.bpmn.choices import most
from engine.bpmn.names import ACTIVITIES
from engine.model.errors import Conflict
from engine.model.state import Scope
from engine.model.step import OpenTask
from engine.runtime import humans, joins
from engine.runtime.faults import Fault
from engine.runtime.library import Node

if TYPE_CHECKING:
    from engine.runtime.instance import Instance
    from engine.runtime.token import LiveTask

#: Counters of the inside; no XML id begins like this, and the stroke at the end says they are no waiting tokens.
_TURN, _HEAD, _TAIL = "~turn/", "~head/", "~tail/"


@dataclass(frozen=True, slots=True)
class Plan:
    """What begins at entry, and what is offered to which address."""

    begins: Sequence[Node]
    offers: Mapping[str, Sequence[str]]


def plan(task: "LiveTask") -> Plan:
    """Find what begins and what is offered; faults adhoc.no_list, adhoc.unknown_element, task.no_address."""
    nodes = task.workflow.spec.entries.get(task.element, ())
    if task.task_spec.element.ad_hoc.collection:
        return Plan(_listed(task, {node.element.id: node for node in nodes}), {})
    offers: dict[str, list[str]] = {}
    own = task.task_spec.expressions.address
    for node in nodes:
        if node.chosen:
            text = own if own.source else node.expressions.address
            address = humans.address(task, text, node.element.name or node.element.id)
            offers.setdefault(address, []).append(node.element.id)
    return Plan([node for node in nodes if not node.chosen], offers)


def _listed(task: "LiveTask", nodes: Mapping[str, Node]) -> list[Node]:
    text = task.task_spec.expressions.begins
    value = task.workflow.evaluate(task, text)
    if not isinstance(value, list):
        raise Fault("adhoc.no_list", f"Expected {text.source} to be a list of element ids, but it is none.")
    unknown = [one for one in value if one not in nodes]
    if unknown:
        raise Fault(
            "adhoc.unknown_element",
            f"Expected elements of «{task.element}» that no flow reaches, but {unknown[0]} is none.",
        )
    return [nodes[one] for one in value]


def begin(task: "LiveTask", inside: Scope, found: Plan) -> None:
    """Offer what people begin, and let the rest begin."""
    run, element = task.workflow, task.task_spec.element
    if found.offers:
        desk = Scope(run.rows.number(), inside.no, None, "")
        run.rows.put_scope(desk)
        task.row.data.update(desk=desk.no, left=len(found.offers))
        for address, ids in found.offers.items():
            _offer(task, desk.no, address, ids)
    run.rows.put_token(task.row)
    for node in found.begins:
        run.arrive(run.place(node.element.id, inside.no, on=element.id))


def _offer(task: "LiveTask", desk: int, address: str, ids: Sequence[str]) -> None:
    run, element = task.workflow, task.task_spec.element
    token = run.place(element.id, desk)
    token.row.data.update(open=True, offers=list(ids), of=task.no)
    token._set_state(TaskState.READY)
    run.rows.step.opened.append(OpenTask(token.no, element.id, element.name or element.id, "", address))
    run.rows.fact("task.opened", element.id, token.no, address=address)


# what people do


def choose(offer: "LiveTask", element: str) -> None:
    """Begin one offered activity; Conflict adhoc.not_offered, adhoc.busy."""
    run, offers = offer.workflow, offer.row.data["offers"]
    holder = holder_of(offer)
    inside = run.rows.scope_held_by(holder.no)
    if element not in offers or inside is None:
        raise Conflict("adhoc.not_offered", f"Expected one of {', '.join(offers)}, but {element} cannot be chosen now.")
    if _is_sequential(holder) and _is_busy(run, inside.no):
        raise Conflict("adhoc.busy", "Expected the step before to be done, but it is not: here one follows the other.")
    token = run.place(element, inside.no, on=holder.element)
    run.rows.fact("adhoc.chosen", element, token.no)
    if _is_spent(run, inside.no, token.task_spec):
        _strike(offer, holder, element)
    run.arrive(token)


def declare(offer: "LiveTask") -> None:
    """End the subprocess because people say it is done; Conflict adhoc.condition_decides."""
    run, holder = offer.workflow, holder_of(offer)
    if holder.task_spec.element.ad_hoc.completion:
        raise Conflict("adhoc.condition_decides", "Expected no completion condition, but there is one: it decides.")
    run.rows.fact("adhoc.declared", holder.element, offer.no)
    _close(offer)
    stop(holder)


def is_empty(holder: "LiveTask") -> bool:
    """True where nothing lives inside."""
    inside = holder.workflow.rows.scope_held_by(holder.no)
    return inside is not None and not holder.workflow.rows.living(inside.no)


def holder_of(offer: "LiveTask") -> "LiveTask":
    """The subprocess an offer belongs to; Conflict token.gone where it takes no more choices."""
    holder = offer.workflow.load(offer.row.data["of"])
    if holder is None or holder.row.data.get("closing"):
        raise Conflict("token.gone", "Expected the subprocess to be running, but it has ended meanwhile.")
    return holder


def _is_spent(run: "Instance", inside: int, node: Node) -> bool:
    """Count one begin more; True where it was the last that is allowed."""
    allowed = most(node.element)
    if not allowed:
        return False
    name = f"~begun/{node.element.id}/"
    begun = run.rows.counter(inside, name) + 1
    run.rows.set_counter(inside, name, begun)
    return begun >= allowed


def _strike(offer: "LiveTask", holder: "LiveTask", element: str) -> None:
    run, row = offer.workflow, offer.row
    row.data["offers"] = [one for one in row.data["offers"] if one != element]
    run.rows.put_token(row)
    if not row.data["offers"]:
        _close(offer)
        run.drop(offer)
        holder.row.data["left"] -= 1
        run.rows.put_token(holder.row)


def _close(offer: "LiveTask") -> None:
    """Close what people see of an offer as done."""
    offer.row.data.pop("open", None)
    offer.workflow.rows.step.closed[offer.no] = "completed"


# how it goes on and ends


def admits(task: "LiveTask") -> bool:
    """True where a token may begin at a node inside; else it waits for its turn, or goes where the end has come."""
    run, holder = task.workflow, _around(task)
    if holder is None:
        return True
    if holder.row.data.get("closing"):
        run.drop(task)
        return False
    if not task.task_spec.takes_turns:
        return True
    scope = task.row.scope
    if not _is_busy(run, scope):
        run.rows.set_counter(scope, _TURN, task.no)
        return True
    tail = run.rows.counter(scope, _TAIL)
    run.rows.set_counter(scope, _place(tail), task.no)
    run.rows.set_counter(scope, _TAIL, tail + 1)
    task.row.data["queued"] = True
    task._set_state(TaskState.WAITING)
    return False


def turns(run: "Instance") -> bool:
    """Where an activity of a sequential inside has left, let the next begin; False where none has left."""
    freed, run.freed = run.freed, {}
    for scope in freed:
        if run.rows.scope(scope) and not _has_turn(run, scope):
            _next(run, scope)
    return bool(freed)


def _next(run: "Instance", scope: int) -> None:
    rows = run.rows
    head, tail = rows.counter(scope, _HEAD), rows.counter(scope, _TAIL)
    rows.set_counter(scope, _TURN, 0)
    while head < tail:
        task = run.load(rows.counter(scope, _place(head)))
        rows.set_counter(scope, _place(head), 0)
        head += 1
        if task is not None:
            rows.set_counter(scope, _HEAD, head)
            rows.set_counter(scope, _TURN, task.no)
            del task.row.data["queued"]
            task._set_state(TaskState.FUTURE)
            run.enter(task)
            return
    rows.set_counter(scope, _HEAD, 0)
    rows.set_counter(scope, _TAIL, 0)


def completed(task: "LiveTask") -> bool:
    """Ask whether the end has come after an inner activity; True where its token goes no further."""
    holder = _around(task)
    if holder is None or holder.is_failed:
        return False
    if not holder.row.data.get("closing"):
        task.workflow.guard(holder, lambda: ask(holder))
    return bool(holder.row.data.get("closing"))


def ask(holder: "LiveTask") -> None:
    """Bring the end where the completion condition holds; Fault adhoc.condition where it is no condition."""
    holder.row.data["ended"] = "inside"
    if _holds(holder):
        stop(holder)
    holder.row.data.pop("ended")


def ends(holder: "LiveTask") -> bool:
    """True where the subprocess, in which nothing lives, is done; Fault adhoc.unfinished where nobody can go on."""
    data = holder.row.data
    if data.get("closing"):
        return True
    is_over = _holds(holder) if holder.task_spec.element.ad_hoc.completion else not data.get("left")
    if is_over:
        stop(holder)
    elif not data.get("left"):
        raise Fault(
            "adhoc.unfinished",
            f"Expected {holder.task_spec.expressions.completion.source} to hold when everything is done, but it does "
            "not, and nothing is left that could be begun.",
        )
    return is_over


def stop(holder: "LiveTask") -> None:
    """Let nothing more begin: what runs is cancelled, or may end first where the diagram says so."""
    run = holder.workflow
    interrupt(holder)
    inside = run.rows.scope_held_by(holder.no)
    if inside is None:
        return
    if holder.task_spec.element.ad_hoc.cancels:
        run.clear(inside.no)
        return
    for row in run.rows.tokens_in(inside.no):
        task = run.load(row.no)
        if task and ("queued" in row.data or task.task_spec.element.kind not in ACTIVITIES):
            run.cancel(task)
    joins.forget(run, inside.no)


def interrupt(holder: "LiveTask") -> None:
    """Offer nothing more and begin nothing more inside."""
    run, data = holder.workflow, holder.row.data
    data.update(closing=True, left=0)
    run.rows.put_token(holder.row)
    if data.get("desk"):
        run.clear(data["desk"])


def interrupted(run: "Instance", scope: Scope | None) -> None:
    """An event subprocess has ended all else in a scope: where that is the inside of an ad-hoc one, it ends with it."""
    holder = run.load(scope.holder) if scope and scope.holder is not None else None
    if holder is not None and holder.task_spec.element.ad_hoc and not holder.is_body:
        interrupt(holder)


def freed(task: "LiveTask") -> None:
    """Remember that an activity of a sequential inside has left."""
    if not task.is_item:
        task.workflow.freed[task.row.scope] = None


def _holds(holder: "LiveTask") -> bool:
    text = holder.task_spec.expressions.completion
    if not text.source:
        return False
    value = holder.workflow.evaluate(holder, text)
    if value is None or isinstance(value, bool):
        return value is True
    raise Fault("adhoc.condition", f"Expected the condition {text.source} to be true or false, but it is neither.")


def _is_busy(run: "Instance", scope: int) -> bool:
    return _has_turn(run, scope) or run.rows.counter(scope, _HEAD) < run.rows.counter(scope, _TAIL)


def _has_turn(run: "Instance", scope: int) -> bool:
    turn = run.rows.counter(scope, _TURN)
    return bool(turn) and run.load(turn) is not None


def _is_sequential(holder: "LiveTask") -> bool:
    return bool(holder.task_spec.element.ad_hoc.ordering == "sequential")


def _place(number: int) -> str:
    return f"~at/{number}/"


def _around(task: "LiveTask") -> "LiveTask | None":
    """The ad-hoc subprocess a token is inside of."""
    run = task.workflow
    scope = run.rows.scope(task.row.scope)
    return run.load(scope.holder) if scope and scope.holder is not None else None


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be chosen at one offer, as it stands."""

    #: The activities, in the order they are drawn, and how often each may still be chosen (None: without end).
    activities: Mapping[str, int | None]
    #: True where a step before has to be done first.
    busy: bool
    #: The scope in which what was chosen runs.
    inside: int


def offer(run: "Instance", token: "LiveTask") -> Offer:
    """Read one offer; Conflict token.gone."""
    holder = holder_of(token)
    inside = run.rows.scope_held_by(holder.no)
    number = inside.no if inside else 0
    return Offer(
        {name: _left(run, number, name) for name in token.row.data["offers"]},
        _is_sequential(holder) and _is_busy(run, number),
        number,
    )


def _left(run: "Instance", inside: int, element: str) -> int | None:
    allowed = most(run.spec.node(element).element)
    return allowed - run.rows.counter(inside, f"~begun/{element}/") if allowed else None
