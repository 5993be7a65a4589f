"""Event definitions as the diagram says them; waiting is a subscription row, so none looks at a clock."""

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import ErrorEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import TerminateEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition

from engine.runtime import mapping, messages
from engine.runtime.faults import BpmnError
from engine.runtime.library import Ignored

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask


class Message(MessageEventDefinition):
    """A message by its name; correlation is a key in the subscription row."""

    def catch(self, my_task: "LiveTask", event: Ignored = None) -> None:
        """Note that it came; the payload is already on the token."""
        EventDefinition.catch(self, my_task, event)

    def throw(self, my_task: "LiveTask") -> None:
        """Hand the message to the step: its delivery is a command of its own."""
        messages.throw(my_task)

    def update_task_data(self, my_task: "LiveTask") -> None:
        """Map the payload into the variables."""
        mapping.received(my_task)

    def reset(self, my_task: "LiveTask") -> None:
        """Forget that it came."""
        EventDefinition.reset(self, my_task)


class Timer(TimerEventDefinition):
    """A timer whose moment is in its subscription row: it has fired when the row was found due."""


class Error(ErrorEventDefinition):
    """An error by its code; None catches every code."""

    def throw(self, my_task: "LiveTask") -> None:
        """End the scope with the error."""
        raise BpmnError(self.code or "", f"Expected the path to go on, but it ended with error {self.code or '(none)'}")

    def catch(self, my_task: "LiveTask", event: Ignored = None) -> None:
        """Note that it came."""
        EventDefinition.catch(self, my_task, event)

    def update_task_data(self, my_task: "LiveTask") -> None:
        """Map code and message where the boundary event has outputs."""
        mapping.caught(my_task)

    def reset(self, my_task: "LiveTask") -> None:
        """Forget that it came."""
        EventDefinition.reset(self, my_task)


class Terminate(TerminateEventDefinition):
    """Ends its scope at once; no other instance is touched (BPMN 2.0.2 §13.5.6)."""

    def throw(self, my_task: "LiveTask") -> None:
        """Nothing to send: the end event cancels what is left."""
