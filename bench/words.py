"""What one condition and one decision cost, warm: CPU microseconds in process."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.dmn.parser import BpmnDmnParser

from engine import dmn, feel

NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)
CONDITION = 'nilai > 1000000 and unit = "DKOM"'
THEIRS = 'nilai > 1000000 and unit == "DKOM"'


def cost(act: Callable[[], object], times: int = 2_000, rounds: int = 7) -> float:
    """CPU microseconds of one act: the least of some rounds, since only disturbance makes a round dearer."""
    for _ in range(50):
        act()
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        for _ in range(times):
            act()
        taken.append((time.process_time() - begun) / times * 1e6)
    return min(taken)


def condition() -> float:
    """A condition over two variables."""
    program, env = feel.compile(CONDITION), feel.Env(now=NOW)
    scope = {"nilai": Decimal(2_000_000), "unit": "DKOM"}
    assert program.run(scope, env).value is True
    return cost(lambda: program.run(scope, env), 20_000)


def condition_of_peer() -> float:
    """The peer's condition is Python, evaluated from its text each time."""
    engine = PythonScriptEngine()

    class Task:
        data: dict[str, Any] = {"nilai": 2_000_000, "unit": "DKOM"}  # noqa: RUF012 - read only

    assert engine.evaluate(Task, THEIRS) is True
    return cost(lambda: engine.evaluate(Task, THEIRS), 2_000)


def table(rules: int, *, ours: bool) -> bytes:
    """A table over an amount and a unit, one range for each rule."""
    rows = []
    for number in range(rules):
        low, high = number * 1000, (number + 1) * 1000
        amount = f"[{low}..{high})" if ours else f"{low} <= ? < {high}"
        rows.append(
            f'<rule id="r{number}"><inputEntry id="a{number}"><text>{_escaped(amount)}</text></inputEntry>'
            f'<inputEntry id="b{number}"><text>"DKOM"</text></inputEntry>'
            f'<outputEntry id="c{number}"><text>"jalur{number}"</text></outputEntry></rule>'
        )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="b" id="d" name="d">'
        '<decision id="jalur" name="jalur"><variable name="jalur"/>'
        '<decisionTable id="t" hitPolicy="FIRST"><input id="i1"><inputExpression typeRef="number"><text>nilai</text>'
        '</inputExpression></input><input id="i2"><inputExpression typeRef="string"><text>unit</text>'
        f'</inputExpression></input><output id="o" name="jalur" typeRef="string"/>{"".join(rows)}</decisionTable>'
        "</decision></definitions>"
    ).encode()


def decision(rules: int) -> float:
    """A decision whose last rule but one holds."""
    model, env = dmn.read(table(rules, ours=True)), feel.Env(now=NOW)
    scope = {"nilai": Decimal((rules - 1) * 1000 - 1), "unit": "DKOM"}
    assert dmn.decide(model, "jalur", scope, env).value == f"jalur{rules - 2}"
    return cost(lambda: dmn.decide(model, "jalur", scope, env))


def decision_of_peer(rules: int) -> float:
    """The same table in the peer's engine."""
    parser = BpmnDmnParser()
    parser.add_dmn_xml(etree.fromstring(table(rules, ours=False)))
    engine, scripts = parser.get_engine("jalur", None), PythonScriptEngine()

    class TheirWorkflow:
        script_engine = scripts

    class Task:
        data: dict[str, Any] = {"nilai": (rules - 1) * 1000 - 1, "unit": "DKOM"}  # noqa: RUF012 - read only
        workflow = TheirWorkflow

    assert engine.result(Task) == {"jalur": f"jalur{rules - 2}"}
    return cost(lambda: engine.result(Task), 20, 3)


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;")
