"""Built-ins over booleans and identity."""

from decimal import Decimal

from engine.feel.builtins.registry import builtin
from engine.feel.run import Run
from engine.feel.values import Value


@builtin("not(negand: any)")
def _not(_: Run, negand: Value) -> Value:
    return not negand if isinstance(negand, bool) else None


@builtin("is(value1: any, value2: any)")
def _is(_: Run, value1: Value, value2: Value) -> Value:
    """The same kind in the same representation: 1.0 and 1.00 are one number, `Z` and `@Etc/UTC` two zones."""
    if type(value1) is not type(value2):
        return False
    if isinstance(value1, Decimal):
        return value1 == value2
    return bool(value1 == value2)
