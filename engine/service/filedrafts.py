"""Drafts of an analyst: one per file, saved even while broken, released together."""

import re
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from engine.model.actor import Right
from engine.model.errors import Invalid, NotFound
from engine.model.findings import Finding
from engine.model.world import World
from engine.service.checking import checked
from engine.service.command import Command
from engine.service.manifest import read_manifest
from engine.service.spelling import spelled
from engine.store import file_drafts, packs
from engine.store.unit import Unit

#: The files of a pack an analyst may write.
PATH = re.compile(
    r"pack\.toml|registers\.toml|SOP\.md|CHANGES\.md|[A-Za-z0-9_-]+\.(?:bpmn|dmn|test\.yaml)"
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

    def prepare(self, world: World) -> None:
        """Check the file before the database is held."""
        if PATH.fullmatch(self.path) and len(self.content) <= LARGEST:
            with world.database.reading() as db:
                self._look(db, world)

    def run(self, unit: Unit) -> FileDraftSaved:
        """Raise Conflict draft.stale, Invalid pack.path or pack.too_large, NotFound pack.unknown."""
        packs.lock(unit, self.pack)
        base = packs.current(unit.db, self.pack)
        if base is None and not self._is_new(unit.db):
            raise NotFound("pack.unknown", f"Expected a pack {self.pack}, but there is none")
        if not PATH.fullmatch(self.path) or len(self.path) > 200:
            raise Invalid("pack.path", f"Expected the name of a pack's file, but {self.path[:80]} is none")
        if len(self.content) > LARGEST:
            raise Invalid("pack.too_large", "Expected a file of at most 5 MB, but it is larger")
        content, findings = self._look(unit.db, unit.world)
        base_id = base.id if base else None
        row = file_drafts.save(unit, self.pack, self.path, content, version=self.version, base_id=base_id)
        return FileDraftSaved(row.version, findings)

    def _look(self, db: Connection, world: World) -> tuple[bytes, tuple[Finding, ...]]:
        """The file as it is kept, and what the check says of it beside the other drafts."""
        base = packs.current(db, self.pack)
        released = packs.files(db, base.id) if base else {}
        content = spelled(self.path, self.content, released.get(self.path))
        drafts = {row.path: row.content for row in file_drafts.drafts(db, self.pack)}
        found = checked(db, world, self.pack, {**released, **drafts, self.path: content}).findings
        return content, tuple(finding for finding in found if finding.file == self.path)

    def _is_new(self, db: Connection) -> bool:
        """True for a pack that is being made: it has its manifest as a draft, or this is it."""
        if self.path == "pack.toml":
            manifest, _ = read_manifest(self.content)
            return manifest is not None and manifest.key == self.pack
        return file_drafts.draft(db, self.pack, "pack.toml") is not None


@dataclass(frozen=True, slots=True)
class DiscardFileDraft(Command[None]):
    """Throw the draft of one file away; what is released stays."""

    needs: ClassVar[Right] = Right.ANALYSE
    pack: str
    path: str

    def run(self, unit: Unit) -> None:
        """Do nothing where there is no draft."""
        file_drafts.discard(unit, self.pack, self.path)
