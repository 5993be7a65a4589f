"""Changes of a tree that a careless editor, another vendor's tool or an enemy could make."""

from collections.abc import Callable, Sequence
from copy import deepcopy

from lxml import etree

Xml = etree._Element
#: What is done, and three numbers that choose where and with what.
Change = tuple[int, int, int, int]

_TEXTS = (
    "", "x", "=x", "=1 +", "=null", "=[]", '="a"', "R/PT1S", "P1D", "-1", "999999999999", "2026-02-30", "true",
    "=for i in 1..3 return i", "../../etc/passwd", "#" * 300, "=x.y.z[1]", "0 0 * * *", "${java}",
)  # fmt: skip
_TAGS = (
    "userTask", "serviceTask", "scriptTask", "exclusiveGateway", "parallelGateway", "inclusiveGateway",
    "complexGateway",
    "eventBasedGateway", "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent",
    "subProcess", "transaction", "adHocSubProcess", "callActivity", "sequenceFlow", "timerEventDefinition",
    "errorEventDefinition", "signalEventDefinition", "messageEventDefinition", "compensateEventDefinition",
    "cancelEventDefinition", "escalationEventDefinition", "conditionalEventDefinition", "terminateEventDefinition",
    "linkEventDefinition", "multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "receiveTask", "sendTask",
    "businessRuleTask", "manualTask", "task", "dataObject", "association", "laneSet", "lane", "ioSpecification",
)  # fmt: skip
_ATTRIBUTES = (
    "id", "sourceRef", "targetRef", "default", "attachedToRef", "cancelActivity", "isInterrupting", "triggeredByEvent",
    "isForCompensation", "startQuantity", "completionQuantity", "instantiate", "parallelMultiple", "isSequential",
    "behavior", "ordering", "eventGatewayType", "isExecutable", "messageRef", "signalRef", "errorRef", "activityRef",
    "calledElement", "loopMaximum", "testBefore", "name", "isCollection", "associationDirection",
)  # fmt: skip


def mutated(data: bytes, changes: Sequence[Change]) -> bytes:
    """The file after all changes; positions wrap around, so every number means something."""
    root = etree.fromstring(data)
    for what, where, other, third in changes:
        nodes = [node for node in root.iter() if isinstance(node.tag, str) and "/DI" not in node.tag][1:]
        if not nodes:
            break
        act = _ACTS[what % len(_ACTS)]
        act(nodes[where % len(nodes)], nodes[other % len(nodes)], third)
    return etree.tostring(root)


def _drop(node: Xml, _other: Xml, _third: int) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _double(node: Xml, _other: Xml, third: int) -> None:
    parent = node.getparent()
    if parent is not None:
        twin = deepcopy(node)
        if third % 3 and twin.get("id"):
            twin.set("id", f"{twin.get('id')}_{third % 97}")
        parent.append(twin)


def _move(node: Xml, other: Xml, _third: int) -> None:
    if node is not other and all(one is not node for one in other.iterancestors()):
        other.append(node)


def _copy_in(node: Xml, other: Xml, _third: int) -> None:
    if len(list(node.iter())) < 200:
        other.append(deepcopy(node))


def _rename(node: Xml, _other: Xml, third: int) -> None:
    namespace = etree.QName(node).namespace
    node.tag = f"{{{namespace}}}{_TAGS[third % len(_TAGS)]}"


def _add(node: Xml, _other: Xml, third: int) -> None:
    etree.SubElement(node, f"{{{etree.QName(node).namespace}}}{_TAGS[third % len(_TAGS)]}").set("id", f"n{third % 89}")


def _set(node: Xml, other: Xml, third: int) -> None:
    values = [*_TEXTS, str(other.get("id", "")), "true", "false", "0", "2", "None", "One", "Complex", "Parallel"]
    node.set(_ATTRIBUTES[third % len(_ATTRIBUTES)], values[third // len(_ATTRIBUTES) % len(values)])


def _point(node: Xml, other: Xml, third: int) -> None:
    named = [name for name in node.attrib if name != "id"]
    if named and other.get("id"):
        node.set(named[third % len(named)], str(other.get("id")))


def _unset(node: Xml, _other: Xml, third: int) -> None:
    if node.attrib:
        del node.attrib[list(node.attrib)[third % len(node.attrib)]]


def _write(node: Xml, _other: Xml, third: int) -> None:
    node.text = _TEXTS[third % len(_TEXTS)]


def _write_attribute(node: Xml, _other: Xml, third: int) -> None:
    if node.attrib:
        names = list(node.attrib)
        node.set(names[third % len(names)], _TEXTS[third // len(names) % len(_TEXTS)])


_ACTS: tuple[Callable[[Xml, Xml, int], None], ...] = (
    _drop, _double, _move, _copy_in, _rename, _add, _set, _point, _unset, _write, _write_attribute,
)  # fmt: skip
