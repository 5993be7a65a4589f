"""Technical faults that a diagram may handle, by their codes as BPMN errors; BPMN 2.0.2 leaves them to the engine.

A fault of a text, a decision, a partner or a letter opens an incident for an admin. Where an error handler names one
of these codes it takes the fault as an error instead. A catch-all never does: it is drawn for what the business
refuses, and must not hide that the office's machinery is broken. Faults of the engine itself are always incidents.
"""

from collections.abc import Mapping

#: Catches every fault below.
ANY = "technical"
#: A FEEL text that failed or gave nothing where a value is needed: a mapping, script, condition, address, date or key.
EXPRESSION = "technical.expression"
#: A decision table that cannot answer.
DECISION = "technical.decision"
#: A connector call out of retries, or refused for good.
JOB = "technical.job"
#: A letter that could not be made.
LETTER = "technical.letter"
#: A called process that is missing, too deep, or withdrawn.
CALL = "technical.call"
#: A gateway of which no flow can be taken.
FLOW = "technical.flow"

CODES = (ANY, EXPRESSION, DECISION, JOB, LETTER, CALL, FLOW)

#: The beginning of an incident's code -> what it is to a handler.
_MEANINGS: Mapping[str, str] = {
    "feel.": EXPRESSION,
    "loop.bad_count": EXPRESSION,
    "loop.no_list": EXPRESSION,
    "loop.too_many": EXPRESSION,
    "task.": EXPRESSION,
    "timer.": EXPRESSION,
    "message.": EXPRESSION,
    "adhoc.no_list": EXPRESSION,
    "adhoc.condition": EXPRESSION,
    "decision.": DECISION,
    "call.": CALL,
    "gateway.no_flow": FLOW,
}


def is_reserved(code: str) -> bool:
    """True for a code of this kind, known or not: no diagram throws one itself."""
    return code == ANY or code.startswith(f"{ANY}.")


def meaning(incident: str) -> str:
    """The code an incident's code has for a handler; "" for what no handler may take."""
    return next((code for beginning, code in _MEANINGS.items() if incident.startswith(beginning)), "")
