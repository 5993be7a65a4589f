"""Lint: a diagram either runs as BPMN 2.0.2 says, or every reason why not is a finding (engine.md)."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from engine.bpmn.definitions import definitions
from engine.bpmn.known import Known
from engine.bpmn.lint import (
    adhoc,
    data,
    events,
    expressions,
    file,
    graph,
    references,
    soundness,
    starting,
    structure,
    undoing,
    whitelist,
)
from engine.bpmn.lint.report import Report, line_of
from engine.bpmn.lint.subject import Subject
from engine.bpmn.names import bpmn, nodes_of
from engine.bpmn.reader import Diagram
from engine.model.findings import Finding

#: What a part of the lint runs inside, by its name.
Stage = Callable[[str], AbstractContextManager[None]]


def _untimed(_: str) -> AbstractContextManager[None]:
    return nullcontext()


#: The checks of one process, each a stage, in their order; graph and soundness follow.
_CHECKS: tuple[tuple[str, Callable[[Subject], None]], ...] = (
    ("whitelist", lambda subject: whitelist.check(subject.process, subject.report)),
    ("structure", structure.check),
    ("adhoc", adhoc.check),
    ("starting", starting.check),
    ("undoing", undoing.check),
    ("data", data.check),
    ("events", events.check),
    ("references", references.check),
    ("expressions", expressions.check),
)


def lint(diagram: Diagram, known: Known | None = None, stage: Stage = _untimed) -> list[Finding]:
    """Check every executable process; errors block a release, warnings do not. In document order.

    Each part runs inside a `stage` of its name, by which a caller may time it.
    """
    report = Report(lines={e.get("id", ""): line_of(e) for e in diagram.root.iter() if e.get("id")})
    with stage("file"):
        file.check(diagram, report)
    with stage("definitions"):
        found = definitions(diagram)
    for process_id, definition in found.items():
        subject = Subject(diagram, diagram.processes[process_id], definition, known or Known(), report)
        if not _is_named(subject):
            # What is said of one element would be meant for another: the ids are to be mended first.
            whitelist.check(subject.process, report)
            continue
        for name, check in _CHECKS:
            with stage(name):
                check(subject)
        with stage("graph"):
            whole = graph.check(subject)
        with stage("soundness"):
            for scope in whole:
                if adhoc.is_fixed(subject, scope):
                    soundness.check(subject, scope)
    return report.sorted()


def _is_named(subject: Subject) -> bool:
    """True where every node and flow of a process has an id of its own."""
    process = subject.diagram.expanded(subject.definition.process_id)
    ids = [str(one.get("id", "")) for one in (*nodes_of(process), *process.iter(bpmn("sequenceFlow")))]
    return all(ids) and len(set(ids)) == len(ids)
