"""Move a played case to another drawing, as the store does: rows under new names, or nothing at all."""

from typing import Any

from engine import runtime
from engine.model.findings import Severity
from engine.runtime.move_plan import Plan, Renaming
from engine.runtime.move_state import Snapshot
from tests.runtime.case import Case
from tests.runtime.drawing import Drawing
from tests.runtime.memory import _text


def snapshot(case: Case) -> Snapshot:
    memory = case.memory
    return Snapshot(
        tokens=[one for one in map(memory.token, list(memory.tokens)) if one],
        scopes=[one for one in map(memory.scope, list(memory.scopes)) if one],
        counters=dict(memory.counts),
        subscriptions=[one for one in map(memory.subscription, list(memory.subscriptions)) if one],
    )


def plan(case: Case, to: Drawing, renew: tuple[str, ...] = (), **renamed: str) -> Plan:
    target = runtime.compile(to.version(), to.process)
    return Plan(case.compiled, target, Renaming(renamed, frozenset(renew)))


def judged(case: Case, to: Drawing, renew: tuple[str, ...] = (), **renamed: str) -> runtime.Move:
    return runtime.move(plan(case, to, renew, **renamed), snapshot(case), case.memory, case.env)


def refusals(case: Case, to: Drawing, renew: tuple[str, ...] = (), **renamed: str) -> list[tuple[str, str]]:
    """The reasons against a move; asking changes no row."""
    before = rows(case)
    found = judged(case, to, renew, **renamed)
    assert rows(case) == before
    assert found.refused == any(one.severity is Severity.ERROR for one in found.findings)
    return [(one.code, one.element) for one in found.findings if one.severity is Severity.ERROR]


def move(case: Case, to: Drawing, renew: tuple[str, ...] = (), **renamed: str) -> list[tuple[str, str]]:
    """Move the case, which must be possible; what is worth telling."""
    carried(case, plan(case, to, renew, **renamed))
    return case.told  # type: ignore[attr-defined,no-any-return]


def carried(case: Case, by: Plan) -> bool:
    """Move the case where it can be; False leaves it as it was."""
    found = runtime.move(by, snapshot(case), case.memory, case.env)
    case.told = [(one.code, one.element) for one in found.findings]  # type: ignore[attr-defined]
    if found.step is None:
        return False
    case.apply(found.step)
    for number, row in found.renamed.items():
        case.memory.subscriptions[number] = _text(row)
    _rename(case.memory.open, by)
    _rename(case.memory.jobs, by)
    _rename(case.memory.incidents, by)
    case.compiled = by.target
    return True


def _rename(rows: dict[int, Any], by: Plan) -> None:
    for number, row in rows.items():
        fields = {name: getattr(row, name) for name in row.__slots__}
        rows[number] = type(row)(**{**fields, "element": by.element(row.element) or row.element})


def rows(case: Case) -> object:
    """Everything that is stored of a case, as text."""
    memory = case.memory
    parts = (memory.tokens, memory.scopes, memory.counts, memory.subscriptions, memory.values, memory.open, memory.jobs)
    return [dict(part) for part in parts], list(memory.facts), memory.next_no
