"""What does not run right is refused by name, with a way out; what only draws is left alone."""

import pytest

from engine.bpmn import Known, lint, read
from engine.model.findings import Finding, Severity, errors
from tests.bpmn.drawing import Drawing, simple


def found(drawing: Drawing, known: Known | None = None) -> list[Finding]:
    return lint(read(drawing.data()), known)


def codes(drawing: Drawing, known: Known | None = None) -> set[str]:
    return {finding.code for finding in errors(found(drawing, known))}


def test_a_plain_procedure_has_no_findings() -> None:
    assert found(simple().user("t")) == []


@pytest.mark.parametrize(
    ("kind", "inside"),
    [
        ("userTask", "<bpmn:ioBinding/>"),
        ("userTask", '<bpmn:eventDefinitionRef id="r"/>'),
    ],
)
def test_an_element_that_does_not_run_is_named_with_a_way_out(kind: str, inside: str) -> None:
    finding = next(f for f in found(simple().node(kind, "t", inside=inside)) if f.code == "bpmn.element")
    assert finding.element == "t" or finding.element == "r"
    assert finding.message_id.startswith("Seharusnya ")
    assert finding.message_en.startswith("Expected ")
    assert " but " in finding.message_en
    assert finding.hint_id
    assert finding.hint_en
    assert finding.line > 1


@pytest.mark.parametrize(
    "attribute",
    [
        'isForCompensation="maybe"',
        'camunda:delegateExpression="x"',
        'unknown="1"',
    ],
)
def test_an_attribute_that_changes_behaviour_is_refused(attribute: str) -> None:
    assert "bpmn.attribute" in codes(simple().user("t").node("task", "u", attributes=attribute).chain("s", "u", "e"))


@pytest.mark.parametrize(
    "attribute", ['isForCompensation="false"', 'startQuantity="1"', 'completionQuantity="1"', 'xsi:type="bpmn:tTask"']
)
def test_a_default_written_out_is_harmless(attribute: str) -> None:
    assert codes(simple().node("task", "t", attributes=attribute)) == set()


@pytest.mark.parametrize(
    "extension",
    [
        '<zeebe:executionListeners><zeebe:executionListener type="x"/></zeebe:executionListeners>',
        '<zeebe:loopCharacteristics inputCollection="=x"/>',
        '<camunda:inputOutput><camunda:inputParameter name="a">${1}</camunda:inputParameter></camunda:inputOutput>',
        '<zeebe:assignmentDefinition assignee="budi"/>',
        '<zeebe:formDefinition formId="usulan" bindingType="latest"/>',
        '<zeebe:taskSchedule followUpDate="=now()"/>',
    ],
)
def test_an_extension_that_would_be_ignored_is_refused(extension: str) -> None:
    assert codes(simple().user("t", extension))


def test_a_plain_task_is_let_through_with_a_warning() -> None:
    findings = found(simple().node("task", "t"))
    assert [(f.code, f.severity) for f in findings] == [("bpmn.pass_through", Severity.WARNING)]


def test_a_script_must_be_feel() -> None:
    old = simple().node("scriptTask", "t", inside="<bpmn:script>x = 1</bpmn:script>")
    assert codes(old) == {"bpmn.script_element"}
    groovy = simple().node("scriptTask", "t", attributes='scriptFormat="groovy"')
    assert "bpmn.language" in codes(groovy)
    assert codes(simple().script("t", "=1 + 1", "")) == {"bpmn.no_script"}
    assert codes(simple().script("t", "1 + 1")) == {"feel.literal"}
    assert codes(simple().script("t")) == set()


@pytest.mark.parametrize(
    ("kind", "definition"),
    [
        ("startEvent", "compensateEventDefinition"),
        ("startEvent", "cancelEventDefinition"),
        ("intermediateThrowEvent", "cancelEventDefinition"),
        ("intermediateCatchEvent", "compensateEventDefinition"),
        ("intermediateThrowEvent", "linkEventDefinition"),
        ("intermediateCatchEvent", "errorEventDefinition"),
        ("intermediateCatchEvent", "escalationEventDefinition"),
        ("startEvent", "errorEventDefinition"),
        ("startEvent", "escalationEventDefinition"),
    ],
)
def test_a_trigger_that_does_not_run_here_is_refused(kind: str, definition: str) -> None:
    drawing = simple().user("t").node(kind, "x", inside=f'<bpmn:{definition} id="def"/>')
    drawing.chain(*(("x", "t") if kind == "startEvent" else ("t", "x") if kind == "endEvent" else ("t", "x", "e")))
    assert "event.definition" in codes(drawing)


@pytest.mark.parametrize("text", ["P", "PT", "P1", "3 hari", "2026-13-01", "PT1H30", "R3/PT1H", ""])
def test_a_timer_that_cannot_be_read_is_refused(text: str) -> None:
    timer = (
        '<bpmn:timerEventDefinition id="td"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">'
        f"{text}</bpmn:timeDuration></bpmn:timerEventDefinition>"
    )
    assert "event.timer" in codes(simple().node("intermediateCatchEvent", "t", inside=timer))


@pytest.mark.parametrize("text", ["PT1H", "P3D", "P1Y2M3DT4H5M6S", "P2W", "PT0.1S", "=workdays(3)"])
def test_a_duration_is_iso_8601_or_feel(text: str) -> None:
    timer = (
        '<bpmn:timerEventDefinition id="td"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">'
        f"{text}</bpmn:timeDuration></bpmn:timerEventDefinition>"
    )
    assert codes(simple().node("intermediateCatchEvent", "t", inside=timer)) == set()


CYCLES = [
    ("R3/PT1H", True),
    ("R/2026-11-02T08:00/P1M", True),
    ("R3/P1D/2026-12-01T08:00:00Z", True),
    ("R/2026-11-02/2026-11-03", True),
    ("0 9 * * MON-FRI", True),
    ("0 0 9 LW * ?", True),
    ("@monthly", True),
    ("R0/P1D", False),
    ("R/PT0S", False),
    ("R/P1D/P1D", False),
    ("R/2026-11-31/P1D", False),
    ("0 9 1-7 * MON", False),
    ("0 9 30 2 *", False),
    ("PT1H", False),
]


@pytest.mark.parametrize(("text", "known"), CYCLES)
def test_a_cycle_is_iso_8601_or_cron(text: str, known: bool) -> None:
    timer = (
        '<bpmn:timerEventDefinition id="td"><bpmn:timeCycle xsi:type="bpmn:tFormalExpression">'
        f"{text}</bpmn:timeCycle></bpmn:timerEventDefinition>"
    )
    drawn = (
        simple().user("t").node("boundaryEvent", "b", attributes='attachedToRef="t" cancelActivity="0"', inside=timer)
    )
    drawn.user("u").chain("b", "u", "e")
    assert ("event.timer" not in codes(drawn)) is known


def test_what_only_draws_is_left_alone() -> None:
    drawing = simple().user(
        "t",
        inside='<bpmn:property id="pr" name="__targetRef_placeholder"/>'
        '<bpmn:dataInputAssociation id="di"><bpmn:sourceRef>dr</bpmn:sourceRef><bpmn:targetRef>pr</bpmn:targetRef>'
        "</bpmn:dataInputAssociation>",
    )
    drawing.lines += [
        '<bpmn:dataObject id="do"/><bpmn:dataObjectReference id="dr" dataObjectRef="do"/>',
        '<bpmn:textAnnotation id="ta"><bpmn:text>catatan</bpmn:text></bpmn:textAnnotation>',
        '<bpmn:association id="as" sourceRef="t" targetRef="ta"/><bpmn:group id="gr"/>',
    ]
    assert found(drawing) == []


def test_data_that_moves_to_nowhere_is_refused() -> None:
    drawing = simple().user(
        "t",
        inside='<bpmn:dataOutputAssociation id="do"><bpmn:targetRef>x</bpmn:targetRef><bpmn:transformation>y'
        "</bpmn:transformation></bpmn:dataOutputAssociation>",
    )
    assert codes(drawing) == {"data.end"}


def test_ids_are_unique_and_flows_join_what_exists() -> None:
    assert "bpmn.duplicate_id" in codes(simple().user("t").user("t"))
    assert "flow.dangling" in codes(simple().user("t").flow("t", "nowhere"))
    assert "bpmn.bad_id" in codes(simple("1t").user("1t"))


def test_lists_of_flows_may_lag_behind_but_not_lie() -> None:
    lagging = simple().user("t", inside="<bpmn:incoming>s_t</bpmn:incoming>").node("task", "u").chain("s", "u", "t")
    assert [f.code for f in found(lagging) if f.element == "t"] == ["flow.unlisted"]
    lying = simple().user("t", inside="<bpmn:incoming>t_e</bpmn:incoming>")
    assert "flow.listed" in codes(lying)


def test_a_file_without_an_executable_process_is_no_more_than_a_draft() -> None:
    drawing = simple().user("t")
    drawing.attributes = 'isExecutable="false"'
    assert codes(drawing) == {"bpmn.not_executable"}
