"""Nodes that wait for others: for the first of several events, for what may still come, for a called case."""

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin

from engine.runtime import calls, choice, complex, gateways, inclusive
from engine.runtime.expressions import Text
from engine.runtime.faults import Fault
from engine.runtime.library import Target
from engine.runtime.nodes import Bound, Condition
from engine.runtime.token import LiveTask


class EventGateway(Bound, BpmnSpecMixin):
    """Waits for the first of the events that follow (BPMN 2.0.2 §13.4.4)."""

    leaves = ""

    def _update_hook(self, my_task: LiveTask) -> bool:
        choice.wait(my_task)
        return False


class InclusiveGateway(Bound, defaults.InclusiveGateway):
    """Every condition that holds, else the default flow; joined when nothing more can come (BPMN 2.0.2 §13.4.3)."""

    leaves = ""

    def connect_outgoing_if(self, condition: Text, taskspec: Target) -> None:
        """Connect a flow under a FEEL condition."""
        self.connect_if(Condition(condition), taskspec)

    def _update_hook(self, my_task: LiveTask) -> bool:
        # The library scans every task of the instance here.
        return inclusive.arrive(my_task)

    def _run_hook(self, my_task: LiveTask) -> bool:
        gateways.load(my_task)
        chosen, default = self._get_matching_outputs(my_task)
        if self.cond_task_specs and not chosen and not default:
            raise Fault(
                "gateway.no_flow", "Expected a condition to be true or a default flow, but no flow can be taken."
            )
        my_task._sync_children(chosen or default)
        return True


class ComplexGateway(Bound, BpmnSpecMixin):
    """Goes on when its activation condition says that enough has come, then lets the rest in (BPMN 2.0.2 §13.4.5)."""

    leaves = ""
    ways: complex.Ways = ()

    def _update_hook(self, my_task: LiveTask) -> bool:
        return complex.arrive(my_task)

    def _run_hook(self, my_task: LiveTask) -> bool:
        complex.go(my_task)
        return True


class CallActivity(Bound, BpmnSpecMixin):
    """Waits for another case, which does its work (BPMN 2.0.2 §13.3.4)."""

    def _run_hook(self, my_task: LiveTask) -> None:
        calls.begin(my_task)

    def abandon(self, my_task: LiveTask) -> None:
        """Let the called case be withdrawn, whose work nobody waits for any more."""
        my_task.workflow.rows.step.cancelled_calls.append(my_task.no)
