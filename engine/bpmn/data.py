"""Data objects and what moves them, as mappings between variables (BPMN 2.0.2 §10.4).

A data object or property that an association of an ioSpecification writes or reads is a variable of the scope it is
drawn in, under its own name. A data input is a local variable of its activity, a data output what the activity leaves:
the result of a task that has one, else the value of that name. Arrows without data inputs or outputs only draw.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element as Xml

from engine.bpmn.names import ACTIVITIES, LOOPS, SUBPROCESSES, bpmn, kind, ref, scope_of, text
from engine.model.definition import IoMapping

#: Activities that have one result, which is then their one data output.
_SINGLE = frozenset({"scriptTask", "businessRuleTask", "serviceTask"})
#: Activities that take data, and those that leave some.
TAKING = SUBPROCESSES | {"userTask", "serviceTask", "scriptTask", "businessRuleTask", "callActivity"}
_NAME = re.compile(r"[^\W\d]\w*")
_MEMBERS = re.compile(r"(\.[^\W\d]\w*)*")
ASSOCIATIONS = ("dataInputAssociation", "dataOutputAssociation")


@dataclass(frozen=True, slots=True)
class Held:
    """What holds data in a process: the variable of each data object, reference and property, by id."""

    names: Mapping[str, str] = field(default_factory=dict)
    #: The same ids -> the scope it is a variable of.
    scopes: Mapping[str, str] = field(default_factory=dict)
    #: Ids of references to a store, which no variable is.
    stores: frozenset[str] = frozenset()


@dataclass(slots=True)
class Moves:
    """The mappings that the data associations of one activity are, and what of them cannot be mapped."""

    inputs: list[IoMapping] = field(default_factory=list)
    outputs: list[IoMapping] = field(default_factory=list)
    #: The ids of data objects and properties that are moved.
    moved: set[str] = field(default_factory=set)
    #: (code, words) for the lint.
    problems: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    collection: str = ""
    item: str = ""
    output: str = ""
    outputs_name: str = ""


def held(process: Xml) -> Held:
    """Everything in a process that holds data."""
    objects = {str(one.get("id")): one for one in process.iter(bpmn("dataObject"), bpmn("property")) if one.get("id")}
    references: dict[str, list[Xml]] = {}
    for one in process.iter(bpmn("dataObjectReference")):
        references.setdefault(ref(one.get("dataObjectRef")), []).append(one)
    names = {key: _variable(one, references.get(key, [])) for key, one in objects.items()}
    scopes = {key: scope_of(one, process) for key, one in objects.items()}
    for key in references.keys() & objects.keys():
        for one in references[key]:
            names[str(one.get("id"))], scopes[str(one.get("id"))] = names[key], scopes[key]
    stores = frozenset(str(one.get("id")) for one in process.iter(bpmn("dataStoreReference")))
    return Held(names, scopes, stores)


def _variable(one: Xml, references: list[Xml]) -> str:
    """Its name, else the one name of its references, else its id."""
    named = {str(found.get("name")) for found in references if found.get("name")}
    return str(one.get("name") or (named.pop() if len(named) == 1 else "") or one.get("id"))


def moves(node: Xml, held: Held) -> Moves:
    """What the data associations and the ioSpecification of an activity move."""
    found = Moves()
    if kind(node) not in ACTIVITIES:
        return found
    own = _Own.of(node)
    for association in node.findall(bpmn("dataInputAssociation")):
        if own.is_moving(association):
            _taken(found, association, own, held)
    for association in node.findall(bpmn("dataOutputAssociation")):
        if own.is_moving(association):
            _left(found, association, own, held, single=kind(node) in _SINGLE and len(own.outputs) == 1)
    _loop(found, node, own, held)
    return found


@dataclass(frozen=True, slots=True)
class _Own:
    """The data inputs and outputs of an activity: id -> the name its texts know it by."""

    inputs: Mapping[str, str]
    outputs: Mapping[str, str]

    @classmethod
    def of(cls, node: Xml) -> "_Own":
        specification = node.find(bpmn("ioSpecification"))
        if specification is None:
            return cls({}, {})
        named = [
            {str(one.get("id")): _local(one) for one in specification.findall(bpmn(tag))}
            for tag in ("dataInput", "dataOutput")
        ]
        return cls(*named)

    def is_moving(self, association: Xml) -> bool:
        """True where it joins a data input or output, or computes something; else it is an arrow that only draws."""
        ends = {ref(text(one)) for one in (*_sources(association), *association.findall(bpmn("targetRef")))}
        computes = any(association.find(bpmn(tag)) is not None for tag in ("transformation", "assignment"))
        return computes or not ends.isdisjoint({*self.inputs, *self.outputs})


def _local(one: Xml) -> str:
    """The name of a data input or output, or its id where the name is none that a text can use."""
    name = str(one.get("name", ""))
    return name if _NAME.fullmatch(name) else str(one.get("id", ""))


def _sources(association: Xml) -> list[Xml]:
    return association.findall(bpmn("sourceRef"))


def _taken(found: Moves, association: Xml, own: _Own, held: Held) -> None:
    target = own.inputs.get(ref(text(association.find(bpmn("targetRef")))), "")
    sources = [_holder(found, ref(text(one)), held) for one in _sources(association)]
    if not target:
        found.problems.append(("data.end", {"end": text(association.find(bpmn("targetRef"))) or "∅"}))
    elif all(sources):
        ids = {ref(text(one)): target for one in association.findall(bpmn("targetRef"))}
        found.inputs += _mapped(found, association, [f"={name}" for name in sources], target, ids)


def _left(found: Moves, association: Xml, own: _Own, held: Held, *, single: bool) -> None:
    end = ref(text(association.find(bpmn("targetRef"))))
    target = _holder(found, end, held)
    sources = [own.outputs.get(ref(text(one)), "") for one in _sources(association)]
    if not all(sources):
        found.problems.append(("data.end", {"end": ", ".join(map(text, _sources(association)))}))
    elif target:
        values = ["=result" if single else f"={name}" for name in sources]
        for mapping in _mapped(found, association, values, target, {end: target}):
            source = f"={{{sources[0]}: result, it: ({mapping.source[1:]})}}.it" if single and sources else ""
            is_whole = mapping.source in values
            found.outputs.append(mapping if is_whole or not source else IoMapping(source, mapping.target))


def _holder(found: Moves, end: str, held: Held) -> str:
    """The variable an end of an association is; "" with a problem where it is none."""
    name = held.names.get(end, "")
    if end in held.stores:
        found.problems.append(("data.store", {"end": end}))
    elif not name:
        found.problems.append(("data.end", {"end": end or "∅"}))
    elif not _NAME.fullmatch(name):
        found.problems.append(("data.name", {"name": name}))
        return ""
    else:
        found.moved.add(end)
    return name


def _mapped(
    found: Moves, association: Xml, sources: list[str], target: str, ids: Mapping[str, str]
) -> Iterator[IoMapping]:
    """A copy, or a transformation, then the assignments in their order (§10.4.2)."""
    transformation = association.find(bpmn("transformation"))
    assignments = association.findall(bpmn("assignment"))
    if transformation is not None:
        yield IoMapping(_formal(text(transformation)), target)
    elif len(sources) > 1:
        found.problems.append(("data.sources", {"target": target}))
    elif sources and not assignments:
        yield IoMapping(sources[0], target)
    for assignment in assignments:
        whole = text(assignment.find(bpmn("to"))).removeprefix("=").strip()
        path = next((target + whole[len(one) :] for one in (*ids, target) if _is_path(whole, one)), "")
        value = text(assignment.find(bpmn("from")))
        if path and value:
            yield IoMapping(_formal(value), path)
        else:
            found.problems.append(("data.assignment", {"to": whole or "∅"}))


def _is_path(whole: str, root: str) -> bool:
    return whole.startswith(root) and _MEMBERS.fullmatch(whole[len(root) :]) is not None


def _formal(written: str) -> str:
    return written if written.startswith("=") else f"={written}"


def _loop(found: Moves, node: Xml, own: _Own, held: Held) -> None:
    """The list a loop runs over and the one it leaves, where it names data instead of variables (Table 10.30)."""
    several = node.find(bpmn(LOOPS[0]))
    if several is None:
        return
    taken, left = (ref(text(several.find(bpmn(tag)))) for tag in ("loopDataInputRef", "loopDataOutputRef"))
    if taken:
        local = own.inputs.get(taken)
        found.collection = next((one.source for one in found.inputs if one.target == local), "")
        found.collection = found.collection or _formal(held.names.get(taken, taken))
        found.inputs = [one for one in found.inputs if one.target != local]
    if left:
        source = f"={own.outputs[left]}" if left in own.outputs else ""
        whole = next((one for one in found.outputs if source and one.source in (source, "=result")), None)
        found.outputs_name = whole.target if whole else held.names.get(left, left)
        found.outputs = [one for one in found.outputs if one is not whole]
    for tag, name in (("inputDataItem", "item"), ("outputDataItem", "output")):
        item = several.find(bpmn(tag))
        if item is not None:
            setattr(found, name, _local(item) if name == "item" else f"={_local(item)}")
