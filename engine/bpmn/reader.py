"""A diagram as it was sent: one safe parse, its processes by id."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Xml

from engine.bpmn.names import bpmn
from engine.xml import Limits, parse, refusal


@dataclass(frozen=True, slots=True)
class Diagram:
    """The tree of one `bpmn:definitions`; never changed after it was read."""

    root: Xml
    #: Every process that has an id, in document order.
    processes: Mapping[str, Xml]
    #: Ids of those that say isExecutable="true".
    executable: tuple[str, ...]


def read(data: bytes, *, limits: Limits | None = None) -> Diagram:
    """Read BPMN 2.0 XML; raise Invalid `bpmn.*` for what is unsafe, too big or no BPMN at all."""
    root = parse(data, "bpmn", limits)
    if root.tag != bpmn("definitions"):
        raise refusal(
            "bpmn.not_bpmn",
            f"Expected a BPMN 2.0 definitions element, but the file begins with {root.tag!s}.",
            f"Seharusnya berkas BPMN 2.0, tetapi berkas ini diawali {root.tag!s}.",
        )
    processes = {str(process.get("id")): process for process in root.findall(bpmn("process")) if process.get("id")}
    executable = tuple(key for key, process in processes.items() if process.get("isExecutable") in ("true", "1"))
    return Diagram(root, processes, executable)
