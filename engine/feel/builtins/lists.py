"""Built-ins that look into lists and change them (DMN 1.5 §10.3.4.4); positions count from 1, negative from the end."""

from decimal import Decimal
from functools import cmp_to_key

from engine.feel.builtins.registry import builtin
from engine.feel.ops import compare, equal
from engine.feel.run import Run
from engine.feel.values import Function, Value

Items = list[Value]


@builtin("list contains(list: list, element: any)")
def _contains(run: Run, items: Items, element: Value) -> Value:
    run.charge(len(items))
    return any(equal(item, element) for item in items)


@builtin("count(list: list)")
def _count(_: Run, items: Items) -> Value:
    return Decimal(len(items))


@builtin("sublist(list: list, start position: number, length?: number)")
def _sublist(_: Run, items: Items, start: Decimal, length: Decimal | None = None) -> Value:
    first = place(start, len(items))
    if first is None or (length is not None and not 1 <= length <= len(items) - first):
        return None
    return items[first:] if length is None else items[first : first + int(length)]


@builtin("append(list: list, item...: any)")
def _append(run: Run, items: Items, added: Items) -> Value:
    run.fit_list(len(items) + len(added))
    return [*items, *added]


@builtin("concatenate(list...: list)")
def _concatenate(run: Run, lists: list[Items]) -> Value:
    run.fit_list(sum(map(len, lists)))
    return [item for items in lists for item in items]


@builtin("insert before(list: list, position: number, newItem: any)")
def _insert(run: Run, items: Items, position: Decimal, new: Value) -> Value:
    at = place(position, len(items))
    run.fit_list(len(items) + 1)
    return None if at is None else [*items[:at], new, *items[at:]]


@builtin("remove(list: list, position: number)")
def _remove(_: Run, items: Items, position: Decimal) -> Value:
    at = place(position, len(items))
    return None if at is None else items[:at] + items[at + 1 :]


@builtin("list replace(list: list, position: number, newItem: any)")
def _replace(_: Run, items: Items, position: Decimal, new: Value) -> Value:
    at = place(position, len(items))
    return None if at is None else [*items[:at], new, *items[at + 1 :]]


@builtin("list replace(list: list, match: function, newItem: any)")
def _replace_matching(run: Run, items: Items, match: Function, new: Value) -> Value:
    if len(match.parameters) != 2:
        return None
    answers = [match.call(run, [item, new]) for item in items]
    if not all(isinstance(answer, bool) for answer in answers):
        return None
    return [new if answer else item for item, answer in zip(items, answers, strict=True)]


@builtin("reverse(list: list)")
def _reverse(_: Run, items: Items) -> Value:
    return items[::-1]


@builtin("index of(list: list, match: any)")
def _index_of(run: Run, items: Items, match: Value) -> Value:
    run.charge(len(items))
    return [Decimal(at + 1) for at, item in enumerate(items) if equal(item, match)]


@builtin("flatten(list: list)")
def _flatten(run: Run, items: Items) -> Value:
    flat: Items = []
    stack = [iter(items)]
    while stack:
        for item in stack[-1]:
            run.charge(1)
            if isinstance(item, list):
                stack.append(iter(item))
                break
            flat.append(item)
        else:
            stack.pop()
    return flat


@builtin("sort(list: list, precedes?: function)")
def _sort(run: Run, items: Items, precedes: Function | None = None) -> Value:
    if precedes is not None and len(precedes.parameters) != 2 and precedes.required != 2:
        return None
    bad = False

    def order(left: Value, right: Value) -> int:
        nonlocal bad
        run.charge(1)
        answer = compare(left, right) if precedes is None else _before(run, precedes, left, right)
        bad = bad or answer is None
        return answer or 0

    ordered = sorted(items, key=cmp_to_key(order))
    return None if bad else ordered


def _before(run: Run, precedes: Function, left: Value, right: Value) -> int | None:
    answer = precedes.call(run, [left, right])
    if answer is True:
        return -1
    if answer is not False:
        return None
    return 1 if precedes.call(run, [right, left]) is True else 0


def place(position: Decimal, length: int) -> int | None:
    """The index of a position, its fraction ignored; None where it lies outside."""
    whole = int(position)
    if not 1 <= abs(whole) <= length:
        return None
    return whole - 1 if whole > 0 else length + whole
