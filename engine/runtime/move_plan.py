"""Which element of the new version takes the place of which of the old; found before any case is looked at.

An element keeps its id unless the mapping names another; what an abbreviation was written out to follows what was
drawn.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from engine.bpmn.expand import drawn
from engine.model.definition import Definition, Element, Flow, Loop
from engine.model.errors import Invalid
from engine.runtime.compile import Compiled
from engine.runtime.move_net import Net, is_join

#: What of an element decides where tokens can go.
_SHAPE = ("kind", "event", "interrupting", "by_event", "start_quantity", "completion_quantity", "ad_hoc")


@dataclass(frozen=True, slots=True)
class Renaming:
    """What a person said: old id -> new id ("" for nowhere), and the events that are waited for anew."""

    elements: Mapping[str, str]
    renew: frozenset[str] = frozenset()


class Plan:
    """Two versions of one process side by side; compiled once for any number of cases."""

    def __init__(self, source: Compiled, target: Compiled, mapping: Renaming) -> None:
        self.source = source
        self.target = target
        self.mapping = mapping
        _check(source.definition, target.definition, mapping)
        self._images = dict(_images(source.definition, target.definition, mapping.elements))
        #: (scope, marking) -> what the net says, found once for all cases that stand alike.
        self.verdicts: dict[object, tuple[str, str]] = {}
        self._same: dict[str, bool] = {}
        self._nets: dict[str, Net] = {}

    @property
    def old(self) -> Definition:
        """The definition cases are moved from."""
        return self.source.definition

    @property
    def new(self) -> Definition:
        """The definition cases are moved to."""
        return self.target.definition

    def element(self, name: str) -> str:
        """The id in the new version; "" where it is gone."""
        return self._images.get(name, "")

    @cached_property
    def origins(self) -> Mapping[str, str]:
        """New id -> old id."""
        return {new: old for old, new in self._images.items()}

    @cached_property
    def renames(self) -> Mapping[str, str]:
        """Old id -> new id where they differ."""
        return {old: new for old, new in self._images.items() if old != new}

    def scope(self, name: str) -> str | None:
        """The scope in the new version; None where it is gone."""
        return self.element(name) or None if name else ""

    def flow(self, name: str) -> str:
        """The flow by which the same token would have come to the same join; "" where there is none."""
        flow = self.old.flows.get(name)
        gate = self.element(flow.target) if flow else ""
        if flow is None or not gate:
            return ""
        arriving = [self.new.flows[one] for one in self.new.elements[gate].incoming]
        sure = [one for one in arriving if one.source == self.element(flow.source)]
        named = [one for one in sure if one.id == name]
        if named or len(sure) == 1:
            return (named or sure)[0].id
        return self._traced(flow, arriving)

    def _traced(self, flow: Flow, arriving: list[Flow]) -> str:
        """The one flow that comes from the same known element, past what was added or dropped in between."""
        before = {self.element(one) for one in _known(self.old, flow.source, self._images)}
        found = [one for one in arriving if before & set(_known(self.new, one.source, self.origins))]
        twins = [self.old.flows[one] for one in self.old.elements[flow.target].incoming if one != flow.id]
        alike = any(before & {self.element(n) for n in _known(self.old, one.source, self._images)} for one in twins)
        return found[0].id if len(found) == 1 and not alike else ""

    def is_same(self, scope: str) -> bool:
        """True where a scope has the same nodes, flows and names in both versions: whatever a case keeps there fits."""
        if scope not in self._same:
            self._same[scope] = self.element(scope) == scope and _drawn_alike(self.old, self.new, scope)
        return self._same[scope]

    def has_same_shape(self, scope: str) -> bool:
        """True where the scope differs at most by names: where a case could stand before, it can stand now."""
        return self.is_same(scope) or self._shape(self.old, scope, self._images) == self._shape(
            self.new, self.scope(scope) or "", None
        )

    def _shape(self, definition: Definition, scope: str, images: Mapping[str, str] | None) -> object:
        def said(name: str) -> str:
            return name if images is None else images.get(name, f"-{name}")

        inside = [one for one in definition.elements.values() if one.scope == scope]
        nodes = {
            (said(one.id), said(one.attached_to) if one.attached_to else "", *(getattr(one, name) for name in _SHAPE))
            for one in inside
        }
        names = {one.id for one in inside}
        edges = sorted((said(f.source), said(f.target)) for f in definition.flows.values() if f.source in names)
        return nodes, edges

    def net(self, scope: str) -> Net:
        """The token game of a scope of the new version."""
        if scope not in self._nets:
            self._nets[scope] = Net(self.new, scope, self.target.spec.meetings)
        return self._nets[scope]

    def loops_alike(self, old: Element, new: Element) -> bool:
        """True where a loop that is running can go on as the new version draws it."""
        return _kept(old.loop) == _kept(new.loop)


def _kept(loop: Loop | None) -> Loop | None:
    # What may change while the case is inside: it is asked after each round.
    return replace(loop, completion="", condition="") if loop else None


def _known(definition: Definition, name: str, known: Mapping[str, str]) -> Iterator[str]:
    """The nearest elements before a node that are in both versions, the node itself first."""
    before: defaultdict[str, list[str]] = defaultdict(list)
    for flow in definition.flows.values():
        before[flow.target].append(flow.source)
    seen, ahead = set(), [name]
    while ahead:
        node = ahead.pop()
        if node in seen:
            continue
        seen.add(node)
        if known.get(node):
            yield node
        elif not is_join(definition.elements[node]):
            ahead.extend(before[node])


def _drawn_alike(old: Definition, new: Definition, scope: str) -> bool:
    was, now = (_inside(one, scope) for one in (old, new))
    return was == now


def _inside(definition: Definition, scope: str) -> object:
    nodes = {one.id: one for one in definition.elements.values() if one.scope == scope}
    flows = {one.id: one for one in definition.flows.values() if one.source in nodes}
    # What comes before and after the subprocess itself is not inside.
    around = replace(definition.elements[scope], incoming=(), outgoing=(), default_flow="", name="") if scope else None
    return nodes, flows, around


def _images(old: Definition, new: Definition, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    taken = {image for image in said.values() if image}
    for name in old.elements:
        base = drawn(name)
        image = said.get(name, said.get(base, base) + name.removeprefix(base) if said.get(base, base) else "")
        if name not in said and base not in said and image in taken:
            # Another element was said to take this place.
            continue
        if image in new.elements:
            yield name, image


def _check(old: Definition, new: Definition, mapping: Renaming) -> None:
    problems: dict[str, list[str]] = defaultdict(list)
    images = [image for image in mapping.elements.values() if image]
    for name, image in mapping.elements.items():
        if name not in old.elements:
            problems[name].append(f"Expected an element of the old version, but {name} is none")
        if image and image not in new.elements:
            problems[name].append(f"Expected an element of the new version, but {image} is none")
        if image and images.count(image) > 1:
            problems[name].append(f"Expected one element to become {image}, but there are several")
        if image and image in old.elements and image not in mapping.elements and image in new.elements:
            problems[name].append(f"Expected a word on what becomes of {image} itself (or null), but there is none")
    for name in sorted(mapping.renew - new.elements.keys()):
        problems[name].append(f"Expected an event of the new version, but {name} is none")
    if problems:
        raise Invalid(
            "move.mapping", "Expected a mapping of elements both versions have, but it is not", problems=problems
        )
