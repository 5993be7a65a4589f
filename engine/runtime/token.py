"""A live token: the library's task life cycle over one row, without a tree."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.task import Task

from engine.model.state import Token, Value
from engine.runtime.library import Node, Target

if TYPE_CHECKING:
    from engine.runtime.instance import Instance


class LiveTask(Task):
    """One token at one node. It has no parent, no children and no data: those are edges, rows and scopes."""

    #: The library iterates children when it cancels; there are none.
    _children: tuple[()] = ()
    children: tuple[()] = ()
    triggered = False
    data: Mapping[str, Any] = {}

    def __init__(self, workflow: "Instance", row: Token, *, via: str = "") -> None:
        # Task.__init__ would enter a tree, draw a random id and read the clock.
        self.workflow = workflow
        self.row = row
        self.task_spec = workflow.spec.node(row.node)
        self.internal_data: dict[str, Any] = {}
        self._state = row.state
        #: The flow it came by; "" for what no flow brought.
        self.via = via
        #: The flows a gateway chose; None = all.
        self.taken: tuple[str, ...] | None = None
        #: Input variables held in memory while the node runs.
        self.local: dict[str, Value] = {}
        #: Answers, result or payload that came from outside.
        self.brought: Mapping[str, Value] = {}
        self.gone = False

    @property
    def no(self) -> int:
        """Its number in the instance."""
        return self.row.no

    @property
    def element(self) -> str:
        """The id of the element it is at."""
        return self.row.node

    @property
    def is_open(self) -> bool:
        """True while a person's task is open."""
        return self._state == TaskState.READY and "open" in self.row.data

    @property
    def is_failed(self) -> bool:
        """True while an incident holds it."""
        return "incident" in self.row.data

    @property
    def is_item(self) -> bool:
        """True for one run of an activity that a loop runs."""
        return "item" in self.row.data

    @property
    def is_body(self) -> bool:
        """True for the activity as a whole that a loop runs: boundary events belong to it."""
        return self.task_spec.element.loop is not None and "item" not in self.row.data

    @property
    def holds(self) -> bool:
        """True where it may hold a scope: a subprocess, a loop, an item, or inputs kept while it waits."""
        spec = self.task_spec
        return bool(spec.opens or spec.stores or spec.element.loop)

    @property
    def arms(self) -> bool:
        """True where it may have subscription rows."""
        spec = self.task_spec
        if spec.element.loop is None:
            return bool(spec.arms)
        return bool(spec.catches if self.is_item else spec.waits)

    def _set_state(self, value: int) -> None:
        self._state = value
        self.row.state = value
        if not self.gone:
            self.workflow.rows.put_token(self.row)

    def _inherit_data(self) -> None:
        """Nothing is copied from task to task."""

    def _drop_children(self, force: bool = False) -> None:
        """There are no children."""

    def _sync_children(self, task_specs: list[Target], state: int = TaskState.MAYBE) -> None:
        self.taken = tuple(edge.name for edge in task_specs)

    def _add_child(self, task_spec: Node, state: int = TaskState.MAYBE) -> Task:
        raise NotImplementedError("Expected tokens to follow flows, but the library asked for a child")

    def find_ancestor(self, spec_name: str) -> None:
        """Refuse: there are no ancestors to find."""
        raise NotImplementedError(f"Expected no walk up a tree, but the library looked for {spec_name}")

    def is_descendant_of(self, task: Task) -> bool:
        """Refuse: there are no ancestors to find."""
        raise NotImplementedError("Expected no walk up a tree, but the library asked for a descendant")

    def __iter__(self) -> Iterator[Task]:
        return iter(())

    def cancel(self) -> None:
        """Cancel at once with everything inside, also a token an incident holds."""
        self.workflow.cancel(self)
