"""Making a decision: what it requires first, then its own table or expression."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.dmn.coerce import coerce
from engine.dmn.errors import DecisionFailed
from engine.dmn.model import Context, Decision, Literal, Logic, Model, Table
from engine.dmn.run import Run, compiled
from engine.dmn.table import evaluate, prepare
from engine.dmn.texts import texts
from engine.feel import Env, Program
from engine.model.state import Value


@dataclass(frozen=True, slots=True)
class Outcome:
    """The value, and for the audit trail the rules behind it: `decision/rule`, required decisions first."""

    value: Value
    rules: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def decide(model: Model, decision_id: str, scope: Mapping[str, Value], env: Env) -> Outcome:
    """Evaluate a decision over `scope` (read lazily, by name); raise DecisionFailed where it cannot be made."""
    run = Run(env)
    rules: list[str] = []
    results: dict[str, Value] = {}
    for decision in order(model, decision_id):
        value, matched = _decision(model, decision, _visible(model, decision, results, scope), run)
        results[decision.id] = value
        rules += [f"{decision.id}/{rule}" for rule in matched]
    return Outcome(results[decision_id], tuple(rules), tuple(run.warnings))


def order(model: Model, decision_id: str) -> list[Decision]:
    """The decision after everything it requires; DecisionFailed for an unknown one or a circle (DMN 1.5 §6.3.6)."""
    done: dict[str, Decision] = {}
    path: dict[str, None] = {}
    stack = [decision_id]
    while stack:
        decision = model.decisions.get(stack[-1])
        if decision is None:
            raise DecisionFailed("dmn.unknown", f"Expected decision {stack[-1]} in the model, but it has none.")
        path[decision.id] = None
        open_ = [need for need in decision.requires if need not in done and need not in model.inputs]
        if any(need in path for need in open_):
            raise DecisionFailed("dmn.cycle", f"Expected no circle of requirements, but {decision.id} is in one.")
        if open_:
            stack.append(open_[0])
            continue
        done[decision.id] = decision
        del path[stack.pop()]
    return list(done.values())


def names(model: Model, decision_id: str) -> tuple[str, ...]:
    """The variables a decision (with all it requires) reads from the scope, in order of appearance."""
    found: dict[str, None] = {}
    for decision in order(model, decision_id):
        made = {model.decisions[need].variable for need in decision.requires if need in model.decisions}
        for written in texts(decision.logic):
            program = compiled(written.text, written.unary, model.names | set(written.local), written.place)
            inner = made | {*written.local, "?"}
            found.update(dict.fromkeys(name for name in program.free if name not in inner))
    return tuple(found)


def _visible(
    model: Model, decision: Decision, results: Mapping[str, Value], scope: Mapping[str, Value]
) -> Mapping[str, Value]:
    required = {model.decisions[need].variable: results[need] for need in decision.requires if need in results}
    typed = {
        item.variable: coerce(scope[item.variable], item.type)
        for item in (model.inputs[need] for need in decision.requires if need in model.inputs)
        if item.type and item.variable in scope
    }
    return ChainMap({**typed, **required}, scope)  # type: ignore[arg-type]


def _decision(model: Model, decision: Decision, scope: Mapping[str, Value], run: Run) -> tuple[Value, tuple[str, ...]]:
    if decision.knowledge:
        raise DecisionFailed("dmn.knowledge", f"Expected no knowledge model, but {decision.id} requires one.")
    if decision.logic is None:
        raise DecisionFailed("dmn.no_logic", f"Expected a table or expression in {decision.id}, but there is none.")
    value, rules = _logic(decision.logic, scope, _Place(model, decision.id, run))
    return coerce(value, decision.type), rules


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a model an evaluation is, and the names FEEL must know there."""

    model: Model
    path: str
    run: Run
    local: frozenset[str] = frozenset()

    def compiled(self, text: str, unary: bool) -> Program:
        return compiled(text, unary, self.model.names | self.local, f"{self.path}: {text}")

    def inside(self, name: str, local: frozenset[str]) -> "_Place":
        return replace(self, path=f"{self.path}.{name}", local=self.local | local)


def _logic(logic: Logic, scope: Mapping[str, Value], place: _Place) -> tuple[Value, tuple[str, ...]]:
    if isinstance(logic, Table):
        if place.path not in place.model.prepared:
            place.model.prepared[place.path] = prepare(logic, place.compiled)
        return evaluate(place.model.prepared[place.path], scope, place.run)
    if isinstance(logic, Literal):
        return place.run.value(place.compiled(logic.text, False), scope, place.path), ()
    if isinstance(logic, Context):
        return _context(logic, scope, place)
    raise DecisionFailed(
        "dmn.unsupported", f"Expected a table, expression or context, but {place.path} has {logic.kind}."
    )


def _context(context: Context, scope: Mapping[str, Value], place: _Place) -> tuple[Value, tuple[str, ...]]:
    entries: dict[str, Value] = {}
    inner = ChainMap(entries, scope)  # type: ignore[arg-type]
    rules: tuple[str, ...] = ()
    for name, logic in context.entries:
        value, matched = _logic(logic, inner, place.inside(name, frozenset(entries)))
        rules += matched
        if not name:
            return value, rules
        entries[name] = value
    return entries, rules
