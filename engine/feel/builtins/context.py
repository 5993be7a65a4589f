"""Built-ins over contexts (DMN 1.5 §10.3.4.7)."""

from engine.feel.builtins.registry import builtin
from engine.feel.run import Run
from engine.feel.values import Value

Held = dict[str, Value]


@builtin("get value(m: context, key: string)")
@builtin("get value(context: context, key: string)")
def _get(_: Run, held: Held, key: str) -> Value:
    return held.get(key)


@builtin("get value(context: context, keys: list)")
def _get_path(_: Run, held: Held, keys: list[Value]) -> Value:
    found: Value = held
    for key in keys:
        if not isinstance(found, dict) or not isinstance(key, str):
            return None
        found = found.get(key)
    return found if keys else None


@builtin("get entries(m: context)")
@builtin("get entries(context: context)")
def _entries(_: Run, held: Held) -> Value:
    return [{"key": key, "value": value} for key, value in held.items()]


@builtin("context(entries: list)")
def _context(_: Run, entries: list[Value]) -> Value:
    made: Held = {}
    for entry in entries:
        if not isinstance(entry, dict) or "value" not in entry or not isinstance(entry.get("key"), str):
            return None
        if entry["key"] in made:
            return None
        made[entry["key"]] = entry["value"]
    return made


@builtin("context put(context: context, key: string, value: any)")
def _put(_: Run, held: Held, key: str, value: Value) -> Value:
    return {**held, key: value}


@builtin("context put(context: context, keys: list, value: any)")
def _put_path(_: Run, held: Held, keys: list[Value], value: Value) -> Value:
    if not keys or not all(isinstance(key, str) for key in keys):
        return None
    return _put_at(held, keys, value)


def _put_at(held: Held, keys: list[str], value: Value) -> Held | None:
    """A copy with the value at the path; contexts on the way are made, anything else there is null."""
    first, rest = keys[0], keys[1:]
    if not rest:
        return {**held, first: value}
    inner = held.get(first)
    if inner is not None and not isinstance(inner, dict):
        return None
    made = _put_at(inner or {}, rest, value)
    return None if made is None else {**held, first: made}


@builtin("context merge(contexts: list)")
def _merge(_: Run, contexts: list[Value]) -> Value:
    if not all(isinstance(held, dict) for held in contexts):
        return None
    return {key: value for held in contexts for key, value in held.items()}
