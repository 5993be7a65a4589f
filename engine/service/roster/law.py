"""The sheets of the calendar and of the legal parameters."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from engine.model.errors import Invalid
from engine.service.roster import cells
from engine.service.roster.sheet import Change, Column, Key, Plan, Problem, Row, Sheet
from engine.store import calendar, parameters, recounts
from engine.store.unit import Unit

STATUS = cells.one_of("verified", "contoh")
DAY_TYPES = cells.one_of("working", "calendar", "calendar_end_on_working_time")


def holiday_rows(db: Connection) -> Mapping[Key, Row]:
    """Every closed day as a row."""
    return {
        (row.day.isoformat(),): {
            "day": row.day.isoformat(),
            "name": row.name,
            "kind": row.kind,
            "legal_basis": row.legal_basis,
            "status": row.status,
        }
        for row in calendar.holidays(db)
    }


def check_holidays(_: Connection, plan: Plan, __: date) -> None:
    """A day that is vouched for names the decree that says so."""
    for change in plan.changes:
        if change.row["status"] == "verified" and not change.row["legal_basis"]:
            told = Invalid("sheet.decree", "Expected the decree of a confirmed day, but it is empty")
            plan.problems.append(Problem(change.line, "legal_basis", told))


def write_holiday(unit: Unit, change: Change) -> Mapping[str, str]:
    """Write one closed day."""
    row = change.row
    calendar.add(unit, date.fromisoformat(row["day"]), row["name"], row["kind"], row["legal_basis"], row["status"])
    return {"day": row["day"], "status": row["status"]}


def settle_holidays(unit: Unit, changes: list[Change]) -> None:
    """Let open deadlines be counted over days that are closed now."""
    for change in changes:
        if change.before is None:
            act = {"act": "holiday.added", "day": change.row["day"], "name": change.row["name"]}
            recounts.ask(unit, act)


def parameter_rows(db: Connection) -> Mapping[Key, Row]:
    """Every value of every parameter as a row."""
    names = [column.name for column in PARAMETERS.columns]
    rows = [{name: cells.written(getattr(row, name)) for name in names} for row in parameters.every(db)]
    return {(row["key"], row["valid_from"]): row for row in rows}


def check_parameters(_: Connection, plan: Plan, __: date) -> None:
    """History stays: a value in force is never overwritten, it is followed by another with a later day."""
    for change in plan.changes:
        row = change.row
        if set(change.fields) - {"status"}:
            told = Invalid(
                "parameter.history", "Expected a new day of validity, but there is a value of this day already"
            )
            plan.problems.append(Problem(change.line, change.fields[0], told))
        elif "status" in change.fields and row["status"] == "contoh":
            told = Invalid(
                "parameter.confirmed", "Expected a value somebody vouched for to stay so, but it becomes an example"
            )
            plan.problems.append(Problem(change.line, "status", told))
        if row["status"] == "verified" and change.how != "same" and not row["legal_basis"]:
            told = Invalid("sheet.decree", "Expected the legal basis of a confirmed value, but it is empty")
            plan.problems.append(Problem(change.line, "legal_basis", told))
        if row["valid_to"] and row["valid_to"] < row["valid_from"]:
            told = Invalid("holding.period", "Expected an end after the beginning, but it is before")
            plan.problems.append(Problem(change.line, "valid_to", told))


def write_parameter(unit: Unit, change: Change) -> Mapping[str, str]:
    """Write one value, or vouch for one."""
    row: dict[str, Any] = {**change.row}
    since = date.fromisoformat(row["valid_from"])
    if change.before is None:
        row |= {"valid_from": since, "valid_to": cells.day_of(row["valid_to"])}
        parameters.add(unit, **row)
    if row["status"] == "verified":
        parameters.confirm(unit, row["key"], since)
    return {"key": row["key"], "valid_from": change.row["valid_from"], "status": row["status"]}


HOLIDAYS = Sheet(
    name="holidays",
    noun="holiday",
    columns=(
        Column("day", "tanggal", cells.day, required=True),
        Column("name", "nama", cells.text, required=True),
        Column("kind", "jenis", cells.one_of("national", "joint_leave", "local"), default="national"),
        Column("legal_basis", "dasar hukum", cells.text),
        Column("status", "status", STATUS, default="contoh"),
    ),
    key=lambda row: (row["day"],),
    current=holiday_rows,
    check=check_holidays,
    write=write_holiday,
    settle=settle_holidays,
)

PARAMETERS = Sheet(
    name="parameters",
    noun="parameter",
    columns=(
        Column("key", "kunci", cells.key, required=True),
        Column("value", "nilai", cells.literal, required=True),
        Column("unit", "satuan", cells.text),
        Column("day_type", "jenis hari", DAY_TYPES),
        Column("legal_basis", "dasar hukum", cells.text),
        Column("article", "pasal", cells.text),
        Column("valid_from", "berlaku sejak", cells.day, required=True),
        Column("valid_to", "berlaku sampai", cells.day),
        Column("status", "status", STATUS, default="contoh"),
        Column("label_id", "keterangan", cells.text),
    ),
    key=lambda row: (row["key"], row["valid_from"]),
    current=parameter_rows,
    check=check_parameters,
    write=write_parameter,
)
