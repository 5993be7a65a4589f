"""Events that need several triggers, all of them (parallelMultiple, BPMN 2.0.2 §10.5.2, §10.5.4).

Each trigger has a subscription of its own. One that came leaves a row of the kind `came` in its place, with what it
brought: nothing finds such a row by a name, and it goes with the activity or the scope it belongs to.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.feel import codec
from engine.model.state import Subscription, Value
from engine.runtime.library import Node

if TYPE_CHECKING:
    from engine.runtime.instance import Instance
    from engine.runtime.token import LiveTask

#: The kind of the row that a trigger leaves which came before the others.
CAME = "came"


def complete(run: "Instance", node: Node, subscription: Subscription, scope: int, payload: Value) -> bool:
    """Note that one trigger came; True for the last, when what all of them brought has become variables."""
    rows = run.rows
    rows.drop_subscription(subscription.no)
    before = [one for one in _came(run, subscription, scope) if one.data["joint"] == node.element.joint]
    if len(before) + 1 < len(parts(run, node)):
        data = {"element": node.element.id, "joint": node.element.joint, "payload": codec.encode(dict(payload))}
        rows.put_subscription(Subscription(rows.number(), subscription.token, scope, CAME, data=data))
        return False
    brought: dict[str, Value] = {}
    for one in before:
        brought.update(codec.decode(one.data["payload"]))
        rows.drop_subscription(one.no)
    brought.update(payload)
    if brought:
        run.variables.write(scope, brought)
    return True


def again(run: "Instance", task: "LiveTask", node: Node) -> None:
    """Wait for all triggers once more, where the event does not interrupt; a condition must first become false."""
    for subscription in run.event_manager.arm(task, parts(run, node)):
        if subscription.kind == "conditional":
            run.event_manager.fresh.discard(subscription.no)
            text = run.spec.node(subscription.data["element"]).expressions.condition
            was = run.evaluate(task, text) is True
            run.rows.put_subscription(replace(subscription, data=subscription.data | {"was": was}))


def parts(run: "Instance", node: Node) -> Sequence[Node]:
    """The triggers that are waited for together, in the order they are written."""
    element, elements = node.element, run.compiled.definition.elements
    beside = run.spec.node(element.attached_to).boundaries if element.attached_to else ()
    if not element.attached_to:
        beside = run.spec.handlers.get(elements[element.scope].scope, ())
    return [one for one in beside if one.element.joint == element.joint]


def _came(run: "Instance", subscription: Subscription, scope: int) -> Sequence[Subscription]:
    if subscription.token is not None:
        return [one for one in run.rows.subscriptions_of(subscription.token) if one.kind == CAME]
    return [one for one in run.rows.subscriptions_in(scope, CAME) if one.token is None]
