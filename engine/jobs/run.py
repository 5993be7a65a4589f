"""Doing one job: lease it, call outside any transaction, come back with a command (architecture §3)."""

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from engine.jobs.hand import LEASE
from engine.jobs.hand import Hand as Hand
from engine.jobs.plain import payload, typed
from engine.jobs.recount import recount
from engine.jobs.timers import fire_due as fire_due
from engine.model.actor import ENGINE
from engine.model.connectors import BpmnFault, CallFailed, Connectors, Permanent, UnknownOutcome
from engine.model.errors import Conflict, Refused
from engine.model.ids import Id
from engine.model.world import World
from engine.service.calls import CancelCall, EscalateCall, ReturnCall, StartChild
from engine.service.command import Command
from engine.service.execute import execute
from engine.service.letters import print_letter
from engine.service.messages import DeliverMessage
from engine.service.notices import notice_of
from engine.service.signals import DeliverSignal
from engine.service.timers import FreeClaims
from engine.service.work import (
    ContinueJob,
    ExpireMessages,
    FailJob,
    Failure,
    FinishJob,
    HoldJob,
    Lease,
    LeaseJob,
    LeaseJobs,
    SweepLeases,
    told,
)
from engine.store import messages, timers
from engine.store.jobs import LOST, JobRow

R = TypeVar("R")

log = logging.getLogger(__name__)

#: Seconds of its lease a partner gets.
PARTNER = 30.0
#: Times a message looks for a receiver again because another message was faster.
CROSSINGS = 5
#: A runaway of drain: a real office never has this much due at one instant.
MOST_ACTS = 100_000


def run_job(job_id: Id, world: World, connectors: Connectors, *, owner: str) -> str:
    """Do one job: done, retry, error, incident, or gone where it is not due or another has it."""
    job = execute(LeaseJob(job_id, owner, LEASE), world=world, actor=ENGINE)
    return "gone" if job is None else carry_out(job, Hand(world, connectors, owner))


def carry_out(job: JobRow, hand: Hand) -> str:
    """Do a leased job and come back with how it went; never raises for what a partner or a diagram did."""
    lease = Lease(job.id, hand.owner, job.attempts)
    try:
        return _attempt(job, hand, lease)
    except Conflict as gone:
        if gone.code == "case.suspended":
            return hand.say(HoldJob(lease))
        # The case went on without us, or another worker has the job: nothing of ours was written.
        log.info("job %s is gone: %s", job.id, gone.code)
        return "gone"


def _attempt(job: JobRow, hand: Hand, lease: Lease) -> str:
    try:
        return _called(job, hand, lease) if job.outcome is None else _tell(job, hand, lease)
    except Conflict:
        raise
    except Refused as refusal:  # what the office refuses, a repetition does not mend: an admin must look
        return str(hand.say(FailJob(lease, Failure.PERMANENT, refusal.code, refusal.message)))
    except Exception as fault:  # a fault of the engine is an incident too, never a lost job
        log.exception("job %s failed", job.id)
        unforeseen = FailJob(lease, Failure.RETRYABLE, "engine.fault", f"{type(fault).__name__}: {fault}"[:500])
        return str(hand.say(unforeseen))


def _called(job: JobRow, hand: Hand, lease: Lease) -> str:
    try:
        _ways(job)(job, hand, lease)
    except CallFailed as fault:
        return str(hand.say(FailJob(lease, _failure(hand, job, fault), fault.code, fault.message)))
    return "done"


def _tell(job: JobRow, hand: Hand, lease: Lease) -> str:
    answer = hand.say(told(job, lease))
    return answer if isinstance(answer, str) else "done"


def _failure(hand: Hand, job: JobRow, fault: CallFailed) -> Failure:
    if isinstance(fault, BpmnFault):
        return Failure.BPMN
    if isinstance(fault, Permanent):
        return Failure.PERMANENT
    if isinstance(fault, UnknownOutcome):
        # Nobody can say whether it happened, and asking again could do it twice.
        return Failure.PERMANENT if _is_blind(hand, job) else Failure.UNKNOWN
    return Failure.RETRYABLE


def _is_blind(hand: Hand, job: JobRow) -> bool:
    operation = hand.world.catalogue.operations().get(job.type)
    return operation is not None and operation.idempotency == "none"


def _ways(job: JobRow) -> Callable[[JobRow, Hand, Lease], None]:
    if job.kind != "call":
        return _INSIDE[job.kind]
    return {"letter:print": _print, "office:notify": _notify}.get(job.type, _call)


def _call(job: JobRow, hand: Hand, lease: Lease) -> None:
    if job.error == LOST and (_is_blind(hand, job) or job.attempts > job.retries):
        # Nobody knows how it went, or it kills whoever does it: an admin must look.
        raise Permanent("job.worker_died", f"Expected the worker to say how {job.type} went, but it died")
    answer = hand.connectors.call(job.type, payload(job.payload), key=job.key, deadline=PARTNER)
    hand.say(FinishJob(lease, typed(answer)))


def _deliver(job: JobRow, hand: Hand, lease: Lease) -> None:
    named = job.payload["message"] if isinstance(job.payload, dict) else ""
    for left in reversed(range(CROSSINGS)):
        try:
            hand.say(DeliverMessage(Id(named), lease))
        except Conflict as crossed:
            # Somebody else took the receiver: look for another at once.
            if crossed.code != "message.crossed" or not left:
                raise
        else:
            return


def _moves(command: Callable[[Lease], Command[Any]]) -> Callable[[JobRow, Hand, Lease], None]:
    """A job that is one command, which closes it."""

    def way(_: JobRow, hand: Hand, lease: Lease) -> None:
        hand.say(command(lease))

    return way


def _print(job: JobRow, hand: Hand, lease: Lease) -> None:
    print_letter(hand.world, job, lease)


def _notify(job: JobRow, hand: Hand, lease: Lease) -> None:
    hand.say(notice_of(job, lease))


_INSIDE: Mapping[str, Callable[[JobRow, Hand, Lease], None]] = {
    "continue": _moves(ContinueJob),
    "deliver": _deliver,
    "signal": _moves(DeliverSignal),
    "child": _moves(StartChild),
    "escalate": _moves(EscalateCall),
    "return": _moves(ReturnCall),
    "cancel": _moves(CancelCall),
}


def lease(hand: Hand, limit: int) -> tuple[JobRow, ...]:
    """Take what is due, at most `limit`."""
    return execute(LeaseJobs(hand.owner, LEASE, limit), world=hand.world, actor=ENGINE)


def sweep(hand: Hand) -> int:
    """Give back what dead workers held, let go of old messages, deliver what crossed; returns the acts done."""
    freed = execute(SweepLeases(), world=hand.world, actor=ENGINE)
    expired = execute(ExpireMessages(), world=hand.world, actor=ENGINE)
    with hand.world.database.reading() as db:
        waiting = messages.deliverable(db)
        stray = timers.lost(db, hand.world.clock())
    if stray:
        hand.say(FreeClaims())
    for message_id in waiting:
        _hand_over(hand, message_id)
    return len(freed) + expired + len(waiting)


def _hand_over(hand: Hand, message_id: Id) -> None:
    try:
        hand.say(DeliverMessage(message_id))
    except Refused as refusal:
        log.info("message %s was not delivered: %s", message_id, refusal.code)


def drain(world: World, connectors: Connectors) -> int:
    """Do everything due at this instant, in this thread, until nothing is: scenarios, demo data and tests."""
    hand = Hand(world, connectors, "drain")
    acts = 0
    while acts < MOST_ACTS:
        jobs = lease(hand, 10)
        for job in jobs:
            carry_out(job, hand)
        done = len(jobs) + fire_due(hand) + recount(hand)
        acts += done
        if not done:
            return acts
    raise RuntimeError(f"Expected the office to come to rest, but {acts} acts were not enough")
