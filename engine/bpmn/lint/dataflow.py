"""What kind of value each variable of a process is, and which are only set after they are read.

Kinds come from forms, decisions, scripts and mappings, and are kept only where all who set a variable agree. The order
is that of the flows: a variable is set too late where everybody who sets it stands behind the reader and never before.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.lint.subject import Subject
from engine.bpmn.names import SUBPROCESSES
from engine.feel import FeelError, compile
from engine.feel.infer import NUMBER, Types, infer, item_of
from engine.feel.syntax import Type
from engine.model.definition import Element

#: Who sets a variable: (name, element, at its end, kind).
Setting = tuple[str, str, bool, Type | None]


@dataclass(frozen=True, slots=True)
class DataFlow:
    """What is known of the variables of one process."""

    types: Types
    #: Name -> the nodes that set it.
    _setters: Mapping[str, Collection[int]]
    _place: Mapping[str, int]
    #: Node -> the nodes reachable from it, as bits; empty where order means nothing.
    _after: Mapping[int, int]
    _free: Collection[str]

    def is_set_later(self, name: str, element: str) -> bool:
        """True where a variable is set, but by nobody before the element reads it."""
        here = self._place.get(element)
        setters = self._setters.get(name, ())
        if here is None or not setters or not self._after or element in self._free or -1 in setters:
            return False
        return all(self._after[here] >> one & 1 and not self._after[one] >> here & 1 for one in setters)


def dataflow(subject: Subject) -> DataFlow:
    """Follow the variables of a process."""
    elements = subject.definition.elements
    first = _agreed(list(_settings(subject, {})))
    settings = list(_settings(subject, first))
    place = {key: 2 * number for number, key in enumerate(elements)}
    free = {key for key, one in elements.items() if _is_free(one, elements)}
    setters: dict[str, set[int]] = {}
    for name, element, ends, _ in settings:
        setters.setdefault(name, set()).add(-1 if element in free else place[element] + ends)
    ordered = not any(one.event == "link" for one in elements.values())
    return DataFlow(_agreed(settings), setters, place, _reached(subject, place) if ordered else {}, free)


def _agreed(settings: Collection[Setting]) -> dict[str, Type | None]:
    kinds: dict[str, set[Type | None]] = {}
    for name, _, _, kind in settings:
        kinds.setdefault(name, set()).add(kind)
    return {name: next(iter(found)) for name, found in kinds.items() if len(found) == 1}


def _settings(subject: Subject, types: Types) -> Iterator[Setting]:
    for element in subject.definition.elements.values():
        yield from _answers(subject, element)
        yield from _mapped(element, types)
        if element.result_variable:
            own = {**types, **local_types(element, types)}
            yield element.result_variable, element.id, True, _result(subject, element, own)
        if element.loop is not None and element.loop.item:
            yield element.loop.item, element.id, False, item_of(_kind(element.loop.collection, types))
        if element.loop is not None and element.loop.outputs:
            yield element.loop.outputs, element.id, True, None


def _answers(subject: Subject, element: Element) -> Iterator[Setting]:
    if element.form and not element.outputs:
        known = subject.known.form_types.get(element.form, {})
        for name in subject.known.form_keys.get(element.form, ()):
            yield name, element.id, True, known.get(name)


def _mapped(element: Element, types: Types) -> Iterator[Setting]:
    for mapping in element.inputs if element.kind in SUBPROCESSES else ():
        yield _root(mapping.target), element.id, False, _member(mapping.target, _kind(mapping.source, types))
    for mapping in element.outputs:
        yield _root(mapping.target), element.id, True, _member(mapping.target, _output(mapping.source))


def local_types(element: Element, types: Types) -> dict[str, Type | None]:
    """The kinds of an element's own inputs, and of what its loop gives each round."""
    found = {_root(one.target): _member(one.target, _kind(one.source, types)) for one in element.inputs}
    if element.loop is not None:
        found["loopCounter"] = NUMBER
    return found


def _root(target: str) -> str:
    return target.partition(".")[0]


def _member(target: str, kind: Type | None) -> Type | None:
    """A mapping to a member makes a context of which only that member is known."""
    return None if "." in target else kind


def _output(source: str) -> Type | None:
    # The names of an answer or a result are not those of the process: only what reads nothing is certain.
    return _kind(source, {}) if source.startswith("=") else None


def _result(subject: Subject, element: Element, types: Types) -> Type | None:
    if element.script:
        return _kind(element.script if element.script.startswith("=") else f"={element.script}", types)
    return subject.known.decision_types.get(element.decision) if element.decision else None


def _kind(text: str, types: Types) -> Type | None:
    if not text.startswith("="):
        return None
    try:
        program = compile(text[1:])
    except FeelError:
        return None
    found = infer(program.ast, types, program.builtins)[0]
    return None if found is None or found.name == "Null" else found


def _is_free(element: Element, elements: Mapping[str, Element]) -> bool:
    """Whether an element may run at any moment: handlers, compensation, ad-hoc work."""
    one: Element | None = element
    while one is not None:
        holder = elements.get(one.scope)
        if one.by_event or one.for_compensation or (holder is not None and holder.kind == "adHocSubProcess"):
            return True
        one = holder
    return False


def _reached(subject: Subject, place: Mapping[str, int]) -> dict[int, int]:
    """From each node, all nodes behind it: the beginning of an element is even, its end odd."""
    after = _edges(subject, place)
    found = dict.fromkeys(range(2 * len(place)), 0)
    changed = True
    while changed:
        changed = False
        for node in reversed(range(2 * len(place))):
            reached = found[node]
            for follower in after[node]:
                reached |= found[follower] | 1 << follower
            if reached != found[node]:
                found[node], changed = reached, True
    return found


def _edges(subject: Subject, place: Mapping[str, int]) -> dict[int, list[int]]:
    definition = subject.definition
    after: dict[int, list[int]] = {node: [] for node in range(2 * len(place))}
    for key, element in definition.elements.items():
        here = place[key]
        after[here].append(here + 1)
        if element.loop is not None:
            after[here + 1].append(here)
        if element.attached_to in place:
            after[place[element.attached_to]].append(here)
        if element.scope in place:
            holder = place[element.scope]
            after[here + 1].append(holder + 1)
            if not element.incoming and not element.attached_to:
                after[holder].append(here)
    for flow in definition.flows.values():
        if flow.source in place and flow.target in place:
            after[place[flow.source] + 1].append(place[flow.target])
    return after
