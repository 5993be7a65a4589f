"""Facts in words, for the history of a case."""

from datetime import datetime

from engine.locale import gettext
from engine.locale import mark as _mark
from engine.service.views.rows import HistoryRow
from engine.web.words import Words

HAPPENINGS = {
    "case.started": _mark("Case started"),
    "case.completed": _mark("Case completed"),
    "case.withdrawn": _mark("Case withdrawn"),
    "case.failed": _mark("Case ended with an error for its caller"),
    "element.completed": _mark("Done automatically"),
    "task.opened": _mark("Task arrived"),
    "task.completed": _mark("Task done"),
    "task.cancelled": _mark("Task no longer needed"),
    "task.claimed": _mark("Task taken"),
    "task.released": _mark("Task released"),
    "task.reassigned": _mark("Task handed over"),
    "task.due_changed": _mark("Due date changed"),
    "deadline.moved": _mark("Deadline moved with the calendar"),
    "case.suspended": _mark("Case suspended"),
    "case.resumed": _mark("Case goes on"),
    "case.moved": _mark("Moved to another version of the procedure"),
    "comment.added": _mark("Comment added"),
    "comment.erased": _mark("Comment erased"),
    "adhoc.chosen": _mark("Step begun by choice"),
    "adhoc.declared": _mark("Declared finished"),
    "timer.fired": _mark("Deadline reached"),
    "message.received": _mark("Message received"),
    "message.thrown": _mark("Message sent"),
    "signal.received": _mark("Signal heard"),
    "signal.thrown": _mark("Signal sent"),
    "case.called": _mark("Called by another case"),
    "call.started": _mark("Other case called"),
    "error.caught": _mark("Exception handled"),
    "escalation.thrown": _mark("Raised to a superior"),
    "escalation.caught": _mark("Escalation handled"),
    "condition.met": _mark("Condition came true"),
    "loop.thrown": _mark("Word sent by a repeated step"),
    "compensation.thrown": _mark("Undoing begins"),
    "compensation.begun": _mark("Undoing step begun"),
    "compensation.done": _mark("All undone"),
    "transaction.cancelled": _mark("Transaction cancelled"),
    "join.starved": _mark("Nothing can go on here: the steps it waits for do not come"),
    "incident.opened": _mark("Held up"),
    "incident.resolved": _mark("Repaired"),
    "decision.made": _mark("Rule applied"),
    "register.changed": _mark("Recorded in the register"),
    "register.refused": _mark("The register refused"),
    "letter.printed": _mark("Letter printed"),
    "variable.corrected": _mark("Value corrected"),
    "attachment.added": _mark("Document added"),
}

#: What a withdrawal does to the registers: no element of the diagram asked for it.
_WITHDRAWN = {"release": _mark("Reservation released"), "change": _mark("Cancelled in the register")}

#: What an official need not read; a step done is told where no other fact says what it did.
_QUIET = frozenset({"element.completed", "task.opened", "subprocess.entered", "loop.completed"})
_AUTOMATIC = frozenset({"serviceTask", "scriptTask", "sendTask"})
_REGISTER = "register:"


def is_told(row: HistoryRow) -> bool:
    """True for what a reader of the history needs: what people did, and what the office's machinery did for them."""
    if row.kind == "element.completed":
        return row.element_kind in _AUTOMATIC and not row.job_type.startswith(_REGISTER)
    return row.kind not in _QUIET


def in_words(row: HistoryRow, language: str, words: Words | None = None) -> str:
    """Say what happened; an unknown kind is shown as it is stored. With `words` also from when to when a date moved."""
    kind = row.kind
    if kind == "deadline.moved" and words:
        moments = [words.until(datetime.fromisoformat(str(row.data[name]))) for name in ("from", "to")]
        return f"{gettext(HAPPENINGS[kind], language)}: {moments[0]} → {moments[1]}{_because(row.data.get('why'))}"
    if kind == "register.changed" and not row.element:
        return (
            f"{gettext(_WITHDRAWN.get(str(row.data.get('operation')), HAPPENINGS[kind]), language)}: {row.data['key']}"
        )
    return gettext(HAPPENINGS[kind], language) if kind in HAPPENINGS else kind


def _because(why: object) -> str:
    """The names of the days that were closed, where the calendar names them."""
    rows = why if isinstance(why, list) else []
    named = [str(one["name"]) for one in rows if isinstance(one, dict) and one.get("name")]
    return f" ({', '.join(named)})" if named else ""
