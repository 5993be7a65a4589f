"""Random block-structured processes, drawn for the engine and read by an independent token game."""

from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Protocol

from hypothesis import strategies as st

from tests.runtime.drawing import Drawing

#: kind, then the inner blocks: ("task",), ("timed",), ("seq", a, b), ("xor", a, b, …), ("and", a, b, …), ("loop", a)
Plan = tuple[object, ...]


def plans(*kinds: str, leaves: int = 8) -> st.SearchStrategy[Plan]:
    """Plans of the given compound kinds over tasks (and timed tasks, if named)."""
    leaf = st.sampled_from([(kind,) for kind in ("task", "timed") if kind == "task" or kind in kinds])

    def inner(child: st.SearchStrategy[Plan]) -> st.SearchStrategy[Plan]:
        several = st.lists(child, min_size=2, max_size=3).map(tuple)
        compound = st.sampled_from([kind for kind in ("seq", "xor", "and") if kind in kinds])
        options: list[st.SearchStrategy[Plan]] = [st.builds(lambda kind, blocks: (kind, *blocks), compound, several)]
        if "loop" in kinds:
            options.append(child.map(lambda block: ("loop", block)))
        return st.one_of(options)

    return st.recursive(leaf, inner, max_leaves=leaves)


class Block(Protocol):
    """A running block of the token game."""

    def waiting(self) -> list[str]:
        """The tasks that are open."""
        ...

    def answer(self, name: str, value: int) -> bool:
        """Complete a task (or let its timer go off: value -1); True when the whole block is done."""
        ...


@dataclass
class Task:
    name: str
    escape: str = ""
    escaped: bool = False

    def waiting(self) -> list[str]:
        return [self.escape if self.escaped else self.name]

    def answer(self, name: str, value: int) -> bool:
        if value == -1:
            self.escaped = True
            return False
        return True


@dataclass
class Sequence:
    blocks: list["Factory"]
    at: int = 0
    now: Block = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.blocks[0]()

    def waiting(self) -> list[str]:
        return self.now.waiting()

    def answer(self, name: str, value: int) -> bool:
        if not self.now.answer(name, value):
            return False
        self.at += 1
        if self.at == len(self.blocks):
            return True
        self.now = self.blocks[self.at]()
        return False


@dataclass
class Choice:
    decision: str
    branches: list["Factory"]
    now: Block | None = None

    def waiting(self) -> list[str]:
        return self.now.waiting() if self.now else [self.decision]

    def answer(self, name: str, value: int) -> bool:
        if self.now:
            return self.now.answer(name, value)
        self.now = self.branches[min(value, len(self.branches) - 1)]()
        return False


@dataclass
class Parallel:
    branches: list["Factory"]
    running: list[Block] = field(init=False)

    def __post_init__(self) -> None:
        self.running = [make() for make in self.branches]

    def waiting(self) -> list[str]:
        return [name for block in self.running for name in block.waiting()]

    def answer(self, name: str, value: int) -> bool:
        block = next(one for one in self.running if name in one.waiting())
        if block.answer(name, value):
            self.running.remove(block)
        return not self.running


@dataclass
class Loop:
    body: "Factory"
    decision: str
    now: Block | None = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.body()

    def waiting(self) -> list[str]:
        return self.now.waiting() if self.now else [self.decision]

    def answer(self, name: str, value: int) -> bool:
        if self.now:
            if self.now.answer(name, value):
                self.now = None
            return False
        if value > 0:
            self.now = self.body()
            return False
        return True


class Factory(Protocol):
    def __call__(self) -> Block: ...


class Draughtsman:
    """Draws a plan and makes the token game that says how it must run."""

    def __init__(self) -> None:
        self.drawing = Drawing().start()
        self.numbers = count()
        self.timers: dict[str, str] = {}

    def draw(self, plan: Plan) -> tuple[Drawing, Factory]:
        first, last, make = self._block(plan)
        self.drawing.end().flow(f"s {first}").flow(f"{last} e")
        return self.drawing, make

    def _block(self, plan: Plan) -> tuple[str, str, Factory]:
        kind, *inner = plan
        blocks: list[Plan] = inner  # type: ignore[assignment]
        made: tuple[str, str, Factory] = getattr(self, f"_{kind}")(blocks)
        return made

    def _name(self, letter: str) -> str:
        return f"{letter}{next(self.numbers)}"

    def _task(self, _: list[Plan]) -> tuple[str, str, Factory]:
        name = self._name("t")
        self.drawing.user(name)
        return name, name, lambda: Task(name)

    def _timed(self, _: list[Plan]) -> tuple[str, str, Factory]:
        name, escape, merge = self._name("t"), self._name("x"), self._name("m")
        self.drawing.user(name).boundary(f"b_{name}", name, timer=("duration", "P1D")).user(escape).xor(merge)
        self.drawing.flow(f"{name} {merge}").flow(f"b_{name} {escape} {merge}")
        self.timers[name] = f"b_{name}"
        return name, merge, lambda: Task(name, escape)

    def _seq(self, blocks: list[Plan]) -> tuple[str, str, Factory]:
        made = [self._block(block) for block in blocks]
        for (_, before, _), (after, _, _) in pairwise(made):
            self.drawing.flow(f"{before} {after}")
        return made[0][0], made[-1][1], lambda: Sequence([make for _, _, make in made])

    def _xor(self, blocks: list[Plan]) -> tuple[str, str, Factory]:
        decision, split, merge = self._name("d"), self._name("g"), self._name("m")
        self.drawing.user(decision).xor(split).xor(merge).flow(f"{decision} {split}")
        made = [self._block(block) for block in blocks]
        for number, (first, last, _) in enumerate(made[:-1]):
            self.drawing.flow(f"{split} {first}", when=f"={decision} <= {number}").flow(f"{last} {merge}")
        self.drawing.flow(f"{split} {made[-1][0]}", default=True).flow(f"{made[-1][1]} {merge}")
        return decision, merge, lambda: Choice(decision, [make for _, _, make in made])

    def _and(self, blocks: list[Plan]) -> tuple[str, str, Factory]:
        split, join = self._name("p"), self._name("j")
        self.drawing.both(split).both(join)
        made = [self._block(block) for block in blocks]
        for first, last, _ in made:
            self.drawing.flow(f"{split} {first}").flow(f"{last} {join}")
        return split, join, lambda: Parallel([make for _, _, make in made])

    def _loop(self, blocks: list[Plan]) -> tuple[str, str, Factory]:
        merge, decision, split = self._name("m"), self._name("r"), self._name("g")
        self.drawing.xor(merge).user(decision).xor(split)
        first, last, make = self._block(blocks[0])
        self.drawing.flow(f"{merge} {first}").flow(f"{last} {decision} {split}")
        self.drawing.flow(f"{split} {merge}", when=f"={decision} > 0")
        out = self._name("m")
        self.drawing.xor(out).flow(f"{split} {out}", default=True)
        return merge, out, lambda: Loop(make, decision)


def draw(plan: Plan) -> tuple[Drawing, Factory, dict[str, str]]:
    """The drawing of a plan, its token game, and the timers by the tasks they are on."""
    hand = Draughtsman()
    drawing, make = hand.draw(plan)
    return drawing, make, hand.timers
