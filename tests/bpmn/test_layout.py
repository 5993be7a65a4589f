"""A diagram without a drawing gets one: everything is on it, nothing overlaps, no word of the diagram changes."""

from itertools import combinations

from lxml import etree

from engine.bpmn.layout import lay_out
from engine.bpmn.names import DI, FLOW_NODES, bpmn, kind
from tests.conformance.table import rows
from tests.conformance.table.sheet import Sheet

SHAPE, BOUNDS = f"{{{DI[0]}}}BPMNShape", f"{{{DI[1]}}}Bounds"


def shapes(data: bytes) -> dict[str, tuple[int, int, int, int]]:
    """What is drawn where: left, top, right, bottom."""
    found = {}
    for shape in etree.fromstring(data).iter(SHAPE):
        box = shape.find(BOUNDS)
        assert box is not None
        x, y, width, height = (int(box.get(name, "")) for name in ("x", "y", "width", "height"))
        found[shape.get("bpmnElement", "")] = (x, y, x + width, y + height)
    return found


def test_everything_is_drawn() -> None:
    for row in rows("table"):
        for path, data in row.files().items() if row.draw else ():
            if path.endswith(".bpmn") and not row.refused:
                drawn = lay_out(data)
                root = etree.fromstring(drawn)
                plane = next(root.iter(f"{{{DI[0]}}}BPMNPlane"))
                shown = {str(one.get("bpmnElement")) for one in plane}
                pools = root.find(bpmn("collaboration"))
                process = root.find(bpmn("process"))
                assert process is not None
                drawable = [one for one in (root if pools is not None else process).iter() if kind(one) in FLOW_NODES]
                flows = [one for one in (root if pools is not None else process).iter(bpmn("sequenceFlow"))]
                assert {str(one.get("id")) for one in (*drawable, *flows)} <= shown, row.name


def test_no_two_steps_overlap() -> None:
    inside = Sheet().nodes("start ss, user a b, end se").flows("ss a b se")
    sheet = (
        Sheet()
        .nodes("start s, xor g, user x y")
        .sub("sp", inside)
        .boundary("t", "sp", timer=("duration", "PT1H"))
        .nodes("user late, both j, end e e2")
        .flows("s g; g x; g y; x j; y sp j e; t late e2; late x")
    )
    boxes = shapes(lay_out(sheet.xml()))
    apart = [name for name in boxes if name not in ("sp", "t")]
    for one, other in combinations(apart, 2):
        left, top, right, bottom = boxes[one]
        x, y, to_x, to_y = boxes[other]
        assert right <= x or to_x <= left or bottom <= y or to_y <= top, f"{one} lies on {other}"
    left, top, right, bottom = boxes["sp"]
    for name in ("ss", "a", "b", "se"):
        x, y, to_x, to_y = boxes[name]
        assert left < x
        assert top < y
        assert to_x < right
        assert to_y < bottom


def test_steps_stand_in_the_order_of_the_flow() -> None:
    boxes = shapes(lay_out(Sheet().nodes("end e, user b a, start s").flows("s a b e; b a").xml()))
    assert sorted(boxes, key=lambda name: boxes[name][0]) == ["s", "a", "b", "e"]


def test_a_lane_holds_its_steps_and_no_other() -> None:
    lanes = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="l1"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane>'
        '<bpmn:lane id="l2"><bpmn:flowNodeRef>b</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
    )
    sheet = Sheet().before(lanes).nodes("start s, user a b, end e").flows("s a b e")
    boxes = shapes(lay_out(sheet.xml()))
    assert boxes["l1"][1] < boxes["a"][1] < boxes["a"][3] < boxes["l1"][3] <= boxes["l2"][1] < boxes["b"][1]


def test_what_is_drawn_already_is_left_alone() -> None:
    once = lay_out(Sheet().nodes("start s, end e").flows("s e").xml())
    assert lay_out(once) == once


def test_the_words_of_the_diagram_stay() -> None:
    data = Sheet().nodes("start s, user a, end e").flows("s a e").xml()
    drawn = etree.fromstring(lay_out(data))
    for diagram in drawn.findall(f"{{{DI[0]}}}BPMNDiagram"):
        drawn.remove(diagram)
    assert etree.tostring(drawn, method="c14n", exclusive=True) == etree.tostring(
        etree.fromstring(data), method="c14n", exclusive=True
    )


def test_a_chain_of_three_thousand_steps_is_drawn() -> None:
    names = [f"n{number}" for number in range(3000)]
    sheet = Sheet().nodes(f"start s, plain {' '.join(names)}, end e").flows(f"s {' '.join(names)} e")
    assert len(shapes(lay_out(sheet.xml()))) == 3002
