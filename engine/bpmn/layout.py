"""A drawing for a diagram that has none: columns along the flows, one band for each lane, boxes grown around scopes.

Only the drawing (BPMN DI, BPMN 2.0.2 §12) is added; not a word of the diagram changes. It is meant to be read and
tidied by hand, so it is plain: no two shapes overlap, flows run from left to right, and what goes back goes below.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Xml

from engine.bpmn.names import BPMN, DI, EVENTS, FLOW_NODES, GATEWAYS, SUBPROCESSES, bpmn, kind, ref, text
from engine.bpmn.reader import read

GAP_X, GAP_Y, PADDING, HEAD = 60, 40, 40, 30
TASK, EVENT, GATEWAY, DATA = (120, 80), (36, 36), (50, 50), (50, 60)
NOTE = (160, 50)
#: What is drawn below the flow: it takes no part in it.
BESIDE = {"dataObjectReference": DATA, "dataStoreReference": DATA, "textAnnotation": NOTE}


@dataclass(slots=True)
class Box:
    """A rectangle of the plane, in pixels."""

    x: int
    y: int
    width: int
    height: int

    def move(self, x: int, y: int) -> None:
        """Shift it."""
        self.x += x
        self.y += y


@dataclass(slots=True)
class Drawn:
    """Where everything of a scope is, from its own corner."""

    boxes: dict[str, Box] = field(default_factory=dict)
    expanded: set[str] = field(default_factory=set)
    width: int = 0
    height: int = 0

    def take(self, other: "Drawn", x: int, y: int) -> None:
        """Put what is inside a scope at its place."""
        for name, box in other.boxes.items():
            box.move(x, y)
            self.boxes[name] = box
        self.expanded |= other.expanded


def is_drawn(root: Xml) -> bool:
    """Whether a file has a drawing of at least one shape."""
    return next(root.iter(f"{{{DI[0]}}}BPMNShape"), None) is not None


def lay_out(data: bytes) -> bytes:
    """The same file with a drawing of its first collaboration or process; unchanged where it has one.

    Raises Invalid `bpmn.*` for what cannot be read.
    """
    read(data)
    root = etree.fromstring(data)
    if is_drawn(root):
        return data
    pools = root.find(bpmn("collaboration"))
    if pools is None or not pools.get("id"):
        process = next((one for one in root.findall(bpmn("process")) if one.get("id")), None)
        if process is None:
            return data
        drawn, subject = _whole(process), process
        for box in drawn.boxes.values():
            box.move(PADDING, PADDING)
    else:
        drawn, subject = _pools(root, pools), pools
    _write(root, subject, drawn)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _pools(root: Xml, pools: Xml) -> Drawn:
    processes = {one.get("id", ""): one for one in root.findall(bpmn("process"))}
    drawn, y = Drawn(), PADDING
    for pool in pools.findall(bpmn("participant")):
        process = processes.get(ref(pool.get("processRef")))
        inside = _whole(process) if process is not None else Drawn(width=600, height=60)
        drawn.boxes[pool.get("id", "")] = Box(
            PADDING, y, inside.width + HEAD + 2 * PADDING, inside.height + 2 * PADDING
        )
        drawn.take(inside, PADDING * 2 + HEAD, y + PADDING)
        y += inside.height + 2 * PADDING + GAP_Y
    widest = max((drawn.boxes[p.get("id", "")].width for p in pools.findall(bpmn("participant"))), default=0)
    for pool in pools.findall(bpmn("participant")):
        drawn.boxes[pool.get("id", "")].width = widest
        if pool.get("processRef"):
            drawn.expanded.add(pool.get("id", ""))
    return drawn


def _whole(process: Xml) -> Drawn:
    """A process with everything in it: the innermost scopes first, each then a box in the one around it."""
    scopes = [process, *(one for one in process.iter() if kind(one) in SUBPROCESSES and one.get("id"))]
    done: dict[str, Drawn] = {}
    for scope in reversed(scopes):
        done[scope.get("id", "")] = _scope(scope, done)
    return done[process.get("id", "")]


def _scope(scope: Xml, done: Mapping[str, Drawn]) -> Drawn:
    """Place the nodes of a process or subprocess in columns and bands."""
    drawn = Drawn()
    nodes = {str(n.get("id")): n for n in scope if kind(n) in FLOW_NODES and n.get("id")}
    hosts = {name: ref(n.get("attachedToRef")) for name, n in nodes.items() if kind(n) == "boundaryEvent"}
    columns = _columns(scope, nodes, hosts)
    inner = {name: done[name] for name, node in nodes.items() if kind(node) in SUBPROCESSES}
    sizes = {name: _size(node, inner.get(name)) for name, node in nodes.items()}
    bands = _bands(scope)
    left = _lefts(columns, sizes, hosts)
    y = 0
    for band in range(max(bands.values(), default=0) + 1):
        y = _band(drawn, [n for n in nodes if n not in hosts and bands.get(n, 0) == band], columns, sizes, left, y)
    for name, inside in inner.items():
        box = drawn.boxes[name]
        drawn.take(inside, box.x + PADDING, box.y + PADDING)
        drawn.expanded.add(name)
    _boundaries(drawn, hosts)
    y = _beside(drawn, scope, y)
    drawn.width = max((b.x + b.width for b in drawn.boxes.values()), default=TASK[0])
    drawn.height = max(y - GAP_Y, TASK[1])
    _lanes(drawn, scope)
    return drawn


def _size(node: Xml, inside: Drawn | None) -> tuple[int, int]:
    if inside is not None:
        return inside.width + 2 * PADDING, inside.height + 2 * PADDING
    return EVENT if kind(node) in EVENTS else GATEWAY if kind(node) in GATEWAYS else TASK


def _columns(scope: Xml, nodes: Mapping[str, Xml], hosts: Mapping[str, str]) -> dict[str, int]:
    """The longest way to each node without going back: what leaves a boundary event stands after its host."""
    after: dict[str, list[str]] = {name: [] for name in nodes}
    reached: set[str] = set()
    for flow in scope.findall(bpmn("sequenceFlow")):
        source, target = ref(flow.get("sourceRef")), ref(flow.get("targetRef"))
        source = hosts.get(source, source)
        if source in nodes and target in nodes and source != target:
            after[source].append(target)
            reached.add(target)
    order = _forward(after, [n for n in nodes if n not in reached] + list(nodes))
    place = {name: number for number, name in enumerate(order)}
    columns = dict.fromkeys(nodes, 0)
    for name in order:
        for target in after[name]:
            if place[target] > place[name]:
                columns[target] = max(columns[target], columns[name] + 1)
    return columns


def _forward(after: Mapping[str, Sequence[str]], begins: Sequence[str]) -> list[str]:
    """Every node before those it leads to, loops broken where they are met again; no recursion."""
    done: set[str] = set()
    finished: list[str] = []
    for begin in begins:
        stack = [(begin, iter(after[begin]))] if begin not in done else []
        done.add(begin)
        while stack:
            name, following = stack[-1]
            target = next((one for one in following if one not in done), None)
            if target is None:
                stack.pop()
                finished.append(name)
            else:
                done.add(target)
                stack.append((target, iter(after[target])))
    return finished[::-1]


def _lefts(columns: Mapping[str, int], sizes: Mapping[str, tuple[int, int]], hosts: Mapping[str, str]) -> list[int]:
    """Where each column begins, and the last one ends."""
    widths: dict[int, int] = {}
    for name, column in columns.items():
        if name not in hosts:
            widths[column] = max(widths.get(column, 0), sizes[name][0])
    left = [0]
    for column in range(max(widths, default=0) + 1):
        left.append(left[-1] + widths.get(column, 0) + GAP_X)
    return left


def _band(
    drawn: Drawn,
    names: Sequence[str],
    columns: Mapping[str, int],
    sizes: Mapping[str, tuple[int, int]],
    left: Sequence[int],
    top: int,
) -> int:
    """Place the nodes of one lane below `top`; where the next one begins."""
    used: dict[int, int] = {}
    row = max((sizes[name][1] for name in names if used.setdefault(columns[name], 0) == 0), default=0)
    for name in names:
        width, height = sizes[name]
        column = columns[name]
        y = top + used[column] + max(0, (min(row, TASK[1]) - height) // 2)
        drawn.boxes[name] = Box(left[column] + (left[column + 1] - GAP_X - left[column] - width) // 2, y, width, height)
        used[column] += max(height, TASK[1]) + GAP_Y
    return top + (max(used.values(), default=0) or TASK[1] + GAP_Y)


def _boundaries(drawn: Drawn, hosts: Mapping[str, str]) -> None:
    """Boundary events side by side on the lower edge of their activity."""
    met: dict[str, int] = {}
    for name, host in hosts.items():
        box = drawn.boxes.get(host)
        if box is None:
            drawn.boxes[name] = Box(0, 0, *EVENT)
            continue
        number = met.get(host, 0)
        met[host] = number + 1
        x = box.x + box.width - EVENT[0] - 8 - number * (EVENT[0] + 8)
        drawn.boxes[name] = Box(x, box.y + box.height - EVENT[1] // 2, *EVENT)


def _beside(drawn: Drawn, scope: Xml, y: int) -> int:
    x = 0
    for one in scope:
        size = BESIDE.get(kind(one))
        if size and one.get("id"):
            drawn.boxes[one.get("id", "")] = Box(x, y, *size)
            x += size[0] + GAP_X
    return y + DATA[1] + GAP_Y if x else y


def _bands(scope: Xml) -> dict[str, int]:
    """Node -> number of the innermost lane it is in."""
    lanes = [lane for lane in scope.iter(bpmn("lane")) if lane.find(bpmn("childLaneSet")) is None]
    return {text(node): n for n, lane in enumerate(lanes) for node in lane.findall(bpmn("flowNodeRef"))}


def _lanes(drawn: Drawn, scope: Xml) -> None:
    """A lane spans its nodes; an outer lane those of the lanes in it."""
    bottom = 0
    for lane in scope.iter(bpmn("lane")):
        members = [drawn.boxes[text(n)] for n in lane.iter(bpmn("flowNodeRef")) if text(n) in drawn.boxes]
        end = max((box.y + box.height for box in members), default=bottom + TASK[1]) + GAP_Y // 2
        start = min((box.y for box in members), default=bottom) - GAP_Y // 2
        drawn.boxes[lane.get("id", "")] = Box(-PADDING, start, drawn.width + 2 * PADDING, end - start)
        drawn.expanded.add(lane.get("id", ""))
        bottom = end


def _write(root: Xml, subject: Xml, drawn: Drawn) -> None:
    names = {None: BPMN, "bpmndi": DI[0], "dc": DI[1], "di": DI[2]}
    diagram = etree.SubElement(root, f"{{{DI[0]}}}BPMNDiagram", {"id": "gambar"}, {k: v for k, v in names.items() if k})
    plane = etree.SubElement(diagram, f"{{{DI[0]}}}BPMNPlane", {"id": "bidang", "bpmnElement": subject.get("id", "")})
    for name, box in drawn.boxes.items():
        given = {"id": f"{name}_di", "bpmnElement": name} | ({"isExpanded": "true"} if name in drawn.expanded else {})
        shape = etree.SubElement(plane, f"{{{DI[0]}}}BPMNShape", given)
        size = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
        etree.SubElement(shape, f"{{{DI[1]}}}Bounds", {key: str(value) for key, value in size.items()})
    for edge in root.iter(bpmn("sequenceFlow"), bpmn("messageFlow"), bpmn("association")):
        ends = [drawn.boxes.get(ref(edge.get(end))) for end in ("sourceRef", "targetRef")]
        if ends[0] and ends[1] and edge.get("id"):
            own = {"id": f"{edge.get('id')}_di", "bpmnElement": edge.get("id", "")}
            line = etree.SubElement(plane, f"{{{DI[0]}}}BPMNEdge", own)
            for x, y in _way(ends[0], ends[1], straight=kind(edge) != "sequenceFlow"):
                etree.SubElement(line, f"{{{DI[2]}}}waypoint", {"x": str(x), "y": str(y)})


def _way(source: Box, target: Box, *, straight: bool) -> list[tuple[int, int]]:
    """Right to left with one bend half way; what goes back goes below both."""
    begin = (source.x + source.width, source.y + source.height // 2)
    end = (target.x, target.y + target.height // 2)
    if straight:
        middle = (source.x + source.width // 2, source.y + source.height // 2)
        return [middle, (target.x + target.width // 2, target.y + target.height // 2)]
    if end[0] > begin[0]:
        half = (begin[0] + end[0]) // 2
        return [begin, end] if begin[1] == end[1] else [begin, (half, begin[1]), (half, end[1]), end]
    below = max(source.y + source.height, target.y + target.height) + GAP_Y // 2
    x, to = source.x + source.width // 2, target.x + target.width // 2
    return [(x, source.y + source.height), (x, below), (to, below), (to, target.y + target.height)]
