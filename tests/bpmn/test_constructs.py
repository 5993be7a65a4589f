"""Subprocesses, loops, calls and events beside the path: let through as they run, refused where they would not."""

from itertools import pairwise

import pytest

from engine.bpmn import Known, definitions, lint, normalise, read
from engine.model.definition import Loop
from engine.model.findings import Severity
from tests.bpmn.drawing import Drawing, simple
from tests.runtime import drawing as runtime_drawing

SIGNAL = '<bpmn:signal id="sig" name="banjir"/>'
ESCALATION = '<bpmn:escalation id="esk" escalationCode="TERLAMBAT"/>'
ERROR = '<bpmn:error id="err" errorCode="DITOLAK"/>'
MESSAGE = (
    '<bpmn:message id="m" name="dibayar"><bpmn:extensionElements>'
    '<zeebe:subscription correlationKey="=case.number"/></bpmn:extensionElements></bpmn:message>'
)
TRIGGERS = {
    "message": '<bpmn:messageEventDefinition messageRef="m"/>',
    "timer": '<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D</bpmn:timeDuration>'
    "</bpmn:timerEventDefinition>",
    "signal": '<bpmn:signalEventDefinition signalRef="sig"/>',
    "escalation": '<bpmn:escalationEventDefinition escalationRef="esk"/>',
    "error": '<bpmn:errorEventDefinition errorRef="err"/>',
    "conditional": "<bpmn:conditionalEventDefinition><bpmn:condition>=hasil &gt; 1</bpmn:condition>"
    "</bpmn:conditionalEventDefinition>",
}


def codes(drawing: Drawing, severity: Severity = Severity.ERROR, known: Known | None = None) -> set[str]:
    return {f.code for f in lint(read(drawing.data()), known) if f.severity is severity}


def rooted(drawing: Drawing) -> Drawing:
    for text in (SIGNAL, ESCALATION, ERROR, MESSAGE):
        drawing.root(text)
    return drawing


def inner(*nodes: str) -> str:
    """A subprocess's own start, the nodes given, and its end, one after the other."""
    names = ["ds", *(f"d{place}" for place in range(len(nodes))), "de"]
    flows = (f'<bpmn:sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairwise(names))
    return '<bpmn:startEvent id="ds"/>' + "".join(nodes) + '<bpmn:endEvent id="de"/>' + "".join(flows)


def handler(trigger: str, start: str = "", holder: str = "") -> str:
    return (
        f'<bpmn:startEvent id="hs" {start}>{TRIGGERS.get(trigger, "")}</bpmn:startEvent><bpmn:endEvent id="he"/>'
        '<bpmn:sequenceFlow id="h" sourceRef="hs" targetRef="he"/>' + holder
    )


def with_handler(trigger: str, start: str = "") -> Drawing:
    drawing = rooted(simple().user("t"))
    return drawing.node("subProcess", "h0", inside=handler(trigger, start), attributes='triggeredByEvent="true"')


@pytest.mark.parametrize("trigger", ["message", "timer", "signal", "escalation", "error", "conditional"])
def test_an_event_subprocess_begins_by_its_trigger(trigger: str) -> None:
    drawing = with_handler(trigger)
    assert codes(drawing) == set()
    element = definitions(read(drawing.data()))["p"].elements
    assert element["h0"].by_event
    assert (element["hs"].event, element["hs"].scope) == (trigger, "h0")


@pytest.mark.parametrize("trigger", ["message", "timer", "signal", "escalation", "conditional"])
def test_an_event_subprocess_may_run_beside_its_scope(trigger: str) -> None:
    assert codes(with_handler(trigger, 'isInterrupting="false"')) == set()


def test_an_error_always_interrupts() -> None:
    assert codes(with_handler("error", 'isInterrupting="false"')) == {"event.interrupting"}


def test_an_event_subprocess_without_a_trigger_never_begins() -> None:
    assert codes(with_handler("")) == {"event.definition"}


def test_an_event_subprocess_stands_apart() -> None:
    drawing = rooted(simple().user("t")).node(
        "subProcess", "h0", inside=handler("timer"), attributes='triggeredByEvent="true"'
    )
    assert "flow.event_subprocess" in codes(drawing.flow("t", "h0"))


def test_two_handlers_of_one_error_are_refused() -> None:
    second = handler("error").replace("hs", "hs2").replace('"he"', '"he2"').replace('"h"', '"h2"')
    drawing = with_handler("error").node("subProcess", "h1", inside=second, attributes='triggeredByEvent="true"')
    assert codes(drawing) == {"flow.handler_twice"}


def test_a_message_in_a_handler_starts_no_case() -> None:
    definition = definitions(read(with_handler("message").data()))["p"]
    assert definition.message_starts == {}


def test_a_subprocess_runs_with_its_own_start_and_end() -> None:
    drawing = simple().node("subProcess", "t", inside=inner('<bpmn:task id="d0"/>'))
    assert codes(drawing) == set()
    assert definitions(read(drawing.data()))["p"].elements["d0"].scope == "t"


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ('<bpmn:task id="d0"/><bpmn:endEvent id="de"/>', "flow.no_start"),
        ('<bpmn:startEvent id="ds"/><bpmn:task id="d0"/>', "flow.no_end"),
        ("", "flow.empty"),
        ('<bpmn:startEvent id="ds"/>', "flow.dead_end"),
        (inner('<bpmn:startEvent id="x"/>'), "flow.starts"),
        (
            '<bpmn:startEvent id="ds">' + TRIGGERS["timer"] + '</bpmn:startEvent><bpmn:endEvent id="de"/>'
            '<bpmn:sequenceFlow id="d" sourceRef="ds" targetRef="de"/>',
            "event.definition",
        ),
    ],
)
def test_a_subprocess_that_cannot_begin_or_end_is_refused(inside: str, code: str) -> None:
    assert code in codes(rooted(simple().node("subProcess", "t", inside=inside)))


def test_a_deadlock_inside_a_subprocess_is_found() -> None:
    inside = (
        '<bpmn:startEvent id="ds"/><bpmn:exclusiveGateway id="x" default="x_a"/><bpmn:task id="a"/><bpmn:task id="b"/>'
        '<bpmn:parallelGateway id="j"/><bpmn:endEvent id="de"/>'
    )
    for a, b in (("ds", "x"), ("x", "a"), ("a", "j"), ("b", "j"), ("j", "de")):
        inside += f'<bpmn:sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>'
    inside += (
        '<bpmn:sequenceFlow id="x_b" sourceRef="x" targetRef="b"><bpmn:conditionExpression '
        'xsi:type="bpmn:tFormalExpression">=true</bpmn:conditionExpression></bpmn:sequenceFlow>'
    )
    assert "flow.deadlock_path" in codes(simple().node("subProcess", "t", inside=inside), Severity.WARNING)


def test_an_error_caught_around_its_subprocess_is_no_warning() -> None:
    thrown = inner().replace('<bpmn:endEvent id="de"/>', f'<bpmn:endEvent id="de">{TRIGGERS["error"]}</bpmn:endEvent>')
    drawing = rooted(simple().node("subProcess", "t", inside=thrown))
    assert "flow.uncaught" in codes(drawing, Severity.WARNING)
    drawing.node("boundaryEvent", "b", inside=TRIGGERS["error"], attributes='attachedToRef="t"').flow("b", "e")
    assert "flow.uncaught" not in codes(drawing, Severity.WARNING)


@pytest.mark.parametrize(
    ("loop", "code"),
    [
        ("<bpmn:multiInstanceLoopCharacteristics/>", "loop.extent"),
        ('<zeebe:loopCharacteristics inputCollection="nama"/>', "feel.literal"),
        ('<zeebe:loopCharacteristics inputElement="x"/>', "loop.item"),
        ('<zeebe:loopCharacteristics inputCollection="=a" outputCollection="semua"/>', "loop.outputs"),
        ('<zeebe:loopCharacteristics inputCollection="=a" inputElement="dua kata"/>', "ref.variable"),
        ("<bpmn:standardLoopCharacteristics/>", "loop.endless"),
        ('<bpmn:standardLoopCharacteristics loopMaximum="-1"/>', "loop.maximum"),
        ('<bpmn:multiInstanceLoopCharacteristics behavior="None"/>', "loop.behaviour"),
    ],
)
def test_a_loop_that_says_too_little_is_refused(loop: str, code: str) -> None:
    written = loop
    if loop.startswith("<zeebe"):
        written = (
            f"<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>{loop}</bpmn:extensionElements>"
            "</bpmn:multiInstanceLoopCharacteristics>"
        )
    assert code in codes(simple().user("t", inside=written))


def test_a_loop_is_read_and_kept_by_normalising() -> None:
    written = (
        '<bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:extensionElements><zeebe:loopCharacteristics '
        'inputCollection="=pemeriksa" inputElement="orang" outputCollection="hasil" outputElement="=nilai"/>'
        '</bpmn:extensionElements><bpmn:completionCondition xsi:type="bpmn:tFormalExpression">=nilai = 0'
        "</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics>"
    )
    diagram = read(simple().user("t", inside=written).data())
    loop = definitions(diagram)["p"].elements["t"].loop
    assert loop == Loop(
        "sequential", collection="=pemeriksa", item="orang", output="=nilai", outputs="hasil", completion="=nilai = 0"
    )
    assert definitions(read(normalise(diagram, "p")))["p"] == definitions(diagram)["p"]
    assert [f for f in lint(diagram) if f.severity is Severity.ERROR] == []


def test_a_call_names_its_process() -> None:
    called = simple().node("callActivity", "t", extension='<zeebe:calledElement processId="lain" versionTag="v2"/>')
    assert codes(called) == set()
    element = definitions(read(called.data()))["p"].elements["t"]
    assert (element.calls, element.calls_version, element.passes_all) == ("lain", "v2", True)
    assert codes(simple().node("callActivity", "t")) == {"ref.no_called"}
    unknown = codes(called, Severity.WARNING, Known(processes=["lian"]))
    assert "ref.called" in unknown


def race(*targets: tuple[str, str, str]) -> Drawing:
    drawing = rooted(Drawing().node("startEvent", "s").node("eventBasedGateway", "g").node("endEvent", "e"))
    drawing.flow("s", "g")
    for kind, name, inside in targets:
        drawing.node(kind, name, inside=inside, attributes='messageRef="m"' if kind == "receiveTask" else "")
        drawing.chain("g", name, "e")
    return drawing


def test_an_event_gateway_waits_for_events() -> None:
    message, timer = TRIGGERS["message"], TRIGGERS["timer"]
    catch = "intermediateCatchEvent"
    assert codes(race((catch, "a", message), (catch, "b", timer))) == set()
    assert codes(race(("receiveTask", "a", ""), (catch, "b", timer))) == set()
    assert codes(race((catch, "a", message))) == {"flow.event_gateway_few"}
    assert codes(race((catch, "a", message), ("task", "b", ""))) == {"flow.event_gateway"}
    assert codes(race((catch, "a", message), ("receiveTask", "b", ""))) == {"flow.event_gateway_mixed"}
    assert "flow.event_gateway" in codes(race((catch, "a", message), (catch, "b", timer)).flow("b", "a"))


def inclusive(join: str) -> Drawing:
    drawing = Drawing().node("startEvent", "s").node("inclusiveGateway", "o", attributes='default="o_b"')
    drawing.user("a").user("b").user("c").node(join, "j").node("endEvent", "e")
    drawing.chain("s", "o").flow("o", "a", "=true").flow("o", "b").flow("o", "c", "=false")
    return drawing.flow("a", "j").flow("b", "j").flow("c", "j").flow("j", "e")


def test_an_inclusive_choice_joins_inclusively() -> None:
    assert codes(inclusive("inclusiveGateway")) == set()
    assert "flow.deadlock_path" in codes(inclusive("parallelGateway"), Severity.WARNING)


@pytest.mark.parametrize("kind", ["intermediateThrowEvent", "endEvent"])
@pytest.mark.parametrize("trigger", ["signal", "escalation"])
def test_a_trigger_is_thrown_by_name(kind: str, trigger: str) -> None:
    drawing = rooted(simple().user("t").node(kind, "x", inside=TRIGGERS[trigger]))
    drawing.chain(*(("t", "x") if kind == "endEvent" else ("t", "x", "e")))
    assert codes(drawing) == set()
    nameless = rooted(simple().user("t").node(kind, "x", inside=f"<bpmn:{trigger}EventDefinition/>"))
    nameless.chain(*(("t", "x") if kind == "endEvent" else ("t", "x", "e")))
    assert codes(nameless) & {"event.no_signal", "event.escalation"}


def test_a_case_may_begin_by_the_clock_or_a_signal() -> None:
    drawing = rooted(simple().user("t"))
    cycle = TRIGGERS["timer"].replace("timeDuration", "timeCycle").replace("P3D", "R/P1M")
    drawing.node("startEvent", "tick", inside=cycle).node("startEvent", "sig_start", inside=TRIGGERS["signal"])
    assert codes(drawing.flow("tick", "t").flow("sig_start", "t")) == set()
    definition = definitions(read(drawing.data()))["p"]
    assert (definition.timer_starts, definition.signal_starts) == (("tick",), {"banjir": "sig_start"})


@pytest.mark.parametrize("trigger", ["escalation", "signal", "conditional"])
def test_a_boundary_may_interrupt_or_not(trigger: str) -> None:
    for cancel in ("true", "false"):
        drawing = rooted(simple().node("subProcess", "t", inside=inner()))
        attributes = f'attachedToRef="t" cancelActivity="{cancel}"'
        drawing.node("boundaryEvent", "b", inside=TRIGGERS[trigger], attributes=attributes).flow("b", "e")
        assert codes(drawing) == set()


def test_variables_inside_a_subprocess_are_known() -> None:
    script = '<bpmn:scriptTask id="d0"><bpmn:extensionElements>{}</bpmn:extensionElements></bpmn:scriptTask>'
    held = script.format('<zeebe:script expression="=nilai + lain" resultVariable="jumlah"/>')
    drawing = simple().node(
        "subProcess",
        "t",
        inside=inner(held),
        extension='<zeebe:ioMapping><zeebe:input source="=1" target="nilai"/></zeebe:ioMapping>',
    )
    found = [f for f in lint(read(drawing.data()), Known(variables=["x"])) if f.code == "feel.unknown_name"]
    assert ["lain" in f.message_en for f in found] == [True]


def test_a_condition_that_reads_nothing_is_told_to_be_asked_once() -> None:
    drawing = runtime_drawing.Drawing().start().catch("c", condition="=now() > moment").end().flow("s c e")
    once = drawing.xml().replace(b"moment", b"now()")
    assert "event.asked_once" not in {finding.code for finding in lint(read(drawing.xml()))}
    assert {finding.code for finding in lint(read(once))} == {"event.asked_once"}
