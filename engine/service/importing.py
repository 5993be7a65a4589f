"""A diagram made elsewhere becomes a draft, even one that cannot be released yet."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from engine.bpmn.adopt import Understood, adopt, executed, understood
from engine.bpmn.names import FLOW_NODES
from engine.bpmn.reader import read as read_diagram
from engine.model.actor import Actor, Right
from engine.model.errors import Invalid, NotFound
from engine.model.facts import Fact
from engine.model.findings import Finding
from engine.model.world import World
from engine.service import rights
from engine.service.blank import slug
from engine.service.candidates import as_drafted
from engine.service.checking import checked
from engine.service.command import Command
from engine.service.filedrafts import LARGEST, FileDraftSaved, SaveFileDraft
from engine.service.newprocess import Home, write
from engine.service.reading import read
from engine.service.spelling import spelled
from engine.store import file_drafts
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Imported:
    """Where the diagram is now, and what had to be changed to keep it apart from others."""

    pack: str
    path: str
    renamed: tuple[tuple[str, str], ...]
    #: Processes of a file none of which is marked to be executed.
    asleep: tuple[str, ...]
    #: False where the file had no drawing and got one.
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
        return Imported(home.pack, path, adopted.renamed, adopted.asleep, adopted.drawn)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What this engine makes of a drafted diagram."""

    pack: str
    path: str
    #: Process id, name, and how many of its elements there are of each kind.
    processes: tuple[tuple[str, str, tuple[tuple[str, int], ...]], ...]
    understood: tuple[Understood, ...]
    #: What would keep it from being released, as if its processes were marked to be executed.
    findings: tuple[Finding, ...]
    asleep: bool


@dataclass(frozen=True, slots=True)
class MarkExecutable(Command[FileDraftSaved]):
    """Mark the processes of a drafted diagram to be executed; nothing else of it changes."""

    needs: ClassVar[Right] = Right.ANALYSE
    pack: str
    path: str

    def run(self, unit: Unit) -> FileDraftSaved:
        """Raise NotFound file.unknown where there is no such draft."""
        draft = file_drafts.draft(unit.db, self.pack, self.path)
        if draft is None:
            raise NotFound("file.unknown", f"Expected a draft of {self.path}, but there is none")
        return SaveFileDraft(self.pack, self.path, executed(draft.content), draft.version).run(unit)


def report(world: World, actor: Actor, pack: str, path: str) -> ImportReport:
    """What is understood and what is refused, with the ways out; NotFound pack.unknown."""
    rights.may_design(actor)
    with world.database.reading() as db:
        found = as_drafted(db, world, pack)
        data = found.files.get(path, b"")
        asleep = bool(data) and not read_diagram(data).executable
        data = executed(data) if asleep else data
        checks = checked(db, world, pack, {**found.files, path: data}).findings
    counted = [
        (name, one.name, tuple(sorted(Counter(e.kind for e in one.elements.values() if e.kind in FLOW_NODES).items())))
        for name, one in read({path: data}).definitions().items()
    ]
    findings = tuple(one for one in checks if one.file == path)
    return ImportReport(pack, path, tuple(counted), tuple(understood(data)), findings, asleep)


def _free(stem: str, taken: Collection[str]) -> str:
    number, path = 1, f"{stem}.bpmn"
    while path in taken:
        number += 1
        path = f"{stem}_{number}.bpmn"
    return path
