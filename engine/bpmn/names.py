"""Namespaces and the small reading acts every module of this package needs."""

from collections.abc import Iterator

from lxml.etree import _Element as Xml

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
DI = (
    "http://www.omg.org/spec/BPMN/20100524/DI",
    "http://www.omg.org/spec/DD/20100524/DC",
    "http://www.omg.org/spec/DD/20100524/DI",
)
#: Namespaces of engines: what they say is behaviour, so it is either understood or refused.
ENGINES = (
    CAMUNDA,
    SPIFF,
    "http://operaton.org/schema/1.0/bpmn",
    "http://activiti.org/bpmn",
    "http://flowable.org/bpmn",
    "http://www.jboss.org/drools",
)

ACTIVITIES = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "scriptTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
        "callActivity",
        "subProcess",
        "transaction",
        "adHocSubProcess",
    }
)
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
CHOREOGRAPHY = frozenset({"choreographyTask", "subChoreography", "callChoreography"})
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS | CHOREOGRAPHY
LOOPS = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
SUBPROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess", "subChoreography"})

#: What the conditions of a complex gateway may name beside the variables of the case (§13.4.5): the tokens that wait at
#: it, the same by flow, and in which of its two phases it is.
ACTIVATION_COUNT, ACTIVATION_COUNTS, WAITING_FOR_START = "activationCount", "activationCounts", "waitingForStart"
GATE_STATE = (ACTIVATION_COUNT, ACTIVATION_COUNTS, WAITING_FOR_START)


def bpmn(name: str) -> str:
    """The tag of a BPMN element."""
    return f"{{{BPMN}}}{name}"


def zeebe(name: str) -> str:
    """The tag of a zeebe extension element."""
    return f"{{{ZEEBE}}}{name}"


def split(tag: str) -> tuple[str, str]:
    """Namespace and local name of a tag or attribute."""
    namespace, _, name = tag.rpartition("}")
    return namespace[1:], name


def kind(element: Xml) -> str:
    """The BPMN local name; "" for what is not BPMN."""
    namespace, name = split(str(element.tag))
    return name if namespace == BPMN else ""


def text(element: Xml | None) -> str:
    """The trimmed character content; "" for none."""
    return "" if element is None else "".join(str(part) for part in element.itertext()).strip()


def ref(name: str | None) -> str:
    """An id out of a QName reference such as `tns:message`."""
    return (name or "").strip().rpartition(":")[2]


def event_definitions(node: Xml) -> list[Xml]:
    """The event definitions written inside an event, in document order."""
    return [child for child in node if kind(child).endswith("EventDefinition")]


def nodes_of(process: Xml) -> Iterator[Xml]:
    """Every flow node of a process, at any depth, in document order."""
    return (element for element in process.iter() if kind(element) in FLOW_NODES)


def scope_of(node: Xml, process: Xml) -> str:
    """Id of the subprocess a node lies in; "" at the top of the process."""
    parent = node.getparent()
    while parent is not None and parent is not process and kind(parent) not in SUBPROCESSES:
        parent = parent.getparent()
    return "" if parent is None or parent is process else str(parent.get("id", ""))


def formal(expression: Xml | None) -> str:
    """The FEEL of an element that always holds an expression, with its leading `=`; "" for none."""
    written = text(expression)
    return written if not written or written.startswith("=") else f"={written}"
