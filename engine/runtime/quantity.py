"""Activities that begin with several tokens, and leave several by each flow (BPMN 2.0.2 Table 10.3)."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from engine.runtime import joins

if TYPE_CHECKING:
    from engine.runtime.token import LiveTask


def arrive(task: "LiveTask") -> bool:
    """Count a token in that came by a flow; True for the one with which the activity begins.

    Those before it wait as a number: counted live, but without a row.
    """
    needed = task.task_spec.needs
    if needed == 1:
        return True
    run, scope, name = task.workflow, task.row.scope, f"{task.element}/*"
    waiting = run.rows.counter(scope, name) + 1
    if waiting < needed:
        run.rows.set_counter(scope, name, waiting)
        joins.absorb(task)
        return False
    run.rows.set_counter(scope, name, 0)
    run.rows.count_live(scope, 1 - needed)
    run.crowd.move(scope, task.element, 1 - needed)
    return True


def leaving(flows: Iterable[str], each: int) -> Iterator[str]:
    """Every flow as often as a token leaves by it."""
    return (flow for flow in flows for _ in range(each))
