"""Loops: an activity runs once for every item, beside or after each other, or as long as a condition holds.

The body is one token that holds a scope; every item is a token of its own in there (BPMN 2.0.2 §13.3.6, §13.3.7).
What an item leaves is a row of its own, so that finishing one costs the same among ten and ten thousand.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from SpiffWorkflow import TaskState

from engine.model.state import Scope, Value
from engine.runtime import behaviour, compensable, gateways
from engine.runtime.expressions import Text
from engine.runtime.faults import Fault

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask

#: Items one loop may run; more is a mistake in the diagram.
MOST = 10_000

#: Readable in the conditions and mappings of the activity (BPMN 2.0.2 Table 10.30).
NUMBERS = (
    "numberOfInstances",
    "numberOfActiveInstances",
    "numberOfCompletedInstances",
    "numberOfTerminatedInstances",
)
#: What Camunda 7 calls them.
OTHERS = {
    "nrOfInstances": "numberOfInstances",
    "nrOfActiveInstances": "numberOfActiveInstances",
    "nrOfCompletedInstances": "numberOfCompletedInstances",
}


def begin(task: "LiveTask") -> None:
    """Find how often the activity runs and begin; with nothing to do it passes at once."""
    items = _items(task)
    number = _number(task) if items is None else len(items)
    task.workflow.event_manager.arm_boundaries(task)
    if number == 0 or (_is_standard(task) and not _goes_on(task, task, 0)):
        _gather(task, [], 0)
        task.complete()
        return
    _open(task, number, items)
    task._set_state(TaskState.STARTED)


def done(item: "LiveTask") -> None:
    """One item is done: keep what it leaves, then end the loop or let the next begin."""
    run = item.workflow
    item.row.data["ended"] = "item"
    body = _body(item)
    counts: dict[str, Any] = body.row.data["loop"]
    left = _left(item)
    finished = counts["done"] + 1
    after = _numbers(counts, finished)
    item.local = {**item.local, **_also(after)}
    throws = behaviour.due(item, finished)
    stops = _stops(item, finished) or (bool(throws) and item.task_spec.element.loop.behaviour == "complex")
    told = {**after, "loopCounter": Decimal(item.row.data["item"] + 1)}
    if item.task_spec.element.loop.outputs:
        run.variables.declare(counts["drawer"], f"out{item.row.data['item']}", left)
    gone = counts["next"] - finished if stops else 0
    body.row.data["loop"] = {**counts, "done": finished, "gone": gone}
    run.rows.put_token(body.row)
    _tell(body, item.row.scope, after)
    compensable.note(item)
    run.remove(item)
    if stops:
        run.clear(item.row.scope)
        told.update(_numbers(body.row.data["loop"], finished))
    behaviour.throw(body, throws, told)
    if body.gone or stops:
        return
    if not _is_parallel(body) and finished != counts["n"]:
        _start(body, item.row.scope, finished)


def leave(body: "LiveTask") -> None:
    """Every item is done: gather what they left, in their order, null where one left nothing."""
    run, counts = body.workflow, body.row.data["loop"]
    rows = run.variables.own(counts["drawer"]) if body.task_spec.element.loop.outputs else {}
    number = counts["next"] if counts["n"] < 0 else counts["n"]
    _gather(body, [rows.get(f"out{index}") for index in range(number)], counts["done"], counts.get("gone", 0))


def _gather(body: "LiveTask", results: Sequence[Value], finished: int, gone: int = 0) -> None:
    name = body.task_spec.element.loop.outputs
    terminated = {"terminated": gone} if gone else {}
    body.workflow.rows.fact("loop.completed", body.element, body.no, n=finished, **terminated)
    if name:
        body.workflow.variables.write(body.row.scope, {name: list(results)})


# how often


def _items(task: "LiveTask") -> Sequence[Value] | None:
    text = task.task_spec.expressions.loop.collection
    if not text.source:
        return None
    value = task.workflow.evaluate(task, text)
    if not isinstance(value, list):
        shown = "null" if value is None else f"a {type(value).__name__}"
        raise Fault("loop.no_list", f"Expected {text.source} to be a list, but it is {shown}.")
    if len(value) > MOST:
        raise _too_many(len(value))
    return value


def _number(task: "LiveTask") -> int:
    """How many times; -1 where only a condition ends it."""
    texts = task.task_spec.expressions.loop
    text = texts.maximum if _is_standard(task) else texts.cardinality
    if _is_standard(task) and not text.source:
        return -1
    value = task.workflow.evaluate(task, text)
    number = _whole(value)
    if number is None or number < 0:
        raise Fault(
            "loop.bad_count", f"Expected {text.source or 'a number of times'} to be 0 or more, but got {value}."
        )
    if number > MOST and not _is_standard(task):
        raise _too_many(number)
    return number


def _whole(value: Value) -> int | None:
    try:
        number = Decimal(value) if isinstance(value, str | Decimal) else None
    except ArithmeticError:
        return None
    return int(number) if number is not None and number.is_finite() and number == int(number) else None


def _too_many(number: int) -> Fault:
    return Fault("loop.too_many", f"Expected at most {MOST} items, but there are {number}.")


def _stops(item: "LiveTask", finished: int) -> bool:
    if _is_standard(item):
        body = _body(item)
        return not _goes_on(item, body, finished)
    text = item.task_spec.expressions.loop.completion
    return bool(text.source) and gateways.holds(item, text)


def _goes_on(task: "LiveTask", body: "LiveTask", finished: int) -> bool:
    """Ask a standard loop's condition, before the first round only where it is tested before."""
    loop, text = body.task_spec.element.loop, body.task_spec.expressions.loop.condition
    if not text.source or (finished == 0 and not loop.test_before):
        return True
    if finished == 0:
        task.local = {**task.local, "loopCounter": Decimal(0)}
    return gateways.holds(task, text)


def _is_standard(task: "LiveTask") -> bool:
    return bool(task.task_spec.element.loop.kind == "standard")


def _is_parallel(task: "LiveTask") -> bool:
    return bool(task.task_spec.element.loop.kind == "parallel")


# rows


def _open(body: "LiveTask", number: int, items: Sequence[Value] | None) -> None:
    run = body.workflow
    inside = Scope(run.rows.number(), body.row.scope, body.no, f"{body.element}/*")
    drawer = Scope(run.rows.number(), inside.no, None, "")
    run.rows.put_scope(inside)
    run.rows.put_scope(drawer)
    counts = {"n": number, "next": number if _is_parallel(body) else 0, "done": 0, "drawer": drawer.no}
    body.row.data["loop"] = counts
    run.variables.declare(inside.no, "numberOfInstances", Decimal(max(number, 0)))
    _tell(body, inside.no, _numbers(counts, 0))
    if _is_parallel(body):
        for index in range(number):
            _place(body, inside.no, index, items)
        return
    for index, value in enumerate(items or ()):
        run.variables.declare(drawer.no, f"in{index}", value)
    _start(body, inside.no, 0)


def _start(body: "LiveTask", scope: int, index: int) -> None:
    """Let the next item begin after the one before."""
    run, counts = body.workflow, {**body.row.data["loop"], "next": index + 1}
    body.row.data["loop"] = counts
    run.rows.put_token(body.row)
    _tell(body, scope, _numbers(counts, counts["done"]))
    _place(body, scope, index, None)


def _place(body: "LiveTask", scope: int, index: int, items: Sequence[Value] | None) -> None:
    run, loop = body.workflow, body.task_spec.element.loop
    token = run.place(body.element, scope)
    token.row.data["item"] = index
    own = Scope(run.rows.number(), scope, token.no, body.element)
    run.rows.put_scope(own)
    for name in body.task_spec.expressions.loop.own:
        run.variables.declare(own.no, name, None)
    run.variables.declare(own.no, "loopCounter", Decimal(index + 1))
    if loop.collection and loop.item:
        drawer = body.row.data["loop"]["drawer"]
        value = run.variables.exactly(drawer, f"in{index}") if items is None else items[index]
        run.variables.declare(own.no, loop.item, value)
    run.enter(token)


def _tell(body: "LiveTask", scope: int, numbers: Mapping[str, Value]) -> None:
    """Write the numbers that some text of the process reads."""
    also = _also(numbers)
    for name in body.workflow.spec.numbers:
        body.workflow.variables.declare(scope, name, also[name])


def _numbers(counts: Mapping[str, int], finished: int) -> dict[str, Value]:
    number, gone = max(counts["n"], counts["next"]), counts.get("gone", 0)
    active = counts["next"] - finished - gone
    return dict(zip(NUMBERS, map(Decimal, (number, active, finished, gone)), strict=True))


def _also(numbers: Mapping[str, Value]) -> dict[str, Value]:
    """The numbers under the names of Camunda 7 as well."""
    return {**numbers, **{other: numbers[name] for other, name in OTHERS.items()}}


def _left(item: "LiveTask") -> Value:
    text: Text = item.task_spec.expressions.loop.output
    return item.workflow.evaluate(item, text) if text.source else None


def _body(item: "LiveTask") -> "LiveTask":
    run = item.workflow
    scope = run.rows.scope(item.row.scope)
    body = run.load(scope.holder) if scope and scope.holder is not None else None
    if body is None:
        raise Fault("engine.fault", f"Expected the loop of {item.element} to be running, but it is not.")
    return body
