"""Who may hold a position together with whom, and how long somebody may act in it (SE BKN 1/SE/I/2021)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from sqlalchemy import Connection

from engine.model.errors import Invalid
from engine.service.roster import cells
from engine.service.roster.sheet import Change, Key, Plan, Problem, Row
from engine.store import parameters
from engine.store.people import PositionRow

#: How many months a Plt may act.
LIMIT = "acting.plt.max"
FOREVER = date.max


def problems(change: Change, positions: Mapping[str, PositionRow]) -> Iterator[Problem]:
    """What is wrong with one holding by itself."""
    row = change.row
    if change.how == "same":
        return
    since, until = cells.day_of(row["from_on"]), cells.day_of(row["until_on"])
    if since and until and until < since and change.before is None:
        yield Problem(
            change.line, "until_on", Invalid("holding.period", "Expected an end after the beginning, but it is before")
        )
    if row["capacity"] != "definitif" and not row["warrant"]:
        yield Problem(
            change.line, "warrant", Invalid("holding.warrant", "Expected the number of the warrant, but it is empty")
        )
    if row["capacity"] in ("plt", "plh") and not until:
        yield Problem(
            change.line,
            "until_on",
            Invalid("holding.endless", "Expected the last day of who only acts, but it is empty"),
        )
    closed = positions[row["position"]].closed_on if row["position"] in positions else None
    if closed and since and (until or FOREVER) > closed:
        yield Problem(
            change.line,
            "position",
            Invalid("holding.closed", f"Expected a position that is open, but it closed on {closed}"),
        )


def overlaps(plan: Plan, rows: Mapping[Key, Row]) -> Iterator[Problem]:
    """Two definitive holders of one position at a time: there is only one chair."""
    by_position: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows.values():
        if row["capacity"] == "definitif":
            by_position[row["position"]].append(row)
    for change in plan.changes:
        if change.row["capacity"] != "definitif" or change.how == "same":
            continue
        for other in by_position[change.row["position"]]:
            if other is not change.row and _meet(change.row, other):
                details = {"name": other["name"] or other["nip"] or other["username"], "since": other["from_on"]}
                told = (
                    f"Expected one definitive holder at a time, but {details['name']} holds it since {details['since']}"
                )
                yield Problem(change.line, "position", Invalid("holding.overlap", told, details=details))
                break


def too_long(db: Connection, plan: Plan, rows: Mapping[Key, Row], day: date) -> Iterator[Problem]:
    """Who acts as Plt longer than the months of the legal parameter, earlier terms in one go included."""
    limit = parameters.in_force(db, day).get(LIMIT)
    months = parameters.literal(limit.value) if limit else None
    if limit is None or months is None:
        return
    for change in plan.changes:
        row = change.row
        since, until = _first(row, rows), cells.day_of(row["until_on"])
        if (
            row["capacity"] == "plt"
            and change.how != "same"
            and until
            and until >= after(since, int(cast(int, months)))
        ):
            details = {"months": str(months), "basis": limit.legal_basis, "article": limit.article}
            told = (
                f"Expected a Plt for at most {months} months ({limit.legal_basis}, {limit.article}), but it is longer"
            )
            yield Problem(change.line, "until_on", Invalid("holding.plt_long", told, details=details))


def after(day: date, months: int) -> date:
    """The same day some months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def _first(row: Row, rows: Mapping[Key, Row]) -> date:
    """When the person began to act, earlier terms that end the day before included."""
    since = date.fromisoformat(row["from_on"])
    for other in sorted(rows.values(), key=lambda one: one["from_on"], reverse=True):
        same = all(other[name] == row[name] for name in ("nip", "username", "position", "capacity"))
        until = cells.day_of(other["until_on"])
        if same and until and 0 < (since - until).days <= 1:
            since = date.fromisoformat(other["from_on"])
    return since


def _meet(one: Row, other: Row) -> bool:
    ends = [cells.day_of(row["until_on"]) or FOREVER for row in (one, other)]
    starts = [date.fromisoformat(row["from_on"]) for row in (one, other)]
    return starts[0] <= ends[1] and starts[1] <= ends[0] and all(s <= e for s, e in zip(starts, ends, strict=True))
