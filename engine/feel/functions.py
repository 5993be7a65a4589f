"""Closures of calls, function definitions and `instance of`."""

from engine.feel.builtins.registry import Builtin
from engine.feel.kinds import kind
from engine.feel.run import Run
from engine.feel.scopes import Closure, Compilation, Frame
from engine.feel.syntax import Call, Const, FunctionOf, InstanceOf, Name
from engine.feel.types import MISFIT, conform, expand, is_instance, is_known
from engine.feel.values import Function, Value


def call(compilation: Compilation, node: Call) -> Closure:
    """A call of a built-in, of a function in a variable, or of any expression that gives one."""
    given = [compilation.of(argument) for argument in node.arguments]
    builtin = _builtin(compilation, node)
    if builtin is not None:
        return _folded(builtin, node) or _builtin_call(builtin, given, node)
    callee, names, pos = compilation.of(node.callee), node.names, node.pos

    def invoke(frame: Frame) -> Value:
        target = callee(frame)
        if not isinstance(target, Function):
            return frame[1].warn("feel.not_a_function", pos, kind(target))
        values = [argument(frame) for argument in given]
        ordered = values if names is None else _ordered(target, names, values)
        if ordered is None or not target.required <= len(ordered) <= max(len(target.parameters), target.required):
            return frame[1].warn("feel.arguments", pos, target.name, ", ".join(names or map(kind, values)))
        return target.call(frame[1], ordered)

    return invoke


def _builtin(compilation: Compilation, node: Call) -> Builtin | None:
    if not isinstance(node.callee, Name) or compilation.is_local(node.callee.name):
        return None
    return compilation.builtins.get(node.callee.name)


def _builtin_call(builtin: Builtin, given: list[Closure], node: Call) -> Closure:
    names, pos = node.names, node.pos
    if builtin.name in TOLERANT:
        return _tolerant(builtin, given, node)
    if names is not None:
        named = names
        return lambda frame: builtin.call_named(frame[1], pos, named, [argument(frame) for argument in given])
    invoke = builtin.call
    if len(given) == 1:
        only = given[0]
        return lambda frame: invoke(frame[1], pos, [only(frame)])
    return lambda frame: invoke(frame[1], pos, [argument(frame) for argument in given])


#: What asks whether something is there must not complain that it is not.
TOLERANT = frozenset({"get or else", "is defined"})


def _tolerant(builtin: Builtin, given: list[Closure], node: Call) -> Closure:
    names, pos = node.names, node.pos

    def ask(frame: Frame) -> Value:
        run: Run = frame[1]
        noted = len(run.raw)
        values = [argument(frame) for argument in given]
        del run.raw[noted:]
        return builtin.call(run, pos, values) if names is None else builtin.call_named(run, pos, names, values)

    return ask


#: Folded where every argument is a literal: what is dear to compute and cannot fail differently later.
FOLDABLE = frozenset({"date", "time", "date and time", "duration", "number", "range"})


def _folded(builtin: Builtin, node: Call) -> Closure | None:
    if builtin.name not in FOLDABLE or node.names is not None:
        return None
    literals = [argument.value for argument in node.arguments if isinstance(argument, Const)]
    if len(literals) != len(node.arguments):
        return None
    value = builtin.call(Run.detached(), node.pos, literals)
    return None if value is None else lambda _: value


def _ordered(target: Function, names: tuple[str, ...], values: list[Value]) -> list[Value] | None:
    named = dict(zip(names, values, strict=True))
    if len(named) != len(names) or not named.keys() <= set(target.parameters):
        return None
    if any(name not in named for name in target.parameters[: target.required]):
        return None
    return [named.get(name) for name in target.parameters]


def function(compilation: Compilation, node: FunctionOf) -> Closure:
    """`function(…) body`: captures the frame as it is now; arguments are coerced to their declared types."""
    names = tuple(name for name, _ in node.parameters)
    types = tuple(declared for _, declared in node.parameters)
    scope = compilation.bind(names)
    slots = [scope.slots[name] for name in names]
    body = compilation.of(node.body)
    compilation.leave()

    def make(frame: Frame) -> Value:
        captured = frame[:]

        def invoke(run: Run, given: list[Value]) -> Value:
            if node.external:
                return run.warn("feel.external", node.pos)
            inner = captured[:]
            inner[1] = run
            for slot, declared, value in zip(slots, types, given, strict=True):
                fitted = conform(value, declared)
                if fitted is MISFIT:
                    return run.warn("feel.arguments", node.pos, "function", kind(value))
                inner[slot] = run.bear(fitted)
            run.enter()
            try:
                return body(inner)
            finally:
                run.calls -= 1

        return Function("function", names, invoke, len(names), types)

    return make


def instance_of(compilation: Compilation, node: InstanceOf) -> Closure:
    """`value instance of type`; a type nobody knows is null."""
    value, wanted, pos = compilation.of(node.value), node.type, node.pos
    if not is_known(wanted):

        def defined(frame: Frame) -> Value:
            spelled = expand(wanted, frame[1].types or {})
            if not is_known(spelled):
                return frame[1].warn("feel.unknown_type", pos, wanted.name)
            return is_instance(value(frame), spelled)

        return defined
    return lambda frame: is_instance(value(frame), wanted)
