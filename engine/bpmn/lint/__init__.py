"""Lint: a diagram either runs as BPMN 2.0.2 says, or every reason why not is a finding (engine.md)."""

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
from engine.bpmn.reader import Diagram
from engine.model.findings import Finding


def lint(diagram: Diagram, known: Known | None = None) -> list[Finding]:
    """Check every executable process; errors block a release, warnings do not. In document order."""
    report = Report(lines={e.get("id", ""): line_of(e) for e in diagram.root.iter() if e.get("id")})
    file.check(diagram, report)
    for process_id, definition in definitions(diagram).items():
        process = diagram.processes[process_id]
        subject = Subject(diagram, process, definition, known or Known(), report)
        whitelist.check(process, report)
        structure.check(subject)
        adhoc.check(subject)
        starting.check(subject)
        undoing.check(subject)
        data.check(subject)
        events.check(subject)
        references.check(subject)
        expressions.check(subject)
        for scope in graph.check(subject):
            if adhoc.is_fixed(subject, scope):
                soundness.check(subject, scope)
    return report.sorted()
