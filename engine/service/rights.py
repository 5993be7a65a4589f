"""Who may do what: the one place that decides it (architecture §3)."""

from collections.abc import Collection

from sqlalchemy import Connection

from engine.model.actor import Actor, Holding, Right
from engine.model.definition import Definition, Element
from engine.model.errors import Conflict, Forbidden, NotFound
from engine.service import hierarchy
from engine.service.secrecy import Sight, is_about, sees_everything, sight
from engine.store import people, settings, tasks
from engine.store.instances import InstanceRow
from engine.store.tasks import TaskRow


def acting(holding: Holding | None) -> str:
    """How an act is signed in the trail: position and capacity, e.g. DKOM.KADIS/plt."""
    return f"{holding.position}/{holding.capacity.value}" if holding else ""


def holding_in(actor: Actor, unit_code: str) -> Holding | None:
    """The actor's position in a unit, else the first one."""
    in_unit = (holding for holding in actor.holdings if holding.unit == unit_code)
    return next(in_unit, actor.holdings[0] if actor.holdings else None)


def start_groups(definition: Definition) -> tuple[str, ...]:
    """The role keys that may start the process, in any unit."""
    return tuple(role for part in definition.properties.get("startGroups", "").split(",") if (role := part.strip()))


def starting_positions(actor: Actor, definition: Definition) -> tuple[Holding, ...]:
    """The positions held today that may start this process."""
    groups = set(start_groups(definition))
    return tuple(holding for holding in actor.holdings if groups & set(holding.roles))


def switched_off(db: Connection) -> frozenset[str]:
    """The packs an admin has not switched on."""
    return frozenset(settings.setting(db, "packs_off", ()))


def is_switched_on(db: Connection, pack: str) -> None:
    """Raise Forbidden pack.off where cases of a pack may not be started yet."""
    if pack in switched_off(db):
        raise Forbidden("pack.off", f"Expected {pack} to be switched on, but it is not", details={"pack": pack})


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


def may_see_case(db: Connection, actor: Actor, instance: InstanceRow | None) -> InstanceRow:
    """The case, for who may read all of it; everybody else learns nothing, not even that it exists."""
    if instance is not None and (sight(db, actor, instance) is Sight.FULL or _leads(db, actor, instance)):
        return instance
    raise NotFound("case.unknown", "Expected a case you take part in, but there is none by that name")


def may_see_task(db: Connection, actor: Actor, task: TaskRow | None, instance: InstanceRow | None) -> TaskRow:
    """The task, for who answers its address or may see its case."""
    if task is None or instance is None or is_about(actor, instance):
        raise _no_task()
    if actor.holding_for(task.owner) or sight(db, actor, instance) is Sight.FULL or _leads(db, actor, instance):
        return task
    raise _no_task()


def _leads(db: Connection, actor: Actor, instance: InstanceRow) -> bool:
    """True for who stands above a position that holds the case now; a secret one is nobody else's."""
    return not instance.secret and hierarchy.leads_in(db, actor, instance.id) is not None


def may_change_case(db: Connection, actor: Actor, instance: InstanceRow) -> InstanceRow:
    """The case, for an admin who may also read it; a secret one may only be tried again and handed on unread."""
    much = sight(db, actor, instance)
    if much is Sight.FULL:
        return instance
    if much is Sight.NOTHING:
        raise NotFound("case.unknown", "Expected a case you take part in, but there is none by that name")
    raise Forbidden(
        "case.secret",
        "Expected a case you may read, but this one is secret: try it again as it is, or hand its task to a position "
        "of the unit that holds it, whose officials can read and correct it",
        leaves_trace=True,
        instance=instance.id,
    )


def may_reassign_to(db: Connection, actor: Actor, instance: InstanceRow, address: str) -> str:
    """The address, unless the actor would come to read a secret case by answering it."""
    if sight(db, actor, instance) is not Sight.FULL and actor.holding_for(address):
        raise Forbidden(
            "case.secret_own",
            "Expected an address of somebody else, but you answer this one yourself and the case is secret",
            leaves_trace=True,
            instance=instance.id,
        )
    return address


def _no_task() -> NotFound:
    return NotFound("task.unknown", "Expected a task of yours, but there is none by that name")


def may_claim(db: Connection, actor: Actor, task: TaskRow, instance: InstanceRow, element: Element | None) -> Holding:
    """The position in which the actor may take this open task; raises where none or separation forbids it."""
    may_see_task(db, actor, task, instance)
    is_open(db, task)
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
    is_fresh(db, task, version)
    return holding


def separated_from(element: Element | None) -> Collection[str]:
    """The elements whose doer may not do this one in the same case (four-eyes rule)."""
    text = element.properties.get("separateFrom", "") if element else ""
    return [part for name in text.split(",") if (part := name.strip())]


def may_withdraw(actor: Actor, instance: InstanceRow) -> bool:
    """True for who started the case, and for an admin; both must be able to read it."""
    return Right.ADMINISTER in actor.rights or (actor.person is not None and instance.started_by == actor.person)


def may_repair(actor: Actor) -> bool:
    """True for who may retry and correct what failed."""
    return Right.ADMINISTER in actor.rights


def may_watch(actor: Actor) -> Actor:
    """The actor, where he may see failed and late work of the whole office."""
    if sees_everything(actor):
        return actor
    raise Forbidden("right.missing", "Expected the right to administer or audit, but no position held today carries it")


def may_administer(actor: Actor) -> Actor:
    """The actor, where he may change the office itself: people, positions, calendar, legal numbers."""
    if actor.rights & {Right.ADMINISTER, Right.SYSTEM}:
        return actor
    raise Forbidden("right.missing", "Expected the right to administer, but no position held today carries it")


def may_audit(actor: Actor) -> Actor:
    """The actor, where he may read the office's trail and what was refused."""
    if actor.rights & {Right.AUDIT, Right.SYSTEM}:
        return actor
    raise Forbidden("right.missing", "Expected the right to audit, but no position held today carries it")


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


def is_fresh(db: Connection, task: TaskRow, version: int) -> None:
    """Raise Conflict task.stale where the task is not as the actor saw it."""
    if task.version != version:
        raise conflict(db, "task.stale", task, f"version {version}", "changed it")


def is_open(db: Connection, task: TaskRow) -> None:
    """Raise Conflict task.closed where somebody closed the task."""
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
