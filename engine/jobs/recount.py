"""Counting deadlines again in the background: a batch of cases, each by one command, resumed where a worker died."""

import logging

from engine.jobs.hand import Hand
from engine.model.errors import Refused
from engine.service.recount import AdvanceRecount, FinishRecount, RecountCase, batch
from engine.store.database import is_of_database

log = logging.getLogger(__name__)


def recount(hand: Hand) -> int:
    """Look at one batch of cases; returns how many acts that was, 0 where no calendar has changed."""
    run, cases, moving = batch(hand.world)
    if run is None:
        return 0
    if not cases:
        hand.say(FinishRecount(run))
        return 1
    moved = 0
    for case in moving:
        try:
            moved += hand.say(RecountCase(case, tuple(run.acts)))
        except Refused as refusal:
            log.info("deadlines of %s were not counted again: %s", case, refusal.code)
        except Exception as fault:  # one case must not hold up the others; a fault of the database stops the batch
            if is_of_database(fault):
                raise
            log.exception("deadlines of %s were not counted again", case)
    hand.say(AdvanceRecount(run, cases[-1], len(cases), moved))
    return 1 + len(moving)
