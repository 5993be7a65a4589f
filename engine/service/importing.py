"""A diagram made elsewhere becomes a draft, even one that cannot be released yet."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from engine.bpmn.adopt import Understood, adopt, understood
from engine.bpmn.names import FLOW_NODES
from engine.model.actor import Actor, Right
from engine.model.errors import Invalid
from engine.model.facts import Fact
from engine.model.findings import Finding
from engine.model.world import World
from engine.service import rights
from engine.service.blank import slug
from engine.service.candidates import as_drafted
from engine.service.command import Command
from engine.service.filedrafts import LARGEST
from engine.service.newprocess import Home, write
from engine.service.reading import read
from engine.service.spelling import spelled
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Imported:
    """Where the diagram is now, and what had to be changed to keep it apart from others."""

    pack: str
    path: str
    renamed: tuple[tuple[str, str], ...]
    made_executable: tuple[str, ...]
    drawn: bool


@dataclass(frozen=True, slots=True)
class ImportDiagram(Command[Imported]):
    """Draft a .bpmn file in a pack, or in a new one; what does not run is a finding, not a refusal."""

    needs: ClassVar[Right] = Right.ANALYSE
    filename: str
    content: bytes
    pack: str = ""
    pack_title: str = ""

    def run(self, unit: Unit) -> Imported:
        """Raise Invalid bpmn.*, import.*, pack.taken or pack.too_large."""
        if len(self.content) > LARGEST:
            raise Invalid("pack.too_large", "Expected a file of at most 5 MB, but it is larger")
        home = Home.of(unit.db, unit.world, self.pack or slug(self.pack_title), is_new=not self.pack)
        adopted = adopt(self.content, home.processes)
        path = _free(slug(self.filename.rpartition(".")[0]) or "diagram", home.files)
        files = {path: spelled(path, adopted.data, None)}
        if home.is_new:
            files |= home.manifest(self.pack_title.strip(), "pelaksana", "Pelaksana")
        write(unit, home, files)
        unit.record(Fact("process.imported", data={"pack": home.pack, "path": path}))
        return Imported(home.pack, path, adopted.renamed, adopted.made_executable, adopted.drawn)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What this engine makes of a drafted diagram."""

    pack: str
    path: str
    #: Process id, name, and how many of its elements there are of each kind.
    processes: tuple[tuple[str, str, tuple[tuple[str, int], ...]], ...]
    understood: tuple[Understood, ...]
    findings: tuple[Finding, ...]
    drawn: bool


def report(world: World, actor: Actor, pack: str, path: str) -> ImportReport:
    """What is understood and what is refused, with the ways out; NotFound pack.unknown."""
    rights.may_design(actor)
    with world.database.reading() as db:
        found = as_drafted(db, world, pack)
    data = found.files.get(path, b"")
    counted = [
        (name, one.name, tuple(sorted(Counter(e.kind for e in one.elements.values() if e.kind in FLOW_NODES).items())))
        for name, one in read({path: data}).definitions().items()
    ]
    findings = tuple(one for one in found.assembled.findings if one.file == path)
    return ImportReport(pack, path, tuple(counted), tuple(understood(data)), findings, b"BPMNShape" in data)


def _free(stem: str, taken: Collection[str]) -> str:
    number, path = 1, f"{stem}.bpmn"
    while path in taken:
        number += 1
        path = f"{stem}_{number}.bpmn"
    return path
