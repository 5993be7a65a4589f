"""Checks of register tasks: the act, the register, and the inputs the act needs (architecture §5)."""

from lxml.etree import _Element as Xml

from engine.bpmn.lint.nearest import is_missing, nearest
from engine.bpmn.lint.subject import Subject, shown
from engine.model.definition import Element
from engine.model.register import RegisterSpec

#: The inputs every act needs, and those it may have beside them.
_NEEDED = {
    "create": ("key",),
    "reserve": ("key", "hold", "amount"),
    "release": ("key", "hold"),
    "settle": ("key", "hold"),
    "change": ("key",),
}
_FURTHER = {"create": ("parent", "state"), "release": ("amount",), "settle": ("amount",), "change": ("state",)}
#: Acts whose other inputs are fields of the row.
_WRITES_FIELDS = ("create", "change")


def check(subject: Subject, node: Xml, element: Element) -> None:
    """Report a register task that could not act."""
    act = element.job_type.removeprefix("register:")
    if act not in _NEEDED:
        operations = [f"register:{name}" for name in _NEEDED]
        subject.report.error("ref.operation", node, operation=element.job_type, **nearest(element.job_type, operations))
        return
    given = [mapping.target for mapping in element.inputs]
    register = _register(subject, node, element)
    for missing in _NEEDED[act]:
        if missing not in given and not (register is not None and missing == "key" and register.key_field in given):
            subject.report.error("ref.register_input", node, operation=element.job_type, missing=missing)
    if register is not None:
        _fields(subject, node, act, register, given)


def _register(subject: Subject, node: Xml, element: Element) -> RegisterSpec | None:
    key = element.headers.get("register", "")
    registers = subject.known.registers
    if not key or is_missing(key, registers):
        subject.report.error("ref.register", node, register=shown(key), **nearest(key, registers or ()))
    return None if registers is None else registers.get(key)


def _fields(subject: Subject, node: Xml, act: str, register: RegisterSpec, given: list[str]) -> None:
    expected = {*_NEEDED[act], *_FURTHER.get(act, ())}
    if act in _WRITES_FIELDS:
        expected |= set(register.fields)
    for name in given:
        if name.partition(".")[0] not in expected:
            words = nearest(name, register.fields)
            subject.report.error("ref.register_field", node, field=name, register=register.key, **words)
