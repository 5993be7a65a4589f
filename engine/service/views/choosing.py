"""What people may choose at an open task of an ad-hoc subprocess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from engine import runtime
from engine.feel import Env
from engine.model.definition import Definition, Element
from engine.model.errors import Conflict
from engine.model.ids import Id
from engine.service.directory import address_names
from engine.store import cases, tasks
from engine.store.rows import RowState
from engine.store.tasks import TaskRow


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity that may be begun: for whom it is, how many of it run, and how often more it may be begun."""

    element: str
    name: str
    documentation: str
    owner_name: str
    running: int
    left: int | None


@dataclass(frozen=True, slots=True)
class Choosing:
    """The activities in the order they are drawn; `busy` where one must be done before the next."""

    activities: tuple[Activity, ...]
    busy: bool
    one_by_one: bool
    #: True where people say when it is done, and whether what runs is cancelled then.
    may_declare: bool
    cancels: bool


def choosing(
    db: Connection, compiled: runtime.Compiled, state: RowState, row: TaskRow, element: Element, env: Env
) -> Choosing | None:
    """What may be chosen at a task; None for a task of another kind, or one that has closed."""
    if element.ad_hoc is None or not row.open:
        return None
    try:
        offer = runtime.offered(compiled, state, row.token, env)
    except Conflict:
        return None
    running = cases.standing_in(db, row.instance_id, offer.inside)
    elements = compiled.definition.elements
    owners = _owners(db, [elements[name] for name in offer.activities], env)
    return Choosing(
        tuple(
            Activity(
                name,
                elements[name].name or name,
                elements[name].documentation,
                owners.get(elements[name].candidate_groups, ""),
                running.get(name, 0),
                left,
            )
            for name, left in offer.activities.items()
        ),
        offer.busy,
        element.ad_hoc.ordering == "sequential",
        not element.ad_hoc.completion,
        element.ad_hoc.cancels,
    )


def offered_names(
    db: Connection, open_tasks: Sequence[tuple[Id, str]], definition: Definition
) -> dict[Id, tuple[str, ...]]:
    """The names of what each of some open tasks (identifier, element) offers; those that are forms are left out."""
    elements = definition.elements
    asked = [task for task, name in open_tasks if name in elements and elements[name].ad_hoc]
    return {
        task: tuple(elements[name].name or name for name in names if name in elements)
        for task, names in tasks.offered(db, asked).items()
    }


def _owners(db: Connection, elements: Sequence[Element], env: Env) -> Mapping[str, str]:
    """How the addresses are called that are written out; those that are reckoned are known when the task opens."""
    written = [one.candidate_groups for one in elements if one.candidate_groups[:1] not in ("", "=")]
    return address_names(db, written, env.calendar.day_of(env.now)) if written else {}
