"""People, positions and who holds them, for the pages of the office."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from engine.model.actor import Actor
from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.model.world import World
from engine.service import rights
from engine.service.env import today
from engine.store import calendar, parameters, people, staffing
from engine.store.people import HoldingRow, PositionRow, UnitRow
from engine.store.staffing import PersonLine

PAGE = 50
SOON = timedelta(days=30)
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Overview:
    """What an admin should look at first."""

    figures: dict[str, int]
    #: Holdings of who only acts that end within thirty days.
    ending: tuple[HoldingRow, ...]
    examples: int
    #: Days of this year and the next nobody has confirmed.
    unconfirmed: dict[int, int]


@dataclass(frozen=True, slots=True)
class Staff:
    """One person in the list, with what is held today."""

    row: PersonLine
    holdings: tuple[HoldingRow, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person with everything held, past and to come."""

    row: PersonLine
    holdings: tuple[HoldingRow, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Seat:
    """One position with who holds it today."""

    row: PositionRow
    unit_name: str
    holders: tuple[HoldingRow, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class PositionPage:
    """One position with everybody who held it or will."""

    seat: Seat
    holdings: tuple[HoldingRow, ...]
    below: tuple[PositionRow, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A time in the coming year in which nobody holds a position; `until` None where no end is in sight."""

    row: PositionRow
    unit_name: str
    since: date
    until: date | None
    last: HoldingRow | None
    waiting: int


def overview(world: World, actor: Actor) -> Overview:
    """Counts, and what runs out."""
    rights.may_administer(actor)
    day = today(world)
    with world.database.reading() as db:
        ending = [
            row
            for row in people.held(db)
            if row.capacity != "definitif"
            and row.until_on
            and day <= row.until_on <= day + SOON
            and row.from_on <= row.until_on
        ]
        examples = sum(row.status == "contoh" for row in parameters.in_force(db, day).values())
        unconfirmed = {year: 0 for year in (day.year, day.year + 1)}
        for row in calendar.holidays(db):
            if row.day.year in unconfirmed and row.status != "verified":
                unconfirmed[row.day.year] += 1
        return Overview(staffing.figures(db, day), tuple(sorted(ending, key=_ends)), examples, unconfirmed)


def staff(world: World, actor: Actor, text: str = "", offset: int = 0) -> tuple[tuple[Staff, ...], int]:
    """People by name with what they hold today, and where the next page begins (0 for none)."""
    rights.may_administer(actor)
    day = today(world)
    with world.database.reading() as db:
        rows = staffing.people(db, text, limit=PAGE + 1, offset=offset)
        held = [row for row in people.held(db) if is_on(row, day)]
    lines = tuple(Staff(row, tuple(one for one in held if one.person_id == row.id)) for row in rows[:PAGE])
    return lines, offset + PAGE if len(rows) > PAGE else 0


def person(world: World, actor: Actor, person_id: Id) -> PersonPage:
    """One person; NotFound person.unknown."""
    rights.may_administer(actor)
    with world.database.reading() as db:
        row = staffing.one(db, person_id)
        if row is None:
            raise NotFound("person.unknown", "Expected a person of the office, but there is none")
        return PersonPage(row, tuple(people.held(db, person_id)), today(world))


def units(world: World, actor: Actor) -> tuple[UnitRow, ...]:
    """Every unit, by code."""
    rights.may_administer(actor)
    with world.database.reading() as db:
        return tuple(people.units(db))


def seats(world: World, actor: Actor, unit_code: str = "") -> tuple[Seat, ...]:
    """Every position, of one unit where given."""
    rights.may_administer(actor)
    with world.database.reading() as db:
        return tuple(one for one in _seats(db, today(world)) if unit_code in ("", one.row.unit))


def position(world: World, actor: Actor, code: str) -> PositionPage:
    """One position; NotFound position.unknown."""
    rights.may_administer(actor)
    day = today(world)
    with world.database.reading() as db:
        every = _seats(db, day)
        found = next((one for one in every if one.row.code == code), None)
        if found is None:
            raise NotFound("position.unknown", "Expected a position, but there is none by that name")
        below = tuple(one.row for one in every if one.row.superior == code)
        return PositionPage(found, tuple(people.held(db, position_code=code)), below, day)


def vacancies(world: World, actor: Actor) -> tuple[Vacancy, ...]:
    """Every gap of the coming year, the earliest first."""
    rights.may_administer(actor)
    day = today(world)
    with world.database.reading() as db:
        every = _seats(db, day)
        held = people.held(db)
    found = [gap for seat in every for gap in _gaps(seat, [row for row in held if row.position == seat.row.code], day)]
    return tuple(sorted(found, key=lambda gap: (gap.since, gap.row.code)))


def is_on(row: HoldingRow, day: date) -> bool:
    """True where a holding is in force on a day."""
    return row.from_on <= day and (row.until_on is None or row.until_on >= day)


def _seats(db: Connection, day: date) -> list[Seat]:
    named = {unit.code: unit.name for unit in people.units(db)}
    held = [row for row in people.held(db) if is_on(row, day)]
    rows = people.positions(db)
    addresses = {f"position:{row.code}" for row in rows}
    waiting = staffing.waiting(db, addresses)
    return [
        Seat(
            row,
            named.get(row.unit, row.unit),
            tuple(one for one in held if one.position == row.code),
            waiting.get(f"position:{row.code}", 0),
        )
        for row in rows
    ]


def _gaps(seat: Seat, held: list[HoldingRow], day: date) -> list[Vacancy]:
    """What the holdings leave open between today and a year from now."""
    last = min(day + YEAR, seat.row.closed_on) if seat.row.closed_on else day + YEAR
    gaps, since = [], day
    for row in sorted(held, key=lambda one: one.from_on):
        if row.from_on > last:
            break
        if row.until_on is not None and (row.until_on < since or row.until_on < row.from_on):
            continue
        if row.from_on > since:
            gaps.append(_gap(seat, held, since, row.from_on - timedelta(days=1)))
        if row.until_on is None:
            return gaps
        since = max(since, row.until_on + timedelta(days=1))
    return [*gaps, _gap(seat, held, since, seat.row.closed_on)] if since <= last else gaps


def _gap(seat: Seat, held: list[HoldingRow], since: date, until: date | None) -> Vacancy:
    before = [row for row in held if row.from_on < since]
    last = max(before, key=lambda row: row.until_on or date.max) if before else None
    return Vacancy(seat.row, seat.unit_name, since, until, last, seat.waiting)


def _ends(row: HoldingRow) -> date:
    return row.until_on or date.max
