"""The diagrams that are measured, in our dialect and in the peer's: the flow is the same."""

from collections.abc import Iterable

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' targetNamespace="http://tatalaksana.example/bench" id="d">'
)
ADDRESS = "position:BENCH.STAF"


def node(kind: str, name: str, body: str = "", attributes: str = "") -> str:
    return f'<bpmn:{kind} id="{name}" name="{name}"{attributes}>{body}</bpmn:{kind}>'


def flow(source: str, target: str, condition: str = "") -> str:
    inside = (
        f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression>'
        if condition
        else ""
    )
    name = f"{source}-{target}"
    return f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inside}</bpmn:sequenceFlow>'


def human(name: str, *, ours: bool, form: str = "") -> str:
    if not ours:
        return node("userTask", name)
    has_form = f'<zeebe:formDefinition formId="{form}"/>' if form else ""
    return node(
        "userTask",
        name,
        f'<bpmn:extensionElements><zeebe:userTask/>{has_form}<zeebe:assignmentDefinition candidateGroups="{ADDRESS}"/>'
        "</bpmn:extensionElements>",
    )


def diagram(process: str, parts: Iterable[str], *, ours: bool) -> bytes:
    properties = (
        '<bpmn:extensionElements><zeebe:properties><zeebe:property name="caseNumber" value="BEN"/>'
        '<zeebe:property name="startGroups" value="bench"/></zeebe:properties></bpmn:extensionElements>'
        if ours
        else ""
    )
    body = "".join(parts)
    return (
        f'{HEAD}<bpmn:process id="{process}" name="{process}" isExecutable="true">{properties}{body}</bpmn:process>'
        "</bpmn:definitions>"
    ).encode()


def w2(*, ours: bool) -> bytes:
    """Two human tasks around an exclusive gateway."""
    condition = "=ok = true" if ours else "ok == True"
    parts = [
        node("startEvent", "s"),
        human("draft", ours=ours, form="konsep"),
        node("exclusiveGateway", "g", attributes=' default="g-rejected"'),
        human("approve", ours=ours, form="konsep"),
        node("endEvent", "e"),
        node("endEvent", "rejected"),
        flow("s", "draft"),
        flow("draft", "g"),
        flow("g", "rejected"),
        flow("g", "approve", condition),
        flow("approve", "e"),
    ]
    return diagram("w2", parts, ours=ours)


def wide(n: int, *, ours: bool) -> bytes:
    """`n` human tasks open at once, joined by an AND gateway."""
    names = [f"u{i}" for i in range(n)]
    parts = [node("startEvent", "s"), node("parallelGateway", "fork"), node("parallelGateway", "join")]
    parts += [human(name, ours=ours) for name in names]
    parts += [node("endEvent", "e"), flow("s", "fork"), flow("join", "e")]
    parts += [flow("fork", name) for name in names] + [flow(name, "join") for name in names]
    return diagram(f"wide{n}", parts, ours=ours)


def loop(*, ours: bool) -> bytes:
    """A human task that is done again and again."""
    condition = "=again = true" if ours else "again == True"
    parts = [
        node("startEvent", "s"),
        human("u", ours=ours, form="ulang"),
        node("exclusiveGateway", "g", attributes=' default="g-e"'),
        node("endEvent", "e"),
        flow("s", "u"),
        flow("u", "g"),
        flow("g", "e"),
        flow("g", "u", condition),
    ]
    return diagram("loop", parts, ours=ours)


def listed(n: int) -> bytes:
    """One human task for each of `n` items, all open at once."""
    loop = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics "
        f'inputCollection="=for i in 1..{n} return i" inputElement="item"/></bpmn:extensionElements>'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    task = (
        "<bpmn:extensionElements><zeebe:userTask/>"
        f'<zeebe:assignmentDefinition candidateGroups="{ADDRESS}"/></bpmn:extensionElements>{loop}'
    )
    parts = [
        node("startEvent", "s"),
        node("userTask", "u", task),
        node("endEvent", "e"),
        flow("s", "u"),
        flow("u", "e"),
    ]
    return diagram(f"listed{n}", parts, ours=True)


def w4(*, ours: bool) -> bytes:
    """A script for each of 100 items, its results gathered; then a person."""
    if ours:
        script = (
            '<bpmn:extensionElements><zeebe:script expression="=loopCounter * 2" resultVariable="r"/>'
            "</bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
            '<zeebe:loopCharacteristics inputCollection="=for i in 1..100 return i" inputElement="item" '
            'outputCollection="all" outputElement="=r"/></bpmn:extensionElements>'
            "</bpmn:multiInstanceLoopCharacteristics>"
        )
    else:
        script = (
            "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>100</bpmn:loopCardinality>"
            "</bpmn:multiInstanceLoopCharacteristics><bpmn:script>r = 2 * 2</bpmn:script>"
        )
    parts = [
        node("startEvent", "s"),
        node("scriptTask", "w", script),
        human("u", ours=ours),
        node("endEvent", "e"),
        flow("s", "w"),
        flow("w", "u"),
        flow("u", "e"),
    ]
    return diagram("w4", parts, ours=ours)


def timed(name: str, duration: str) -> bytes:
    """A case that waits and ends."""
    timer = (
        '<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">'
        f"{duration}</bpmn:timeDuration></bpmn:timerEventDefinition>"
    )
    parts = [
        node("startEvent", "s"),
        node("intermediateCatchEvent", "t", timer),
        node("endEvent", "e"),
        flow("s", "t"),
        flow("t", "e"),
    ]
    return diagram(name, parts, ours=True)
