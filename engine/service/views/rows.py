"""What several pages show of a case, a task or a parameter."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from engine.feel import Env
from engine.model.definition import Definition
from engine.model.ids import Id
from engine.model.world import World

T = TypeVar("T")

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows, and the cursor of the next ones ("" for none)."""

    rows: tuple[T, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One file of a case; `size` in bytes."""

    id: Id
    name: str
    media_type: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter of a case."""

    id: Id
    number: str
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One fact of a case, with the names a reader needs."""

    at: datetime
    kind: str
    element: str
    element_name: str
    who: str
    acted_as: str
    data: dict[str, object]
    #: What the element is (serviceTask …) and, where it works by itself, what it calls; "" for what has no element.
    element_kind: str = ""
    job_type: str = ""


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """A legal number with its source."""

    key: str
    value: str
    unit: str
    day_type: str
    legal_basis: str
    article: str
    valid_from: date
    valid_to: date | None
    status: str
    label_id: str


def urgency(due: datetime | None, env: Env, zone: str = "") -> str:
    """overdue, today, week (the next seven days) or later, in the zone of `env` or another."""
    if due is None:
        return "later"
    if due < env.now:
        return "overdue"
    calendar = replace(env.calendar, zone=zone) if zone else env.calendar
    today, day = calendar.day_of(env.now), calendar.day_of(due)
    if day == today:
        return "today"
    return "week" if day <= today + WEEK else "later"


def element_name(definition: Definition | None, element: str) -> str:
    """What people call an element: its name, else its identifier."""
    found = definition.elements.get(element) if definition else None
    return found.name if found and found.name else element


def awaited(definition: Definition | None, element: str) -> str:
    """What a case waits for at an element; an event on a task with what it sets off: «2 hari kerja: Ingatkan PPK»."""
    found = definition.elements.get(element) if definition else None
    if definition is None or found is None or not found.attached_to:
        return element_name(definition, element)
    targets = [definition.flows[flow].target for flow in found.outgoing if flow in definition.flows]
    set_off = [name for target in targets if (name := definition.elements[target].name)]
    return ": ".join(part for part in (found.name, ", ".join(set_off)) if part) or element_name(
        definition, found.attached_to
    )


def definition_of(world: World, version_id: Id, process_id: str) -> Definition | None:
    """The process a case runs on."""
    return world.packs.version(version_id).definitions.get(process_id)


def process_name(world: World, version_id: Id, process_id: str) -> str:
    """What people call the process."""
    definition = definition_of(world, version_id, process_id)
    return definition.name if definition and definition.name else process_id


def parameter_rows(rows: Iterable[object]) -> tuple[ParameterRow, ...]:
    """Rows of the store as a page shows them."""
    return tuple(ParameterRow(*(getattr(row, name) for name in ParameterRow.__slots__)) for row in rows)
