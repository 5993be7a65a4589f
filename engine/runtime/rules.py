"""Scripts in FEEL and decisions in DMN: both run inside the step."""

from typing import TYPE_CHECKING

from engine.dmn import DecisionFailed, names
from engine.dmn import decide as ask
from engine.runtime import mapping
from engine.runtime.faults import Fault
from engine.runtime.variables import Seen

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask


def run_script(task: "LiveTask") -> bool:
    """Evaluate the script with its inputs and leave the result."""
    mapping.inputs(task)
    value = task.workflow.evaluate(task, task.task_spec.expressions.script)
    mapping.result(task, value, task.task_spec.element.result_variable)
    return True


def decide(task: "LiveTask") -> bool:
    """Ask the called decision; Fault decision.failed where the table cannot answer."""
    run = task.workflow
    local = mapping.inputs(task)
    decision = str(run.evaluate(task, task.task_spec.expressions.decision) or "")
    model = run.compiled.decision_model(decision)
    if model is None:
        raise Fault("decision.failed", f"Expected a decision «{decision}» in the pack, but there is none.")
    try:
        # One query for all it reads; asked name by name it finds them known.
        run.variables.read(task.row.scope, names(model, decision))
        outcome = ask(model, decision, Seen(run.variables, task.row.scope, local), run.env)
    except DecisionFailed as failure:
        raise Fault("decision.failed", failure.message, {"decision": decision, "reason": failure.code}) from failure
    run.rows.step.warnings.extend((task.element, str(warning)) for warning in outcome.warnings)
    if outcome.value is None:
        run.rows.step.warnings.append((task.element, f"Expected decision {decision} to have a result, but it is null."))
    run.rows.fact("decision.made", task.element, task.no, decision=decision, rules=list(outcome.rules))
    mapping.result(task, outcome.value, task.task_spec.element.result_variable)
    return True
