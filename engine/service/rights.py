"""Who may do what: the one place that decides it (architecture §3)."""

from collections.abc import Collection

from sqlalchemy import Connection, exists, or_, select

from engine.model.actor import Actor, Holding, Right
from engine.model.definition import Definition, Element
from engine.model.errors import Conflict, Forbidden, NotFound
from engine.store import people, tables, tasks
from engine.store.instances import InstanceRow
from engine.store.tasks import TaskRow

#: Rights that see every case: who repairs and who inspects.
OVERSIGHT = frozenset({Right.ADMINISTER, Right.AUDIT, Right.SYSTEM})


def acting(holding: Holding | None) -> str:
    """How an act is signed in the trail: position and capacity, e.g. DKOM.KADIS/plt."""
    return f"{holding.position}/{holding.capacity.value}" if holding else ""


def sees_everything(actor: Actor) -> bool:
    """True for admins, auditors and the engine itself."""
    return bool(OVERSIGHT & actor.rights)


def start_groups(definition: Definition) -> tuple[str, ...]:
    """The role keys that may start the process, in any unit."""
    return tuple(role for part in definition.properties.get("startGroups", "").split(",") if (role := part.strip()))


def starting_positions(actor: Actor, definition: Definition) -> tuple[Holding, ...]:
    """The positions held today that may start this process."""
    groups = set(start_groups(definition))
    return tuple(holding for holding in actor.holdings if groups & set(holding.roles))


def may_start(actor: Actor, definition: Definition, position: str = "") -> Holding:
    """The position a case is started in; Forbidden where none may, or not `position`."""
    for holding in starting_positions(actor, definition):
        if position in ("", holding.position):
            return holding
    raise Forbidden(
        "process.may_not_start",
        f"Expected a position that may start {definition.name}, but none held today does",
        details={"process": definition.name},
        leaves_trace=True,
    )


def is_participant(db: Connection, actor: Actor, instance: InstanceRow) -> bool:
    """True for who started the case, did a task in it, or answers an address a task of it went to."""
    if actor.person is None:
        return False
    if instance.started_by == actor.person:
        return True
    task = tables.task
    touched = or_(task.c.owner.in_(actor.addresses()), task.c.closed_by == actor.person)
    return bool(db.execute(select(exists().where(task.c.instance_id == instance.id, touched))).scalar())


def may_see_case(db: Connection, actor: Actor, instance: InstanceRow | None) -> InstanceRow:
    """The case, for who may know it; everybody else learns nothing, not even that it exists."""
    if instance is not None and (sees_everything(actor) or is_participant(db, actor, instance)):
        return instance
    raise NotFound("case.unknown", "Expected a case you take part in, but there is none by that name")


def may_see_task(db: Connection, actor: Actor, task: TaskRow | None, instance: InstanceRow | None) -> TaskRow:
    """The task, for who answers its address or may see its case."""
    if task is None or instance is None:
        raise _no_task()
    if actor.holding_for(task.owner) or sees_everything(actor) or is_participant(db, actor, instance):
        return task
    raise _no_task()


def _no_task() -> NotFound:
    return NotFound("task.unknown", "Expected a task of yours, but there is none by that name")


def may_claim(db: Connection, actor: Actor, task: TaskRow, instance: InstanceRow, element: Element | None) -> Holding:
    """The position in which the actor may take this open task; raises where none or separation forbids it."""
    may_see_task(db, actor, task, instance)
    _is_open(db, task)
    holding = actor.holding_for(task.owner)
    if holding is None:
        raise Forbidden(
            "task.not_yours",
            f"Expected a position that answers {task.owner}, but none held today does",
            details={"owner": task.owner},
            leaves_trace=True,
            instance=instance.id,
        )
    if not is_separate(db, actor, instance, element):
        raise _separation(instance, element)
    return holding


def may_complete(
    db: Connection, actor: Actor, task: TaskRow, instance: InstanceRow, element: Element | None, version: int
) -> Holding:
    """The position the task is signed in; Conflict where it closed, changed, or another works on it."""
    holding = may_claim(db, actor, task, instance, element)
    if task.claimed_by is not None and task.claimed_by != actor.person:
        raise conflict(db, "task.claimed", task, "nobody else to work on it", "took it")
    if task.version != version:
        raise conflict(db, "task.stale", task, f"version {version}", "changed it")
    return holding


def separated_from(element: Element | None) -> Collection[str]:
    """The elements whose doer may not do this one in the same case (four-eyes rule)."""
    text = element.properties.get("separateFrom", "") if element else ""
    return [part for name in text.split(",") if (part := name.strip())]


def may_withdraw(actor: Actor, instance: InstanceRow) -> bool:
    """True for who started the case, and for an admin."""
    return Right.ADMINISTER in actor.rights or (actor.person is not None and instance.started_by == actor.person)


def may_repair(actor: Actor) -> bool:
    """True for who may retry and correct what failed."""
    return Right.ADMINISTER in actor.rights


def may_watch(actor: Actor) -> Actor:
    """The actor, where he may see failed and late work of the whole office."""
    if sees_everything(actor):
        return actor
    raise Forbidden("right.missing", "Expected the right to administer or audit, but no position held today carries it")


def may_design(actor: Actor) -> Actor:
    """The actor, where he may see drafts and change procedures."""
    if actor.rights & {Right.ANALYSE, Right.SYSTEM}:
        return actor
    raise Forbidden("right.missing", "Expected the right to analyse, but no position held today carries it")


def conflict(db: Connection, code: str, task: TaskRow, expected: str, did: str) -> Conflict:
    """Somebody was first: say who and when."""
    person, at = (task.claimed_by, task.claimed_at) if task.open else (task.closed_by, task.closed_at)
    by = people.names(db, [person]).get(person, "") if person else ""
    when = at.isoformat() if at else ""
    who = by or "somebody"
    return Conflict(
        code,
        f"Expected {expected} for task {task.name}, but {who} {did}{f' at {when}' if when else ''}",
        details={"task": task.name, "by": by, "at": when},
        instance=task.instance_id,
    )


def _is_open(db: Connection, task: TaskRow) -> None:
    if not task.open:
        raise conflict(db, "task.closed", task, "to be open", "closed it")


def is_separate(db: Connection, actor: Actor, instance: InstanceRow, element: Element | None) -> bool:
    """False where the actor did a task of this case that the element must be separate from."""
    others = separated_from(element)
    return not (others and actor.person and tasks.done_by(db, instance.id, others, actor.person))


def _separation(instance: InstanceRow, element: Element | None) -> Forbidden:
    name, others = (element.name or element.id, ", ".join(separated_from(element))) if element else ("", "")
    return Forbidden(
        "task.separation",
        f"Expected another person for {name}, but you did {others} of the same case",
        details={"task": name, "other": others},
        leaves_trace=True,
        instance=instance.id,
    )
