"""Cases carried to another version of their process: read as a whole, written in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from engine.model.ids import Id
from engine.model.state import Scope, Subscription, Token
from engine.runtime import Move, Snapshot
from engine.store import dialect, suspension
from engine.store.apply import Applied, apply
from engine.store.conditions import OPEN_TASK
from engine.store.instances import InstanceRow
from engine.store.prepared import Prepared
from engine.store.tables import counter, draft, incident, instance, job, scope, subscription, task, token
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Work:
    """An open task with what people typed into it so far: field -> texts, of every draft."""

    id: Id
    token: int
    element: str
    form: str
    owner: str
    drafts: tuple[Mapping[str, Sequence[str]], ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """What an open task is called in the new version; `fresh` where its form changed: nobody may send the old one."""

    token: int
    name: str
    form: str
    fresh: bool


def snapshot(db: Connection, instance_id: Id) -> Snapshot:
    """Every live row of one case."""
    asked = {"instance": instance_id}
    return Snapshot(
        tokens=sorted(map(_token, _TOKENS.all(db, asked)), key=lambda one: one.no),
        scopes=[Scope(*row) for row in _SCOPES.all(db, asked)],
        counters={(row[0], row[1]): row[2] for row in _COUNTERS.all(db, asked)},
        subscriptions=sorted(map(_subscription, _SUBSCRIPTIONS.all(db, asked)), key=lambda one: one.no),
    )


def _token(row: tuple[Any, ...]) -> Token:
    no, node, within, state, parent, data = row
    return Token(no, node, within, state, parent, data or {})


def _subscription(row: tuple[Any, ...]) -> Subscription:
    no, holder, within, kind, name, key, due, data = row
    return Subscription(no, holder, within, kind, name, key, due, data or {})


def work(db: Connection, instance_id: Id) -> list[Work]:
    """The open tasks of a case with their drafts."""
    found = _WORK.all(db, {"instance": instance_id})
    return [Work(id_, no, at, form, owner, _drafts(db, id_)) for id_, no, at, form, owner in found]


def _drafts(db: Connection, task_id: Id) -> tuple[Mapping[str, Sequence[str]], ...]:
    return tuple(row[0] for row in _DRAFTS.all(db, {"subject": f"task:{task_id}"}))


def carry(
    unit: Unit,
    case: InstanceRow,
    version_id: Id,
    move: Move,
    renames: Mapping[str, str],
    wordings: Sequence[Wording],
) -> Applied:
    """Write a case under its new version: rows, events, tasks with who holds them, jobs, incidents."""
    assert move.step is not None  # noqa: S101 - who is refused is not written
    applied = apply(unit, case, move.step)
    _VERSION.run(unit.db, {"case": case.id, "version": version_id})
    changed = [
        {"case": case.id, "number": no, "called": one.name, "now": one.data or None} for no, one in move.renamed.items()
    ]
    dialect.write(unit.db, _EVENT, changed)
    if renames:
        for table in (task, job, incident):
            _rename(unit, case.id, table, renames)
    for fresh in (True, False):
        told = [{"case": case.id, "no": w.token, "said": w.name, "by": w.form} for w in wordings if w.fresh is fresh]
        dialect.write(unit.db, _FRESH if fresh else _WORDED, told)
    if case.suspended_at is not None:
        suspension.hold(unit, case.id)
    return applied


def _rename(unit: Unit, instance_id: Id, table: Any, renames: Mapping[str, str]) -> None:  # noqa: ANN401 - task, job, incident
    """Closed tasks too: who did a step must not do the one that is separate from it, whatever the step is called."""
    found = unit.db.execute(select(table.c.id, table.c.element).where(table.c.instance_id == instance_id)).all()
    for row_id, element in found:
        if element in renames:
            unit.db.execute(update(table).where(table.c.id == row_id).values(element=renames[element]))


def _of(table: Any, *names: str) -> Prepared:  # noqa: ANN401 - any table with an instance
    return Prepared(select(*(table.c[name] for name in names)).where(table.c.instance_id == bindparam("instance")))


_TOKENS = _of(token, "no", "node", "scope", "state", "parent", "data")
_SCOPES = _of(scope, "no", "parent", "holder", "node", "live")
_COUNTERS = _of(counter, "scope", "name", "n")
_SUBSCRIPTIONS = _of(subscription, "no", "token", "scope", "kind", "name", "key", "due", "data")
_WORK = Prepared(
    select(task.c.id, task.c.token, task.c.element, task.c.form, task.c.owner).where(
        task.c.instance_id == bindparam("instance"), OPEN_TASK
    )
)
_DRAFTS = Prepared(select(draft.c.fields).where(draft.c.subject == bindparam("subject")))
_VERSION = Prepared(update(instance).where(instance.c.id == bindparam("case")).values(version_id=bindparam("version")))
_EVENT = (
    update(subscription)
    .where(subscription.c.instance_id == bindparam("case"), subscription.c.no == bindparam("number"))
    .values(name=bindparam("called"), data=bindparam("now", type_=subscription.c.data.type))
)
_MINE = update(task).where(task.c.instance_id == bindparam("case"), task.c.token == bindparam("no"), OPEN_TASK)
_WORDED = _MINE.values(name=bindparam("said"), form=bindparam("by"))
_FRESH = _MINE.values(name=bindparam("said"), form=bindparam("by"), version=task.c.version + 1)
