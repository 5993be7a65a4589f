"""What is fuzzed, as functions over bytes that either end well or raise what they may: nothing else counts as well."""

import hashlib
from random import Random
from typing import Any
from uuid import UUID

from engine import bpmn, dmn, feel, runtime
from engine.feel.values import of_python
from engine.model.errors import Refused
from engine.model.pack import PackVersion
from tests.runtime.case import Case

#: Acts one accepted diagram is played for.
ACTS = 25


class Foreign:
    """A file some tool wrote, where a test draws one."""

    def __init__(self, data: bytes, process: str) -> None:
        self._data, self.process = data, process

    def version(self) -> PackVersion:
        diagram = bpmn.read(self._data)
        return PackVersion(
            id=UUID(int=0),
            pack="uji",
            number=1,
            hash=hashlib.sha256(self._data).hexdigest(),
            title_id="Uji",
            title_en="Test",
            files={"p.bpmn": self._data},
            definitions=bpmn.definitions(diagram),
            normalised={key: bpmn.normalise(diagram, key) for key in diagram.executable},
            decisions={},
        )


def read_diagram(data: bytes, seed: int = 0) -> list[str]:
    """Read, check, and where nothing is found play every process; gives the processes played."""
    try:
        diagram = bpmn.read(data)
    except Refused:
        return []
    findings = bpmn.lint(diagram)
    for finding in findings:
        assert finding.code, finding
        assert finding.message_id, finding
        assert finding.message_en, finding
    bpmn.definitions(diagram, drafts=True)
    if any(finding.severity == "error" for finding in findings):
        return []
    for process in diagram.executable:
        play(Foreign(data, process), seed)
    return list(diagram.executable)


def play(drawing: Any, seed: int) -> Case:
    """Let chance act on a case: what goes wrong inside is an incident, never an exception."""
    case, chance = Case(drawing), Random(seed)
    starts = [e for e in case.compiled.definition.elements.values() if e.kind == "startEvent" and not e.scope]
    try:
        case.start(chance.choice(starts).id if starts and starts[0].event != "none" else None)
    except Refused:
        return case
    for _ in range(ACTS):
        acts = _acts(case)
        if case.is_over or not acts:
            break
        try:
            act_of(case, *chance.choice(acts), chance=chance)
        except Refused:
            continue
    return case


def _acts(case: Case) -> list[tuple[str, int]]:
    memory = case.memory
    found = [("task", no) for no in memory.open]
    found += [("job", no) for no in memory.jobs]
    found += [("incident", no) for no in memory.incidents]
    return found + [("event", one.no) for one in map(memory.subscription, list(memory.subscriptions)) if one]


def act_of(case: Case, kind: str, number: int, *, chance: Random) -> None:
    """Carry one act out."""
    about = case.compiled, case.memory
    if kind == "task":
        offers = case.offers(number)
        if offers:
            case.apply(runtime.choose(*about, number, chance.choice(offers), case.env))
        else:
            answers = {"x": of_python(chance.randint(0, 4)), "ok": chance.random() < 0.5}
            case.apply(runtime.complete(*about, number, answers, case.env))
    elif kind == "job":
        job = case.memory.jobs.pop(number)
        if job.kind == "continue":
            case.apply(runtime.resume(*about, number, case.env))
        elif chance.random() < 0.3:
            case.apply(runtime.fail(*about, number, "GAGAL", "refused", case.env))
        else:
            case.apply(runtime.finish(*about, number, {}, case.env))
    elif kind == "incident":
        case.apply(runtime.retry(*about, number, {"x": of_python(1)}, case.env))
    else:
        _happens(case, number)


def _happens(case: Case, number: int) -> None:
    one = case.memory.subscription(number)
    if one is None:
        return
    about = case.compiled, case.memory
    if one.kind == "timer" and one.due:
        case.now = max(case.now, one.due)
        case.apply(runtime.fire(*about, number, case.env))
    elif one.kind == "message":
        case.apply(runtime.deliver(*about, number, {}, case.env))
    elif one.kind == "signal":
        case.apply(runtime.signal(*about, number, {}, case.env))


def evaluate(text: str, scope: dict[str, Any], env: feel.Env, *, unary: bool = False) -> object:
    """Compile and run FEEL: a syntax error with its place, a value, or the budget."""
    try:
        return feel.compile(text, unary=unary, names=scope).run(scope, env).value
    except feel.FeelSyntaxError as error:
        return f"{error.line}:{error.column}"
    except feel.FeelBudgetError:
        return None


def decide(data: bytes, scope: dict[str, Any], env: feel.Env) -> list[str]:
    """Read a table, check it, and make every decision of it that can be made; gives their ids."""
    try:
        model = dmn.read(data)
    except Refused:
        return []
    findings = dmn.lint(model)
    if any(finding.severity == "error" for finding in findings):
        return []
    for name in model.decisions:
        try:
            dmn.decide(model, name, scope, env)
        except (dmn.DecisionFailed, feel.FeelBudgetError):
            continue
    return list(model.decisions)
