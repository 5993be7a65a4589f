"""The one reader of extension elements: zeebe as written, camunda 7 and SpiffWorkflow where they mean the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Xml

from engine.bpmn import vendor
from engine.bpmn.names import CAMUNDA, SPIFF, ZEEBE, bpmn, split, text
from engine.model.definition import IoMapping

#: What a task retries when its diagram says nothing (Camunda 8).
RETRIES = 3
_FALSE = ("false", "0")


@dataclass(slots=True)
class Extensions:
    """What the extension elements of one node say, whatever the dialect."""

    form: str = ""
    candidate_groups: str = ""
    assignee: str = ""
    due: str = ""
    priority: str = ""
    job_type: str = ""
    retries: int = RETRIES
    headers: dict[str, str] = field(default_factory=dict)
    inputs: list[IoMapping] = field(default_factory=list)
    outputs: list[IoMapping] = field(default_factory=list)
    script: str = ""
    decision: str = ""
    result_variable: str = ""
    correlation_key: str = ""
    version_tag: str = ""
    calls: str = ""
    calls_version: str = ""
    passes_all: bool = True
    returns_all: bool = True
    #: Whether a diagram of Camunda 7 asked for all variables, into a called case and back.
    says_in: bool = False
    says_out: bool = False
    collection: str = ""
    item: str = ""
    outputs_name: str = ""
    output: str = ""
    begins: str = ""
    properties: dict[str, str] = field(default_factory=dict)


def extensions(node: Xml) -> Extensions:
    """Read every extension element and vendor attribute of a node that this engine understands."""
    found = Extensions()
    for element in extension_elements(node):
        reader = _READERS.get(split(str(element.tag)))
        if reader is not None:
            reader(found, element)
    vendor.read(found, node, extension_elements(node))
    for (namespace, name), attribute in _IMPORTED.items():
        value = node.get(f"{{{namespace}}}{name}")
        if value and attribute == "candidate_groups":
            value = vendor.address(value)
        elif value and attribute == "form" and not vendor.is_form(value):
            continue
        if value and not getattr(found, attribute):
            setattr(found, attribute, value)
    return found


def extension_elements(node: Xml) -> Iterator[Xml]:
    """The children of a node's extensionElements."""
    for holder in node.findall(bpmn("extensionElements")):
        yield from holder


def _value(element: Xml, name: str) -> str:
    return (element.get(name) or "").strip()


def _form(found: Extensions, element: Xml) -> None:
    found.form = _value(element, "formId")


def _assignment(found: Extensions, element: Xml) -> None:
    found.candidate_groups = _value(element, "candidateGroups")
    found.assignee = _value(element, "assignee")


def _schedule(found: Extensions, element: Xml) -> None:
    found.due = _value(element, "dueDate")


def _priority(found: Extensions, element: Xml) -> None:
    found.priority = _value(element, "priority")


def _task(found: Extensions, element: Xml) -> None:
    found.job_type = _value(element, "type")
    retries = _value(element, "retries")
    found.retries = int(retries) if retries.isascii() and retries.isdigit() else RETRIES


def _headers(found: Extensions, element: Xml) -> None:
    found.headers.update({_value(h, "key"): h.get("value") or "" for h in element if _value(h, "key")})


def _mapping(found: Extensions, element: Xml) -> None:
    for entry in element:
        side = found.inputs if split(str(entry.tag))[1] == "input" else found.outputs
        side.append(IoMapping(_value(entry, "source"), _value(entry, "target")))


def _script(found: Extensions, element: Xml) -> None:
    found.script = _value(element, "expression")
    found.result_variable = _value(element, "resultVariable")


def _decision(found: Extensions, element: Xml) -> None:
    found.decision = _value(element, "decisionId")
    found.result_variable = _value(element, "resultVariable")


def _properties(found: Extensions, element: Xml) -> None:
    found.properties.update({_value(p, "name"): p.get("value") or "" for p in element if _value(p, "name")})


def _subscription(found: Extensions, element: Xml) -> None:
    found.correlation_key = _value(element, "correlationKey")


def _version_tag(found: Extensions, element: Xml) -> None:
    found.version_tag = _value(element, "value")


def _called_element(found: Extensions, element: Xml) -> None:
    found.calls = _value(element, "processId")
    found.calls_version = _value(element, "versionTag")
    found.passes_all = _value(element, "propagateAllParentVariables") not in _FALSE
    found.returns_all = _value(element, "propagateAllChildVariables") not in _FALSE


def _loop(found: Extensions, element: Xml) -> None:
    found.collection = _value(element, "inputCollection")
    found.item = _value(element, "inputElement")
    found.outputs_name = _value(element, "outputCollection")
    found.output = _value(element, "outputElement")


def _ad_hoc(found: Extensions, element: Xml) -> None:
    found.begins = _value(element, "activeElementsCollection")


def _called_decision_id(found: Extensions, element: Xml) -> None:
    found.decision = text(element)


_READERS: dict[tuple[str, str], Callable[[Extensions, Xml], None]] = {
    (ZEEBE, "formDefinition"): _form,
    (ZEEBE, "assignmentDefinition"): _assignment,
    (ZEEBE, "taskSchedule"): _schedule,
    (ZEEBE, "priorityDefinition"): _priority,
    (ZEEBE, "taskDefinition"): _task,
    (ZEEBE, "taskHeaders"): _headers,
    (ZEEBE, "ioMapping"): _mapping,
    (ZEEBE, "script"): _script,
    (ZEEBE, "calledDecision"): _decision,
    (ZEEBE, "properties"): _properties,
    (ZEEBE, "subscription"): _subscription,
    (ZEEBE, "versionTag"): _version_tag,
    (ZEEBE, "calledElement"): _called_element,
    (ZEEBE, "loopCharacteristics"): _loop,
    (ZEEBE, "adHoc"): _ad_hoc,
    (CAMUNDA, "properties"): _properties,
    (SPIFF, "properties"): _properties,
    (SPIFF, "calledDecisionId"): _called_decision_id,
}

#: Attributes of camunda 7 that mean the same as a field here; anything else of that vendor is refused by lint.
_IMPORTED = {
    (CAMUNDA, "formKey"): "form",
    (CAMUNDA, "formRef"): "form",
    (CAMUNDA, "candidateGroups"): "candidate_groups",
    (CAMUNDA, "dueDate"): "due",
    (CAMUNDA, "priority"): "priority",
    (CAMUNDA, "topic"): "job_type",
    (CAMUNDA, "decisionRef"): "decision",
    (CAMUNDA, "resultVariable"): "result_variable",
    (CAMUNDA, "versionTag"): "version_tag",
}
IMPORTED = frozenset(_IMPORTED)
UNDERSTOOD = frozenset(_READERS)
