"""Random block-structured processes, drawn for the engine and read by an independent token game."""

from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Protocol

from hypothesis import strategies as st

from tests.runtime.drawing import Drawing

#: kind, then the inner blocks: ("task",), ("timed",), ("seq", a, b), ("xor", a, b, …), ("and", a, b, …),
#: ("or", a, b, …), ("loop", a), and what holds one block in a scope of its own: see SCOPES.
Plan = tuple[object, ...]

#: A plain subprocess; with a deadline; with a message that takes over, or comes beside; one that may end with an error;
#: and one for each of two items, beside or after each other.
SCOPES = ("sub", "dated", "halted", "noted", "failing", "each", "turns")


def plans(*kinds: str, leaves: int = 8) -> st.SearchStrategy[Plan]:
    """Plans of the given compound kinds over tasks (and timed tasks, if named)."""
    leaf = st.sampled_from([(kind,) for kind in ("task", "timed") if kind == "task" or kind in kinds])

    def inner(child: st.SearchStrategy[Plan]) -> st.SearchStrategy[Plan]:
        several = st.lists(child, min_size=2, max_size=3).map(tuple)
        compound = st.sampled_from([kind for kind in ("seq", "xor", "and", "or") if kind in kinds])
        options: list[st.SearchStrategy[Plan]] = [st.builds(lambda kind, blocks: (kind, *blocks), compound, several)]
        single = [kind for kind in ("loop", *SCOPES) if kind in kinds]
        if single:
            options.append(st.tuples(st.sampled_from(single), child))
        return st.one_of(options)

    return st.recursive(leaf, inner, max_leaves=leaves)


class Block(Protocol):
    """A running block of the token game."""

    def waiting(self) -> list[str]:
        """The tasks that are open and the events that are awaited; inside a loop `name@item=number`."""
        ...

    def answer(self, name: str, value: int) -> bool:
        """Complete a task, or let an event come; True when the whole block is done."""
        ...


@dataclass
class Task:
    name: str

    def waiting(self) -> list[str]:
        return [self.name]

    def answer(self, name: str, value: int) -> bool:
        return True


@dataclass
class Ended:
    """A block that an event ends: `after` is left to do."""

    body: "Factory"
    event: str
    after: str
    now: Block | None = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.body()

    def waiting(self) -> list[str]:
        return [*self.now.waiting(), self.event] if self.now else [self.after]

    def answer(self, name: str, value: int) -> bool:
        if name == self.event:
            self.now = None
            return False
        return self.now.answer(name, value) if self.now else True


@dataclass
class Noted:
    """A block beside which an event may open `handler`, again and again; all of them keep it open."""

    body: "Factory"
    event: str
    handler: str
    now: Block | None = field(init=False)
    open: int = 0

    def __post_init__(self) -> None:
        self.now = self.body()

    def waiting(self) -> list[str]:
        return [*(self.now.waiting() if self.now else ()), *[self.handler] * self.open, self.event]

    def answer(self, name: str, value: int) -> bool:
        if name == self.event:
            self.open += 1
        elif name == self.handler:
            self.open -= 1
        elif self.now and self.now.answer(name, value):
            self.now = None
        return self.now is None and self.open == 0


@dataclass
class Failing:
    """After the block a decision: 0 leaves well, else an error leaves `after` to do."""

    body: "Factory"
    decision: str
    after: str
    now: Block | None = field(init=False)
    failed: bool = False

    def __post_init__(self) -> None:
        self.now = self.body()

    def waiting(self) -> list[str]:
        if self.now:
            return self.now.waiting()
        return [self.after if self.failed else self.decision]

    def answer(self, name: str, value: int) -> bool:
        if self.now:
            if self.now.answer(name, value):
                self.now = None
            return False
        if not self.failed and value > 0:
            self.failed = True
            return False
        return True


@dataclass
class Each:
    """A block for each of two items; its names are marked with the number of the item."""

    body: "Factory"
    item: str
    one_by_one: bool
    running: dict[int, Block] = field(init=False)
    next: int = 2

    def __post_init__(self) -> None:
        self.running = {number: self.body() for number in ((1,) if self.one_by_one else (1, 2))}

    def waiting(self) -> list[str]:
        return [marked(name, {f"{self.item}={n}"}) for n, block in self.running.items() for name in block.waiting()]

    def answer(self, name: str, value: int) -> bool:
        number = next(n for n in self.running if f"{self.item}={n}" in marks_of(name))
        if self.running[number].answer(marked(name, set(), without=f"{self.item}={number}"), value):
            del self.running[number]
            if self.one_by_one and self.next == 2:
                self.running, self.next = {2: self.body()}, 3
        return not self.running


def marks_of(name: str) -> set[str]:
    return set(name.partition("@")[2].split(",")) - {""}


def marked(name: str, marks: set[str], *, without: str = "") -> str:
    """The name with more marks, in one order."""
    together = sorted((marks_of(name) | marks) - {without})
    return name.partition("@")[0] + ("@" + ",".join(together) if together else "")


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
class Some:
    """0 takes the first branch, 1 the second, 2 all of them."""

    decision: str
    branches: list["Factory"]
    now: Block | None = None

    def waiting(self) -> list[str]:
        return self.now.waiting() if self.now else [self.decision]

    def answer(self, name: str, value: int) -> bool:
        if self.now:
            return self.now.answer(name, value)
        self.now = Parallel(self.branches if value == 2 else [self.branches[value]])
        return False


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
        return name, merge, lambda: Ended(lambda: Task(name), f"b_{name}", escape)

    # scopes

    def _inside(self, name: str, block: Plan) -> tuple[Drawing, Factory]:
        """What a subprocess holds."""
        outside, self.drawing = self.drawing, Drawing().start(f"s_{name}")
        first, last, make = self._block(block)
        inside = self.drawing.end(f"e_{name}").flow(f"s_{name} {first}").flow(f"{last} e_{name}")
        self.drawing = outside
        return inside, make

    def _sub(self, blocks: list[Plan]) -> tuple[str, str, Factory]:
        name = self._name("k")
        inside, make = self._inside(name, blocks[0])
        self.drawing.sub(name, inside)
        return name, name, make

    def _dated(self, blocks: list[Plan]) -> tuple[str, str, Factory]:
        name, _, make = self._sub(blocks)
        escape, merge, event = self._name("x"), self._name("m"), f"b_{name}"
        self.drawing.boundary(event, name, timer=("duration", "P1D")).user(escape).xor(merge)
        self.drawing.flow(f"{name} {merge}").flow(f"{event} {escape} {merge}")
        return name, merge, lambda: Ended(make, event, escape)

    def _halted(self, blocks: list[Plan]) -> tuple[str, str, Factory]:
        return self._handled(blocks, interrupting=True)

    def _noted(self, blocks: list[Plan]) -> tuple[str, str, Factory]:
        return self._handled(blocks, interrupting=False)

    def _handled(self, blocks: list[Plan], *, interrupting: bool) -> tuple[str, str, Factory]:
        name, event, handler = self._name("k"), self._name("w"), self._name("h")
        inside, make = self._inside(name, blocks[0])
        beside = Drawing().start(event, message=event, interrupting=interrupting).user(handler).end(f"e_{handler}")
        self.drawing.sub(name, inside.on(f"v_{name}", beside.flow(f"{event} {handler} e_{handler}")))
        kind = Ended if interrupting else Noted
        return name, name, lambda: kind(make, event, handler)

    def _failing(self, blocks: list[Plan]) -> tuple[str, str, Factory]:
        name, decision, split = self._name("k"), self._name("d"), self._name("g")
        outside, self.drawing = self.drawing, Drawing().start(f"s_{name}")
        first, last, make = self._block(blocks[0])
        inside = self.drawing.user(decision).xor(split).end(f"e_{name}").end(f"bad_{name}", error=name)
        inside.flow(f"s_{name} {first}").flow(f"{last} {decision} {split}").flow(f"{split} e_{name}", default=True)
        inside.flow(f"{split} bad_{name}", when=f"={decision} > 0")
        escape, merge, self.drawing = self._name("x"), self._name("m"), outside
        outside.sub(name, inside).boundary(f"b_{name}", name, error=name).user(escape).xor(merge)
        outside.flow(f"{name} {merge}").flow(f"b_{name} {escape} {merge}")
        return name, merge, lambda: Failing(make, decision, escape)

    def _each(self, blocks: list[Plan]) -> tuple[str, str, Factory]:
        return self._looped(blocks, one_by_one=False)

    def _turns(self, blocks: list[Plan]) -> tuple[str, str, Factory]:
        return self._looped(blocks, one_by_one=True)

    def _looped(self, blocks: list[Plan], *, one_by_one: bool) -> tuple[str, str, Factory]:
        name, first, make = self._sub(blocks)
        item = self._name("i")
        self.drawing.each(name, "=[1, 2]", item, output=f"={item} * 2", outputs=f"all_{name}", one_by_one=one_by_one)
        return name, first, lambda: Each(make, item, one_by_one)

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

    def _or(self, blocks: list[Plan]) -> tuple[str, str, Factory]:
        decision, split, join = self._name("d"), self._name("o"), self._name("j")
        self.drawing.user(decision).some(split).some(join).flow(f"{decision} {split}")
        made = [self._block(block) for block in blocks]
        for (first, last, _), when in zip(
            made, (f"={decision} != 1", f"={decision} >= 1", f"={decision} = 2"), strict=False
        ):
            self.drawing.flow(f"{split} {first}", when=when).flow(f"{last} {join}")
        return decision, join, lambda: Some(decision, [make for _, _, make in made])

    def _loop(self, blocks: list[Plan]) -> tuple[str, str, Factory]:
        merge, decision, split = self._name("m"), self._name("r"), self._name("g")
        self.drawing.xor(merge).user(decision).xor(split)
        first, last, make = self._block(blocks[0])
        self.drawing.flow(f"{merge} {first}").flow(f"{last} {decision} {split}")
        self.drawing.flow(f"{split} {merge}", when=f"={decision} > 0")
        out = self._name("m")
        self.drawing.xor(out).flow(f"{split} {out}", default=True)
        return merge, out, lambda: Loop(make, decision)


def draw(plan: Plan) -> tuple[Drawing, Factory]:
    """The drawing of a plan and its token game."""
    return Draughtsman().draw(plan)
