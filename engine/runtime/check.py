"""Refuse to start on a library that is not the one this runtime was written against."""

import hashlib
import importlib
import inspect
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from operator import attrgetter

_VERSION = "3.2.0"

_ROOT = "SpiffWorkflow."


class LibraryChanged(Exception):
    """The installed SpiffWorkflow differs in what we lean on; the message names each difference."""


def check(leant_on: Mapping[str, str] | None = None) -> None:
    """Compare the installed library with the version and the sources we lean on; LibraryChanged."""
    differing = list(_differences(_LEANT_ON if leant_on is None else leant_on))
    if differing:
        raise LibraryChanged(
            f"Expected SpiffWorkflow {_VERSION} as released, but these differ: {', '.join(differing)}. "
            "Install the pinned version, or run the contract suite and renew the digests."
        )


def digest(name: str) -> str:
    """The digest of one method's source; `name` is module:Class.method under SpiffWorkflow."""
    module, _, path = name.partition(":")
    found = attrgetter(path)(importlib.import_module(_ROOT + module))
    return hashlib.sha256(inspect.getsource(found).encode()).hexdigest()[:16]


def _differences(leant_on: Mapping[str, str]) -> Iterator[str]:
    installed = version("SpiffWorkflow")
    if installed != _VERSION:
        yield f"version {installed}"
    for name, expected in leant_on.items():
        try:
            found = digest(name)
        except (ImportError, AttributeError, OSError):
            found = "missing"
        if found != expected:
            yield f"{name} ({found})"


_LEANT_ON: Mapping[str, str] = {
    "task:Task._ready": "4c051bb2c2a3d259",
    "task:Task.run": "976c46e260fe7f72",
    "task:Task.complete": "3ad34f7ae962ad90",
    "task:Task.error": "2a089827d0ed163b",
    "task:Task.has_state": "51bfc706797e11e1",
    "task:Task._set_internal_data": "04ec0f837de02abe",
    "task:Task._get_internal_data": "93c8d22651a6a9cf",
    "specs.base:TaskSpec.__init__": "df987d5843e7f374",
    "specs.base:TaskSpec.connect": "80f6471ca8837630",
    "specs.base:TaskSpec._connect_notify": "5495e0157b49128f",
    "specs.base:TaskSpec._update": "6b138d31ca684e6b",
    "specs.base:TaskSpec._update_hook": "8e93b378bc2bafc8",
    "specs.base:TaskSpec._on_ready": "c0c43ec078d31a59",
    "specs.base:TaskSpec._on_ready_hook": "e58b27eadbe70ec5",
    "specs.base:TaskSpec._run": "dac36fd701341359",
    "specs.base:TaskSpec._run_hook": "90902266396ae98f",
    "specs.base:TaskSpec._on_cancel": "c05a2f4bc3de2f28",
    "specs.base:TaskSpec._on_complete": "95d4b21bfa422d45",
    "specs.base:TaskSpec._on_complete_hook": "fbcc4aacf9593cd7",
    "specs.base:TaskSpec._on_error": "2b895f26cae54b9e",
    "specs.base:TaskSpec._on_error_hook": "36e721655ce5d53e",
    "specs.ExclusiveChoice:ExclusiveChoice.connect": "0a2f94ca191a9038",
    "specs.ExclusiveChoice:ExclusiveChoice._run_hook": "dbcfd06a134b43ef",
    "specs.MultiChoice:MultiChoice.connect_if": "282a2e754523186b",
    "specs.MultiChoice:MultiChoice._get_matching_outputs": "07161f7821afdced",
    "specs.WorkflowSpec:WorkflowSpec.__init__": "fdb80d81cf1dd708",
    "specs.WorkflowSpec:WorkflowSpec._add_notify": "2522e219845e960e",
    "bpmn.specs.bpmn_process_spec:BpmnProcessSpec.__init__": "4c0511ce1defb2f1",
    "bpmn.specs.bpmn_process_spec:BpmnProcessSpec._add_notify": "749fc73fcef6d68f",
    "bpmn.specs.bpmn_task_spec:BpmnTaskSpec._update_hook": "facd2e4174bcf5cd",
    "bpmn.specs.bpmn_task_spec:BpmnTaskSpec._on_complete_hook": "39e47e85a77b2ffc",
    "bpmn.specs.bpmn_task_spec:_BpmnCondition": "f3d4492232cc07ab",
    "bpmn.specs.mixins.script_task:ScriptEngineTask._run_hook": "0d223e4734b50724",
    "bpmn.specs.mixins.none_task:NoneTask": "88c37ac5458d02d5",
    "bpmn.specs.mixins.events.event_types:CatchingEvent": "298ad27ec2cd5fed",
    "bpmn.specs.mixins.events.event_types:ThrowingEvent": "91d8fbc46c5300ea",
    "bpmn.specs.mixins.events.start_event:StartEvent.catch": "df8f486bf5f3afa9",
    "bpmn.specs.mixins.events.end_event:EndEvent": "4f747d8dd9f6e03d",
    "bpmn.specs.mixins.events.intermediate_event:BoundaryEvent": "4d539e84672d54e0",
    "bpmn.specs.event_definitions.base:EventDefinition": "14cbf9f16abebac7",
    "bpmn.specs.event_definitions.simple:NoneEventDefinition": "7cb720e6f272ed53",
    "bpmn.specs.event_definitions.simple:CancelEventDefinition": "3f8f3e564d7391bf",
    "bpmn.specs.event_definitions.item_aware_event:ItemAwareEventDefinition.__init__": "d25f1934f613a722",
    "bpmn.specs.event_definitions.item_aware_event:CodeEventDefinition.__init__": "d09e3109c55d0e6a",
    "bpmn.specs.event_definitions.conditional:ConditionalEventDefinition.__init__": "d0a303cb9663593f",
    "bpmn.util.event:EventManager.__init__": "d67f673a9d416361",
    "bpmn.parser.BpmnParser:BpmnParser.add_bpmn_xml": "3522d3212bb92b03",
    "bpmn.parser.BpmnParser:BpmnParser.create_parser": "447f0096c14a9014",
    "bpmn.parser.BpmnParser:BpmnParser.get_spec": "a5bcc8efc915e947",
    "bpmn.parser.BpmnParser:BpmnParser._get_parser_class": "780bbf87cb24f749",
    "bpmn.parser.ProcessParser:ProcessParser.__init__": "9d98ce92591296da",
    "bpmn.parser.ProcessParser:ProcessParser._index_process_nodes": "454788958983d3fb",
    "bpmn.parser.ProcessParser:ProcessParser._parse": "c272afbfbc9ff7fa",
    "bpmn.parser.ProcessParser:ProcessParser.get_spec": "ca4c1860fbd39011",
    "bpmn.parser.TaskParser:TaskParser.__init__": "4e35eedb4bb5eca6",
    "bpmn.parser.TaskParser:TaskParser.create_task": "cb437e26d29efcc1",
    "bpmn.parser.TaskParser:TaskParser.connect_outgoing": "ee226c74a06fe7bf",
    "bpmn.parser.task_parsers:ConditionalGatewayParser": "649b87ab58c3c46f",
    "bpmn.parser.task_parsers:ScriptTaskParser.create_task": "c497cbe95aa90030",
    "bpmn.parser.event_parsers:EventDefinitionParser.get_event_definition": "9da702d59758eaf7",
    "bpmn.parser.event_parsers:EventDefinitionParser.parse_cancel_event": "449390253e8de7b2",
    "bpmn.parser.event_parsers:EventDefinitionParser._create_task": "d4300a8ee7a07b23",
    "bpmn.parser.event_parsers:IntermediateCatchEventParser.create_task": "c2eb625f11703395",
    "bpmn.parser.event_parsers:IntermediateThrowEventParser.create_task": "219814fb9bc27f88",
    "bpmn.parser.event_parsers:SendTaskParser.create_task": "377f24858b4da567",
    "bpmn.parser.event_parsers:BoundaryEventParser.create_task": "056a8e83292c7fb1",
}
