"""A diagram as it was sent: one safe parse, its processes by id."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from lxml.etree import _Element as Xml

from engine.bpmn import globaltasks
from engine.bpmn.expand import expand
from engine.bpmn.names import bpmn, kind, ref, text
from engine.xml import Limits, parse, refusal


@dataclass(frozen=True, slots=True)
class Diagram:
    """The tree of one `bpmn:definitions`, shared event definitions copied to where they are used; never changed."""

    root: Xml
    #: Every process that has an id, in document order.
    processes: Mapping[str, Xml]
    #: Ids of those that say isExecutable="true".
    executable: tuple[str, ...]
    #: Processes with their abbreviations written out, made when first asked for; see `expanded`.
    written_out: dict[str, Xml] = field(default_factory=dict, compare=False, repr=False)
    #: The address of human tasks for which neither they nor their lane names one; the pack's word.
    unaddressed: str = ""

    def expanded(self, process_id: str) -> Xml:
        """A process with every abbreviation written out; read it only, it is kept."""
        if process_id not in self.written_out:
            self.written_out[process_id] = expand(self.processes[process_id])
        return self.written_out[process_id]


def read(data: bytes, *, limits: Limits | None = None, unaddressed: str = "") -> Diagram:
    """Read BPMN 2.0 XML; raise Invalid `bpmn.*` for what is unsafe, too big or no BPMN at all."""
    root = parse(data, "bpmn", limits)
    if root.tag != bpmn("definitions"):
        raise refusal(
            "bpmn.not_bpmn",
            f"Expected a BPMN 2.0 definitions element, but the file begins with {root.tag!s}.",
            f"Seharusnya berkas BPMN 2.0, tetapi berkas ini diawali {root.tag!s}.",
        )
    _resolve(root)
    drawn = (process for process in root.findall(bpmn("process")) if process.get("id"))
    processes = {str(process.get("id")): process for process in (*drawn, *globaltasks.processes(root))}
    executable = tuple(key for key, process in processes.items() if process.get("isExecutable") in ("true", "1"))
    return Diagram(root, processes, executable, unaddressed=unaddressed)


def _resolve(root: Xml) -> None:
    """Write shared event definitions into the events that refer to them (§10.5.1: by value or by reference)."""
    shared = {str(one.get("id")): one for one in root if kind(one).endswith("EventDefinition") and one.get("id")}
    for holder in list(root.iter(bpmn("eventDefinitionRef"))):
        event, definition = holder.getparent(), shared.get(ref(text(holder)))
        if event is not None and definition is not None:
            own = deepcopy(definition)
            own.tail = holder.tail
            own.attrib.pop("id")
            event.replace(holder, own)
