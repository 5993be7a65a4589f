"""Any tree of activities, done in any order and undone at any moment: the last first, each completion once."""

from dataclasses import dataclass, field
from itertools import count, pairwise
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.runtime.case import Case
from tests.runtime.drawing import Drawing

#: ("task",), ("seq", a, b, …), ("and", a, b, …), and a subprocess: undone from within, by a handler at its edge, by an
#: event subprocess of its own, or one that runs twice.
Plan = tuple[Any, ...]
SUBS = ("sub", "box", "own", "twice")

#: What completed: a task by its name, or a subprocess with its kind and what completed inside.
Done = str | tuple[str, str, list[Any]]


def plans() -> st.SearchStrategy[Plan]:
    def compound(child: st.SearchStrategy[Plan]) -> st.SearchStrategy[Plan]:
        several = st.lists(child, min_size=2, max_size=3).map(tuple)
        flat = st.builds(lambda kind, blocks: (kind, *blocks), st.sampled_from(("seq", "and")), several)
        return st.one_of(flat, st.tuples(st.sampled_from(SUBS), child))

    return st.recursive(st.just(("task",)), compound, max_leaves=7)


@dataclass
class Level:
    """A scope: what has to complete in it, and what has."""

    kind: str
    name: str
    around: "Level | None" = None
    parts: set[str] = field(default_factory=set)
    done: list[Done] = field(default_factory=list)
    rounds: list[Done] = field(default_factory=list)

    def complete(self, one: Done) -> None:
        self.done.append(one)
        if self.around is None or len(self.done) < len(self.parts):
            return
        inside, self.done = self.done, []
        if self.kind == "twice":
            self.rounds.append(("sub", self.name, inside))
            if len(self.rounds) < 2:
                return
            inside, self.rounds = self.rounds, []
        self.around.complete((self.kind, self.name, inside))

    def undo(self) -> list[str]:
        done, self.done = self.done, []
        return undone(done)


def undone(done: list[Done]) -> list[str]:
    """The handlers that have to run, in order."""
    found: list[str] = []
    for one in reversed(done):
        if isinstance(one, str):
            found.append(f"un{one}")
            continue
        kind, name, inside = one
        found += [f"un{name}"] if kind in ("box", "own") else []
        found += undone(inside) if kind != "box" else []
    return found


class Builder:
    """Draws a plan and keeps what the model needs."""

    def __init__(self) -> None:
        self.numbers = count(1)
        self.levels: dict[str, Level] = {}

    def block(self, drawing: Drawing, plan: Plan, level: Level) -> tuple[str, str]:
        kind, *inner = plan
        if kind == "task":
            return self.task(drawing, level)
        if kind in SUBS:
            return self.sub(drawing, kind, inner[0], level)
        ends = [self.block(drawing, one, level) for one in inner]
        if kind == "seq":
            for (_, last), (first, _) in pairwise(ends):
                drawing.flow(f"{last} {first}")
            return ends[0][0], ends[-1][1]
        split, join = f"g{next(self.numbers)}", f"g{next(self.numbers)}"
        drawing.both(split).both(join)
        for first, last in ends:
            drawing.flow(f"{split} {first}").flow(f"{last} {join}")
        return split, join

    def task(self, drawing: Drawing, level: Level) -> tuple[str, str]:
        name = f"t{next(self.numbers)}"
        log(drawing.user(name), f"un{name}").undo(name, f"un{name}")
        level.parts.add(name)
        self.levels[name] = level
        return name, name

    def sub(self, drawing: Drawing, kind: str, plan: Plan, around: Level) -> tuple[str, str]:
        name = f"k{next(self.numbers)}"
        around.parts.add(name)
        inside = Drawing().start(f"{name}s").end(f"{name}e")
        first, last = self.block(inside, plan, Level(kind, name, around))
        inside.flow(f"{name}s {first}").flow(f"{last} {name}e")
        if kind == "own":
            handler = log(Drawing().when_undone(f"{name}hs"), f"un{name}").undoing(f"{name}ht").end(f"{name}he")
            inside.on(f"{name}h", handler.flow(f"{name}hs un{name} {name}ht {name}he"))
        drawing.sub(name, inside)
        if kind == "box":
            log(drawing, f"un{name}").undo(name, f"un{name}")
        if kind == "twice":
            drawing.again(name, most="2")
        return name, name


def log(drawing: Drawing, name: str) -> Drawing:
    return drawing.script(name, f'=append(log, "{name}")', "log")


@settings(max_examples=150, deadline=None)
@given(plans(), st.integers(0, 2**32))
def test_the_last_completion_is_undone_first_and_each_once(plan: Plan, seed: int) -> None:
    builder, top, chance = Builder(), Level("process", ""), Random(seed)
    drawing = Drawing().start().both("g").both("j").user("now").undoing("u1").undoing("u2").end()
    first, last = builder.block(drawing, plan, top)
    drawing.flow(f"s g {first}").flow(f"{last} j").flow("g now u1 j u2 e")
    case = Case(drawing, log=[]).start()
    expected: list[str] = []
    while case.tasks:
        chosen = chance.choice(case.tasks)
        if chosen == "now":
            expected += top.undo()
        else:
            builder.levels[chosen].complete(chosen)
        case.complete(chosen)
        if case.tasks:
            assert case.variables["log"] == expected
    assert case.variables["log"] == expected + top.undo()
    assert case.is_over
    assert not case.left_behind
