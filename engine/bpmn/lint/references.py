"""Checks of what tasks refer to: forms, addresses, decisions, operations, registers, letters."""

import re

from lxml.etree import _Element as Xml

from engine.bpmn.extensions import extension_elements
from engine.bpmn.lint.events import is_moment_or_duration
from engine.bpmn.lint.loops import check as check_loop
from engine.bpmn.lint.nearest import is_missing, nearest
from engine.bpmn.lint.registers import check as check_register
from engine.bpmn.lint.subject import Subject, shown
from engine.bpmn.names import SUBPROCESSES, bpmn, text, zeebe
from engine.model.definition import Element

_ADDRESS = re.compile(r"position:[^\s@:]+|role:[\w.\-]+@[^\s@:]+")
#: A role written inside a FEEL address: `"role:verifikator@" + case.unit`.
_ROLE = re.compile(r'"role:([\w.\-]+)@')
#: A position or unit written out in an address.
_PLACES = {
    "position": re.compile(r'"position:([^\s@:"]+)"'),
    "unit": re.compile(r'"role:[\w.\-]+@([^\s@:"]+)"'),
}
#: Whom a task may be handed on to.
_RECEIVERS = frozenset({"role", "superior", "subordinate", "none"})
_NAME = re.compile(r"[^\W\d]\w*")
_TARGET = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
#: Kinds whose input or output mappings run; messages and caught errors have a payload as well.
_NESTING = SUBPROCESSES | {"callActivity"}
_TAKE = _NESTING | {"userTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask"}
_LEAVE = _NESTING | {"userTask", "serviceTask", "scriptTask", "businessRuleTask", "receiveTask"}
_THROW = frozenset({"intermediateThrowEvent", "endEvent"})
_CATCH = frozenset({"intermediateCatchEvent", "boundaryEvent", "startEvent"})
#: Triggers that carry values.
_PAYLOAD = frozenset({"message", "signal"})
#: Operations the engine itself carries out.
_OWN = frozenset({"letter:print", "office:notify"})


def check(subject: Subject) -> None:
    """Report references that lead nowhere, as far as it is known what exists."""
    for node, element in subject.nodes:
        reader = _CHECKS.get(element.kind)
        if reader is not None:
            reader(subject, node, element)
        check_loop(subject, node, element)
        _mappings(subject, node, element)
        _result(subject, node, element)


def _start(subject: Subject, node: Xml, element: Element) -> None:
    if element.form:
        _form(subject, node, element)


def _user(subject: Subject, node: Xml, element: Element) -> None:
    if element.form:
        _form(subject, node, element)
    else:
        subject.report.warning("ref.no_form", node)
    _address(subject, node, element)
    _separate(subject, node, element)
    if element.priority and not element.priority.startswith("=") and not _whole(element.priority):
        subject.report.error("ref.priority", node, value=element.priority)
    if element.due and not element.due.startswith("=") and not is_moment_or_duration(element.due):
        subject.report.error("event.timer", node, allowed="dueDate", value=element.due)
    _desk(subject, node, element)


def _ad_hoc(subject: Subject, node: Xml, element: Element) -> None:
    """Who chooses inside, and what its choice says of the desk it lies on."""
    if element.candidate_groups:
        _address(subject, node, element)
    _separate(subject, node, element)
    _desk(subject, node, element)


def _desk(subject: Subject, node: Xml, element: Element) -> None:
    """What a task says of its desk: after how long it is silent, to whom it may be handed on."""
    silent = element.properties.get("silentAfter", "")
    if silent and not silent.startswith("=") and not _whole(silent):
        subject.report.error("ref.silent", node, value=silent)
    for word in filter(None, (part.strip() for part in element.properties.get("handOver", "").split(","))):
        if word not in _RECEIVERS:
            subject.report.error("ref.hand_over", node, value=word)


def _form(subject: Subject, node: Xml, element: Element) -> None:
    forms = subject.known.forms
    if forms is not None and element.form not in forms:
        subject.report.error("ref.form", node, form=element.form, **nearest(element.form, forms))


def _address(subject: Subject, node: Xml, element: Element) -> None:
    address = element.candidate_groups.strip()
    if not address:
        subject.report.error("ref.no_address", node)
        return
    if not address.startswith("=") and _ADDRESS.fullmatch(address) is None:
        subject.report.error("ref.address", node, address=address)
        return
    written = address if address.startswith("=") else f'"{address}"'
    for role in _ROLE.findall(written):
        if is_missing(role, subject.known.roles):
            subject.report.error("ref.role", node, role=role, **nearest(role, subject.known.roles or ()))
    for kind, pattern in _PLACES.items():
        known = getattr(subject.known, f"{kind}s")
        for code in pattern.findall(written):
            # A pack comes from another city before its positions are set up here, and they change: no error.
            if is_missing(code, known):
                subject.report.warning(f"ref.{kind}", node, place=code, **nearest(code, known))


def _separate(subject: Subject, node: Xml, element: Element) -> None:
    for other in filter(None, (part.strip() for part in element.properties.get("separateFrom", "").split(","))):
        task = subject.definition.elements.get(other)
        if task is None or task.kind not in ("userTask", "startEvent"):
            subject.report.error("ref.separate", node, value=other)


def _script(subject: Subject, node: Xml, element: Element) -> None:
    if text(node.find(bpmn("script"))):
        subject.report.error("bpmn.script_element", node)
    elif not element.script or not element.result_variable:
        missing = "resultVariable" if element.script else "expression"
        subject.report.error("bpmn.no_script", node, missing=missing)
    elif not element.script.startswith("="):
        subject.report.error("feel.literal", node, place="script", text=element.script)


def _rule(subject: Subject, node: Xml, element: Element) -> None:
    if not element.decision or not element.result_variable:
        missing = "resultVariable" if element.decision else "decisionId"
        subject.report.error("ref.no_decision", node, missing=missing)
    elif not element.decision.startswith("=") and is_missing(element.decision, subject.known.decisions):
        words = nearest(element.decision, subject.known.decisions or ())
        subject.report.error("ref.decision", node, decision=element.decision, **words)


def _service(subject: Subject, node: Xml, element: Element) -> None:
    _retries(subject, node)
    operation = element.job_type
    if not operation:
        subject.report.error("ref.no_operation", node)
    elif operation.startswith("register:"):
        check_register(subject, node, element)
    elif operation in _OWN:
        _own(subject, node, element)
    else:
        _connector(subject, node, operation)


def _own(subject: Subject, node: Xml, element: Element) -> None:
    if element.job_type == "letter:print":
        letter = element.headers.get("template", "")
        if not letter or is_missing(letter, subject.known.letters):
            subject.report.error(
                "ref.letter", node, letter=shown(letter), **nearest(letter, subject.known.letters or ())
            )
        return
    given = {mapping.target for mapping in element.inputs}
    for missing in {"to", "text"} - given:
        subject.report.error("ref.register_input", node, operation=element.job_type, missing=missing)


def _connector(subject: Subject, node: Xml, operation: str) -> None:
    known = subject.known.operations
    if operation.startswith("=") or ":" not in operation or is_missing(operation, known):
        subject.report.error("ref.operation", node, operation=operation, **nearest(operation, known or ()))
    elif is_missing(operation, subject.known.connectors):
        subject.report.error("ref.connector", node, operation=operation)


def _send(subject: Subject, node: Xml, element: Element) -> None:
    if element.job_type and element.message:
        subject.report.error("ref.two_ways", node)
    elif element.job_type:
        _service(subject, node, element)


def _retries(subject: Subject, node: Xml) -> None:
    for extension in extension_elements(node):
        retries = extension.get("retries")
        if extension.tag == zeebe("taskDefinition") and retries is not None and not _whole(retries):
            subject.report.error("ref.retries", node, value=retries)


def _whole(written: str) -> bool:
    return written.isascii() and written.isdigit() and int(written) <= 100


def _call(subject: Subject, node: Xml, element: Element) -> None:
    if not element.calls:
        subject.report.error("ref.no_called", node)
    elif not element.calls.startswith("=") and is_missing(element.calls, subject.known.processes):
        words = nearest(element.calls, subject.known.processes or ())
        subject.report.warning("ref.called", node, process=element.calls, **words)


def _mappings(subject: Subject, node: Xml, element: Element) -> None:
    carries = element.event in _PAYLOAD
    if element.inputs and (
        element.by_event or (element.kind not in _TAKE and not (carries and element.kind in _THROW))
    ):
        subject.report.error("ref.mapping_unused", node, side="input")
    if element.outputs and not _leaves(element):
        subject.report.error("ref.mapping_unused", node, side="output")
    for mapping in (*element.inputs, *element.outputs):
        if not mapping.source or not _TARGET.fullmatch(mapping.target):
            subject.report.error("ref.mapping", node, source=shown(mapping.source), target=shown(mapping.target))


def _leaves(element: Element) -> bool:
    if element.kind in _LEAVE:
        return not element.by_event
    return element.kind in _CATCH and (element.event in _PAYLOAD or element.event in ("error", "escalation"))


def _result(subject: Subject, node: Xml, element: Element) -> None:
    if element.result_variable and not _NAME.fullmatch(element.result_variable):
        subject.report.error("ref.variable", node, value=element.result_variable)


_CHECKS = {
    "startEvent": _start,
    "userTask": _user,
    "scriptTask": _script,
    "businessRuleTask": _rule,
    "serviceTask": _service,
    "sendTask": _send,
    "callActivity": _call,
    "adHocSubProcess": _ad_hoc,
}
