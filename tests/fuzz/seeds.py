"""What the fuzzers begin from: the diagrams and tables we ship, and drawings of the rarer constructs."""

from functools import cache
from pathlib import Path

from tests.runtime.drawing import Drawing

ROOT = Path(__file__).parents[2]


@cache
def diagrams() -> tuple[bytes, ...]:
    """BPMN files, the small ones first."""
    shipped = [path.read_bytes() for path in sorted((ROOT / "processes").glob("*/*.bpmn"))]
    return (*(drawing.xml() for drawing in _drawings()), *sorted(shipped, key=len))


@cache
def tables() -> tuple[bytes, ...]:
    """The DMN files we ship."""
    return tuple(path.read_bytes() for path in sorted((ROOT / "processes").glob("*/*.dmn")))


#: How many of `diagrams` are drawings of ours.
DRAWN = 8


def _drawings() -> list[Drawing]:
    return [_choice(), _scopes(), _waiting(), _failing(), _looped(), _undone(), _chosen(), _weighed()]


def _choice() -> Drawing:
    drawing = Drawing().start().some("o").user("a").user("b").some("j").end()
    return drawing.flow("s o").flow("o a", when="=x > 1").flow("o b", default=True).flow("a j").flow("b j e")


def _scopes() -> Drawing:
    inside = Drawing().start("is").user("iu", outputs={"r": "=iu"}).end("ie").flow("is iu ie")
    drawing = Drawing().start().sub("u", inside).each("u", "=[1, 2, 3]", "it", output="=it", outputs="all")
    drawing.boundary("bt", "u", timer=("duration", "P2D")).user("late").end().end("le")
    return drawing.flow("s u e").flow("bt late le")


def _waiting() -> Drawing:
    drawing = Drawing().start().first("f").catch("m", message="jawaban", key="=case")
    drawing.catch("t", timer=("duration", "PT1H")).catch("g", signal="bel").end()
    return drawing.flow("s f m e").flow("f t e").flow("f g e")


def _failing() -> Drawing:
    inside = Drawing().start("is").service("job", "finance:pay").end("ie", error="GAGAL").flow("is job ie")
    drawing = Drawing().start().sub("u", inside)
    drawing.boundary("be", "u", error="GAGAL").boundary("bx", "u", error="*").user("fix").end()
    return drawing.flow("s u e").flow("be fix").flow("bx fix").flow("fix e")


def _looped() -> Drawing:
    drawing = Drawing().start().xor("m").script("n", "=if x = null then 1 else x + 1", "x").user("a").xor("g").end()
    return drawing.flow("s m n a g").flow("g e", when="=x > 3").flow("g m", default=True)


def _undone() -> Drawing:
    inside = Drawing().start("is").user("book").script("free", "=1", "x").undo("book", "free").xor("g")
    inside.cancelling("ic").end("ie").flow("is book g").flow("g ic", when="=x = 1").flow("g ie", default=True)
    drawing = (
        Drawing().start().transaction("tx", inside).cancelled("bc", "tx").user("off").undoing("all").end().end("f")
    )
    return drawing.flow("s tx all e").flow("bc off f")


def _chosen() -> Drawing:
    inside = Drawing().user("a").user("b").script("n", "=1", "x").flow("a n")
    drawing = Drawing().start().adhoc("h", inside, to="position:UJI", until="=x = 1").end()
    return drawing.flow("s h e")


def _weighed() -> Drawing:
    drawing = Drawing().start().both("f").user("a").user("b").user("c").weigh("w", "=activationCount >= 2")
    drawing.user("after").end()
    for name in "abc":
        drawing.flow(f"f {name} w")
    return drawing.flow("s f").flow("w after e")
