"""What is checked of ad-hoc subprocesses (BPMN 2.0.2 §10.3.5)."""

import pytest

from engine.bpmn import lint, read
from tests.bpmn.drawing import ADDRESS, Drawing, simple

WHO = '<zeebe:properties><zeebe:property name="candidateGroups" value="position:DKOM.PPK"/></zeebe:properties>'


def user(node: str, properties: str = "", address: str = ADDRESS) -> str:
    said = f"<zeebe:properties>{properties}</zeebe:properties>" if properties else ""
    form = '<zeebe:formDefinition formId="usulan"/>'
    extensions = f"<bpmn:extensionElements>{address}{form}{said}</bpmn:extensionElements>"
    return f'<bpmn:userTask id="{node}">{extensions}</bpmn:userTask>'


def said(name: str, value: str) -> str:
    return f'<zeebe:property name="{name}" value="{value}"/>'


def flow(source: str, target: str) -> str:
    return f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'


def until(text: str) -> str:
    return f'<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">{text}</bpmn:completionCondition>'


def script(node: str) -> str:
    return (
        f'<bpmn:scriptTask id="{node}"><bpmn:extensionElements><zeebe:script expression="=1" resultVariable="x"/>'
        "</bpmn:extensionElements></bpmn:scriptTask>"
    )


def drawn(inside: str, extension: str = WHO, attributes: str = "") -> Drawing:
    return simple("ah").node("adHocSubProcess", "ah", extension=extension, inside=inside, attributes=attributes)


def found(drawing: Drawing) -> list[tuple[str, str]]:
    return [(one.code, one.element) for one in lint(read(drawing.data())) if one.severity.value == "error"]


@pytest.mark.parametrize("ordering", ["", 'ordering="Parallel"', 'ordering="Sequential"'])
@pytest.mark.parametrize("cancels", ["", 'cancelRemainingInstances="false"'])
def test_activities_without_flows_start_or_end_are_accepted(ordering: str, cancels: str) -> None:
    inside = user("a") + user("b") + until("= done")
    assert found(drawn(inside, attributes=f"{ordering} {cancels}")) == []


def test_flows_gateways_and_intermediate_events_inside_are_accepted() -> None:
    inside = user("a") + '<bpmn:parallelGateway id="g"/>' + user("b") + user("c")
    inside += (
        '<bpmn:intermediateThrowEvent id="t"/>' + flow("a", "g") + flow("g", "b") + flow("g", "c") + flow("b", "t")
    )
    assert found(drawn(inside)) == []


def test_a_conditional_flow_beside_one_always_taken_is_accepted() -> None:
    condition = "<bpmn:conditionExpression xsi:type='bpmn:tFormalExpression'>= 1 = 2</bpmn:conditionExpression>"
    inside = user("a") + script("b") + script("c") + flow("a", "b")
    inside += flow("a", "c").replace("/>", f">{condition}</bpmn:sequenceFlow>")
    assert found(drawn(inside)) == []


@pytest.mark.parametrize("kind", ["startEvent", "endEvent"])
def test_a_start_or_end_inside_is_refused_by_name(kind: str) -> None:
    assert ("adhoc.event", "x") in found(drawn(user("a") + f'<bpmn:{kind} id="x"/>'))


def test_an_empty_one_is_refused() -> None:
    assert ("adhoc.empty", "ah") in found(drawn(""))


def test_one_in_which_nothing_can_begin_is_refused() -> None:
    assert ("adhoc.no_root", "ah") in found(drawn(user("a") + user("b") + flow("a", "b") + flow("b", "a")))


def test_who_may_begin_must_be_known() -> None:
    inside = script("one").replace(
        "<zeebe:script", f"<zeebe:properties>{said('chosen', 'true')}</zeebe:properties><zeebe:script"
    )
    assert ("adhoc.no_address", "one") in found(drawn(inside, extension=""))
    assert found(drawn(inside)) == []


def test_a_written_list_names_elements_inside() -> None:
    def listed(text: str) -> str:
        return f"<zeebe:adHoc activeElementsCollection='{text}'/>"

    assert found(drawn(user("a"), extension=listed('= ["a"]'))) == []
    assert ("adhoc.element", "ah") in found(drawn(user("a"), extension=listed('= ["a", "q"]')))
    assert ("feel.literal", "ah") in found(drawn(user("a"), extension=listed("a")))
    assert ("feel.syntax", "ah") in found(drawn(user("a"), extension=listed("= [")))


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("chosen", "maybe", "adhoc.chosen"),
        ("atMost", "0", "adhoc.at_most"),
        ("atMost", "many", "adhoc.at_most"),
        ("atMost", "3", ""),
        ("chosen", "false", ""),
    ],
)
def test_marks_say_what_can_be_meant(name: str, value: str, code: str) -> None:
    assert found(drawn(user("a", said(name, value)))) == ([(code, "a")] if code else [])


def test_a_mark_where_nobody_chooses_is_refused() -> None:
    assert ("adhoc.mark", "b") in found(drawn(user("a") + user("b", said("atMost", "1")) + flow("a", "b")))
    outside = simple("a").user("a", f"<zeebe:properties>{said('chosen', 'true')}</zeebe:properties>")
    assert ("adhoc.mark", "a") in found(outside)


def test_the_condition_is_read_as_feel() -> None:
    assert ("feel.syntax", "ah") in found(drawn(user("a") + until("= (")))


def test_job_workers_and_output_lists_of_others_are_refused() -> None:
    extension = '<zeebe:adHoc activeElementsCollection="= []" outputCollection="r" outputElement="= x"/>'
    assert ("bpmn.attribute", "ah") in found(drawn(user("a"), extension=extension))


def stuck(first: str) -> str:
    """a → x, either b or c, and both of them are awaited at j."""
    condition = "<bpmn:conditionExpression xsi:type='bpmn:tFormalExpression'>= 1 = 2</bpmn:conditionExpression>"
    inside = first + '<bpmn:exclusiveGateway id="x" default="x_b"/>' + script("b") + script("c")
    inside += '<bpmn:parallelGateway id="j"/>' + script("last") + flow("a", "x") + flow("x", "b")
    inside += flow("x", "c").replace("/>", f">{condition}</bpmn:sequenceFlow>")
    return inside + flow("b", "j") + flow("c", "j") + flow("j", "last")


def test_a_join_is_no_trap_where_people_may_begin_its_path_again() -> None:
    assert [one.code for one in lint(read(drawn(stuck(user("a"))).data()))] == []


def test_a_join_no_path_can_pass_is_reported_where_nobody_chooses() -> None:
    codes = {one.code for one in lint(read(drawn(stuck(script("a")), extension="").data()))}
    assert codes & {"flow.deadlock", "flow.deadlock_path"}


def test_paths_that_begin_together_meet_at_a_join() -> None:
    inside = script("a") + script("b") + '<bpmn:parallelGateway id="j"/>' + script("c")
    inside += flow("a", "j") + flow("b", "j") + flow("j", "c")
    assert [one.code for one in lint(read(drawn(inside, extension="").data()))] == []
