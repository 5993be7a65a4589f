"""An event that came but could not be carried out: its token stops with an incident, a new try goes on from there."""

from engine.feel import Env
from engine.model.errors import Conflict
from engine.model.state import State
from engine.model.step import Step
from engine.runtime import catching, incidents
from engine.runtime.compile import Compiled
from engine.runtime.faults import Fault
from engine.runtime.instance import Instance
from engine.runtime.token import LiveTask


class _Stopping(Instance):
    """A run in which whatever would begin now stops instead."""

    def __init__(self, compiled: Compiled, state: State, env: Env, fault: Fault) -> None:
        super().__init__(compiled, state, env)
        self._fault = fault

    def enter(self, task: LiveTask) -> None:
        """Open the incident where the token stands; what it waited for has come and is not waited for again."""
        self.event_manager.disarm(task, only=task.element)
        task.row.data["came"] = True
        incidents.open_incident(task, self._fault)


def stop_timer(compiled: Compiled, state: State, subscription_no: int, code: str, message: str, env: Env) -> Step:
    """Take a timer that is due as gone off, and stop at what follows; Conflict where the case went on meanwhile."""
    run = _Stopping(compiled, state, env, Fault(code, message))
    found = run.rows.subscription(subscription_no)
    if found is None or found.kind != "timer" or found.due is None or found.due > env.now:
        raise Conflict("subscription.gone", f"Expected a timer due at {subscription_no}, but the case went on.")
    catching.happen(run, found, {})
    return run.settle()
