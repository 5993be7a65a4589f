"""Walking a process against the whitelist: every attribute, child and extension of what executes."""

from lxml.etree import _Element as Xml

from engine.bpmn import vendor
from engine.bpmn.extensions import IMPORTED, UNDERSTOOD, extension_elements
from engine.bpmn.lint.allowed import (
    BINDINGS,
    DEFAULT_HINT,
    EXTENSION_ATTRIBUTES,
    HARMLESS,
    HINTS,
    LEAVES,
    RESOURCES,
    RULES,
    Rule,
)
from engine.bpmn.lint.report import Report, owner
from engine.bpmn.names import ACTIVITIES, BPMN, DI, ENGINES, XSI, ZEEBE, kind, ref, split, text

_EXPRESSIONS = frozenset(
    {
        "conditionExpression",
        "condition",
        "timeDate",
        "timeDuration",
        "timeCycle",
        "loopCardinality",
        "completionCondition",
        "loopCondition",
        "activationCondition",
    }
)
_MOMENTS = frozenset({"timeDate", "timeDuration", "timeCycle"})
#: Engine attributes that change nothing of how a case runs here.
_IDLE = frozenset({"historyTimeToLive", "isStartableInTasklist", "modelerTemplate", "modelerTemplateVersion"})


def check(process: Xml, report: Report) -> None:
    """Report whatever of a process is not on the whitelist; unsupported elements are not looked into."""
    stack = [process]
    while stack:
        element = stack.pop()
        rule = RULES[kind(element)]
        _attributes(element, rule, report)
        _extensions(element, rule, report)
        _formal(element, report)
        stack.extend(reversed([child for child in element if _descend(element, child, rule, report)]))


def unsupported(element: Xml, report: Report) -> None:
    """Report one element that does not run, with the way out that fits it."""
    name = kind(element) or _shown(str(element.tag))
    hint_id, hint_en = HINTS.get(name, DEFAULT_HINT)
    report.error("bpmn.element", element, kind=name, hint_id=hint_id, hint_en=hint_en)


def _descend(parent: Xml, child: Xml, rule: Rule, report: Report) -> bool:
    name = kind(child)
    if not name:
        _foreign_element(parent, child, report)
        return False
    if name in HARMLESS or name == "extensionElements":
        return False
    if name in RESOURCES and kind(parent) in (*ACTIVITIES, "process"):
        report.warning("bpmn.resource", parent, node=owner(parent), kind=name)
        return False
    if name not in rule.children:
        unsupported(child, report)
        return False
    return name not in LEAVES and name in RULES


def _foreign_element(parent: Xml, child: Xml, report: Report) -> None:
    namespace, _ = split(str(child.tag))
    if namespace not in DI:
        report.error("bpmn.extension", parent, node=owner(parent), kind=_shown(str(child.tag)))


def _attributes(element: Xml, rule: Rule, report: Report) -> None:
    for attribute, value in element.attrib.items():
        namespace, name = split(str(attribute))
        if namespace not in ("", BPMN):
            _foreign_attribute(element, namespace, name, str(value), report)
        elif not _is_allowed(rule, name, str(value)):
            _attribute(element, name, str(value), report)


def _is_allowed(rule: Rule, name: str, value: str) -> bool:
    if name not in rule.attributes:
        return False
    values = rule.attributes[name]
    return values is None or value.strip() in values


def _attribute(element: Xml, name: str, value: str, report: Report) -> None:
    if name in ("language", "scriptFormat"):
        report.error("bpmn.language", element, node=owner(element), language=value)
    else:
        report.error("bpmn.attribute", element, node=owner(element), name=name, value=value)


def _foreign_attribute(element: Xml, namespace: str, name: str, value: str, report: Report) -> None:
    if namespace == XSI or _is_taken(namespace, name, value) or name in _IDLE or name.startswith("modelerTemplate"):
        return
    if vendor.is_idle(namespace, name, value):
        report.warning("bpmn.vendor", element, node=owner(element), kind=name)
        return
    if namespace == ZEEBE or namespace in ENGINES:
        report.error("bpmn.attribute", element, node=owner(element), name=name, value=value)
    else:
        report.warning("bpmn.foreign", element, node=owner(element), kind=name)


def _is_taken(namespace: str, name: str, value: str) -> bool:
    if (name == "candidateGroups" and not vendor.address(value)) or (name == "formKey" and not vendor.is_form(value)):
        return False
    taken = vendor.is_caught(namespace, name) or vendor.is_loop(namespace, name, value)
    return taken or (namespace, name) in IMPORTED


def _extensions(element: Xml, rule: Rule, report: Report) -> None:
    for extension in extension_elements(element):
        namespace, name = split(str(extension.tag))
        if any(kind(inner) for inner in extension.iter()):
            # Whoever looks for flow nodes would find it, whoever runs them would not.
            report.error("bpmn.extension", extension, node=owner(element), kind=_shown(str(extension.tag)))
        elif namespace == ZEEBE and name in rule.extensions:
            _extension_attributes(element, extension, name, report)
        elif vendor.is_idle_element(namespace, name):
            report.warning("bpmn.vendor", extension, node=owner(element), kind=name)
        elif namespace == ZEEBE or (
            namespace in ENGINES and not ((namespace, name) in UNDERSTOOD or vendor.is_taken(extension))
        ):
            report.error("bpmn.extension", extension, node=owner(element), kind=_shown(str(extension.tag)))
        elif namespace not in ENGINES and (len(extension) or extension.attrib or text(extension)):
            report.warning("bpmn.foreign", extension, node=owner(element), kind=name)


def _extension_attributes(element: Xml, extension: Xml, name: str, report: Report) -> None:
    for attribute, value in extension.attrib.items():
        if split(str(attribute))[1] in EXTENSION_ATTRIBUTES[name]:
            continue
        if str(value).strip():
            report.error("bpmn.attribute", extension, node=owner(element), name=f"{name}.{attribute!s}", value=value)
    binding = extension.get("bindingType", "deployment")
    if binding not in BINDINGS.get(name, ("deployment",)):
        report.error("ref.binding", extension, node=owner(element), value=binding)


def _formal(element: Xml, report: Report) -> None:
    """A plain tExpression is natural language and does not execute (§8.4.5); `=` marks FEEL as well."""
    if kind(element) not in _EXPRESSIONS or not text(element) or text(element).startswith("="):
        return
    if kind(element) in _MOMENTS and vendor.is_marked(element):
        # These editors write moments without the word; that one is understood is checked with its event.
        return
    if ref(element.get(f"{{{XSI}}}type")) != "tFormalExpression":
        report.error("bpmn.informal", element, node=owner(element), text=text(element))


def _shown(tag: str) -> str:
    namespace, name = split(tag)
    return f"{name} ({namespace})" if namespace else name
