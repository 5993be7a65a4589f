"""SpiffWorkflow embedded: it compiles diagrams and runs the single node; everything between nodes is here."""

from engine.runtime.adhoc import Offer
from engine.runtime.check import LibraryChanged, check
from engine.runtime.compile import Compiled, compile
from engine.runtime.move import Move, move
from engine.runtime.move_judge import is_outside
from engine.runtime.move_plan import Plan, Renaming
from engine.runtime.move_state import Snapshot
from engine.runtime.operations import (
    called,
    choose,
    complete,
    declare,
    deliver,
    escalate,
    fail,
    finish,
    fire,
    give_up,
    is_waiting,
    offered,
    resume,
    retry,
    returned,
    signal,
    start,
    visible,
    withdraw,
)
from engine.runtime.starts import Planned
from engine.runtime.starts import again as plan_again
from engine.runtime.starts import holds as start_holds
from engine.runtime.starts import plan as plan_start
from engine.runtime.stopped import stop_timer

#: The kinds of facts that say an element was left.
COMPLETIONS = frozenset(
    {
        "case.started",
        "element.completed",
        "task.completed",
        "timer.fired",
        "message.received",
        "message.thrown",
        "signal.received",
        "signal.thrown",
        "error.caught",
        "escalation.thrown",
        "escalation.caught",
        "condition.met",
        "decision.made",
        "register.changed",
    }
)

__all__ = [
    "COMPLETIONS",
    "Compiled",
    "LibraryChanged",
    "Move",
    "Offer",
    "Plan",
    "Planned",
    "Renaming",
    "Snapshot",
    "called",
    "check",
    "choose",
    "compile",
    "complete",
    "declare",
    "deliver",
    "escalate",
    "fail",
    "finish",
    "fire",
    "give_up",
    "is_outside",
    "is_waiting",
    "move",
    "offered",
    "plan_again",
    "plan_start",
    "resume",
    "retry",
    "returned",
    "signal",
    "start",
    "start_holds",
    "stop_timer",
    "visible",
    "withdraw",
]
