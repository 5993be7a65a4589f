"""What tokens wait for: subscription rows in place of the library's event manager."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.util.event import EventManager

from engine.model.state import Subscription
from engine.runtime import due
from engine.runtime.faults import Fault
from engine.runtime.library import Node
from engine.runtime.messages import key_of
from engine.runtime.rows import PROCESS

if TYPE_CHECKING:
    from engine.runtime.instance import Instance
    from engine.runtime.token import LiveTask


#: The kind of a conditional event's subscription.
CONDITION = "conditional"

#: What happens inside the instance finds these, in one range of an index: they are filed at the process.
FILED = (CONDITION, "signal")


class Subscriptions(EventManager):
    """Arms and disarms; the store's indexes find what is due or correlates."""

    def __init__(self, workflow: "Instance") -> None:
        super().__init__(workflow)
        #: Conditions armed since they were asked last.
        self.fresh: set[int] = set()

    def add_task(self, my_task: "LiveTask") -> None:
        """Arm a catching event, and the boundary events of a receive task."""
        self._put(my_task, [self._made(my_task, my_task.task_spec)])
        self.arm_boundaries(my_task)

    def remove_task(self, my_task: "LiveTask") -> None:
        """Disarm a catching event; those attached to it go when the token leaves."""
        if my_task.arms:
            self.disarm(my_task, only=my_task.element)

    def arm_boundaries(self, task: "LiveTask") -> None:
        """Arm every boundary event that waits for something, once for one stay at the activity.

        Of a loop they belong to the whole, never to one item.
        """
        waiting = task.task_spec.waits
        if waiting and not task.is_item and not task.row.data.get("armed"):
            # All moments are found before the first row is made: a fault leaves nothing half armed.
            self._put(task, [self._made(task, spec) for spec in waiting])
            task.row.data["armed"] = True

    def arm(self, task: "LiveTask", specs: Sequence[Node]) -> Sequence[Subscription]:
        """Wait at one token for the events of several nodes."""
        return self._put(task, [self._made(task, spec) for spec in specs])

    def disarm(self, task: "LiveTask", *, only: str = "") -> None:
        """Drop the subscriptions of a token, or only those of one element."""
        for subscription in self.workflow.rows.subscriptions_of(task.no):
            if not only or subscription.data["element"] == only:
                self.workflow.rows.drop_subscription(subscription.no)

    def disarm_scope(self, scope: int, kind: str) -> None:
        """Drop what the event subprocesses of a scope wait for."""
        rows = self.workflow.rows
        for subscription in rows.subscriptions_in(PROCESS if kind in FILED else scope, kind):
            if subscription.token is None and subscription.data.get("scope", scope) == scope:
                rows.drop_subscription(subscription.no)

    def rearm(self, subscription: Subscription) -> None:
        """Set a cycle timer for its next time, or drop it after the last."""
        following = due.following(subscription, self.workflow.env)
        if following is None:
            self.workflow.rows.drop_subscription(subscription.no)
        else:
            self.workflow.rows.put_subscription(following)

    def _put(self, task: "LiveTask", subscriptions: list[Subscription]) -> Sequence[Subscription]:
        rows, put = self.workflow.rows, []
        for subscription in subscriptions:
            number = rows.number()
            if subscription.kind in FILED:
                place = subscription.data | {"scope": subscription.scope}
                subscription = replace(subscription, scope=PROCESS, data=place)
            if subscription.kind == CONDITION:
                self.fresh.add(number)
            put.append(replace(subscription, no=number))
            rows.put_subscription(put[-1])
        return put

    def _made(self, task: "LiveTask", spec: Node) -> Subscription:
        element = spec.element
        # Nobody's token (number 0) asks for an event subprocess.
        token, kind = task.no or None, element.event or "message"
        waiting = Subscription(0, token, task.row.scope, kind, data={"element": element.id})
        if element.event == "timer":
            return due.first(task, spec, waiting)
        if element.event == "signal":
            return replace(waiting, name=element.signal)
        if element.event == CONDITION:
            return waiting
        if element.event not in ("", "message"):
            raise Fault("event.unknown", f"Expected a message or a timer, but the event is {element.event}.")
        return replace(waiting, name=element.message, key=key_of(task, spec))
