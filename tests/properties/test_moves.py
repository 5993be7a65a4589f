"""A case moved at any moment goes on as one that was not; a refused one is not touched; a moved one ends."""

import copy
from decimal import Decimal
from random import Random

from hypothesis import event, given, settings
from hypothesis import strategies as st
from lxml import etree

from engine import runtime
from engine.runtime.move_plan import Plan, Renaming
from tests.properties.blocks import SCOPES, draw, plans
from tests.properties.blocks import Plan as Blocks
from tests.properties.test_runtime import act_on, awaited
from tests.runtime.case import Case
from tests.runtime.drawing import Drawing
from tests.runtime.moving import carried, rows

_EXAMPLES = settings(max_examples=80, deadline=None)
_PATIENCE = 40
_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_REFERENCES = ("sourceRef", "targetRef", "attachedToRef")

KINDS = ("seq", "xor", "and", "or", "loop", "timed", *SCOPES)


class Redrawn(Drawing):
    """The same process with other ids, and steps that do nothing on some of its flows."""

    def __init__(self, of: Drawing, mark: str, added: Random | None) -> None:
        super().__init__(of.process)
        self._tree = etree.fromstring(of.xml())
        self.renamed: dict[str, str] = {}
        flows = {one.get("id", ""): one for one in self._tree.iter(f"{_BPMN}sequenceFlow")}
        process = self._tree.find(f"{_BPMN}process")
        assert process is not None
        for one in process.iterdescendants():
            if isinstance(one.tag, str) and one.get("id") and one.get("id") not in flows:
                self.renamed[str(one.get("id"))] = f"{one.get('id')}{mark}"
        for one in process.iterdescendants():
            for name in ("id", *_REFERENCES):
                if one.get(name) in self.renamed:
                    one.set(name, self.renamed[str(one.get(name))])
        for flow in flows.values() if added else ():
            if added and added.random() < 0.3:
                self._split(flow)

    def _split(self, flow: etree._Element) -> None:
        between = f"added_{flow.get('id')}"
        task = etree.Element(f"{_BPMN}task", {"id": between})
        onward = copy.deepcopy(flow)
        for inner in list(onward):
            onward.remove(inner)
        onward.set("id", f"on_{flow.get('id')}")
        onward.set("sourceRef", between)
        flow.set("targetRef", between)
        flow.addprevious(task)
        flow.addnext(onward)

    def xml(self) -> bytes:
        return etree.tostring(self._tree)


def _plan(case: Case, to: Drawing, renamed: dict[str, str]) -> Plan:
    return Plan(case.compiled, runtime.compile(to.version(), to.process), Renaming(renamed))


def _play(case: Case, seed: int, *, at: int = -1, by: Plan | None = None, mark: str = "") -> Case:
    """Run to the end with random answers; at one moment the case is moved."""
    random = Random(seed)
    for act in range(2000):
        if act == at and by is not None:
            assert carried(case, by), case.told  # type: ignore[attr-defined]
        waits = (
            sorted(
                (
                    (name.replace(f"{mark}@", "@").removesuffix(mark), token, event)
                    for name, token, event in awaited(case)
                ),
                key=lambda wait: wait[0],
            )
            if mark and act >= at
            else awaited(case)
        )
        patient = act < _PATIENCE
        chosen = [wait for wait in waits if wait[1] or (patient and random.random() < 0.4)]
        name, token, event = random.choice(chosen)
        act_on(case, token, event, {name.partition("@")[0]: Decimal(random.randint(0, 2) if patient else 0)})
        if case.is_over:
            return case
    raise AssertionError("the process never ended")


def _trail(case: Case, mark: str = "") -> list[tuple[str, str, object]]:
    told = ((one.kind, one.element.removesuffix(mark), one.data.get("on", "")) for one in case.memory.facts)
    return [
        (kind, element, str(on).removesuffix(mark)) for kind, element, on in told if not element.startswith("added_")
    ]


@_EXAMPLES
@given(plans(*KINDS, leaves=6), st.integers(0, 2**32), st.integers(0, 12))
def test_a_case_moved_to_the_same_version_goes_on_as_if_it_never_was(blocks: Blocks, seed: int, at: int) -> None:
    drawing, _ = draw(blocks)
    still, case = Case(drawing).start(), Case(drawing).start()
    _play(still, seed)
    _play(case, seed, at=at, by=_plan(case, drawing, {}))
    assert rows(case) == rows(still)


@_EXAMPLES
@given(plans(*KINDS, leaves=6), st.integers(0, 2**32), st.integers(0, 12))
def test_a_case_moved_to_other_names_and_more_steps_goes_on_as_one_that_was_not(
    blocks: Blocks, seed: int, at: int
) -> None:
    drawing, _ = draw(blocks)
    redrawn = Redrawn(drawing, "_x", Random(seed))
    still, case = Case(drawing).start(), Case(drawing).start()
    by = _plan(
        case, redrawn, {old: new for old, new in redrawn.renamed.items() if old in case.compiled.definition.elements}
    )
    _play(still, seed)
    _play(case, seed, at=at, by=by, mark="_x")
    # A step added to one of two ways beside each other lets the other be first.
    assert sorted(map(str, _trail(case, "_x"))) == sorted(map(str, _trail(still)))
    assert case.variables == still.variables
    assert case.left_behind == []
    assert case.incidents == []


@settings(_EXAMPLES, max_examples=200)
@given(plans(*KINDS, leaves=5), plans(*KINDS, leaves=5), st.integers(0, 2**32), st.integers(0, 8))
def test_a_case_moved_to_any_other_process_comes_to_its_end_or_is_not_touched(
    blocks: Blocks, others: Blocks, seed: int, acts: int
) -> None:
    drawing, other = draw(blocks)[0], draw(others)[0]
    case, random = Case(drawing).start(), Random(seed)
    for _ in range(acts):
        if case.is_over:
            return
        name, token, coming = random.choice(awaited(case))
        act_on(case, token, coming, {name.partition("@")[0]: Decimal(random.randint(0, 2))})
    if case.is_over:
        return
    before = rows(case)
    if not carried(case, _plan(case, other, {})):
        event("refused")
        assert rows(case) == before
        return
    event("moved")
    _play(case, seed)
    assert case.left_behind == []
