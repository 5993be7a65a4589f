"""What diagrams of other engines say beside BPMN: taken over where it means the same, told where it moves no token.

Anything else of those engines is behaviour we do not have, and the lint refuses it by name.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml.etree import _Element as Xml

from engine.bpmn.names import ENGINES, SPIFF, ZEEBE, event_definitions, split, text
from engine.model.addresses import is_address
from engine.model.definition import IoMapping

if TYPE_CHECKING:
    from engine.bpmn.extensions import Extensions

#: Engines that share the words of Camunda 7.
SEVEN = tuple(namespace for namespace in ENGINES if namespace != SPIFF)

#: Who does it, when its job runs, what a page shows: nothing of it moves a token.
_IDLE_ATTRIBUTES = frozenset(
    {"assignee", "candidateUsers", "candidateGroups", "owner", "initiator", "followUpDate", "businessCalendarName"}
    | {"asyncBefore", "asyncAfter", "async", "asyncLeave", "exclusive", "jobPriority", "taskPriority", "category"}
    | {"candidateStarterUsers", "candidateStarterGroups"}
    | {"formKey", "formHandlerClass", "formFieldValidation", "variableName", "variableEvents"}
)
_IDLE_ELEMENTS = frozenset({"formData", "formProperty", "failedJobRetryTimeCycle", "potentialStarter"})
#: Where an error or an escalation is caught: the variables its code and message go to.
_CAUGHT = {
    "errorCodeVariable": "=code",
    "errorMessageVariable": "=message",
    "escalationCodeVariable": "=code",
}
_SIMPLE = re.compile(r"[$#]\{\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*\}", re.ASCII)
_FORM = re.compile(r"[\w-]+", re.ASCII)
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def is_marked(element: Xml) -> bool:
    """True in a file that an editor of Camunda, or of another engine here, has written: it declares their namespace."""
    return not {ZEEBE, *ENGINES}.isdisjoint(element.getroottree().getroot().nsmap.values())


def is_idle(namespace: str, name: str, value: str) -> bool:
    """True for an attribute of another engine that moves no token; a call bound late is bound as ours are."""
    if namespace not in ENGINES:
        return False
    return name in _IDLE_ATTRIBUTES or (name == "calledElementBinding" and value == "latest")


def is_idle_element(namespace: str, name: str) -> bool:
    """True for an extension element of another engine that moves no token."""
    return namespace in SEVEN and name in _IDLE_ELEMENTS


def is_caught(namespace: str, name: str) -> bool:
    """True for the name of a variable that a caught code or message goes to."""
    return namespace in SEVEN and name in _CAUGHT


def is_taken(extension: Xml) -> bool:
    """True for an extension element that is taken over as a mapping, whole."""
    namespace, name = split(str(extension.tag))
    if namespace not in SEVEN:
        return False
    if name in ("in", "out"):
        return _passes(extension) or _business_key(extension) or _pair(extension) is not None
    return name == "inputOutput" and all(_parameter(one) is not None for one in extension)


def read(found: "Extensions", node: Xml, elements: Iterator[Xml]) -> None:
    """Add what the extensions and event definitions of a node say to what is known of it."""
    for extension in filter(is_taken, elements):
        name = split(str(extension.tag))[1]
        if name == "inputOutput":
            _parameters(found, extension)
        else:
            _passed(found, extension, name)
    for namespace in SEVEN:
        over, item = node.get(f"{{{namespace}}}collection", ""), node.get(f"{{{namespace}}}elementVariable", "")
        if _collection(over) and not found.collection:
            found.collection, found.item = _collection(over), item
    found.outputs += _caught(node)


def _caught(node: Xml) -> Iterator[IoMapping]:
    for definition in event_definitions(node):
        for attribute, value in definition.attrib.items():
            namespace, name = split(str(attribute))
            if is_caught(namespace, name) and value:
                yield IoMapping(_CAUGHT[name], str(value))


def is_loop(namespace: str, name: str, value: str) -> bool:
    """True for the list of a multi-instance activity, or for the name of its item."""
    if namespace not in SEVEN:
        return False
    return bool(_collection(value)) if name == "collection" else name == "elementVariable"


def is_form(key: str) -> bool:
    """True for a form of this office; a page of another engine is none."""
    return _FORM.fullmatch(key) is not None


def address(groups: str) -> str:
    """Candidate groups that are an address here, or FEEL that gives one; "" for groups of another office."""
    return groups if groups.startswith("=") or is_address(groups) else ""


def feel(written: str) -> str:
    """`${name}` as FEEL; what is no such text stays as it is."""
    found = _SIMPLE.fullmatch(written.strip())
    return f"={found.group(1)}" if found else written


def _collection(written: str) -> str:
    """The variable a collection names, plain or as `${name}`, in FEEL; "" for anything else."""
    if _NAME.fullmatch(written):
        return f"={written}"
    found = feel(written)
    return found if found.startswith("=") else ""


def _passed(found: "Extensions", extension: Xml, side: str) -> None:
    if _business_key(extension):
        return
    pair, whole = _pair(extension), _passes(extension)
    if side == "in":
        found.passes_all = whole or (found.passes_all and bool(found.says_in))
        found.says_in = found.says_in or whole
    else:
        found.returns_all = whole or (found.returns_all and bool(found.says_out))
        found.says_out = found.says_out or whole
    if pair is not None:
        (found.inputs if side == "in" else found.outputs).append(pair)


def _passes(extension: Xml) -> bool:
    return set(extension.attrib) == {"variables"} and extension.get("variables") == "all"


def _business_key(extension: Xml) -> bool:
    return set(extension.attrib) == {"businessKey"}


def _pair(extension: Xml) -> IoMapping | None:
    source, target = str(extension.get("source", "")), str(extension.get("target", ""))
    if set(extension.attrib) != {"source", "target"} or not (_NAME.fullmatch(source) and _NAME.fullmatch(target)):
        return None
    return IoMapping(f"={source}", target)


def _parameters(found: "Extensions", extension: Xml) -> None:
    for one in extension:
        side = found.inputs if split(str(one.tag))[1] == "inputParameter" else found.outputs
        mapping = _parameter(one)
        if mapping is not None:
            side.append(mapping)


def _parameter(element: Xml) -> IoMapping | None:
    """A parameter as a mapping: a variable or a plain text; None for a script, a list, a map or an expression."""
    name, written = str(element.get("name", "")), text(element)
    if len(element) or split(str(element.tag))[1] not in ("inputParameter", "outputParameter"):
        return None
    if not _NAME.fullmatch(name):
        return None
    source = feel(written)
    if source.startswith("="):
        return IoMapping(source, name)
    if "{" in written or '"' in written or "\\" in written:
        return None
    return IoMapping(f'="{written}"', name)
