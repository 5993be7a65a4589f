"""Firing what is due: timers of cases, and processes that begin by themselves."""

import logging

from engine.jobs.hand import LEASE, Hand
from engine.model.errors import Conflict, NotFound, Refused
from engine.service.failing import FailStart
from engine.service.schedule import ClaimStarts, StartByTimer
from engine.service.timers import ClaimTimers, FireTimer, StopTimer
from engine.store import starts, timers
from engine.store.database import is_of_database
from engine.store.starts import StartRow
from engine.store.timers import DueTimer

log = logging.getLogger(__name__)


def fire_due(hand: Hand, limit: int = 100) -> int:
    """Fire one batch of due timers; returns how many were due. While none is, that costs one read of an index."""
    due = hand.say(ClaimTimers(LEASE, limit)) if _is_due(hand) else ()
    for timer in due:
        _fire(hand, timer)
    return len(due) + _begin_due(hand)


def _is_due(hand: Hand) -> bool:
    with hand.world.database.reading() as db:
        first = timers.next_due(db)
    return first is not None and first <= hand.world.clock()


def _begin_due(hand: Hand) -> int:
    """Begin the processes that begin by themselves now; returns how many were due."""
    with hand.world.database.reading() as db:
        first = starts.next_due(db)
    if first is None or first > hand.world.clock():
        return 0
    due = hand.say(ClaimStarts(LEASE))
    for start in due:
        _begin(hand, start)
    return len(due)


def _begin(hand: Hand, start: StartRow) -> None:
    if start.due is None:
        return
    try:
        hand.say(StartByTimer(start.pack, start.process_id, start.element, start.due))
    except Exception as fault:  # the others must not wait for it
        if isinstance(fault, Conflict) and fault.code == "start.gone":
            log.info("%s began already, or was planned anew", start.process_id)
            return
        log.exception("%s did not begin by itself", start.process_id)
        if not is_of_database(fault):
            _hold(hand, start, fault)


def _hold(hand: Hand, start: StartRow, fault: Exception) -> None:
    """Let a start that failed wait longer each time, where an admin sees it."""
    said = fault.message if isinstance(fault, Refused) else f"{type(fault).__name__}: {fault}"
    try:
        hand.say(FailStart(start.pack, start.process_id, start.element, start.due, said[:500]))
    except Exception:
        log.exception("%s was not held", start.process_id)


def _fire(hand: Hand, timer: DueTimer) -> None:
    try:
        hand.say(FireTimer(timer.instance_id, timer.no))
    except (Conflict, NotFound) as gone:
        log.info("timer %s of %s is gone: %s", timer.no, timer.instance_id, gone.code)
    except Exception as fault:  # the others must not wait for it
        log.exception("timer %s of %s failed", timer.no, timer.instance_id)
        if not is_of_database(fault):
            _stop(hand, timer, fault)


def _stop(hand: Hand, timer: DueTimer, fault: Exception) -> None:
    """Leave a timer that cannot be fired to an admin: fired again, it would fail again."""
    said = f"Expected the timer to go off, but {type(fault).__name__}: {fault}"[:500]
    try:
        hand.say(StopTimer(timer.instance_id, timer.no, "engine.fault", said))
    except Exception:
        log.exception("timer %s of %s was not stopped", timer.no, timer.instance_id)
