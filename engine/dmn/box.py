"""Evaluating boxed expressions (DMN 1.5 §10.3.2.13 gives each its meaning in FEEL)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from engine.dmn.errors import DecisionFailed
from engine.dmn.fitting import fit, fitting, limits
from engine.dmn.model import (
    Conditional,
    Context,
    Filter,
    FunctionOf,
    Invocation,
    Iteration,
    ListOf,
    Literal,
    Logic,
    Model,
    Relation,
    Table,
    Typed,
    Unsupported,
)
from engine.dmn.parts import is_path
from engine.dmn.run import Over, Run, compiled, shown
from engine.dmn.table import evaluate as decide_table
from engine.dmn.table import prepare
from engine.feel import Program, compile
from engine.feel.run import Run as FeelRun
from engine.feel.types import MISFIT
from engine.feel.values import Function, Value

Scope = Mapping[str, Value]

#: What FEEL iterates over: lists, ranges, a single value.
_ITEMS = compile("for item in source return item")


@dataclass(slots=True)
class Place:
    """Where in a model an evaluation is, the names FEEL must know there, and the rules used so far. Never changed."""

    model: Model
    path: str
    run: Run
    rules: list[str]
    local: frozenset[str] = frozenset()

    def compiled(self, text: str, unary: bool) -> Program:
        """One text of this place."""
        return compiled(text, unary, self.model.names | self.local, f"{self.path}: {text}", self.model.dialect)

    def inside(self, name: str, *local: str) -> "Place":
        """A part of this place, with the names it sees beside."""
        return replace(self, path=f"{self.path}.{name}", local=self.local | {one for one in local if not is_path(one)})


def evaluate(logic: Logic, scope: Scope, place: Place) -> Value:
    """The value of a boxed expression; DecisionFailed where it cannot be found."""
    return _BOXES[type(logic)](logic, scope, place)


def over(names: Mapping[str, Value], scope: Scope) -> Scope:
    """A scope with names before it."""
    return Over(names, scope)


def _table(logic: Table, scope: Scope, place: Place) -> Value:
    if place.path not in place.model.prepared:
        place.model.prepared[place.path] = prepare(logic, place.compiled, limits(place.model))
    value, rules = decide_table(place.model.prepared[place.path], scope, place.run)
    place.rules.extend(rules)
    return value


def _literal(logic: Literal, scope: Scope, place: Place) -> Value:
    return place.run.value(place.compiled(logic.text, False), scope, place.path)


def _typed(logic: Typed, scope: Scope, place: Place) -> Value:
    return fit(evaluate(logic.logic, scope, place), logic.type, place.model, place.run, place.path)


def _context(logic: Context, scope: Scope, place: Place) -> Value:
    entries: dict[str, Value] = {}
    inner = Over(entries, scope)
    for name, entry in logic.entries:
        value = evaluate(entry, inner, place.inside(name or "result", *entries, name))
        if not name:
            return value
        entries[name] = inner[name] = place.run.feel.bear(value)
    return entries


def _invocation(logic: Invocation, scope: Scope, place: Place) -> Value:
    target = evaluate(logic.called, scope, place.inside("called"))
    if not isinstance(target, Function):
        place.run.warn(place.path, "Expected a function to invoke, but there is none; null is used.")
        return None
    given = {name: evaluate(bound, scope, place.inside(name)) for name, bound in logic.bindings}
    unknown = [name for name in given if name not in target.parameters]
    if unknown or any(name not in given for name in target.parameters[: target.required]):
        place.run.warn(place.path, f"Expected the parameters {', '.join(target.parameters)}, but they differ.")
        return None
    return target.call(place.run.feel, [given.get(name) for name in target.parameters])


def function(logic: FunctionOf, scope: Scope, place: Place, *, name: str = "function", result: str = "") -> Function:
    """A function value; what it is given is fitted to its parameters, and its value to `result`."""
    names = tuple(parameter.name for parameter in logic.parameters)
    body = place.inside("body", *names)

    def call(feel: FeelRun, given: list[Value]) -> Value:
        if logic.kind not in ("", "FEEL"):
            place.run.warn(place.path, f"Expected a function in FEEL, but it is in {logic.kind}; null is used.")
            return None
        fitted = {
            p.name: fitting(value, p.type, place.model, place.run) if p.type else value
            for p, value in zip(logic.parameters, given, strict=True)
        }
        if any(value is MISFIT for value in fitted.values()):
            place.run.warn(place.path, "Expected arguments of the declared types, but they differ; null is used.")
            return None
        feel.enter()
        try:
            value = evaluate(logic.body, over(_nested(fitted), scope), body)
            return fit(value, result, place.model, place.run, place.path)
        finally:
            feel.calls -= 1

    return Function(name, names, call, len(names))


def _nested(given: Mapping[str, Value]) -> dict[str, Value]:
    """Parameters by name; one named as a path is also a member of a context."""
    found: dict[str, Value] = dict(given)
    for name, value in given.items():
        holder, _, member = name.rpartition(".")
        if holder:
            inner = found.get(holder)
            found[holder] = {**(inner if isinstance(inner, dict) else {}), member: value}
    return found


def _function(logic: FunctionOf, scope: Scope, place: Place) -> Value:
    return function(logic, scope, place)


def _list(logic: ListOf, scope: Scope, place: Place) -> Value:
    return [evaluate(item, scope, place.inside(str(number))) for number, item in enumerate(logic.items, 1)]


def _relation(logic: Relation, scope: Scope, place: Place) -> Value:
    return [
        {
            column: evaluate(cell, scope, place.inside(f"{number}.{column}"))
            for column, cell in zip(logic.columns, row, strict=False)
        }
        for number, row in enumerate(logic.rows, 1)
    ]


def _conditional(logic: Conditional, scope: Scope, place: Place) -> Value:
    condition = evaluate(logic.condition, scope, place.inside("if"))
    if condition is True:
        return evaluate(logic.then, scope, place.inside("then"))
    if condition is False or condition is None:
        return evaluate(logic.otherwise, scope, place.inside("else"))
    return _no_boolean(condition, place)


def _no_boolean(value: Value, place: Place) -> Value:
    place.run.warn(place.path, f"Expected true or false, but it is {shown(value)[:200]}; null is used.")
    return None


def _filter(logic: Filter, scope: Scope, place: Place) -> Value:
    source = evaluate(logic.source, scope, place.inside("in"))
    items = source if isinstance(source, list) else [] if source is None else [source]
    inner = place.inside("match", "item")
    kept = []
    for item in items:
        place.run.feel.charge(1)
        members = item if isinstance(item, dict) else {}
        found = evaluate(logic.match, over({"item": item, **members}, scope), inner)
        if isinstance(found, Decimal):
            return _at(items, int(found))
        if found is True:
            kept.append(item)
        elif found is not False and found is not None:
            return _no_boolean(found, place)
    return kept


def _at(items: list[Value], index: int) -> Value:
    """The item at a place counted from 1, or from the end below 0."""
    place = index - 1 if index > 0 else len(items) + index
    return items[place] if 0 <= place < len(items) and index else None


def _iteration(logic: Iteration, scope: Scope, place: Place) -> Value:
    source = evaluate(logic.source, scope, place.inside("in"))
    items = place.run.value(_ITEMS, {"source": source}, place.path)
    if not isinstance(items, list):
        return None
    inner = place.inside(logic.kind, logic.variable, "partial")
    found: list[Value] = []
    for item in items:
        place.run.feel.charge(1 + len(found) // 100)
        found.append(
            place.run.feel.bear(
                evaluate(logic.body, over({logic.variable: item, "partial": list(found)}, scope), inner)
            )
        )
    return found if logic.kind == "for" else _quantified(found, logic.kind == "every", place)


def _quantified(found: list[Value], every: bool, place: Place) -> Value:
    """Three-valued: one answer decides, null leaves it open; anything else is a misuse."""
    decisive = not every
    misuse = next((value for value in found if not isinstance(value, bool) and value is not None), None)
    if misuse is not None:
        return _no_boolean(misuse, place)
    if any(value is decisive for value in found):
        return decisive
    return every if all(isinstance(value, bool) for value in found) else None


def _unsupported(logic: Unsupported, scope: Scope, place: Place) -> Value:
    raise DecisionFailed("dmn.unsupported", f"Expected an expression that runs, but {place.path} has {logic.kind}.")


_BOXES: Mapping[type, Callable[[Logic, Scope, Place], Value]] = {
    Table: _table,  # type: ignore[dict-item]
    Literal: _literal,  # type: ignore[dict-item]
    Typed: _typed,  # type: ignore[dict-item]
    Context: _context,  # type: ignore[dict-item]
    Invocation: _invocation,  # type: ignore[dict-item]
    FunctionOf: _function,  # type: ignore[dict-item]
    ListOf: _list,  # type: ignore[dict-item]
    Relation: _relation,  # type: ignore[dict-item]
    Conditional: _conditional,  # type: ignore[dict-item]
    Filter: _filter,  # type: ignore[dict-item]
    Iteration: _iteration,  # type: ignore[dict-item]
    Unsupported: _unsupported,  # type: ignore[dict-item]
}
