"""The library's parser over our normalised tree: document order, flows as edges, no recursion from node to node."""

from collections.abc import Mapping

from lxml import etree
from SpiffWorkflow.bpmn.parser import event_parsers, task_parsers
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, full_tag
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition

from engine.model.definition import Definition, Element
from engine.runtime import junctions, nodes, signals
from engine.runtime.expressions import Text, condition
from engine.runtime.graph import Edge, ProcessSpec
from engine.runtime.library import Node, NodeParser, Target, Xml

_STARTS = (
    event_parsers.MESSAGE_EVENT_XPATH,
    event_parsers.SIGNAL_EVENT_XPATH,
    event_parsers.TIMER_EVENT_XPATH,
    event_parsers.CONDITIONAL_EVENT_XPATH,
    event_parsers.ERROR_EVENT_XPATH,
    event_parsers.ESCALATION_EVENT_XPATH,
)


_ENDS = (
    event_parsers.MESSAGE_EVENT_XPATH,
    event_parsers.SIGNAL_EVENT_XPATH,
    event_parsers.ERROR_EVENT_XPATH,
    event_parsers.ESCALATION_EVENT_XPATH,
    event_parsers.TERMINATION_EVENT_XPATH,
)


class _Named:
    """Reads names, codes and timers from the definition, which read them once for everybody."""

    process_parser: NodeParser
    node: Xml

    @property
    def element(self) -> Element:
        element: Element = self.process_parser.parser.definition.elements[self.node.get("id")]
        return element

    def parse_message_event(self, _: Xml) -> signals.Message:
        return signals.Message(self.element.message)

    def parse_timer_event(self, _: Xml) -> signals.Timer:
        timer = self.element.timer
        return signals.Timer(self.element.id, timer.text if timer else "")

    def parse_error_event(self, _: Xml) -> signals.Error:
        return signals.Error(self.element.id, self.element.error_code or None)

    def parse_signal_event(self, _: Xml) -> signals.Signal:
        return signals.Signal(self.element.signal)

    def parse_escalation_event(self, _: Xml) -> signals.Escalation:
        return signals.Escalation(self.element.id, self.element.escalation_code or None)

    def parse_conditional_event(self, _: Xml) -> signals.Conditional:
        return signals.Conditional(self.element.condition)

    def parse_terminate_event(self, _: Xml) -> signals.Terminate:
        return signals.Terminate()


class _Task(_Named, TaskParser):
    pass


class _Script(_Named, task_parsers.ScriptTaskParser):
    def get_script(self) -> str:
        return self.element.script


class _Start(_Named, event_parsers.StartEventParser):
    """Also the start of a subprocess and of an event subprocess, which the library connects to the process itself."""

    def create_task(self) -> Node:
        return self._create_task(self.get_event_definition(_STARTS))


class _End(_Named, event_parsers.EndEventParser):
    """Also an end that sends a signal, in which the library sees a plain end."""

    def create_task(self) -> Node:
        return self._create_task(self.get_event_definition(_ENDS))


class _Catch(_Named, event_parsers.IntermediateCatchEventParser):
    pass


class _Throw(_Named, event_parsers.IntermediateThrowEventParser):
    pass


class _Send(_Named, event_parsers.SendTaskParser):
    pass


class _Receive(_Named, event_parsers.ReceiveTaskParser):
    pass


class _Boundary(_Named, event_parsers.BoundaryEventParser):
    """Also a compensation event, which no token comes to: what it leads to undoes its activity."""

    def create_task(self) -> Node:
        if self.element.event == "compensate":
            return self._create_task(NoneEventDefinition(), True)
        return super().create_task()


class _Parallel(_Named, task_parsers.GatewayParser):
    pass


class _Exclusive(_Named, task_parsers.ConditionalGatewayParser):
    def connect_outgoing(self, outgoing_task: Target, sequence_flow_node: Xml, is_default: bool) -> None:
        flow = self.process_parser.parser.definition.flows[sequence_flow_node.get("id")]
        alone = len(self.element.outgoing) == 1 and not flow.condition
        super().connect_outgoing(outgoing_task, sequence_flow_node, is_default or alone)

    def parse_condition(self, sequence_flow: Xml) -> Text | None:
        flow = self.process_parser.parser.definition.flows[sequence_flow.get("id")]
        return condition(flow.condition) if flow.condition else None


class _Inclusive(_Exclusive):
    def parse_condition(self, sequence_flow: Xml) -> Text:
        # A flow without a condition is always taken, whatever the others say (BPMN 2.0.2 §13.4.3).
        return super().parse_condition(sequence_flow) or condition("true")


class _Process(ProcessParser):
    """Makes every node of every scope, then every edge, each in document order: ids are unique in a document.

    The library walks from node to node, one Python frame deeper each time: a chain of 1,000 tasks would not compile.
    """

    def create_spec(self) -> ProcessSpec:
        return ProcessSpec(self.bpmn_id, self.get_name(), self.filename)

    def add_tasks(self) -> None:
        elements = self.parser.definition.elements
        parsers = {}
        for child in self.node.iterdescendants():
            name = child.get("id")
            if name in elements:
                parsers[name] = self._node(child)
        for child in self.node.iterdescendants(full_tag("sequenceFlow")):
            self._connect(child, parsers[child.get("sourceRef")])

    def _node(self, child: Xml) -> NodeParser:
        parser_class, spec_class = self.parser._get_parser_class(child.tag)
        if parser_class is None:
            self.raise_validation_exception(f"Expected an element this engine runs, but {child.tag} is none")
        parser = parser_class(self, spec_class, child, self.nsmap, lane=self.lane)
        parser.task = parser.create_task()
        return parser

    def _connect(self, flow: Xml, source: NodeParser) -> None:
        edge = Edge(flow.get("id"), self.spec.node(flow.get("targetRef")))
        self.spec.edges[edge.name] = edge
        source.connect_outgoing(edge, flow, source.node.get("default") == edge.name)


class Parser(BpmnParser):
    """The library's parser with our tables."""

    PROCESS_PARSER_CLASS = _Process
    PARSER_CLASSES: Mapping[str, tuple[NodeParser, Node]] = {
        full_tag("startEvent"): (_Start, nodes.StartEvent),
        full_tag("endEvent"): (_End, nodes.EndEvent),
        full_tag("intermediateCatchEvent"): (_Catch, nodes.CatchEvent),
        full_tag("intermediateThrowEvent"): (_Throw, nodes.ThrowEvent),
        full_tag("boundaryEvent"): (_Boundary, nodes.BoundaryEvent),
        full_tag("userTask"): (_Task, nodes.UserTask),
        full_tag("subProcess"): (_Task, nodes.SubProcess),
        full_tag("transaction"): (_Task, nodes.SubProcess),
        full_tag("adHocSubProcess"): (_Task, nodes.SubProcess),
        full_tag("task"): (_Task, nodes.PassThrough),
        full_tag("manualTask"): (_Task, nodes.PassThrough),
        full_tag("serviceTask"): (_Task, nodes.ServiceTask),
        full_tag("scriptTask"): (_Script, nodes.ScriptTask),
        full_tag("businessRuleTask"): (_Task, nodes.BusinessRuleTask),
        full_tag("sendTask"): (_Send, nodes.SendTask),
        full_tag("receiveTask"): (_Receive, nodes.ReceiveTask),
        full_tag("exclusiveGateway"): (_Exclusive, nodes.ExclusiveGateway),
        full_tag("parallelGateway"): (_Parallel, nodes.ParallelGateway),
        full_tag("inclusiveGateway"): (_Inclusive, junctions.InclusiveGateway),
        full_tag("eventBasedGateway"): (_Parallel, junctions.EventGateway),
        full_tag("complexGateway"): (_Parallel, junctions.ComplexGateway),
        full_tag("callActivity"): (_Task, junctions.CallActivity),
    }

    def __init__(self, definition: Definition) -> None:
        super().__init__()
        self.definition = definition


def parse(definition: Definition, normalised: bytes) -> ProcessSpec:
    """Build the specification of one process from its normalised XML."""
    parser = Parser(definition)
    safe = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    parser.add_bpmn_xml(etree.fromstring(normalised, safe))
    spec: ProcessSpec = parser.get_spec(definition.process_id)
    return spec
