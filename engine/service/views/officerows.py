"""The organisation of this office as rows of text, without its people: what a rehearsal is played against."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from engine.model.world import World
from engine.store import calendar, parameters, people
from engine.store.people import UnitRow

Row = Mapping[str, str]


def office_rows(world: World) -> Mapping[str, Sequence[Row]]:
    """Units (parents first), positions, holidays and parameters, in the columns of the office's data files."""
    with world.database.reading() as db:
        units, positions = people.units(db), people.positions(db)
        days, values = calendar.holidays(db), parameters.every(db)
    return {
        "units": [
            {"code": one.code, "name": one.name, "kind": one.kind, "parent": one.parent or "", "zone": one.zone}
            for one in _parents_first(units)
        ],
        "positions": [
            {
                "code": one.code,
                "title": one.title,
                "unit": one.unit,
                "roles": ";".join(one.roles),
                "superior": one.superior or "",
                "rights": ";".join(one.rights),
            }
            for one in positions
        ],
        "holidays": [
            {"day": _day(one.day), "name": one.name, "kind": one.kind, "legal_basis": one.legal_basis}
            | {"status": one.status}
            for one in days
        ],
        "parameters": [
            {"key": one.key, "value": one.value, "unit": one.unit, "day_type": one.day_type}
            | {"legal_basis": one.legal_basis, "article": one.article, "label_id": one.label_id}
            | {"valid_from": _day(one.valid_from), "valid_to": _day(one.valid_to), "status": one.status}
            for one in values
        ],
    }


def _parents_first(units: Iterable[UnitRow]) -> list[UnitRow]:
    waiting, done, ordered = list(units), {""}, []
    while waiting:
        ready = [one for one in waiting if (one.parent or "") in done] or waiting
        ordered += ready
        done |= {one.code for one in ready}
        waiting = [one for one in waiting if one.code not in done]
    return ordered


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
