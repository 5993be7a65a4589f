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
class Element:
    """One flow node with what its extensions say (zeebe dialect, Camunda 8)."""

    id: str
    #: BPMN local name: userTask, serviceTask, exclusiveGateway, startEvent, boundaryEvent …
    kind: str
    name: str = ""
    #: Event definition: none, message, timer, error, terminate; "" for what is not an event.
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
    attached_to: str = ""
    interrupting: bool = True
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

    def none_start(self) -> Element | None:
        """The plain start event a person starts, if the process has one."""
        return next(
            (e for e in self.elements.values() if e.kind == "startEvent" and e.event == "none" and not e.scope),
            None,
        )
