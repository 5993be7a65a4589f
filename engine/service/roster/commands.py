"""The one command that writes rows of the office, from a page or from a file: all of them or none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from engine.model.actor import Actor, Right
from engine.model.errors import Conflict, Invalid
from engine.model.facts import Fact
from engine.model.world import World
from engine.service.command import Command
from engine.service.env import today
from engine.service.rights import may_administer
from engine.service.roster.csvfile import Table
from engine.service.roster.law import HOLIDAYS, PARAMETERS
from engine.service.roster.organisation import POSITIONS, UNITS
from engine.service.roster.sheet import Change, Plan, Problem, Row, Sheet, WrongRows
from engine.service.roster.staff import HOLDINGS, PEOPLE
from engine.store import audit
from engine.store.unit import Unit

SHEETS: Mapping[str, Sheet] = {
    sheet.name: sheet for sheet in (UNITS, POSITIONS, PEOPLE, HOLDINGS, HOLIDAYS, PARAMETERS)
}


@dataclass(frozen=True, slots=True)
class WriteRows(Command[int]):
    """Add or change rows of one sheet; one fact for each, the reason or decree beside the first."""

    needs: ClassVar[Right] = Right.ADMINISTER
    sheet: str
    #: With the line each came from; a page's one row is line 1.
    rows: tuple[tuple[int, Row], ...]
    #: add: none may exist; change: all must; both.
    mode: str = "both"
    reason: str = ""
    #: The seal of the plan that was previewed; "" for no preview.
    seal: str = ""
    warned: bool = False

    def run(self, unit: Unit) -> int:
        """Answer how many changed; raise Invalid with a problem for each column, or Conflict sheet.changed."""
        audit.hold_office(unit.db)
        sheet = SHEETS[self.sheet]
        plan = sheet.planned(unit.db, self.rows, today(unit.world))
        if self.seal and plan.seal != self.seal:
            raise Conflict("sheet.changed", "Expected the office as it was previewed, but it has changed meanwhile")
        problems = [*plan.problems, *self._wrong_mode(plan), *([] if self.warned else plan.warnings)]
        if problems:
            raise WrongRows(problems)
        changes = [change for change in plan.changes if change.how != "same"]
        facts = [_fact(sheet, change, sheet.write(unit, change)) for change in changes]
        if sheet.settle:
            sheet.settle(unit, changes)
        unit.record(*facts, remark=self.reason.strip())
        return len(changes)

    def _wrong_mode(self, plan: Plan) -> list[Problem]:
        key = SHEETS[self.sheet].columns[0].name
        if self.mode == "add":
            there = Invalid("sheet.exists", "Expected a new row, but there is one of this name already")
            return [Problem(change.line, key, there) for change in plan.changes if change.before]
        if self.mode == "change":
            gone = Invalid("sheet.gone", "Expected a row that exists, but there is none of this name")
            return [Problem(change.line, key, gone) for change in plan.changes if change.before is None]
        return []


def preview(world: World, actor: Actor, name: str, table: Table) -> tuple[Plan, tuple[tuple[int, Row], ...]]:
    """What a file would change, and its rows for the command; nothing is written."""
    may_administer(actor)
    sheet = SHEETS[name]
    rows, problems = sheet.rows(table)
    if problems:
        return Plan(problems=problems), ()
    with world.database.reading() as db:
        return sheet.planned(db, rows, today(world)), tuple(rows)


def _fact(sheet: Sheet, change: Change, data: Mapping[str, str]) -> Fact:
    return Fact(
        f"{sheet.noun}.{change.how}", data={**data, **({"fields": list(change.fields)} if change.fields else {})}
    )
