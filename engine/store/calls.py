"""What joins a case with the cases it calls: job rows, so that each side moves in a command of its own."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from engine.feel import codec
from engine.model.ids import Id
from engine.model.state import Value
from engine.model.step import InstanceState, NewCall, Step
from engine.store import instances, jobs
from engine.store.instances import InstanceRow
from engine.store.tables import job
from engine.store.unit import Unit


def ask(unit: Unit, instance: InstanceRow, calls: Sequence[NewCall]) -> None:
    """Write the jobs that start what a step called."""
    rows = [
        jobs.row(
            unit,
            instance=instance.id,
            token=one.token,
            element=one.element,
            kind="child",
            payload=codec.encode(
                {"process": one.process_id, "version": one.version_tag, "variables": dict(one.variables)}
            ),
            key=f"{instance.id}:{one.token}",
        )
        for one in calls
    ]
    jobs.add(unit, rows)


def abandon(unit: Unit, instance: InstanceRow, tokens: Sequence[int]) -> None:
    """Let go of what the given tokens called: a case not yet started never is, a running one is withdrawn."""
    if not tokens:
        return
    jobs.cancel(unit, instance.id, tokens)
    running = instances.running_children(unit.db, instance.id, tokens)
    nothing = codec.encode({})
    jobs.add(
        unit, [jobs.row(unit, instance=one, kind="cancel", payload=nothing, key=f"cancel:{one}") for one in running]
    )


def hand_back(unit: Unit, instance: InstanceRow, step: Step) -> None:
    """Tell the caller what rises from the case it waits for: escalations, and that it has ended, and how."""
    if instance.parent_id is None:
        return
    # What the last step of a completed case escalates goes with its return: nothing comes between the two.
    last = list(step.escalations) if step.state is InstanceState.COMPLETED else []
    rising: list[tuple[str, dict[str, Value]]] = [
        ("escalate", {"code": code}) for code in ([] if last else step.escalations)
    ]
    if step.state is not InstanceState.ACTIVE:
        code, message = step.error
        rising.append(("return", {"state": str(step.state), "code": code, "message": message, "escalations": last}))
    jobs.add(unit, [_rising(unit, instance, kind, said) for kind, said in rising])


def _rising(unit: Unit, child: InstanceRow, kind: str, said: dict[str, Value]) -> dict[str, Any]:
    return jobs.row(
        unit,
        instance=child.parent_id,
        token=child.parent_token or 0,
        kind=kind,
        payload=codec.encode({"child": str(child.id), **said}),
        key=f"{kind}:{child.id}",
    )


def is_escalating(db: Connection, parent: Id, token: int) -> bool:
    """True while an escalation of a called case is on its way to its caller, which must hear it before the end."""
    open_ones = select(job.c.id).where(job.c.instance_id == parent, job.c.token == token, job.c.kind == "escalate")
    return db.execute(open_ones.where(job.c.state.in_(("ready", "leased", "held"))).limit(1)).first() is not None
