"""ioMapping: what an activity is given, and what it leaves behind (Camunda 8: variables in scopes)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from engine.model.state import Scope, Value
from engine.runtime.expressions import Mapped

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask


def inputs(task: "LiveTask") -> dict[str, Value]:
    """Evaluate the inputs into the token's local values and return them; later rows see earlier ones."""
    task.workflow.variables.read(task.row.scope, task.task_spec.reads)
    task.local = {}
    for mapping in task.task_spec.expressions.inputs:
        _place(task.local, mapping.path, task.workflow.evaluate(task, mapping.source))
    return task.local


def keep(task: "LiveTask") -> None:
    """Store the local values in a scope of the token's own, for whoever reads them while it waits."""
    rows = task.workflow.rows
    held = rows.scope_held_by(task.no) or Scope(rows.number(), task.row.scope, task.no, task.element)
    rows.put_scope(held)
    for name, value in task.local.items():
        task.workflow.variables.declare(held.no, name, value)


def received(task: "LiveTask") -> None:
    """Leave a person's answers or a message's payload: through the outputs, or each member as a variable."""
    _leave(task, task.brought, otherwise=task.brought)


def caught(task: "LiveTask") -> None:
    """Leave an error's code and message where the boundary event maps them."""
    _leave(task, task.brought, otherwise={})


def result(task: "LiveTask", value: Value, variable: str) -> None:
    """Leave the result of a job, register, script or decision: through the outputs, or in `variable`."""
    members = value if isinstance(value, dict) else {}
    _leave(task, {**members, "result": value}, otherwise={variable: value} if variable else {})


def _leave(task: "LiveTask", members: Mapping[str, Value], *, otherwise: Mapping[str, Value]) -> None:
    outputs = task.task_spec.expressions.outputs
    written = _mapped(task, outputs, members) if outputs else otherwise
    if written:
        task.workflow.variables.write(task.row.scope, written)


def _mapped(task: "LiveTask", outputs: Sequence[Mapped], members: Mapping[str, Value]) -> dict[str, Value]:
    task.local = {**task.local, **members}
    written: dict[str, Value] = {}
    for mapping in outputs:
        value = task.workflow.evaluate(task, mapping.source)
        root = mapping.path[0]
        if len(mapping.path) > 1 and root not in written:
            written.update(task.workflow.variables.read(task.row.scope, (root,)))
        _place(written, mapping.path, value)
    return written


def _place(target: dict[str, Value], path: Sequence[str], value: Value) -> None:
    """Set `value` at a dotted path, extending contexts as copies: what is stored is never changed in place."""
    *stem, last = path
    for name in stem:
        inner = target.get(name)
        target[name] = dict(inner) if isinstance(inner, dict) else {}
        target = target[name]
    target[last] = value
