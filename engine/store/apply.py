"""Writes a Step: exactly the rows it changed, in one statement per table."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, delete, insert, update

from engine.feel import codec
from engine.model.ids import Id
from engine.model.state import Scope, Subscription, Token
from engine.model.step import InstanceState, OpenTask, Step
from engine.store import calls, dialect, incidents, instances, jobs, messages, signals
from engine.store.conditions import OPEN_TASK
from engine.store.instances import InstanceRow
from engine.store.prepared import Prepared
from engine.store.tables import counter, scope, subscription, task, token, variable
from engine.store.tables import instance as instance_table
from engine.store.unit import Unit

#: Where a task without a due date sorts in the inbox: after every date there is (milliseconds).
LAST_RANK = 1 << 62


@dataclass(frozen=True, slots=True)
class Applied:
    """The case after the step, and the identifiers of what was opened, by token number."""

    instance: InstanceRow
    tasks: dict[int, Id]
    jobs: dict[int, Id]
    messages: tuple[Id, ...]
    incidents: dict[int, Id]


def apply(unit: Unit, instance: InstanceRow, step: Step, *, origin: str = "") -> Applied:
    """Write all that a step changes of a locked case; `origin` says on new tasks why they came."""
    _tokens(unit, instance, step)
    _scopes(unit, instance, step)
    _counters(unit, instance, step)
    _variables(unit, instance, step)
    _close(unit, instance, step)
    opened = _open(unit, instance, step, origin)
    jobs.cancel(unit, instance.id, step.cancelled_jobs)
    created = jobs.create(unit, instance.id, step.jobs)
    _subscriptions(unit, instance, step)
    thrown = messages.throw(unit, instance.id, step.messages)
    signals.throw(unit, instance, step.signals)
    calls.ask(unit, instance, step.calls)
    calls.abandon(unit, instance, step.cancelled_calls)
    calls.hand_back(unit, instance, step)
    solved = incidents.resolve(unit, instance.id, step.resolved)
    failed = incidents.create(unit, instance.id, step.incidents)
    after = _instance(unit, instance, step, len(failed) - solved)
    if step.warnings:
        unit.world.warned(instance.number, step.warnings)
    return Applied(after, opened, created, thrown, failed)


def _instance(unit: Unit, instance: InstanceRow, step: Step, incidents_more: int) -> InstanceRow:
    head = instances.append(unit, instance, step.facts)
    ended = step.state is not InstanceState.ACTIVE
    after = replace(
        instance,
        state=str(step.state),
        next_no=max(step.next_no, instance.next_no),
        ended_at=(instance.ended_at or unit.now) if ended else None,
        changed_at=unit.now,
        incidents=max(0, instance.incidents + incidents_more),
        fact_seq=head.seq,
        fact_hash=head.hash,
    )
    changed = {f"new_{name}": getattr(after, name) for name in _MOVED}
    _MOVE.run(unit.db, {"wanted": instance.id, **changed})
    return after


def _tokens(unit: Unit, instance: InstanceRow, step: Step) -> None:
    live = [_token(instance.id, one) for one in step.tokens.values() if one is not None]
    # A token born and gone within the step never had a row.
    gone = [no for no, one in step.tokens.items() if one is None and no < instance.next_no]
    _delete(unit, _DELETE_TOKENS, instance, gone)
    dialect.write(unit.db, dialect.upsert(unit.db, token, "instance_id", "no"), live)


def _scopes(unit: Unit, instance: InstanceRow, step: Step) -> None:
    live = [_scope(instance.id, one) for one in step.scopes.values() if one is not None]
    gone = [no for no, one in step.scopes.items() if one is None]
    _delete(unit, _DELETE_SCOPES, instance, gone)
    # A scope takes its variables and counters with it; those of the process itself outlive the case.
    inner = [no for no in gone if no]
    _delete(unit, _DELETE_VARIABLES, instance, inner)
    _delete(unit, _DELETE_COUNTERS, instance, inner)
    dialect.write(unit.db, dialect.upsert(unit.db, scope, "instance_id", "no"), live)


def _counters(unit: Unit, instance: InstanceRow, step: Step) -> None:
    kept, gone = [], []
    for (scope_no, name), n in step.counters.items():
        row = {"instance_id": instance.id, "scope": scope_no, "name": name}
        if n:
            kept.append(row | {"n": n})
        else:
            gone.append(_renamed(row))
    dialect.write(unit.db, dialect.upsert(unit.db, counter, "instance_id", "scope", "name"), kept)
    dialect.write(unit.db, _DELETE_COUNTER, gone)


def _variables(unit: Unit, instance: InstanceRow, step: Step) -> None:
    rows = [
        {"instance_id": instance.id, "scope": scope_no, "name": name, "value": codec.encode(value)}
        for (scope_no, name), value in step.variables.items()
    ]
    dialect.write(unit.db, dialect.upsert(unit.db, variable, "instance_id", "scope", "name"), rows)


def _subscriptions(unit: Unit, instance: InstanceRow, step: Step) -> None:
    live = [one for one in step.subscriptions.values() if one is not None]
    gone = [no for no, one in step.subscriptions.items() if one is None and no < instance.next_no]
    _delete(unit, _DELETE_SUBSCRIPTIONS, instance, gone)
    rows = [_subscription(instance.id, one) | {"since": unit.now} for one in live]
    dialect.write(unit.db, dialect.upsert(unit.db, subscription, "instance_id", "no"), rows)
    messages.greet(unit, [one for one in live if one.kind == "message"])
    unit.wakes |= any(one.due is not None for one in live)


def _close(unit: Unit, instance: InstanceRow, step: Step) -> None:
    common = {
        "case": instance.id,
        "at": unit.now,
        "by": unit.actor.person,
        "acted_as": unit.acted_as,
    }
    rows = [common | {"no": no, "how": outcome} for no, outcome in step.closed.items()]
    dialect.write(unit.db, _CLOSE, rows)


def _open(unit: Unit, instance: InstanceRow, step: Step, origin: str) -> dict[int, Id]:
    rows = [_task(unit, instance.id, one, origin) for one in step.opened]
    dialect.write(unit.db, _OPEN, rows)
    return {row["token"]: row["id"] for row in rows}


def _delete(unit: Unit, statement: Any, instance: InstanceRow, numbers: list[int]) -> None:  # noqa: ANN401 - a Delete
    dialect.write(unit.db, statement, [{"case": instance.id, "number": number} for number in numbers])


def _token(instance: Id, one: Token) -> dict[str, Any]:
    return {
        "instance_id": instance,
        "no": one.no,
        "node": one.node,
        "scope": one.scope,
        "state": one.state,
        "parent": one.parent,
        "data": one.data or None,
    }


def _scope(instance: Id, one: Scope) -> dict[str, Any]:
    return {
        "instance_id": instance,
        "no": one.no,
        "parent": one.parent,
        "holder": one.holder,
        "node": one.node,
        "live": one.live,
    }


def _subscription(instance: Id, one: Subscription) -> dict[str, Any]:
    return {
        "instance_id": instance,
        "no": one.no,
        "token": one.token,
        "scope": one.scope,
        "kind": one.kind,
        "name": one.name,
        "key": one.key,
        "due": one.due,
        "claimed_until": None,
        "data": one.data or None,
        "counted": True if "counted" in one.data else None,
    }


def _task(unit: Unit, instance: Id, one: OpenTask, origin: str) -> dict[str, Any]:
    return {
        "id": unit.new_id(),
        "instance_id": instance,
        "token": one.token,
        "element": one.element,
        "name": one.name,
        "form": one.form,
        "owner": one.address,
        "open": True,
        "version": 1,
        "due": one.due,
        "rank": LAST_RANK if one.due is None else round(one.due.timestamp() * 1000),
        "priority": one.priority,
        "opened_at": unit.now,
        "touched_at": unit.now,
        "origin": origin,
        "counted": dict(one.counted) if one.counted else None,
    }


def _renamed(row: dict[str, Any]) -> dict[str, Any]:
    return {"case": row["instance_id"], "scope_no": row["scope"], "of_name": row["name"]}


def _numbered(table: Any) -> Any:  # noqa: ANN401 - token, scope or subscription
    return delete(table).where(table.c.instance_id == bindparam("case"), table.c.no == bindparam("number"))


def _inside(table: Any) -> Any:  # noqa: ANN401 - counter or variable
    return delete(table).where(table.c.instance_id == bindparam("case"), table.c.scope == bindparam("number"))


def _named(table: Any) -> Any:  # noqa: ANN401 - the counter table
    return delete(table).where(
        table.c.instance_id == bindparam("case"),
        table.c.scope == bindparam("scope_no"),
        table.c.name == bindparam("of_name"),
    )


_DELETE_TOKENS = _numbered(token)
_DELETE_SCOPES = _numbered(scope)
_DELETE_SUBSCRIPTIONS = _numbered(subscription)
_DELETE_VARIABLES = _inside(variable)
_DELETE_COUNTERS = _inside(counter)
_DELETE_COUNTER = _named(counter)
_OPEN = insert(task)
_CLOSE = (
    update(task)
    .where(task.c.instance_id == bindparam("case"), task.c.token == bindparam("no"), OPEN_TASK)
    .values(
        open=False,
        outcome=bindparam("how"),
        version=task.c.version + 1,
        closed_at=bindparam("at"),
        closed_by=bindparam("by"),
        closed_as=bindparam("acted_as"),
    )
)
_MOVED = ("state", "next_no", "ended_at", "changed_at", "incidents", "fact_seq", "fact_hash")
_MOVE = Prepared(
    update(instance_table)
    .where(instance_table.c.id == bindparam("wanted"))
    .values({name: bindparam(f"new_{name}") for name in _MOVED})
)
