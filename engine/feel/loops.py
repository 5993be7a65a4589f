"""Closures of `for`, `some`, `every` and filters; the budget is charged once per source, not per node."""

from collections.abc import Callable
from collections.abc import Iterator as Walk
from decimal import Decimal

from engine.feel.kinds import kind
from engine.feel.run import MAX_LIST, Run
from engine.feel.scopes import Closure, Compilation, Frame
from engine.feel.syntax import Filter, For, Iterator, Quantified
from engine.feel.temporal import Date
from engine.feel.tree import names_in
from engine.feel.values import OPEN, Range, Value

#: Gives the items of one iterator; None where there is nothing to go through.
Source = Callable[[Frame], list[Value] | None]
Sources = list[tuple[int, Source]]


def for_loop(compilation: Compilation, node: For) -> Closure:
    """`for … return`: the results in order; `partial` is what was returned so far."""
    sources = _sources(compilation, node.iterators)
    partial = compilation.bind(("partial",)).slots["partial"]
    body = compilation.of(node.body)
    compilation.leave()
    _leave(compilation, sources)
    uses_partial = "partial" in names_in(node.body)

    def loop(frame: Frame) -> Value:
        results: list[Value] = []
        run: Run = frame[1]
        for reached in _rounds(frame, sources, 0):
            if not reached:
                return None
            if uses_partial:
                run.charge(len(results) // 100)
                frame[partial] = list(results)
            results.append(run.bear(body(frame)))
        run.fit_list(len(results))
        return results

    return loop


def quantified(compilation: Compilation, node: Quantified) -> Closure:
    """`some`, `every`: the deciding answer wins, else null where one round gave null."""
    sources = _sources(compilation, node.iterators)
    condition = compilation.of(node.condition)
    _leave(compilation, sources)
    deciding = not node.every

    def decided(frame: Frame) -> Value:
        answer: Value = not deciding
        for reached in _rounds(frame, sources, 0):
            if not reached:
                return None
            value = condition(frame)
            if value is deciding:
                return deciding
            if value is not True and value is not False:
                answer = None
        return answer

    return decided


def _sources(compilation: Compilation, iterators: tuple[Iterator, ...]) -> Sources:
    made: Sources = []
    for iterator in iterators:
        source = _source(compilation, iterator)
        scope = compilation.bind((iterator.name,))
        made.append((scope.slots[iterator.name], source))
    return made


def _leave(compilation: Compilation, sources: Sources) -> None:
    for _ in sources:
        compilation.leave()


def _rounds(frame: Frame, sources: Sources, place: int) -> Walk[bool]:
    """Set the slots of each combination in turn; False where a source is nothing to go through."""
    slot, source = sources[place]
    items = source(frame)
    if items is None:
        yield False
    elif place == len(sources) - 1:
        for frame[slot] in items:
            yield True
    else:
        for frame[slot] in items:
            yield from _rounds(frame, sources, place + 1)


def _source(compilation: Compilation, iterator: Iterator) -> Source:
    domain, pos = compilation.of(iterator.domain), iterator.domain.pos
    if iterator.upto is None:
        return lambda frame: _items(frame, domain(frame), pos)
    upto = compilation.of(iterator.upto)
    return lambda frame: _span(frame, domain(frame), upto(frame), pos)


def _items(frame: Frame, domain: Value, pos: int) -> list[Value] | None:
    if isinstance(domain, list):
        frame[1].charge(len(domain))
        return domain
    if isinstance(domain, Range):
        return _of_range(frame, domain, pos)
    if domain is None:
        frame[1].warn("feel.iteration", pos, kind(domain))
        return None
    return [domain]


def _of_range(frame: Frame, held: Range, pos: int) -> list[Value] | None:
    if held.low is OPEN or held.high is OPEN:
        frame[1].warn("feel.iteration", pos, "range")
        return None
    items = _span(frame, held.low, held.high, pos)
    if items and not held.low_closed:
        items = items[1:]
    if items and not held.high_closed and items[-1] == held.high:
        items = items[:-1]
    return items


def _span(frame: Frame, low: Value, high: Value, pos: int) -> list[Value] | None:
    run: Run = frame[1]
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        length = _length(run, abs(high - low))
        stride = 1 if high >= low else -1
        return [low + stride * step for step in range(length)]
    if isinstance(low, Date) and isinstance(high, Date):
        first, last = low.number, high.number
        length = _length(run, Decimal(abs(last - first)))
        stride = 1 if last >= first else -1
        return [Date.from_number(first + stride * step) for step in range(length)]
    run.warn("feel.iteration", pos, f"{kind(low)}..{kind(high)}")
    return None


def _length(run: Run, distance: Decimal) -> int:
    """How many items a span has; checked before any is made."""
    run.fit_list(MAX_LIST + 1 if distance > MAX_LIST else int(distance) + 1)
    run.charge(int(distance) + 1)
    return int(distance) + 1


def filtered(compilation: Compilation, node: Filter) -> Closure:
    """`base[…]`: an index counts from 1, or from the end where negative; else the items the condition is true for."""
    base, pos = compilation.of(node.base), node.pos
    slot = compilation.enter_item()
    condition = compilation.of(node.condition)
    compilation.leave()

    def chosen(frame: Frame) -> Value:
        held = base(frame)
        items = held if isinstance(held, list) else [] if held is None else [held]
        run: Run = frame[1]
        run.charge(len(items) + 1)
        frame[slot] = items[0] if items else None
        noted = len(run.raw)
        first = condition(frame)
        if type(first) is Decimal:
            return _at(run, items, first, pos)
        if not items:
            del run.raw[noted:]
            return [] if held is not None else None
        if first is not True and first is not False and first is not None:
            return run.warn("feel.filter", pos, kind(first))
        kept = [items[0]] if first is True else []
        for item in items[1:]:
            frame[slot] = item
            if condition(frame) is True:
                kept.append(item)
        return kept

    return chosen


def _at(run: Run, items: list[Value], index: Decimal, pos: int) -> Value:
    if index == index.to_integral_value() and 1 <= abs(index) <= len(items):
        return items[int(index) - 1 if index > 0 else int(index)]
    run.warn("feel.index", pos, str(index), str(len(items)))
    return None
