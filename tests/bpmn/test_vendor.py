"""Diagrams of other engines: what means the same is taken over, what moves no token is told, the rest is refused."""

import pytest

from engine.bpmn import definitions, lint, read
from engine.model.definition import Element, IoMapping
from tests.runtime.case import Case
from tests.runtime.drawing import Drawing

SEVEN = b'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:activiti="http://activiti.org/bpmn" '
TASK = b' name="U"'


def written(attributes: str = "", inner: str = "", drawing: Drawing | None = None) -> bytes:
    """A user task u with attributes and extension elements of another engine."""
    data = (drawing or Drawing().start().user("u").end().flow("s u e")).xml()
    data = data.replace(b"<bpmn:definitions ", b"<bpmn:definitions " + SEVEN, 1)
    data = data.replace(TASK, TASK + b" " + attributes.encode(), 1)
    return data.replace(b"<zeebe:userTask/>", b"<zeebe:userTask/>" + inner.encode(), 1)


def parameter(source: str) -> str:
    given = f'<camunda:inputParameter name="a">{source}</camunda:inputParameter>'
    return f"<camunda:inputOutput>{given}</camunda:inputOutput>"


def codes(data: bytes) -> set[str]:
    return {finding.code for finding in lint(read(data))} - {"ref.no_form"}


def element(data: bytes, name: str) -> Element:
    return definitions(read(data))["p"].elements[name]


@pytest.mark.parametrize(
    "attributes",
    [
        'camunda:assignee="kermit"',
        'activiti:candidateGroups="management, accountancy"',
        'camunda:candidateGroups="management"',
        'camunda:asyncBefore="true" camunda:exclusive="false"',
        'camunda:formKey="embedded:app:forms/task.html"',
    ],
)
def test_a_word_that_moves_no_token_is_told_and_left_alone(attributes: str) -> None:
    assert codes(written(attributes)) == {"bpmn.vendor"}


@pytest.mark.parametrize(
    "inner",
    [
        "<camunda:formData/>",
        "<camunda:failedJobRetryTimeCycle>R5/PT5M</camunda:failedJobRetryTimeCycle>",
    ],
)
def test_an_extension_that_moves_no_token_is_told_and_left_alone(inner: str) -> None:
    assert codes(written(inner=inner)) == {"bpmn.vendor"}


@pytest.mark.parametrize(
    ("attributes", "inner"),
    [
        ('activiti:skipExpression="${x}"', ""),
        ("", '<camunda:taskListener event="create" class="x.Y"/>'),
        ("", parameter("${b + 1}")),
        ("", parameter("<camunda:map/>")),
        ("", '<camunda:in sourceExpression="${a}" target="b"/>'),
    ],
)
def test_behaviour_of_another_engine_is_refused(attributes: str, inner: str) -> None:
    assert codes(written(attributes, inner)) & {"bpmn.attribute", "bpmn.extension"}


def test_parameters_of_variables_and_texts_are_mappings() -> None:
    inner = (
        '<camunda:inputOutput><camunda:inputParameter name="a">${order.total}</camunda:inputParameter>'
        '<camunda:inputParameter name="t">teks</camunda:inputParameter>'
        '<camunda:outputParameter name="c">${a}</camunda:outputParameter></camunda:inputOutput>'
    )
    found = element(written(inner=inner), "u")
    assert found.inputs == (IoMapping("=order.total", "a"), IoMapping('="teks"', "t"))
    assert found.outputs == (IoMapping("=a", "c"),)


def test_a_call_takes_what_it_is_given() -> None:
    inner = '<camunda:in source="a" target="b"/><camunda:out variables="all"/><camunda:in businessKey="#{k}"/>'
    found = element(written(inner=inner), "u")
    assert (found.inputs, found.passes_all, found.returns_all) == ((IoMapping("=a", "b"),), False, True)


def test_a_caught_code_goes_to_the_variable_the_event_names() -> None:
    inside = Drawing().start("is").end("ie", error="E1").flow("is ie")
    drawing = Drawing().start().sub("k", inside).boundary("b", "k", error="E1").user("u").end()
    data = written(drawing=drawing.flow("s k e").flow("b u e"))
    catching, named = b'errorRef="e_E1"/></bpmn:boundaryEvent>', b'errorRef="e_E1" camunda:errorCodeVariable="kode"/>'
    data = data.replace(catching, named + b"</bpmn:boundaryEvent>")
    assert element(data, "b").outputs == (IoMapping("=code", "kode"),)
    assert codes(data) == set()


def test_a_list_of_another_engine_is_run_over() -> None:
    data = written(drawing=Drawing().start().user("u").each("u", times="3").end().flow("s u e"))
    start, rest = data.split(b"<bpmn:multiInstanceLoopCharacteristics", 1)
    after = rest.split(b"</bpmn:multiInstanceLoopCharacteristics>", 1)[1]
    loop = b'<bpmn:multiInstanceLoopCharacteristics camunda:collection="${names}" camunda:elementVariable="name"/>'
    found = element(start + loop + after, "u").loop
    assert found is not None
    assert (found.collection, found.item) == ("=names", "name")
    assert codes(start + loop + after) == set()


def test_numbers_of_a_loop_have_the_names_of_camunda_7_too() -> None:
    drawing = Drawing().start().user("u").each("u", times="5", until="=nrOfCompletedInstances / nrOfInstances >= 0.4")
    case = Case(drawing.end().flow("s u e")).start()
    case.answer("u", 0)
    assert len(case.tasks) == 4
    assert case.answer("u", 0).is_over


@pytest.mark.parametrize("resource", ["humanPerformer", "potentialOwner", "performer"])
def test_a_resource_is_told_since_work_goes_to_its_address(resource: str) -> None:
    data = written().replace(b"</bpmn:userTask>", f"<bpmn:{resource}/></bpmn:userTask>".encode(), 1)
    assert codes(data) == {"bpmn.resource"}


def test_a_moment_needs_no_word_that_it_is_formal_where_its_editor_leaves_it_out() -> None:
    drawing = Drawing().start().catch("c", timer=("duration", "PT1H")).end().flow("s c e")
    plain = drawing.xml().replace(b' xsi:type="bpmn:tFormalExpression"', b"")
    assert codes(plain) == set()
    assert codes(plain.replace(b"PT1H", b"an hour")) == {"event.timer"}
    bare = plain.replace(b' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"', b"")
    assert codes(bare) == {"bpmn.informal"}
