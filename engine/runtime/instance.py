"""One operation on one case: the queue of tokens that can go on, and what becomes of each."""

from collections import deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import WorkflowException

from engine.feel import Env, FeelBudgetError
from engine.model.state import State, Token, Value
from engine.model.step import InstanceState, Step
from engine.runtime import handlers, incidents
from engine.runtime.expressions import Text
from engine.runtime.faults import BpmnError, Fault
from engine.runtime.library import Ignored
from engine.runtime.rows import PROCESS, Rows
from engine.runtime.subscriptions import Subscriptions
from engine.runtime.token import LiveTask
from engine.runtime.variables import Variables

if TYPE_CHECKING:
    from engine.runtime.compile import Compiled

#: Nodes one step may run; an automatic loop without end stops here with an incident instead of filling the disk.
NODES_PER_STEP = 100_000


class Instance(BpmnWorkflow):
    """The library's workflow over rows: no task tree, no script engine, one step long."""

    def __init__(self, compiled: "Compiled", state: State, env: Env) -> None:
        # BpmnWorkflow.__init__ would build a tree with predictions and a Python script engine.
        self.compiled = compiled
        self.spec = compiled.spec
        self.env = env
        self.rows = Rows(state)
        self.variables = Variables(self.rows)
        self.event_manager = Subscriptions(self)
        self.queue: deque[LiveTask] = deque()
        self._tasks: dict[int, LiveTask] = {}
        self._ran = 0
        #: A step runs at most one register task (architecture §5).
        self.has_registered = False

    def load(self, number: int) -> LiveTask | None:
        """The live task of a token, one object for each."""
        if number not in self._tasks:
            row = self.rows.token(number)
            if row is None:
                return None
            self._tasks[number] = LiveTask(self, row)
        task = self._tasks[number]
        return None if task.gone else task

    def place(self, node: str, scope: int, *, via: str = "", fired: bool = False, on: str = "") -> LiveTask:
        """Put a new token at a node; `fired` where its event has already come."""
        task = LiveTask(self, Token(self.rows.number(), node, scope, TaskState.FUTURE), via=via)
        self._tasks[task.no] = task
        task.internal_data.update(event_fired=fired, on=on)
        self.rows.count_live(scope, 1)
        return task

    def enter(self, task: LiveTask) -> None:
        """Let a token begin at its node: it waits, joins, or queues to run."""
        self.guard(task, lambda: task.task_spec._update(task))

    def guard(self, task: LiveTask, act: Callable[[], object]) -> None:
        """Do one thing with a token; what goes wrong becomes a handled error or an incident, never an exception."""
        try:
            act()
        except BpmnError as error:
            handlers.handle(task, error)
        except Fault as fault:
            incidents.open_incident(task, fault)
        except FeelBudgetError as error:
            incidents.open_incident(task, Fault("feel.budget", error.message_en))
        except WorkflowException as error:
            incidents.open_incident(task, incidents.of_library(task, error))

    def settle(self) -> Step:
        """Run every token that can go on, then close the step."""
        while self.queue:
            task = self.queue.popleft()
            if not task.gone:
                self.guard(task, lambda task=task: self._run(task))  # type: ignore[misc]
        for scope in self.rows.settle_live():
            if scope.no == PROCESS and scope.live == 0:
                self.rows.fact("case.completed")
                self.rows.end(InstanceState.COMPLETED)
        return self.rows.step

    def _run(self, task: LiveTask) -> None:
        self._ran += 1
        if self._ran > NODES_PER_STEP:
            raise Fault("loop.budget", f"Expected a step to end within {NODES_PER_STEP} nodes, but it goes on.")
        if task.task_spec.manual:
            task.task_spec.open(task)
        else:
            task.run()

    def _task_completed_notify(self, task: LiveTask) -> None:
        """Send the token on (the library calls this where its tree would update the children)."""
        if task.gone:
            return
        spec = task.task_spec
        if spec.leaves:
            self.rows.fact(spec.leaves, task.element, task.no, **incidents.leaving(task))
        self.remove(task)
        for flow in spec._outputs if task.taken is None else task.taken:
            edge = self.spec.edges.get(flow)
            if edge:
                self.enter(self.place(edge.target.name, task.row.scope, via=flow))

    def remove(self, task: LiveTask) -> None:
        """Take a token off the case with all that hangs on it."""
        if task.gone:
            return
        incidents.withdraw_work(task)
        task.gone = True
        if task.task_spec.arms:
            self.event_manager.disarm(task)
        if task.task_spec.stores:
            self.drop_local(task)
        self.rows.drop_token(task.no)
        self._tasks.pop(task.no, None)
        self.rows.count_live(task.row.scope, -1)

    def drop_local(self, task: LiveTask) -> None:
        """End the scope of a token's own inputs."""
        scope = self.rows.scope_held_by(task.no)
        if scope:
            self.variables.forget(scope.no, task.task_spec.expressions.local_names)
            self.rows.drop_scope(scope.no)

    def terminate(self, ending: LiveTask) -> None:
        """Cancel every other token of the scope, also those waiting at joins (BPMN 2.0.2 §13.5.6)."""
        self.clear(ending.row.scope, but=ending)

    def clear(self, scope: int, *, but: LiveTask | None = None) -> None:
        """Empty a scope; only the token `but` stays live in it."""
        for row in self.rows.tokens_in(scope):
            task = self.load(row.no)
            if task and task is not but:
                task.cancel()
        waiting = self.rows.counters(scope, "")
        absorbed = sum(n for name, n in waiting.items() if not name.endswith("/"))
        for name in waiting:
            self.rows.set_counter(scope, name, 0)
        self.rows.count_live(scope, -absorbed)

    def values(self, task: LiveTask, names: Iterable[str]) -> dict[str, Value]:
        """Those of `names` a token sees: its local values over the scopes around it."""
        local = task.local
        wanted = [name for name in names if name not in local]
        found = self.variables.read(self.scope_of(task), wanted) if wanted else {}
        found.update(local)
        return found

    def scope_of(self, task: LiveTask) -> int:
        """The innermost scope a token reads: its own local one where it has stored inputs."""
        if task.task_spec.stores:
            held = self.rows.scope_held_by(task.no)
            if held:
                return held.no
        return task.row.scope

    def evaluate(self, task: LiveTask, text: Text) -> Value:
        """The value of a text of the diagram at a token; warnings go on the step."""
        if text.program is None:
            return text.source or None
        result = text.program.run(self.values(task, text.names), self.env)
        for warning in result.warnings:
            self.rows.step.warnings.append((task.element, warning.message_en))
        return result.value

    @property
    def top_workflow(self) -> "Instance":
        """Itself: scopes, not nested workflows, hold subprocesses."""
        return self

    def get_tasks(self, first_task: Ignored = None, **_: Ignored) -> list[LiveTask]:
        """Nothing: the library asks for earlier tasks of the same node, which have left."""
        return []
