"""Checks of a DMN file before its release; only errors block."""

import re
from collections.abc import Collection, Iterator, Mapping

from engine.dmn.errors import DecisionFailed
from engine.dmn.fitting import defined, kind_of, limits, spelled, variable_types
from engine.dmn.model import Aggregation, Decision, FunctionOf, HitPolicy, Logic, Model, Needed, Table, Unsupported
from engine.dmn.overlap import overlaps
from engine.dmn.parts import parts
from engine.dmn.requirements import order, owner
from engine.dmn.sentences import SENTENCES
from engine.dmn.texts import Written, in_indonesian, texts
from engine.feel import FeelSyntaxError, Program, analyse, compile
from engine.feel.types import CLASSES
from engine.model.findings import Finding, Severity, errors

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|@"[^"]*"')
_NUMBER = re.compile(r"(?<![\w.])\d[\d_]*(?:\.\d+)?(?![\w])")
#: Numbers that are never a law's: nothing, one, and the whole.
_PLAIN = frozenset({"0", "1", "100"})
_LISTED = (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)


def lint(model: Model, parameters: Collection[str] | None = None) -> list[Finding]:
    """Check every decision; with `parameters` None, keys of legal parameters are not looked up."""
    findings = [*_file(model), *_types(model)]
    for decision in model.decisions.values():
        findings += _decision(model, decision)
        findings += _logic(model, decision.logic, parameters)
    for knowledge in model.knowledge.values():
        findings += _needs(model, knowledge.id, knowledge.name, knowledge.knowledge)
        findings += _boxes(knowledge.id, knowledge.name, knowledge.function)
        findings += _logic(model, knowledge.function, parameters)
    for service in model.services.values():
        needs = (*service.outputs, *service.inner, *service.input_decisions, *service.input_data)
        findings += _needs(model, service.id, service.name, needs)
    return list(dict.fromkeys(findings))


def _logic(model: Model, logic: Logic | None, parameters: Collection[str] | None) -> Iterator[Finding]:
    findings = [finding for written in texts(logic) for finding in _text(model, written, parameters)]
    for table in tables(logic):
        findings += _table(table)
        if not errors(findings):
            findings += _rows(model, table)
    yield from findings


def tables(logic: Logic | None) -> Iterator[Table]:
    """Every decision table inside a boxed expression."""
    return (part for part, _ in parts(logic) if isinstance(part, Table))


def _finding(code: str, element: str, *, warning: bool = False, line: int = 0, **words: str | int) -> Finding:
    return _worded(code, element, words, warning=warning, line=line)


def _worded(
    code: str, element: str, words: Mapping[str, str | int], *, warning: bool = False, line: int = 0
) -> Finding:
    indonesian = {**words, "place": in_indonesian(str(words["place"]))} if "place" in words else words
    message_id, hint_id = (SENTENCES[code][part].format(**indonesian) for part in (0, 2))
    message_en, hint_en = (SENTENCES[code][part].format(**words) for part in (1, 3))
    severity = Severity.WARNING if warning else Severity.ERROR
    told = (message_id, message_en, hint_id, hint_en)
    row, column = (int(words.get(part, 0)) for part in ("row", "column"))
    return Finding(code, severity, element, *told, line=line, text_line=row, text_column=column)


def _file(model: Model) -> Iterator[Finding]:
    if not model.decisions:
        yield _finding("dmn.no_decision", "")
    for element in model.duplicates:
        yield _finding("dmn.duplicate_id", element, name=element)
    for one in model.imports:
        if one.namespace not in model.imported:
            yield _finding("dmn.import", "", name=one.name, value=one.namespace)
    for element, kind in model.unsupported:
        yield _finding("dmn.unsupported", element, name=element, kind=kind)


def _types(model: Model) -> Iterator[Finding]:
    """What an item definition allows must be FEEL, and what it is based on must exist."""
    stack = list(model.types.values())
    while stack:
        item = stack.pop()
        stack += item.members
        base = item.base.removeprefix("feel:").strip()
        if base and base not in CLASSES and base not in ("Any", "Null") and not defined(base, model):
            yield _finding("dmn.type", "", warning=True, name=item.name, value=base)
        if item.allowed:
            written = Written("", f"itemDefinition {item.name}", item.allowed, unary=True)
            yield from _text(model, written, None)


def _decision(model: Model, decision: Decision) -> Iterator[Finding]:
    name = decision.name or decision.id
    if not decision.id:
        yield _finding("dmn.no_id", "", name=name, line=decision.line)
    if decision.logic is None:
        yield _finding("dmn.no_logic", decision.id, name=name, line=decision.line)
    yield from _boxes(decision.id, name, decision.logic, decision.line)
    missing = list(_needs(model, decision.id, name, (*decision.requires, *decision.knowledge), decision.line))
    yield from missing or _circle(model, decision)


def _needs(model: Model, element: str, name: str, needs: Collection[Needed], line: int = 0) -> Iterator[Finding]:
    for need in needs:
        held = owner(model, need)
        known = held and (held.decisions, held.inputs, held.knowledge, held.services)
        if not known or not any(need.id in one for one in known):
            yield _finding("dmn.requirement", element, name=name, value=need.id or "∅", line=line)


def _boxes(element: str, name: str, logic: Logic | None, line: int = 0) -> Iterator[Finding]:
    for part, _ in parts(logic):
        if isinstance(part, Unsupported) or (isinstance(part, FunctionOf) and part.kind not in ("", "FEEL")):
            yield _finding("dmn.unsupported", element, name=name, kind=part.kind, line=line)


def _circle(model: Model, decision: Decision) -> Iterator[Finding]:
    try:
        order(model, decision.id)
    except DecisionFailed as failed:
        if failed.code == "dmn.cycle":
            yield _finding("dmn.cycle", decision.id, name=decision.name or decision.id, line=decision.line)


def _table(table: Table) -> Iterator[Finding]:
    yield from _policy(table)
    names = [output.name for output in table.outputs]
    if not names or (len(names) > 1 and (len(set(names)) < len(names) or "" in names)):
        yield _finding("dmn.output_name", table.id, name=table.id)
    if not table.rules:
        yield _finding("dmn.empty", table.id, warning=True, name=table.id)
    for number, rule in enumerate(table.rules, 1):
        found, expected = len(rule.tests) + len(rule.results), len(table.inputs) + len(table.outputs)
        if (len(rule.tests), len(rule.results)) != (len(table.inputs), len(table.outputs)):
            yield _finding("dmn.columns", rule.id, name=number, expected=expected, found=found)


def _policy(table: Table) -> Iterator[Finding]:
    policy = next((known for known in HitPolicy if known == table.hit_policy), None)
    aggregates = table.aggregation != Aggregation.LIST
    fits = not aggregates or (policy is HitPolicy.COLLECT and len(table.outputs) == 1)
    if policy is None or table.aggregation not in tuple(Aggregation) or not fits:
        value = f"{table.hit_policy} {table.aggregation}".strip()
        yield _finding("dmn.hit_policy", table.id, name=table.id, value=value)
    for output in table.outputs if policy in _LISTED else ():
        if not output.values:
            name = output.name or output.id
            yield _finding("dmn.priorities", output.id or table.id, policy=table.hit_policy, name=name)


def _text(model: Model, written: Written, parameters: Collection[str] | None) -> Iterator[Finding]:
    try:
        program = compile(
            written.text, unary=written.unary, names=model.names | set(written.local), dialect=model.dialect
        )
    except FeelSyntaxError as error:
        yield _finding(
            "dmn.syntax",
            written.element,
            line=written.line,
            place=written.place,
            row=error.line,
            column=error.column,
            message_id=error.message_id,
            message_en=error.message_en,
            text=written.text,
        )
        return
    for key in program.parameters:
        if parameters is not None and key not in parameters:
            yield _finding("dmn.parameter", written.element, line=written.line, key=key, place=written.place)
    yield from _analysis(model, written, program)
    if written.cell:
        yield from _numbers(written)


def _analysis(model: Model, written: Written, program: Program) -> Iterator[Finding]:
    # Variables are the process's business; functions can only be FEEL's own, or those of the model.
    known = model.names | set(written.local)
    variables = [name for name in program.free if name in known or name not in program.functions]
    types = variable_types(model) | dict.fromkeys(written.local) | {"?": kind_of(written.type, None, spelled(model))}
    for found in analyse(program, variables, types=types):
        yield _finding(
            "dmn.analysis",
            written.element,
            warning=found.severity is not Severity.ERROR,
            line=written.line,
            place=written.place,
            row=found.text_line,
            column=found.text_column,
            message_id=found.message_id,
            message_en=found.message_en,
        )


def _numbers(written: Written) -> Iterator[Finding]:
    """Legal numbers are rows with a source and dates of validity, never cells (architecture §6)."""
    for number in _NUMBER.findall(_STRING.sub('""', written.text)):
        if number not in _PLAIN:
            yield _finding(
                "dmn.literal_number",
                written.element,
                warning=True,
                line=written.line,
                place=written.place,
                value=number,
            )


def _rows(model: Model, table: Table) -> Iterator[Finding]:
    for code, element, words in overlaps(table, model.names, limits(model)):
        yield _worded(code, element, words, warning=code != "dmn.overlap")
