"""Built-ins that make one value of a list: min, max, sum, mean and the like; all and any."""

from collections.abc import Callable
from decimal import Decimal

from engine.feel.arithmetic import apply
from engine.feel.builtins.registry import builtin
from engine.feel.builtins.selection import grouped
from engine.feel.ops import compare
from engine.feel.run import Run
from engine.feel.values import Value

Items = list[Value]


def _over_list(name: str, compute: Callable[[Run, Items], Value]) -> None:
    """Declare both forms: one list, or the items as arguments."""

    @builtin(f"{name}(list: list)")
    def _(run: Run, items: Items) -> Value:
        run.charge(len(items))
        return compute(run, items)

    @builtin(f"{name}(list...: any)")
    def _(run: Run, items: Items) -> Value:
        return compute(run, items)


def _numbers(compute: Callable[[Run, Items], Value]) -> Callable[[Run, Items], Value]:
    """Only over one number or more; anything else in the list is null."""

    def checked(run: Run, items: Items) -> Value:
        return compute(run, items) if items and all(type(item) is Decimal for item in items) else None

    return checked


def _extreme(side: int) -> Callable[[Run, Items], Value]:
    def extreme(_: Run, items: Items) -> Value:
        found: Value = None
        for at, item in enumerate(items):
            order = compare(item, found if at else item)
            if order is None:
                return None
            found = item if at == 0 or order == side else found
        return found

    return extreme


def _sum(run: Run, items: Items) -> Value:
    if items and all(type(item) is Decimal for item in items):
        return sum(items[1:], items[0])
    total: Value = items[0] if items else None
    for item in items[1:]:
        total = apply("+", run, total, item)
        if total is None:
            return None
    return total if type(total) is not str else None


def _product(_: Run, items: Items) -> Value:
    total = Decimal(1)
    for item in items:
        total *= item
    return total


def _mean(run: Run, items: Items) -> Value:
    total = _sum(run, items)
    return None if total is None else apply("/", run, total, Decimal(len(items)))


def _median(_: Run, items: Items) -> Value:
    ordered = sorted(items)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _deviation(_: Run, items: Items) -> Value:
    """Of a sample: over n - 1."""
    if len(items) < 2:
        return None
    mean = sum(items, Decimal(0)) / len(items)
    return (sum(((item - mean) ** 2 for item in items), Decimal(0)) / (len(items) - 1)).sqrt()


def _mode(run: Run, items: Items) -> Value:
    if not all(type(item) is Decimal for item in items):
        return None
    groups = grouped(run, items)
    most = max(map(len, groups), default=0)
    return sorted(group[0] for group in groups if len(group) == most)


def _all(_: Run, items: Items) -> Value:
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


def _any(_: Run, items: Items) -> Value:
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


_over_list("min", _extreme(-1))
_over_list("max", _extreme(1))
_over_list("sum", _sum)
_over_list("mean", _mean)
_over_list("product", _numbers(_product))
_over_list("median", _numbers(_median))
_over_list("stddev", _numbers(_deviation))
_over_list("mode", _mode)
_over_list("all", _all)
_over_list("any", _any)
