"""Calling a case, taking what rises from it, and withdrawing it: commands that each lock one case."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from engine import runtime
from engine.model.actor import Right
from engine.model.definition import Definition
from engine.model.errors import Conflict
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.step import InstanceState, Step
from engine.service import beginning
from engine.service.cases import given_back
from engine.service.command import Command
from engine.service.running import Running
from engine.service.work import Lease
from engine.store import calls, cases, instances, jobs, packs, suspension
from engine.store.jobs import JobRow
from engine.store.unit import Unit

#: A case may stand under so many others: a process that calls itself must stop.
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class StartChild(Command[str]):
    """Start the case a call activity asks for, once: the job that asks is closed in the same transaction."""

    needs: ClassVar[Right] = Right.SYSTEM
    lease: Lease

    def run(self, unit: Unit) -> str:
        """Answer the number of the case; "" where nobody waits for it any more, or it became an incident."""
        parent, _ = _locked(unit, self.lease)
        job = _closed(unit, self.lease)
        if not runtime.is_waiting(parent.state, job.token):
            return ""
        said = _said(job)
        process, tag = str(said["process"]), str(said["version"])
        if instances.depth(unit.db, parent.instance) >= DEEPEST:
            problem = f"Expected at most {DEEPEST} cases under each other, but {process} would be one more."
            return _stop(parent, job, "call.too_deep", problem)
        found = _find(unit, parent, process, tag)
        if found is None:
            wanted = f"{process} with version tag {tag}" if tag else process
            return _stop(parent, job, "call.unknown", f"Expected a released process {wanted}, but there is none.")
        child = beginning.call(unit, *found, said["variables"], parent.instance, job.token)
        identity = str(child.id), child.number
        parent.apply(runtime.called(parent.compiled, parent.state, job.token, *identity, parent.env))
        return child.number


@dataclass(frozen=True, slots=True)
class ReturnCall(Command[bool]):
    """Tell a case that the one it called has ended: it goes on, takes the error, or stops with an incident."""

    needs: ClassVar[Right] = Right.SYSTEM
    lease: Lease

    def run(self, unit: Unit) -> bool:
        """Answer whether anybody still waited for it."""
        parent, seen = _locked(unit, self.lease)
        if calls.is_escalating(unit.db, parent.instance.id, seen.token):
            # What the case escalated before its end comes first.
            jobs.fail(unit, self.lease.job_id, self.lease.owner, self.lease.attempts, "call.escalating")
            return False
        job, said = _closed(unit, self.lease), _said(seen)
        if not _waits(parent, job, said):
            return False
        parent.apply(_onward(unit, parent, job.token, said))
        return True


@dataclass(frozen=True, slots=True)
class EscalateCall(Command[bool]):
    """Hand an escalation of a called case that goes on to who catches it around the call activity."""

    needs: ClassVar[Right] = Right.SYSTEM
    lease: Lease

    def run(self, unit: Unit) -> bool:
        """Answer whether anybody still waited for the case."""
        parent, _ = _locked(unit, self.lease)
        job = _closed(unit, self.lease)
        if not _waits(parent, job, _said(job)):
            return False
        code = str(_said(job)["code"])
        parent.apply(runtime.escalate(parent.compiled, parent.state, job.token, code, parent.env))
        return True


@dataclass(frozen=True, slots=True)
class CancelCall(Command[bool]):
    """Withdraw a called case nobody waits for any more, with what it holds in the registers."""

    needs: ClassVar[Right] = Right.SYSTEM
    lease: Lease

    def run(self, unit: Unit) -> bool:
        """Answer whether it still ran; raise Invalid where a register refuses."""
        case, _ = _locked(unit, self.lease, even_suspended=True)
        _closed(unit, self.lease)
        if case.instance.state != InstanceState.ACTIVE:
            return False
        if case.instance.suspended_at is not None:
            suspension.resume(unit, case.instance)
        step = runtime.withdraw(case.compiled, case.state, case.env)
        step.facts[:0] = given_back(unit, case.instance)
        case.apply(step)
        return True


def _onward(unit: Unit, parent: Running, token: int, said: Mapping[str, Any]) -> Step:
    child = instances.instance(unit.db, Id(str(said["child"])))
    if said["state"] == InstanceState.COMPLETED and child:
        left = cases.variables(unit.db, child.id)
        risen = [str(code) for code in said["escalations"]]
        return runtime.returned(parent.compiled, parent.state, token, left, parent.env, escalations=risen)
    if said["state"] == InstanceState.FAILED:
        error = str(said["code"]), str(said["message"])
        return runtime.fail(parent.compiled, parent.state, token, *error, parent.env)
    number = child.number if child else "the called case"
    problem = f"Expected {number} to come to its end, but it was withdrawn. A new try starts another case."
    return runtime.give_up(parent.compiled, parent.state, token, "call.withdrawn", problem, parent.env)


def _waits(parent: Running, job: JobRow, said: Mapping[str, Any]) -> bool:
    """True where the token still waits for this very case, not for one that a new try started."""
    waiting = parent.state.token(job.token) if runtime.is_waiting(parent.state, job.token) else None
    return waiting is not None and waiting.data.get("child") == said["child"]


def _stop(parent: Running, job: JobRow, code: str, problem: str) -> str:
    parent.apply(runtime.give_up(parent.compiled, parent.state, job.token, code, problem, parent.env))
    return ""


def _locked(unit: Unit, lease: Lease, *, even_suspended: bool = False) -> tuple[Running, JobRow]:
    """The locked case behind a job, and the job as it was seen before."""
    seen = jobs.job(unit.db, lease.job_id)
    if seen is None or seen.instance_id is None:
        raise Conflict("job.lease_lost", "Expected a case behind the job, but there is none")
    return Running.lock(unit, seen.instance_id, even_suspended=even_suspended), seen


def _closed(unit: Unit, lease: Lease) -> JobRow:
    return jobs.finish(unit, lease.job_id, lease.owner, lease.attempts)


def _said(job: JobRow) -> Mapping[str, Any]:
    return job.payload if isinstance(job.payload, dict) else {}


def _find(unit: Unit, parent: Running, process: str, tag: str) -> tuple[PackVersion, Definition] | None:
    """The process in the caller's own version, else the newest released one of any pack; with a tag the one tagged."""
    for version in _candidates(unit, parent, tagged=bool(tag)):
        definition = version.definitions.get(process)
        if definition and definition.begins_plainly() and tag in ("", definition.version_tag):
            return version, definition
    return None


def _candidates(unit: Unit, parent: Running, *, tagged: bool) -> Iterator[PackVersion]:
    yield parent.version
    released = sorted(packs.currents(unit.db), key=lambda row: row.released_at, reverse=True)
    for current in released:
        rows = packs.versions(unit.db, current.pack) if tagged else [current]
        yield from (unit.world.packs.version(row.id) for row in rows)
