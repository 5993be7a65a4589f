"""Built-ins by signature: one declaration drives the choice of overload, named arguments, coercion and analysis."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.feel.durations import LAW_DAYS
from engine.feel.kinds import kind
from engine.feel.run import Run
from engine.feel.text import to_text
from engine.feel.values import Date, DateTime, DaysTime, Function, Range, Time, Value, YearsMonths

Body = Callable[..., Value]
NAMED: dict[str, frozenset[type]] = {
    "number": frozenset({Decimal}),
    "string": frozenset({str}),
    "boolean": frozenset({bool}),
    "date": frozenset({Date}),
    "time": frozenset({Time}),
    "moment": frozenset({DateTime}),
    "months": frozenset({YearsMonths}),
    "duration": frozenset({DaysTime}),
    "workdays": LAW_DAYS,
    "list": frozenset({list}),
    "context": frozenset({dict}),
    "range": frozenset({Range}),
    "function": frozenset({Function}),
    "null": frozenset({type(None)}),
}
PART = re.compile(r"(?P<name>[^:?.]+)(?P<optional>\?)?(?P<many>\.\.\.)?: *(?P<kinds>.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `kinds` None takes anything, null included."""

    name: str
    kinds: frozenset[type] | None
    optional: bool = False
    many: bool = False

    def takes(self, value: Value) -> bool:
        """True where the value fits as it is."""
        return self.kinds is None or type(value) in self.kinds

    def coerced(self, value: Value) -> list[Value]:
        """The value made to fit (DMN 1.5 §10.3.2.9.4), in a list of one; an empty list where it cannot."""
        if self.takes(value):
            return [value]
        if isinstance(value, list) and len(value) == 1 and self.takes(value[0]):
            return [value[0]]
        if self.kinds and value is not None and list in self.kinds:
            return [[value]]
        if self.kinds and type(value) is Date and DateTime in self.kinds:
            return [DateTime(value, Time(0, 0, 0, 0, 0))]
        return []


@dataclass(frozen=True, slots=True)
class Overload:
    """One signature with its body."""

    parameters: tuple[Parameter, ...]
    body: Body
    required: int
    #: True where the last parameter takes all that follow.
    is_open: bool

    def accepts(self, count: int) -> bool:
        """True for a possible number of arguments."""
        return self.required <= count and (self.is_open or count <= len(self.parameters))

    def fits(self, given: list[Value]) -> bool:
        """True where the arguments are exactly the parameters: the usual call, answered fast."""
        if self.is_open or len(given) != len(self.parameters):
            return False
        for parameter, value in zip(self.parameters, given, strict=True):
            if parameter.kinds is not None and type(value) not in parameter.kinds:
                return False
        return True

    def bind(self, given: list[Value], *, coerce: bool) -> list[Value] | None:
        """The arguments of the body; None where they do not fit."""
        if self.fits(given):
            return given
        if not self.accepts(len(given)):
            return None
        bound: list[Value] = []
        last = len(self.parameters) - 1
        for place, value in enumerate(given):
            parameter = self.parameters[min(place, last)]
            if parameter.takes(value):
                bound.append(value)
                continue
            fitted = parameter.coerced(value) if coerce else []
            if not fitted:
                return None
            bound += fitted
        return [*bound[:last], bound[last:]] if self.is_open else bound

    def ordered(self, names: Sequence[str], given: Sequence[Value]) -> list[Value] | None:
        """Named arguments in order, one that may be anything null where missing; None where they do not fit."""
        named = dict(zip(names, given, strict=True))
        order = [parameter.name for parameter in self.parameters]
        if len(named) != len(names) or not named.keys() <= set(order):
            return None
        if any(part.kinds is not None and part.name not in named for part in self.parameters[: self.required]):
            return None
        filled = [named.get(name) for name in order]
        while not self.is_open and len(filled) > self.required and order[len(filled) - 1] not in named:
            filled.pop()
        if self.is_open:
            many = filled.pop()
            filled += many if isinstance(many, list) else [many]
        return filled


@dataclass(frozen=True, slots=True)
class Builtin:
    """One built-in with all its signatures."""

    name: str
    overloads: list[Overload]
    #: False where the result depends on the run: clock, calendar, parameters.
    pure: bool = True

    def call(self, run: Run, pos: int, given: list[Value]) -> Value:
        """The result; None with a warning where the arguments do not fit or give none."""
        for coerce in (False, True):
            for overload in self.overloads:
                bound = overload.bind(given, coerce=coerce)
                if bound is not None:
                    return self._body(run, pos, overload, bound)
        run.warn("feel.arguments", pos, self.name, ", ".join(map(kind, given)))
        return None

    def call_named(self, run: Run, pos: int, names: Sequence[str], given: list[Value]) -> Value:
        """The same with named arguments."""
        for overload in self.overloads:
            ordered = overload.ordered(names, given)
            bound = overload.bind(ordered, coerce=True) if ordered is not None else None
            if bound is not None:
                return self._body(run, pos, overload, bound)
        shown = (f"{name}: {kind(value)}" for name, value in zip(names, given, strict=True))
        run.warn("feel.arguments", pos, self.name, ", ".join(shown))
        return None

    def _body(self, run: Run, pos: int, overload: Overload, bound: list[Value]) -> Value:
        run.take(bound)
        try:
            value = overload.body(run, *bound)
        except (ArithmeticError, ValueError):
            value = None
        if value is None:
            code = NULLS.get(self.name, "feel.result")
            return run.warn(code, pos, to_text(bound[0]) if code == "feel.parameter" else self.name) if code else None
        return value

    def as_function(self) -> Function:
        """The built-in as a value, to be passed to sort() and the like."""
        longest = max(self.overloads, key=lambda overload: len(overload.parameters))
        names = tuple(parameter.name for parameter in longest.parameters)
        return Function(self.name, names, lambda run, given: self.call(run, 0, given), longest.required)


#: null is an ordinary answer of these, or has a warning of its own.
NULLS = {
    "get value": "",
    "get or else": "",
    "assert": "",
    "all": "",
    "any": "",
    "mode": "",
    "superior": "",
    "parameter": "feel.parameter",
}
BUILTINS: dict[str, Builtin] = {}


def builtin(signature: str, *, pure: bool = True, table: dict[str, Builtin] = BUILTINS) -> Callable[[Body], Body]:
    """Declare the body of `name(parameter: kind|kind, optional?: kind, rest...: any)` in a table of built-ins."""
    name, _, rest = signature.rstrip(")").partition("(")
    parameters = tuple(_parameter(part) for part in rest.split(", ") if part)
    required = sum(not parameter.optional for parameter in parameters)

    def declare(body: Body) -> Body:
        held = table.setdefault(name, Builtin(name, [], pure))
        held.overloads.append(Overload(parameters, body, required, any(part.many for part in parameters)))
        return body

    return declare


def _parameter(text: str) -> Parameter:
    found = PART.fullmatch(text)
    if found is None:
        raise ValueError(f"Expected `name: kind`, but the signature has {text!r}")
    wanted: list[Any] = found["kinds"].split("|")
    kinds = None if wanted == ["any"] else frozenset().union(*(NAMED[name] for name in wanted))
    return Parameter(found["name"], kinds, bool(found["optional"]), bool(found["many"]))
