"""Event definitions as the diagram says them; waiting is a subscription row, so none looks at a clock."""

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import TerminateEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition

from engine.runtime import broadcast, catching, mapping, messages
from engine.runtime.faults import BpmnError
from engine.runtime.library import Ignored

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask


class _Noted(EventDefinition):
    """What comes is already on the token: the library would look for it in a payload of its own."""

    def catch(self, my_task: "LiveTask", event: Ignored = None) -> None:
        """Note that it came."""
        EventDefinition.catch(self, my_task, event)

    def reset(self, my_task: "LiveTask") -> None:
        """Forget that it came."""
        EventDefinition.reset(self, my_task)


class _Received(_Noted):
    """Brings a payload."""

    def update_task_data(self, my_task: "LiveTask") -> None:
        """Map the payload into the variables."""
        mapping.received(my_task)


class _Caught(_Noted):
    """Brings a code, and with an error its message."""

    def update_task_data(self, my_task: "LiveTask") -> None:
        """Map them where the catching event has outputs."""
        mapping.caught(my_task)


class Message(_Received, MessageEventDefinition):
    """A message by its name; correlation is a key in the subscription row."""

    def throw(self, my_task: "LiveTask") -> None:
        """Hand the message to the step: its delivery is a command of its own."""
        messages.throw(my_task)


class Signal(_Received, SignalEventDefinition):
    """A signal by its name, for everybody who waits for it."""

    def throw(self, my_task: "LiveTask") -> None:
        """Hand the signal to the step: each delivery is a command of its own."""
        broadcast.throw(my_task)


class Timer(TimerEventDefinition):
    """A timer whose moment is in its subscription row: it has fired when the row was found due."""


class Error(_Caught, ErrorEventDefinition):
    """An error by its code; None catches every code."""

    def throw(self, my_task: "LiveTask") -> None:
        """End the scope with the error."""
        raise BpmnError(self.code or "", f"Expected the path to go on, but it ended with error {self.code or '(none)'}")


class Terminate(TerminateEventDefinition):
    """Ends its scope at once; no other instance is touched (BPMN 2.0.2 §13.5.6)."""

    def throw(self, my_task: "LiveTask") -> None:
        """Nothing to send: the end event cancels what is left."""


class Escalation(_Caught, EscalationEventDefinition):
    """An escalation by its code; None catches every code."""

    def throw(self, my_task: "LiveTask") -> None:
        """Tell who is around; the path goes on unless a catcher interrupts it."""
        code = self.code or ""
        my_task.workflow.rows.fact("escalation.thrown", my_task.element, my_task.no, code=code)
        catching.throw_escalation(my_task, code)


class Conditional(ConditionalEventDefinition):
    """A condition that is asked when a variable it reads has changed."""

    def has_fired(self, my_task: "LiveTask") -> bool:
        """True once it held; the library would evaluate Python here."""
        return bool(EventDefinition.has_fired(self, my_task))
