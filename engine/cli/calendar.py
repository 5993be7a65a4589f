"""The office's calendar: closed days, and what closing or opening one moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from engine.app import App, build, ready
from engine.cli.console import say, stop
from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.hours import AddHoliday, RemoveHoliday
from engine.service.views import law
from engine.settings import Settings

app = typer.Typer(help="Closed days and the deadlines they move", no_args_is_help=True)

Day = Annotated[datetime, typer.Argument(metavar="DAY", formats=["%Y-%m-%d"], help="2026-12-24")]
Decree = Annotated[str, typer.Option(help="The decree that says so")]


@app.command("list")
def listed(year: Annotated[int, typer.Argument(help="2026")]) -> None:
    """List the closed days of a year."""
    with _office() as office:
        found = law.year(office.world, ENGINE, year)
    if found.year != year:
        stop(f"Expected a year from 2000 to 2100, but got {year}")
    for row in found.rows:
        say(f"{row.day}  {row.kind:<12} {row.name}  {row.legal_basis}")
    say(f"{found.working_days} working days in {year}")


@app.command("preview")
def preview(day: Day) -> None:
    """Say what closing a day, or opening a closed one, would move; change nothing."""
    with _office() as office:
        found = law.effect(office.world, ENGINE, day.date())
    for row in found.rows:
        due, to = (f"{moment.astimezone(ZoneInfo(row.zone)):%Y-%m-%d %H:%M}" for moment in (row.due, row.to))
        say(f"{row.number}  {row.name}: {due} -> {to}")
    least = "at least " if found.is_part else ""
    act = "Opening" if found.was_closed else "Closing"
    say(f"{act} {found.day} moves {least}{found.tasks} tasks and {found.timers} timers")


@app.command("close")
def close(
    day: Day,
    name: Annotated[str, typer.Option(help="What the day is called")],
    decree: Decree,
    kind: Annotated[str, typer.Option(help="national, joint_leave or local")] = "local",
) -> None:
    """Close the office on a day; a running server counts the open deadlines again."""
    with _office() as office:
        execute(AddHoliday(day.date(), name, kind, decree), world=office.world, actor=ENGINE)
    say(f"{day.date()} is closed; open deadlines follow")


@app.command("open")
def reopen(day: Day, decree: Decree) -> None:
    """Let the office be open on a closed day again; a running server counts the open deadlines again."""
    with _office() as office:
        execute(RemoveHoliday(day.date(), decree), world=office.world, actor=ENGINE)
    say(f"{day.date()} is open; open deadlines follow")


@contextmanager
def _office() -> Iterator[App]:
    office = build(Settings())
    try:
        ready(office.store)
        yield office
    finally:
        office.close()
