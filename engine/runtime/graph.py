"""The compiled process: the library's process specification, whose edges are sequence flows instead of node names."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BpmnStartTask, SimpleBpmnTask
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from engine.runtime.library import Node

if TYPE_CHECKING:
    from engine.runtime.inclusive import Meeting


class Edge:
    """A sequence flow standing where the library expects the name of a node.

    The library keeps inputs and outputs as names of nodes, so two flows between the same nodes collapse into one;
    connected through edges they stay two (BPMN 2.0.2 §8.4.13).
    """

    __slots__ = ("name", "target")

    def __init__(self, flow: str, target: Node) -> None:
        self.name = flow
        self.target = target

    def _connect_notify(self, source: Node) -> None:
        self.target._inputs.append(self.name)


class ProcessSpec(BpmnProcessSpec):
    """A process whose own start and end nodes carry names no XML id can have, and which knows its edges."""

    def __init__(self, name: str, description: str | None = None, filename: str | None = None) -> None:
        WorkflowSpec.__init__(self, name=name, filename=filename)
        self.bpmn_start_events: list[Any] = []
        self.start = BpmnStartTask(self, "#start")
        self.end = SimpleBpmnTask(self, "#end")
        self.svg = None
        self.description = description
        self.io_specification = None
        self.data_objects: dict[str, Any] = {}
        self.data_stores: dict[str, Any] = {}
        self.correlation_keys: dict[str, Any] = {}
        self.edges: dict[str, Edge] = {}
        #: Scope ("" for the process) -> where a token begins that enters it.
        self.entries: dict[str, tuple[Node, ...]] = {}
        #: Scope -> the start events of its event subprocesses.
        self.handlers: dict[str, tuple[Node, ...]] = {}
        #: The variables that conditional events read.
        self.watched: frozenset[str] = frozenset()
        #: True where a handler names technical faults.
        self.handles_faults = False
        #: The numbers of a loop (numberOfActiveInstances …) that some text of the process reads.
        self.numbers: frozenset[str] = frozenset()
        #: True where tokens may wait for others without a row.
        self.absorbs = False
        #: The complex gateways whose activation condition reads variables of the case.
        self.weighing: frozenset[str] = frozenset()
        #: The scopes in which completions are remembered because something may undo them; "" for the process.
        self.remembers: frozenset[str] = frozenset()
        #: The joins that look for what may still come, and the nodes whose tokens are counted for them.
        self.meetings: Mapping[str, Meeting] = {}
        self.crowded: frozenset[str] = frozenset()

    def get_task_spec_from_name(self, name: str) -> Edge | None:
        """Give the edge the library asks for by what it takes for a node's name."""
        return self.edges.get(name)

    def node(self, element: str) -> Node:
        """The node of an element id."""
        return self.task_specs[element]
