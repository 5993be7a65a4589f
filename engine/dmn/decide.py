"""Making a decision: what it requires first, then its own logic (DMN 1.5 §6.3, §10.4)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.dmn.box import Place, Scope, evaluate, function, over
from engine.dmn.coerce import class_of, coerce
from engine.dmn.errors import DecisionFailed
from engine.dmn.fitting import fit, fitting, spelled
from engine.dmn.model import Decision, InputData, Knowledge, Model, Needed, Service, Table
from engine.dmn.requirements import Key, order, owner
from engine.dmn.run import Run
from engine.dmn.table import evaluate as decide_table
from engine.feel import Env
from engine.feel.run import Run as FeelRun
from engine.feel.types import MISFIT
from engine.feel.values import Function
from engine.model.state import Value


class Outcome(NamedTuple):
    """The value, and for the audit trail the rules behind it: `decision/rule`, required decisions first."""

    value: Value
    rules: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def decide(model: Model, decision_id: str, scope: Scope, env: Env) -> Outcome:
    """Evaluate a decision over `scope` (read lazily, by name); raise DecisionFailed where it cannot be made."""
    with Run.begin(env) as run:
        making = _Making(scope, run)
        value = making.decision(model, decision_id)
    return Outcome(value, tuple(making.rules), tuple(run.warnings))


def serve(model: Model, service_id: str, scope: Scope, env: Env) -> Outcome:
    """Invoke a decision service with what it takes from outside, by name; DecisionFailed as for decide."""
    service = model.services.get(service_id)
    if service is None:
        raise DecisionFailed("dmn.unknown", f"Expected decision service {service_id} in the model, but it has none.")
    with Run.begin(env) as run:
        making = _Making({}, run)
        called = making.service(model, service)
        value = called.call(run.feel, [scope.get(name) for name in called.parameters])
    return Outcome(value, tuple(making.rules), tuple(run.warnings))


#: The input data a decision requires: name, and the class its values have as they are (None: any).
_Inputs = tuple[tuple[str, type | None], ...]
#: A decision to make, its model, and what it requires where that is nothing but input data of builtin types.
_Step = tuple[Model, Decision, _Inputs | None]


def _inputs(model: Model, decision: Decision) -> _Inputs | None:
    if decision.knowledge or any(need.namespace or need.id not in model.inputs for need in decision.requires):
        return None
    items = [model.inputs[need.id] for need in decision.requires]
    if any(item.type and class_of(item.type) is None for item in items):
        return None
    return tuple((item.variable, class_of(item.type)) for item in items)


@dataclass(slots=True)
class _Making:
    """One graph of requirements being evaluated over one scope."""

    scope: Scope
    run: Run
    #: What is known: decisions made, input decisions given to a service.
    results: dict[Key, Value] = field(default_factory=dict)
    rules: list[str] = field(default_factory=list)

    def decision(self, model: Model, decision_id: str) -> Value:
        key = (model.namespace, decision_id)
        if key not in self.results:
            for here, decision, inputs in self._order(model, decision_id):
                self.results[here.namespace, decision.id or decision.name] = self._make(here, decision, inputs)
        return self.results[key]

    def _order(self, model: Model, decision_id: str) -> Sequence[_Step]:
        if self.results:
            return [(here, decision, None) for here, decision in order(model, decision_id, self.results)]
        if decision_id not in model.orders:
            model.orders[decision_id] = [(here, one, _inputs(here, one)) for here, one in order(model, decision_id)]
        found: Sequence[_Step] = model.orders[decision_id]
        return found

    def _make(self, model: Model, decision: Decision, inputs: _Inputs | None) -> Value:
        if decision.logic is None:
            raise DecisionFailed("dmn.no_logic", f"Expected a table or expression in {decision.id}, but there is none.")
        path, run = decision.id or decision.name, self.run
        run.feel.types = spelled(model) if model.types else None
        if inputs is not None and self._fit_already(inputs):
            visible = self.scope
        else:
            visible = self._visible(model, decision.requires + decision.knowledge)
        if type(decision.logic) is Table and path in model.prepared:
            # The usual decision, asked again: no need of a place to compile at.
            value, hits = decide_table(model.prepared[path], visible, run)
            self.rules += [f"{decision.id}/{rule}" for rule in hits]
        else:
            used: list[str] = []
            value = evaluate(decision.logic, visible, Place(model, path, run, used))
            self.rules += [rule if "/" in rule else f"{decision.id}/{rule}" for rule in used]
        return fit(value, decision.type, model, run, decision.id) if decision.type else value

    def _fit_already(self, inputs: _Inputs) -> bool:
        """Whether what a decision requires stands in the scope as it should be."""
        scope = self.scope
        for name, plain in inputs:
            if plain is not None and name in scope and type(scope[name]) is not plain:
                return False
        return True

    def _visible(self, model: Model, requirements: tuple[Needed, ...]) -> Scope:
        """What an element sees: what it requires by name, imported ones as `import.name`, then the outer scope."""
        own: dict[str, Value] = {}
        for needed in requirements:
            held = owner(model, needed)
            if held is None:
                raise DecisionFailed(
                    "dmn.import", f"Expected the file with namespace {needed.namespace}, but it is not here."
                )
            target = own if held is model else self._imported(own, model, needed.namespace)
            self._put(target, held, needed.id)
        return over(own, self.scope)

    def _imported(self, own: dict[str, Value], model: Model, namespace: str) -> dict[str, Value]:
        name = next(one.name for one in model.imports if one.namespace == namespace)
        inner = own.setdefault(name, {})
        return inner if isinstance(inner, dict) else {}

    def _put(self, target: dict[str, Value], model: Model, element: str) -> None:
        if element in model.decisions:
            target[model.decisions[element].variable] = self.results[model.namespace, element]
        elif element in model.inputs:
            self._put_input(target, model, model.inputs[element])
        elif element in model.knowledge:
            target[model.knowledge[element].variable] = self.knowledge(model, model.knowledge[element])
        elif element in model.services:
            target[model.services[element].variable] = self.service(model, model.services[element])

    def _put_input(self, target: dict[str, Value], model: Model, item: InputData) -> None:
        if item.variable in self.scope:
            value = coerce(self.scope[item.variable], item.type)
            target[item.variable] = fit(value, item.type, model, self.run, item.variable)

    def knowledge(self, model: Model, knowledge: Knowledge) -> Function:
        """A knowledge model as a function; what it requires is looked up when it is called, so it may recur."""
        used: list[str] = []
        place = Place(model, knowledge.id, self.run, used)
        seen = _Lazy(self, model, knowledge)
        made = function(knowledge.function, seen, place, name=knowledge.variable, result=knowledge.type)

        def call(feel: FeelRun, given: list[Value]) -> Value:
            value = made.call(feel, given)
            self.rules += [f"{knowledge.id}/{rule}" for rule in used]
            used.clear()
            return value

        return Function(made.name, made.parameters, call, made.required)

    def service(self, model: Model, service: Service) -> Function:
        """A decision service as a function of its input data, then its input decisions (§10.4)."""
        data = [model.inputs[one.id] for one in service.input_data if one.id in model.inputs]
        given = [model.decisions[one.id] for one in service.input_decisions if one.id in model.decisions]
        parameters = (*(one.variable for one in data), *(one.variable for one in given))
        types = (*(one.type for one in data), *(one.type for one in given))

        def call(feel: FeelRun, values: list[Value]) -> Value:
            fitted = [fitting(v, t, model, self.run) if t else v for v, t in zip(values, types, strict=True)]
            if any(value is MISFIT for value in fitted):
                self.run.warn(service.id, "Expected inputs of the declared types, but they differ; null is used.")
                return None
            scope = dict(zip(parameters, fitted, strict=True))
            known = {(model.namespace, one.id): scope[one.variable] for one in given}
            inner = _Making(scope, self.run, known, self.rules)
            feel.enter()
            try:
                return fit(inner.outputs(model, service), service.type, model, self.run, service.id)
            finally:
                feel.calls -= 1

        return Function(service.variable, parameters, call, len(parameters))

    def outputs(self, model: Model, service: Service) -> Value:
        """One output decision's value, or a context of several by name."""
        found = {model.decisions[one.id].variable: self.decision(model, one.id) for one in service.outputs}
        return next(iter(found.values())) if len(found) == 1 else found


class _Lazy(Mapping[str, Value]):
    """What the body of a knowledge model sees beside its parameters: what it requires, and itself."""

    def __init__(self, making: _Making, model: Model, own: Knowledge) -> None:
        self._making = making
        self._model = model
        self._own = own
        self._made: Scope | None = None

    def _scope(self) -> Scope:
        if self._made is None:
            own = Needed(self._own.id, self._model.namespace)
            inner = _Making({}, self._making.run, {}, self._making.rules)
            self._made = inner._visible(self._model, (*self._own.knowledge, own))
        return self._made

    def __getitem__(self, name: str) -> Value:
        return self._scope()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._scope())

    def __len__(self) -> int:
        return len(self._scope())
