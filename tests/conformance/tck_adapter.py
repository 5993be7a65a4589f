"""The product as the DMN compatibility kit sees it: one decision, decided by the engine that runs offices.

Used by the kit's own judge: `PYTHONPATH=tests/conformance run_tck.py --adapter tck_adapter:Tata`.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine import dmn
from engine.feel import Env, codec
from engine.feel.values import Date, DateTime, DaysTime, Range, Time, YearsMonths
from engine.model.state import Value

#: The kit's moment does not matter: no case of it reads the clock.
ENV = Env(datetime(2026, 11, 2, 1, tzinfo=UTC), zone="UTC")
CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "dmn-tck" / "TestCases"

Tagged = Mapping[str, Any]


class Tata:
    """Evaluates one case: `evaluate(suite, case)` as the judge calls it."""

    name = "tatalaksana"

    def evaluate(self, suite: Mapping[str, Any], case: Mapping[str, Any]) -> Tagged:
        """Decide the case's result node; raises where it cannot be decided."""
        model = _model(suite["level"], suite["suite"], suite["model"], tuple(suite["models"]))
        scope = {one["name"]: value(one["v"]) for one in case["inputs"]}
        if case["type"] == "decisionService":
            return tagged(self._served(model, case, scope))
        decision = next(d for d in model.decisions.values() if case["node"] in (d.name, d.variable, d.id))
        return tagged(dmn.decide(model, decision.id or decision.name, scope, ENV).value)

    def _served(self, model: dmn.Model, case: Mapping[str, Any], scope: Mapping[str, Value]) -> Value:
        service = next(s for s in model.services.values() if s.name == case["invocable"])
        found = dmn.serve(model, service.id, scope, ENV).value
        return found[case["node"]] if len(service.outputs) > 1 and isinstance(found, dict) else found


@lru_cache(maxsize=8)
def _model(level: str, suite: str, name: str, names: tuple[str, ...]) -> dmn.Model:
    folder = CORPUS / level / suite
    files = {one: (folder / one).read_bytes() for one in names if (folder / one).is_file()}
    others = {dmn.namespace(data): data for one, data in files.items() if one != name}
    return dmn.read(files[name], others=others)


def value(given: Tagged | None) -> Value:
    """A FEEL value from the kit's notation."""
    if given is None or given["t"] == "null" or given.get("v") is None:
        return None
    kind, held = given["t"], given["v"]
    if kind == "list":
        return [value(item) for item in held]
    if kind == "context":
        return {name: value(item) for name, item in held.items()}
    return _PLAIN[kind](held)


def _duration(text: str) -> Value:
    return YearsMonths.parse(text) or DaysTime.parse(text)


_PLAIN: Mapping[str, Any] = {
    "string": str,
    "decimal": Decimal,
    "boolean": lambda text: text in (True, "true"),
    "date": Date.parse,
    "time": Time.parse,
    "dateTime": DateTime.parse,
    "duration": _duration,
}


def tagged(found: Value) -> Tagged:
    """A FEEL value in the kit's notation."""
    if found is None:
        return {"t": "null"}
    if isinstance(found, list):
        return {"t": "list", "v": [tagged(item) for item in found]}
    if isinstance(found, dict):
        return {"t": "context", "v": {name: tagged(item) for name, item in found.items()}}
    if isinstance(found, Range):
        return {"t": "range", "v": codec.encode(found)}
    return _scalar(found)


def _scalar(found: Value) -> Tagged:
    if isinstance(found, bool):
        return {"t": "boolean", "v": str(found).lower()}
    if isinstance(found, Decimal):
        return {"t": "decimal", "v": str(found)}
    kinds = {
        str: "string",
        Date: "date",
        Time: "time",
        DateTime: "dateTime",
        DaysTime: "duration",
        YearsMonths: "duration",
    }
    return {"t": kinds.get(type(found), "function"), "v": str(found)}
