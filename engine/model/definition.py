"""A compiled process as everybody but the runtime sees it: plain, immutable data."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer event definition: `kind` is date, duration or cycle; `text` ISO 8601 or `=` FEEL (BPMN 2.0.2 §10.5.5)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class IoMapping:
    """One `zeebe:input` or `zeebe:output`: FEEL or literal `source`, dotted variable `target`."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Throw:
    """An event a multi-instance activity throws as its items complete (BPMN 2.0.2 Tables 10.30, 10.31)."""

    #: signal or escalation; "" where only the condition counts.
    event: str = ""
    #: The signal's name or the escalation's code.
    name: str = ""
    #: FEEL of a complex behaviour: true throws, and cancels the items that are left; "" for none and one.
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Loop:
    """How often an activity runs: multi-instance or standard loop (BPMN 2.0.2 §13.3.6, §13.3.7).

    Every text is FEEL with its leading `=`, or literal; "" where the diagram says nothing.
    """

    #: parallel, sequential (multi-instance) or standard.
    kind: str
    #: The list to run over; its item becomes the variable `item` of the item's scope.
    collection: str = ""
    item: str = ""
    #: The value each item leaves, gathered in the order of the items in the variable `outputs`.
    output: str = ""
    outputs: str = ""
    #: A number of times, where there is no list.
    cardinality: str = ""
    #: Multi-instance: true ends the rest after an item.
    completion: str = ""
    #: Standard loop: true goes on; asked before each round where `test_before`.
    condition: str = ""
    test_before: bool = False
    maximum: str = ""
    #: What is thrown as items complete: all (nothing), none (at each), one (at the first), complex (by condition).
    behaviour: str = "all"
    throws: tuple["Throw", ...] = ()


@dataclass(frozen=True, slots=True)
class AdHoc:
    """How the inside of an ad-hoc subprocess is done (BPMN 2.0.2 §10.3.5, §13.3.5)."""

    #: parallel, or sequential: one inner activity at a time.
    ordering: str = "parallel"
    #: FEEL that ends it when true, asked after each inner activity; "" where nothing is said.
    completion: str = ""
    #: True where what still runs is cancelled then (cancelRemainingInstances).
    cancels: bool = True
    #: `=` FEEL: the ids of what begins at entry (zeebe activeElementsCollection); "" where people choose.
    collection: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """One flow node with what its extensions say (zeebe dialect, Camunda 8)."""

    id: str
    #: BPMN local name: userTask, serviceTask, exclusiveGateway, startEvent, boundaryEvent …
    kind: str
    name: str = ""
    #: Event definition: none, message, timer, error, terminate, signal, escalation, conditional, compensate, cancel;
    #: "" for no event.
    event: str = ""
    documentation: str = ""
    lane: str = ""
    #: Id of the embedding subprocess; "" at the top.
    scope: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default_flow: str = ""
    # human task
    form: str = ""
    #: The address text: `=` FEEL or literal; the lane's where the task has none.
    candidate_groups: str = ""
    assignee: str = ""
    due: str = ""
    priority: str = ""
    # service task: a connector operation `finance:payment.request`, or `register:reserve`
    job_type: str = ""
    retries: int = 3
    headers: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[IoMapping, ...] = ()
    outputs: tuple[IoMapping, ...] = ()
    # script and business rule task
    script: str = ""
    decision: str = ""
    result_variable: str = ""
    # events
    message: str = ""
    correlation_key: str = ""
    timer: Timer | None = None
    error_code: str = ""
    signal: str = ""
    escalation_code: str = ""
    #: FEEL of a conditional event.
    condition: str = ""
    attached_to: str = ""
    #: Of a compensation boundary event: the activity that undoes what its own activity did, by an association.
    undone_by: str = ""
    #: Of a compensation throw or end event: the one activity to undo (activityRef); "" for all of its scope.
    compensates: str = ""
    #: Of a compensation throw or end event: it goes on only when all is undone (waitForCompletion).
    waits: bool = True
    #: An activity that only undoes another (isForCompensation): no flow leads to it.
    for_compensation: bool = False
    #: Of a boundary event, and of the start event of an event subprocess.
    interrupting: bool = True
    #: Of one trigger of a parallelMultiple event: the event as it is drawn, which waits for all of them.
    joint: str = ""
    #: A receive task or event-based gateway that begins the case (BPMN 2.0.2 §10.3.3, §10.6.6).
    instantiates: bool = False
    #: An event-based gateway that waits for all its events (eventGatewayType="Parallel").
    parallel: bool = False
    # subprocess and call activity
    #: True for an event subprocess (triggeredByEvent).
    by_event: bool = False
    #: The process a call activity runs: an id, or `=` FEEL.
    calls: str = ""
    #: Version tag of the called process; "" takes the newest released one.
    calls_version: str = ""
    #: zeebe:calledElement propagateAllParentVariables, propagateAllChildVariables.
    passes_all: bool = True
    returns_all: bool = True
    #: Data objects and properties of a subprocess that data associations write: variables of its scope.
    data: tuple[str, ...] = ()
    loop: Loop | None = None
    ad_hoc: AdHoc | None = None
    #: FEEL of a complex gateway: true lets it go on with the tokens that wait at it (BPMN 2.0.2 §13.4.5).
    activation: str = ""
    #: Tokens that must arrive before an activity begins, and that leave by each flow when it is done (Table 10.3).
    start_quantity: int = 1
    completion_quantity: int = 1
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Flow:
    """One sequence flow, in document order; `condition` is FEEL with its leading `=`."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane is a role: the address its tasks go to unless they say otherwise."""

    id: str
    name: str
    candidate_groups: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """One executable process of one pack version; elements and flows keep document order."""

    process_id: str
    name: str
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    lanes: Mapping[str, Lane] = field(default_factory=dict)
    documentation: str = ""
    version_tag: str = ""
    #: Process-level zeebe properties: `caseNumber` (prefix such as PGD), `startForm`, `startGroups`,
    #: `caseTitle` (FEEL), `withdrawable` …
    properties: Mapping[str, str] = field(default_factory=dict)
    #: Message names that start an instance -> start event id.
    message_starts: Mapping[str, str] = field(default_factory=dict)
    #: Signal names that start an instance -> start event id.
    signal_starts: Mapping[str, str] = field(default_factory=dict)
    #: Ids of the timer start events of the process itself, in document order.
    timer_starts: tuple[str, ...] = ()
    #: Ids of what begins a case when its condition becomes true; it reads no variables, there are none yet.
    condition_starts: tuple[str, ...] = ()
    #: A start event that needs several messages -> their names; the case begins when the last has come.
    joint_starts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def none_start(self) -> Element | None:
        """The plain start a person starts; None where what stands behind it waits for an event to begin.

        A process without start events begins at the nodes no flow reaches (BPMN 2.0.2 §10.5.2): its start has no id.
        """
        return self._drawn_start() or (None if self._is_begun() else _IMPLICIT)

    def _is_begun(self) -> bool:
        return any((e.kind == "startEvent" or e.instantiates) and not e.scope for e in self.elements.values())

    def _drawn_start(self) -> Element | None:
        return next(
            (
                e
                for e in self.elements.values()
                if e.kind == "startEvent" and e.event == "none" and not e.scope and not self.is_gate(e)
            ),
            None,
        )

    def begins_plainly(self) -> bool:
        """True where it begins when somebody asks: at its plain start, or without start events where no flow leads."""
        top = [one for one in self.elements.values() if not one.scope]
        by_events = any(one.kind == "startEvent" or one.instantiates for one in top)
        return self.none_start() is not None or bool(top and not by_events)

    def is_gate(self, element: Element) -> bool:
        """True for a none start event before what begins the case only when its event comes."""
        targets = (self.elements.get(self.flows[flow].target) for flow in element.outgoing if flow in self.flows)
        return any(target is not None and target.instantiates for target in targets)


#: How a process begins that has no start event.
_IMPLICIT = Element("", "startEvent", event="none")
