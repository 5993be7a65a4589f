"""Why an expression gave no answer, in words that name variables and kinds but never a value."""

from collections.abc import Mapping

from engine.feel.kinds import kind
from engine.feel.program import Program
from engine.feel.run import Result
from engine.feel.values import Value

#: More names and warnings than these help nobody.
MOST = 5


def nulls(program: Program, scope: Mapping[str, Value]) -> tuple[str, ...]:
    """What the expression reads that is null or missing, dotted: `case.unit`."""
    return tuple(path for path in program.paths if _at(path, scope) is None)


def why(program: Program, scope: Mapping[str, Value], result: Result) -> str:
    """One line: the kind of the result, what was null, and the first warnings with their positions."""
    parts = [kind(result.value)]
    empty = nulls(program, scope)[:MOST]
    if empty:
        parts.append(f"no value: {', '.join(empty)}")
    parts += [str(warning) for warning in result.warnings[:MOST]]
    return "; ".join(parts)


def _at(path: str, scope: Mapping[str, Value]) -> Value:
    """The value at a path; anything but null where the path cannot be followed member by member."""
    first, *members = path.split(".")
    found: Value = scope.get(first)
    for member in members:
        if not isinstance(found, Mapping):
            return found if found is None else True
        found = found.get(member)
    return found
