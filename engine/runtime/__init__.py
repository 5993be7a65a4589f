"""SpiffWorkflow embedded: it compiles diagrams and runs the single node; everything between nodes is here."""

from engine.runtime.check import LibraryChanged, check
from engine.runtime.compile import Compiled, compile
from engine.runtime.operations import (
    complete,
    deliver,
    fail,
    finish,
    fire,
    give_up,
    resume,
    retry,
    start,
    visible,
    withdraw,
)

#: The kinds of facts that say an element was left.
COMPLETIONS = frozenset(
    {
        "case.started",
        "element.completed",
        "task.completed",
        "timer.fired",
        "message.received",
        "message.thrown",
        "error.caught",
        "decision.made",
        "register.changed",
    }
)

__all__ = [
    "COMPLETIONS",
    "Compiled",
    "LibraryChanged",
    "check",
    "compile",
    "complete",
    "deliver",
    "fail",
    "finish",
    "fire",
    "give_up",
    "resume",
    "retry",
    "start",
    "visible",
    "withdraw",
]
