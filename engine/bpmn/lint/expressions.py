"""Checks of every FEEL expression: syntax with position, unknown names, unknown legal parameters."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from engine.bpmn.lint.dataflow import DataFlow, dataflow, local_types
from engine.bpmn.lint.nearest import is_missing, nearest
from engine.bpmn.lint.subject import Subject
from engine.bpmn.lint.variables import Universe, universe
from engine.bpmn.names import GATE_STATE
from engine.feel import FeelSyntaxError, Program, analyse, compile
from engine.feel.analyse import first
from engine.feel.errors import position
from engine.feel.infer import Types
from engine.feel.syntax import Compare, Const, Name
from engine.feel.tree import walk
from engine.model.definition import Element
from engine.model.findings import Severity

#: How other languages begin their expressions (JUEL, Groovy, JavaScript templates).
_FOREIGN = ("${", "#{", "=${", "=#{")


#: Places whose text must give true or false.
_CONDITIONS = frozenset({"conditionExpression", "condition", "completionCondition", "loopCondition"})


@dataclass(frozen=True, slots=True)
class _Written:
    """One expression: where it stands, its text, and the names that exist only there (None: anything may)."""

    element: str
    place: str
    text: str
    local: Collection[str] | None = ()


def check(subject: Subject) -> None:
    """Report expressions that cannot be read, and names nobody sets."""
    known, data = universe(subject), dataflow(subject)
    for written in _expressions(subject):
        if written.text.startswith(_FOREIGN):
            subject.report.error("feel.not_feel", written.element, place=written.place, text=written.text)
        elif written.text.startswith("="):
            _expression(subject, written, known, data)


def _expression(subject: Subject, written: _Written, known: Universe, data: DataFlow) -> None:
    try:
        program = compile(written.text[1:])
    except FeelSyntaxError as error:
        subject.report.error(
            "feel.syntax",
            written.element,
            place=written.place,
            row=error.line,
            column=error.column,
            message_id=error.message_id,
            message_en=error.message_en,
            text=written.text,
        )
        return
    _functions(subject, written, program, _types(subject, written, data))
    for key in program.parameters:
        if is_missing(key, subject.known.parameters):
            words = nearest(key, subject.known.parameters or ())
            subject.report.error("feel.parameter", written.element, key=key, **words)
    if known.closed and written.local is not None:
        _names(subject, written, program, known, data)


def _types(subject: Subject, written: _Written, data: DataFlow) -> Types:
    """The kinds of the variables at a place; nothing is said where names of unknown origin are seen."""
    if written.local is None:
        return {}
    element = subject.definition.elements.get(written.element)
    # An input may read the variable it stands before: of those names nothing is certain.
    own = local_types(element, data.types) if element is not None and not written.place.startswith("input ") else {}
    return {**data.types, **dict.fromkeys(written.local), **own}


def _functions(subject: Subject, written: _Written, program: Program, types: Types) -> None:
    """What FEEL's own analysis finds: unknown functions, wrong numbers of arguments, kinds that do not fit."""
    variables = [name for name in program.free if name not in program.functions]
    condition = written.place in _CONDITIONS
    for finding in analyse(program, variables, types=types, condition=condition):
        code = "feel.type" if finding.code == "feel.type" else "feel.analysis"
        words: dict[str, object] = {"place": written.place, "row": finding.text_line, "column": finding.text_column}
        words |= {"message_id": finding.message_id, "message_en": finding.message_en}
        if finding.severity is Severity.ERROR:
            subject.report.error(code, written.element, **words)
        else:
            subject.report.warning(code, written.element, **words)


def _names(subject: Subject, written: _Written, program: Program, known: Universe, data: DataFlow) -> None:
    names = {*known.names, *(written.local or ())}
    flow = subject.definition.flows.get(written.element)
    reader = flow.source if flow is not None else written.element
    # Who does it is said of a whole lane.
    asked = set(program.certain) if written.place == "candidateGroups" else _asked(program)
    for name in program.certain:
        row, column = position(program.text, first(program, name))
        words: dict[str, object] = {"name": name, "place": written.place, "row": row, "column": column}
        if name not in names:
            # Where a process declares its data, nothing else can be meant.
            tell = subject.report.error if known.declared else subject.report.warning
            tell("feel.unknown_name", written.element, **words, **nearest(name, names))
        elif name not in (written.local or ()) and name not in asked and data.is_set_later(name, reader):
            subject.report.warning("feel.set_later", written.element, **words)


def _asked(program: Program) -> set[str]:
    """The names compared with null: whoever asks knows that there may be no value yet."""
    found: set[str] = set()
    for node in walk(program.ast):
        if isinstance(node, Compare) and node.op in ("=", "!="):
            sides = (node.left, node.right)
            if any(isinstance(side, Const) and side.value is None for side in sides):
                found |= {side.name for side in sides if isinstance(side, Name)}
    return found


def _expressions(subject: Subject) -> Iterator[_Written]:
    for flow in subject.definition.flows.values():
        if flow.condition:
            source = subject.definition.elements.get(flow.source)
            local = GATE_STATE if source is not None and source.kind == "complexGateway" else ()
            yield _Written(flow.id, "conditionExpression", flow.condition, local)
    for element in subject.definition.elements.values():
        yield from _of_element(element)
        yield from _of_loop(element)
    for name in ("caseTitle", "about"):
        if subject.definition.properties.get(name):
            yield _Written(subject.definition.process_id, name, subject.definition.properties[name])


def _of_element(element: Element) -> Iterator[_Written]:
    local = [mapping.target.partition(".")[0] for mapping in element.inputs]
    if element.activation:
        yield _Written(element.id, "activationCondition", element.activation, GATE_STATE)
    fixed = (
        ("candidateGroups", element.candidate_groups),
        ("dueDate", element.due),
        ("priority", element.priority),
        ("script", element.script),
        ("decisionId", element.decision),
        ("correlationKey", element.correlation_key),
        ("condition", element.condition),
        ("activeElementsCollection", element.ad_hoc.collection if element.ad_hoc else ""),
        ("completionCondition", element.ad_hoc.completion if element.ad_hoc else ""),
        ("processId", element.calls),
        ("timer", element.timer.text if element.timer is not None else ""),
        ("silentAfter", element.properties.get("silentAfter", "")),
    )
    for place, text in fixed:
        if text:
            yield _Written(element.id, place, text, local)
    for key, value in element.headers.items():
        if value.startswith("="):
            yield _Written(element.id, f"header {key}", value, local)
    for mapping in element.inputs:
        yield _Written(element.id, f"input {mapping.target}", mapping.source, local)
    for mapping in element.outputs:
        # What an answer, result or payload holds is not known here.
        yield _Written(element.id, f"output {mapping.target}", mapping.source, None)


def _of_loop(element: Element) -> Iterator[_Written]:
    loop = element.loop
    if loop is None:
        return
    for place, text in (
        ("inputCollection", loop.collection),
        ("loopCardinality", loop.cardinality),
        ("loopCondition", loop.condition),
    ):
        if text:
            yield _Written(element.id, place, text)
    thrown = (("complexBehaviorDefinition", one.condition) for one in loop.throws)
    for place, text in (("outputElement", loop.output), ("completionCondition", loop.completion), *thrown):
        if text:
            # What an item leaves is not known here.
            yield _Written(element.id, place, text, None)
