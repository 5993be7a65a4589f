"""The whitelist: elements, attributes and extensions that run as BPMN 2.0.2 says. What is not here is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.bpmn.globaltasks import KINDS as GLOBAL_TASKS

#: An attribute's allowed values; None = any.
Values = frozenset[str] | None

_ANY: Values = None
_NO: Values = frozenset({"false", "0"})
_YES: Values = frozenset({"true", "1"})
_BOOLEAN: Values = frozenset({"true", "false", "1", "0"})
_FEEL = frozenset(
    {
        "feel",
        "FEEL",
        "application/feel",
        "https://www.omg.org/spec/DMN/20191111/FEEL/",
        "https://www.omg.org/spec/DMN/20211108/FEEL/",
        "https://www.omg.org/spec/DMN/20230324/FEEL/",
        "http://www.omg.org/spec/FEEL/20140401",
    }
)
#: How a task is technically done is said by its zeebe:taskDefinition; these two values say nothing.
_IMPLEMENTATION: Values = frozenset({"", "##unspecified", "##WebService"})


@dataclass(frozen=True, slots=True)
class Rule:
    """What one BPMN element may carry."""

    attributes: Mapping[str, Values] = field(default_factory=dict)
    children: frozenset[str] = frozenset()
    #: zeebe extension elements by local name.
    extensions: frozenset[str] = frozenset()


#: Who does it in words of another organisation (§10.3.1): told, since work here goes to the address of its task.
RESOURCES = frozenset({"resourceRole", "performer", "humanPerformer", "potentialOwner"})
#: Draws or explains; never looked into.
HARMLESS = frozenset(
    {
        "documentation",
        "textAnnotation",
        "association",
        "group",
        "category",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "dataStore",
        "auditing",
        "monitoring",
    }
)

_EVERYWHERE: dict[str, Values] = {"id": _ANY, "name": _ANY}
_NODE = frozenset({"incoming", "outgoing"})
#: Arrows to data objects as modelers draw them; `data.py` refuses those that move data.
_LOOPS = frozenset({"multiInstanceLoopCharacteristics", "standardLoopCharacteristics"})
_DATA = frozenset({"dataInputAssociation", "dataOutputAssociation", "property"})


def _rule(attributes: Mapping[str, Values] | None = None, children: str = "", extensions: str = "") -> Rule:
    return Rule({**_EVERYWHERE, **(attributes or {})}, frozenset(children.split()), frozenset(extensions.split()))


def _activity(attributes: Mapping[str, Values] | None = None, children: str = "", extensions: str = "") -> Rule:
    common: dict[str, Values] = {
        "isForCompensation": _BOOLEAN,
        # How many is checked in lint/tokens.py.
        "startQuantity": _ANY,
        "completionQuantity": _ANY,
        "default": _ANY,
        **(attributes or {}),
    }
    rule = _rule(common, children, f"ioMapping properties {extensions}")
    return Rule(rule.attributes, rule.children | _NODE | _DATA | _LOOPS | {"ioSpecification"}, rule.extensions)


def _event(attributes: Mapping[str, Values] | None = None, children: str = "", extensions: str = "") -> Rule:
    rule = _rule(attributes, children, f"properties {extensions}")
    return Rule(rule.attributes, rule.children | _NODE | _DATA, rule.extensions)


_CATCH: dict[str, Values] = {"parallelMultiple": _BOOLEAN}
#: An item definition only types: `data.py` checks that it fits.
_ITEM: dict[str, Values] = {"itemSubjectRef": _ANY, "isCollection": _BOOLEAN}
_EXPRESSION: dict[str, Values] = {"language": _FEEL, "evaluatesToTypeRef": _ANY}
_ALL_EVENTS = (
    "messageEventDefinition timerEventDefinition errorEventDefinition terminateEventDefinition signalEventDefinition "
    "escalationEventDefinition conditionalEventDefinition linkEventDefinition compensateEventDefinition "
    "cancelEventDefinition"
)

#: What a process and a subprocess may hold.
_FLOW_ELEMENTS = (
    "sequenceFlow startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent task manualTask "
    "userTask serviceTask scriptTask businessRuleTask sendTask receiveTask subProcess transaction adHocSubProcess "
    "callActivity exclusiveGateway parallelGateway inclusiveGateway eventBasedGateway complexGateway"
)

RULES: dict[str, Rule] = {
    "process": _rule(
        {
            "isExecutable": _ANY,
            "processType": frozenset({"None", "Private"}),
            "isClosed": _ANY,
            "definitionalCollaborationRef": _ANY,
        },
        f"laneSet property {_FLOW_ELEMENTS}",
        "properties versionTag",
    ),
    "laneSet": _rule(children="lane"),
    "lane": _rule({"partitionElementRef": _ANY}, "flowNodeRef childLaneSet partitionElement", "properties"),
    "childLaneSet": _rule(children="lane"),
    "sequenceFlow": _rule({"sourceRef": _ANY, "targetRef": _ANY, "isImmediate": _YES}, "conditionExpression"),
    "conditionExpression": _rule(_EXPRESSION),
    "startEvent": _event({"isInterrupting": _ANY, **_CATCH}, _ALL_EVENTS, "formDefinition ioMapping subscription"),
    "endEvent": _event(None, _ALL_EVENTS, "ioMapping subscription"),
    "intermediateCatchEvent": _event({"parallelMultiple": _ANY}, _ALL_EVENTS, "ioMapping subscription"),
    "intermediateThrowEvent": _event(None, _ALL_EVENTS, "ioMapping subscription"),
    "boundaryEvent": _event(
        {"attachedToRef": _ANY, "cancelActivity": _ANY, **_CATCH}, _ALL_EVENTS, "ioMapping subscription"
    ),
    "messageEventDefinition": _rule({"messageRef": _ANY}, "operationRef"),
    "timerEventDefinition": _rule(None, "timeDate timeDuration timeCycle"),
    "timeDate": _rule(_EXPRESSION),
    "timeDuration": _rule(_EXPRESSION),
    "timeCycle": _rule(_EXPRESSION),
    "errorEventDefinition": _rule({"errorRef": _ANY}),
    "signalEventDefinition": _rule({"signalRef": _ANY}),
    "escalationEventDefinition": _rule({"escalationRef": _ANY}),
    "conditionalEventDefinition": _rule(children="condition"),
    "condition": _rule(_EXPRESSION),
    "linkEventDefinition": _rule(None, "source target"),
    "terminateEventDefinition": _rule(),
    "compensateEventDefinition": _rule({"activityRef": _ANY, "waitForCompletion": _BOOLEAN}),
    "cancelEventDefinition": _rule(),
    "multiInstanceLoopCharacteristics": _rule(
        {
            "isSequential": _ANY,
            "behavior": frozenset({"None", "One", "All", "Complex"}),
            "noneBehaviorEventRef": _ANY,
            "oneBehaviorEventRef": _ANY,
        },
        "loopCardinality completionCondition complexBehaviorDefinition loopDataInputRef loopDataOutputRef "
        "inputDataItem outputDataItem",
        "loopCharacteristics",
    ),
    "inputDataItem": _rule(_ITEM),
    "outputDataItem": _rule(_ITEM),
    "ioSpecification": _rule(None, "dataInput dataOutput inputSet outputSet"),
    "dataInput": _rule(_ITEM),
    "dataOutput": _rule(_ITEM),
    "inputSet": _rule(None, "dataInputRefs"),
    "outputSet": _rule(None, "dataOutputRefs"),
    "complexBehaviorDefinition": _rule(children="condition event"),
    "event": _rule(children="signalEventDefinition escalationEventDefinition"),
    "standardLoopCharacteristics": _rule({"testBefore": _ANY, "loopMaximum": _ANY}, "loopCondition"),
    "loopCardinality": _rule(_EXPRESSION),
    "completionCondition": _rule(_EXPRESSION),
    "loopCondition": _rule(_EXPRESSION),
    "task": _activity(),
    "manualTask": _activity(),
    "userTask": _activity(
        {"implementation": _IMPLEMENTATION},
        extensions="userTask formDefinition assignmentDefinition taskSchedule priorityDefinition taskHeaders",
    ),
    "serviceTask": _activity(
        {"implementation": _IMPLEMENTATION, "operationRef": _ANY}, extensions="taskDefinition taskHeaders"
    ),
    "scriptTask": _activity({"scriptFormat": _FEEL}, "script", "script"),
    "businessRuleTask": _activity({"implementation": _IMPLEMENTATION}, extensions="calledDecision"),
    "sendTask": _activity(
        {"implementation": _IMPLEMENTATION, "messageRef": _ANY, "operationRef": _ANY},
        extensions="subscription taskDefinition taskHeaders",
    ),
    "receiveTask": _activity(
        {"implementation": _IMPLEMENTATION, "messageRef": _ANY, "operationRef": _ANY, "instantiate": _BOOLEAN},
        extensions="subscription",
    ),
    "subProcess": _activity({"triggeredByEvent": _ANY}, f"property {_FLOW_ELEMENTS}"),
    "transaction": _activity(
        {"triggeredByEvent": _NO, "protocol": frozenset({""}), "method": frozenset({"", "##Compensate"})},
        f"property {_FLOW_ELEMENTS}",
    ),
    # Start and end events inside are refused with a sentence of their own (lint/adhoc.py).
    "adHocSubProcess": _activity(
        {
            "triggeredByEvent": _NO,
            "ordering": frozenset({"Parallel", "Sequential"}),
            "cancelRemainingInstances": frozenset({"true", "false", "1", "0"}),
        },
        f"property completionCondition {_FLOW_ELEMENTS}",
        "adHoc",
    ),
    "callActivity": _activity({"calledElement": _ANY}, extensions="calledElement"),
    "exclusiveGateway": Rule(
        {**_EVERYWHERE, "gatewayDirection": _ANY, "default": _ANY}, _NODE, frozenset({"properties"})
    ),
    "inclusiveGateway": Rule(
        {**_EVERYWHERE, "gatewayDirection": _ANY, "default": _ANY}, _NODE, frozenset({"properties"})
    ),
    "complexGateway": Rule(
        {**_EVERYWHERE, "gatewayDirection": _ANY, "default": _ANY},
        _NODE | {"activationCondition"},
        frozenset({"properties"}),
    ),
    "activationCondition": _rule(_EXPRESSION),
    "parallelGateway": Rule({**_EVERYWHERE, "gatewayDirection": _ANY}, _NODE, frozenset({"properties"})),
    "eventBasedGateway": Rule(
        {
            **_EVERYWHERE,
            "gatewayDirection": _ANY,
            "instantiate": _BOOLEAN,
            "eventGatewayType": frozenset({"Exclusive", "Parallel"}),
        },
        _NODE,
        frozenset({"properties"}),
    ),
}

#: Children that hold a reference or text only.
LEAVES = frozenset(
    {
        "incoming",
        "outgoing",
        "flowNodeRef",
        "operationRef",
        "partitionElement",
        "extensionElements",
        "source",
        "target",
        "script",
        "property",
        "dataInputAssociation",
        "dataOutputAssociation",
        "dataInputRefs",
        "dataOutputRefs",
        "loopDataInputRef",
        "loopDataOutputRef",
    }
)

#: Zeebe attributes that are understood, by extension element; the others of these elements are refused.
EXTENSION_ATTRIBUTES: dict[str, frozenset[str]] = {
    "userTask": frozenset(),
    "formDefinition": frozenset({"formId", "bindingType"}),
    "assignmentDefinition": frozenset({"candidateGroups"}),
    "taskSchedule": frozenset({"dueDate"}),
    "priorityDefinition": frozenset({"priority"}),
    "taskDefinition": frozenset({"type", "retries"}),
    "taskHeaders": frozenset(),
    "ioMapping": frozenset(),
    "script": frozenset({"expression", "resultVariable"}),
    "calledDecision": frozenset({"decisionId", "resultVariable", "bindingType"}),
    "properties": frozenset(),
    "subscription": frozenset({"correlationKey"}),
    "versionTag": frozenset({"value"}),
    "calledElement": frozenset(
        {"processId", "propagateAllParentVariables", "propagateAllChildVariables", "bindingType", "versionTag"}
    ),
    "adHoc": frozenset({"activeElementsCollection"}),
    "loopCharacteristics": frozenset({"inputCollection", "inputElement", "outputCollection", "outputElement"}),
}
#: How a reference may be bound; a called process is always found when it is called.
BINDINGS: dict[str, frozenset[str]] = {"calledElement": frozenset({"deployment", "latest", "versionTag"})}

#: What may stand beside the processes in one file.
ROOT = frozenset(
    {
        "process",
        "collaboration",
        "message",
        "error",
        "escalation",
        "signal",
        "itemDefinition",
        "interface",
        *GLOBAL_TASKS,
        "category",
        "dataStore",
        "extension",
        "relationship",
        "documentation",
        "extensionElements",
        *_ALL_EVENTS.split(),
    }
)
COLLABORATION = frozenset(
    {
        "participant",
        "messageFlow",
        "textAnnotation",
        "association",
        "group",
        "documentation",
        "extensionElements",
    }
)

#: Ways out for constructs analysts often meet: local name -> (Indonesian, English).
HINTS: dict[str, tuple[str, str]] = {
    "script": (
        "Tulis ekspresi FEEL sebagai zeebe:script.",
        "Write a FEEL expression as zeebe:script.",
    ),
}
DEFAULT_HINT = (
    "Hapus unsur ini atau gambarkan dengan unsur yang didukung (tugas, subproses, gerbang, pesan, sinyal, waktu).",
    "Remove it or draw it with supported elements (tasks, subprocesses, gateways, messages, signals, timers).",
)
