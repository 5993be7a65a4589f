"""What the lint says of a drawing is what happens: a trap it names is one, and where it names none every run ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.bpmn import lint, read
from engine.model.findings import errors
from tests.properties.blocks import SCOPES, Plan, draw, plans
from tests.runtime.case import Case
from tests.runtime.drawing import Drawing

#: Findings that say a case may not end, or that something runs oftener than it seems.
TRAPS = {"flow.deadlock", "flow.deadlock_path", "flow.starving"}
DOUBTS = TRAPS | {"flow.undecided", "flow.dead", "flow.repeated", "flow.unbounded", "flow.no_exit", "flow.endless"}


@dataclass
class Graph:
    """A drawing without loops, and what the values of its variables can be."""

    drawing: Drawing
    choices: dict[str, list[int | bool]] = field(default_factory=dict)

    def runs(self) -> list[Mapping[str, int | bool]]:
        return [dict(zip(self.choices, one, strict=True)) for one in product(*self.choices.values())]


@st.composite
def graphs(pick: st.DrawFn, *kinds: str) -> Graph:
    """Any graph of up to seven nodes whose flows lead forward; what leads nowhere leads to the end."""
    number = pick(st.integers(2, 7))
    flows = {(pick(st.integers(0, at - 1)), at) for at in range(1, number)}
    flows |= set(pick(st.lists(st.tuples(st.integers(0, number - 2), st.integers(1, number - 1)), max_size=6)))
    graph = Graph(Drawing().start())
    chosen = [pick(st.sampled_from(kinds)) for _ in range(number)]
    for at, kind in enumerate(chosen):
        arriving = sum(target == at and source < at for source, target in flows) + (at == 0)
        _node(graph.drawing, f"n{at}", kind, arriving, pick(st.integers(1, 3)))
    graph.drawing.end().flow("s n0")
    for at, kind in enumerate(chosen):
        targets = [f"n{target}" for source, target in sorted(flows) if source == at < target] or ["e"]
        _leave(graph, at, kind, targets)
    return graph


def _node(drawing: Drawing, name: str, kind: str, arriving: int, enough: int) -> None:
    if kind == "weigh":
        drawing.weigh(name, f"=activationCount >= {enough}" if arriving > 1 else "")
    elif kind == "two" and name != "n0":
        drawing.plain(name).tokens(name, needs=2)
    elif kind in ("two", "gives"):
        drawing.plain(name).tokens(name, gives=2)
    else:
        getattr(drawing, kind)(name)


def _leave(graph: Graph, at: int, kind: str, targets: list[str]) -> None:
    for which, target in enumerate(targets):
        path = f"n{at} {target}"
        if kind not in ("xor", "some") or len(targets) == 1:
            graph.drawing.flow(path)
        elif which == len(targets) - 1:
            graph.drawing.flow(path, default=True)
        elif kind == "xor":
            graph.choices[f"c{at}"] = list(range(len(targets)))
            graph.drawing.flow(path, when=f"=c{at} = {which}")
        else:
            graph.choices[f"b{at}_{which}"] = [False, True]
            graph.drawing.flow(path, when=f"=b{at}_{which}")


GATES = ("plain", "xor", "both", "some")


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(graphs(*GATES, "two", "gives", "weigh"))
def test_no_run_hangs_where_no_trap_is_named(graph: Graph) -> None:
    found = lint(read(graph.drawing.xml()))
    assert errors(found) == []
    if not TRAPS & {one.code for one in found}:
        assert all(Case(graph.drawing, **values).start().is_over for values in graph.runs())


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(graphs(*GATES, "weigh"))
def test_where_a_trap_is_named_some_run_hangs(graph: Graph) -> None:
    codes = {one.code for one in lint(read(graph.drawing.xml()))}
    # A gateway that runs twice chooses alike here; in an office the answers may differ.
    if TRAPS & codes and "flow.repeated" not in codes:
        assert not all(Case(graph.drawing, **values).start().is_over for values in graph.runs())


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(graphs(*GATES, "two", "gives", "weigh"))
def test_what_hangs_is_told_by_the_step_in_which_it_happens(graph: Graph) -> None:
    for values in graph.runs()[:8]:
        case = Case(graph.drawing, **values).start()
        told = any(fact.kind == "join.starved" for fact in case.memory.facts)
        assert told == (not case.is_over)
        assert case.withdraw().left_behind == [] if told else case.left_behind == []


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans("seq", "xor", "and", "or", "loop", "timed", *SCOPES, leaves=12))
def test_a_drawing_made_of_blocks_is_never_accused(plan: Plan) -> None:
    found = lint(read(draw(plan)[0].xml()))
    assert not DOUBTS & {one.code for one in found}
