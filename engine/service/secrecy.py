"""Secret cases (rahasia): what each person may know of one, and how it looks to who may only know that it exists."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, exists, false, or_, select

from engine.model.actor import Actor, Right
from engine.model.ids import Id
from engine.model.register import RegisterSpec
from engine.model.world import World
from engine.service.directory import unit_names
from engine.store import tables
from engine.store.instances import RAHASIA, InstanceRow
from engine.store.register_rows import RegisterRow

R = TypeVar("R")

#: Rights that see every case that is not secret: who repairs and who inspects.
OVERSIGHT = frozenset({Right.ADMINISTER, Right.AUDIT, Right.SYSTEM})
#: What a masked case is called.
TITLE = "Rahasia"
#: Texts of a masked row that tell nothing about its case.
HARMLESS = frozenset({"state", "urgency", "how", "kind_of_row"})
#: Beginnings of the codes the engine itself gives, which say what broke; one of a diagram may say what was decided.
FAMILIES = frozenset({"answer", "case", "connector", "engine", "feel", "gateway", "job", "letter", "notice"}) | {
    *("partner", "payload", "register", "right", "task")
}
#: Kinds of values that tell nothing: moments, numbers, flags, identifiers without a meaning of their own.
PLAIN = (bool, int, datetime, date, Id, type(None))
#: Identifiers of people, and what else would tell although it is plain.
TELLING = frozenset({"claimed_by", "started_by", "closed_by", "person_id", "about", "fact_seq", "next_no", "token"})


class Sight(StrEnum):
    """How much of a case somebody sees."""

    NOTHING = "nothing"
    #: That a case of this family exists, how old it is, which unit holds it, whether it has stopped.
    MASKED = "masked"
    #: That what one sent arrived, and whether it is still worked on.
    RECEIPT = "receipt"
    FULL = "full"


class _Head(NamedTuple):
    """What decides about sight in the row of a case."""

    started_by: Id | None
    classification: str
    starter_sees: str
    about: Id | None


def sees_everything(actor: Actor) -> bool:
    """True for admins, auditors and the engine itself, as far as cases are not secret."""
    return bool(OVERSIGHT & actor.rights)


def touched_by(actor: Actor) -> ColumnElement[bool]:
    """The condition on tasks: it went to an address of the actor, or the actor did it."""
    task = tables.task
    done = task.c.closed_by == actor.person if actor.person is not None else false()
    return or_(task.c.owner.in_(actor.addresses()), done)


def sight(db: Connection, actor: Actor, instance: InstanceRow) -> Sight:
    """How much of one case the actor sees."""
    task = tables.task
    worked = select(exists().where(task.c.instance_id == instance.id, touched_by(actor)))
    head = _Head(instance.started_by, instance.classification, instance.starter_sees, instance.about)
    return _sight(actor, head, lambda: bool(db.execute(worked).scalar()))


def takes_part(db: Connection, actor: Actor, instance: InstanceRow) -> bool:
    """True for who started the case, did a task of it, or answers an address a task of it went to."""
    if actor.person is None:
        return False
    worked = select(exists().where(tables.task.c.instance_id == instance.id, touched_by(actor)))
    return instance.started_by == actor.person or bool(db.execute(worked).scalar())


def sights(db: Connection, actor: Actor, ids: Iterable[Id]) -> Mapping[Id, Sight]:
    """How much of each case the actor sees: two statements, however many cases."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    instance, task = tables.instance, tables.task
    heads = select(instance.c.id, *(instance.c[name] for name in _Head._fields)).where(instance.c.id.in_(wanted))
    mine = select(task.c.instance_id).where(task.c.instance_id.in_(wanted), touched_by(actor)).distinct()
    worked = set(db.execute(mine).scalars())
    return {row.id: _sight(actor, _Head(*row[1:]), partial(worked.__contains__, row.id)) for row in db.execute(heads)}


def _sight(actor: Actor, head: _Head, worked: Callable[[], bool]) -> Sight:
    if actor.person is None:
        return Sight.FULL if sees_everything(actor) else Sight.NOTHING
    if head.classification != RAHASIA:
        seen = sees_everything(actor) or head.started_by == actor.person or worked()
        return Sight.FULL if seen else Sight.NOTHING
    return _secret(actor, head, worked)


def _secret(actor: Actor, head: _Head, worked: Callable[[], bool]) -> Sight:
    if head.about == actor.person:
        return Sight.NOTHING
    if worked():
        return Sight.FULL
    if head.started_by == actor.person:
        return Sight.RECEIPT if head.starter_sees == Sight.RECEIPT else Sight.FULL
    return Sight.MASKED if sees_everything(actor) else Sight.NOTHING


def is_about(actor: Actor, instance: InstanceRow) -> bool:
    """True for the person a secret case is about: nothing of it is ever shown to them, whatever they hold."""
    return instance.secret and instance.about is not None and instance.about == actor.person


def unnamed_starter(db: Connection, instance: InstanceRow, viewer: Id | None = None) -> Id | None:
    """Who reported a secret case and has no other part in it: not named to those who examine it; None for nobody."""
    starter, task = instance.started_by, tables.task
    if not instance.secret or instance.starter_sees != Sight.RECEIPT or starter in (None, viewer):
        return None
    works = exists().where(task.c.instance_id == instance.id, task.c.closed_by == starter)
    return None if db.execute(select(works)).scalar() else starter


def readable(
    db: Connection, actor: Actor, spec: RegisterSpec | None, rows: Sequence[RegisterRow]
) -> Sequence[RegisterRow]:
    """The rows of a register the actor may know of: all, but of a secret one those of his cases or for his roles."""
    if spec is None or not spec.secret or actor.person is None:
        return rows
    if any(set(spec.readers) & set(holding.roles) for holding in actor.holdings):
        own = _about(db, actor, [row.instance_id for row in rows if row.instance_id])
        return [row for row in rows if row.instance_id not in own]
    seen = sights(db, actor, [row.instance_id for row in rows if row.instance_id])
    return [row for row in rows if row.instance_id and seen.get(row.instance_id) is Sight.FULL]


def veil_all(
    db: Connection,
    world: World,
    actor: Actor,
    rows: Sequence[R],
    case: Callable[[R], Id | None] = lambda row: getattr(row, "instance_id", None),
) -> tuple[R, ...]:
    """What a list of the whole office shows: cases one may read as they are, secret ones masked, the others not at all.

    A row without a case (an outside message waiting) stays for who sees the office.
    """
    cases = {id_ for row in rows if (id_ := case(row)) is not None}
    seen = sights(db, actor, cases)
    hidden = [id_ for id_, much in seen.items() if much in (Sight.MASKED, Sight.RECEIPT)]
    covers = _covers(db, world, hidden)
    shown = []
    for row in rows:
        id_ = case(row)
        if id_ is None or seen.get(id_) is Sight.FULL:
            shown.append(row)
        elif id_ in covers:
            shown.append(veil(row, *covers[id_]))
    return tuple(shown)


def cover(db: Connection, world: World, instance: InstanceRow) -> tuple[str, str]:
    """The family of a secret case and the unit that holds it: all that its mask says in words."""
    return _covers(db, world, [instance.id])[instance.id]


def veil(row: R, family: str, unit: str) -> R:
    """The same row with everything emptied that could tell what the case is, whatever fields are added to it later."""
    shown: dict[str, Any] = {"title": TITLE, "process_name": family, "unit_name": unit, "owner_name": unit}
    changed = {}
    for field in fields(row):  # type: ignore[arg-type]
        value = getattr(row, field.name)
        if field.name in shown:
            changed[field.name] = shown[field.name]
        elif not _tells_nothing(field.name, value):
            changed[field.name] = _emptied(value)
    return replace(row, **changed)  # type: ignore[type-var]


def _tells_nothing(name: str, value: object) -> bool:
    if name == "code":
        return isinstance(value, str) and value.partition(".")[0] in FAMILIES
    return name in HARMLESS or (isinstance(value, PLAIN) and name not in TELLING)


def _emptied(value: object) -> object:
    empty: tuple[tuple[type, object], ...] = ((str, ""), (tuple, ()), (list, []), (Mapping, {}))
    return next((nothing for kind, nothing in empty if isinstance(value, kind)), None)


def _about(db: Connection, actor: Actor, ids: Sequence[Id]) -> set[Id]:
    """Which of these cases are about the actor."""
    instance = tables.instance
    asked = select(instance.c.id).where(instance.c.id.in_(ids), instance.c.about == actor.person)
    return set(db.execute(asked).scalars())


def _covers(db: Connection, world: World, ids: Sequence[Id]) -> Mapping[Id, tuple[str, str]]:
    if not ids:
        return {}
    instance = tables.instance
    rows = db.execute(select(instance.c.id, instance.c.version_id, instance.c.unit).where(instance.c.id.in_(ids))).all()
    holding = _holding_units(db, ids)
    units = {id_: holding.get(id_) or unit for id_, _, unit in rows}
    named = unit_names(db, set(units.values()))
    return {id_: (world.packs.version(version).title_id, named.get(units[id_], units[id_])) for id_, version, _ in rows}


def _holding_units(db: Connection, ids: Sequence[Id]) -> Mapping[Id, str]:
    """The unit of the oldest open task of each case."""
    task, position = tables.task, tables.position
    asked = select(task.c.instance_id, task.c.owner).where(task.c.instance_id.in_(ids), task.c.open)
    owners = {id_: owner for id_, owner in reversed(db.execute(asked.order_by(task.c.id)).all())}
    codes = [owner.removeprefix("position:") for owner in owners.values() if owner.startswith("position:")]
    found = db.execute(select(position.c.code, position.c.unit).where(position.c.code.in_(codes)))
    units = {code: unit for code, unit in found}
    return {
        id_: units.get(owner.removeprefix("position:")) or owner.rpartition("@")[2] for id_, owner in owners.items()
    }
