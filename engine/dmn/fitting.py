"""Values fitted to the types a model declares: built-in ones and item definitions (DMN 1.5 §7.3.2, §10.3.2.9.4)."""

from collections.abc import Mapping

from engine.dmn.model import ItemType, Logic, Model, Table
from engine.dmn.run import Run, compiled, shown
from engine.feel.syntax import Type
from engine.feel.types import CLASSES, MISFIT, conform, expand
from engine.feel.values import Function, Value

#: Definitions that lead to one another beyond this depth are taken as a circle.
DEEPEST = 40
#: Where a model keeps its types; no place in a model is called so.
_TYPES = ""


def fit(value: Value, type_ref: str, model: Model, run: Run, place: str) -> Value:
    """The value coerced to a type; null with a warning where it does not fit."""
    if not type_ref:
        return value
    fitted = fitting(value, type_ref, model, run)
    if fitted is MISFIT:
        run.warn(place, f"Expected a {type_ref}, but it is {shown(value)[:200]}; null is used.")
        return None
    return fitted


def fitting(value: Value, type_ref: str, model: Model, run: Run, depth: int = 0) -> Value:
    """As fit, but MISFIT where it does not fit. A name nobody defines fits everything."""
    name = type_ref.removeprefix("feel:").strip()
    if value is None or name == "Any":
        return value
    if name in CLASSES:
        return conform(value, Type(name))
    owner, item = _definition(name, model)
    if item is None:
        return value
    return MISFIT if depth > DEEPEST else _of_item(value, item, owner, run, depth + 1)


def _definition(name: str, model: Model) -> tuple[Model, ItemType | None]:
    if name in model.types:
        return model, model.types[name]
    for one in model.imports:
        other = model.imported.get(one.namespace)
        if other is not None and name.startswith(f"{one.name}."):
            return _definition(name.removeprefix(f"{one.name}."), other)
    return model, None


def _of_item(value: Value, item: ItemType, model: Model, run: Run, depth: int) -> Value:
    if item.many:
        given = value if isinstance(value, list) else [value]
        fitted = [None if one is None else _single(one, item, model, run, depth) for one in given]
        return MISFIT if any(one is MISFIT for one in fitted) else fitted
    fitted_one = _single(value, item, model, run, depth)
    if fitted_one is MISFIT and isinstance(value, list) and len(value) == 1:
        return _single(value[0], item, model, run, depth)
    return fitted_one


def _single(value: Value, item: ItemType, model: Model, run: Run, depth: int) -> Value:
    run.feel.charge(1)
    if item.members:
        value = _members(value, item, model, run, depth)
    elif item.function:
        value = value if isinstance(value, Function) else MISFIT
    elif item.base:
        value = fitting(value, item.base, model, run, depth)
    if value is MISFIT or not item.allowed:
        return value
    test = compiled(item.allowed, True, model.names, item.name, model.dialect)
    return value if run.value(test, {"?": value}, item.name) is True else MISFIT


def _members(value: Value, item: ItemType, model: Model, run: Run, depth: int) -> Value:
    if not isinstance(value, dict):
        return MISFIT
    fitted = dict(value)
    for member in item.members:
        if member.name not in value:
            return MISFIT
        one = value[member.name]
        fitted[member.name] = None if one is None else _of_item(one, member, model, run, depth)
        if fitted[member.name] is MISFIT:
            return MISFIT
    return fitted


def spelled(model: Model) -> dict[str, Type]:
    """The item definitions as FEEL types, for `instance of`, which does not ask what values are allowed."""
    if _TYPES not in model.prepared:
        model.prepared[_TYPES] = _all_spelled(model)
    types: dict[str, Type] = model.prepared[_TYPES]
    return types


def _all_spelled(model: Model) -> dict[str, Type]:
    found = {name: _spelled(item) for name, item in model.types.items()}
    for one in model.imports:
        other = model.imported.get(one.namespace)
        found |= {f"{one.name}.{name}": item for name, item in (spelled(other) if other else {}).items()}
    return {name: item for name, item in found.items() if not _is_circular(name, found)}


def _spelled(item: ItemType) -> Type:
    if item.members:
        single = Type("context", members=tuple((one.name, _spelled(one)) for one in item.members))
    else:
        single = Type("function" if item.function else item.base.removeprefix("feel:") or "Any")
    return Type("list", (single,)) if item.many else single


def _is_circular(name: str, types: Mapping[str, Type]) -> bool:
    """Whether spelling a type out would never end."""
    stack = [(types[name], 0)]
    while stack:
        one, depth = stack.pop()
        if depth > DEEPEST:
            return True
        stack += [(part, depth + 1) for part in (*one.arguments, *(member for _, member in one.members))]
        if one.name in types:
            stack.append((types[one.name], depth + 1))
    return False


def kinds(model: Model) -> dict[str, Type | None]:
    """The kind of each decision's result, where the file says it; None where it does not."""
    known = spelled(model)
    return {key: kind_of(decision.type, decision.logic, known) for key, decision in model.decisions.items()}


def kind_of(type_ref: str, logic: Logic | None, known: Mapping[str, Type]) -> Type | None:
    """The FEEL type a variable declares, else what its table's columns say."""
    name = type_ref.removeprefix("feel:").strip()
    if name in CLASSES:
        return Type(name)
    if name:
        return expand(Type(name), known) if name in known else None
    if not isinstance(logic, Table) or logic.hit_policy not in ("UNIQUE", "FIRST", "ANY", "PRIORITY"):
        return None
    columns = [(output.name, kind_of(output.type, None, known)) for output in logic.outputs]
    if len(columns) == 1:
        return columns[0][1]
    return Type("context", members=tuple((name, kind or Type("Any")) for name, kind in columns))


def defined(name: str, model: Model) -> bool:
    """Whether an item definition of that name is here, or in a file this one imports."""
    return _definition(name, model)[1] is not None


def variable_types(model: Model) -> dict[str, Type | None]:
    """The kinds of the input data and decisions of a model by variable; None where two of one name differ."""
    known = spelled(model)
    found: dict[str, Type | None] = {}
    given = [(one.variable, kind_of(one.type, None, known)) for one in model.inputs.values()]
    given += [(one.variable, kind_of(one.type, one.logic, known)) for one in model.decisions.values()]
    for name, kind in given:
        found[name] = kind if found.get(name, kind) == kind else None
    return found


def limits(model: Model) -> dict[str, str]:
    """What the types of a model allow, by name: those of single values only."""
    return {name: item.allowed for name, item in model.types.items() if item.allowed and not item.many}
