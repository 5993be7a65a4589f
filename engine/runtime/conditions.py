"""Conditional events (BPMN 2.0.2 §10.5.5): asked when a variable they read has changed, before the next node runs."""

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.model.state import Subscription
from engine.runtime import catching, complex, scopes
from engine.runtime.rows import PROCESS
from engine.runtime.subscriptions import CONDITION
from engine.runtime.token import LiveTask

if TYPE_CHECKING:
    from engine.runtime.instance import Instance


def check(run: "Instance") -> None:
    """Ask the conditions that were just armed, and those that read what this step changed since it asked last."""
    if not (run.spec.watched or run.event_manager.fresh):
        return
    fresh, changed = run.event_manager.fresh, run.variables.changed & run.spec.watched
    run.event_manager.fresh, run.variables.changed = set(), set()
    if fresh or changed:
        for subscription in run.rows.subscriptions_in(PROCESS, CONDITION):
            text = run.spec.node(subscription.data["element"]).expressions.condition
            if subscription.no in fresh or not changed.isdisjoint(text.names):
                _ask(run, subscription.no)


def _ask(run: "Instance", number: int) -> None:
    subscription = run.rows.subscription(number)
    if subscription is not None and subscription.data["element"] in run.spec.weighing:
        complex.again(run, subscription.data["scope"], subscription.data["element"])
        return
    asker = None if subscription is None else _asker(run, subscription)
    if subscription is None or asker is None:
        return
    node = run.spec.node(subscription.data["element"])
    # Null is not true: a condition may name what nobody has set yet.
    holds = run.evaluate(asker, node.expressions.condition) is True
    was = bool(subscription.data.get("was"))
    if holds != was:
        subscription = replace(subscription, data=subscription.data | {"was": holds})
        run.rows.put_subscription(subscription)
    if holds and not was:
        catching.happen(run, subscription, {})


def _asker(run: "Instance", subscription: Subscription) -> LiveTask | None:
    if subscription.token is not None:
        return run.load(subscription.token)
    node = run.spec.node(subscription.data["element"])
    return scopes.onlooker(run, node, scopes.place_of(subscription))
