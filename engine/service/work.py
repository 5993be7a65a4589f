"""What workers do with jobs: lease, finish, fail, continue. The outside call happens between two of these."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import update

from engine import runtime
from engine.model.actor import Right
from engine.model.errors import Conflict
from engine.model.ids import Id
from engine.model.state import Value
from engine.model.step import InstanceState, Step
from engine.service.command import Command
from engine.service.running import Running, suspended
from engine.store import instances, jobs, messages, tables
from engine.store.jobs import JobRow
from engine.store.unit import Unit


class Failure(StrEnum):
    """How a call ended badly."""

    RETRYABLE = "retryable"
    PERMANENT = "permanent"
    UNKNOWN = "unknown"
    BPMN = "bpmn"


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to do one job until it runs out; `attempts` is the fence."""

    job_id: Id
    owner: str
    attempts: int


@dataclass(frozen=True, slots=True)
class LeaseJob(Command[JobRow | None]):
    """Take one job for `seconds`; None where it is not due, taken or done."""

    needs: ClassVar[Right] = Right.SYSTEM
    secret: ClassVar[bool] = True
    job_id: Id
    owner: str
    seconds: float

    def run(self, unit: Unit) -> JobRow | None:
        """Count one attempt."""
        return jobs.lease_one(unit, self.job_id, self.owner, until=unit.now + timedelta(seconds=self.seconds))


@dataclass(frozen=True, slots=True)
class LeaseJobs(Command[tuple[JobRow, ...]]):
    """Take what is due, oldest first, at most `limit`."""

    needs: ClassVar[Right] = Right.SYSTEM
    secret: ClassVar[bool] = True
    owner: str
    seconds: float
    limit: int

    def run(self, unit: Unit) -> tuple[JobRow, ...]:
        """Count one attempt each."""
        until = unit.now + timedelta(seconds=self.seconds)
        return tuple(jobs.lease(unit, self.owner, until=until, limit=self.limit))


@dataclass(frozen=True, slots=True)
class FinishJob(Command[None]):
    """Hand a call's result to its case and go on."""

    needs: ClassVar[Right] = Right.SYSTEM
    lease: Lease
    result: Value

    def run(self, unit: Unit) -> None:
        """Raise Conflict job.lease_lost where another worker holds the job, or the case went on without it.

        While the case is suspended the result waits with its job.
        """
        move(
            unit,
            self.lease,
            lambda case, job: runtime.finish(case.compiled, case.state, job.token, self.result, case.env),
            {"result": self.result},
        )


@dataclass(frozen=True, slots=True)
class ContinueJob(Command[None]):
    """Carry a token on that stopped before its second register task (architecture §5)."""

    needs: ClassVar[Right] = Right.SYSTEM
    lease: Lease

    def run(self, unit: Unit) -> None:
        """Raise Conflict job.lease_lost."""
        move(unit, self.lease, lambda case, job: runtime.resume(case.compiled, case.state, job.token, case.env))


@dataclass(frozen=True, slots=True)
class FailJob(Command[str]):
    """Say how a call failed: give it back with a wait, raise a BPMN error, or open an incident."""

    needs: ClassVar[Right] = Right.SYSTEM
    lease: Lease
    failure: Failure
    code: str
    message: str

    def run(self, unit: Unit) -> str:
        """Answer retry, error, incident, or held where the case is suspended; raise Conflict job.lease_lost."""
        case = _lock(unit, self.lease)
        if case is not None and case.instance.suspended_at is not None:
            _hold(unit, self.lease, {"failure": self.failure.value, "code": self.code, "message": self.message})
            return "held"
        if self.failure is Failure.BPMN:
            move(unit, self.lease, self._error)
            return "error"
        job = self._given_back(unit)
        if job.state != "failed":
            return "retry"
        if case is None:
            return "gone"
        step = runtime.give_up(case.compiled, case.state, job.token, self._incident(), self.message, case.env)
        case.apply(step)
        return "incident" if step.incidents else "error"

    def _error(self, case: Running, job: JobRow) -> Step:
        return runtime.fail(case.compiled, case.state, job.token, self.code, self.message, case.env)

    def _given_back(self, unit: Unit) -> JobRow:
        held, error = self.lease, f"{self.code}: {self.message}"
        if self.failure is Failure.PERMANENT:
            return jobs.exhaust(unit, held.job_id, held.owner, held.attempts, error)
        return jobs.fail(unit, held.job_id, held.owner, held.attempts, error)

    def _incident(self) -> str:
        return "job.unknown_outcome" if self.failure is Failure.UNKNOWN else self.code or "job.failed"


@dataclass(frozen=True, slots=True)
class HoldJob(Command[str]):
    """Put a job aside because its case is suspended."""

    needs: ClassVar[Right] = Right.SYSTEM
    lease: Lease

    def run(self, unit: Unit) -> str:
        """Answer held, or retry where it was another case that stood still, or this one goes on already."""
        job = jobs.job(unit.db, self.lease.job_id)
        case = instances.lock(unit, job.instance_id) if job and job.instance_id else None
        if case is not None and case.suspended_at is not None:
            _hold(unit, self.lease, None)
            return "held"
        jobs.fail(unit, self.lease.job_id, self.lease.owner, self.lease.attempts, "case.suspended")
        return "retry"


@dataclass(frozen=True, slots=True)
class SweepLeases(Command[tuple[Id, ...]]):
    """Give back the jobs of workers that died."""

    needs: ClassVar[Right] = Right.SYSTEM
    limit: int = 100

    def run(self, unit: Unit) -> tuple[Id, ...]:
        """Answer the jobs that are ready again."""
        return tuple(jobs.sweep(unit, limit=self.limit))


@dataclass(frozen=True, slots=True)
class ReclaimLeases(Command[int]):
    """Give back at start-up what this same worker held when it died, without waiting for its leases."""

    needs: ClassVar[Right] = Right.SYSTEM
    owner: str

    def run(self, unit: Unit) -> int:
        """Answer how many."""
        held = update(tables.job).where(tables.job.c.state == "leased", tables.job.c.lease_owner == self.owner)
        freed = held.values(state=jobs.GIVEN_BACK, run_at=unit.now, error=jobs.LOST, lease_owner=None, lease_until=None)
        return unit.db.execute(freed).rowcount


@dataclass(frozen=True, slots=True)
class ExpireMessages(Command[int]):
    """Let go of messages nobody wanted in time."""

    needs: ClassVar[Right] = Right.SYSTEM
    limit: int = 100

    def run(self, unit: Unit) -> int:
        """Answer how many."""
        return messages.expire(unit, self.limit)


def told(job: JobRow, lease: Lease) -> Command[Any]:
    """The command that tells a case how a call ended while it was suspended."""
    outcome = job.outcome if isinstance(job.outcome, dict) else {}
    if "failure" not in outcome:
        return FinishJob(lease, outcome.get("result"))
    words = (str(outcome[name]) for name in ("code", "message"))
    return FailJob(lease, Failure(str(outcome["failure"])), *words)


def move(unit: Unit, lease: Lease, onward: Callable[[Running, JobRow], Step], outcome: Value = None) -> None:
    """Lock the case, close the job under its fence, and move the case on in the same transaction.

    A suspended case keeps the `outcome` for later; without one this raises Conflict case.suspended.
    """
    case = _lock(unit, lease)
    if case is not None and case.instance.suspended_at is not None:
        if outcome is None:
            raise suspended(case.instance)
        return _hold(unit, lease, outcome)
    job = jobs.finish(unit, lease.job_id, lease.owner, lease.attempts)
    if case is None:
        raise Conflict("job.lease_lost", "Expected a case behind the job, but there is none")
    case.apply(onward(case, job))


def _hold(unit: Unit, lease: Lease, outcome: Value) -> None:
    jobs.hold(unit, lease.job_id, lease.owner, lease.attempts, outcome)


#: Kinds of jobs no token waits for, so that none can stop with an incident.
_TOKENLESS = frozenset({"deliver", "signal", "cancel"})


def _lock(unit: Unit, lease: Lease) -> Running | None:
    job = jobs.job(unit.db, lease.job_id)
    if job is None or job.instance_id is None or job.kind in _TOKENLESS:
        return None
    case = Running.lock(unit, job.instance_id, even_suspended=True)
    if case.instance.state != InstanceState.ACTIVE:
        raise Conflict("job.lease_lost", f"Expected {case.instance.number} to be running, but it has ended")
    return case
