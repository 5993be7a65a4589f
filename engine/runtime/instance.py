"""One operation on one case: the queue of tokens that can go on, and what becomes of each."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import WorkflowException

from engine.feel import Env, FeelBudgetError, Program, Result
from engine.model import technical
from engine.model.state import Scope, State, Token, Value
from engine.model.step import Step
from engine.runtime import adhoc, catching, compensable, conditions, incidents, loops, quantity, scopes, starving
from engine.runtime.expressions import Text
from engine.runtime.faults import BpmnError, Fault
from engine.runtime.inclusive import Crowd
from engine.runtime.library import Ignored
from engine.runtime.rows import Rows
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
        self.crowd = Crowd(self)
        #: Sequential ad-hoc subprocesses in which an activity has left.
        self.freed: dict[int, None] = {}
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
        self.crowd.move(scope, node, 1)
        return task

    def arrive(self, task: LiveTask) -> None:
        """Let a token begin that a flow brought: inside an ad-hoc subprocess only when it may."""
        if not task.task_spec.in_ad_hoc or adhoc.admits(task):
            self.enter(task)

    def enter(self, task: LiveTask) -> None:
        """Let a token begin at its node: it waits, joins, or queues to run; so does a loop as a whole."""
        if task.gone:
            # A handler of what went wrong meanwhile took it off.
            return
        if task.is_body:
            task._set_state(TaskState.READY)
            self.queue.append(task)
        else:
            self.guard(task, lambda: task.task_spec._update(task))

    def guard(self, task: LiveTask, act: Callable[[], object]) -> None:
        """Do one thing with a token; what goes wrong becomes a handled error or an incident, never an exception."""
        try:
            act()
        except BpmnError as error:
            catching.throw_error(task, error)
        except Fault as fault:
            self.stop(task, fault)
        except FeelBudgetError as error:
            self.stop(task, Fault("feel.budget", error.message_en))
        except WorkflowException as error:
            self.stop(task, incidents.of_library(task, error))

    def stop(self, task: LiveTask, fault: Fault, code: str = "") -> None:
        """Hand a fault to the handler that names it (as `code`, else by what it is); without one it is an incident."""
        found = (code or technical.meaning(fault.code)) if self.spec.handles_faults and not task.gone else ""
        if not (found and catching.throw_fault(task, fault, found)):
            incidents.open_incident(task, fault)

    def settle(self) -> Step:
        """Run every token that can go on, then close the step."""
        self._run_queue()
        while self.crowd.release():
            self._run_queue()
        self.crowd.write()
        left = self.rows.settle_live()
        starving.check(self, {scope.no for scope in left})
        self.rows.prune()
        return self.rows.step

    def _run_queue(self) -> None:
        self._react()
        while self.queue:
            task = self.queue.popleft()
            if not task.gone:
                self.guard(task, lambda task=task: self._run(task))  # type: ignore[misc]
                self._react()

    def _react(self) -> None:
        """After every act: first the conditions that now hold, then the scopes whose last token has left."""
        conditions.check(self)
        while (emptied := self.rows.emptied()) or (self.freed and adhoc.turns(self)):
            for scope in emptied:
                scopes.close(self, scope)
            conditions.check(self)

    def _run(self, task: LiveTask) -> None:
        self._ran += 1
        if self._ran > NODES_PER_STEP:
            raise Fault("loop.budget", f"Expected a step to end within {NODES_PER_STEP} nodes, but it goes on.")
        if task.is_body:
            loops.begin(task)
        elif task.task_spec.manual:
            task.task_spec.open(task)
        else:
            task.run()

    def _task_completed_notify(self, task: LiveTask) -> None:
        """Send the token on (the library calls this where its tree would update the children)."""
        if task.gone:
            return
        spec = task.task_spec
        if spec.leaves and not task.is_body:
            self.rows.fact(spec.leaves, task.element, task.no, **incidents.leaving(task))
        if task.is_item:
            loops.done(task)
            return
        compensable.note(task)
        self.remove(task)
        if spec.is_inner_activity and adhoc.completed(task):
            return
        flows = spec._outputs if task.taken is None else task.taken
        for flow in flows if spec.gives == 1 else quantity.leaving(flows, spec.gives):
            edge = self.spec.edges.get(flow)
            if edge:
                token = self.place(edge.target.name, task.row.scope, via=flow)
                if edge.target.needs == 1 or quantity.arrive(token):
                    self.arrive(token)

    def remove(self, task: LiveTask) -> None:
        """Take a token off the case with its rows, and with the scope it held, in which nothing lives any more."""
        if not task.gone:
            held = scopes.held(task)
            self.drop(task)
            for scope in held:
                scopes.drop(self, scope)

    def drop(self, task: LiveTask) -> None:
        """Take one token off, whatever is inside."""
        if task.gone:
            return
        incidents.withdraw_work(task)
        task.gone = True
        if task.arms:
            self.event_manager.disarm(task)
        self.rows.drop_token(task.no)
        self._tasks.pop(task.no, None)
        self.rows.count_live(task.row.scope, -1)
        self.crowd.move(task.row.scope, task.element, -1)
        if task.task_spec.takes_turns:
            adhoc.freed(task)

    def drop_local(self, task: LiveTask) -> None:
        """End the scope of a token's own inputs: they are found anew."""
        for scope in scopes.held(task):
            scopes.drop(self, scope)

    def cancel(self, task: LiveTask) -> None:
        """Take a token off with everything inside, at any depth."""
        scopes.cancel(task)

    def clear(self, scope: int, *, but: LiveTask | None = None) -> None:
        """Empty a scope; only the token `but` stays live in it (for a terminate end: BPMN 2.0.2 §13.5.6)."""
        scopes.clear(self, scope, but)

    def rest(self, scope: Scope) -> None:
        """Let a scope in which nothing lives outlive the token that held it."""
        scopes.rest(self, scope)

    def values(self, task: LiveTask, names: Iterable[str]) -> dict[str, Value]:
        """Those of `names` a token sees: its local values over the scopes around it."""
        local = task.local
        wanted = [name for name in names if name not in local]
        found = self.variables.read(self.scope_of(task), wanted) if wanted else {}
        found.update(local)
        return found

    def scope_of(self, task: LiveTask) -> int:
        """The innermost scope a token reads: the one it holds, where it holds one."""
        if task.holds:
            held = self.rows.scope_held_by(task.no)
            if held:
                return held.no
        return task.row.scope

    def evaluate(self, task: LiveTask, text: Text) -> Value:
        """The value of a text of the diagram at a token; warnings go on the step."""
        if text.program is None:
            return text.source or None
        return self.result(task, text.program, self.values(task, text.names)).value

    def result(self, task: LiveTask, program: Program, values: Mapping[str, Value]) -> Result:
        """What a program gives over values already read; warnings go on the step."""
        result = program.run(values, self.env)
        for warning in result.warnings:
            self.rows.step.warnings.append((task.element, str(warning)))
        return result

    @property
    def top_workflow(self) -> "Instance":
        """Itself: scopes, not nested workflows, hold subprocesses."""
        return self

    def get_tasks(self, first_task: Ignored = None, **_: Ignored) -> list[LiveTask]:
        """Nothing: the library asks for earlier tasks of the same node, which have left."""
        return []
