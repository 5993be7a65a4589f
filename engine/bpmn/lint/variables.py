"""Which variables a case can have: answers of forms, results of tasks, payloads of messages."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.lint.subject import Subject
from engine.bpmn.names import SUBPROCESSES, bpmn
from engine.model.definition import Element

#: Set by the engine in every instance.
_ENGINE = ("case",)
_RECEIVERS = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask"})
#: Set by the engine in every item of a loop.
_LOOP = (
    "loopCounter",
    "numberOfInstances",
    "numberOfActiveInstances",
    "numberOfCompletedInstances",
    "numberOfTerminatedInstances",
    "nrOfInstances",
    "nrOfActiveInstances",
    "nrOfCompletedInstances",
)


@dataclass(frozen=True, slots=True)
class Universe:
    """The names that can exist; `closed` where no other name can."""

    names: frozenset[str]
    closed: bool
    #: The process says with properties of its own what its data are.
    declared: bool = False


def universe(subject: Subject) -> Universe:
    """Collect the variables of a process; open where a form or a payload may bring names unknown here."""
    names = {*_ENGINE, *subject.known.variables}
    closed = True
    properties = subject.process.findall(bpmn("property"))
    for held in properties:
        names |= {held.get("name", ""), held.get("id", "")}
    for element in subject.definition.elements.values():
        names.update(_set_by(subject, element))
        closed = closed and not _brings_unknown(subject, element)
    closed = closed and bool(subject.known.form_keys or subject.known.variables)
    return Universe(frozenset(names - {""}), closed, bool(properties))


def _set_by(subject: Subject, element: Element) -> Iterator[str]:
    yield element.result_variable
    yield from (mapping.target.partition(".")[0] for mapping in element.outputs)
    if element.kind in SUBPROCESSES:
        yield from (mapping.target.partition(".")[0] for mapping in element.inputs)
    if element.loop is not None:
        yield from (element.loop.item, element.loop.outputs, *_LOOP)
    if element.form and not element.outputs:
        yield from subject.known.form_keys.get(element.form, ())


def _brings_unknown(subject: Subject, element: Element) -> bool:
    if element.outputs:
        return False
    if element.kind in _RECEIVERS and (element.message or element.signal):
        return True
    if element.kind == "callActivity":
        return element.returns_all
    return (
        element.kind in ("userTask", "startEvent")
        and bool(element.form)
        and (element.form not in subject.known.form_keys)
    )
