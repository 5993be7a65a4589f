"""ioMapping: what an activity is given, and what it leaves behind (Camunda 8: variables in scopes)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from engine.model.state import Scope, Value
from engine.runtime.expressions import Mapped

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask


def inputs(task: "LiveTask") -> dict[str, Value]:
    """Evaluate the inputs into the token's local values and return them; later rows see earlier ones."""
    run = task.workflow
    run.variables.read(run.scope_of(task), task.task_spec.reads)
    task.local = {}
    for mapping in task.task_spec.expressions.inputs:
        _place(task.local, mapping.path, run.evaluate(task, mapping.source))
    return task.local


def keep(task: "LiveTask") -> Scope:
    """Store the local values in a scope of the token's own, for whoever reads them while it waits."""
    rows = task.workflow.rows
    held = rows.scope_held_by(task.no)
    if held is None:
        held = Scope(rows.number(), task.row.scope, task.no, task.element)
        rows.put_scope(held)
    for name, value in task.local.items():
        task.workflow.variables.declare(held.no, name, value)
    return held


def received(task: "LiveTask") -> None:
    """Leave a person's answers or a message's payload: through the outputs, or each member as a variable."""
    _leave(task, task.brought, otherwise=task.brought)


def caught(task: "LiveTask") -> None:
    """Leave an error's code and message where the boundary event maps them."""
    _leave(task, task.brought, otherwise={})


def returned(task: "LiveTask", values: Mapping[str, Value], *, everything: bool) -> None:
    """Leave what a called case leaves: through the outputs, or `everything` as it is."""
    _leave(task, values, otherwise=values if everything else {})


def result(task: "LiveTask", value: Value, variable: str) -> None:
    """Leave the result of a job, register, script or decision: through the outputs, or in `variable`."""
    members = value if isinstance(value, dict) else {}
    named = {variable: value} if variable else {}
    _leave(task, {**members, **named, "result": value}, otherwise=named)


def left(task: "LiveTask") -> None:
    """Leave what a subprocess maps outward; without outputs everything is written where it lives already."""
    _leave(task, {}, otherwise={})


def correct(task: "LiveTask", values: Mapping[str, Value]) -> None:
    """Write an admin's corrections where the variables live that the token will read."""
    if task.row.data.get("ended"):
        task.workflow.variables.write(task.workflow.scope_of(task), values)
    else:
        _write(task, values)


def _leave(task: "LiveTask", members: Mapping[str, Value], *, otherwise: Mapping[str, Value]) -> None:
    outputs = task.task_spec.expressions.outputs
    written = _mapped(task, outputs, members) if outputs else otherwise
    if written:
        _write(task, written)


def _write(task: "LiveTask", values: Mapping[str, Value]) -> None:
    """Write outward of the token's own inputs; what belongs to an item of a loop stays with the item."""
    run, outward = task.workflow, dict(values)
    for name in task.task_spec.expressions.loop.own if task.is_item else ():
        if name in outward:
            # An input of the same name must not hide what the item leaves.
            value = outward.pop(name)
            task.local = {**task.local, name: value}
            run.variables.declare(run.scope_of(task), name, value)
    if outward:
        run.variables.write(task.row.scope, outward)


def _mapped(task: "LiveTask", outputs: Sequence[Mapped], members: Mapping[str, Value]) -> dict[str, Value]:
    task.local = {**task.local, **members}
    written: dict[str, Value] = {}
    for mapping in outputs:
        value = task.workflow.evaluate(task, mapping.source)
        root = mapping.path[0]
        if len(mapping.path) > 1 and root not in written:
            written.update(task.workflow.variables.read(_home(task, root), (root,)))
        _place(written, mapping.path, value)
    return written


def _home(task: "LiveTask", name: str) -> int:
    """From where a name is written outward: an item's own from the item, all else from around the activity."""
    loop = task.task_spec.expressions.loop
    return task.workflow.scope_of(task) if task.is_item and loop and name in loop.own else task.row.scope


def _place(target: dict[str, Value], path: Sequence[str], value: Value) -> None:
    """Set `value` at a dotted path, extending contexts as copies: what is stored is never changed in place."""
    *stem, last = path
    for name in stem:
        inner = target.get(name)
        target[name] = dict(inner) if isinstance(inner, dict) else {}
        target = target[name]
    target[last] = value
