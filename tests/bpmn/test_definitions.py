"""A diagram becomes data: document order kept, lanes inherited, the truth of a flow in its two ends."""

from engine.bpmn import definitions, normalise, read
from engine.model.definition import IoMapping, Timer
from tests.bpmn.drawing import ADDRESS, Drawing, simple


def described(drawing: Drawing, process: str = "p"):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return definitions(read(drawing.data()))[process]


def test_a_human_task_says_who_does_what_until_when() -> None:
    drawing = simple().user(
        "t",
        '<zeebe:taskSchedule dueDate="=workdays(3)"/><zeebe:priorityDefinition priority="70"/>'
        '<zeebe:properties><zeebe:property name="separateFrom" value="s"/></zeebe:properties>'
        '<zeebe:ioMapping><zeebe:input source="=pagu" target="batas"/>'
        '<zeebe:output source="=setuju" target="putusan.setuju"/></zeebe:ioMapping>',
    )
    task = described(drawing).elements["t"]
    assert (task.form, task.candidate_groups, task.due, task.priority) == (
        "usulan",
        "role:ppk@DKOM",
        "=workdays(3)",
        "70",
    )
    assert task.inputs == (IoMapping("=pagu", "batas"),)
    assert task.outputs == (IoMapping("=setuju", "putusan.setuju"),)
    assert task.properties == {"separateFrom": "s"}
    assert (task.incoming, task.outgoing) == (("s_t",), ("t_e",))


def test_a_task_without_an_address_has_that_of_its_innermost_lane() -> None:
    groups = (
        '<bpmn:extensionElements><zeebe:properties><zeebe:property name="candidateGroups" value="{}"/>'
        "</zeebe:properties></bpmn:extensionElements>"
    )
    drawing = simple("a").node("userTask", "a").node("userTask", "b").node("userTask", "c", extension=ADDRESS)
    drawing.lines.insert(
        0,
        f'<bpmn:laneSet id="ls"><bpmn:lane id="outer" name="Dinas">{groups.format("role:kadis@DKOM")}'
        "<bpmn:flowNodeRef>a</bpmn:flowNodeRef><bpmn:flowNodeRef>b</bpmn:flowNodeRef>"
        f'<bpmn:childLaneSet id="cs"><bpmn:lane id="inner" name="PPK">{groups.format("role:ppk@DKOM")}'
        "<bpmn:flowNodeRef>b</bpmn:flowNodeRef><bpmn:flowNodeRef>c</bpmn:flowNodeRef></bpmn:lane>"
        '<bpmn:lane id="bare"/></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>',
    )
    definition = described(drawing)
    assert definition.elements["a"].candidate_groups == "role:kadis@DKOM"
    assert definition.elements["b"].lane == "inner"
    assert definition.elements["b"].candidate_groups == "role:ppk@DKOM"
    assert definition.elements["c"].candidate_groups == "role:ppk@DKOM"
    assert definition.lanes["bare"].candidate_groups == "role:kadis@DKOM"


def test_camunda_7_attributes_that_mean_the_same_are_read() -> None:
    drawing = simple().node(
        "userTask", "t", attributes='camunda:formKey="usulan" camunda:candidateGroups="role:a@B" camunda:dueDate="P3D"'
    )
    task = described(drawing).elements["t"]
    assert (task.form, task.candidate_groups, task.due) == ("usulan", "role:a@B", "P3D")


def test_messages_errors_and_timers_are_named_not_referred_to() -> None:
    drawing = (
        simple()
        .root('<bpmn:message id="m" name="dibayar"><bpmn:extensionElements>')
        .root('<zeebe:subscription correlationKey="=case.number"/></bpmn:extensionElements></bpmn:message>')
        .root('<bpmn:error id="x" errorCode="DITOLAK"/>')
        .node("receiveTask", "t", attributes='messageRef="m"')
        .node(
            "boundaryEvent",
            "late",
            inside='<bpmn:timerEventDefinition id="td"><bpmn:timeDuration>=workdays(2)</bpmn:timeDuration>'
            "</bpmn:timerEventDefinition>",
            attributes='attachedToRef="t" cancelActivity="false"',
        )
        .node("endEvent", "bad", inside='<bpmn:errorEventDefinition id="ed" errorRef="x"/>')
        .flow("late", "bad")
    )
    elements = described(drawing).elements
    assert (elements["t"].message, elements["t"].correlation_key) == ("dibayar", "=case.number")
    assert elements["late"].timer == Timer("duration", "=workdays(2)")
    assert (elements["late"].attached_to, elements["late"].interrupting) == ("t", False)
    assert (elements["bad"].event, elements["bad"].error_code) == ("error", "DITOLAK")


def test_a_draft_is_described_as_far_as_it_is_drawn() -> None:
    drawing = Drawing(attributes='isExecutable="false"').node("subProcess", "sub").flow("sub", "nowhere")
    diagram = read(drawing.data())
    assert definitions(diagram) == {}
    assert list(definitions(diagram, drafts=True)["p"].elements) == ["sub"]


def test_the_normalised_process_is_the_same_however_it_was_drawn() -> None:
    drawing = simple().user("t")
    plain = drawing.data()
    drawn = plain.replace(
        b"</bpmn:process>",
        b'<bpmn:textAnnotation id="note"><bpmn:text>x</bpmn:text></bpmn:textAnnotation></bpmn:process>'
        b'<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="dia"/>',
    )
    assert normalise(read(plain), "p") == normalise(read(drawn), "p")
    again = read(normalise(read(plain), "p"))
    assert normalise(again, "p") == normalise(read(plain), "p")
    assert definitions(again)["p"] == definitions(read(plain))["p"]
    task = again.processes["p"].find("{*}userTask")
    assert task is not None
    assert [str(child.tag).rpartition("}")[2] for child in task] == ["extensionElements", "incoming", "outgoing"]
