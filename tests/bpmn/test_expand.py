"""Abbreviations mean what they stand for: each is written out with plain nodes before anything runs."""

from engine.bpmn import definitions, lint, read
from engine.bpmn.expand import drawn
from engine.model.definition import Definition
from engine.model.findings import Severity
from tests.bpmn.drawing import ADDRESS, Drawing, simple

SIGNALS = ('<bpmn:signal id="a" name="satu"/>', '<bpmn:signal id="b" name="dua"/>')
BOTH = '<bpmn:signalEventDefinition signalRef="a"/><bpmn:signalEventDefinition signalRef="b"/>'


def described(drawing: Drawing) -> Definition:
    return definitions(read(drawing.data()))["p"]


def errors(drawing: Drawing) -> list[str]:
    return [f.code for f in lint(read(drawing.data())) if f.severity is Severity.ERROR]


def ways(definition: Definition, node: str) -> list[tuple[str, str]]:
    """The targets of a node with their conditions."""
    flows = (definition.flows[flow] for flow in definition.elements[node].outgoing)
    return [(flow.target, flow.condition) for flow in flows]


def choosing(*extra: str) -> Drawing:
    drawing = Drawing().node("startEvent", "s").node("endEvent", "e").flow("s", "t")
    drawing.user("t").user("x").user("y")
    return drawing.flow("t", "x", "=a").flow("t", "y", *extra).flow("x", "e").flow("y", "e")


def test_conditional_flows_out_of_a_task_are_an_inclusive_choice() -> None:
    drawing = choosing("=b")
    definition = described(drawing)
    assert errors(drawing) == []
    assert ways(definition, "t") == [("t·choice", "")]
    assert definition.elements["t·choice"].kind == "inclusiveGateway"
    assert ways(definition, "t·choice") == [("x", "=a"), ("y", "=b")]


def test_a_flow_without_condition_is_always_taken() -> None:
    definition = described(choosing())
    assert sorted(ways(definition, "t")) == [("t·choice", ""), ("y", "")]
    assert sorted(ways(definition, "t·choice")) == [("t·none", ""), ("x", "=a")]
    assert definition.elements["t·choice"].default_flow == "t·choice·t·none"


def test_a_default_flow_is_taken_where_no_condition_holds() -> None:
    drawing = Drawing().node("startEvent", "s").node("endEvent", "e").flow("s", "t")
    drawing.node("userTask", "t", extension=ADDRESS, attributes='default="t_y"')
    drawing.user("x").user("y").flow("t", "x", "=a").flow("t", "y").flow("x", "e").flow("y", "e")
    definition = described(drawing)
    assert definition.elements["t·choice"].default_flow == "t_y"
    assert definition.elements["t"].default_flow == ""


def test_a_parallel_gateway_looks_at_no_condition() -> None:
    drawing = Drawing().node("startEvent", "s").node("parallelGateway", "g").node("endEvent", "e")
    drawing.user("x").user("y").flow("s", "g").flow("g", "x", "=a").flow("g", "y").flow("x", "e").flow("y", "e")
    assert errors(drawing) == []
    assert ways(described(drawing), "g") == [("x", ""), ("y", "")]
    assert "flow.condition_ignored" in [f.code for f in lint(read(drawing.data()))]


def with_signals(drawing: Drawing) -> Drawing:
    for signal in SIGNALS:
        drawing.root(signal)
    return drawing


def test_a_catch_event_of_several_triggers_waits_for_the_first() -> None:
    drawing = with_signals(simple().node("intermediateCatchEvent", "t", inside=BOTH))
    definition = described(drawing)
    assert errors(drawing) == []
    assert ways(definition, "s") == [("t·split", "")]
    assert definition.elements["t·split"].kind == "eventBasedGateway"
    assert {target for target, _ in ways(definition, "t·split")} == {"t·1", "t·2"}
    assert [definition.elements[f"t·{n}"].signal for n in (1, 2)] == ["satu", "dua"]
    assert ways(definition, "t") == [("e", "")]


def test_a_parallel_multiple_event_waits_for_all() -> None:
    drawing = simple().node("intermediateCatchEvent", "t", inside=BOTH, attributes='parallelMultiple="true"')
    definition = described(with_signals(drawing))
    assert errors(drawing) == []
    kinds = {definition.elements[f"t·{part}"].kind for part in ("split", "join")}
    assert kinds == {"parallelGateway"}


def test_an_end_event_of_several_triggers_throws_each_and_ends_with_the_last() -> None:
    drawing = with_signals(simple().user("t").node("endEvent", "x", inside=BOTH).flow("t", "x"))
    definition = described(drawing)
    assert errors(drawing) == []
    assert ("x·1", "") in ways(definition, "t")
    assert ways(definition, "x·1") == [("x", "")]
    assert [definition.elements[name].signal for name in ("x·1", "x")] == ["satu", "dua"]


def test_a_boundary_event_of_several_triggers_is_one_for_each() -> None:
    drawing = with_signals(simple().user("t"))
    drawing.node("boundaryEvent", "n", inside=BOTH, attributes='attachedToRef="t" cancelActivity="false"').flow(
        "n", "e"
    )
    definition = described(drawing)
    assert errors(drawing) == []
    hosts = {definition.elements[f"n·{n}"].attached_to for n in (1, 2)}
    assert (hosts, definition.elements["n·1"].interrupting) == ({"t"}, False)
    assert ways(definition, "n") == [("e", "")]


def test_a_link_is_a_flow_drawn_in_two_pieces() -> None:
    drawing = Drawing().node("startEvent", "s").node("endEvent", "e").user("t")
    link = '<bpmn:linkEventDefinition name="A"/>'
    drawing.node("intermediateThrowEvent", "out", inside=link).node("intermediateCatchEvent", "in", inside=link)
    drawing.chain("s", "t", "out").chain("in", "e")
    assert errors(drawing) == []
    assert ways(described(drawing), "out") == [("in", "")]
    alone = Drawing().node("startEvent", "s").node("intermediateThrowEvent", "out", inside=link).flow("s", "out")
    assert "event.definition" in errors(alone)


def test_a_shared_event_definition_is_read_where_it_is_used() -> None:
    shared = '<bpmn:signalEventDefinition id="bersama" signalRef="a"/>'
    inside = "<bpmn:eventDefinitionRef>bersama</bpmn:eventDefinitionRef>"
    drawing = with_signals(simple().node("intermediateCatchEvent", "t", inside=inside)).root(shared)
    assert errors(drawing) == []
    assert described(drawing).elements["t"].signal == "satu"


def test_findings_name_what_the_analyst_drew() -> None:
    drawing = with_signals(simple().node("intermediateCatchEvent", "t", inside=BOTH.replace('"b"', '"tidak ada"')))
    assert {f.element for f in lint(read(drawing.data())) if f.severity is Severity.ERROR} == {"t"}
    assert drawn("t·split") == "t"
