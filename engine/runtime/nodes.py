"""What each kind of node does, on top of the library's behaviour for it."""

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec, _BpmnCondition
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.bpmn.specs.mixins.script_task import ScriptEngineTask

from engine.model.definition import Element
from engine.runtime import gateways, humans, jobs, joins, mapping, rules, scopes, transactions, undo
from engine.runtime.expressions import Expressions, Text
from engine.runtime.graph import ProcessSpec
from engine.runtime.library import Ignored, Node, Target
from engine.runtime.signals import Terminate
from engine.runtime.token import LiveTask
from engine.runtime.undo_plan import Undo


class Condition(_BpmnCondition):
    """A condition in FEEL on one flow."""

    def _matches(self, task: LiveTask) -> bool:
        return gateways.holds(task, self.args[0])


class Bound:
    """What compiling adds to every node of the library; set once, never changed by running."""

    element: Element
    expressions: Expressions
    #: The boundary events attached, in document order: codes before catch-all among the errors.
    boundaries: tuple[Node, ...] = ()
    #: True where a token here has subscription rows: it catches, or its boundary events wait.
    arms = False
    catches = False
    #: The boundary events that wait for something; errors and escalations are found when they are thrown.
    waits: tuple[Node, ...] = ()
    #: True where a token here opens a scope for other nodes.
    opens = False
    #: True where its inputs are kept in a scope of its own while it waits.
    stores = False
    #: Tokens that must arrive before it begins, and that leave by each flow when it is done.
    needs = 1
    gives = 1
    #: What undoes a completed activity; None where nobody will ask for that.
    undo: Undo | None = None
    #: True for an event that has completed activities undone.
    undoes = False
    #: Variables to read in one query when a token starts here.
    reads: tuple[str, ...] = ()
    #: True where it stands inside an ad-hoc subprocess; there people begin some, and some take turns.
    in_ad_hoc = False
    is_inner_activity = False
    chosen = False
    takes_turns = False
    #: True for a node the analyst did not draw (engine/bpmn/expand.py).
    added = False
    #: The kind of fact that says a token left; "" for gateways and where the event says it itself.
    leaves = "element.completed"

    def test(self) -> None:
        """Nothing at run time: compiling has tested the graph."""

    def _predict(self, *_: Ignored, **__: Ignored) -> None:
        """Nothing is predicted."""

    def abandon(self, my_task: LiveTask) -> None:
        """Withdraw what a started token waits for outside, when it leaves without completing."""

    def _on_ready_hook(self, my_task: LiveTask) -> None:
        super()._on_ready_hook(my_task)  # type: ignore[misc]
        queue = my_task.workflow.queue
        # What an abbreviation was written out to takes no turn of its own: what it waits for is armed at once.
        queue.appendleft(my_task) if self.added else queue.append(my_task)


class StartEvent(Bound, defaults.StartEvent):
    """A start: the one the instance was started at has already fired."""

    leaves = "case.started"


class Undoing(Bound):
    """An event that may have what was completed undone: it stays until that is done (BPMN 2.0.2 §10.7.2)."""

    def _run_hook(self, my_task: LiveTask) -> bool | None:
        if not self.undoes:
            return bool(super()._run_hook(my_task))  # type: ignore[misc]
        if self.element.event == "cancel":
            transactions.cancel(my_task)
            return None
        return undo.throw(my_task)

    def go_on(self, my_task: LiveTask) -> None:
        """A handler has ended: let the next begin, or go on after the last."""
        if not undo.proceed(my_task):
            return
        if self.element.event == "cancel":
            transactions.leave(my_task)
        else:
            undo.leave(my_task)


class EndEvent(Undoing, defaults.EndEvent):
    """An end: a terminate end cancels the rest of its scope."""

    def _on_complete_hook(self, my_task: LiveTask) -> None:
        # The library's own hook searches a tree for what to cancel.
        BpmnTaskSpec._on_complete_hook(self, my_task)
        if isinstance(self.event_definition, Terminate):
            my_task.workflow.clear(my_task.row.scope, but=my_task)


class CatchEvent(Bound, defaults.IntermediateCatchEvent):
    """Waits for a message, a signal, a moment or a condition."""


class ThrowEvent(Undoing, defaults.IntermediateThrowEvent):
    """Throws a message, a signal or an escalation, has something undone, or does nothing."""


class BoundaryEvent(Bound, defaults.BoundaryEvent):
    """Made only when its event has come, so it never waits itself."""

    leaves = ""


class UserTask(Bound, defaults.UserTask):
    """A person's task: opened when a token comes, run when the person has answered."""

    leaves = "task.completed"

    def open(self, my_task: LiveTask) -> None:
        """Address it, date it and show it to people."""
        humans.open_task(my_task)

    def _run_hook(self, my_task: LiveTask) -> bool:
        super()._run_hook(my_task)
        mapping.received(my_task)
        return True


class PassThrough(Bound, defaults.NoneTask):
    """A plain or manual task: the engine has nothing to do there (BPMN 2.0.2 §10.3.3)."""

    def __init__(self, wf_spec: ProcessSpec, bpmn_id: str, **kwargs: Ignored) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.manual = False


class Employing(Bound):
    """A node whose tokens have a job."""

    def abandon(self, my_task: LiveTask) -> None:
        """Cancel the job."""
        my_task.workflow.rows.step.cancelled_jobs.append(my_task.no)


class SubProcess(PassThrough):
    """Holds a scope of its own until no token is left inside (BPMN 2.0.2 §13.3.4), embedded or started by an event."""

    opens = True

    def _run_hook(self, my_task: LiveTask) -> None:
        scopes.enter(my_task)


class ServiceTask(Employing, defaults.ServiceTask):
    """A connector call outside the transaction, or an act on a register inside it."""

    def _execute(self, task: LiveTask) -> bool | None:
        return jobs.begin(task)


class SendTask(Employing, defaults.SendTask):
    """Throws its message; without one it is a job."""

    def _run_hook(self, my_task: LiveTask) -> bool | None:
        if self.element.message or not self.element.job_type:
            return bool(super()._run_hook(my_task))
        return jobs.begin(my_task)


class ReceiveTask(Bound, defaults.ReceiveTask):
    """Waits for its message."""


class ScriptTask(Bound, defaults.ScriptTask):
    """Evaluates FEEL into a variable."""

    def _execute(self, task: LiveTask) -> bool:
        return rules.run_script(task)


class BusinessRuleTask(Bound, ScriptEngineTask, BpmnSpecMixin):
    """Asks a decision (DMN 1.5)."""

    leaves = ""

    def _execute(self, task: LiveTask) -> bool:
        return rules.decide(task)


class ExclusiveGateway(Bound, defaults.ExclusiveGateway):
    """The first condition that holds in document order, else the default flow (BPMN 2.0.2 §13.4.2)."""

    leaves = ""

    def connect_outgoing_if(self, condition: Text, taskspec: Target) -> None:
        """Connect a flow under a FEEL condition."""
        self.connect_if(Condition(condition), taskspec)

    def _run_hook(self, my_task: LiveTask) -> bool:
        if not self._outputs:
            # Where a scope has no end events a merge may be the end of a path (§13.3.4).
            return True
        gateways.load(my_task)
        return bool(super()._run_hook(my_task))


class ParallelGateway(Bound, defaults.ParallelGateway):
    """One token from each incoming flow makes one on each outgoing (BPMN 2.0.2 §13.4.1)."""

    leaves = ""

    def _update_hook(self, my_task: LiveTask) -> bool:
        # The library scans every task of the instance here.
        return joins.arrive(my_task)

    def _run_hook(self, my_task: LiveTask) -> bool:
        return True
