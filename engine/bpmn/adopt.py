"""A diagram from elsewhere made fit to stand beside ours: ids that clash are renamed where that is safe."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Xml

from engine.bpmn.extensions import IMPORTED, UNDERSTOOD, extension_elements
from engine.bpmn.layout import is_drawn, lay_out
from engine.bpmn.names import BPMN, ENGINES, FLOW_NODES, bpmn, kind, ref, split
from engine.bpmn.reader import read
from engine.xml import refusal

#: Attributes that name another element of the file.
_REFERENCES = frozenset(
    {"sourceRef", "targetRef", "processRef", "bpmnElement", "attachedToRef", "default", "messageRef", "errorRef"}
    | {"signalRef", "escalationRef", "calledElement", "categoryValueRef", "dataObjectRef", "dataStoreRef"}
    | {"noneBehaviorEventRef", "oneBehaviorEventRef"}
)
#: Elements whose text names another element.
_NAMING = frozenset(
    {"incoming", "outgoing", "flowNodeRef", "source", "target", "eventDefinitionRef", "sourceRef", "targetRef"}
    | {"dataInputRefs", "dataOutputRefs", "loopDataInputRef", "loopDataOutputRef"}
)


@dataclass(frozen=True, slots=True)
class Adopted:
    """The file as it is drafted, and what was done to it."""

    data: bytes
    #: Old id, new id.
    renamed: tuple[tuple[str, str], ...]
    #: Processes of a file none of which is marked to be executed; it is kept as it is until an analyst says otherwise.
    asleep: tuple[str, ...]
    #: False where the file had no drawing and got one.
    drawn: bool


@dataclass(frozen=True, slots=True)
class Understood:
    """One extension of another engine that means something here: element, what was said, its value."""

    element: str
    name: str
    value: str


def adopt(data: bytes, taken: Collection[str]) -> Adopted:
    """Read safely; rename doubled ids nobody refers to and process ids that are `taken`.

    Raises Invalid `bpmn.*` for what cannot be read, import.empty without a process, import.doubled for ids that are
    doubled and referred to: which one is meant only their author knows.
    """
    diagram = read(data)
    root = diagram.root
    if not diagram.processes:
        raise refusal(
            "import.empty",
            "Expected a process in the diagram, but it has none.",
            "Seharusnya diagram memuat proses, tetapi tidak ada satu pun.",
        )
    renamed = [*_doubled(root), *_clashing(root, taken)]
    asleep = () if diagram.executable else tuple(one.get("id", "") for one in _drawn_processes(root))
    text = etree.tostring(root, encoding="UTF-8", xml_declaration=True) if renamed else data
    return Adopted(lay_out(text), tuple(renamed), asleep, is_drawn(root))


def executed(data: bytes) -> bytes:
    """The same file with every process that holds something marked to be executed."""
    root = read(data).root
    for process in _drawn_processes(root):
        process.set("isExecutable", "true")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def understood(data: bytes) -> list[Understood]:
    """What a file says in the dialect of Camunda 7 or SpiffWorkflow that this engine takes as its own."""
    return [one for element in read(data).root.iter() for one in _said(element)]


def _said(element: Xml) -> Iterator[Understood]:
    owner = element.get("id", "")
    for attribute, value in element.attrib.items():
        namespace, name = split(str(attribute))
        if (namespace, name) in IMPORTED:
            yield Understood(owner, f"{_short(namespace)}:{name}", str(value))
    for extension in extension_elements(element):
        namespace, name = split(str(extension.tag))
        if namespace in ENGINES and (namespace, name) in UNDERSTOOD:
            yield Understood(owner, f"{_short(namespace)}:{name}", (extension.text or "").strip())


def _short(namespace: str) -> str:
    return next((name for name in ("camunda", "spiffworkflow", "operaton", "flowable") if name in namespace), "")


def _doubled(root: Xml) -> Iterator[tuple[str, str]]:
    counted = Counter(element.get("id") for element in root.iter() if element.get("id"))
    doubled = {str(name) for name, count in counted.items() if count > 1}
    named = doubled & set(_references(root))
    if named:
        shown = ", ".join(sorted(named)[:5])
        refused = refusal(
            "import.doubled",
            f"Expected every id once, but {shown} appear more than once and are referred to.",
            f"Seharusnya setiap id hanya sekali, tetapi {shown} berulang dan dirujuk.",
        )
        refused.details = {**refused.details, "ids": shown}
        raise refused
    known = {str(name) for name in counted}
    seen: set[str] = set()
    for element in root.iter():
        name = element.get("id", "")
        if name in doubled and name in seen:
            fresh = _fresh(name, known)
            element.set("id", fresh)
            yield name, fresh
        seen.add(name)


def _clashing(root: Xml, taken: Collection[str]) -> Iterator[tuple[str, str]]:
    known = {element.get("id", "") for element in root.iter()} | set(taken)
    for process in root.findall(bpmn("process")):
        name = process.get("id", "")
        if name in taken:
            fresh = _fresh(name, known)
            process.set("id", fresh)
            _redirect(root, name, fresh)
            yield name, fresh


def _fresh(name: str, known: set[str]) -> str:
    number = 2
    while f"{name}_{number}" in known:
        number += 1
    known.add(f"{name}_{number}")
    return f"{name}_{number}"


def _redirect(root: Xml, old: str, new: str) -> None:
    for element in root.iter():
        for attribute, value in element.attrib.items():
            if split(str(attribute))[1] in _REFERENCES | {"processId"} and ref(str(value)) == old:
                element.set(attribute, new)


def _references(root: Xml) -> Iterator[str]:
    for element in root.iter():
        for attribute, value in element.attrib.items():
            if split(str(attribute))[1] in _REFERENCES:
                yield ref(str(value))
        if split(str(element.tag)) in {(BPMN, name) for name in _NAMING} and element.text:
            yield ref(element.text.strip())


def _drawn_processes(root: Xml) -> list[Xml]:
    return [one for one in root.findall(bpmn("process")) if any(kind(child) in FLOW_NODES for child in one)]


__all__ = ["Adopted", "Understood", "adopt", "executed", "understood"]
