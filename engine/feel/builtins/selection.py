"""Built-ins that compare the items of lists with each other: hashed where equality allows, else charged n²."""

from collections.abc import Hashable
from decimal import Decimal

from engine.feel.builtins.registry import builtin
from engine.feel.ops import equal
from engine.feel.run import Run
from engine.feel.values import Date, DaysTime, Value, YearsMonths

Items = list[Value]
#: `==` and hash agree with FEEL equality for these.
HASHED = frozenset({Decimal, str, bool, Date, DaysTime, YearsMonths, type(None)})


@builtin("union(list...: list)")
def _union(run: Run, lists: list[Items]) -> Value:
    return distinct(run, [item for items in lists for item in items])


@builtin("distinct values(list: list)")
def _distinct(run: Run, items: Items) -> Value:
    return distinct(run, items)


@builtin("duplicate values(list: list)")
def _duplicates(run: Run, items: Items) -> Value:
    groups = grouped(run, items)
    return [group[0] for group in groups if len(group) > 1]


def distinct(run: Run, items: Items) -> Items:
    """The first of each group of equal items."""
    run.fit_list(len(items))
    return [group[0] for group in grouped(run, items)]


def grouped(run: Run, items: Items) -> list[Items]:
    """Equal items together, groups in the order of their first item."""
    hashed: dict[Hashable, Items] = {}
    groups: list[Items] = []
    odd: list[Items] = []
    for item in items:
        run.charge(1 + len(odd))
        kind = type(item)
        held = hashed.get((kind, item)) if kind in HASHED else next((g for g in odd if equal(g[0], item)), None)
        if held is not None:
            held.append(item)
            continue
        groups.append([item])
        if kind in HASHED:
            hashed[kind, item] = groups[-1]
        else:
            odd.append(groups[-1])
    return groups
