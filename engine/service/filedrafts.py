"""Drafts of an analyst: one per file, saved even while broken, released together."""

import re
from dataclasses import dataclass
from typing import ClassVar

from engine.model.actor import Right
from engine.model.errors import Invalid, NotFound
from engine.model.findings import Finding
from engine.service.assemble import assemble
from engine.service.command import Command
from engine.service.surroundings import around
from engine.store import file_drafts, packs
from engine.store.unit import Unit

#: The files of a pack an analyst may write.
PATH = re.compile(
    r"pack\.toml|registers\.toml|SOP\.md|CHANGES\.md|[A-Za-z0-9_-]+\.(?:bpmn|dmn)"
    r"|forms/[A-Za-z0-9_-]+\.form\.json|letters/[A-Za-z0-9_-]+\.html\.j2|scenarios/[A-Za-z0-9_-]+\.yaml"
)
LARGEST = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileDraftSaved:
    """The draft's new version and what a check says of it now."""

    version: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class SaveFileDraft(Command[FileDraftSaved]):
    """Keep one changed file of a pack as a draft; a stale `version` (0 for none yet) is refused."""

    needs: ClassVar[Right] = Right.ANALYSE
    pack: str
    path: str
    content: bytes
    version: int

    def run(self, unit: Unit) -> FileDraftSaved:
        """Raise Conflict draft.stale, Invalid pack.path or pack.too_large, NotFound pack.unknown."""
        packs.lock(unit, self.pack)
        base = packs.current(unit.db, self.pack)
        if base is None:
            raise NotFound("pack.unknown", f"Expected a released pack {self.pack}, but there is none")
        if not PATH.fullmatch(self.path) or len(self.path) > 200:
            raise Invalid("pack.path", f"Expected the name of a pack's file, but {self.path[:80]} is none")
        if len(self.content) > LARGEST:
            raise Invalid("pack.too_large", "Expected a file of at most 5 MB, but it is larger")
        row = file_drafts.save(unit, self.pack, self.path, self.content, version=self.version, base_id=base.id)
        files = {**packs.files(unit.db, base.id), self.path: self.content}
        found = assemble(files, around(unit.db, unit.world, self.pack)).findings
        return FileDraftSaved(row.version, tuple(finding for finding in found if finding.file == self.path))


@dataclass(frozen=True, slots=True)
class DiscardFileDraft(Command[None]):
    """Throw the draft of one file away; what is released stays."""

    needs: ClassVar[Right] = Right.ANALYSE
    pack: str
    path: str

    def run(self, unit: Unit) -> None:
        """Do nothing where there is no draft."""
        file_drafts.discard(unit, self.pack, self.path)
